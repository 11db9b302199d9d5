//! The types that workers meet, and how those of all workers become one vocabulary.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;

use super::vocabulary::Vocabulary;
use crate::text::{self, Lang, TokenKind};

/// Where a type was first met: block, and token within it.
pub(super) type Place = (u32, u32);

/// Types met by one worker, by numbers of its own: a column for each thing that is asked apart, so that what is asked of
/// every token stays in the cache. Each is new to who adds it; languages do not know of each other's, so a norm of several
/// languages stands here several times.
#[derive(Debug, Default)]
pub(crate) struct Types {
    text: String,
    ends: Vec<usize>,
    kinds: Vec<TokenKind>,
    languages: [bool; Lang::ALL.len()],
    /// Occurrences that were added.
    counts: Vec<u64>,
    /// Whether the kind is counted, and where each type was first met, once [`Types::note`] has seen it.
    counted: Vec<u8>,
    first: Vec<Place>,
    /// The highest block noted.
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

    /// Adds a norm that is new in a language; its number.
    pub(crate) fn push(&mut self, norm: &str, lang: Lang) -> u32 {
        // 2^32 distinct norms are more than 2^32 * 40 bytes of memory, which fails earlier.
        let number = u32::try_from(self.len()).expect("fewer than 2^32 types");
        self.text.push_str(norm);
        self.ends.push(self.text.len());
        self.kinds.push(text::kind(norm));
        self.languages[lang as usize] = true;
        number
    }

    /// Whether no norm stands here twice.
    fn are_distinct(&self) -> bool {
        self.languages.iter().filter(|&&met| met).count() <= 1
    }

    /// Takes note of a document, given the types of its tokens in order, which stands in a block behind `before` tokens of
    /// others: where types were first met, and how many of its tokens are counted.
    pub(super) fn note(&mut self, block: u32, before: usize, numbers: &[u32]) -> usize {
        self.counted.extend(self.kinds[self.counted.len()..].iter().map(|kind| u8::from(kind.is_counted())));
        let (mut counted, mut new) = (0, self.first.len());
        // A block holds fewer than 2^32 tokens.
        let places = || (before as u32..).zip(numbers);
        for (place, &number) in places() {
            counted += usize::from(self.counted[number as usize]);
            // New types are numbered in the order they are met in.
            if number as usize == new {
                self.first.push((block, place));
                new += 1;
            }
        }
        if block < self.newest {
            for (place, &number) in places() {
                let first = &mut self.first[number as usize];
                *first = (*first).min((block, place));
            }
        }
        self.newest = self.newest.max(block);
        counted
    }

    /// Adds occurrences of a type.
    pub(super) fn add(&mut self, number: u32, count: u32) {
        self.counts.resize(self.len(), 0);
        self.counts[number as usize] += u64::from(count);
    }
}

