//! Themes over time: how often each theme occurs in each cell, with intervals.
//!
//! Rows are sorted by period (null last), group and theme by name; every period × group × theme is present. A document
//! whose language has no pattern for a theme is left out of that theme's denominators; `uncovered` says how many were.

mod counts;
mod interval;
mod units;

use super::column::Coded;
use super::grid::{Cell, Grid, Grouping};
use super::scan::Scan;
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};
use crate::lexicon::{Lexicon, Matcher, NestedScope};
use crate::stats::bootstrap::Resampling;
use crate::stats::normal::check_confidence;
use crate::stats::rate::Method;
use crate::stats::resamples;
pub(super) use counts::{Counts, HitsByTheme};
use interval::Row;
pub(super) use interval::{Part, rows};
use units::Source;

/// The parameters of the query.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Grouping by a column.
    pub grouping: Option<Grouping>,
    /// Nominal coverage of the intervals.
    pub confidence: f64,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
    /// How to compute the limits of rates.
    pub method: Method,
    /// How to resample units, if at all.
    pub resampling: Resampling,
    /// Cluster of each document: rates then vary over clusters; without it, over documents.
    pub clusters: Option<Vec<u32>>,
    /// Strata whose mix in the whole table is the standard for every cell.
    pub standard: Option<Grouping>,
    /// Whether each document is counted; one that is not still has its period in the calendar. Without it, all are
    /// counted.
    pub counted: Option<Vec<bool>>,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            every: None,
            grouping: None,
            confidence: 0.95,
            scope: NestedScope::Theme,
            method: Method::default(),
            resampling: Resampling::default(),
            clusters: None,
            standard: None,
            counted: None,
        }
    }
}

/// Most draws of a document that a table may cost: some minutes of work.
const MAX_DRAWS: u64 = 1 << 36;

impl Ask {
    pub(super) fn check_confidence(&self) -> Result<()> {
        check_confidence(self.confidence)
    }

    fn check(&self, corpus: &Corpus) -> Result<()> {
        self.check_confidence()?;
        self.standard.as_ref().map_or(Ok(()), |standard| standard.check(corpus))?;
        let of_documents = [self.clusters.as_ref().map(Vec::len), self.counted.as_ref().map(Vec::len)];
        if let Some(length) = of_documents.into_iter().flatten().find(|&length| length != corpus.len()) {
            return Err(Error::Argument(format!("{length} values were given for {} documents", corpus.len())));
        }
        if !self.method.resamples() {
            return Ok(());
        }
        if self.standard.is_some() {
            let help = "standardised rates are not resampled, as their variance has a formula: use score or normal";
            return Err(Error::Argument(help.to_owned()));
        }
        let (resamples, documents) = (self.resampling.resamples, corpus.len());
        resamples::check(resamples, 2)?;
        if (resamples as u64).saturating_mul(documents as u64) > MAX_DRAWS {
            let help = format!("with {documents} documents, give at most {}", MAX_DRAWS / documents as u64);
            return Err(Error::Argument(format!("resamples is {resamples}: {help}")));
        }
        Ok(())
    }
}

/// One row per period, group and theme.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Themes {
    pub period: Vec<Option<Date>>,
    pub group: Vec<i64>,
    pub theme: Coded,
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
    /// Share of the standard's tokens in the strata that the cell contains; `None` without a standard.
    pub standard_covered: Vec<Option<f64>>,
    /// Themes for which some documents were left out, by name, with the number of these documents.
    pub uncovered: Vec<(String, usize)>,
}

/// Counts themes.
///
/// # Errors
/// [`Error::Argument`](crate::Error::Argument) for a confidence outside 0 to 1, for values whose number is not that of
/// the documents, for a standard with resampling, and as in [`Grid::new`] and [`Lexicon::compile`];
/// [`Error::Interrupted`](crate::Error::Interrupted) if `control` was told to stop.
pub fn themes(corpus: &Corpus, lexicon: &Lexicon, ask: &Ask, control: &Control) -> Result<Themes> {
    ask.check(corpus)?;
    corpus.ready(Need::Documents)?;
    let (grid, scan) = rayon::join(
        || Grid::new(corpus, ask.every, ask.grouping.as_ref()),
        || Scan::new(corpus, lexicon, ask.scope, control),
    );
    let (grid, themes) = (grid?, lexicon.themes().len());
    grid.check_rows(themes)?;
    let scan = scan?;
    let strata = || grid.cells.iter().map(|cell| strata_of(cell, ask)).collect::<Vec<Vec<Vec<u32>>>>();
    let (counts, (sizes, cells)) = rayon::join(|| Counts::new(&scan, control), || (corpus.sizes().collect(), strata()));
    let source = Source::new(scan, counts?, sizes, themes, ask.clusters.as_deref());
    let parts = interval::parts(&source, ask, &cells, themes, control)?;
    let rows = rows(&parts, ask, themes);
    control.check()?;
    let mut table = lay_out(&grid, &rows, lexicon);
    table.uncovered = uncovered(&source.scan, lexicon, ask.counted.as_deref());
    Ok(table)
}

