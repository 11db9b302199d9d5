//! Keyword in context: each match of one pattern between its neighbours.
//!
//! Rows are in document order, then by position. The window counts tokens, marks included, and stays within the
//! sentence unless asked otherwise.

mod in_order;

use std::ops::Range;

use in_order::{Appended, InOrder};
use rayon::prelude::*;

use super::column::{Coded, Texts};
use super::points::Points;
use super::scan::Scan;
use super::vicinity::sentence_of;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Marked, Row};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};
use crate::text::scan;

/// The parameters of the query.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Tokens on each side.
    pub window: usize,
    /// Whether the window may leave the sentence.
    pub across_sentences: bool,
}

/// One row per match.
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
/// [`crate::Error::Pattern`] if the pattern cannot be read; [`crate::Error::Interrupted`] if `control` was told to
/// stop.
pub fn kwic(corpus: &Corpus, pattern: &str, ask: Ask, control: &Control) -> Result<Kwic> {
    corpus.has_texts()?;
    let lexicon = lexicon::single(pattern)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme, control)?;
    let parts = scan.gather(
        control,
        |finding: &mut Finding<'_>, _, row, found| finding.add(row, found, ask),
        |finding| finding.finish(ask),
    )?;
    let mut all = Piece::default();
    all.table.make_room(&parts);
    let table = InOrder::new(all);
    // Pieces are taken in order, so that few of them have to wait for earlier ones.
    let parts = parts.iter().filter(|part| !part.spans.is_empty()).enumerate();
    parts.par_bridge().try_for_each(|(number, part)| {
        control.check()?;
        let mut piece = table.piece();
        piece.table.make_room(std::slice::from_ref(part));
        part.list(&mut piece)?;
        table.add(number, piece);
        Ok(())
    })?;
    Ok(table.into_inner().table)
}

/// Documents handled together: everything to be read of them is prefetched before the first is read.
const AHEAD: usize = 16;

/// Matches in a batch of documents.
struct Part<'a> {
    /// Documents, each with the end of its matches in `spans`.
    documents: Box<[(Row<'a>, usize)]>,
    spans: Box<[Span]>,
    /// Total bytes of the left contexts, the matches and the right contexts.
    bytes: [usize; 3],
}

/// Matches in a batch of documents that is still being searched.
#[derive(Default)]
struct Finding<'a> {
    /// Documents, each with the end of its matches among those of all.
    documents: Vec<(Row<'a>, usize)>,
    /// Byte spans of the matches of the first documents.
    spans: Vec<Span>,
    /// Matches of the remaining documents, not yet located.
    waiting: Vec<Hit>,
}

/// Some rows of the table.
#[derive(Default)]
struct Piece {
    table: Kwic,
    /// Text around a match, unpacked from an index.
    unpacked: Vec<u8>,
}

impl Appended for Piece {
    fn take(&mut self, piece: &mut Self) {
        self.table.append(&piece.table);
        piece.table.clear();
    }
}

/// Byte positions of a match and its window; the text is shorter than 4 GiB.
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

impl<'a> Finding<'a> {
    /// Adds a document with its matches.
    fn add(&mut self, row: Row<'a>, found: &[Hit], ask: Ask) -> Result<()> {
        self.waiting.extend(found);
        self.documents.push((row, self.spans.len() + self.waiting.len()));
        row.fetch_places(found.last().map_or(0, |hit| hit.end as usize));
        if self.documents.len().is_multiple_of(AHEAD) { self.place(ask) } else { Ok(()) }
    }

    /// Locates the waiting matches.
    fn place(&mut self, ask: Ask) -> Result<()> {
        let Self { documents, spans, waiting } = self;
        let before = spans.len();
        let first = documents.partition_point(|&(_, end)| end <= before);
        for &(row, end) in &documents[first..] {
            row.ready_for_places()?;
            let own = &waiting[spans.len() - before..end - before];
            let mut places = Marked::new(row.places());
            let sentences = if ask.across_sentences { &[0] } else { row.sentence_starts() };
            spans.extend(own.iter().map(|hit| span(&mut places, sentences, hit, ask.window)));
        }
        waiting.clear();
        Ok(())
    }

    /// What was found, in no more memory than it needs; the buffers are reused for the next documents.
    fn finish(&mut self, ask: Ask) -> Result<Part<'a>> {
        self.place(ask)?;
        let mut bytes = [0; 3];
        for Span { window, keyword } in &self.spans {
            bytes[0] += (keyword[0] - window[0]) as usize;
            bytes[1] += (keyword[1] - keyword[0]) as usize;
            bytes[2] += (window[1] - keyword[1]) as usize;
        }
        let part = Part { documents: self.documents.as_slice().into(), spans: self.spans.as_slice().into(), bytes };
        self.documents.clear();
        self.spans.clear();
        Ok(part)
    }
}

