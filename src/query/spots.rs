//! Where the tokens and sentences of a document are: in bytes for slicing, in code points for users.

use std::ops::Range;

use super::points::Points;
use super::vicinity::sentence_of;
use crate::corpus::Excerpt;

/// A document with matches. Offsets are asked for in nearly ascending order; each call counts only what lies between.
pub(super) struct Spots<'a> {
    places: &'a [Range<usize>],
    sentence_starts: &'a [u32],
    text: Excerpt<'a>,
    points: Points,
}

impl<'a> Spots<'a> {
    /// `places` are the byte ranges of the tokens, at least up to the last that will be asked about.
    pub(super) fn new(text: &'a str, places: &'a [Range<usize>], sentence_starts: &'a [u32]) -> Self {
        Self { places, sentence_starts, text: Excerpt::whole(text), points: Points::default() }
    }

    /// The tokens of the sentence that contains a token.
    pub(super) fn sentence(&self, token: usize) -> Range<usize> {
        sentence_of(self.sentence_starts, token, self.places.len())
    }

    /// The bytes from the first token of a non-empty run to the end of its last.
    pub(super) fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.places[tokens.start].start..self.places[tokens.end - 1].end
    }

    /// The number of code points before a byte.
    pub(super) fn point(&mut self, byte: usize) -> i64 {
        self.points.before(&self.text, byte)
    }
}
