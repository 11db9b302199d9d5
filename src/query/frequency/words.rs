//! Counts of single terms.

use rayon::prelude::*;

use super::super::ascending::Ascending;
use super::super::column::Texts;
use super::super::grid::{Cell, Grid};
use super::super::spare::Spare;
use super::super::tally::{Row, Tallies};
use super::Counted;
use crate::corpus::{Control, Corpus, Total, Vocabulary};
use crate::error::Result;

/// Tokens a unit of parallel work at least.
pub(super) const UNIT: i64 = 1 << 20;
/// Units a thread, where one cell has them all.
const UNITS_A_THREAD: i64 = 4;

/// Counts the listed types of every cell; terms are numbered in code point order.
pub(super) fn count<'a>(corpus: &'a Corpus, grid: &Grid, listed: &[bool], control: &Control) -> Result<Counted<'a>> {
    let vocabulary = &corpus.store().vocabulary;
    if let (Some(totals), [cell]) = (corpus.totals(), grid.cells.as_slice())
        && cell.documents.len() == corpus.len()
    {
        return Ok(ranked(vocabulary, vec![all(totals, listed)]));
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
    let mut parts: Vec<Vec<Vec<Row>>> = grid.cells.iter().map(|_| Vec::new()).collect();
    units.into_iter().for_each(|(cell, rows)| parts[cell].push(rows));
    let cells = parts.into_iter().map(|mut parts| match parts.pop() {
        Some(rows) if parts.is_empty() => rows,
        last => parts.into_iter().chain(last).flatten().collect(),
    });
    Ok(ranked(vocabulary, cells.collect()))
}

/// The totals of the listed types, as far as there are any.
fn all(totals: &[Total], listed: &[bool]) -> Vec<Row> {
    let row = |(term, &Total { count, doc_freq })| Row { term, doc_freq, count: count as i64 };
    let rows = (0u32..).zip(totals).map(row).zip(listed);
    rows.filter(|&(row, &listed)| listed && row.count > 0).map(|(row, _)| row).collect()
}

/// Counts by id, of different documents where a cell has several rows of a type, as counts of terms in code point order.
pub(in super::super) fn ranked(vocabulary: &Vocabulary, cells: Vec<Vec<Row>>) -> Counted<'_> {
    let ranks = vocabulary.ranks();
    let order = Spare::new(|| Ascending::new(vocabulary.len()));
    let cells = cells.into_par_iter().map(|rows| order.lend(|order| in_order(rows, ranks, order))).collect();
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

/// The rows by the ranks of their types, which become the numbers of the terms; those of one type are added up.
fn in_order(mut rows: Vec<Row>, ranks: &[u32], order: &mut Ascending) -> Vec<Row> {
    let mut distinct = 0;
    for at in 0..rows.len() {
        let row = rows[at];
        let rank = ranks[row.term as usize];
        if let Some(first) = order.get(rank) {
            let sum = &mut rows[first as usize];
            sum.count += row.count;
            sum.doc_freq += row.doc_freq;
        } else {
            order.put(rank, at as u32);
            distinct += 1;
        }
    }
    let mut sorted = Vec::with_capacity(distinct);
    order.take(|rank, at| sorted.push(Row { term: rank, ..rows[at as usize] }));
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_type_are_added_up_in_the_order_of_ranks() {
        let row = |term, doc_freq, count| Row { term, doc_freq, count };
        let rows = vec![row(0, 1, 5), row(2, 1, 1), row(0, 2, 2), row(1, 3, 9), row(0, 4, 4)];
        let mut order = Ascending::new(3);
        for _ in 0..2 {
            let sorted = in_order(rows.clone(), &[2, 0, 1], &mut order);
            assert_eq!(sorted, [row(0, 3, 9), row(1, 1, 1), row(2, 7, 11)]);
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
