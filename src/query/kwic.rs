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
use crate::corpus::{Control, Corpus, Need, PlacesOf, Row};
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
        row.ready(Need::Columns)?;
        part.add(row, found, ask);
        Ok(())
    })?;
    let tables = parts.par_chunks_mut(PARTS).map(|parts| {
        control.check()?;
        table(parts, ask)
    });
    Ok(lay_out(&tables.collect::<Result<Vec<_>>>()?))
}

/// Lists the matches of some parts.
fn table(parts: &mut [Part<'_>], ask: Ask) -> Result<Kwic> {
    parts.iter_mut().for_each(|part| part.place(ask));
    let mut table = Kwic::sized(parts.iter().flat_map(|part| &part.spans));
    // Text around a match, where it stands packed in an index.
    let mut unpacked = Vec::new();
    parts.iter().try_for_each(|part| part.list(&mut table, &mut unpacked))?;
    Ok(table)
}

fn lay_out(tables: &[Kwic]) -> Kwic {
    let ((left, right), (keyword, mut table)) = rayon::join(
        || {
            rayon::join(
                || Texts::joined(tables.iter().map(|table| &table.left)),
                || Texts::joined(tables.iter().map(|table| &table.right)),
            )
        },
        || {
            let mut rest = Kwic::default();
            rest.reserve(tables.iter().map(|table| table.start.len()).sum());
            tables.iter().for_each(|table| rest.append(table));
            (Texts::joined(tables.iter().map(|table| &table.keyword)), rest)
        },
    );
    (table.left, table.keyword, table.right) = (left, keyword, right);
    table
}

/// Parts that are listed in one table: few large tables are joined faster than many small ones.
const PARTS: usize = 4;
/// Documents that are looked at together: what is read of all of them is fetched before the first is read.
const AHEAD: usize = 16;

/// Matches of some documents.
#[derive(Default)]
struct Part<'a> {
    /// Documents, each with the end of its matches among those of all.
    documents: Vec<(Row<'a>, usize)>,
    /// The matches of the first ones.
    spans: Vec<Span>,
    /// Those of the others, which wait for their places.
    waiting: Vec<Hit>,
}

/// Where a match and its window stand in the text, which is shorter than 4 GiB.
#[derive(Clone, Copy)]
struct Span {
    window: [u32; 2],
    keyword: [u32; 2],
}

impl Span {
    fn window(self) -> Range<usize> {
        self.window[0] as usize..self.window[1] as usize
    }

    fn keyword(self) -> Range<usize> {
        self.keyword[0] as usize..self.keyword[1] as usize
    }
}

impl<'a> Part<'a> {
    /// Takes a document with its matches.
    fn add(&mut self, row: Row<'a>, found: &[Hit], ask: Ask) {
        self.waiting.extend(found);
        self.documents.push((row, self.spans.len() + self.waiting.len()));
        row.fetch_places(found.last().map_or(0, |hit| hit.end as usize));
        if self.documents.len() % AHEAD == 0 {
            self.place(ask);
        }
    }

    /// Finds where the matches stand that wait.
    fn place(&mut self, ask: Ask) {
        let Self { documents, spans, waiting } = self;
        let before = spans.len();
        let first = documents.partition_point(|&(_, end)| end <= before);
        for &(row, end) in &documents[first..] {
            let own = &waiting[spans.len() - before..end - before];
            let places = row.places();
            let sentences = if ask.across_sentences { &[0] } else { row.sentence_starts() };
            spans.extend(own.iter().map(|hit| span(&places, sentences, hit, ask.window)));
        }
        waiting.clear();
    }

    /// Lists the matches.
    fn list(&self, table: &mut Kwic, unpacked: &mut Vec<u8>) -> Result<()> {
        let mut groups = self.documents.chunks(AHEAD).peekable();
        let mut listed = 0;
        while let Some(group) = groups.next() {
            let next = groups.peek().copied().unwrap_or_default();
            next.iter().for_each(|(row, _)| row.fetch_pieces());
            let mut fetched = listed;
            for &(row, end) in group {
                row.ready(Need::Texts)?;
                self.spans[fetched..end].iter().for_each(|span| row.fetch(span.window()));
                fetched = end;
            }
            for &(row, end) in group {
                table.add(row, &self.spans[listed..end], unpacked);
                listed = end;
            }
        }
        Ok(())
    }
}

impl Kwic {
    /// A table with room for some matches.
    fn sized<'a>(spans: impl Iterator<Item = &'a Span>) -> Self {
        let (mut rows, mut left, mut keyword, mut right) = (0, 0, 0, 0);
        for span in spans {
            rows += 1;
            left += (span.keyword[0] - span.window[0]) as usize;
            keyword += (span.keyword[1] - span.keyword[0]) as usize;
            right += (span.window[1] - span.keyword[1]) as usize;
        }
        let mut table = Self::default();
        table.left.reserve(rows, left);
        table.keyword.reserve(rows, keyword);
        table.right.reserve(rows, right);
        table.reserve(rows);
        table
    }

    /// Makes room for so many rows in the columns that are no texts.
    fn reserve(&mut self, rows: usize) {
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
        for (window, keyword) in spans.iter().map(|span| (span.window(), span.keyword())) {
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
    let context = trim(context);
    if scan::find(context.as_bytes(), 0, may_break).is_none() {
        lines.push(context);
    } else {
        lines.push_joined(context.split_whitespace());
    }
}

/// As [`str::trim`]: nearly always a space is all that is taken away.
fn trim(context: &str) -> &str {
    let inner = context.strip_prefix(' ').unwrap_or(context);
    let inner = inner.strip_suffix(' ').unwrap_or(inner);
    let is_kept = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = inner.as_bytes();
    if is_kept(bytes.first()) && is_kept(bytes.last()) { inner } else { context.trim() }
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

/// The bytes of a match and of the tokens around it, given the places of all tokens and the first token of each sentence.
fn span(places: &PlacesOf<'_>, sentences: &[u32], hit: &Hit, window: usize) -> Span {
    let (first, last) = (hit.start as usize, hit.end as usize - 1);
    let limits = sentence(sentences, first, places.len());
    let start = first.saturating_sub(window).max(limits.start);
    let end = last.saturating_add(window).min(limits.end - 1);
    let mut places = places.clone().from(start);
    let mut place = |skipped| places.nth(skipped).unwrap_or_default();
    let window = place(0);
    let keyword = if first > start { place(first - start - 1) } else { window.clone() };
    let keyword_end = if last > first { place(last - first - 1) } else { keyword.clone() }.end;
    let window_end = if end > last { place(end - last - 1).end } else { keyword_end };
    Span {
        window: [window.start, window_end].map(|byte| byte as u32),
        keyword: [keyword.start, keyword_end].map(|byte| byte as u32),
    }
}

/// Tokens of the sentence that holds a token of so many.
fn sentence(starts: &[u32], token: usize, tokens: usize) -> Range<usize> {
    let next = starts.partition_point(|&start| start as usize <= token);
    let end = starts.get(next).map_or(tokens, |&start| start as usize);
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
