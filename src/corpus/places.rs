//! Places of tokens in the text.
//!
//! A place takes one byte: the gap to the token before it, and the token's length. The few that do not fit are in a
//! second column.

use std::ops::Range;

use super::column::{Column, Ends};
use super::index::{Seal, Sink, Source, Sums, save_sums, sum};
use super::prefetch;
use crate::error::Result;
use crate::text::wide;

/// Bits of a place that hold the length; the others hold the gap.
const LENGTH_BITS: u32 = 6;
const LONGEST: u32 = (1 << LENGTH_BITS) - 1;
const WIDEST_GAP: u32 = (1 << (8 - LENGTH_BITS)) - 1;
/// Near places that are fetched or compared together.
const LINE: usize = 64;
/// Tokens whose places are summed up at most.
const STRIDE: usize = 1 << 12;
/// Marks a place that is in the column of far ones; no token is empty.
const FAR: u8 = 0;

/// Places of the tokens of a part's documents.
#[derive(Debug, Default)]
pub(super) struct Places {
    near: Column<u8>,
    far: Column<[u32; 2]>,
    near_ends: Ends,
    far_ends: Ends,
    /// Checksum of each document's places, if they come from a saved index.
    sums: Option<Sums>,
    /// Where the last token of the document being added ends.
    before: usize,
}

impl Places {
    /// Lays out the places, and separately what locates those of a document.
    pub(super) fn save(&self, ends: &mut Sink, places: &mut Sink) {
        self.near.save(places);
        self.far.save(places);
        self.near_ends.save(ends);
        self.far_ends.save(ends);
        save_sums((0..self.near_ends.len()).map(|row| sum(self.of(row).bytes())).collect(), ends);
    }

    pub(super) fn load(ends: &mut Source<'_>, places: &mut Source<'_>) -> Result<Self> {
        Ok(Self {
            near: Column::load(places)?,
            far: Column::load(places)?,
            near_ends: Ends::load(ends)?,
            far_ends: Ends::load(ends)?,
            sums: Some(Sums::load(ends)?),
            before: 0,
        })
    }

    /// Verifies the checksum of a document's places, given the seal of all places.
    pub(super) fn check(&self, row: usize, all: &Seal) -> Result<()> {
        self.sums.as_ref().map_or(Ok(()), |sums| sums.check(row, self.of(row).bytes(), all))
    }

    /// Adds tokens of a document by their bytes in a range of its text that begins at `base`; the text is shorter than
    /// 4 GiB.
    pub(super) fn push(&mut self, base: usize, tokens: &[Range<u32>]) {
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        let near = self.near.own();
        let pushed = near.len();
        near.resize(pushed + tokens.len(), FAR);
        let [place, places @ ..] = &mut near[pushed..] else { return };
        let gap = base + first.start as usize - self.before;
        *place = near_place(u32::try_from(gap).unwrap_or(u32::MAX), first);
        wide(
            #[inline(always)]
            || {
                for ((place, before), token) in places.iter_mut().zip(tokens).zip(&tokens[1..]) {
                    *place = near_place(token.start.wrapping_sub(before.end), token);
                }
            },
        );
        let far = near[pushed..].iter().zip(tokens).filter(|&(&place, _)| place == FAR);
        self.far.extend(far.map(|(_, token)| [token.start, token.end].map(|at| (base + at as usize) as u32)));
        self.before = base + last.end as usize;
    }

    /// Makes room for `tokens` tokens.
    pub(super) fn reserve(&mut self, tokens: usize) {
        self.near.own().reserve(tokens);
    }

    /// Places of a document.
    pub(super) fn of(&self, row: usize) -> PlacesOf<'_> {
        PlacesOf { near: &self.near[self.near_ends.row(row)], far: &self.far[self.far_ends.row(row)], before: 0 }
    }

    pub(super) fn end_document(&mut self) {
        self.before = 0;
        self.near_ends.push(self.near.len());
        self.far_ends.push(self.far.len());
    }
}

/// The byte of a token that follows the one before it after `gap` bytes.
#[inline(always)]
fn near_place(gap: u32, token: &Range<u32>) -> u8 {
    let length = token.end.wrapping_sub(token.start);
    let is_near = (gap <= WIDEST_GAP) & (length.wrapping_sub(1) < LONGEST);
    if is_near { (gap << LENGTH_BITS | length) as u8 } else { FAR }
}

/// Byte ranges of the tokens of one document, in text order.
#[derive(Clone, Debug)]
pub struct PlacesOf<'a> {
    near: &'a [u8],
    far: &'a [[u32; 2]],
    before: usize,
}

impl<'a> PlacesOf<'a> {
    /// The places as they are stored.
    fn bytes(&self) -> [&'a [u8]; 2] {
        [self.near, bytemuck::cast_slice(self.far)]
    }

