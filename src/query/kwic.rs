//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by place. The window counts tokens, marks included, and stays within the sentence
//! unless asked.

use std::ops::Range;

use rayon::prelude::*;

use super::column::{Coded, Texts};
use super::points::Points;
use super::scan::Scan;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need, Row};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};
use crate::text::scan;

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
    let mut parts = scan.try_collect(control, |part: &mut Part<'_>, _, row, found| {
        row.ready(Need::Texts)?;
        part.add(row, found, ask);
        Ok(())
    })?;
    parts.par_iter_mut().for_each(|part| part.list(ask));
    Ok(lay_out(&parts))
}

fn lay_out(parts: &[Part<'_>]) -> Kwic {
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

/// Documents that wait until they are listed: what is read of the later ones is fetched meanwhile.
const AHEAD: usize = 16;

/// Matches of some documents.
#[derive(Default)]
struct Part<'a> {
    table: Kwic,
    /// Documents that wait, each with the end of its matches among those that wait.
    rows: Vec<(Row<'a>, usize)>,
    waiting: Vec<Hit>,
    spans: Vec<Span>,
    /// Text around a match, where it stands packed in an index.
    unpacked: Vec<u8>,
}

/// Where a match and its window stand in the text.
struct Span {
    window: Range<usize>,
    keyword: Range<usize>,
}

impl<'a> Part<'a> {
    /// Takes a document with its matches.
    fn add(&mut self, row: Row<'a>, found: &[Hit], ask: Ask) {
        self.waiting.extend(found);
        self.rows.push((row, self.waiting.len()));
        row.fetch_places(found.last().map_or(0, |hit| hit.end as usize));
        if self.rows.len() == AHEAD {
            self.list(ask);
        }
    }

    /// Lists the matches that wait.
    fn list(&mut self, ask: Ask) {
        self.spans.clear();
        for &(row, end) in &self.rows {
            for hit in &self.waiting[self.spans.len()..end] {
                let span = span(row, hit, ask);
                row.fetch(span.window.clone());
                self.spans.push(span);
            }
        }
        self.table.reserve(&self.spans);
        let mut begin = 0;
        for (row, end) in self.rows.drain(..) {
            let spans = &self.spans[std::mem::replace(&mut begin, end)..end];
            self.table.add(row, spans, &mut self.unpacked);
        }
        self.waiting.clear();
    }
}

impl Kwic {
    /// Makes room for some rows.
    fn reserve(&mut self, spans: &[Span]) {
        let (rows, bytes) = (spans.len(), |of: fn(&Span) -> usize| spans.iter().map(of).sum());
        self.left.reserve(rows, bytes(|span| span.keyword.start - span.window.start));
        self.keyword.reserve(rows, bytes(|span| span.keyword.len()));
        self.right.reserve(rows, bytes(|span| span.window.end - span.keyword.end));
        self.doc_id.reserve(rows);
        self.date_start.reserve(rows);
        self.start.reserve(rows);
        self.end.reserve(rows);
    }

    /// Adds the matches of a document.
    fn add(&mut self, row: Row<'_>, spans: &[Span], unpacked: &mut Vec<u8>) {
        let mut points = Points::default();
        let document = self.doc_id.add(row.id());
        let date = row.reading().map(|reading| reading.start);
        for Span { window, keyword } in spans {
            let excerpt = row.excerpt(window.clone(), unpacked);
            self.doc_id.push(document);
            self.date_start.push(date);
            push_line(excerpt.cut(window.start..keyword.start), &mut self.left);
            push_line(excerpt.cut(keyword.end..window.end), &mut self.right);
            self.start.push(points.before(&excerpt, keyword.start));
            self.end.push(points.before(&excerpt, keyword.end));
            self.keyword.push(excerpt.cut(keyword.clone()));
        }
    }

    /// Adds the columns of another one that are no texts.
    fn append(&mut self, other: &Self) {
        self.doc_id.append(&other.doc_id);
        self.date_start.extend(&other.date_start);
        self.start.extend(&other.start);
        self.end.extend(&other.end);
    }
}

/// Adds a context with runs of white space as one space, so that it is one line of a table.
fn push_line(context: &str, lines: &mut Texts) {
    let context = context.trim();
    if scan::find(context.as_bytes(), 0, may_break).is_none() {
        lines.push(context);
    } else {
        lines.push_joined(context.split_whitespace());
    }
}

/// Whether white space that is no single space may begin with these bytes.
fn may_break(first: u8, second: u8, third: u8) -> bool {
    let spaces = (first == b' ') & (second == b' ');
    let latin = (first == 0xC2) & ((second == 0x85) | (second == 0xA0));
    let general =
        (first == 0xE2) & (second == 0x80) & ((third <= 0x8A) | (third == 0xA8) | (third == 0xA9) | (third == 0xAF));
    let far = ((first == 0xE1) & (second == 0x9A))
        | ((first == 0xE2) & (second == 0x81))
        | ((first == 0xE3) & (second == 0x80));
    (first < b' ') | spaces | latin | general | far
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_context_is_one_line_whatever_its_white_space() {
        let spaces: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        assert!(spaces.len() > 20);
        let far = ['’', '–', '«', '\u{200B}', '\u{3001}', 'é'].into_iter().chain(spaces.iter().copied());
        for (one, other) in far.flat_map(|one| spaces.iter().map(move |&other| (one, other))) {
            for context in [format!("{one}mot{other}clé"), format!("mot{one}{other}clé "), format!(" {one}{other}")] {
                let (mut lines, mut expected) = (Texts::default(), Texts::default());
                push_line(&context, &mut lines);
                expected.push_joined(context.split_whitespace());
                assert_eq!(lines[0], expected[0], "{context:?}");
            }
        }
    }
}
