//! The types that workers meet, and how those of all workers become one vocabulary.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;

use super::vocabulary::Vocabulary;
use crate::text::TokenKind;

/// Where a type was first met: block, and token within it.
pub(super) type Place = (u32, u32);

/// Types met by one worker, by numbers of its own: a column for each thing that is asked apart, so that what is asked of
/// every token stays in the cache.
#[derive(Debug, Default)]
pub(crate) struct Types {
    text: String,
    ends: Vec<usize>,
    kinds: Vec<TokenKind>,
    hashes: Vec<u64>,
    numbers: HashTable<u32>,
    /// Occurrences, and where each type was first met, once [`Types::count`] has seen it.
    counts: Vec<u64>,
    first: Vec<Place>,
    /// The highest block counted.
    newest: u32,
}

impl Types {
    /// Number of types.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Norm of a type.
    pub(crate) fn norm(&self, number: u32) -> &str {
        let start = (number as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[number as usize]]
    }

    /// Kind of a type.
    pub(crate) fn kind(&self, number: u32) -> TokenKind {
        self.kinds[number as usize]
    }

    /// Number of a norm, which is added where it is new. All workers hash alike.
    pub(super) fn intern(&mut self, norm: &str, kind: TokenKind, hasher: &impl BuildHasher) -> u32 {
        let hash = hasher.hash_one(norm);
        if let Some(&number) = self.numbers.find(hash, |&number| self.norm(number) == norm) {
            return number;
        }
        // 2^32 distinct norms are more than 2^32 * 40 bytes of memory, which fails earlier.
        let number = u32::try_from(self.len()).expect("fewer than 2^32 types");
        self.text.push_str(norm);
        self.ends.push(self.text.len());
        self.kinds.push(kind);
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.numbers.insert_unique(hash, number, |&number| hashes[number as usize]);
        number
    }

    /// Takes a block that was read into account, from its types in order.
    pub(super) fn count(&mut self, block: u32, numbers: &[u32]) {
        self.counts.resize(self.len(), 0);
        numbers.iter().for_each(|&number| self.counts[number as usize] += 1);
        // New types are numbered in the order they are met in.
        for (place, &number) in (0u32..).zip(numbers) {
            if number as usize == self.first.len() {
                self.first.push((block, place));
            }
        }
        if block < self.newest {
            for (place, &number) in (0u32..).zip(numbers) {
                let first = &mut self.first[number as usize];
                *first = (*first).min((block, place));
            }
        }
        self.newest = self.newest.max(block);
    }

    /// The number that a type of another worker has here, if any.
    fn find(&self, other: &Self, number: u32) -> Option<u32> {
        let (norm, hash) = (other.norm(number), other.hashes[number as usize]);
        self.numbers.find(hash, |&own| self.norm(own) == norm).copied()
    }
}

/// A type of the corpus: the sums of the workers that met it, and where its norm stands.
struct Sum {
    count: u64,
    first: Place,
    worker: usize,
    number: u32,
}

/// Adds the types that workers met to a vocabulary, by frequency and then by first occurrence; gives for each worker
/// the id of each of its numbers.
pub(crate) fn merge(workers: &[&Types], vocabulary: &mut Vocabulary) -> Vec<Vec<u32>> {
    let (sums, maps) = add_up(workers);
    let mut order: Vec<(Reverse<u64>, Place, u32)> =
        (0u32..).zip(&sums).map(|(at, sum)| (Reverse(sum.count), sum.first, at)).collect();
    order.par_sort_unstable();
    let mut ids = vec![0; sums.len()];
    let fresh = vocabulary.is_empty();
    for (_, _, at) in order {
        let sum = &sums[at as usize];
        let (norm, kind) = (workers[sum.worker].norm(sum.number), workers[sum.worker].kind(sum.number));
        ids[at as usize] = if fresh { vocabulary.push(norm, kind) } else { vocabulary.intern(norm, kind) };
    }
    maps.into_par_iter().map(|map| map.into_iter().map(|at| ids[at as usize]).collect()).collect()
}

/// The types of all workers, each once, and for each worker where its own are among them. The worker that knows most has
/// a table of its types already, and the others are looked up in it side by side.
fn add_up(workers: &[&Types]) -> (Vec<Sum>, Vec<Vec<u32>>) {
    let most = (0..workers.len()).max_by_key(|&worker| workers[worker].len()).unwrap_or_default();
    let own = |worker: usize| {
        let types = workers.get(worker);
        let of = move |number: u32| {
            let (count, first) = types.map_or((None, None), |types| {
                (types.counts.get(number as usize).copied(), types.first.get(number as usize).copied())
            });
            Sum { count: count.unwrap_or_default(), first: first.unwrap_or((u32::MAX, u32::MAX)), worker, number }
        };
        (0..types.map_or(0, |types| types.len() as u32)).map(of)
    };
    let mut sums: Vec<Sum> = own(most).collect();
    let mut others: HashTable<u32> = HashTable::new();
    let mut maps = Vec::with_capacity(workers.len());
    for (worker, types) in workers.iter().enumerate() {
        if worker == most {
            maps.push((0..types.len() as u32).collect());
            continue;
        }
        let known: Vec<Option<u32>> =
            (0..types.len()).into_par_iter().map(|number| workers[most].find(types, number as u32)).collect();
        let place = |(sum, known): (Sum, Option<u32>)| {
            let (norm, hash) = (types.norm(sum.number), types.hashes[sum.number as usize]);
            let norm_at = |sums: &[Sum], at: u32| workers[sums[at as usize].worker].norm(sums[at as usize].number);
            let known = known.or_else(|| others.find(hash, |&at| norm_at(&sums, at) == norm).copied());
            let Some(at) = known else {
                sums.push(sum);
                let at = sums.len() as u32 - 1;
                let hash_at = |sum: &Sum| workers[sum.worker].hashes[sum.number as usize];
                others.insert_unique(hash, at, |&at| hash_at(&sums[at as usize]));
                return at;
            };
            let total = &mut sums[at as usize];
            (total.count, total.first) = (total.count + sum.count, total.first.min(sum.first));
            at
        };
        maps.push(own(worker).zip(known).map(place).collect());
    }
    (sums, maps)
}
