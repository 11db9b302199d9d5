//! A part of a corpus: some documents with all that is kept of them. It never changes.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::column::{Column, Ends};
use super::document::Text;
use super::documents::Documents;
use super::index::{Seal, Sink, Source};
use super::texts::Texts;
use super::tokens::{DocumentTokens, Tokens};
use crate::error::Result;
use crate::text;

#[derive(Debug)]
pub(super) struct Part {
    pub(super) documents: Documents,
    pub(super) tokens: Tokens,
    texts: Texts,
    sentences: OnceLock<Sentences>,
    seals: Option<Seals>,
}

/// What a part of a saved index is compared with before it is used.
#[derive(Debug)]
pub(super) struct Seals {
    pub(super) columns: Seal,
    /// The texts and the dictionary that they were packed with, where they were saved.
    pub(super) texts: Option<(Seal, Arc<Seal>)>,
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
        Self { documents, tokens, texts: Texts::Own(texts), sentences: OnceLock::new(), seals: None }
    }

    /// A part of a saved index, from its columns in the order of [`Part::save`].
    pub(super) fn load(source: &mut Source<'_>, texts: Texts, seals: Seals) -> Result<Self> {
        let (documents, tokens) = (Documents::load(source)?, Tokens::load(source)?);
        let sentences = Sentences { starts: Column::load(source)?, ends: Ends::load(source)? };
        Ok(Self { documents, tokens, texts, sentences: OnceLock::from(sentences), seals: Some(seals) })
    }

    /// Lays out the columns, texts aside.
    pub(super) fn save(&self, sink: &mut Sink) {
        self.documents.save(sink);
        self.tokens.save(sink);
        let sentences = self.sentences();
        sentences.starts.save(sink);
        sentences.ends.save(sink);
    }

    /// The same with the sentences that are known of its documents.
    pub(super) fn with_sentences<'a>(self, documents: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut sentences = Sentences::default();
        for starts in documents {
            sentences.starts.extend(starts.iter().copied());
            sentences.ends.push(sentences.starts.len());
        }
        Self { sentences: OnceLock::from(sentences), ..self }
    }

    /// Compares what comes from a file with its checksum, unless that was done before.
    pub(super) fn check(&self, texts: bool) -> Result<()> {
        let Some(seals) = &self.seals else { return Ok(()) };
        seals.columns.check()?;
        match &seals.texts {
            Some((packed, dictionary)) if texts => packed.check().and_then(|()| dictionary.check()),
            _ => Ok(()),
        }
    }

    pub(super) fn has_texts(&self) -> bool {
        !matches!(self.texts, Texts::LeftOut)
    }

    pub(super) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Decoded text of a document.
    pub(super) fn text(&self, row: usize) -> Cow<'_, str> {
        self.texts.row(row)
    }

    /// Token at which each sentence of a document begins; found for the whole part when first asked for.
    pub(super) fn sentence_starts(&self, row: usize) -> &[u32] {
        let sentences = self.sentences();
        &sentences.starts[sentences.ends.row(row)]
    }

    fn sentences(&self) -> &Sentences {
        self.sentences.get_or_init(|| self.find_sentences())
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
