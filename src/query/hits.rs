//! Every match behind the counts: document, theme, pattern, matched text, place, sentence.
//!
//! Rows are sorted by document, start, end and theme in lexicon order. Without `rollup` a match is listed under its most
//! specific theme; with it, also under the ancestors that count it, and then the rows of a theme are its count.

use rayon::prelude::*;

use super::scan::Scan;
use crate::calendar::Date;
use crate::corpus::{Corpus, Need};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};
use crate::text::CodePoints;

/// What is asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Whether ancestors' rows are listed.
    pub rollup: bool,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

/// One row a match.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Hits {
    pub doc_id: Vec<String>,
    pub date_start: Vec<Option<Date>>,
    pub theme: Vec<String>,
    pub pattern: Vec<String>,
    pub matched: Vec<String>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    pub sentence: Vec<String>,
    pub sentence_start: Vec<i64>,
}

/// Lists the matches of a lexicon.
///
/// # Errors
/// As in [`Lexicon::compile`].
pub fn hits(corpus: &Corpus, lexicon: &Lexicon, ask: Ask) -> Result<Hits> {
    corpus.ready(Need::Texts)?;
    let scan = Scan::new(corpus, lexicon, ask.scope)?;
    let parts: Vec<Hits> =
        (0..corpus.len()).into_par_iter().map(|position| hits_of(corpus, lexicon, &scan, ask, position)).collect();
    let mut table = Hits::default();
    for part in parts {
        table.append(part);
    }
    Ok(table)
}

fn hits_of(corpus: &Corpus, lexicon: &Lexicon, scan: &Scan<'_>, ask: Ask, position: usize) -> Hits {
    let mut table = Hits::default();
    let found = scan.hits(position);
    if found.is_empty() {
        return table;
    }
    let (text, tokens) = (corpus.text(position), corpus.tokens(position));
    let places = CodePoints::new(&text);
    for hit in found.iter().filter(|hit| ask.rollup || !hit.rolled_up) {
        let bytes = tokens.bytes(hit.start as usize, hit.end as usize - 1);
        let sentence = tokens.sentence_bytes(tokens.sentence_of(hit.start as usize));
        table.doc_id.push(corpus.id(position).to_owned());
        table.date_start.push(corpus.reading(position).map(|reading| reading.start));
        table.theme.push(lexicon.themes()[hit.theme as usize].name.clone());
        table.pattern.push(scan.matcher(position).pattern_text(hit.pattern).to_owned());
        table.start.push(places.at(bytes.start) as i64);
        table.end.push(places.at(bytes.end) as i64);
        table.matched.push(text[bytes].to_owned());
        table.sentence_start.push(places.at(sentence.start) as i64);
        table.sentence.push(text[sentence].to_owned());
    }
    table
}

impl Hits {
    fn append(&mut self, mut other: Self) {
        self.doc_id.append(&mut other.doc_id);
        self.date_start.append(&mut other.date_start);
        self.theme.append(&mut other.theme);
        self.pattern.append(&mut other.pattern);
        self.matched.append(&mut other.matched);
        self.start.append(&mut other.start);
        self.end.append(&mut other.end);
        self.sentence.append(&mut other.sentence);
        self.sentence_start.append(&mut other.sentence_start);
    }
}
