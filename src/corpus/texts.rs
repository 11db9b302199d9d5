//! Texts of the documents of a part: as they were read, packed in a saved index, or left out of it.
//!
//! Texts are packed in pieces (LZ4 blocks), so that a context is read without what lies around it. Pieces are too short to
//! be packed well alone; they share a dictionary, made of the beginnings of some texts.

use std::borrow::Cow;
use std::ops::Range;

use super::column::{Column, Ends};
use super::document::Text;
use super::index::{Sink, Source};
use super::lz4::{self, Packer};
use super::prefetch;
use crate::error::Result;

/// Bytes of a dictionary at most: LZ4 looks no further back.
const DICTIONARY: usize = 1 << 16;
/// Bytes of one text that go into a dictionary at most.
const PIECE: usize = 512;
/// A dictionary is at most this share of the texts.
const SHARE: usize = 16;

/// A text is packed in pieces that have so many bytes, or a few less.
const PACKED: usize = 1 << 9;

/// Bytes that are fetched together.
const LINE: usize = 64;

#[derive(Debug)]
pub(super) enum Texts {
    Own(Vec<Text>),
    Packed(Packed),
    LeftOut,
}

/// Texts in pieces, each packed by itself.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Column<u8>,
    ends: Ends,
    /// Bytes and code points of each piece when unpacked.
    sizes: Column<[u16; 2]>,
    /// Pieces of each text.
    pieces: Ends,
    dictionary: Column<u8>,
}

/// Part of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excerpt<'a> {
    pub(crate) text: &'a str,
    /// Bytes and code points of the whole text before it.
    pub(crate) start: usize,
    pub(crate) points: usize,
}

impl<'a> Excerpt<'a> {
    pub(crate) fn whole(text: &'a str) -> Self {
        Self { text, start: 0, points: 0 }
    }

    /// Bytes of the whole text.
    pub(crate) fn cut(&self, bytes: Range<usize>) -> &'a str {
        &self.text[bytes.start - self.start..bytes.end - self.start]
    }
}

impl Texts {
    /// Text of a document. Blocks were compared with their checksums, so what does not unpack was never written.
    pub(super) fn row(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Own(texts) => Cow::Borrowed(&texts[row]),
            Self::Packed(packed) => Cow::Owned(packed.row(row).unwrap_or_default()),
            Self::LeftOut => Cow::Borrowed(""),
        }
    }

    /// Text of a document around some bytes that end with a character; what is packed is unpacked into `unpacked`.
    pub(super) fn excerpt<'a>(&'a self, row: usize, bytes: Range<usize>, unpacked: &'a mut Vec<u8>) -> Excerpt<'a> {
        match self {
            Self::Own(texts) => Excerpt::whole(&texts[row]),
            Self::Packed(packed) => packed.excerpt(row, bytes, unpacked).unwrap_or(Excerpt::whole("")),
            Self::LeftOut => Excerpt::whole(""),
        }
    }

    /// Asks for the memory of what tells [`Texts::fetch`] where the pieces of a text are.
    pub(super) fn fetch_pieces(&self, row: usize) {
        if let Self::Packed(packed) = self {
            let first = packed.pieces.row(row).start;
            prefetch(&packed.sizes, first);
            packed.ends.fetch(first);
        }
    }

    /// Asks for the memory of what [`Texts::excerpt`] reads soon.
    pub(super) fn fetch(&self, row: usize, bytes: Range<usize>) {
        if let Self::Packed(packed) = self {
            packed.fetch(row, bytes);
        }
    }

    pub(super) fn load(source: &mut Source<'_>, dictionary: Column<u8>) -> Result<Self> {
        let (bytes, ends) = (Column::load(source)?, Ends::load(source)?);
        let (sizes, pieces) = (Column::load(source)?, Ends::load(source)?);
        Ok(Self::Packed(Packed { bytes, ends, sizes, pieces, dictionary }))
    }
}

impl Packed {
    fn row(&self, row: usize) -> Option<String> {
        self.excerpt(row, 0..usize::MAX, &mut Vec::new()).map(|excerpt| excerpt.text.to_owned())
    }

    fn fetch(&self, row: usize, bytes: Range<usize>) {
        let mut at = 0;
        let pieces = self.pieces.row(row);
        for (piece, [length, _]) in pieces.clone().zip(&self.sizes[pieces]) {
            at += usize::from(*length);
            if at > bytes.start {
                self.ends.row(piece).step_by(LINE).for_each(|at| prefetch(&self.bytes, at));
            }
            if at >= bytes.end {
                break;
            }
        }
    }

    /// The pieces that hold some bytes, up to the last of these.
    fn excerpt<'a>(&self, row: usize, bytes: Range<usize>, text: &'a mut Vec<u8>) -> Option<Excerpt<'a>> {
        let (mut at, mut start, mut points, mut unpacked) = (0, 0, 0, 0);
        let (packed, ends, dictionary): (&[u8], _, &[u8]) = (&self.bytes, self.ends.values(), &self.dictionary);
        let pieces = self.pieces.row(row);
        for (piece, sizes) in pieces.clone().zip(&self.sizes[pieces]) {
            let [length, of_piece] = sizes.map(usize::from);
            if at + length <= bytes.start {
                (start, points) = (at + length, points + of_piece);
            } else {
                let (wanted, room) = (length.min(bytes.end - at), unpacked + length + lz4::ROOM);
                // What stood there before is overwritten.
                text.resize(text.len().max(room), 0);
                lz4::unpack(&packed[ends.row(piece)], wanted, length, dictionary, &mut text[unpacked..])?;
                unpacked += wanted;
            }
            at += length;
            if at >= bytes.end {
                break;
            }
        }
        // The standard check takes as long as unpacking where letters have accents.
        Some(Excerpt { text: simdutf8::basic::from_utf8(&text[..unpacked]).ok()?, start, points })
    }
}

/// Packs texts and lays them out.
pub(super) fn pack<'a>(texts: impl Iterator<Item = Cow<'a, str>>, mut packer: Packer, sink: &mut Sink) {
    let (mut bytes, mut ends, mut sizes, mut pieces) = (Vec::new(), Ends::default(), Vec::new(), Ends::default());
    for text in texts {
        let mut rest = &*text;
        while !rest.is_empty() {
            let limit = rest.len().min(PACKED);
            // No character has more than four bytes.
            let end = (0..4).map(|less| limit - less).find(|&end| rest.is_char_boundary(end)).unwrap_or(limit);
            let (piece, behind) = rest.split_at(end);
            bytes.extend(packer.pack(piece.as_bytes()));
            ends.push(bytes.len());
            sizes.push([piece.len() as u16, piece.chars().count() as u16]);
            rest = behind;
        }
        pieces.push(sizes.len());
    }
    Column::from(bytes).save(sink);
    ends.save(sink);
    Column::from(sizes).save(sink);
    pieces.save(sink);
}

/// Makes a dictionary from some of `count` texts, which have `bytes` bytes together.
pub(super) fn dictionary<'a>(count: usize, bytes: usize, text: impl Fn(usize) -> Cow<'a, str>) -> Vec<u8> {
    let pieces = (bytes / SHARE).min(DICTIONARY) / PIECE;
    let step = count.checked_div(pieces).unwrap_or_default().max(1);
    let mut dictionary = Vec::new();
    for number in (0..count).step_by(step).take(pieces) {
        let text = text(number);
        dictionary.extend_from_slice(&text.as_bytes()[..text.len().min(PIECE)]);
    }
    dictionary
}