/// The counted documents of a cell, by stratum; without a standard, a single stratum.
fn strata_of(cell: &Cell, ask: &Ask) -> Vec<Vec<u32>> {
    let mut strata = vec![Vec::new(); ask.standard.as_ref().map_or(1, |standard| standard.count)];
    let is_counted = |position: u32| ask.counted.as_ref().is_none_or(|counted| counted[position as usize]);
    for &position in cell.documents.iter().filter(|&&position| is_counted(position)) {
        let stratum = ask.standard.as_ref().map_or(0, |standard| standard.of[position as usize] as usize);
        strata[stratum].push(position);
    }
    strata
}

/// Themes for which some counted documents are left out of the denominators, because their language has no pattern for
/// them; by name, with the number of these documents.
pub(super) fn uncovered(scan: &Scan<'_>, lexicon: &Lexicon, counted: Option<&[bool]>) -> Vec<(String, usize)> {
    let mut documents = vec![0; lexicon.themes().len()];
    let mut leave = |matcher: &Matcher, of_language: usize| {
        for (theme, count) in documents.iter_mut().enumerate() {
            *count += if matcher.covers(theme) { 0 } else { of_language };
        }
    };
    match counted {
        None => scan.matchers().for_each(|(matcher, of_language)| leave(matcher, of_language)),
        Some(counted) => {
            let positions = (0..counted.len()).filter(|&position| counted[position]);
            positions.for_each(|position| leave(scan.matcher(position), 1));
        }
    }
    left_by(lexicon, documents)
}

/// Themes for which some documents were left out, by name, with how many; `documents` gives the number for every theme.
pub(super) fn left_by(lexicon: &Lexicon, documents: impl IntoIterator<Item = usize>) -> Vec<(String, usize)> {
    let named = lexicon.themes().iter().map(|theme| theme.name.clone()).zip(documents);
    let mut uncovered: Vec<(String, usize)> = named.filter(|&(_, count)| count > 0).collect();
    uncovered.sort();
    uncovered
}

pub(super) fn lay_out(grid: &Grid, rows: &[Vec<Row>], lexicon: &Lexicon) -> Themes {
    let themes = lexicon.themes();
    let by_name = lexicon.by_name();
    let names = themes.iter().map(|theme| theme.name.as_str()).collect();
    let mut table = Themes { theme: Coded::new(names, Vec::new()), ..Themes::default() };
    for (cell, rows) in rows.iter().enumerate() {
        let (period, group) = grid.place(cell);
        for &theme in &by_name {
            table.period.push(grid.periods[period]);
            table.group.push(group as i64);
            // A lexicon that fits in memory has fewer than 2^32 themes.
            table.theme.push(theme as u32);
            table.partial.push(grid.partial[period]);
            table.push(&rows[theme]);
        }
    }
    table
}

impl Themes {
    fn push(&mut self, row: &Row) {
        self.count.push(row.count);
        self.doc_freq.push(row.doc_freq);
        self.per_million.push(row.rate.map(|rate| rate * 1e6));
        self.per_million_low.push(row.limits.map(|limits| limits.0 * 1e6));
        self.per_million_high.push(row.limits.map(|limits| limits.1 * 1e6));
        self.doc_share.push(row.share);
        self.doc_share_low.push(row.share_limits.map(|limits| limits.0));
        self.doc_share_high.push(row.share_limits.map(|limits| limits.1));
        self.n_docs.push(row.n_docs);
        self.n_tokens.push(row.n_tokens);
        self.standard_covered.push(row.covered);
    }
}
