//! One document of a view, located once and queried many times.

use std::borrow::Cow;
use std::ops::Range;

use super::part::Part;
use super::tokens::TypeColumns;
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

/// Reads the types of documents in view order: what the documents of a part share is verified and looked up once.
pub(crate) struct TypesReader<'a> {
    corpus: &'a Corpus,
    open: Option<Open<'a>>,
}

/// The part read last.
struct Open<'a> {
    part: &'a Part,
    /// Its rows in the store.
    rows: Range<usize>,
    types: TypeColumns<'a>,
}

impl<'a> TypesReader<'a> {
    /// The document at a position, and the types of its tokens; fails if the saved types are damaged.
    #[inline]
    pub(crate) fn read(&mut self, position: usize) -> Result<(Row<'a>, TypesOf<'a>)> {
        let row = self.corpus.rows[position] as usize;
        let open = match &self.open {
            Some(open) if open.rows.contains(&row) => open,
            _ => self.open.insert(Open::new(self.corpus, row)?),
        };
        let row = row - open.rows.start;
        Ok((Row { part: open.part, row }, open.types.of(row)))
    }
}

impl<'a> Open<'a> {
    fn new(corpus: &'a Corpus, row: usize) -> Result<Self> {
        let (part, within) = corpus.store.place(row);
        part.check(Need::Types)?;
        let first = row - within;
        Ok(Self { part, rows: first..first + part.len(), types: part.tokens.all_types() })
    }
}

impl Corpus {
    /// A reader of the types of documents, one after the other.
    pub(crate) fn types_reader(&self) -> TypesReader<'_> {
        TypesReader { corpus: self, open: None }
    }
}

impl<'a> Row<'a> {
    /// Makes sure that the places of this document are undamaged, and nothing else; its types were verified when they
    /// were read.
    pub(crate) fn ready_for_places(self) -> Result<()> {
        self.part.check_places(self.row)
    }

    /// Makes sure that what locates the packed text is undamaged; [`Row::excerpt`] verifies the packed bytes.
    pub(crate) fn ready_for_pieces(self) -> Result<()> {
        self.part.check_pieces()
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

    pub(crate) fn places(self) -> PlacesOf<'a> {
        self.part.tokens.places(self.row)
    }

    pub(crate) fn text(self) -> Cow<'a, str> {
        self.part.text(self.row)
    }

    /// The text around the tokens in `bytes`, up to the end of the last. Packed text is unpacked into `unpacked`, only
    /// as far as needed; fails if it is damaged.
    pub(crate) fn excerpt<'b>(self, bytes: Range<usize>, unpacked: &'b mut Vec<u8>) -> Result<Excerpt<'b>>
    where
        'a: 'b,
    {
        self.part.excerpt(self.row, bytes, unpacked)
    }

    /// Prefetches what locates the tokens up to the given one.
    pub(crate) fn fetch_places(self, token: usize) {
        self.part.fetch_places(self.row, token);
    }

    /// Prefetches what locates the packed text.
    pub(crate) fn fetch_pieces(self) {
        self.part.fetch_pieces(self.row);
    }

    /// Prefetches what [`Row::excerpt`] will read soon, once its pieces are there.
    pub(crate) fn fetch(self, bytes: Range<usize>) {
        self.part.fetch(self.row, bytes);
    }

    pub(crate) fn sentence_starts(self) -> &'a [u32] {
        self.part.sentence_starts(self.row)
    }

    /// The same, if already known.
    pub(crate) fn known_sentence_starts(self) -> Option<&'a [u32]> {
        self.part.known_sentence_starts(self.row)
    }

    /// Whether a run of tokens lies within one sentence; `places` begin with those of the run.
    pub(crate) fn is_in_one_sentence(self, tokens: Range<usize>, places: PlacesOf<'_>) -> bool {
        self.part.is_in_one_sentence(self.row, tokens, places)
    }
}
