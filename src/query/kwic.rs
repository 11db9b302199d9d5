//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by place. The window counts tokens, marks included, and stays within the sentence
//! unless asked.

use std::ops::Range;

use super::column::{Coded, Texts};
use super::scan::Scan;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, DocumentTokens, Need};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};
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
    pub doc_id: Coded,
    pub date_start: Vec<Option<Date>>,
    pub left: Texts,
    pub keyword: Texts,
    pub right: Texts,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// Lists the matches of a pattern with their contexts.
///
/// # Errors
/// [`crate::Error::Pattern`] where the pattern cannot be read; [`crate::Error::Interrupted`] where `control` was told to
/// stop.
pub fn kwic(corpus: &Corpus, pattern: &str, ask: Ask, control: &Control) -> Result<Kwic> {
    corpus.ready(Need::Texts)?;
    let lexicon = lexicon::single(pattern)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme)?;
    let parts = scan.collect(control, |part: &mut Kwic, position, found| part.list(corpus, position, found, ask))?;
    let mut table = Kwic::default();
    parts.iter().for_each(|part| table.append(part));
    Ok(table)
}

/// Tokens from the first on the left to the last on the right.
fn window(tokens: &DocumentTokens<'_>, keyword: &Range<usize>, ask: Ask) -> Range<usize> {
    let limits =
        if ask.across_sentences { 0..tokens.ids.len() } else { tokens.sentence(tokens.sentence_of(keyword.start)) };
    let start = keyword.start.saturating_sub(ask.window).max(limits.start);
    let end = keyword.end.saturating_add(ask.window).min(limits.end);
    start..end
}

impl Kwic {
    fn list(&mut self, corpus: &Corpus, position: usize, found: &[Hit], ask: Ask) {
        let (text, tokens) = (corpus.text(position), corpus.tokens(position));
        let places = CodePoints::new(&text);
        let document = self.doc_id.add(corpus.id(position));
        let date = corpus.reading(position).map(|reading| reading.start);
        for hit in found {
            let keyword = hit.start as usize..hit.end as usize;
            let bytes = tokens.bytes(keyword.start, keyword.end - 1);
            let window = window(&tokens, &keyword, ask);
            self.doc_id.push(document);
            self.date_start.push(date);
            // Runs of white space become one space, so that a context is one line of a table.
            self.left.push_joined(text[tokens.places[window.start].start..bytes.start].split_whitespace());
            self.right.push_joined(text[bytes.end..tokens.places[window.end - 1].end].split_whitespace());
            self.start.push(places.at(bytes.start) as i64);
            self.end.push(places.at(bytes.end) as i64);
            self.keyword.push(&text[bytes]);
        }
    }

    fn append(&mut self, other: &Self) {
        self.doc_id.append(&other.doc_id);
        self.date_start.extend(&other.date_start);
        self.left.append(&other.left);
        self.keyword.append(&other.keyword);
        self.right.append(&other.right);
        self.start.extend(&other.start);
        self.end.extend(&other.end);
    }
}
