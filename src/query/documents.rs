//! One row a document, in input order: identity, date with its provenance, fields, sizes.

use crate::calendar::Date;
use crate::corpus::{Corpus, Need};
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
    pub story: Vec<i64>,
    pub warnings: Vec<Vec<String>>,
}

/// Lists the documents.
///
/// # Errors
/// As in [`Corpus::ready`].
pub fn documents(corpus: &Corpus) -> Result<Documents> {
    corpus.ready(Need::Stories)?;
    let mut table = Documents::default();
    for position in 0..corpus.len() {
        table.push(corpus, position);
    }
    Ok(table)
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
        self.story.push(i64::from(corpus.story(position)));
        self.warnings.push(document.warnings);
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

/// Further front matter fields as (position, field, value), in input order.
///
/// # Errors
/// As in [`Corpus::ready`].
pub fn fields(corpus: &Corpus) -> Result<Vec<(i64, String, String)>> {
    corpus.ready(Need::Columns)?;
    let fields = (0..corpus.len())
        .flat_map(|position| {
            let fields = corpus.fields(position).into_iter();
            fields.map(move |(field, value)| (position as i64, field, value))
        })
        .collect();
    Ok(fields)
}
