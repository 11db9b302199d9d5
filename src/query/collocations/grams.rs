//! Runs of adjacent words, each packed into one number, then sorted and counted.

use std::ops::{BitAnd, BitOr, Shl, Shr};

use rayon::prelude::*;

use super::super::batches::batches;
use super::{Ask, Pair};
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};
use crate::stats::collocation::{Pairing, exactly};

/// Documents a thread reads at a time.
const UNIT: usize = 512;

pub(super) fn pairs(corpus: &Corpus, ask: &Ask, listed: &[bool], control: &Control) -> Result<Vec<Pair>> {
    corpus.ready(Need::Columns)?;
    let types = corpus.store().vocabulary.len() as u64;
    let counter = Counter { corpus, ask, listed, bits: u64::BITS - types.leading_zeros(), control };
    match ask.size as u32 * counter.bits {
        0..=64 => counter.pairs::<u64>(),
        65..=128 => counter.pairs::<u128>(),
        _ => {
            let message = format!(
                "a corpus of {types} different words is too large for expressions of {} words: use a smaller size",
                ask.size
            );
            Err(Error::Argument(message))
        }
    }
}

/// A run of words as a number, with the last word in the lowest bits.
trait Packed:
    Copy
    + Ord
    + Send
    + Sync
    + From<u32>
    + Shl<u32, Output = Self>
    + Shr<u32, Output = Self>
    + BitAnd<Output = Self>
    + BitOr<Output = Self>
{
    /// The lowest 32 bits.
    fn low(self) -> u32;
}

impl Packed for u64 {
    fn low(self) -> u32 {
        self as u32
    }
}

impl Packed for u128 {
    fn low(self) -> u32 {
        self as u32
    }
}

/// Runs in ascending order, each once, with its count.
type Counted<K> = Vec<(K, i64)>;

struct Counter<'a> {
    corpus: &'a Corpus,
    ask: &'a Ask,
    listed: &'a [bool],
    bits: u32,
    control: &'a Control,
}

impl Counter<'_> {
    fn pairs<K: Packed>(&self) -> Result<Vec<Pair>> {
        let units = batches(self.corpus.len(), UNIT).map(|documents| {
            self.control.check()?;
            Ok(added_up(self.read::<K>(documents)))
        });
        let units: Vec<Counted<K>> = units.collect::<Result<_>>()?;
        let all = added_up(units.into_iter().flatten().collect());
        self.control.check()?;
        let total = all.iter().map(|(_, count)| count).sum();
        let is_frequent = |&&(run, count): &&(K, i64)| count >= self.ask.min_count.max(1) && self.is_listed(run);
        let frequent: Counted<K> = all.par_iter().filter(is_frequent).copied().collect();
        let sums = self.sums(&all, &frequent)?;
        Ok(frequent.par_iter().map(|run| self.pair(run, total, &sums)).collect())
    }

    /// The runs in some documents.
    fn read<K: Packed>(&self, documents: std::ops::Range<usize>) -> Counted<K> {
        let (mut runs, mut ids) = (Vec::new(), Vec::new());
        for position in documents {
            self.corpus.types(position).unpack(&mut ids);
            let starts = self.corpus.sentence_starts(position);
            let stops = starts.iter().skip(1).map(|&start| start as usize).chain([ids.len()]);
            for (&start, stop) in starts.iter().zip(stops) {
                let is_mark = |id: &u32| !self.corpus.store().vocabulary.kind(*id).is_counted();
                let words = ids[start as usize..stop].split(is_mark);
                runs.extend(words.flat_map(|words| words.windows(self.ask.size)).map(|run| (self.pack(run), 1)));
            }
        }
        runs
    }

    fn pack<K: Packed>(&self, run: &[u32]) -> K {
        run.iter().fold(K::from(0), |packed, &id| packed << self.bits | K::from(id))
    }

    /// The type of a word in a run; words are numbered from the end, the last being 0.
    fn word<K: Packed>(&self, run: K, word: usize) -> u32 {
        let types = (1_u64 << self.bits) - 1;
        (run >> (word as u32 * self.bits)).low() & types as u32
    }

    fn is_listed<K: Packed>(&self, run: K) -> bool {
        (0..self.ask.size).all(|word| self.listed[self.word(run, word) as usize])
    }

    /// For every set of words except the empty and the full one: how many runs agree with a frequent run on these
    /// words.
    fn sums<K: Packed>(&self, all: &Counted<K>, frequent: &Counted<K>) -> Result<Vec<Counted<K>>> {
        let some = 1..(1_usize << self.ask.size) - 1;
        let sums = some.map(|set| {
            self.control.check()?;
            let mask = self.mask::<K>(set);
            let part = |runs: &Counted<K>| added_up(runs.par_iter().map(|&(run, count)| (run & mask, count)).collect());
            let (mut sums, wanted) = (part(all), part(frequent));
            let mut wanted = wanted.iter().map(|(run, _)| *run).peekable();
            // Both are sorted, and every wanted run is among the sums.
            sums.retain(|(run, _)| wanted.next_if_eq(run).is_some());
            sums.shrink_to_fit();
            Ok(sums)
        });
        sums.collect()
    }

    fn mask<K: Packed>(&self, set: usize) -> K {
        let types = ((1_u64 << self.bits) - 1) as u32;
        let kept = |word: usize| if set >> word & 1 == 1 { types } else { 0 };
        (0..self.ask.size).rev().fold(K::from(0), |mask, word| mask << self.bits | K::from(kept(word)))
    }

    fn pair<K: Packed>(&self, &(run, count): &(K, i64), total: i64, sums: &[Counted<K>]) -> Pair {
        let at_least = |(set, sums): (usize, &Counted<K>)| {
            let wanted = run & self.mask(set);
            sums.binary_search_by(|(known, _)| known.cmp(&wanted)).map_or(0, |at| sums[at].1)
        };
        let some = (1..).zip(sums).map(at_least);
        let counts: Vec<i64> = [total].into_iter().chain(some).chain([count]).collect();
        // Bit 0 of a set stands for the last word.
        let (left, right) = (counts[counts.len() - 2], counts[1]);
        let pairing = Pairing { joint: count, left, right, total };
        let node = (1..self.ask.size).rev().map(|word| self.word(run, word)).collect();
        Pair::new(node, self.word(run, 0), pairing, left, Some(&exactly(counts)))
    }
}

/// Sorts the runs and adds up the counts of equal ones.
fn added_up<K: Packed>(mut runs: Counted<K>) -> Counted<K> {
    runs.par_sort_unstable_by_key(|&(run, _)| run);
    runs.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    runs.shrink_to_fit();
    runs
}
