//! The units within which things occur together: sentences, paragraphs, documents.
//!
//! A sentence never extends beyond its paragraph, nor a match of a pattern beyond its sentence, so a match lies in one
//! unit.

use std::borrow::Cow;

use rayon::prelude::*;

use super::scan::Scan;
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};
use crate::lexicon::Hit;
use crate::text::ends_paragraph;

/// Documents a thread looks at in one go.
const UNIT: usize = 256;

/// What counts as together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// In one sentence.
    #[default]
    Sentence,
    /// In one paragraph: the text between blank lines; the title is a paragraph.
    Paragraph,
    /// In one document.
    Document,
}

impl Within {
    /// Reads `sentence`, `paragraph` or `document`.
    ///
    /// # Errors
    /// [`Error::Argument`] for any other word.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "sentence" => Ok(Self::Sentence),
            "paragraph" => Ok(Self::Paragraph),
            "document" => Ok(Self::Document),
            _ => Err(Error::Argument(format!("within is {word:?}: use sentence, paragraph or document"))),
        }
    }

    /// What the corpus needs to have ready for finding the units.
    pub(super) fn need(self) -> Need {
        if self == Self::Paragraph { Need::Texts } else { Need::Columns }
    }

    /// Token at which each unit of a document begins, ascending.
    fn starts(self, corpus: &Corpus, position: usize) -> Cow<'_, [u32]> {
        match self {
            Self::Sentence => Cow::Borrowed(corpus.sentence_starts(position)),
            Self::Paragraph => Cow::Owned(paragraph_starts(corpus, position)),
            // A document without tokens is a unit all the same, as where documents are counted.
            Self::Document => Cow::Borrowed(&[0]),
        }
    }

    /// The number of units in every document.
    pub(super) fn count(self, corpus: &Corpus, control: &Control) -> Result<Vec<i64>> {
        let count = |position| {
            control.check()?;
            Ok(self.starts(corpus, position).len() as i64)
        };
        (0..corpus.len()).into_par_iter().with_min_len(UNIT).map(count).collect()
    }
}

/// A paragraph begins after a blank line, and at the start of the title or of any other counted part.
fn paragraph_starts(corpus: &Corpus, position: usize) -> Vec<u32> {
    let text = corpus.text(position);
    let mut parts = corpus.counted(position).map(|part| part.start).peekable();
    let mut sentences = corpus.sentence_starts(position).iter().copied().peekable();
    let (mut starts, mut end) = (Vec::new(), 0);
    for (token, place) in (0u32..).zip(corpus.places(position)) {
        if sentences.next_if_eq(&token).is_some() {
            let mut begins = token == 0;
            while parts.next_if(|&start| start <= place.start).is_some() {
                begins = true;
            }
            if begins || ends_paragraph(&text[end..place.start]) {
                starts.push(token);
            }
        }
        end = place.end;
    }
    starts
}

/// Something found in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occurrence {
    pub(super) unit: u32,
    /// What was found: a theme, a country.
    pub(super) item: u32,
    /// First token.
    pub(super) start: u32,
    /// One past the last token.
    pub(super) end: u32,
}

/// Occurrences in every document, by unit, item and position.
pub(super) struct Occurrences {
    starts: Vec<usize>,
    all: Vec<Occurrence>,
}

impl Occurrences {
    /// Finds the matches to which `item` assigns an item.
    pub(super) fn find(
        corpus: &Corpus,
        scan: &Scan<'_>,
        within: Within,
        item: impl Fn(&Hit) -> Option<u32> + Sync,
        control: &Control,
    ) -> Result<Self> {
        let units = scan.collect(control, |found: &mut Vec<(usize, Vec<Occurrence>)>, position, hits| {
            let starts = within.starts(corpus, position);
            let occurrence = |hit: &Hit| {
                let unit = starts.partition_point(|&start| start <= hit.start) as u32 - 1;
                Some(Occurrence { unit, item: item(hit)?, start: hit.start, end: hit.end })
            };
            let mut occurrences: Vec<Occurrence> = hits.iter().filter_map(occurrence).collect();
            occurrences.sort_unstable();
            found.push((position, occurrences));
        })?;
        let mut found = Self { starts: vec![0; corpus.len() + 1], all: Vec::new() };
        for (position, occurrences) in units.into_iter().flatten() {
            found.starts[position + 1] = occurrences.len();
            found.all.extend(occurrences);
        }
        for position in 0..corpus.len() {
            found.starts[position + 1] += found.starts[position];
        }
        Ok(found)
    }

    /// The occurrences in a document.
    pub(super) fn of(&self, position: usize) -> &[Occurrence] {
        &self.all[self.starts[position]..self.starts[position + 1]]
    }
}

/// Splits the occurrences of a document by unit.
pub(super) fn by_unit(occurrences: &[Occurrence]) -> impl Iterator<Item = &[Occurrence]> {
    occurrences.chunk_by(|a, b| a.unit == b.unit)
}

/// Splits the occurrences of a unit by item.
pub(super) fn by_item(occurrences: &[Occurrence]) -> impl Iterator<Item = &[Occurrence]> {
    occurrences.chunk_by(|a, b| a.item == b.item)
}

/// One value per language.
pub(super) type ByLang<T> = [T; crate::text::Lang::ALL.len()];
