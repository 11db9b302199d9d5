//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by place. The window counts tokens, marks included, and stays within the sentence
//! unless asked.

use std::ops::Range;

use rayon::prelude::*;

use super::scan::Scan;
use crate::calendar::Date;
use crate::corpus::{Corpus, DocumentTokens, Need};
use crate::error::Result;
use crate::lexicon::{self, NestedScope};
use crate::text::CodePoints;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Tokens on either side.
    pub window: usize,
    /// Whether the window may leave the sentence.
    pub across_sentences: bool,
}

/// One row a match.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Kwic {
    pub doc_id: Vec<String>,
    pub date_start: Vec<Option<Date>>,
    pub left: Vec<String>,
    pub keyword: Vec<String>,
    pub right: Vec<String>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// Lists the matches of a pattern with their contexts.
///
/// # Errors
/// [`crate::Error::Pattern`] where the pattern cannot be read.
pub fn kwic(corpus: &Corpus, pattern: &str, ask: Ask) -> Result<Kwic> {
    corpus.ready(Need::Texts)?;
    let lexicon = lexicon::single(pattern)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme)?;
    let parts: Vec<Kwic> =
        (0..corpus.len()).into_par_iter().map(|position| kwic_of(corpus, &scan, ask, position)).collect();
    let mut table = Kwic::default();
    for part in parts {
        table.append(part);
    }
    Ok(table)
}

fn kwic_of(corpus: &Corpus, scan: &Scan<'_>, ask: Ask, position: usize) -> Kwic {
    let mut table = Kwic::default();
    let found = scan.hits(position);
    if found.is_empty() {
        return table;
    }
    let (text, tokens) = (corpus.text(position), corpus.tokens(position));
    let places = CodePoints::new(&text);
    for hit in &found {
        let keyword = hit.start as usize..hit.end as usize;
        let bytes = tokens.bytes(keyword.start, keyword.end - 1);
        let window = window(&tokens, &keyword, ask);
        table.doc_id.push(corpus.id(position).to_owned());
        table.date_start.push(corpus.reading(position).map(|reading| reading.start));
        table.left.push(one_line(&text[tokens.places[window.start].start..bytes.start]));
        table.right.push(one_line(&text[bytes.end..tokens.places[window.end - 1].end]));
        table.start.push(places.at(bytes.start) as i64);
        table.end.push(places.at(bytes.end) as i64);
        table.keyword.push(text[bytes].to_owned());
    }
    table
}

/// Tokens from the first on the left to the last on the right.
fn window(tokens: &DocumentTokens<'_>, keyword: &Range<usize>, ask: Ask) -> Range<usize> {
    let limits =
        if ask.across_sentences { 0..tokens.ids.len() } else { tokens.sentence(tokens.sentence_of(keyword.start)) };
    let start = keyword.start.saturating_sub(ask.window).max(limits.start);
    let end = keyword.end.saturating_add(ask.window).min(limits.end);
    start..end
}

/// Runs of white space become one space, so that a context is one line of a table.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

impl Kwic {
    fn append(&mut self, mut other: Self) {
        self.doc_id.append(&mut other.doc_id);
        self.date_start.append(&mut other.date_start);
        self.left.append(&mut other.left);
        self.keyword.append(&mut other.keyword);
        self.right.append(&mut other.right);
        self.start.append(&mut other.start);
        self.end.append(&mut other.end);
    }
}
