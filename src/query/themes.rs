//! Themes over time: how often each theme occurs in each cell, with intervals.
//!
//! Rows are sorted by period (null last), group and theme by name; every period × group × theme is there. A
//! document whose language has no pattern for a theme leaves that theme's denominators; `uncovered` says how many did.

use rayon::prelude::*;

use super::grid::{Cell, Grid, Grouping};
use super::scan::Scan;
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};
use crate::stats::normal::check_confidence;
use crate::stats::rate::{RateSums, per_million};
use crate::stats::share::{share, wilson};
use crate::text::Lang;

/// Documents a thread looks up at least.
const PART: usize = 1 << 10;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Division by a column.
    pub grouping: Option<Grouping>,
    /// Nominal coverage of the intervals.
    pub confidence: f64,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

impl Default for Ask {
    fn default() -> Self {
        Self { every: None, grouping: None, confidence: 0.95, scope: NestedScope::Theme }
    }
}

/// One row a period, group and theme.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Themes {
    pub period: Vec<Option<Date>>,
    pub group: Vec<i64>,
    pub theme: Vec<String>,
    pub count: Vec<i64>,
    pub doc_freq: Vec<i64>,
    pub per_million: Vec<Option<f64>>,
    pub per_million_low: Vec<Option<f64>>,
    pub per_million_high: Vec<Option<f64>>,
    pub doc_share: Vec<Option<f64>>,
    pub doc_share_low: Vec<Option<f64>>,
    pub doc_share_high: Vec<Option<f64>>,
    pub n_docs: Vec<i64>,
    pub n_tokens: Vec<i64>,
    pub partial: Vec<bool>,
    /// Themes that some documents left, by name, with how many did.
    pub uncovered: Vec<(String, usize)>,
}

/// Counts themes.
///
/// # Errors
/// [`Error::Argument`](crate::Error::Argument) for a confidence outside 0 to 1, and as in [`Grid::new`] and [`Lexicon::compile`];
/// [`Error::Interrupted`](crate::Error::Interrupted) where `control` was told to stop.
pub fn themes(corpus: &Corpus, lexicon: &Lexicon, ask: &Ask, control: &Control) -> Result<Themes> {
    check_confidence(ask.confidence)?;
    corpus.ready(Need::Documents)?;
    let grid = Grid::new(corpus, ask.every, ask.grouping.as_ref())?;
    grid.check_rows(lexicon.themes().len())?;
    let scan = Scan::new(corpus, lexicon, ask.scope)?;
    let counter = Counter { corpus, scan, themes: lexicon.themes().len() };
    let documents = counter.count_documents(control)?;
    let sizes = counter.sizes();
    let sums: Vec<Vec<RateSums>> = grid.cells.par_iter().map(|cell| counter.sum(cell, &documents, &sizes)).collect();
    control.check()?;
    let mut table = lay_out(&grid, &sums, lexicon, ask.confidence);
    table.uncovered = counter.uncovered(lexicon);
    Ok(table)
}

/// Hits of some documents as position, theme and count.
#[derive(Default)]
struct Unit {
    counts: Vec<(u32, u32, i64)>,
    themes: Vec<u32>,
}

/// Hits of each document as theme and count, by theme.
struct Counts {
    starts: Vec<usize>,
    themes: Vec<(u32, i64)>,
}

impl Counts {
    fn of(&self, position: usize) -> &[(u32, i64)] {
        &self.themes[self.starts[position]..self.starts[position + 1]]
    }
}

struct Counter<'a> {
    corpus: &'a Corpus,
    scan: Scan<'a>,
    themes: usize,
}

