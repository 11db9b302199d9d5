//! Many documents: what readers hand over, the vocabulary, the token columns.
//!
//! A [`Corpus`] is a view on a [`Store`]: the store is built once, in parallel, and never changes; a view is a list of
//! its rows. Every question is answered from the token columns of the rows, no text is cut into tokens twice.

mod build;
pub mod control;
mod document;
pub mod files;
pub mod stories;
mod tokens;
pub mod vocabulary;

use std::sync::{Arc, OnceLock};

pub use build::Options;
pub use control::Control;
pub use document::{Document, Draft};
use rayon::prelude::*;
pub use stories::stories;
pub use tokens::{DocumentTokens, Tokens};
pub use vocabulary::Vocabulary;

use crate::error::Result;
use crate::text::{Lang, Rules};

/// Everything that was read, once.
#[derive(Debug)]
pub struct Store {
    /// Documents in input order.
    pub documents: Vec<Document>,
    /// Token columns of all documents.
    pub tokens: Tokens,
    /// Types of all documents.
    pub vocabulary: Vocabulary,
    /// How texts were cut; patterns are cut the same way.
    pub options: Options,
    /// Story of each document, once somebody asked.
    stories: OnceLock<Vec<u32>>,
}

impl Store {
    /// The story of each document; near-duplicates share one. Found when first asked for: comparing documents costs
    /// nearly half as much again as reading them.
    pub fn stories(&self) -> &[u32] {
        // Not `get_or_init`: a thread that waits within it may be handed a second question for the stories.
        if self.stories.get().is_none() {
            let _ = self.stories.set(self.find_stories());
        }
        self.stories.get().map_or(&[], Vec::as_slice)
    }

    fn find_stories(&self) -> Vec<u32> {
        let is_counted = |&id: &u32| self.vocabulary.kind(id).is_counted();
        let words = |row| self.tokens.document(row).ids.iter().copied().filter(is_counted).collect();
        let bodies: Vec<Vec<u32>> = (0..self.documents.len()).into_par_iter().map(words).collect();
        let bodies: Vec<&[u32]> = bodies.iter().map(Vec::as_slice).collect();
        stories(&bodies, &self.vocabulary.hashes())
    }
}

/// A view on some documents of a store, in store order.
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
    /// [`crate::Error::Interrupted`] where `control` was told to stop.
    pub fn build(drafts: Vec<Draft>, options: Options, control: &Control) -> Result<Self> {
        let store = build::build(drafts, options, control)?;
        let rows = (0u32..).take(store.documents.len()).collect();
        Ok(Self { store: Arc::new(store), rows })
    }

    /// The view that holds the given positions of this one, in ascending order.
    pub fn select(&self, positions: &[u32]) -> Self {
        let rows = positions.iter().map(|&position| self.rows[position as usize]).collect();
        Self { store: Arc::clone(&self.store), rows }
    }

    /// What the view looks at.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether the view holds no document.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows of the store, ascending.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Document at a position of the view.
    pub fn document(&self, position: usize) -> &Document {
        &self.store.documents[self.rows[position] as usize]
    }

    /// Story of the document at a position of the view.
    pub fn story(&self, position: usize) -> u32 {
        self.store.stories()[self.rows[position] as usize]
    }

    /// Tokens of the document at a position of the view.
    pub fn tokens(&self, position: usize) -> DocumentTokens<'_> {
        self.store.tokens.document(self.rows[position] as usize)
    }

    /// Languages of the documents, each once, in the order of [`Lang::ALL`].
    pub fn languages(&self) -> Vec<Lang> {
        Lang::ALL.into_iter().filter(|&lang| (0..self.len()).any(|row| self.document(row).lang == lang)).collect()
    }

    /// Rules that cut text of a language in this corpus.
    pub fn rules(&self, lang: Lang) -> Rules {
        self.store.options.rules(lang)
    }
}
