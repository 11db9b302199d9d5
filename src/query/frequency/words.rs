//! Counts of single terms.

use rayon::prelude::*;

use super::super::ascending::Ascending;
use super::super::column::Texts;
use super::super::grid::{Cell, Grid};
use super::super::spare::Spare;
use super::super::tally::{Row, Tallies};
use super::Counted;
use crate::corpus::{Control, Corpus, Vocabulary};
use crate::error::Result;

/// Tokens a unit of parallel work at least.
pub(super) const UNIT: i64 = 1 << 20;
/// Units a thread, where one cell has them all.
const UNITS_A_THREAD: i64 = 4;

/// Counts the listed types of every cell; terms are numbered in code point order.
pub(super) fn count<'a>(corpus: &'a Corpus, grid: &Grid, listed: &[bool], control: &Control) -> Result<Counted<'a>> {
    let vocabulary = &corpus.store().vocabulary;
    let tallies = Spare::new(|| Tallies::new(vocabulary.len()));
    let units = count_units(grid, control, |documents| {
        tallies.lend(|tallies| {
            for &position in documents {
                tallies.count(corpus.types(position as usize), position + 1);
            }
            tallies.take(|id| listed[id as usize])
        })
    })?;
    let mut parts: Vec<Vec<Vec<Row>>> = grid.cells.iter().map(|_| Vec::new()).collect();
    units.into_iter().for_each(|(cell, rows)| parts[cell].push(rows));
    let cells = parts.into_par_iter().map(|mut parts| {
        control.check()?;
        Ok(match parts.pop() {
            Some(rows) if parts.is_empty() => rows,
            last => tallies.lend(|sums| {
                parts.iter().chain(&last).flatten().for_each(|&row| sums.add(row));
                sums.take(|_| true)
            }),
        })
    });
    Ok(ranked(vocabulary, cells.collect::<Result<_>>()?))
}

/// Counts by id, one row a type in each cell, as counts of terms in code point order.
pub(in super::super) fn ranked(vocabulary: &Vocabulary, cells: Vec<Vec<Row>>) -> Counted<'_> {
    let ranks = vocabulary.ranks();
    let order = Spare::new(|| Ascending::new(vocabulary.len()));
    let cells = cells.into_par_iter().map(|rows| order.lend(|order| in_order(&rows, ranks, order))).collect();
    let mut ids = vec![0; vocabulary.len()];
    (0u32..).zip(ranks).for_each(|(id, &rank)| ids[rank as usize] = id);
    let name = move |term: u32, names: &mut Texts| names.push(vocabulary.norm(ids[term as usize]));
    Counted { cells, terms: vocabulary.len(), name: Box::new(name) }
}

/// Counts units of the cells' documents in parallel; a large cell is divided, so that one period alone uses every
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

/// Runs of a cell's documents of about `size` tokens.
pub(super) fn units(cell: &Cell, size: i64) -> impl Iterator<Item = &[u32]> {
    let parts = usize::try_from(cell.n_tokens / size).unwrap_or(0) + 1;
    cell.documents.chunks(cell.documents.len().div_ceil(parts).max(1))
}

/// The rows by the ranks of their types, which become the numbers of the terms.
fn in_order(rows: &[Row], ranks: &[u32], order: &mut Ascending) -> Vec<Row> {
    (0u32..).zip(rows).for_each(|(at, row)| order.put(ranks[row.term as usize], at));
    let mut sorted = Vec::with_capacity(rows.len());
    order.take(|rank, at| sorted.push(Row { term: rank, ..rows[at as usize] }));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

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
