//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by place. The window counts tokens, marks included, and stays within the sentence
//! unless asked.

use std::ops::Range;

use super::column::{Coded, Texts};
use super::scan::Scan;
use super::spots::Spots;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};

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
    let parts = scan.collect(control, |part: &mut Part, position, found| part.list(corpus, position, found, ask))?;
    let mut table = Kwic::default();
    parts.iter().for_each(|part| table.append(&part.table));
    Ok(table)
}

/// Matches of some documents.
#[derive(Default)]
struct Part {
    table: Kwic,
    /// Bytes of the tokens of one document.
    places: Vec<Range<usize>>,
}

impl Part {
    fn list(&mut self, corpus: &Corpus, position: usize, found: &[Hit], ask: Ask) {
        let text = corpus.text(position);
        self.places.clear();
        let last = found.iter().map(|hit| hit.end as usize).max().unwrap_or_default();
        self.places.extend(corpus.places(position).take(last.saturating_add(ask.window)));
        let mut spots = Spots::new(&text, &self.places, corpus.sentence_starts(position));
        let table = &mut self.table;
        let document = table.doc_id.add(corpus.id(position));
        let date = corpus.reading(position).map(|reading| reading.start);
        for hit in found {
            let keyword = hit.start as usize..hit.end as usize;
            let bytes = spots.bytes(&keyword);
            let window = spots.bytes(&window(&spots, &keyword, ask));
            table.doc_id.push(document);
            table.date_start.push(date);
            // Runs of white space become one space, so that a context is one line of a table.
            table.left.push_joined(text[window.start..bytes.start].split_whitespace());
            table.right.push_joined(text[bytes.end..window.end].split_whitespace());
            table.start.push(spots.point(bytes.start));
            table.end.push(spots.point(bytes.end));
            table.keyword.push(&text[bytes]);
        }
    }
}

/// Tokens from the first on the left to the last on the right.
fn window(spots: &Spots<'_>, keyword: &Range<usize>, ask: Ask) -> Range<usize> {
    let limits = if ask.across_sentences { spots.tokens() } else { spots.sentence(keyword.start) };
    let start = keyword.start.saturating_sub(ask.window).max(limits.start);
    let end = keyword.end.saturating_add(ask.window).min(limits.end);
    start..end
}

impl Kwic {
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
