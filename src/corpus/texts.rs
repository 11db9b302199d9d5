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
        string(text.ok()?)
    }
}

#[expect(unsafe_code, reason = "the standard check takes as long as unpacking where letters have accents")]
fn string(bytes: Vec<u8>) -> Option<String> {
    // SAFETY: the bytes were checked to be UTF-8.
    is_utf8(&bytes).then(|| unsafe { String::from_utf8_unchecked(bytes) })
}

/// Whether bytes are UTF-8. Every byte is judged by the three before it and without a branch, so that many are judged
/// at a time.
fn is_utf8(bytes: &[u8]) -> bool {
    let ([a, b, c, ..], [.., x, y, z]) = (bytes, bytes) else { return std::str::from_utf8(bytes).is_ok() };
    let begin = is_fault([0, 0, 0, *a]) | is_fault([0, 0, *a, *b]) | is_fault([0, *a, *b, *c]);
    let end = is_fault([*x, *y, *z, 0]) | is_fault([*y, *z, 0, 0]) | is_fault([*z, 0, 0, 0]);
    let fours = bytes.iter().zip(&bytes[1..]).zip(&bytes[2..]).zip(&bytes[3..]);
    let within = fours.fold(false, |any, (((&a, &b), &c), &d)| any | is_fault([a, b, c, d]));
    !(begin | within | end)
}

/// Whether the last byte cannot follow the others.
#[inline(always)]
fn is_fault([third, second, first, byte]: [u8; 4]) -> bool {
    let continues = byte & 0xC0 == 0x80;
    let expected = (first >= 0xC0) | (second >= 0xE0) | (third >= 0xF0);
    // Longer than it need be, a surrogate, beyond the last code point.
    let too_low = (first == 0xE0) & (byte < 0xA0) | (first == 0xF0) & (byte < 0x90);
    let too_high = (first == 0xED) & (byte > 0x9F) | (first == 0xF4) & (byte > 0x8F);
    let never = (byte & 0xFE == 0xC0) | (byte >= 0xF5);
    (continues != expected) | too_low | too_high | never
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bytes at the borders of what UTF-8 allows.
    const BORDERS: [u8; 22] = [
        0, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0,
        0xF3, 0xF4, 0xF5,
    ];

    #[test]
    fn utf8_is_what_the_standard_library_takes_for_it() {
        for (a, b) in (0..=255).flat_map(|a| (0..=255).map(move |b| (a, b))) {
            assert_eq!(is_utf8(&[a, b]), std::str::from_utf8(&[a, b]).is_ok());
            for c in BORDERS {
                assert_eq!(is_utf8(&[a, b, c]), std::str::from_utf8(&[a, b, c]).is_ok());
                for d in BORDERS {
                    assert_eq!(is_utf8(&[a, b, c, d]), std::str::from_utf8(&[a, b, c, d]).is_ok());
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_changed_byte_is_seen_where_it_breaks_a_text(text in "[a-zéœ’𝄞\u{7FF}\u{800}\u{D7FF}]{0,90}", at in 0usize..200, byte: u8) {
            prop_assert!(is_utf8(text.as_bytes()));
            let mut bytes = text.into_bytes();
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
            prop_assert_eq!(is_utf8(&bytes), std::str::from_utf8(&bytes).is_ok());
            prop_assert_eq!(string(bytes.clone()), String::from_utf8(bytes).ok());
        }
    }
}
