//! The types that workers meet, and how those of all workers become one vocabulary.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use hashbrown::HashTable;
use rayon::prelude::*;

use super::vocabulary::Vocabulary;
use crate::text::TokenKind;

/// Where a type was first met: block, and token within it.
pub(super) type Place = (u32, u32);

/// Parts that the types are divided into by their hashes, so that threads merge side by side.
const SHARDS: usize = 16;

/// Types met by one worker, by numbers of its own.
#[derive(Debug, Default)]
pub(crate) struct Types {
    text: String,
    types: Vec<Type>,
    numbers: HashTable<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Type {
    hash: u64,
    end: usize,
    count: u64,
    first: Place,
    kind: TokenKind,
}

impl Types {
    /// Number of types.
    pub(crate) fn len(&self) -> usize {
        self.types.len()
    }

    /// Norm of a type.
    pub(crate) fn norm(&self, number: u32) -> &str {
        let start = (number as usize).checked_sub(1).map_or(0, |before| self.types[before].end);
        &self.text[start..self.types[number as usize].end]
    }

    /// Kind of a type.
    pub(crate) fn kind(&self, number: u32) -> TokenKind {
        self.types[number as usize].kind
    }

    /// Number of a norm, which is added where it is new. All workers hash alike.
    pub(super) fn intern(&mut self, norm: &str, kind: TokenKind, hasher: &impl BuildHasher) -> u32 {
        let hash = hasher.hash_one(norm);
        if let Some(&number) = self.numbers.find(hash, |&number| self.norm(number) == norm) {
            return number;
        }
        // 2^32 distinct norms are more than 2^32 * 48 bytes of memory, which fails earlier.
        let number = u32::try_from(self.types.len()).expect("fewer than 2^32 types");
        self.text.push_str(norm);
        self.types.push(Type { hash, end: self.text.len(), count: 0, first: (u32::MAX, u32::MAX), kind });
        let types = &self.types;
        self.numbers.insert_unique(hash, number, |&number| types[number as usize].hash);
        number
    }

    /// Takes a block that was read into account, from its types in order.
    pub(super) fn count(&mut self, block: u32, numbers: &[u32]) {
        for (place, &number) in (0u32..).zip(numbers) {
            let met = &mut self.types[number as usize];
            met.count += 1;
            met.first = met.first.min((block, place));
        }
    }
}

/// A type of the corpus: the sums of the workers that met it, and where its norm stands.
struct Sum {
    count: u64,
    first: Place,
    worker: usize,
    number: u32,
}

/// Types whose hashes fall into one shard, and for each worker the pairs of its number and the place among them.
struct Shard {
    sums: Vec<Sum>,
    met: Vec<Vec<(u32, u32)>>,
}

/// Adds the types that workers met to a vocabulary, by frequency and then by first occurrence; gives for each worker
/// the id of each of its numbers.
pub(crate) fn merge(workers: &[&Types], vocabulary: &mut Vocabulary) -> Vec<Vec<u32>> {
    let shards: Vec<Shard> = (0..SHARDS).into_par_iter().map(|shard| Shard::new(workers, shard)).collect();
    let mut order: Vec<(Reverse<u64>, Place, usize, usize)> = Vec::new();
    for (number, shard) in shards.iter().enumerate() {
        order.extend(shard.sums.iter().enumerate().map(|(at, sum)| (Reverse(sum.count), sum.first, number, at)));
    }
    order.par_sort_unstable();
    let mut ids: Vec<Vec<u32>> = shards.iter().map(|shard| vec![0; shard.sums.len()]).collect();
    let fresh = vocabulary.is_empty();
    for (_, _, shard, at) in order {
        let sum = &shards[shard].sums[at];
        let (norm, kind) = (workers[sum.worker].norm(sum.number), workers[sum.worker].kind(sum.number));
        ids[shard][at] = if fresh { vocabulary.push(norm, kind) } else { vocabulary.intern(norm, kind) };
    }
    let map = |worker: usize| {
        let mut map = vec![0; workers[worker].len()];
        for (shard, ids) in shards.iter().zip(&ids) {
            shard.met[worker].iter().for_each(|&(number, at)| map[number as usize] = ids[at as usize]);
        }
        map
    };
    (0..workers.len()).into_par_iter().map(map).collect()
}

impl Shard {
    fn new(workers: &[&Types], shard: usize) -> Self {
        let mut sums: Vec<Sum> = Vec::new();
        let mut places: HashTable<u32> = HashTable::new();
        let mut met = Vec::new();
        for (worker, types) in workers.iter().enumerate() {
            let mut pairs = Vec::new();
            for (number, own) in (0u32..).zip(&types.types).filter(|(_, own)| own.hash as usize % SHARDS == shard) {
                let norm = types.norm(number);
                let norm_of = |sum: &Sum| workers[sum.worker].norm(sum.number);
                let found = places.find(own.hash, |&at| norm_of(&sums[at as usize]) == norm).copied();
                let at = found.unwrap_or(sums.len() as u32);
                if found.is_some() {
                    let sum = &mut sums[at as usize];
                    (sum.count, sum.first) = (sum.count + own.count, sum.first.min(own.first));
                } else {
                    sums.push(Sum { count: own.count, first: own.first, worker, number });
                    let hash_of = |sum: &Sum| workers[sum.worker].types[sum.number as usize].hash;
                    places.insert_unique(own.hash, at, |&at| hash_of(&sums[at as usize]));
                }
                pairs.push((number, at));
            }
            met.push(pairs);
        }
        Self { sums, met }
    }
}
