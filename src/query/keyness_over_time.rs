//! Keyness of each period against all the others, or against the period before it.
//!
//! A period is tested on the terms that it or, when that is the reference, the period before it contains; p-values are
//! adjusted over the whole table. Rows are sorted by period (null last), and within a period as in
//! [`keyness`](super::keyness). A period that is not tested, because it or its reference has too few documents, has one
//! row without a term; so do the documents without a period, which belong to neither side.

use rayon::prelude::*;

use super::column::Coded;
use super::grid::Grid;
use super::keyness::{Ask, Measures, Sums, Test};
use super::spare::Spare;
use super::tally::{Row, Tallies};
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};

/// What a period is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Against {
    /// All other periods together.
    #[default]
    Rest,
    /// The period before it.
    Previous,
}

impl Against {
    /// Reads `rest` or `previous`.
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "rest" => Ok(Self::Rest),
            "previous" => Ok(Self::Previous),
            _ => Err(Error::Argument(format!("against is {name:?}: use rest or previous"))),
        }
    }
}

/// How time is divided and compared.
#[derive(Clone, Copy, Debug)]
pub struct Over {
    /// Period size.
    pub every: Every,
    /// What a period is compared with.
    pub against: Against,
    /// Least number of documents in a period and in its reference.
    pub min_docs: i64,
    /// Most rows per period; `None` lists all.
    pub top: Option<usize>,
}

/// One row per period and term.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct KeynessOverTime {
    pub period: Vec<Option<Date>>,
    pub term: Coded,
    pub measures: Measures,
    pub n_docs: Vec<i64>,
    pub n_tokens: Vec<i64>,
    pub partial: Vec<bool>,
}

/// The terms of a period by number with their counts, and the totals of the period.
struct Period {
    rows: Vec<Row>,
    whole: Sums,
}

/// Compares each period with its reference.
///
/// # Errors
/// As in [`keyness`](super::keyness::keyness) and [`Grid::new`].
pub fn keyness_over_time(corpus: &Corpus, over: &Over, ask: &Ask, control: &Control) -> Result<KeynessOverTime> {
    ask.check()?;
    corpus.ready(Need::Columns)?;
    let grid = Grid::new(corpus, Some(over.every), None)?;
    let periods = count(corpus, &grid, control)?;
    let dated = grid.periods.iter().flatten().count();
    let vocabulary = &corpus.store().vocabulary;
    let mut tests = match over.against {
        Against::Rest => against_rest(&periods[..dated], vocabulary.len(), over, ask),
        Against::Previous => against_previous(&periods[..dated], over, ask),
    };
    control.check()?;
    let family: Vec<f64> = tests.iter().flatten().map(|test| test.p).collect();
    let adjusted = ask.adjust.apply(&family);
    tests.iter_mut().flatten().zip(adjusted).for_each(|(test, adjusted)| test.p_adjusted = adjusted);
    tests.par_iter_mut().for_each(|tests| {
        tests.sort_unstable_by(|a, b| a.compare(b, vocabulary));
        tests.truncate(over.top.unwrap_or(usize::MAX));
    });
    let longest = tests.iter().map(Vec::len).max().unwrap_or_default();
    grid.check_rows(longest.max(1))?;
    tests.resize_with(grid.periods.len(), Vec::new);
    let mut table = KeynessOverTime::default();
    for (at, tests) in tests.iter().enumerate() {
        for test in tests {
            let code = table.term.add(vocabulary.norm(test.id));
            table.term.push(code);
            table.measures.push(test, ask);
        }
        if tests.is_empty() {
            table.term.push_none();
            table.measures.push_nothing();
        }
        for _ in 0..tests.len().max(1) {
            table.period.push(grid.periods[at]);
            table.n_docs.push(grid.cells[at].n_docs);
            table.n_tokens.push(grid.cells[at].n_tokens);
            table.partial.push(grid.partial[at]);
        }
    }
    Ok(table)
}

fn count(corpus: &Corpus, grid: &Grid, control: &Control) -> Result<Vec<Period>> {
    let vocabulary = &corpus.store().vocabulary;
    let spare = Spare::new(|| Tallies::new(vocabulary.len()));
    let of_cell = |cell: &super::grid::Cell| {
        control.check()?;
        let mut rows = Vec::new();
        spare.lend(|tallies| {
            for &position in &cell.documents {
                tallies.count(corpus.types(position as usize), position + 1);
            }
            rows = tallies.take(|id| vocabulary.kind(id).is_counted());
        });
        rows.sort_unstable_by_key(|row| row.term);
        let count = rows.iter().map(|row| row.count).sum();
        Ok(Period { rows, whole: Sums { count, docs: cell.n_docs } })
    };
    grid.cells.par_iter().map(of_cell).collect()
}

fn sums(row: &Row) -> Sums {
    Sums { count: row.count, docs: i64::from(row.doc_freq) }
}

fn less(whole: Sums, part: Sums) -> Sums {
    Sums { count: whole.count - part.count, docs: whole.docs - part.docs }
}

fn are_enough(wholes: [Sums; 2], over: &Over) -> bool {
    wholes.iter().all(|whole| whole.docs >= over.min_docs.max(1))
}

fn against_rest(periods: &[Period], types: usize, over: &Over, ask: &Ask) -> Vec<Vec<Test>> {
    let mut all = vec![Sums::default(); types];
    let mut whole = Sums::default();
    for period in periods {
        whole.count += period.whole.count;
        whole.docs += period.whole.docs;
        for row in &period.rows {
            let term = &mut all[row.term as usize];
            term.count += row.count;
            term.docs += i64::from(row.doc_freq);
        }
    }
    let tests = |period: &Period| {
        let wholes = [period.whole, less(whole, period.whole)];
        if !are_enough(wholes, over) {
            return Vec::new();
        }
        let test = |row: &Row| {
            let target = sums(row);
            Test::new(row.term, [target, less(all[row.term as usize], target)], wholes, ask)
        };
        period.rows.iter().filter_map(test).collect()
    };
    periods.par_iter().map(tests).collect()
}

fn against_previous(periods: &[Period], over: &Over, ask: &Ask) -> Vec<Vec<Test>> {
    let tests = |at: usize| {
        let Some(before) = at.checked_sub(1).map(|before| &periods[before]) else { return Vec::new() };
        let now = &periods[at];
        let wholes = [now.whole, before.whole];
        if !are_enough(wholes, over) {
            return Vec::new();
        }
        let pairs = pairs(&now.rows, &before.rows);
        pairs.into_iter().filter_map(|(term, terms)| Test::new(term, terms, wholes, ask)).collect()
    };
    (0..periods.len()).into_par_iter().map(tests).collect()
}

/// The terms of either side, by number.
fn pairs(left: &[Row], right: &[Row]) -> Vec<(u32, [Sums; 2])> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut pairs = Vec::new();
    while let Some(term) = [left.peek(), right.peek()].into_iter().flatten().map(|row| row.term).min() {
        let sides = [left.next_if(|row| row.term == term), right.next_if(|row| row.term == term)];
        pairs.push((term, sides.map(|row| row.map_or_else(Sums::default, sums))));
    }
    pairs
}
