//! The types that each worker meets, and how they become one vocabulary.

use std::ops::Range;

use rayon::prelude::*;

use super::code_points::{self, Entry};
use super::norms::{Run, SortedNorms};
use super::prefetch::prefetch;
use super::table::Count;
use super::vocabulary::Vocabulary;
use crate::text;
use crate::zeroed::Zeroed;

/// The types of one worker, numbered in the order in which it met them. The caller adds only new types; each language
/// is looked up on its own, so a norm of several languages stands here once per language.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// The norms end to end, as bytes; whether they are UTF-8 is checked once, at the end.
    text: Vec<u8>,
    ends: Vec<usize>,
    /// Occurrences by number; empty until they are asked for.
    totals: Vec<Total>,
}

/// Types to make room for at first: unused room costs nothing, but moving what is there does.
const ROOM: usize = 1 << 17;
/// Bytes of a typical norm.
const BYTES: usize = 10;

impl Types {
    /// Empty, with room for what a thread usually meets.
    pub(super) fn with_room() -> Self {
        Self { text: Vec::with_capacity(ROOM * BYTES), ends: Vec::with_capacity(ROOM), totals: Vec::new() }
    }

    /// Number of types.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Norm of a type.
    pub(crate) fn norm(&self, number: u32) -> &str {
        text_of(self.bytes(number))
    }

    fn bytes(&self, number: u32) -> &[u8] {
        &self.text[self.place(number)]
    }

    /// Where the norm of a type stands among all.
    fn place(&self, number: u32) -> Range<usize> {
        let start = (number as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[number as usize]
    }

    /// Adds a norm, given as bytes, that is new in its language, and returns its number.
    pub(crate) fn push(&mut self, norm: &[u8]) -> u32 {
        // 2^32 distinct norms are more than 2^32 * 40 bytes of memory, which fails earlier.
        let number = u32::try_from(self.len()).expect("fewer than 2^32 types");
        self.text.extend_from_slice(norm);
        self.ends.push(self.text.len());
        number
    }

    /// Occurrences of a type, 0 if none were added.
    fn total(&self, number: u32) -> Total {
        self.totals.get(number as usize).copied().unwrap_or_default()
    }

    /// The occurrences of every type, to be added to.
    pub(super) fn totals_mut(&mut self) -> &mut [Total] {
        self.totals.resize(self.len(), Total::default());
        &mut self.totals
    }
}

fn text_of(norm: &[u8]) -> &str {
    std::str::from_utf8(norm).expect("norms are text")
}

/// Occurrences of a type, and the number of documents that contain it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) count: u64,
    pub(crate) doc_freq: u32,
}

impl From<Count> for Total {
    fn from(Count { count, doc_freq, .. }: Count) -> Self {
        Self { count: u64::from(count), doc_freq }
    }
}

impl Total {
    /// Adds occurrences from other documents than those counted so far.
    pub(super) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.doc_freq += other.doc_freq;
    }
}

/// The workers whose types become one vocabulary. A type's place is its index in the types of all workers, one worker
/// after the other.
struct AllTypes<'a> {
    of: &'a [&'a Types],
    /// Place of each worker's first type.
    first: Vec<u32>,
}

impl<'a> AllTypes<'a> {
    fn new(types: &'a [&'a Types]) -> Self {
        let mut next = 0u32;
        let mut place = |types: &&Types| {
            let first = next;
            // 2^32 types of all threads together would take about 160 GB.
            next = next.checked_add(types.len() as u32).expect("fewer than 2^32 types");
            first
        };
        Self { of: types, first: types.iter().map(&mut place).collect() }
    }

    /// Number of types of all workers.
    fn len(&self) -> usize {
        self.of.iter().map(|types| types.len()).sum()
    }

    /// The worker of a type, and its number there.
    fn worker(&self, place: u32) -> (usize, u32) {
        let worker = self.first.partition_point(|&first| first <= place) - 1;
        (worker, place - self.first[worker])
    }

    /// Prefetches the occurrences of a type.
    fn fetch_total(&self, place: u32) {
        let (worker, number) = self.worker(place);
        prefetch(&self.of[worker].totals, number as usize);
    }

    /// Whether any worker has occurrences.
    fn are_counted(&self) -> bool {
        self.of.iter().any(|types| !types.totals.is_empty())
    }

    fn norm(&self, place: u32) -> &'a [u8] {
        let (worker, number) = self.worker(place);
        self.of[worker].bytes(number)
    }

    fn run<'e>(&self, entries: impl ExactSizeIterator<Item = &'e Entry>) -> Run {
        let mut run = Run::with_capacity(entries.len());
        for entry in entries {
            run.push(|text| {
                // The entry itself holds a short norm; a long one is looked up.
                if !entry.push_to(text) {
                    text.extend_from_slice(self.norm(entry.number()));
                }
            });
        }
        run
    }
}

