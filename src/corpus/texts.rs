//! Texts of the documents of a part: as they were read, packed in a saved index, or left out of it.
//!
//! Texts are packed in pieces (LZ4 blocks), so that a context is read without what lies around it, and no more of them is
//! compared with checksums. Pieces are too short to be packed well alone; they share a dictionary, made of the beginnings
//! of some texts.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::column::{Column, Ends};
use super::document::Text;
use super::index::{Seal, Sink, Source, Sums, save_sums, sum};
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
    Packed(Box<Packed>),
    LeftOut,
}

/// Texts in pieces, each packed by itself.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Column<u8>,
    /// Of each piece, bytes and code points when unpacked, and bytes when packed.
    sizes: Column<[u16; 3]>,
    /// Pieces of each text.
    pieces: Ends,
    /// Packed bytes of each text.
    ends: Ends,
    /// Checksums of the packed pieces.
    sums: Sums,
    dictionary: Column<u8>,
    seals: Seals,
}

/// What packed texts are compared with before they are used.
#[derive(Debug)]
pub(super) struct Seals {
    /// What tells where the pieces are, and their checksums.
    pub(super) pieces: Seal,
    /// The packed bytes.
    pub(super) bytes: Seal,
    /// What the texts of a segment were packed with.
    pub(super) dictionary: Arc<Seal>,
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

    /// Text of a document around some bytes that end with a character; what is packed is compared with its checksums and
    /// unpacked into `unpacked`.
    pub(super) fn excerpt<'a>(
        &'a self,
        row: usize,
        bytes: Range<usize>,
        unpacked: &'a mut Vec<u8>,
    ) -> Result<Excerpt<'a>> {
        match self {
            Self::Own(texts) => Ok(Excerpt::whole(&texts[row])),
            Self::Packed(packed) => packed.excerpt(row, bytes, unpacked),
            Self::LeftOut => Ok(Excerpt::whole("")),
        }
    }

    /// Compares what is packed with its checksums.
    pub(super) fn check(&self) -> Result<()> {
        let Self::Packed(packed) = self else { return Ok(()) };
        self.check_pieces()?;
        packed.seals.bytes.check()
    }

    /// The same with what [`Texts::excerpt`] needs of all texts; it looks at the others itself.
    pub(super) fn check_pieces(&self) -> Result<()> {
        let Self::Packed(packed) = self else { return Ok(()) };
        packed.seals.pieces.check()?;
        packed.seals.dictionary.check()
    }

    /// Asks for the memory of what tells [`Texts::fetch`] where the pieces of a text are.
    pub(super) fn fetch_pieces(&self, row: usize) {
        if let Self::Packed(packed) = self {
            let first = packed.pieces.row(row).start;
            prefetch(&packed.sizes, first);
            packed.sums.fetch(first);
            packed.ends.fetch(row);
        }
    }

    /// Asks for the memory of what [`Texts::excerpt`] reads soon.
    pub(super) fn fetch(&self, row: usize, bytes: Range<usize>) {
        if let Self::Packed(packed) = self {
            packed.fetch(row, bytes);
        }
    }

    pub(super) fn load(
        pieces: &mut Source<'_>,
        bytes: &mut Source<'_>,
        dictionary: Column<u8>,
        seals: Seals,
    ) -> Result<Self> {
        Ok(Self::Packed(Box::new(Packed {
            bytes: Column::load(bytes)?,
            sizes: Column::load(pieces)?,
            pieces: Ends::load(pieces)?,
            ends: Ends::load(pieces)?,
            sums: Sums::load(pieces)?,
            dictionary,
            seals,
        })))
    }
}

impl Packed {
    fn row(&self, row: usize) -> Option<String> {
        self.excerpt(row, 0..usize::MAX, &mut Vec::new()).map(|excerpt| excerpt.text.to_owned()).ok()
    }

    /// Number, sizes when unpacked, and packed bytes of each piece of a text.
    fn pieces(&self, row: usize) -> impl Iterator<Item = (usize, [usize; 2], Range<usize>)> {
        let (pieces, mut end) = (self.pieces.row(row), self.ends.row(row).start);
        pieces.clone().zip(&self.sizes[pieces]).map(move |(piece, &sizes)| {
            let [length, points, packed] = sizes.map(usize::from);
            end += packed;
            (piece, [length, points], end - packed..end)
        })
    }

    fn fetch(&self, row: usize, bytes: Range<usize>) {
        let mut at = 0;
        for (_, [length, _], packed) in self.pieces(row) {
            at += length;
            if at > bytes.start {
                packed.step_by(LINE).for_each(|at| prefetch(&self.bytes, at));
            }
            if at >= bytes.end {
                break;
            }
        }
    }

    /// The pieces that hold some bytes, up to the last of these.
    fn excerpt<'a>(&self, row: usize, bytes: Range<usize>, text: &'a mut Vec<u8>) -> Result<Excerpt<'a>> {
        let (mut at, mut start, mut points, mut unpacked) = (0, 0, 0, 0);
        let (all, dictionary): (&[u8], &[u8]) = (&self.bytes, &self.dictionary);
        let mut is_whole = true;
        for (piece, [length, of_piece], packed) in self.pieces(row) {
            if at + length <= bytes.start {
                (start, points) = (at + length, points + of_piece);
            } else {
                let packed = &all[packed];
                self.sums.check(piece, [packed], &self.seals.bytes)?;
                let (wanted, room) = (length.min(bytes.end - at), unpacked + length + lz4::ROOM);
                // What stood there before is overwritten.
                text.resize(text.len().max(room), 0);
                is_whole &= lz4::unpack(packed, wanted, length, dictionary, &mut text[unpacked..]).is_some();
                unpacked += wanted;
            }
            at += length;
            if at >= bytes.end {
                break;
            }
        }
        // The standard check takes as long as unpacking where letters have accents.
        let text = simdutf8::basic::from_utf8(&text[..unpacked]).ok().filter(|_| is_whole);
        // Pieces were compared with their checksums, so what does not unpack was never written.
        Ok(text.map_or(Excerpt::whole(""), |text| Excerpt { text, start, points }))
    }
}

/// Packs texts and lays them out.
pub(super) fn pack<'a>(
    texts: impl Iterator<Item = Cow<'a, str>>,
    mut packer: Packer,
    directory: &mut Sink,
    packed: &mut Sink,
) {
    let (mut bytes, mut sizes, mut pieces, mut ends) = (Vec::new(), Vec::new(), Ends::default(), Ends::default());
    let mut sums = Vec::new();
    for text in texts {
        let mut rest = &*text;
        while !rest.is_empty() {
            let limit = rest.len().min(PACKED);
            // No character has more than four bytes.
            let end = (0..4).map(|less| limit - less).find(|&end| rest.is_char_boundary(end)).unwrap_or(limit);
            let (piece, behind) = rest.split_at(end);
            let packed = packer.pack(piece.as_bytes());
            // What cannot be packed grows by a few bytes.
            sizes.push([piece.len(), piece.chars().count(), packed.len()].map(|size| size as u16));
            sums.push(sum([&packed]));
            bytes.extend(packed);
            rest = behind;
        }
        pieces.push(sizes.len());
        ends.push(bytes.len());
    }
    Column::from(bytes).save(packed);
    Column::from(sizes).save(directory);
    pieces.save(directory);
    ends.save(directory);
    save_sums(sums, directory);
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