impl Types {
    /// What a worker, which has a number itself, knows of one of its types.
    fn sum(&self, worker: usize, number: u32) -> Sum {
        let at = number as usize;
        let count = self.counts.get(at).copied().unwrap_or_default();
        Sum { count, first: self.first.get(at).copied().unwrap_or((u32::MAX, u32::MAX)), worker, number }
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

/// The types of all workers, each once, and for each worker where its own are among them.
fn add_up(workers: &[&Types]) -> (Vec<Sum>, Vec<Vec<u32>>) {
    if let [types] = workers {
        if types.are_distinct() {
            let numbers = 0..types.len() as u32;
            return (numbers.clone().map(|number| types.sum(0, number)).collect(), vec![numbers.collect()]);
        }
    }
    let hasher = DefaultHashBuilder::default();
    let hashes = |types: &&Types| -> Vec<u64> {
        let hash = |number| hasher.hash_one(types.norm(number));
        (0..types.len() as u32).into_par_iter().map(hash).collect()
    };
    let hashes: Vec<Vec<u64>> = workers.iter().map(hashes).collect();
    let shares: Vec<Share> = (0..SHARES).into_par_iter().map(|share| Share::new(share, workers, &hashes)).collect();
    let mut maps: Vec<Vec<u32>> = workers.iter().map(|types| vec![0; types.len()]).collect();
    let mut sums = Vec::with_capacity(shares.iter().map(|share| share.sums.len()).sum());
    for share in shares {
        let first = sums.len() as u32;
        share.places.into_iter().for_each(|(worker, number, at)| maps[worker][number as usize] = first + at);
        sums.extend(share.sums);
    }
    (sums, maps)
}

/// Shares of the types that threads add up side by side: each type is in one, by its hash.
const SHARES: u64 = 16;

/// The types of one share.
#[derive(Default)]
struct Share {
    sums: Vec<Sum>,
    /// Worker, number and place in `sums`.
    places: Vec<(usize, u32, u32)>,
}

impl Share {
    fn new(share: u64, workers: &[&Types], hashes: &[Vec<u64>]) -> Self {
        let mut own = Self::default();
        // Which of the types met so far has a norm; the table is found by other bits of the hash than the share.
        let mut known: HashTable<(u64, u32)> = HashTable::new();
        for (worker, (types, hashes)) in workers.iter().zip(hashes).enumerate() {
            let numbers = (0u32..).zip(hashes).filter(|(_, hash)| (**hash >> 32) % SHARES == share);
            for (number, &hash) in numbers {
                let norm = types.norm(number);
                let is_same = |&(other, at): &(u64, u32)| {
                    let sum = &own.sums[at as usize];
                    other == hash && workers[sum.worker].norm(sum.number) == norm
                };
                let sum = types.sum(worker, number);
                let at = if let Some(&(_, at)) = known.find(hash, is_same) {
                    let total = &mut own.sums[at as usize];
                    (total.count, total.first) = (total.count + sum.count, total.first.min(sum.first));
                    at
                } else {
                    let at = own.sums.len() as u32;
                    own.sums.push(sum);
                    known.insert_unique(hash, (hash, at), |&(hash, _)| hash);
                    at
                };
                own.places.push((worker, number, at));
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types of a worker, and one block of them.
    fn types(norms: &[(&str, Lang)], block: u32, numbers: &[u32]) -> Types {
        let mut types = Types::default();
        norms.iter().for_each(|&(norm, lang)| {
            types.push(norm, lang);
        });
        assert_eq!(types.note(block, 0, numbers), numbers.len());
        numbers.iter().for_each(|&number| types.add(number, 1));
        types
    }

    #[test]
    fn types_of_workers_and_languages_become_one_vocabulary() {
        let first = types(&[("le", Lang::Fr), ("port", Lang::Fr), ("port", Lang::En)], 1, &[0, 1, 2, 0]);
        let second = types(&[("mer", Lang::Fr), ("port", Lang::Es), ("le", Lang::Es)], 0, &[0, 1, 2]);
        for workers in [[&first, &second], [&second, &first]] {
            let mut vocabulary = Vocabulary::default();
            let maps = merge(&workers, &mut vocabulary);
            // By frequency, then by first occurrence: `port` and `le` three times, `port` before `le` in block 0.
            assert_eq!(vocabulary.iter().map(|(_, norm)| norm).collect::<Vec<_>>(), ["port", "le", "mer"]);
            for (types, map) in workers.iter().zip(&maps) {
                assert!((0u32..).zip(map).all(|(number, &id)| types.norm(number) == vocabulary.norm(id)));
            }
        }
    }

    #[test]
    fn one_worker_alone_is_merged_as_any() {
        let norms: Vec<String> = (0..1000).map(|n| format!("mot{n}")).collect();
        let norms: Vec<(&str, Lang)> = norms.iter().map(|norm| (norm.as_str(), Lang::Fr)).collect();
        let numbers: Vec<u32> = (0..1000).chain((0..1000).step_by(3)).collect();
        let (alone, mut vocabularies) = (types(&norms, 0, &numbers), [Vocabulary::default(), Vocabulary::default()]);
        assert!(alone.are_distinct());
        let map = merge(&[&alone], &mut vocabularies[0]);
        let maps = merge(&[&alone, &Types::default()], &mut vocabularies[1]);
        assert_eq!(map[0], maps[0]);
        assert!(vocabularies[0].iter().eq(vocabularies[1].iter()));
    }
}
