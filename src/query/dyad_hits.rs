//! The passages behind the counts of dyads: one row per unit, pair and theme, so that the rows of a cell add up to its
//! count.
//!
//! Of all the matches in a unit, those shown are the ones closest together: the shortest run of tokens that contains a
//! match of each country and, where themes are asked for, of the theme; the first of several such runs. Rows are sorted
//! by document, unit, left and right code, and theme by name.

use std::ops::Range;

use rayon::prelude::*;

use super::batches::batches;
use super::column::{Coded, Texts};
use super::dyads::{Meeting, Meetings, Subject, names};
use super::spots::Spots;
use super::units::Occurrence;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;

/// Documents a thread looks at in one go.
const UNIT: usize = 256;

/// One row per unit, pair and theme.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct DyadHits {
    pub doc_id: Coded,
    pub date_start: Vec<Option<Date>>,
    pub left: Coded,
    pub right: Coded,
    /// Null throughout without themes.
    pub theme: Coded,
    pub match_left: Texts,
    pub match_right: Texts,
    /// Empty without themes.
    pub match_theme: Texts,
    /// From the start of the first match to the end of the last.
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    /// The sentence or sentences that contain them, kept once for all rows of a unit that have the same.
    pub sentence: Coded,
    pub sentence_start: Vec<i64>,
}

/// Lists the units in which two countries occur together.
///
/// # Errors
/// As in [`dyads`](super::dyads::dyads).
pub fn dyad_hits(corpus: &Corpus, subject: &Subject<'_>, control: &Control) -> Result<DyadHits> {
    corpus.ready(Need::Texts)?;
    let meetings = Meetings::new(corpus, subject, control)?;
    let units = batches(corpus.len(), UNIT).map(|documents| {
        control.check()?;
        let mut part = Part::default();
        documents.for_each(|position| part.list(corpus, &meetings, position));
        Ok(part)
    });
    let parts: Vec<Part> = units.collect::<Result<_>>()?;
    let codes = || Coded::new(meetings.roster.codes.iter().map(String::as_str).collect(), Vec::new());
    let theme = names(&meetings, subject.themes);
    let mut table = DyadHits { left: codes(), right: codes(), theme, ..DyadHits::default() };
    parts.iter().for_each(|part| table.append(corpus, part));
    Ok(table)
}

/// Rows of a batch of documents.
#[derive(Default)]
struct Part {
    found: Vec<Found>,
    /// Byte ranges of the tokens of one document.
    places: Vec<Range<usize>>,
    rows: Vec<Row>,
    matched: [Texts; 3],
    sentence: Coded,
}

/// Matches of a pair, and perhaps of a theme, in a unit.
struct Found {
    pair: (u32, u32),
    theme: Option<u32>,
    /// Tokens of the matches.
    matches: [Range<usize>; 3],
    span: Range<usize>,
}

struct Row {
    position: u32,
    pair: (u32, u32),
    theme: Option<u32>,
    start: i64,
    end: i64,
    sentence_start: i64,
}

impl Part {
    fn list(&mut self, corpus: &Corpus, meetings: &Meetings<'_>, position: usize) {
        self.found.clear();
        meetings.visit(position, |Meeting { left, right, themes }| match &meetings.topics {
            Some(_) => self.found.extend(themes.iter().map(|theme| Found::new(left, right, Some(theme)))),
            None => self.found.push(Found::new(left, right, None)),
        });
        if !self.found.is_empty() {
            self.write(corpus, position);
        }
    }

    fn write(&mut self, corpus: &Corpus, position: usize) {
        let text = corpus.text(position);
        self.places.clear();
        self.places.extend(corpus.places(position));
        let mut spots = Spots::new(&text, &self.places, corpus.sentence_starts(position));
        // The last sentences that were listed, and their code.
        let (mut last, mut code) = (0..0, Coded::NONE);
        for Found { pair, theme, matches, span } in &self.found {
            let sentence = spots.sentence(span.start).start..spots.sentence(span.end - 1).end;
            let (bytes, around) = (spots.bytes(span), spots.bytes(&sentence));
            self.rows.push(Row {
                position: position as u32,
                pair: *pair,
                theme: *theme,
                sentence_start: spots.point(around.start),
                start: spots.point(bytes.start),
                end: spots.point(bytes.end),
            });
            let shown = if theme.is_some() { 3 } else { 2 };
            for (texts, tokens) in self.matched.iter_mut().zip(matches).take(shown) {
                texts.push(&text[spots.bytes(tokens)]);
            }
            if around != last {
                code = self.sentence.add(&text[around.clone()]);
                last = around;
            }
            self.sentence.push(code);
        }
    }
}

