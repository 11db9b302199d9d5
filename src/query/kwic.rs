//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by place. The window counts tokens, marks included, and stays within the sentence
//! unless asked.

use std::ops::Range;

use super::column::{Coded, Texts};
use super::points::Points;
use super::scan::Scan;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need, Row};
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
    corpus.has_texts()?;
    let lexicon = lexicon::single(pattern)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme)?;
    let parts = scan.try_collect(control, |part: &mut Part, _, row, found| {
        row.ready(Need::Texts)?;
        part.list(row, found, ask);
        Ok(())
    })?;
    Ok(lay_out(&parts))
}

fn lay_out(parts: &[Part]) -> Kwic {
    let tables = || parts.iter().map(|part| &part.table);
    let ((left, right), (keyword, mut table)) = rayon::join(
        || {
            rayon::join(
                || Texts::joined(tables().map(|table| &table.left)),
                || Texts::joined(tables().map(|table| &table.right)),
            )
        },
        || {
            let mut rest = Kwic::default();
            tables().for_each(|table| rest.append(table));
            (Texts::joined(tables().map(|table| &table.keyword)), rest)
        },
    );
    (table.left, table.keyword, table.right) = (left, keyword, right);
    table
}

/// Matches of some documents.
#[derive(Default)]
struct Part {
    table: Kwic,
    /// Text around a match, where it stands packed in an index.
    unpacked: Vec<u8>,
}

/// Where a match and its window stand in the text.
struct Span {
    window: Range<usize>,
    keyword: Range<usize>,
}

impl Part {
    fn list(&mut self, row: Row<'_>, found: &[Hit], ask: Ask) {
        let mut points = Points::default();
        let table = &mut self.table;
        let document = table.doc_id.add(row.id());
        let date = row.reading().map(|reading| reading.start);
        for hit in found {
            let Span { window, keyword } = span(row, hit, ask);
            let excerpt = row.excerpt(window.clone(), &mut self.unpacked);
            table.doc_id.push(document);
            table.date_start.push(date);
            // Runs of white space become one space, so that a context is one line of a table.
            table.left.push_joined(excerpt.cut(window.start..keyword.start).split_whitespace());
            table.right.push_joined(excerpt.cut(keyword.end..window.end).split_whitespace());
            table.start.push(points.before(&excerpt, keyword.start));
            table.end.push(points.before(&excerpt, keyword.end));
            table.keyword.push(excerpt.cut(keyword));
        }
    }
}

/// The bytes of a match and of the tokens around it.
fn span(row: Row<'_>, hit: &Hit, ask: Ask) -> Span {
    let (first, last) = (hit.start as usize, hit.end as usize - 1);
    let limits = if ask.across_sentences { 0..row.types().len() } else { sentence(row, first) };
    let start = first.saturating_sub(ask.window).max(limits.start);
    let end = last.saturating_add(ask.window).min(limits.end - 1);
    let mut places = row.places().from(start);
    let mut place = |skipped| places.nth(skipped).unwrap_or_default();
    let window = place(0);
    let keyword = if first > start { place(first - start - 1) } else { window.clone() };
    let keyword_end = if last > first { place(last - first - 1) } else { keyword.clone() }.end;
    let window_end = if end > last { place(end - last - 1).end } else { keyword_end };
    Span { window: window.start..window_end, keyword: keyword.start..keyword_end }
}

/// Tokens of the sentence that holds a token.
fn sentence(row: Row<'_>, token: usize) -> Range<usize> {
    let starts = row.sentence_starts();
    let next = starts.partition_point(|&start| start as usize <= token);
    let end = starts.get(next).map_or(row.types().len(), |&start| start as usize);
    starts[next - 1] as usize..end
}

impl Kwic {
    /// Adds the columns of another one that are no texts.
    fn append(&mut self, other: &Self) {
        self.doc_id.append(&other.doc_id);
        self.date_start.extend(&other.date_start);
        self.start.extend(&other.start);
        self.end.extend(&other.end);
    }
}
