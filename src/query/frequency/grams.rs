//! Counts of n-grams: runs of types within a sentence, none of them a mark.
//!
//! An n-gram is a single integer where the ranks of its types fit into one: integers then compare as the sequences of
//! types do, and a single sort of all rows numbers the n-grams.

use std::hash::Hash;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::super::column::Texts;
use super::super::grid::Grid;
use super::super::tally::Row;
use super::words::count_units;
use super::{Counted, Names};
use crate::corpus::{Control, Corpus};
use crate::error::Result;

/// The rank of a type that no n-gram may contain.
const UNLISTED: u32 = u32::MAX;

/// Counts the n-grams of every cell; terms are numbered in code point order of their names.
pub(super) fn count<'a>(
    corpus: &'a Corpus,
    grid: &Grid,
    listed: &[bool],
    ngram: usize,
    control: &Control,
) -> Result<Counted<'a>> {
    let types = corpus.store().vocabulary.len() as u64;
    let counter = Counter { corpus, grid, listed, ngram, bits: u64::BITS - types.leading_zeros(), control };
    match ngram.saturating_mul(counter.bits as usize) {
        0..=64 => counter.count::<u64>(),
        65..=128 => counter.count::<u128>(),
        _ => counter.count::<Box<[u32]>>(),
    }
}

/// An n-gram, ordered by the ranks of its types.
trait Gram: Clone + Ord + Hash + Send + Sync {
    fn pack(ranks: &[u32], bits: u32) -> Self;
    /// The rank at a position of the n-gram.
    fn rank(&self, place: usize, ngram: usize, bits: u32) -> u32;
}

impl Gram for u64 {
    fn pack(ranks: &[u32], bits: u32) -> Self {
        ranks.iter().fold(0, |gram, &rank| gram << bits | Self::from(rank))
    }

    fn rank(&self, place: usize, ngram: usize, bits: u32) -> u32 {
        u128::from(*self).rank(place, ngram, bits)
    }
}

impl Gram for u128 {
    fn pack(ranks: &[u32], bits: u32) -> Self {
        ranks.iter().fold(0, |gram, &rank| gram << bits | Self::from(rank))
    }

    fn rank(&self, place: usize, ngram: usize, bits: u32) -> u32 {
        (self >> ((ngram - 1 - place) as u32 * bits) & ((1 << bits) - 1)) as u32
    }
}

impl Gram for Box<[u32]> {
    fn pack(ranks: &[u32], _: u32) -> Self {
        ranks.into()
    }

    fn rank(&self, place: usize, _: usize, _: u32) -> u32 {
        self[place]
    }
}

#[derive(Default)]
struct Tally {
    count: i64,
    doc_freq: u32,
    /// Last document counted in `doc_freq`, plus one.
    seen: u32,
}

struct Counter<'a, 'b> {
    corpus: &'a Corpus,
    grid: &'b Grid,
    listed: &'b [bool],
    ngram: usize,
    bits: u32,
    control: &'b Control,
}

