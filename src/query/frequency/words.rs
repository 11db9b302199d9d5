//! Counts of single terms.

use rayon::prelude::*;

use super::super::ascending::Ascending;
use super::super::column::Texts;
use super::super::grid::{Cell, Grid};
use super::super::spare::Spare;
use super::super::tally::{Row, Tallies};
use super::{Counted, NONE, Names};
use crate::corpus::{Control, Corpus, Total, Vocabulary};
use crate::error::Result;

/// Least number of tokens in a unit of parallel work.
pub(super) const UNIT: i64 = 1 << 20;
/// Units per thread, if one cell has them all.
const UNITS_A_THREAD: i64 = 4;

/// Counts the listed types of every cell; terms are numbered in code point order.
pub(super) fn count<'a>(corpus: &'a Corpus, grid: &Grid, listed: &[bool], control: &Control) -> Result<Counted<'a>> {
    let vocabulary = &corpus.store().vocabulary;
    let part = |rows| Part { rows, numbers: vocabulary.ranks(), apart: true };
    if let (Some(totals), [cell]) = (corpus.totals(), grid.cells.as_slice())
        && cell.documents.len() == corpus.len()
    {
        let rows = total_rows(totals.iter().copied()).filter(|row| listed[row.term as usize]).collect();
        return Ok(named(vocabulary, vec![vec![part(rows)]]));
    }
    let tallies = Spare::new(|| Tallies::new(vocabulary.len()));
    let units = count_units(grid, control, |documents| {
        tallies.lend(|tallies| {
            for &position in documents {
                tallies.count(corpus.types(position as usize), position + 1);
            }
            tallies.take(|id| listed[id as usize])
        })
    })?;
    let mut cells: Vec<Vec<Part<'_>>> = grid.cells.iter().map(|_| Vec::new()).collect();
    units.into_iter().for_each(|(cell, rows)| cells[cell].push(part(rows)));
    Ok(named(vocabulary, cells))
}

fn named<'a>(vocabulary: &'a Vocabulary, cells: Vec<Vec<Part<'_>>>) -> Counted<'a> {
    let mut ids = vec![0; vocabulary.len()];
    (0u32..).zip(vocabulary.ranks()).for_each(|(id, &rank)| ids[rank as usize] = id);
    let name = move |term: u32, names: &mut Texts| names.push(vocabulary.norm(ids[term as usize]));
    let terms = vocabulary.len();
    Counted { cells: numbered(cells, terms), terms, names: Names::Each(Box::new(name)) }
}

/// Rows from the totals of types by id, omitting types that were not counted.
pub(in super::super) fn total_rows(totals: impl Iterator<Item = Total>) -> impl Iterator<Item = Row> {
    let row = |(term, Total { count, doc_freq })| Row { term: term as u32, doc_freq, count: count as i64 };
    totals.enumerate().map(row).filter(|row| row.count > 0)
}

/// Rows of a cell over a set of documents of its own, one row per type.
pub(in super::super) struct Part<'n> {
    pub(in super::super) rows: Vec<Row>,
    /// The number in the table of each type's term; [`NONE`] for types that are not listed.
    pub(in super::super) numbers: &'n [u32],
    /// Whether no two types share a number.
    pub(in super::super) apart: bool,
}

impl Part<'_> {
    fn numbered(self) -> Vec<Row> {
        let Self { mut rows, numbers, .. } = self;
        rows.iter_mut().for_each(|row| row.term = numbers[row.term as usize]);
        rows.retain(|row| row.term != NONE);
        rows
    }
}

/// The rows of each cell, with terms by number below `terms`.
pub(in super::super) fn numbered(cells: Vec<Vec<Part<'_>>>, terms: usize) -> Vec<Vec<Row>> {
    let order = Spare::new(|| Ascending::new(terms));
    let cell = |mut parts: Vec<Part<'_>>| match parts.pop() {
        Some(part) if parts.is_empty() && part.apart => part.numbered(),
        last => order.lend(|order| added_up(parts.into_iter().chain(last).flat_map(Part::numbered), order)),
    };
    cells.into_par_iter().map(cell).collect()
}

/// Counts units of the cells' documents in parallel; a large cell is divided, so that even a single period uses every
/// thread.
pub(super) fn count_units<'g, T: Send>(
    grid: &'g Grid,
    control: &Control,
    count: impl Fn(&'g [u32]) -> T + Sync,
) -> Result<Vec<(usize, T)>> {
    let tokens: i64 = grid.cells.iter().map(|cell| cell.n_tokens).sum();
    let size = UNIT.max(tokens / (rayon::current_num_threads() as i64 * UNITS_A_THREAD));
    let cells = grid.cells.iter().enumerate();
    let units: Vec<(usize, &[u32])> =
        cells.flat_map(|(cell, content)| units(content, size).map(move |part| (cell, part))).collect();
    let count = |(cell, documents)| control.check().map(|()| (cell, count(documents)));
    units.into_par_iter().map(count).collect()
}

/// Splits the documents of a cell into runs of about `size` tokens.
pub(super) fn units(cell: &Cell, size: i64) -> impl Iterator<Item = &[u32]> {
    let parts = usize::try_from(cell.n_tokens / size).unwrap_or(0) + 1;
    cell.documents.chunks(cell.documents.len().div_ceil(parts).max(1))
}

/// Adds up the rows of the same term.
pub(in super::super) fn added_up(rows: impl Iterator<Item = Row>, order: &mut Ascending) -> Vec<Row> {
    let mut sums: Vec<Row> = Vec::new();
    for row in rows {
        if let Some(first) = order.get(row.term) {
            let sum = &mut sums[first as usize];
            sum.count += row.count;
            sum.doc_freq += row.doc_freq;
        } else {
            order.put(row.term, sums.len() as u32);
            sums.push(row);
        }
    }
    order.clear();
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_term_are_added_up() {
        let row = |term, doc_freq, count| Row { term, doc_freq, count };
        let mut order = Ascending::new(3);
        for _ in 0..2 {
            let rows = [row(0, 1, 5), row(2, 1, 1), row(0, 2, 2), row(1, 3, 9), row(0, 4, 4)];
            assert_eq!(added_up(rows.into_iter(), &mut order), [row(0, 7, 11), row(2, 1, 1), row(1, 3, 9)]);
            assert_eq!(added_up(std::iter::empty(), &mut order), []);
        }
    }

    #[test]
    fn units_divide_the_documents_of_a_large_cell_and_keep_their_order() {
        for (documents, n_tokens, expected) in
            [(0, 0, 0), (1, UNIT * 9, 1), (7, UNIT - 1, 1), (7, UNIT, 2), (7, UNIT * 50, 7)]
        {
            let cell = Cell { documents: (0..documents).collect(), n_docs: i64::from(documents), n_tokens };
            assert_eq!(units(&cell, UNIT).count(), expected, "{documents} documents of {n_tokens} tokens");
            assert_eq!(units(&cell, UNIT).flatten().copied().collect::<Vec<u32>>(), cell.documents);
        }
    }
}