    /// Prefetches the places up to a token, which will be read soon.
    pub(super) fn fetch(&self, token: usize) {
        (0..=token).step_by(LINE).for_each(|at| prefetch(self.near, at));
        prefetch(self.far, 0);
    }

    /// The places from a token on, whose position is summed up rather than walked to.
    #[must_use]
    pub fn from(self, token: usize) -> Self {
        let (passed, near) = self.near.split_at(token.min(self.near.len()));
        wide(
            #[inline(always)]
            || {
                let far = zeros(passed);
                let (start, behind) = match far.checked_sub(1) {
                    None => (self.before, passed),
                    Some(last) => (self.far[last][1] as usize, behind_zeros(passed)),
                };
                Self { near, far: &self.far[far..], before: start + distance(behind) }
            },
        )
    }
}

/// The places of a document for access in nearly any order. Summing up takes time that grows with the tokens before, so
/// each [`STRIDE`]th place is remembered once it was passed.
#[derive(Clone, Debug)]
pub(crate) struct Marked<'a> {
    places: PlacesOf<'a>,
    /// The places from the first, the second, … [`STRIDE`]th token on.
    marks: Vec<PlacesOf<'a>>,
}

impl<'a> Marked<'a> {
    pub(crate) fn new(places: PlacesOf<'a>) -> Self {
        Self { places, marks: Vec::new() }
    }

    /// Number of tokens.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// The places from a token on.
    pub(crate) fn from(&mut self, token: usize) -> PlacesOf<'a> {
        let passed = token / STRIDE;
        while self.marks.len() < passed {
            let last = self.marks.last().unwrap_or(&self.places).clone();
            self.marks.push(last.from(STRIDE));
        }
        let near = passed.checked_sub(1).map_or(&self.places, |mark| &self.marks[mark]);
        near.clone().from(token % STRIDE)
    }
}

/// Number of far places among these; the sum over three lines fits in a byte.
#[inline(always)]
fn zeros(places: &[u8]) -> usize {
    let zeros = |places: &[u8]| places.iter().map(|&place| u8::from(place == FAR)).sum::<u8>();
    places.chunks(3 * LINE).map(|places| usize::from(zeros(places))).sum()
}

/// The places after the last far one.
#[inline(always)]
fn behind_zeros(places: &[u8]) -> &[u8] {
    let mut behind = 0;
    // Runs without a far place are skipped by comparing all their places at once.
    for run in places.rchunks(LINE) {
        if run.iter().fold(false, |any, &place| any | (place == FAR)) {
            behind += run.iter().rev().take_while(|&&place| place != FAR).count();
            break;
        }
        behind += run.len();
    }
    &places[places.len() - behind..]
}

/// Bytes from the end of the token before some near places to the end of the last one; sums of 512 fit in two bytes.
#[inline(always)]
fn distance(places: &[u8]) -> usize {
    let step = |place: u8| u16::from(place >> LENGTH_BITS) + u16::from(place) % (LONGEST as u16 + 1);
    places.chunks(512).map(|places| usize::from(places.iter().map(|&place| step(place)).sum::<u16>())).sum()
}

impl Iterator for PlacesOf<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let (&place, rest) = self.near.split_first()?;
        self.near = rest;
        let range = if place == FAR {
            let (&[start, end], rest) = self.far.split_first()?;
            self.far = rest;
            start as usize..end as usize
        } else {
            let start = self.before + usize::from(place >> LENGTH_BITS);
            start..start + usize::from(place) % (LONGEST as usize + 1)
        };
        self.before = range.end;
        Some(range)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.near.len(), Some(self.near.len()))
    }
}

impl ExactSizeIterator for PlacesOf<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marked_places_are_those_of_the_document() {
        let mut places = Places::default();
        let mut end = 0;
        // Some gaps and some tokens are too long for a byte.
        let tokens: Vec<Range<u32>> = (0..3 * STRIDE as u32 + 7)
            .map(|at| {
                let start = end + if at % 97 == 0 { 10 } else { at % 3 };
                end = start + if at % 1001 == 5 { 90 } else { 1 + at % 8 };
                start..end
            })
            .collect();
        places.push(0, &tokens);
        places.end_document();
        let mut marked = Marked::new(places.of(0));
        assert_eq!(marked.len(), tokens.len());
        let far_and_near = [0, 5, STRIDE, 2 * STRIDE - 1, 3 * STRIDE + 6, 2, 2 * STRIDE, STRIDE + 97, tokens.len()];
        for token in far_and_near {
            assert!(marked.from(token).eq(places.of(0).from(token)), "{token}");
        }
    }
}