impl<'a> Counter<'a, '_> {
    fn count<G: Gram + 'a>(&self) -> Result<Counted<'a>> {
        let units = count_units(self.grid, self.control, |documents| self.count_unit::<G>(documents))?;
        let mut rows: Vec<(G, u32, Row)> = units
            .into_par_iter()
            .flat_map_iter(|(cell, grams)| {
                let row = |tally: Tally| Row { term: 0, doc_freq: tally.doc_freq, count: tally.count };
                grams.into_iter().map(move |(gram, tally)| (gram, cell as u32, row(tally)))
            })
            .collect();
        self.control.check()?;
        rows.par_sort_unstable_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        self.control.check()?;
        let (grams, cells) = self.number(rows);
        let vocabulary = &self.corpus.store().vocabulary;
        let ids = inverse(vocabulary.ranks());
        let (terms, ngram, bits) = (grams.len(), self.ngram, self.bits);
        let name = move |term: u32, names: &mut Texts| {
            let gram = &grams[term as usize];
            names.push_joined((0..ngram).map(|place| vocabulary.norm(ids[gram.rank(place, ngram, bits) as usize])));
        };
        let counted = Counted { cells, terms, names: Names::Each(Box::new(name)) };
        Ok(if self.has_gaps() { by_name(counted) } else { counted })
    }

    fn count_unit<G: Gram>(&self, documents: &[u32]) -> HashMap<G, Tally> {
        let ranks = self.corpus.store().vocabulary.ranks();
        let rank = |id: u32| if self.listed[id as usize] { ranks[id as usize] } else { UNLISTED };
        let (mut counts, mut tokens) = (HashMap::<G, Tally>::new(), Vec::new());
        for &position in documents {
            self.corpus.types(position as usize).unpack(&mut tokens);
            tokens.iter_mut().for_each(|id| *id = rank(*id));
            let starts = self.corpus.sentence_starts(position as usize);
            let stops = starts.iter().skip(1).map(|&start| start as usize).chain([tokens.len()]);
            for (&start, stop) in starts.iter().zip(stops) {
                let runs = tokens[start as usize..stop].split(|&rank| rank == UNLISTED);
                for gram in runs.flat_map(|run| run.windows(self.ngram)) {
                    let tally = counts.entry(G::pack(gram, self.bits)).or_default();
                    tally.count += 1;
                    tally.doc_freq += u32::from(tally.seen != position + 1);
                    tally.seen = position + 1;
                }
            }
        }
        counts
    }

    /// Numbers the sorted n-grams, and gives each cell its rows in that order. Units hold whole documents, so document
    /// frequencies add up.
    fn number<G: Gram>(&self, rows: Vec<(G, u32, Row)>) -> (Vec<G>, Vec<Vec<Row>>) {
        let mut grams: Vec<G> = Vec::new();
        let mut cells: Vec<Vec<Row>> = self.grid.cells.iter().map(|_| Vec::new()).collect();
        for (gram, cell, row) in rows {
            if grams.last() != Some(&gram) {
                grams.push(gram);
            }
            // More than 2^32 distinct n-grams would need over 2^32 * 32 bytes; memory runs out first.
            let term = grams.len() as u32 - 1;
            let cell = &mut cells[cell as usize];
            match cell.last_mut() {
                Some(last) if last.term == term => {
                    last.count += row.count;
                    last.doc_freq += row.doc_freq;
                }
                _ => cell.push(Row { term, ..row }),
            }
        }
        (grams, cells)
    }

    /// Whether some type contains a character that sorts no later than the space between words of a name; names are
    /// then not always in the order of their words.
    fn has_gaps(&self) -> bool {
        self.corpus.store().vocabulary.iter().any(|(_, norm)| norm.bytes().any(|byte| byte <= b' '))
    }
}

fn inverse(ranks: &[u32]) -> Vec<u32> {
    let mut ids = vec![0; ranks.len()];
    (0u32..).zip(ranks).for_each(|(id, &rank)| ids[rank as usize] = id);
    ids
}

/// Renumbers n-grams in the order of their names; nearly all are in that order already.
fn by_name(counted: Counted<'_>) -> Counted<'_> {
    let Counted { mut cells, terms, names } = counted;
    let all = Texts::of_rows(terms, |term, texts| names.push(term as u32, texts));
    let mut order: Vec<u32> = (0..terms as u32).collect();
    order.par_sort_by(|&a, &b| all[a as usize].cmp(&all[b as usize]));
    let places = inverse(&order);
    cells.par_iter_mut().for_each(|cell| {
        cell.iter_mut().for_each(|row| row.term = places[row.term as usize]);
        cell.sort_by_key(|row| row.term);
    });
    let name = move |term: u32, texts: &mut Texts| texts.push(&all[order[term as usize] as usize]);
    Counted { cells, terms, names: Names::Each(Box::new(name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_runs_come_back_and_compare_as_they_do() {
        let runs = [[0, 0, 0], [0, 0, 7], [0, 1, 0], [3, 7, 7], [7, 0, 0], [7, 7, 7]];
        fn check<G: Gram + std::fmt::Debug>(runs: &[[u32; 3]], bits: u32) {
            let packed: Vec<G> = runs.iter().map(|run| G::pack(run, bits)).collect();
            assert!(packed.is_sorted());
            packed.iter().zip(runs).for_each(|(gram, run)| {
                assert_eq!([0, 1, 2].map(|place| gram.rank(place, 3, bits)), *run);
            });
        }
        check::<u64>(&runs, 3);
        check::<u64>(&runs, 21);
        check::<u128>(&runs, 32);
        check::<Box<[u32]>>(&runs, 32);
    }
}
