//! One document of a view, looked up once and asked many things.

use std::borrow::Cow;
use std::ops::Range;

use super::part::Part;
use super::{Corpus, Excerpt, Need, PlacesOf, TypesOf};
use crate::calendar::DateReading;
use crate::error::Result;
use crate::text::Lang;

/// One document.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    part: &'a Part,
    row: usize,
}

impl Corpus {
    /// The document at a position of the view.
    pub(crate) fn row(&self, position: usize) -> Row<'_> {
        let (part, row) = self.place(position);
        Row { part, row }
    }
}

impl<'a> Row<'a> {
    /// Makes sure that what is needed of it is undamaged, as [`Corpus::ready`] does for a view.
    pub(crate) fn ready(self, need: Need) -> Result<()> {
        self.part.check(need)
    }

    pub(crate) fn id(self) -> &'a str {
        self.part.documents.id(self.row)
    }

    pub(crate) fn lang(self) -> Lang {
        self.part.documents.lang(self.row)
    }

    pub(crate) fn reading(self) -> Option<DateReading> {
        self.part.documents.reading(self.row)
    }

    pub(crate) fn n_tokens(self) -> usize {
        self.part.documents.n_tokens(self.row)
    }

    pub(crate) fn types(self) -> TypesOf<'a> {
        self.part.tokens.types(self.row)
    }

    pub(crate) fn places(self) -> PlacesOf<'a> {
        self.part.tokens.places(self.row)
    }

    pub(crate) fn text(self) -> Cow<'a, str> {
        self.part.text(self.row)
    }

    /// The text around the tokens of some bytes, up to the end of the last; what is packed is unpacked into `unpacked`, there
    /// and not elsewhere.
    pub(crate) fn excerpt<'b>(self, bytes: Range<usize>, unpacked: &'b mut Vec<u8>) -> Excerpt<'b>
    where
        'a: 'b,
    {
        self.part.excerpt(self.row, bytes, unpacked)
    }

    /// Asks for the memory of what tells where the tokens up to one stand, and where the text is packed.
    pub(crate) fn fetch_places(self, token: usize) {
        self.part.fetch_places(self.row, token);
    }

    /// Asks for the memory of what [`Row::excerpt`] reads soon, once its places are there.
    pub(crate) fn fetch(self, bytes: Range<usize>) {
        self.part.fetch(self.row, bytes);
    }

    pub(crate) fn sentence_starts(self) -> &'a [u32] {
        self.part.sentence_starts(self.row)
    }

    /// The same where it is known already.
    pub(crate) fn known_sentence_starts(self) -> Option<&'a [u32]> {
        self.part.known_sentence_starts(self.row)
    }

    /// Whether a run of tokens stands in one sentence.
    pub(crate) fn is_in_one_sentence(self, tokens: Range<usize>) -> bool {
        self.part.is_in_one_sentence(self.row, tokens)
    }
}
