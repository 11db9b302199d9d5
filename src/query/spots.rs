//! Where the tokens and sentences of a document stand, in bytes for slices and in code points for users.

use std::ops::Range;

use super::points::Points;
use crate::corpus::Excerpt;

/// A document with matches. Offsets are asked for in ascending order, nearly; each step counts what lies between.
pub(super) struct Spots<'a> {
    places: &'a [Range<usize>],
    sentence_starts: &'a [u32],
    text: Excerpt<'a>,
    points: Points,
}

impl<'a> Spots<'a> {
    /// From the bytes of every token up to the last that is asked for.
    pub(super) fn new(text: &'a str, places: &'a [Range<usize>], sentence_starts: &'a [u32]) -> Self {
        Self { places, sentence_starts, text: Excerpt::whole(text), points: Points::default() }
    }

    /// Tokens of the sentence that holds a token.
    pub(super) fn sentence(&self, token: usize) -> Range<usize> {
        let next = self.sentence_starts.partition_point(|&start| start as usize <= token);
        let end = self.sentence_starts.get(next).map_or(self.places.len(), |&start| start as usize);
        self.sentence_starts[next - 1] as usize..end
    }

    /// Bytes from the first token of a run that is not empty to the end of its last.
    pub(super) fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.places[tokens.start].start..self.places[tokens.end - 1].end
    }

    /// Code points before a byte.
    pub(super) fn point(&mut self, byte: usize) -> i64 {
        self.points.before(&self.text, byte)
    }
}
