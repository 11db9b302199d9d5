//! Texts of a part's documents: as they were read, packed in a saved index, or left out of it.
//!
//! Texts are packed in pieces (LZ4 blocks), so that a context is read and verified without what surrounds it. Pieces
//! are too short to pack well on their own, so they share a dictionary, made of the beginnings of some texts.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::column::{Column, Ends};
use super::document::Text;
use super::index::{Seal, Sink, Source, Sums, save_sums, sum};
use super::lz4::{self, Packer};
use super::prefetch;
use crate::error::Result;

/// Largest dictionary, in bytes: LZ4 looks no further back.
const DICTIONARY: usize = 1 << 16;
/// Most bytes of one text that go into a dictionary.
const PIECE: usize = 512;
/// A dictionary has at most the bytes of the texts divided by this.
const SHARE: usize = 16;

/// Bytes of a text per piece; a piece may have a few fewer.
const PACKED: usize = 1 << 9;

/// Bytes that are fetched together.
const LINE: usize = 64;

#[derive(Debug)]
pub(super) enum Texts {
    Own(Vec<Text>),
    Packed(Box<Packed>),
    LeftOut,
}

/// Texts in pieces, each packed separately.
#[derive(Debug)]
pub(super) struct Packed {
    bytes: Column<u8>,
    /// For each piece, its bytes and code points when unpacked, and its bytes when packed.
    sizes: Column<[u16; 3]>,
    /// Where the pieces of each text end.
    pieces: Ends,
    /// Where the packed bytes of each text end.
    ends: Ends,
    /// Checksums of the packed pieces.
    sums: Sums,
    dictionary: Column<u8>,
    seals: Seals,
}

/// What packed texts are verified with before they are used.
#[derive(Debug)]
pub(super) struct Seals {
    /// What locates the pieces, and their checksums.
    pub(super) pieces: Seal,
    /// The packed bytes.
    pub(super) bytes: Seal,
    /// The dictionary that the texts of a segment were packed with.
    pub(super) dictionary: Arc<Seal>,
}

/// Part of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Excerpt<'a> {
    pub(crate) text: &'a str,
    /// Bytes and code points of the whole text that come before it.
    pub(crate) start: usize,
    pub(crate) points: usize,
}

impl<'a> Excerpt<'a> {
    pub(crate) fn whole(text: &'a str) -> Self {
        Self { text, start: 0, points: 0 }
    }

    /// The text at these bytes of the whole text.
    pub(crate) fn cut(&self, bytes: Range<usize>) -> &'a str {
        &self.text[bytes.start - self.start..bytes.end - self.start]
    }
}

impl Texts {
    /// Text of a document. The checksums of its blocks were verified, so whatever does not unpack was never written.
    pub(super) fn row(&self, row: usize) -> Cow<'_, str> {
        match self {
            Self::Own(texts) => Cow::Borrowed(&texts[row]),
            Self::Packed(packed) => Cow::Owned(packed.row(row).unwrap_or_default()),
            Self::LeftOut => Cow::Borrowed(""),
        }
    }

    /// Text of a document around some bytes that end at a character boundary; packed text is verified and unpacked into
    /// `unpacked`.
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

    /// Verifies the checksums of packed texts.
    pub(super) fn check(&self) -> Result<()> {
        let Self::Packed(packed) = self else { return Ok(()) };
        self.check_pieces()?;
        packed.seals.bytes.check()
    }

    /// Verifies what [`Texts::excerpt`] needs for every text; it verifies the rest itself.
    pub(super) fn check_pieces(&self) -> Result<()> {
        let Self::Packed(packed) = self else { return Ok(()) };
        packed.seals.pieces.check()?;
        packed.seals.dictionary.check()
    }

    /// Prefetches what tells [`Texts::fetch`] where the pieces of a text are.
    pub(super) fn fetch_pieces(&self, row: usize) {
        if let Self::Packed(packed) = self {
            let first = packed.pieces.row(row).start;
            prefetch(&packed.sizes, first);
            packed.sums.fetch(first);
            packed.ends.fetch(row);
        }
    }

    /// Prefetches what [`Texts::excerpt`] will read soon.
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

    /// Number, unpacked sizes and packed bytes of each piece of a text.
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

    /// The pieces that contain some bytes, the last only as far as these go.
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
                // Leftover content is overwritten.
                text.resize(text.len().max(room), 0);
                is_whole &= lz4::unpack(packed, wanted, length, dictionary, &mut text[unpacked..]).is_some();
                unpacked += wanted;
            }
            at += length;
            if at >= bytes.end {
                break;
            }
        }
        // The check of the standard library takes as long as unpacking if letters have accents.
        let text = simdutf8::basic::from_utf8(&text[..unpacked]).ok().filter(|_| is_whole);
        // The checksums of the pieces were verified, so whatever does not unpack was never written.
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
            // Incompressible pieces grow by a few bytes.
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

/// Makes a dictionary from some of `count` texts, which have `bytes` bytes in total.
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
