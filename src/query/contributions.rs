//! What each pattern adds to each theme and period: the counts of [`themes`](super::themes) taken apart.
//!
//! A pattern counts for its own theme and for that theme's ancestors, as the rows of `hits` with `rollup` do, so the
//! counts of a theme and period sum to the count in `themes`. Rows are sorted by period (null last), theme by name,
//! count descending, language, and the order of the lexicon; patterns that never matched have no row.

use std::collections::BTreeMap;

use super::grid::Grid;
use super::scan::Scan;
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};
use crate::text::Lang;

/// One row per period, theme, language and pattern that matched.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Contributions {
    pub period: Vec<Option<Date>>,
    pub theme: Vec<String>,
    pub lang: Vec<&'static str>,
    /// Number of the pattern among those of its language.
    pub number: Vec<i64>,
    pub pattern: Vec<String>,
    /// Whether the theme inherits the pattern from a descendant.
    pub rolled_up: Vec<bool>,
    pub count: Vec<i64>,
    pub doc_freq: Vec<i64>,
    /// Share of the hits of the theme in the period.
    pub share: Vec<f64>,
}

/// A match of a pattern for a theme in a document: position, theme, pattern, whether rolled up.
type Match = (u32, u32, u32, bool);

/// Period, theme, language, pattern, whether rolled up.
type Key = (usize, u32, u8, u32, bool);

/// Counts what each pattern adds.
///
/// # Errors
/// As in [`Grid::new`] and [`Lexicon::compile`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn contributions(
    corpus: &Corpus,
    lexicon: &Lexicon,
    every: Option<Every>,
    scope: NestedScope,
    control: &Control,
) -> Result<Contributions> {
    corpus.ready(Need::Columns)?;
    let grid = Grid::new(corpus, every, None)?;
    let scan = Scan::new(corpus, lexicon, scope, control)?;
    let units = scan.collect(control, |unit: &mut Vec<(Match, i64)>, position, hits| {
        let matches = hits.iter().map(|hit| (position as u32, hit.theme, hit.pattern, hit.rolled_up));
        let mut matches: Vec<Match> = matches.collect();
        matches.sort_unstable();
        unit.extend(matches.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as i64)));
    })?;
    let cell_of = grid.cell_of_documents();
    let mut sums: BTreeMap<Key, (i64, i64)> = BTreeMap::new();
    let mut totals: BTreeMap<(usize, u32), i64> = BTreeMap::new();
    for &((position, theme, pattern, rolled_up), count) in units.iter().flatten() {
        let (period, _) = grid.place(cell_of[position as usize]);
        let lang = corpus.lang(position as usize) as u8;
        let sum = sums.entry((period, theme, lang, pattern, rolled_up)).or_default();
        sum.0 += count;
        sum.1 += 1;
        *totals.entry((period, theme)).or_default() += count;
    }
    control.check()?;
    Ok(lay_out(&grid, lexicon, &scan, sums, &totals))
}

fn lay_out(
    grid: &Grid,
    lexicon: &Lexicon,
    scan: &Scan<'_>,
    sums: BTreeMap<Key, (i64, i64)>,
    totals: &BTreeMap<(usize, u32), i64>,
) -> Contributions {
    let name = |theme: u32| lexicon.themes()[theme as usize].name.as_str();
    let mut rows: Vec<(Key, (i64, i64))> = sums.into_iter().collect();
    rows.sort_by(|(left, (more, _)), (right, (less, _))| {
        let place = |key: &Key| (key.0, name(key.1));
        place(left).cmp(&place(right)).then(less.cmp(more)).then((left.2, left.3).cmp(&(right.2, right.3)))
    });
    let matchers: BTreeMap<u8, _> = scan.by_language().map(|(lang, matcher)| (lang as u8, matcher)).collect();
    let mut table = Contributions::default();
    for ((period, theme, lang, pattern, rolled_up), (count, doc_freq)) in rows {
        table.period.push(grid.periods[period]);
        table.theme.push(name(theme).to_owned());
        table.lang.push(Lang::ALL[lang as usize].code());
        table.number.push(i64::from(pattern));
        table.pattern.push(matchers[&lang].pattern_text(pattern).to_owned());
        table.rolled_up.push(rolled_up);
        table.count.push(count);
        table.doc_freq.push(doc_freq);
        table.share.push(count as f64 / totals[&(period, theme)] as f64);
    }
    table
}
