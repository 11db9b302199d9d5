//! The token columns: types, and places in the text.
//!
//! Types are numbered by frequency, so that nearly every token's type fits in two bytes; the rest are in a second
//! column.

use std::ops::Range;

use super::column::{Column, Ends, EndsOf};
use super::index::{Seal, Sink, Source};
use super::places::{Places, PlacesOf};
use crate::error::Result;
use crate::text::wide;

/// Marks a type that is in the column of wide ones.
pub(super) const WIDE: u16 = u16::MAX;
/// Bytes of text per token, roughly.
const BYTES: usize = 5;
/// Token columns of the documents of a part.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    types: Types,
    places: Places,
}

#[derive(Debug, Default)]
struct Types {
    narrow: Column<u16>,
    wide: Column<u32>,
    narrow_ends: Ends,
    wide_ends: Ends,
}

/// Types of the documents of a part.
#[derive(Clone, Copy, Debug)]
pub(super) struct TypeColumns<'a> {
    narrow: &'a [u16],
    wide: &'a [u32],
    narrow_ends: EndsOf<'a>,
    wide_ends: EndsOf<'a>,
}

impl<'a> TypeColumns<'a> {
    /// Types of a document.
    #[inline]
    pub(super) fn of(&self, row: usize) -> TypesOf<'a> {
        TypesOf { narrow: &self.narrow[self.narrow_ends.row(row)], wide: &self.wide[self.wide_ends.row(row)] }
    }
}

/// Ids that replace others.
pub(super) struct NewIds {
    all: Vec<u32>,
    /// The narrow form of each narrow type's new id; the mark of wide types is kept as it is.
    narrow: Box<[u16; 1 << 16]>,
}

impl From<Vec<u32>> for NewIds {
    /// From the new id of each old one.
    fn from(all: Vec<u32>) -> Self {
        let mut narrow = Box::new([WIDE; 1 << 16]);
        narrow.iter_mut().zip(&all).take(usize::from(WIDE)).for_each(|(narrow, &id)| *narrow = narrow_of(id));
        Self { all, narrow }
    }
}

/// Whether a type is in the column of wide ones.
fn is_wide(id: u32) -> bool {
    id >= u32::from(WIDE)
}

/// What represents a type in the column of narrow ones.
#[inline(always)]
fn narrow_of(id: u32) -> u16 {
    id.min(u32::from(WIDE)) as u16
}

impl Types {
    /// Adds the types of a document.
    fn push(&mut self, ids: &[u32]) {
        let narrow = self.narrow.own();
        wide(
            #[inline(always)]
            || narrow.extend(ids.iter().map(|&id| narrow_of(id))),
        );
        self.narrow_ends.push(narrow.len());
        let wide = self.wide.own();
        wide.extend(ids.iter().copied().filter(|&id| is_wide(id)));
        self.wide_ends.push(wide.len());
    }

    fn renumber(&mut self, ids: &NewIds) {
        let (before, mut wide, mut wide_ends) = (std::mem::take(&mut self.wide), Vec::new(), Ends::default());
        let (narrow, mut before) = (self.narrow.own(), before.iter());
        for row in 0..self.narrow_ends.len() {
            for narrow in &mut narrow[self.narrow_ends.row(row)] {
                let number = std::mem::replace(narrow, ids.narrow[usize::from(*narrow)]);
                if *narrow == WIDE {
                    // There is one wide type per mark, as the two are pushed together.
                    let number = if number == WIDE { before.next().copied() } else { Some(u32::from(number)) };
                    let id = number.map_or(0, |number| ids.all[number as usize]);
                    *narrow = narrow_of(id);
                    wide.extend(is_wide(id).then_some(id));
                }
            }
            wide_ends.push(wide.len());
        }
        (self.wide, self.wide_ends) = (wide.into(), wide_ends);
    }

    #[inline]
    fn columns(&self) -> TypeColumns<'_> {
        TypeColumns {
            narrow: &self.narrow,
            wide: &self.wide,
            narrow_ends: self.narrow_ends.values(),
            wide_ends: self.wide_ends.values(),
        }
    }

    fn save(&self, sink: &mut Sink) {
        self.narrow.save(sink);
        self.wide.save(sink);
        self.narrow_ends.save(sink);
        self.wide_ends.save(sink);
    }

    fn load(source: &mut Source<'_>) -> Result<Self> {
        Ok(Self {
            narrow: Column::load(source)?,
            wide: Column::load(source)?,
            narrow_ends: Ends::load(source)?,
            wide_ends: Ends::load(source)?,
        })
    }
}

impl Tokens {
    /// Empty columns with room for documents of about `bytes` bytes.
    pub(super) fn of_bytes(bytes: usize) -> Self {
        let mut tokens = Self::default();
        tokens.types.narrow.own().reserve(bytes / BYTES);
        tokens.places.reserve(bytes / BYTES);
        tokens
    }

    /// Adds tokens of the document being added, by their bytes in a range of its text that begins at `base`.
    pub(super) fn push_places(&mut self, base: usize, tokens: &[Range<u32>]) {
        self.places.push(base, tokens);
    }

    /// Adds a document, given the types of its tokens, whose places were already pushed.
    pub(super) fn push(&mut self, types: &[u32]) {
        self.types.push(types);
        self.places.end_document();
    }

    /// Replaces all types by their new ids.
    pub(super) fn renumber(&mut self, ids: &NewIds) {
        self.types.renumber(ids);
    }

    /// Lays out types and places separately, as many questions need only the types, and some only the places of a few
    /// documents.
    pub(super) fn save(&self, types: &mut Sink, ends: &mut Sink, places: &mut Sink) {
        self.types.save(types);
        self.places.save(ends, places);
    }

