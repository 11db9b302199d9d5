//! A part of a corpus: some documents with everything that is kept of them. It never changes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use super::Need;
use super::column::{Column, Ends};
use super::document::Text;
use super::documents::Documents;
use super::index::{Seal, Sink, Source};
use super::places::PlacesOf;
use super::texts::{Excerpt, Texts};
use super::tokens::{DocumentTokens, Tokens};
use crate::error::Result;
use crate::text;

#[derive(Debug)]
pub(super) struct Part {
    pub(super) documents: Documents,
    pub(super) tokens: Tokens,
    texts: Texts,
    sentences: Sentences,
    seals: Option<Seals>,
}

/// Blocks of columns of a part in a saved index, so that a question verifies no more than it needs.
pub(super) const BLOCKS: usize = 5;

/// The checksums that a part of a saved index is verified with before it is used.
#[derive(Debug)]
pub(super) struct Seals {
    /// Identities, documents, types, sentences with the ends of places, places. Texts have seals of their own.
    pub(super) columns: [Seal; BLOCKS],
    /// The highest [`level`] already found undamaged: each level includes those below it.
    pub(super) checked: AtomicU8,
}

/// The level of a need; a higher one includes all lower ones.
fn level(need: Need) -> u8 {
    match need {
        Need::Identities => 1,
        Need::Documents => 2,
        Need::Types => 3,
        Need::Columns | Need::Stories => 4,
        Need::Texts => 5,
    }
}

/// Sentences of the documents of a part: the token of the document at which each begins.
#[derive(Debug)]
enum Sentences {
    /// Those of all documents.
    Known(SentenceColumns),
    /// Those of each document, once they have been asked for.
    Found(Vec<OnceLock<Box<[u32]>>>),
}

#[derive(Debug, Default)]
struct SentenceColumns {
    starts: Column<u32>,
    ends: Ends,
}

impl SentenceColumns {
    fn new<'a>(documents: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut columns = Self::default();
        for starts in documents {
            columns.starts.extend(starts.iter().copied());
            columns.ends.push(columns.starts.len());
        }
        columns
    }

    fn save(&self, sink: &mut Sink) {
        self.starts.save(sink);
        self.ends.save(sink);
    }
}

impl Part {
    pub(super) fn new(documents: Documents, tokens: Tokens, texts: Vec<Text>) -> Self {
        let sentences = Sentences::Found((0..documents.len()).map(|_| OnceLock::new()).collect());
        Self { documents, tokens, texts: Texts::Own(texts), sentences, seals: None }
    }

    /// A part of a saved index, from its blocks in the order of [`Part::save_identities`] and [`Part::save`].
    pub(super) fn load(sources: &mut [Source<'_>; BLOCKS], texts: Texts, seals: Seals) -> Result<Self> {
        let [identities, documents, types, sentences, places] = sources;
        let documents = Documents::load(identities, documents)?;
        let known = SentenceColumns { starts: Column::load(sentences)?, ends: Ends::load(sentences)? };
        let tokens = Tokens::load(types, sentences, places)?;
        Ok(Self { documents, tokens, texts, sentences: Sentences::Known(known), seals: Some(seals) })
    }

    /// Lays out the identities, which come first.
    pub(super) fn save_identities(&self) -> Sink {
        let mut sink = Sink::default();
        self.documents.save_identities(&mut sink);
        sink
    }

    /// Lays out the other columns, except the texts.
    pub(super) fn save(&self) -> [Sink; BLOCKS - 1] {
        let mut sinks: [Sink; BLOCKS - 1] = Default::default();
        let [documents, types, sentences, places] = &mut sinks;
        self.documents.save(documents);
        match &self.sentences {
            Sentences::Known(columns) => columns.save(sentences),
            Sentences::Found(_) => {
                SentenceColumns::new((0..self.len()).map(|row| self.sentence_starts(row))).save(sentences);
            }
        }
        self.tokens.save(types, sentences, places);
        sinks
    }

    /// The same part with the known sentences of its documents.
    pub(super) fn with_sentences<'a>(self, documents: impl Iterator<Item = &'a [u32]>) -> Self {
        Self { sentences: Sentences::Known(SentenceColumns::new(documents)), ..self }
    }

    /// Verifies the checksums of what is needed, if it comes from a file and was not verified before.
    pub(super) fn check(&self, need: Need) -> Result<()> {
        let Some(seals) = &self.seals else { return Ok(()) };
        if seals.checked.load(Ordering::Acquire) >= level(need) {
            return Ok(());
        }
        let blocks = match need {
            Need::Identities => 1,
            Need::Documents => 2,
            Need::Types => 4,
            Need::Columns | Need::Texts | Need::Stories => BLOCKS,
        };
        seals.columns[..blocks].iter().try_for_each(Seal::check)?;
        if need == Need::Texts {
            self.texts.check()?;
        }
        seals.checked.fetch_max(level(need), Ordering::AcqRel);
        Ok(())
    }

