//! A part of a corpus: some documents with all that is kept of them. It never changes.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::column::{Column, Ends};
use super::document::Text;
use super::documents::Documents;
use super::tokens::{DocumentTokens, Tokens};
use crate::text;

#[derive(Debug)]
pub(super) struct Part {
    pub(super) documents: Documents,
    pub(super) tokens: Tokens,
    texts: Vec<Text>,
    sentences: OnceLock<Sentences>,
}

/// Sentences of the documents of a part.
#[derive(Debug, Default)]
struct Sentences {
    /// Token of its document at which each begins.
    starts: Column<u32>,
    ends: Ends,
}

impl Part {
    pub(super) fn new(documents: Documents, tokens: Tokens, texts: Vec<Text>) -> Self {
        Self { documents, tokens, texts, sentences: OnceLock::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Decoded text of a document.
    pub(super) fn text(&self, row: usize) -> Cow<'_, str> {
        Cow::Borrowed(&self.texts[row])
    }

    /// Token at which each sentence of a document begins; found for the whole part when first asked for.
    pub(super) fn sentence_starts(&self, row: usize) -> &[u32] {
        let sentences = self.sentences.get_or_init(|| self.find_sentences());
        &sentences.starts[sentences.ends.row(row)]
    }

    fn find_sentences(&self) -> Sentences {
        let mut sentences = Sentences::default();
        let mut tokens = Vec::new();
        for row in 0..self.len() {
            let text = self.text(row);
            let mut places = self.tokens.places(row).peekable();
            let mut before = 0;
            for range in self.documents.counted(row) {
                tokens.clear();
                while let Some(place) = places.next_if(|place| place.start < range.end) {
                    tokens.push(place.start - range.start..place.end - range.start);
                }
                let mut begin = 0;
                text::sentence_ends(&text[range], &tokens, self.documents.lang(row), |end| {
                    sentences.starts.push(before + begin);
                    begin = end as u32;
                });
                before += tokens.len() as u32;
            }
            sentences.ends.push(sentences.starts.len());
        }
        sentences
    }

    /// Tokens of a document, laid out.
    pub(super) fn document_tokens(&self, row: usize) -> DocumentTokens<'_> {
        DocumentTokens {
            ids: self.tokens.types(row).iter().collect(),
            places: self.tokens.places(row).collect(),
            sentence_starts: self.sentence_starts(row),
        }
    }
}
