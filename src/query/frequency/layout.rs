//! From counts to columns: the rows of a cell by count, and by term where counts are equal.
//!
//! Each row is written once, where it belongs: terms are taken in order from a set of bits, and a count says behind which
//! others of its cell a row stands.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::super::ascending::Ascending;
use super::super::column::{Coded, Rates, Runs, Texts};
use super::super::grid::Grid;
use super::super::spare::Spare;
use super::super::tally::Row;
use super::Frequency;
use crate::slots::Slots;
use crate::stats::rate::per_million;

/// Counts below it are sorted by counting; nearly all are.
const FEW: usize = 256;

/// Puts the rows into columns, cells in parallel. The terms of a cell, below `terms`, are distinct, or
/// [`NONE`](super::NONE) alone.
pub(super) fn lay_out(
    grid: &Grid,
    cells: &[Vec<Row>],
    terms: usize,
    names: impl FnOnce() -> Texts + Send,
) -> Frequency {
    let rows = cells.iter().map(Vec::len).sum();
    let (count, doc_freq) = (Slots::to_be_written(rows), Slots::to_be_written(rows));
    let (mut codes, mut rates) = (Slots::to_be_written(rows), Slots::to_be_written(rows));
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
    let order = Spare::new(|| Ascending::new(terms));
    let write = |(cell, n_tokens, mut columns): (&Vec<Row>, i64, Columns<'_>)| {
        order.lend(|order| by_count(cell, order, |place, row| columns.set(place, row, n_tokens)));
    };
    let ((), names) = rayon::join(|| places.into_par_iter().for_each(write), names);
    table.term = Coded::new(names, codes);
    table.per_million = Rates::new(rates, has_rate);
    table
}

/// Columns of some rows.
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

    fn set(&mut self, place: usize, row: &Row, n_tokens: i64) {
        self.code[place] = row.term;
        self.count[place] = row.count;
        self.doc_freq[place] = i64::from(row.doc_freq);
        self.rate[place] = per_million(row.count, n_tokens).unwrap_or_default();
    }
}

/// Shows every row of a cell with its place: the largest count first, equal ones by their terms.
fn by_count(rows: &[Row], order: &mut Ascending, mut put: impl FnMut(usize, &Row)) {
    if let [row] = rows {
        return put(0, row);
    }
    let few = |row: &Row| usize::try_from(row.count).ok().filter(|&count| count < FEW);
    let mut many: Vec<&Row> = rows.iter().filter(|row| few(row).is_none()).collect();
    many.sort_unstable_by_key(|row| (Reverse(row.count), row.term));
    many.iter().enumerate().for_each(|(place, row)| put(place, row));
    let mut sizes = [0; FEW];
    for (at, row) in (0u32..).zip(rows) {
        if let Some(count) = few(row) {
            sizes[count] += 1;
            order.put(row.term, at);
        }
    }
    let mut places = [0; FEW];
    let mut next = many.len();
    for (place, size) in places.iter_mut().zip(sizes).rev() {
        *place = next;
        next += size;
    }
    order.take(|_, at| {
        let row = &rows[at as usize];
        if let Some(count) = few(row) {
            put(places[count], row);
            places[count] += 1;
        }
    });
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
        let mut order = Ascending::new(12);
        for length in 0..=rows.len() {
            let rows = &rows[..length];
            let mut expected = rows.to_vec();
            expected.sort_by_key(|row| (Reverse(row.count), row.term));
            let mut sorted = vec![None; length];
            by_count(rows, &mut order, |place, row| assert!(sorted[place].replace(*row).is_none()));
            assert!(sorted.into_iter().flatten().eq(expected), "{length}");
        }
    }
}