impl Part<'_> {
    /// Adds a row for every match.
    fn list(&self, piece: &mut Piece) -> Result<()> {
        let Piece { table, unpacked } = piece;
        let mut groups = self.documents.chunks(AHEAD).peekable();
        let mut listed = 0;
        while let Some(group) = groups.next() {
            let next = groups.peek().copied().unwrap_or_default();
            next.iter().for_each(|(row, _)| row.fetch_pieces());
            let mut fetched = listed;
            for &(row, end) in group {
                row.ready_for_pieces()?;
                self.spans[fetched..end].iter().for_each(|span| row.fetch(span.window()));
                fetched = end;
            }
            for &(row, end) in group {
                table.add(row, &self.spans[listed..end], unpacked)?;
                listed = end;
            }
        }
        Ok(())
    }
}

impl Kwic {
    /// Reserves room for the matches of some parts.
    fn make_room(&mut self, parts: &[Part<'_>]) {
        let rows = parts.iter().map(|part| part.spans.len()).sum();
        let [left, keyword, right] = [0, 1, 2].map(|column| parts.iter().map(|part| part.bytes[column]).sum());
        self.doc_id.reserve(rows);
        self.date_start.reserve(rows);
        self.left.reserve(rows, left);
        self.keyword.reserve(rows, keyword);
        self.right.reserve(rows, right);
        self.start.reserve(rows);
        self.end.reserve(rows);
    }

    /// Adds the matches of one document.
    fn add(&mut self, row: Row<'_>, spans: &[Span], unpacked: &mut Vec<u8>) -> Result<()> {
        let mut points = Points::default();
        let document = self.doc_id.add(row.id());
        let date = row.reading().map(|reading| reading.start);
        for (window, keyword) in spans.iter().map(|span| (span.window(), span.keyword())) {
            let excerpt = row.excerpt(window.clone(), unpacked)?;
            self.doc_id.push(document);
            self.date_start.push(date);
            push_line(excerpt.cut(window.start..keyword.start), &mut self.left);
            push_line(excerpt.cut(keyword.end..window.end), &mut self.right);
            self.start.push(points.before(&excerpt, keyword.start));
            self.end.push(points.before(&excerpt, keyword.end));
            self.keyword.push(excerpt.cut(keyword.clone()));
        }
        Ok(())
    }

    /// Adds the rows of another table.
    fn append(&mut self, other: &Self) {
        self.doc_id.append(&other.doc_id);
        self.date_start.extend(&other.date_start);
        self.left.append(&other.left);
        self.keyword.append(&other.keyword);
        self.right.append(&other.right);
        self.start.extend(&other.start);
        self.end.extend(&other.end);
    }

    /// Removes all rows but keeps the memory.
    fn clear(&mut self) {
        self.doc_id.clear();
        self.date_start.clear();
        self.left.clear();
        self.keyword.clear();
        self.right.clear();
        self.start.clear();
        self.end.clear();
    }
}

/// Adds a context with every run of white space reduced to one space, so that it fits one line of a table.
fn push_line(context: &str, lines: &mut Texts) {
    let context = trim(context);
    if scan::find(context.as_bytes(), 0, may_break).is_none() {
        lines.push(context);
    } else {
        lines.push_joined(context.split_whitespace());
    }
}

/// Like [`str::trim`], but fast where, as nearly always, there is at most one space to remove on each side.
fn trim(context: &str) -> &str {
    let inner = context.strip_prefix(' ').unwrap_or(context);
    let inner = inner.strip_suffix(' ').unwrap_or(inner);
    let is_kept = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = inner.as_bytes();
    if is_kept(bytes.first()) && is_kept(bytes.last()) { inner } else { context.trim() }
}

/// Whether these bytes may begin white space other than a single space.
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

/// The byte span of a match and the tokens around it, given the places of all tokens and the first token of each
/// sentence.
fn span(places: &mut Marked<'_>, sentences: &[u32], hit: &Hit, window: usize) -> Span {
    let (first, last) = (hit.start as usize, hit.end as usize - 1);
    let limits = sentence_of(sentences, first, places.len());
    let start = first.saturating_sub(window).max(limits.start);
    let end = last.saturating_add(window).min(limits.end - 1);
    let mut places = places.from(start);
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
