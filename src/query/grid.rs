//! The cells of a table over time: periods × groups, with their documents and denominators.
//!
//! The calendar is complete from the first to the last period of the corpus. Documents that fit no period (undated, or
//! too coarse) share a last row whose period is null, which is there where such documents are.

use crate::calendar::{Date, Every};
use crate::corpus::Corpus;
use crate::error::{Error, Result};

/// A division of a view's documents by something other than time: a column of the user's.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// Group of each document of the view.
    pub of: Vec<u32>,
    /// Number of groups.
    pub count: usize,
}

/// Periods × groups.
#[derive(Debug)]
pub struct Grid {
    /// First day of each period in order; `None` for the row of documents without a period. Without `every`, one `None`.
    pub periods: Vec<Option<Date>>,
    /// Whether the corpus does not span the whole of a period.
    pub partial: Vec<bool>,
    /// Number of groups; 1 without a grouping.
    pub groups: usize,
    /// Cells, by period and within a period by group.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Positions of its documents in the view, ascending.
    pub documents: Vec<u32>,
    /// Their counted tokens.
    pub n_tokens: i64,
}

impl Cell {
    /// Number of documents.
    pub fn n_docs(&self) -> i64 {
        self.documents.len() as i64
    }
}

impl Grid {
    /// Lays the documents of a view into periods and groups.
    ///
    /// # Errors
    /// [`Error::Argument`] where the grouping is not of this view, or where the calendar would have more cells than
    /// memory can hold (a stray date in year 1 in a daily table).
    pub fn new(corpus: &Corpus, every: Option<Every>, grouping: Option<&Grouping>) -> Result<Self> {
        let groups = grouping.map_or(1, |grouping| grouping.count);
        if grouping.is_some_and(|grouping| grouping.of.len() != corpus.len()) {
            return Err(Error::Argument("the grouping has not one value a document".to_owned()));
        }
        let of_document = periods_of_documents(corpus, every);
        let periods = calendar(&of_document, every);
        let partial = partial_periods(corpus, every, &periods);
        let mut cells = allocate(periods.len(), groups)?;
        for (position, period) in of_document.iter().enumerate() {
            let period = match period {
                Some(period) => periods.partition_point(|other| other.is_some_and(|other| other < *period)),
                None => periods.len() - 1,
            };
            let group = grouping.map_or(0, |grouping| grouping.of[position] as usize);
            let cell = &mut cells[period * groups + group];
            cell.documents.push(position as u32);
            cell.n_tokens += corpus.document(position).n_tokens as i64;
        }
        Ok(Self { periods, partial, groups, cells })
    }

    /// Period and group of a cell.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.groups, cell % self.groups)
    }
}

fn periods_of_documents(corpus: &Corpus, every: Option<Every>) -> Vec<Option<Date>> {
    (0..corpus.len())
        .map(|position| {
            let found = corpus.document(position).date.as_ref()?;
            every?.period_of(&found.reading)
        })
        .collect()
}

fn calendar(of_document: &[Option<Date>], every: Option<Every>) -> Vec<Option<Date>> {
    let Some(every) = every else { return vec![None] };
    let dated = || of_document.iter().flatten();
    let mut periods: Vec<Option<Date>> = match (dated().min(), dated().max()) {
        (Some(&first), Some(&last)) => every.calendar(first, last).into_iter().map(Some).collect(),
        _ => Vec::new(),
    };
    if of_document.iter().any(Option::is_none) {
        periods.push(None);
    }
    periods
}

/// A period is partial where the first stated day of the corpus comes after its first day, or the last stated day
/// before its last.
fn partial_periods(corpus: &Corpus, every: Option<Every>, periods: &[Option<Date>]) -> Vec<bool> {
    let readings = || (0..corpus.len()).filter_map(|position| corpus.document(position).date.as_ref());
    let first = readings().map(|found| found.reading.start).min();
    let last = readings().map(|found| found.reading.end).max();
    let (Some(every), Some(first), Some(last)) = (every, first, last) else { return vec![false; periods.len()] };
    periods.iter().map(|period| period.is_some_and(|start| start < first || every.last_day(start) > last)).collect()
}

fn allocate(periods: usize, groups: usize) -> Result<Vec<Cell>> {
    let too_many = || {
        let message = format!("{periods} periods × {groups} groups do not fit in memory: choose a longer period");
        Error::Argument(message)
    };
    let count = periods.checked_mul(groups).ok_or_else(too_many)?;
    let mut cells = Vec::new();
    cells.try_reserve_exact(count).map_err(|_| too_many())?;
    cells.resize(count, Cell::default());
    Ok(cells)
}