    pub(super) fn load(types: &mut Source<'_>, ends: &mut Source<'_>, places: &mut Source<'_>) -> Result<Self> {
        Ok(Self { types: Types::load(types)?, places: Places::load(ends, places)? })
    }

    /// Verifies the checksum of a document's places, given the seal of all places.
    pub(super) fn check_places(&self, row: usize, all: &Seal) -> Result<()> {
        self.places.check(row, all)
    }

    /// Types of a document.
    pub(super) fn types(&self, row: usize) -> TypesOf<'_> {
        self.types.columns().of(row)
    }

    /// Types of all documents, for access to many rows.
    pub(super) fn all_types(&self) -> TypeColumns<'_> {
        self.types.columns()
    }

    /// Places of a document.
    pub(super) fn places(&self, row: usize) -> PlacesOf<'_> {
        self.places.of(row)
    }
}

/// Types of the tokens of one document, in text order.
#[derive(Clone, Copy, Debug)]
pub struct TypesOf<'a> {
    pub(super) narrow: &'a [u16],
    pub(super) wide: &'a [u32],
}

impl<'a> TypesOf<'a> {
    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.narrow.len()
    }

    /// Whether there are no tokens.
    pub fn is_empty(&self) -> bool {
        self.narrow.is_empty()
    }

    /// The type of each token.
    pub fn iter(self) -> impl Iterator<Item = u32> + 'a {
        let mut wide = self.wide.iter();
        self.narrow.iter().map(move |&narrow| match narrow {
            // There is one wide type per mark, as the two are pushed together.
            WIDE => wide.next().copied().unwrap_or_default(),
            narrow => u32::from(narrow),
        })
    }
}

/// Tokens of one document, laid out for access in any order.
#[derive(Clone, Debug, Default)]
pub struct DocumentTokens<'a> {
    /// Type of each token.
    pub ids: Vec<u32>,
    /// Byte range of each token.
    pub places: Vec<Range<usize>>,
    /// The token at which each sentence begins, in ascending order; the first is 0.
    pub sentence_starts: &'a [u32],
}

impl DocumentTokens<'_> {
    /// Bytes from the start of one token to the end of another (`last` included).
    pub fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        self.places[first].start..self.places[last].end
    }

    /// Number of the sentence that contains a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_starts.partition_point(|&start| start as usize <= token) - 1
    }

    /// Tokens of a sentence.
    pub fn sentence(&self, number: usize) -> Range<usize> {
        let end = self.sentence_starts.get(number + 1).map_or(self.ids.len(), |&start| start as usize);
        self.sentence_starts[number] as usize..end
    }

    /// Bytes of a sentence.
    pub fn sentence_bytes(&self, number: usize) -> Range<usize> {
        let tokens = self.sentence(number);
        self.bytes(tokens.start, tokens.end - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_give_back_what_was_pushed() {
        let documents: [Vec<Range<usize>>; 5] = [
            vec![0..1, 1..64, 67..68, 72..73, 73..137],
            vec![],
            vec![5_000_000..5_000_001, 5_000_004..5_000_067],
            vec![3..66, 66..130],
            (0..2000).map(|at| at * 66 + 3..at * 66 + 66).chain([200_000..200_001, 200_001..200_064]).collect(),
        ];
        let mut types: Vec<u32> = vec![0, 65_534, 65_535, 65_536, 7, u32::MAX, 1, 2, 3];
        types.extend(0..2002);
        let (mut tokens, mut rest) = (Tokens::default(), types.as_slice());
        for document in &documents {
            // As two ranges of a text, the second of which begins at its first token.
            let (first, second) = document.split_at(document.len() / 2);
            let base = second.first().map_or(0, |token| token.start);
            let behind = |base: usize, token: &Range<usize>| (token.start - base) as u32..(token.end - base) as u32;
            tokens.push_places(0, &first.iter().map(|token| behind(0, token)).collect::<Vec<_>>());
            tokens.push_places(base, &second.iter().map(|token| behind(base, token)).collect::<Vec<_>>());
            let (own, behind) = rest.split_at(document.len());
            tokens.push(own);
            rest = behind;
        }
        let mut rest = types.as_slice();
        for (row, document) in documents.iter().enumerate() {
            let (expected, behind) = rest.split_at(document.len());
            rest = behind;
            assert_eq!(tokens.types(row).iter().collect::<Vec<_>>(), expected);
            assert_eq!(tokens.types(row).len(), document.len());
            assert_eq!(tokens.places(row).collect::<Vec<_>>(), *document);
            for token in 0..document.len() + 2 {
                let rest = document.get(token..).unwrap_or_default();
                assert_eq!(tokens.places(row).from(token).collect::<Vec<_>>(), rest);
                assert!(tokens.places(row).from(token / 2).from(token - token / 2).eq(rest.iter().cloned()));
            }
        }
    }

    #[test]
    fn types_get_other_numbers() {
        const TYPES: u32 = 70_000;
        // Narrow types become wide and wide ones narrow, except for the middle.
        let ids: Vec<u32> = (0..TYPES).rev().collect();
        let documents: [Vec<u32>; 4] =
            [vec![0, 69_999, 65_535, 35_000, 65_534], vec![], vec![4_464, 4_465, 4_466, 1], (0..TYPES).collect()];
        let mut tokens = Tokens::default();
        documents.iter().for_each(|document| tokens.push(document));
        tokens.renumber(&NewIds::from(ids.clone()));
        for (row, document) in documents.iter().enumerate() {
            assert!(tokens.types(row).iter().eq(document.iter().map(|&number| ids[number as usize])));
        }
    }
}