/// Types that a thread adds to a vocabulary at a time.
const PART: usize = 1 << 14;

/// Where the types of the workers went.
pub(crate) struct Merged {
    /// For each worker, the id of each of its types.
    pub(crate) ids: Vec<Vec<u32>>,
    /// Occurrences by id, if the vocabulary was empty before and occurrences were added.
    pub(crate) totals: Option<Vec<Total>>,
}

/// Adds the types of the workers to a vocabulary: the most frequent first, equal ones in code point order.
pub(crate) fn merge(types: &[&Types], vocabulary: &mut Vocabulary) -> Merged {
    let all = AllTypes::new(types);
    let mut divided = divide(&all);
    let shares = divided.shares(|entries| Share::new(entries, &all, |_| true));
    let entries: Vec<&Entry> = shares.iter().flat_map(|share| share.entries).collect();
    let totals = all.are_counted().then(|| totals_of(&shares));
    // One number per type: the complement of its count, so that the highest comes first, then its place.
    let number = |at: u32| {
        let total = totals.as_ref().map_or_else(Total::default, |totals| totals[at as usize]);
        u128::from(!total.count) << u32::BITS | u128::from(at)
    };
    let mut order: Vec<u128> = (0..entries.len() as u32).map(number).collect();
    order.par_sort_unstable();
    let order: Vec<u32> = order.into_iter().map(|number| number as u32).collect();
    let (mut ids, mut by_id) = (vec![0; entries.len()], None);
    if vocabulary.is_empty() {
        (0u32..).zip(&order).for_each(|(id, &at)| ids[at as usize] = id);
        by_id = totals.map(|totals| order.iter().map(|&at| totals[at as usize]).collect());
        let run = |order: &[u32]| {
            let run = all.run(order.iter().map(|&at| entries[at as usize]));
            let kinds: Vec<_> = run.kinds().collect();
            (run, kinds)
        };
        let (runs, kinds): (Vec<Run>, Vec<_>) = order.par_chunks(PART).map(run).unzip();
        *vocabulary = Vocabulary::of(&runs, kinds.concat(), order);
    } else {
        for at in order {
            let norm = text_of(all.norm(entries[at as usize].number()));
            ids[at as usize] = vocabulary.intern(norm, text::kind(norm));
        }
    }
    let ids = maps(&shares, &all).into_par_iter().map(|map| map.into_iter().map(|at| ids[at as usize]).collect());
    Merged { ids: ids.collect(), totals: by_id }
}

/// The norms of the workers' types in code point order, which is the order of a table of terms. A worker with
/// occurrences has them added to the totals and gets no ids; the others get the ids of their types.
pub(crate) fn merge_in_order(types: &[&Types]) -> (SortedNorms, Merged) {
    let all = AllTypes::new(types);
    let mut divided = divide(&all);
    let shares: Vec<(Share<'_>, Run)> = divided.shares(|entries| {
        let share = Share::new(entries, &all, |types| types.totals.is_empty());
        // Copied now, while the bytes of long norms are in the cache.
        let run = all.run(share.entries.iter());
        (share, run)
    });
    let (shares, runs): (Vec<Share<'_>>, Vec<Run>) = shares.into_iter().unzip();
    let ids = maps(&shares, &all);
    let totals = || all.are_counted().then(|| totals_of(&shares));
    let (norms, totals) = rayon::join(|| SortedNorms::of(&runs), totals);
    (norms, Merged { ids, totals })
}