impl Found {
    fn new(left: &[Occurrence], right: &[Occurrence], theme: Option<&[Occurrence]>) -> Self {
        let kinds = [left, right, theme.unwrap_or(right)];
        let matches = narrowest(kinds);
        let start = matches.iter().map(|one| one.start).min().unwrap_or_default();
        let end = matches.iter().map(|one| one.end).max().unwrap_or_default();
        Self {
            pair: (left[0].item, right[0].item),
            theme: theme.map(|theme| theme[0].item),
            matches: matches.map(|one| one.start as usize..one.end as usize),
            span: start as usize..end as usize,
        }
    }
}

/// The occurrences, one of each kind, that span the shortest run of tokens; the first such run. The occurrences of each
/// kind are sorted by start, and there is at least one.
fn narrowest(kinds: [&[Occurrence]; 3]) -> [Occurrence; 3] {
    let mut left = kinds.map(<[Occurrence]>::len);
    // For each kind: among the occurrences that begin at or after the one looked at last, the one that ends first.
    let mut known = [None; 3];
    let mut best: Option<(u32, [Occurrence; 3])> = None;
    let next = |left: &[usize; 3]| {
        let open = (0..3).filter(|&kind| left[kind] > 0);
        open.max_by_key(|&kind| kinds[kind][left[kind] - 1].start)
    };
    while let Some(kind) = next(&left) {
        left[kind] -= 1;
        let one = kinds[kind][left[kind]];
        if known[kind].is_none_or(|other: Occurrence| one.end <= other.end) {
            known[kind] = Some(one);
        }
        if let [Some(first), Some(second), Some(third)] = known {
            let all = [first, second, third];
            let start = all.iter().map(|one| one.start).min().unwrap_or_default();
            let end = all.iter().map(|one| one.end).max().unwrap_or_default();
            if best.is_none_or(|(width, _)| end - start <= width) {
                best = Some((end - start, all));
            }
        }
    }
    best.map_or_else(|| kinds.map(|kind| kind[0]), |(_, all)| all)
}

impl DyadHits {
    fn append(&mut self, corpus: &Corpus, part: &Part) {
        let (mut last, mut document, mut date) = (None, 0, None);
        for row in &part.rows {
            if last != Some(row.position) {
                last = Some(row.position);
                document = self.doc_id.add(corpus.id(row.position as usize));
                date = corpus.reading(row.position as usize).map(|reading| reading.start);
            }
            self.doc_id.push(document);
            self.date_start.push(date);
            self.left.push(row.pair.0);
            self.right.push(row.pair.1);
            self.theme.push(row.theme.unwrap_or(u32::MAX));
            self.start.push(row.start);
            self.end.push(row.end);
            self.sentence_start.push(row.sentence_start);
        }
        let [left, right, theme] = &part.matched;
        self.match_left.append(left);
        self.match_right.append(right);
        self.match_theme.append(theme);
        self.sentence.append(&part.sentence);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurrences(spans: &[(u32, u32)]) -> Vec<Occurrence> {
        spans.iter().map(|&(start, end)| Occurrence { unit: 0, item: 0, start, end }).collect()
    }

    #[test]
    fn the_shortest_run_that_holds_one_of_each_is_the_first_of_the_shortest() {
        // Spans from a fixed pseudo-random sequence over 20 tokens, some nested; compared with every combination.
        let mut state = 7_u32;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            (state >> 16) % below
        };
        for _ in 0..500 {
            let mut kind = || {
                let mut spans: Vec<(u32, u32)> = (0..1 + next(4)).map(|_| next(20)).map(|at| (at, at + 1)).collect();
                spans.iter_mut().for_each(|span| span.1 += next(5));
                spans.sort_unstable();
                occurrences(&spans)
            };
            let kinds = [kind(), kind(), kind()];
            let run = |all: &[Occurrence; 3]| {
                let start = all.iter().map(|one| one.start).min().unwrap();
                (all.iter().map(|one| one.end).max().unwrap() - start, start)
            };
            let thirds = |a: Occurrence, b: Occurrence| kinds[2].iter().map(move |&c| [a, b, c]);
            let pairs = kinds[0].iter().flat_map(|&a| kinds[1].iter().map(move |&b| (a, b)));
            let expected = pairs.flat_map(|(a, b)| thirds(a, b)).map(|all| run(&all)).min().unwrap();
            assert_eq!(run(&narrowest([&kinds[0], &kinds[1], &kinds[2]])), expected, "{kinds:?}");
        }
    }
}