impl Counter<'_> {
    fn count_documents(&self, control: &Control) -> Result<Counts> {
        let units = self.scan.collect(control, |unit: &mut Unit, position, hits| {
            unit.themes.extend(hits.iter().map(|hit| hit.theme));
            unit.themes.sort_unstable();
            let runs = unit.themes.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as i64));
            unit.counts.extend(runs.map(|(theme, count)| (position as u32, theme, count)));
            unit.themes.clear();
        })?;
        let mut counts = Counts { starts: vec![0; self.corpus.len() + 1], themes: Vec::new() };
        for (position, theme, count) in units.iter().flat_map(|unit| &unit.counts) {
            counts.starts[*position as usize + 1] += 1;
            counts.themes.push((*theme, *count));
        }
        for position in 0..self.corpus.len() {
            counts.starts[position + 1] += counts.starts[position];
        }
        Ok(counts)
    }

    /// Language and tokens of every document, together in memory, as cells ask for them in any order.
    fn sizes(&self) -> Vec<(Lang, u32)> {
        let size = |position: usize| {
            let row = self.corpus.row(position);
            (row.lang(), row.n_tokens() as u32)
        };
        (0..self.corpus.len()).into_par_iter().with_min_len(PART).map(size).collect()
    }

    /// Documents and tokens are added up once a language; themes differ by their hits alone.
    fn sum(&self, cell: &Cell, documents: &Counts, of_documents: &[(Lang, u32)]) -> Vec<RateSums> {
        let mut hits = vec![RateSums::default(); self.themes];
        let mut sizes = [RateSums::default(); Lang::ALL.len()];
        for &position in &cell.documents {
            let (lang, n_tokens) = of_documents[position as usize];
            let n_tokens = i64::from(n_tokens);
            sizes[lang as usize].add_document(n_tokens);
            for &(theme, count) in documents.of(position as usize) {
                hits[theme as usize].add_hits(count, n_tokens);
            }
        }
        for (lang, size) in Lang::ALL.into_iter().zip(&sizes).filter(|(_, size)| size.n_docs > 0) {
            let matcher = self.scan.matcher_of(lang);
            let covered = hits.iter_mut().enumerate().filter(|&(theme, _)| matcher.covers(theme));
            covered.for_each(|(_, sums)| sums.merge(size));
        }
        hits
    }

    fn uncovered(&self, lexicon: &Lexicon) -> Vec<(String, usize)> {
        let mut documents = vec![0; self.themes];
        for (matcher, of_language) in self.scan.matchers() {
            for (theme, count) in documents.iter_mut().enumerate() {
                *count += if matcher.covers(theme) { 0 } else { of_language };
            }
        }
        let named = lexicon.themes().iter().map(|theme| theme.name.clone()).zip(documents);
        let mut uncovered: Vec<(String, usize)> = named.filter(|&(_, count)| count > 0).collect();
        uncovered.sort();
        uncovered
    }
}

/// Hits that a document with one has, over the whole table, for each theme.
fn hits_per_document(sums: &[Vec<RateSums>], theme: usize) -> f64 {
    let count: i64 = sums.iter().map(|cell| cell[theme].count).sum();
    let doc_freq: i64 = sums.iter().map(|cell| cell[theme].doc_freq).sum();
    if doc_freq == 0 { 1.0 } else { count as f64 / doc_freq as f64 }
}

fn lay_out(grid: &Grid, sums: &[Vec<RateSums>], lexicon: &Lexicon, confidence: f64) -> Themes {
    let mut table = Themes::default();
    let bursts: Vec<f64> = (0..lexicon.themes().len()).map(|theme| hits_per_document(sums, theme)).collect();
    let themes = lexicon.themes();
    let mut by_name: Vec<usize> = (0..themes.len()).collect();
    by_name.sort_by(|&a, &b| themes[a].name.cmp(&themes[b].name));
    for (cell, sums) in sums.iter().enumerate() {
        let (period, group) = grid.place(cell);
        for &theme in &by_name {
            table.period.push(grid.periods[period]);
            table.group.push(group as i64);
            table.theme.push(themes[theme].name.clone());
            table.partial.push(grid.partial[period]);
            table.push(&sums[theme], confidence, bursts[theme]);
        }
    }
    table
}

impl Themes {
    fn push(&mut self, sums: &RateSums, confidence: f64, burst: f64) {
        let rate = sums.interval(confidence, burst);
        let documents = wilson(sums.doc_freq, sums.n_docs, confidence);
        self.count.push(sums.count);
        self.doc_freq.push(sums.doc_freq);
        self.per_million.push(per_million(sums.count, sums.n_tokens));
        self.per_million_low.push(rate.map(|limits| limits.0));
        self.per_million_high.push(rate.map(|limits| limits.1));
        self.doc_share.push(share(sums.doc_freq, sums.n_docs));
        self.doc_share_low.push(documents.map(|limits| limits.0));
        self.doc_share_high.push(documents.map(|limits| limits.1));
        self.n_docs.push(sums.n_docs);
        self.n_tokens.push(sums.n_tokens);
    }
}
