//! The cells of a table over time: periods × groups, with their documents and denominators.
//!
//! The calendar is complete from the first to the last period of the corpus. Documents that fit no period (undated, or
//! dated too coarsely) share a last row with a null period, present only if there are such documents.

use rayon::prelude::*;

use super::placed::{days_of, join};
use crate::calendar::{Date, DateReading, Every};
use crate::corpus::Corpus;
use crate::error::{Error, Result};

/// Most rows a table over time may have: a few gigabytes of columns, and far more than anybody reads.
const MAX_ROWS: usize = 1 << 24;

/// A division of a view's documents by something other than time, such as a column of the user's.
#[derive(Clone, Debug)]
pub struct Grouping {
    /// Group of each document of the view.
    pub of: Vec<u32>,
    /// Number of groups.
    pub count: usize,
}

impl Grouping {
    pub(super) fn check(&self, corpus: &Corpus) -> Result<()> {
        if self.of.len() != corpus.len() {
            let message = format!("the grouping has {} values for {} documents", self.of.len(), corpus.len());
            return Err(Error::Argument(message));
        }
        match self.of.iter().find(|&&group| group as usize >= self.count) {
            Some(group) => Err(Error::Argument(format!("group {group} is not among the {} groups", self.count))),
            None => Ok(()),
        }
    }
}

/// Periods × groups.
#[derive(Debug)]
pub struct Grid {
    /// First day of each period in order, and a last `None` for documents without a period if there are any. Without
    /// `every`, a single `None`.
    pub periods: Vec<Option<Date>>,
    /// Whether the corpus covers only a part of the period.
    pub partial: Vec<bool>,
    /// Number of groups; 1 without a grouping.
    pub groups: usize,
    /// Cells, ordered by period, and by group within a period.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// Positions of its documents in the view, ascending.
    pub documents: Vec<u32>,
    /// The number of its documents.
    pub n_docs: i64,
    /// Their counted tokens.
    pub n_tokens: i64,
}

impl Grid {
    /// Sorts the documents of a view into periods and groups.
    ///
    /// # Errors
    /// [`Error::Argument`] if the grouping is not of this view, and as in [`Grid::check_rows`].
    pub fn new(corpus: &Corpus, every: Option<Every>, grouping: Option<&Grouping>) -> Result<Self> {
        grouping.map_or(Ok(()), |grouping| grouping.check(corpus))?;
        let groups = grouping.map_or(1, |grouping| grouping.count);
        let readings: Vec<Option<DateReading>> = match every {
            Some(_) => corpus.readings().collect(),
            None => vec![None; corpus.len()],
        };
        let days: Vec<_> = readings.par_iter().map(|&reading| days_of(reading, every)).collect();
        let of_document: Vec<Option<Date>> = days.iter().map(|&(_, period)| period).collect();
        let periods = calendar(&of_document, every);
        let span = days.iter().fold(None, |all, &(span, _)| join(all, span));
        let partial = partial_periods(span, every, &periods);
        let mut grid = Self { periods, partial, groups, cells: Vec::new() };
        grid.check_rows(1)?;
        grid.cells = vec![Cell::default(); grid.periods.len() * groups];
        for ((position, period), (_, n_tokens)) in of_document.iter().enumerate().zip(corpus.sizes()) {
            let at = grid.cell(*period, grouping.map_or(0, |grouping| grouping.of[position] as usize));
            let cell = &mut grid.cells[at];
            cell.documents.push(position as u32);
            cell.n_docs += 1;
            cell.n_tokens += i64::from(n_tokens);
        }
        Ok(grid)
    }

    /// Arranges cells that were counted elsewhere into periods and groups; `span` is the first and the last day stated
    /// by a document that belongs to a period.
    ///
    /// # Errors
    /// As in [`Grid::check_rows`].
    pub(super) fn of_cells(
        cells: Vec<(Option<Date>, usize, Cell)>,
        every: Option<Every>,
        groups: usize,
        span: Option<(Date, Date)>,
    ) -> Result<Self> {
        let of_cell: Vec<Option<Date>> = cells.iter().map(|(period, ..)| *period).collect();
        let periods = calendar(&of_cell, every);
        let partial = partial_periods(span, every, &periods);
        let mut grid = Self { periods, partial, groups, cells: Vec::new() };
        grid.check_rows(1)?;
        grid.cells = vec![Cell::default(); grid.periods.len() * groups];
        for (period, group, cell) in cells {
            let at = grid.cell(period, group);
            grid.cells[at] = cell;
        }
        Ok(grid)
    }

    /// Refuses a table whose rows, `each` per cell, would not fit in memory, such as a daily table with a stray date in
    /// year 1.
    ///
    /// # Errors
    /// [`Error::Argument`], with the span of the calendar.
    pub fn check_rows(&self, each: usize) -> Result<()> {
        let rows = self.periods.len().saturating_mul(self.groups).saturating_mul(each);
        if rows <= MAX_ROWS {
            return Ok(());
        }
        let dated = || self.periods.iter().flatten();
        let span = dated().next().zip(dated().next_back());
        let span = span.map_or_else(String::new, |(first, last)| format!(" from {first} to {last}"));
        let shape = format!("{} periods{span} × {} groups × {each}", self.periods.len(), self.groups);
        let help = "choose a longer period or fewer groups, or leave out documents with a stray date";
        Err(Error::Argument(format!("the table would have {shape} rows, more than {MAX_ROWS}: {help}")))
    }

    /// The index of the cell for a period of the grid and a group.
    pub(super) fn cell(&self, period: Option<Date>, group: usize) -> usize {
        let period = match period {
            Some(period) => self.periods.partition_point(|other| other.is_some_and(|other| other < period)),
            None => self.periods.len() - 1,
        };
        period * self.groups + group
    }

    /// The index of each document's cell; for a grid of documents, not of cells counted elsewhere.
    pub(super) fn cell_of_documents(&self) -> Vec<usize> {
        let mut cell_of = vec![0; self.cells.iter().map(|cell| cell.documents.len()).sum()];
        for (at, cell) in self.cells.iter().enumerate() {
            cell.documents.iter().for_each(|&position| cell_of[position as usize] = at);
        }
        cell_of
    }

    /// Period and group of a cell.
    pub fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.groups, cell % self.groups)
    }
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

/// Whether each period is partial: the first is where the first stated day of the corpus comes after its first day, the
/// last where the last stated day comes before its last day.
fn partial_periods(span: Option<(Date, Date)>, every: Option<Every>, periods: &[Option<Date>]) -> Vec<bool> {
    let mut partial = vec![false; periods.len()];
    let (Some(every), Some((first, last))) = (every, span) else { return partial };
    let dated = periods.iter().flatten().count();
    if let (Some(begin), Some(end)) = (periods.first().copied().flatten(), dated.checked_sub(1)) {
        partial[0] |= begin < first;
        partial[end] |= periods[end].is_some_and(|start| every.last_day(start) > last);
    }
    partial
}
