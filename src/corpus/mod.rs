//! Many documents: what readers hand over, the vocabulary, the token columns.
//!
//! A [`Corpus`] is a view of a [`Store`]: the store is built once, in parallel, and never changes; a view is a list of
//! its rows. Every question is answered from the token columns of the rows, and no text is cut into tokens twice.

mod alone;
mod blocks;
mod build;
mod code_points;
mod column;
pub mod control;
mod document;
mod documents;
mod drafts;
pub mod files;
mod index;
mod keys;
mod lz4;
mod norms;
mod options;
mod part;
mod places;
mod prefetch;
mod reader;
mod ready;
mod row;
mod store;
pub mod stories;
mod surfaces;
mod table;
mod texts;
mod tokens;
mod types;
pub mod vocabulary;
mod wanted;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

pub(crate) use blocks::{InBlocks, Workers, blocks, read_blocks};
pub use control::Control;
pub use document::{Document, Draft, Rows, Text};
pub use drafts::{Drafts, Table};
pub use index::{Attached, CheckedFile, Saving, check};
pub(crate) use norms::SortedNorms;
pub use options::Options;
pub(crate) use places::Marked;
pub use places::PlacesOf;
pub(crate) use prefetch::prefetch;
pub(crate) use reader::{CutText, Reader};
pub use ready::Need;
pub(crate) use row::{Row, TypesReader};
pub use store::Store;
pub use stories::stories;
pub(crate) use texts::Excerpt;
pub use tokens::{DocumentTokens, TypesOf};
pub(crate) use types::{Merged, Total, Types, merge_in_order};
pub(crate) use vocabulary::NormBytes;
pub use vocabulary::Vocabulary;
pub use wanted::Wanted;

use crate::calendar::DateReading;
use crate::error::Result;
use crate::text::{Lang, Rules};

/// A view of some documents of a store, in store order.
#[derive(Clone, Debug)]
pub struct Corpus {
    store: Arc<Store>,
    rows: Arc<[u32]>,
}

impl Corpus {
    /// Reads drafts into a corpus: zones, dates, tokens, vocabulary. The result does not depend on the number of
    /// threads.
    ///
    /// # Errors
    /// [`crate::Error::Decode`] for a text of more than 4 GiB; [`crate::Error::Interrupted`] if `control` was told to
    /// stop.
    pub fn build(drafts: impl Into<Drafts>, options: Options, control: &Control) -> Result<Self> {
        build::build(drafts.into(), options, control).map(Self::new)
    }

    /// The view of all documents.
    fn new(store: Store) -> Self {
        let rows = (0u32..).take(store.len()).collect();
        Self { store: Arc::new(store), rows }
    }

    /// The view of the documents at the given positions of this one, in ascending order.
    pub fn select(&self, positions: &[u32]) -> Self {
        let rows = positions.iter().map(|&position| self.rows[position as usize]).collect();
        Self { store: Arc::clone(&self.store), rows }
    }

    /// The store behind the view.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the view has no documents.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows of the store, ascending.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    fn place(&self, position: usize) -> (&part::Part, usize) {
        self.store.place(self.rows[position] as usize)
    }

    /// Everything known of the document at a position of the view.
    pub fn document(&self, position: usize) -> Document {
        let (part, row) = self.place(position);
        part.documents.row(row)
    }

    /// Identity of a document.
    pub fn id(&self, position: usize) -> &str {
        let (part, row) = self.place(position);
        part.documents.id(row)
    }

    /// Language whose rules cut a document.
    pub fn lang(&self, position: usize) -> Lang {
        let (part, row) = self.place(position);
        part.documents.lang(row)
    }

    /// Date of a document, if it states one.
    pub fn reading(&self, position: usize) -> Option<DateReading> {
        let (part, row) = self.place(position);
        part.documents.reading(row)
    }

    /// Number of counted tokens of a document.
    pub fn n_tokens(&self, position: usize) -> usize {
        let (part, row) = self.place(position);
        part.documents.n_tokens(row)
    }

    /// Further front matter fields of a document.
    pub fn fields(&self, position: usize) -> Vec<(String, String)> {
        let (part, row) = self.place(position);
        part.documents.fields(row)
    }

    /// Decoded text of a document; all offsets refer to it.
    pub fn text(&self, position: usize) -> Cow<'_, str> {
        let (part, row) = self.place(position);
        part.text(row)
    }

    /// The counted parts of a document, joined by blank lines where they are not adjacent.
    pub fn body(&self, position: usize) -> String {
        let (part, row) = self.place(position);
        let text = part.text(row);
        let parts: Vec<&str> = part.documents.counted(row).map(|range| &text[range]).collect();
        parts.join("\n\n")
    }

    /// Newspaper or agency of a document, if it states one.
    pub fn source(&self, position: usize) -> Option<&str> {
        let (part, row) = self.place(position);
        part.documents.source(row)
    }

    /// Byte ranges of a document's text that are counted, in text order.
    pub(crate) fn counted(&self, position: usize) -> impl Iterator<Item = Range<usize>> {
        let (part, row) = self.place(position);
        part.documents.counted(row)
    }

    /// Types of the tokens of a document, in text order.
    pub fn types(&self, position: usize) -> TypesOf<'_> {
        let (part, row) = self.place(position);
        part.tokens.types(row)
    }

    /// Byte ranges of a document's tokens in its text, in text order.
    pub fn places(&self, position: usize) -> PlacesOf<'_> {
        let (part, row) = self.place(position);
        part.tokens.places(row)
    }

    /// The token at which each sentence of a document begins, in ascending order; the first is 0.
    pub fn sentence_starts(&self, position: usize) -> &[u32] {
        let (part, row) = self.place(position);
        part.sentence_starts(row)
    }

    /// Tokens of a document, laid out for access in any order.
    pub fn tokens(&self, position: usize) -> DocumentTokens<'_> {
        let (part, row) = self.place(position);
        part.document_tokens(row)
    }

    /// Occurrences of each type of the store in the documents, by id, if they are known without counting.
    pub(crate) fn totals(&self) -> Option<&[Total]> {
        self.store.totals.as_deref().filter(|_| self.len() == self.store.len())
    }

    /// Date of every document.
    pub(crate) fn readings(&self) -> impl Iterator<Item = Option<DateReading>> {
        self.store.rows_by_part(&self.rows).flat_map(|(part, first, rows)| {
            let reading = part.documents.readings();
            rows.iter().map(move |&row| reading(row as usize - first))
        })
    }

    /// Language and counted tokens of every document.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (Lang, u32)> {
        self.store.rows_by_part(&self.rows).flat_map(|(part, first, rows)| {
            let size = part.documents.sizes();
            rows.iter().map(move |&row| size(row as usize - first))
        })
    }

    /// Languages of the documents, each once, in the order of [`Lang::ALL`].
    pub fn languages(&self) -> Vec<Lang> {
        let mut met = [false; Lang::ALL.len()];
        (0..self.len()).for_each(|position| met[self.lang(position) as usize] = true);
        Lang::ALL.into_iter().filter(|&lang| met[lang as usize]).collect()
    }

    /// Rules by which this corpus cuts text of a language.
    pub fn rules(&self, lang: Lang) -> Rules {
        self.store.options.rules(lang)
    }
}