/// Occurrences of all types, share after share, allocated once.
fn totals_of(shares: &[Share<'_>]) -> Vec<Total> {
    shares.iter().map(|share| share.totals.as_slice()).collect::<Vec<_>>().concat()
}

/// For each worker whose numbers are in the shares, the index of each of its types among all.
fn maps(shares: &[Share<'_>], all: &AllTypes<'_>) -> Vec<Vec<u32>> {
    let map = |(worker, types): (usize, &&Types)| {
        let known = shares.iter().map(|share| share.numbers[worker].len()).sum();
        debug_assert!(known == 0 || known == types.len());
        let (mut map, mut before) = (vec![0; known], 0);
        for share in shares {
            share.numbers[worker].iter().for_each(|&(number, at)| map[number as usize] = before + at);
            before += share.entries.len() as u32;
        }
        map
    };
    all.of.par_iter().enumerate().map(map).collect()
}

/// Shares of the types, which threads merge in parallel: by the first byte of the norm, or 0 if it is empty. Every norm
/// of a share comes before those of the next.
const SHARES: usize = 1 << u8::BITS;

/// The types of all workers, grouped by share.
struct Divided {
    entries: Zeroed<Entry>,
    /// Number of types in each share.
    sizes: [usize; SHARES],
}

fn divide(all: &AllTypes<'_>) -> Divided {
    let sizes: Vec<[usize; SHARES]> = all.of.par_iter().map(|types| types.sizes()).collect();
    let mut entries = Zeroed::to_be_written(sizes.iter().flatten().sum());
    let mut rest = entries.get_mut();
    let mut parts: Vec<Vec<&mut [Entry]>> = sizes.iter().map(|_| Vec::with_capacity(SHARES)).collect();
    for share in 0..SHARES {
        for (sizes, parts) in sizes.iter().zip(&mut parts) {
            let (part, behind) = rest.split_at_mut(sizes[share]);
            parts.push(part);
            rest = behind;
        }
    }
    let workers = all.of.par_iter().zip(&all.first).zip(parts);
    workers.for_each(|((types, &first), mut parts)| types.divide(first, &mut parts));
    let sizes = std::array::from_fn(|share| sizes.iter().map(|sizes| sizes[share]).sum());
    Divided { entries, sizes }
}

impl Divided {
    /// Applies `act` to the types of each share, in parallel.
    fn shares<'e, T: Send>(&'e mut self, act: impl Fn(&'e mut [Entry]) -> T + Send + Sync) -> Vec<T> {
        let mut rest = self.entries.get_mut();
        let mut shares = Vec::with_capacity(SHARES);
        for size in self.sizes {
            let (share, behind) = rest.split_at_mut(size);
            shares.push(share);
            rest = behind;
        }
        shares.into_par_iter().map(act).collect()
    }
}

impl Types {
    /// Number of types in each share.
    fn sizes(&self) -> [usize; SHARES] {
        let mut sizes = [0; SHARES];
        (0..self.len() as u32).for_each(|number| sizes[self.share(&self.place(number))] += 1);
        sizes
    }

    fn share(&self, norm: &Range<usize>) -> usize {
        if norm.is_empty() { 0 } else { usize::from(self.text[norm.start]) }
    }

    /// Writes each type into its share; `first` is the place of the first one.
    fn divide(&self, first: u32, shares: &mut [&mut [Entry]]) {
        for number in 0..self.len() as u32 {
            let norm = self.place(number);
            let share = &mut shares[self.share(&norm)];
            let (here, behind) = std::mem::take(share).split_first_mut().expect("room for all types of a share");
            *here = Entry::beginning(&self.text[norm.start..], norm.len(), first + number);
            *share = behind;
        }
    }
}

/// So many types before its own turn, the occurrences of a type are fetched: in code point order they lie far apart.
const AHEAD: usize = 16;
/// The occurrences of so many types are in the cache anyway.
const NEAR: usize = 1 << 15;

/// The types of one share.
struct Share<'e> {
    /// One entry per type, in code point order.
    entries: &'e [Entry],
    /// Occurrences of each type.
    totals: Vec<Total>,
    /// By worker: its numbers and their indices in `entries`; empty for workers whose numbers are not asked for.
    numbers: Vec<Vec<(u32, u32)>>,
}

impl<'e> Share<'e> {
    fn new(entries: &'e mut [Entry], all: &AllTypes<'_>, is_numbered: impl Fn(&Types) -> bool) -> Self {
        let is_numbered: Vec<bool> = all.of.iter().map(|types| is_numbered(types)).collect();
        let mut numbers = vec![Vec::new(); all.of.len()];
        let mut others = Vec::with_capacity(entries.len());
        code_points::sort_alone(entries, |place| all.norm(place), |is_another| others.push(is_another));
        let are_far = all.are_counted() && all.len() > NEAR;
        let (mut totals, mut types) = (Vec::with_capacity(entries.len()), 0);
        for (at, is_another) in others.into_iter().enumerate() {
            if are_far {
                entries.get(at + AHEAD).into_iter().for_each(|entry| all.fetch_total(entry.number()));
            }
            let entry = entries[at];
            if is_another {
                entries[types] = entry;
                totals.push(Total::default());
                types += 1;
            }
            let (worker, number) = all.worker(entry.number());
            totals[types - 1].add(all.of[worker].total(number));
            if is_numbered[worker] {
                numbers[worker].push((number, types as u32 - 1));
            }
        }
        Self { entries: &entries[..types], totals, numbers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types of a worker, with so many occurrences as there are numbers of each.
    fn types(norms: &[&str], numbers: &[u32]) -> Types {
        let mut types = Types::default();
        norms.iter().for_each(|norm| {
            types.push(norm.as_bytes());
        });
        for &number in numbers {
            types.totals_mut()[number as usize].add(Total { count: 1, doc_freq: 1 });
        }
        types
    }

    #[test]
    fn types_of_workers_and_languages_become_one_vocabulary() {
        // A norm of two languages stands twice in one worker.
        let first = types(&["le", "port", "port"], &[0, 1, 2, 0]);
        let second = types(&["mer", "port", "le"], &[0, 1, 2]);
        for workers in [[&first, &second], [&second, &first]] {
            let mut vocabulary = Vocabulary::default();
            let Merged { ids: maps, totals } = merge(&workers, &mut vocabulary);
            // `le` and `port` three times, `mer` once.
            assert_eq!(vocabulary.iter().map(|(_, norm)| norm).collect::<Vec<_>>(), ["le", "port", "mer"]);
            assert_eq!(vocabulary.ranks(), [0, 2, 1]);
            assert_eq!(totals.unwrap(), [(3, 3), (3, 3), (1, 1)].map(|(count, doc_freq)| Total { count, doc_freq }));
            for (types, map) in workers.iter().zip(&maps) {
                assert!((0u32..).zip(map).all(|(number, &id)| types.norm(number) == vocabulary.norm(id)));
            }
        }
    }

    #[test]
    fn one_worker_alone_is_merged_as_any() {
        let norms: Vec<String> = (0..1000).map(|n| format!("mot{n}")).collect();
        let norms: Vec<&str> = norms.iter().map(String::as_str).collect();
        let numbers: Vec<u32> = (0..1000).chain((0..1000).step_by(3)).collect();
        let (alone, mut vocabularies) = (types(&norms, &numbers), [Vocabulary::default(), Vocabulary::default()]);
        let map = merge(&[&alone], &mut vocabularies[0]).ids;
        let maps = merge(&[&alone, &Types::default()], &mut vocabularies[1]).ids;
        assert_eq!(map[0], maps[0]);
        assert!(vocabularies[0].iter().eq(vocabularies[1].iter()));
        let mut unknown = Vocabulary::default();
        vocabularies[0].iter().for_each(|(_, norm)| _ = unknown.intern(norm, text::kind(norm)));
        assert_eq!(vocabularies[0].ranks(), unknown.ranks());
    }

    #[test]
    fn types_of_workers_become_a_vocabulary_in_code_point_order() {
        let first = types(&["port", "le", "port", "un mot de plus de seize"], &[0, 0, 3]);
        let second = types(&["d'", "un mot de plus de quinze", "le", "été"], &[2]);
        let third = types(&["le", "un mot de plus de quinze"], &[]);
        let (sorted, Merged { ids, totals }) = merge_in_order(&[&first, &second, &third]);
        let expected = ["d'", "le", "port", "un mot de plus de quinze", "un mot de plus de seize", "été"];
        assert_eq!(sorted.len(), expected.len());
        assert!((0..).zip(expected).all(|(id, norm)| sorted.id(norm) == Some(id)));
        // The third worker has no counts.
        assert_eq!(ids, [vec![], vec![], vec![1, 3]]);
        let expected = [0, 1, 2, 0, 1, 0].map(|times| Total { count: times, doc_freq: times as u32 });
        assert_eq!(totals.unwrap(), expected);
        assert_eq!(merge_in_order(&[]).0.len(), 0);
    }

    #[test]
    fn types_that_were_not_counted_are_in_code_point_order() {
        let norms = ["port", "été", "de", "d'", "un mot de plus de seize", "un mot de plus de quinze", "a"];
        let mut types = Types::default();
        norms.iter().for_each(|norm| _ = types.push(norm.as_bytes()));
        let mut vocabulary = Vocabulary::default();
        merge(&[&types, &types], &mut vocabulary);
        let mut expected = norms;
        expected.sort_unstable();
        assert!(vocabulary.iter().map(|(_, norm)| norm).eq(expected));
    }
}