    /// Verifies the places of one document, once the types have been verified.
    pub(super) fn check_places(&self, row: usize) -> Result<()> {
        let Some(Seals { columns: [.., places], .. }) = &self.seals else { return Ok(()) };
        self.tokens.check_places(row, places)
    }

    /// Verifies what [`Part::excerpt`] needs for every text; it verifies the rest itself.
    pub(super) fn check_pieces(&self) -> Result<()> {
        self.texts.check_pieces()
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

    /// Text of a document around some bytes, as in [`super::Row::excerpt`].
    pub(super) fn excerpt<'a>(
        &'a self,
        row: usize,
        bytes: Range<usize>,
        unpacked: &'a mut Vec<u8>,
    ) -> Result<Excerpt<'a>> {
        self.texts.excerpt(row, bytes, unpacked)
    }

    /// Prefetches what locates the tokens of a document up to the given one.
    pub(super) fn fetch_places(&self, row: usize, token: usize) {
        self.tokens.places(row).fetch(token);
    }

    /// Prefetches what locates the packed text of a document.
    pub(super) fn fetch_pieces(&self, row: usize) {
        self.texts.fetch_pieces(row);
    }

    /// Prefetches what [`Part::excerpt`] will read soon.
    pub(super) fn fetch(&self, row: usize, bytes: Range<usize>) {
        self.texts.fetch(row, bytes);
    }

    /// The token at which each sentence of a document begins; found when first asked for.
    pub(super) fn sentence_starts(&self, row: usize) -> &[u32] {
        match &self.sentences {
            Sentences::Known(columns) => &columns.starts[columns.ends.row(row)],
            Sentences::Found(found) => found[row].get_or_init(|| {
                let mut starts = Vec::new();
                self.find_sentence_starts(row, |start| starts.push(start));
                starts.into()
            }),
        }
    }

    /// Calls `take` with the token at which each sentence of a document begins.
    fn find_sentence_starts(&self, row: usize, mut take: impl FnMut(u32)) {
        let text = self.text(row);
        let (mut places, mut tokens) = (self.tokens.places(row).peekable(), Vec::new());
        let mut before = 0;
        for range in self.documents.counted(row) {
            tokens.clear();
            while let Some(place) = places.next_if(|place| place.start < range.end) {
                tokens.push(place.start - range.start..place.end - range.start);
            }
            text::sentence_starts(&text[range], &tokens, self.documents.lang(row), before, &mut take);
            before += tokens.len() as u32;
        }
    }

    /// The sentences of a document, if already found.
    pub(super) fn known_sentence_starts(&self, row: usize) -> Option<&[u32]> {
        match &self.sentences {
            Sentences::Known(_) => Some(self.sentence_starts(row)),
            Sentences::Found(found) => found[row].get().map(Box::as_ref),
        }
    }

    /// Whether a run of tokens lies within one sentence. Neighbouring tokens usually settle this by themselves; if they
    /// do not, the sentences of the document are found. `places` begin with those of the run.
    pub(super) fn is_in_one_sentence(&self, row: usize, tokens: Range<usize>, places: PlacesOf<'_>) -> bool {
        if self.known_sentence_starts(row).is_none() && self.goes_on(row, places.take(tokens.len())) {
            return true;
        }
        // No document has 2^32 tokens.
        text::are_in_one(self.sentence_starts(row), tokens.start as u32..tokens.end as u32)
    }

    /// Whether the tokens certainly belong to one sentence; each counted range begins a new one.
    fn goes_on(&self, row: usize, places: impl Iterator<Item = Range<usize>>) -> bool {
        let (text, lang) = (self.text(row), self.documents.lang(row));
        let (mut start, mut end) = (usize::MAX, 0);
        let places = places.inspect(|place| (start, end) = (start.min(place.start), place.end));
        text::all_go_on(&text, places, lang)
            && self.documents.counted(row).all(|range| range.start <= start || range.start >= end)
    }

    /// Tokens of a document, laid out for access in any order.
    pub(super) fn document_tokens(&self, row: usize) -> DocumentTokens<'_> {
        DocumentTokens {
            ids: self.tokens.types(row).iter().collect(),
            places: self.tokens.places(row).collect(),
            sentence_starts: self.sentence_starts(row),
        }
    }
}
