//! Every match behind the counts: document, theme, pattern, matched text, position, sentence.
//!
//! Rows are sorted by document, start, end and theme in lexicon order. Without `rollup` a match is listed under its
//! most specific theme only; with it, also under the ancestors that count it, so that the rows of a theme add up to its
//! count.

use std::ops::Range;

use hashbrown::HashMap;

use super::column::{Coded, Texts};
use super::scan::Scan;
use super::spots::Spots;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{Hit, Lexicon, NestedScope};

/// The parameters of the query.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ask {
    /// Whether to list the rows of ancestors too.
    pub rollup: bool,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

/// One row per match.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Hits {
    pub doc_id: Coded,
    pub date_start: Vec<Option<Date>>,
    pub theme: Coded,
    pub pattern: Coded,
    pub matched: Texts,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
    /// Kept once, however many matches it has: a text without full stops is one long sentence.
    pub sentence: Coded,
    pub sentence_start: Vec<i64>,
}

/// Lists the matches of a lexicon.
///
/// # Errors
/// As in [`Lexicon::compile`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn hits(corpus: &Corpus, lexicon: &Lexicon, ask: Ask, control: &Control) -> Result<Hits> {
    corpus.ready(Need::Texts)?;
    let scan = Scan::new(corpus, lexicon, ask.scope, control)?;
    let parts = scan.collect(control, |part: &mut Part, position, found| {
        part.list(corpus, position, found, ask.rollup);
    })?;
    control.check()?;
    Ok(lay_out(corpus, lexicon, &scan, &parts))
}

/// Matches in a batch of documents.
#[derive(Default)]
struct Part {
    rows: Vec<Row>,
    /// Byte ranges of the tokens of one document.
    places: Vec<Range<usize>>,
    matched: Texts,
    /// The sentences with matches.
    sentences: Texts,
}

struct Row {
    position: u32,
    theme: u32,
    pattern: u32,
    start: i64,
    end: i64,
    /// Which of the sentences of its part, and where that starts.
    sentence: u32,
    sentence_start: i64,
}

impl Part {
    fn list(&mut self, corpus: &Corpus, position: usize, found: &[Hit], rollup: bool) {
        let text = corpus.text(position);
        self.places.clear();
        let starts = corpus.sentence_starts(position);
        let last = found.last().map_or(0, |hit| starts.partition_point(|&start| start <= hit.start));
        let end = starts.get(last).map_or(usize::MAX, |&start| start as usize);
        self.places.extend(corpus.places(position).take(end));
        let mut spots = Spots::new(&text, &self.places, starts);
        // The last sentence met, and where it starts.
        let (mut sentence, mut sentence_start) = (0..0, 0);
        for hit in found.iter().filter(|hit| rollup || !hit.rolled_up) {
            let tokens = hit.start as usize..hit.end as usize;
            if !sentence.contains(&tokens.start) {
                sentence = spots.sentence(tokens.start);
                let bytes = spots.bytes(&sentence);
                sentence_start = spots.point(bytes.start);
                self.sentences.push(&text[bytes]);
            }
            let bytes = spots.bytes(&tokens);
            self.rows.push(Row {
                position: position as u32,
                theme: hit.theme,
                pattern: hit.pattern,
                start: spots.point(bytes.start),
                end: spots.point(bytes.end),
                sentence: self.sentences.len() as u32 - 1,
                sentence_start,
            });
            self.matched.push(&text[bytes]);
        }
    }
}

fn lay_out(corpus: &Corpus, lexicon: &Lexicon, scan: &Scan<'_>, parts: &[Part]) -> Hits {
    let (matched, sentences) = rayon::join(
        || Texts::joined(parts.iter().map(|part| &part.matched)),
        || Texts::joined(parts.iter().map(|part| &part.sentences)),
    );
    let themes = lexicon.themes().iter().map(|theme| theme.name.as_str()).collect();
    let coded = |values| Coded::new(values, Vec::new());
    let mut table = Hits { theme: coded(themes), matched, sentence: coded(sentences), ..Hits::default() };
    let mut patterns = HashMap::new();
    let (mut last, mut document, mut date) = (None, 0, None);
    // The sentences of earlier parts.
    let mut before = 0;
    for part in parts {
        for row in &part.rows {
            let position = row.position as usize;
            if last != Some(position) {
                last = Some(position);
                document = table.doc_id.add(corpus.id(position));
                date = corpus.reading(position).map(|reading| reading.start);
            }
            let key = (corpus.lang(position) as u8, row.pattern);
            let text = || scan.matcher(position).pattern_text(row.pattern);
            let pattern = *patterns.entry(key).or_insert_with(|| table.pattern.add(text()));
            table.doc_id.push(document);
            table.date_start.push(date);
            table.theme.push(row.theme);
            table.pattern.push(pattern);
            table.start.push(row.start);
            table.end.push(row.end);
            table.sentence.push(before + row.sentence);
            table.sentence_start.push(row.sentence_start);
        }
        before += part.sentences.len() as u32;
    }
    table
}
