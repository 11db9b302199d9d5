//! From counts to columns: the rows of a cell by count, and by term where counts are equal.
//!
//! This is a counting sort: terms are taken in order from a set of bits, and each count determines where its rows
//! begin. Each column is then written once, from first row to last, by all threads if a cell is large.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::super::ascending::Ascending;
use super::super::column::{Coded, Rates, Runs, Texts};
use super::super::grid::Grid;
use super::super::spare::Spare;
use super::super::tally::Row;
use super::Frequency;
use crate::stats::rate::per_million;
use crate::zeroed::Zeroed;

/// Counts below this are sorted by counting; nearly all are.
const FEW: usize = 256;
/// Rows of a cell that one thread writes at a time.
const PART: usize = 1 << 14;

/// Lays the rows out in columns, cells in parallel. The terms of a cell are distinct and below `terms`, or the cell is
/// a single row with [`NONE`](super::NONE).
pub(super) fn lay_out(
    grid: &Grid,
    cells: &[Vec<Row>],
    terms: usize,
    names: impl FnOnce() -> Texts + Send,
) -> Frequency {
    let rows = cells.iter().map(Vec::len).sum();
    let (count, doc_freq) = (Zeroed::to_be_written(rows), Zeroed::to_be_written(rows));
    let (mut codes, mut rates) = (Zeroed::to_be_written(rows), Zeroed::to_be_written(rows));
    let (mut table, mut has_rate) = (Frequency { count, doc_freq, ..Frequency::default() }, Runs::default());
    let mut places = Vec::with_capacity(cells.len());
    let mut left =
        Columns { code: &mut codes, count: &mut table.count, doc_freq: &mut table.doc_freq, rate: &mut rates };
    for (index, cell) in cells.iter().enumerate() {
        let (period, group) = grid.place(index);
        table.period.push(grid.periods[period], cell.len());
        table.group.push(group as i64, cell.len());
        table.n_docs.push(grid.cells[index].n_docs, cell.len());
        table.n_tokens.push(grid.cells[index].n_tokens, cell.len());
        table.partial.push(grid.partial[period], cell.len());
        has_rate.push(per_million(0, grid.cells[index].n_tokens).is_some(), cell.len());
        let (here, behind) = left.split_at(cell.len());
        places.push((cell, grid.cells[index].n_tokens, here));
        left = behind;
    }
    let spare = Spare::new(<(Option<Ascending>, Vec<u32>)>::default);
    let write = |(cell, n_tokens, columns): (&Vec<Row>, i64, Columns<'_>)| {
        spare.lend(|(ascending, order)| {
            by_count(cell, || ascending.get_or_insert_with(|| Ascending::new(terms)), order);
            columns.write(cell, order, n_tokens);
        });
    };
    let ((), names) = rayon::join(|| places.into_par_iter().for_each(write), names);
    table.term = Coded::new(names, codes);
    table.per_million = Rates::new(rates, has_rate);
    table
}

/// Slices of the columns for some rows.
struct Columns<'t> {
    code: &'t mut [u32],
    count: &'t mut [i64],
    doc_freq: &'t mut [i64],
    rate: &'t mut [f64],
}

impl Columns<'_> {
    fn split_at(self, rows: usize) -> (Self, Self) {
        let (code, codes) = self.code.split_at_mut(rows);
        let (count, counts) = self.count.split_at_mut(rows);
        let (doc_freq, doc_freqs) = self.doc_freq.split_at_mut(rows);
        let (rate, rates) = self.rate.split_at_mut(rows);
        (Self { code, count, doc_freq, rate }, Self { code: codes, count: counts, doc_freq: doc_freqs, rate: rates })
    }

    /// Writes the rows of a cell in the given order, splitting a large cell between threads.
    fn write(self, rows: &[Row], order: &[u32], n_tokens: i64) {
        if order.len() > PART {
            let (first, behind) = order.split_at(order.len() / 2);
            let (here, there) = self.split_at(first.len());
            rayon::join(|| here.write(rows, first, n_tokens), || there.write(rows, behind, n_tokens));
            return;
        }
        let rates = self.doc_freq.iter_mut().zip(self.rate);
        for (&at, ((code, count), (doc_freq, rate))) in
            order.iter().zip(self.code.iter_mut().zip(self.count).zip(rates))
        {
            let row = &rows[at as usize];
            (*code, *count, *doc_freq) = (row.term, row.count, i64::from(row.doc_freq));
            *rate = per_million(row.count, n_tokens).unwrap_or_default();
        }
    }
}

/// Fills `order` with the indices of a cell's rows: largest count first, equal counts by term. `ascending` is called
/// only if the rows are not sorted by term already.
fn by_count<'s>(rows: &[Row], ascending: impl FnOnce() -> &'s mut Ascending, order: &mut Vec<u32>) {
    order.clear();
    if rows.len() == 1 {
        return order.push(0);
    }
    let few = |row: &Row| usize::try_from(row.count).ok().filter(|&count| count < FEW);
    order.extend((0u32..).zip(rows).filter(|(_, row)| few(row).is_none()).map(|(at, _)| at));
    order.sort_unstable_by_key(|&at| (Reverse(rows[at as usize].count), rows[at as usize].term));
    let mut sizes = [0; FEW];
    rows.iter().filter_map(few).for_each(|count| sizes[count] += 1);
    let mut places = [0; FEW];
    let mut next = order.len();
    for (place, size) in places.iter_mut().zip(sizes).rev() {
        *place = next;
        next += size;
    }
    order.resize(rows.len(), 0);
    let mut put = |at: u32| {
        if let Some(count) = few(&rows[at as usize]) {
            order[places[count]] = at;
            places[count] += 1;
        }
    };
    if rows.is_sorted_by_key(|row| row.term) {
        (0..rows.len() as u32).for_each(put);
    } else {
        let terms = ascending();
        (0u32..).zip(rows).for_each(|(at, row)| terms.put(row.term, at));
        terms.take(|_, at| put(at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_by_count_and_then_by_term() {
        let few = FEW as i64;
        let counts = [1, few, 0, 1, few - 1, few + 7, few, 2, few - 1, 1, 0, 9 * few];
        let term = |at: u32| at * 5 % 12;
        let rows: Vec<Row> =
            (0u32..).zip(counts).map(|(at, count)| Row { term: term(at), doc_freq: at, count }).collect();
        let (mut terms, mut order) = (Ascending::new(12), Vec::new());
        for length in 0..=rows.len() {
            let mut rows = rows[..length].to_vec();
            let mut expected = rows.clone();
            expected.sort_by_key(|row| (Reverse(row.count), row.term));
            for _ in 0..2 {
                by_count(&rows, || &mut terms, &mut order);
                assert!(order.iter().map(|&at| rows[at as usize]).eq(expected.iter().copied()), "{length}");
                rows.sort_by_key(|row| row.term);
            }
        }
    }
}
