//! Texts of the documents of a part: as they were read, packed in a saved index, or left out of it.
//!
//! Each text is packed by itself (LZ4 blocks), so that one document is read without its neighbours. Articles are too
//! short to be packed well alone; they share a dictionary, made of the beginnings of some of them.

use std::borrow::Cow;

use super::column::{Column, Ends};
use super::document::Text;
use super::index::{Sink, Source};
use super::lz4::{self, Packer};
use crate::error::Result;

/// Bytes of a dictionary at most: LZ4 looks no further back.
const DICTIONARY: usize = 1 << 16;
/// Bytes of one text that go into a dictionary at most.
const PIECE: usize = 512;
/// A dictionary is at most this share of the texts.
const SHARE: usize = 16;

#[derive(Debug)]
pub(super) enum Texts {
    Own(Vec<Text>),
    Packed(Packed),
    LeftOut,
}

#[derive(Debug)]
pub(super) struct Packed {
    bytes: Column<u8>,
    ends: Ends,
    /// Bytes of each text when unpacked.
    lengths: Column<u32>,
    dictionary: Column<u8>,
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

    pub(super) fn load(source: &mut Source<'_>, dictionary: Column<u8>) -> Result<Self> {
        let (bytes, ends) = (Column::load(source)?, Ends::load(source)?);
        Ok(Self::Packed(Packed { bytes, ends, lengths: Column::load(source)?, dictionary }))
    }
}

impl Packed {
    fn row(&self, row: usize) -> Option<String> {
        let text = lz4::unpack(&self.bytes[self.ends.row(row)], self.lengths[row] as usize, &self.dictionary);
        // The standard check takes as long as unpacking where letters have accents.
        simdutf8::basic::from_utf8(&text.ok()?).ok().map(str::to_owned)
    }
}

/// Packs texts and lays them out.
pub(super) fn pack<'a>(texts: impl Iterator<Item = Cow<'a, str>>, mut packer: Packer, sink: &mut Sink) {
    let (mut bytes, mut ends, mut lengths) = (Vec::new(), Ends::default(), Column::default());
    for text in texts {
        // Texts are shorter than 4 GiB, as was checked.
        lengths.push(text.len() as u32);
        bytes.extend(packer.pack(text.as_bytes()));
        ends.push(bytes.len());
    }
    Column::from(bytes).save(sink);
    ends.save(sink);
    lengths.save(sink);
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
