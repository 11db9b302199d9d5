//! One row per document, in input order: identity, date with its provenance, fields, sizes.

use rayon::prelude::*;

use super::batches::batches;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::press::Origin;

/// The documents of a view.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Documents {
    pub doc_id: Vec<String>,
    pub date: Vec<Option<Date>>,
    pub date_start: Vec<Option<Date>>,
    pub date_end: Vec<Option<Date>>,
    pub date_precision: Vec<&'static str>,
    pub date_origin: Vec<&'static str>,
    pub date_raw: Vec<Option<String>>,
    pub date_conflicts: Vec<Vec<String>>,
    pub title: Vec<Option<String>>,
    pub source: Vec<Option<String>>,
    pub rubric: Vec<Option<String>>,
    pub lang: Vec<&'static str>,
    pub origin: Vec<String>,
    pub encoding: Vec<Option<String>>,
    pub n_chars: Vec<i64>,
    pub n_tokens: Vec<i64>,
    pub n_sentences: Vec<i64>,
    pub warnings: Vec<Vec<String>>,
}

/// Documents a thread lists at a time.
const UNIT: usize = 256;

/// Lists the documents.
///
/// # Errors
/// As in [`Corpus::ready`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn documents(corpus: &Corpus, control: &Control) -> Result<Documents> {
    corpus.ready(Need::Columns)?;
    let units = batches(corpus.len(), UNIT).map(|documents| {
        control.check()?;
        let mut table = Documents::default();
        documents.for_each(|position| table.push(corpus, position));
        Ok(table)
    });
    let units: Vec<Documents> = units.collect::<Result<_>>()?;
    let mut table = Documents::default();
    units.into_iter().for_each(|unit| table.append(unit));
    Ok(table)
}

/// The story of each document; near-duplicates share one.
///
/// # Errors
/// As in [`Corpus::ready`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn stories(corpus: &Corpus, control: &Control) -> Result<Vec<i64>> {
    corpus.ready(Need::Stories)?;
    let stories = corpus.store().stories(control)?;
    Ok(corpus.rows().iter().map(|&row| i64::from(stories[row as usize])).collect())
}

impl Documents {
    fn push(&mut self, corpus: &Corpus, position: usize) {
        let document = corpus.document(position);
        self.push_date(document.date.as_ref());
        self.date_conflicts.push(document.conflicts);
        self.doc_id.push(document.id);
        self.title.push(document.title);
        self.source.push(document.source);
        self.rubric.push(document.rubric);
        self.lang.push(document.lang.code());
        self.origin.push(document.origin);
        self.encoding.push(document.encoding);
        self.n_chars.push(document.n_chars as i64);
        self.n_tokens.push(document.n_tokens as i64);
        self.n_sentences.push(corpus.sentence_starts(position).len() as i64);
        self.warnings.push(document.warnings);
    }

    fn append(&mut self, other: Self) {
        self.doc_id.extend(other.doc_id);
        self.date.extend(other.date);
        self.date_start.extend(other.date_start);
        self.date_end.extend(other.date_end);
        self.date_precision.extend(other.date_precision);
        self.date_origin.extend(other.date_origin);
        self.date_raw.extend(other.date_raw);
        self.date_conflicts.extend(other.date_conflicts);
        self.title.extend(other.title);
        self.source.extend(other.source);
        self.rubric.extend(other.rubric);
        self.lang.extend(other.lang);
        self.origin.extend(other.origin);
        self.encoding.extend(other.encoding);
        self.n_chars.extend(other.n_chars);
        self.n_tokens.extend(other.n_tokens);
        self.n_sentences.extend(other.n_sentences);
        self.warnings.extend(other.warnings);
    }

    fn push_date(&mut self, found: Option<&crate::press::Found>) {
        let reading = found.map(|found| found.reading);
        let day = reading.filter(|reading| reading.precision == crate::calendar::Precision::Day);
        self.date.push(day.map(|reading| reading.start));
        self.date_start.push(reading.map(|reading| reading.start));
        self.date_end.push(reading.map(|reading| reading.end));
        self.date_precision.push(reading.map_or("none", |reading| reading.precision.name()));
        self.date_origin.push(found.map_or("none", |found| Origin::name(found.origin)));
        self.date_raw.push(found.map(|found| found.raw.clone()));
    }
}

/// The other front matter fields as (position, field, value), in input order.
///
/// # Errors
/// As in [`Corpus::ready`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn fields(corpus: &Corpus, control: &Control) -> Result<Vec<(i64, String, String)>> {
    corpus.ready(Need::Columns)?;
    let mut found = Vec::new();
    for position in 0..corpus.len() {
        control.check()?;
        let fields = corpus.fields(position).into_iter();
        found.extend(fields.map(|(field, value)| (position as i64, field, value)));
    }
    Ok(found)
}
