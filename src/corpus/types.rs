//! The types that workers meet, and how those of all workers become one vocabulary.

use rayon::prelude::*;

use super::code_points::{self, Key};
use super::table::Count;
use super::vocabulary::{Run, Vocabulary};
use crate::text::{self, TokenKind};

/// Types met by one worker, by numbers of its own. Each is new to who adds it; languages do not know of each other's, so a
/// norm of several languages stands here several times.
#[derive(Debug, Default)]
pub(crate) struct Types {
    text: String,
    ends: Vec<usize>,
    kinds: Vec<TokenKind>,
    /// Occurrences that were added.
    totals: Vec<Total>,
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
    pub(crate) fn push(&mut self, norm: &str) -> u32 {
        // 2^32 distinct norms are more than 2^32 * 40 bytes of memory, which fails earlier.
        let number = u32::try_from(self.len()).expect("fewer than 2^32 types");
        self.text.push_str(norm);
        self.ends.push(self.text.len());
        self.kinds.push(text::kind(norm));
        number
    }

    /// Occurrences that were added.
    fn total(&self, number: u32) -> Total {
        self.totals.get(number as usize).copied().unwrap_or_default()
    }

    /// Adds occurrences of a type, in documents other than those before.
    pub(super) fn add(&mut self, number: u32, occurrences: Total) {
        self.totals.resize(self.len(), Total::default());
        let total = &mut self.totals[number as usize];
        *total = total.plus(occurrences);
    }
}

/// Occurrences of a type, and documents that hold it.
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
    /// The sum over different documents.
    fn plus(self, other: Self) -> Self {
        Self { count: self.count + other.count, doc_freq: self.doc_freq + other.doc_freq }
    }
}

/// A type of a worker: the numbers of both.
type Of = (u32, u32);

/// A type of the corpus: its key, and a worker that met it.
#[derive(Clone, Copy)]
struct Met {
    key: Key,
    of: Of,
}

impl Met {
    /// Adds it to a run of types. Its key is at hand, its norm elsewhere.
    fn push_to(&self, run: &mut Run, workers: &[&Types]) {
        let types = workers[self.of.0 as usize];
        run.push(types.kind(self.of.1), |text| {
            if !self.key.push_to(text) {
                text.extend_from_slice(types.norm(self.of.1).as_bytes());
            }
        });
    }
}

fn run_of<'s>(all: impl ExactSizeIterator<Item = &'s Met>, workers: &[&Types]) -> Run {
    let mut run = Run::with_capacity(all.len());
    all.for_each(|met| met.push_to(&mut run, workers));
    run
}

/// Types that one thread adds to a vocabulary at a time.
const PART: usize = 1 << 14;

/// What came of the types of workers.
pub(crate) struct Merged {
    /// For each worker the id of each of its numbers.
    pub(crate) ids: Vec<Vec<u32>>,
    /// By id, where the vocabulary had no types before and occurrences were added.
    pub(crate) totals: Option<Vec<Total>>,
}

/// Adds the types that workers met to a vocabulary, by frequency, then in code point order.
pub(crate) fn merge(workers: &[&Types], vocabulary: &mut Vocabulary) -> Merged {
    let (shares, maps) = merged_shares(workers);
    let (met, totals) = (all_met(&shares), all_totals(&shares));
    // One number each: the count, so that the highest comes first, and the place.
    let number = |at: u32| {
        let total = totals.get(at as usize).copied().unwrap_or_default();
        u128::from(!total.count) << u32::BITS | u128::from(at)
    };
    let mut order: Vec<u128> = (0..met.len() as u32).map(number).collect();
    order.par_sort_unstable();
    let order: Vec<u32> = order.into_iter().map(|number| number as u32).collect();
    let (mut ids, mut by_id) = (vec![0; met.len()], None);
    if vocabulary.is_empty() {
        (0u32..).zip(&order).for_each(|(id, &at)| ids[at as usize] = id);
        by_id = (!totals.is_empty()).then(|| order.iter().map(|&at| totals[at as usize]).collect());
        let run = |order: &[u32]| run_of(order.iter().map(|&at| met[at as usize]), workers);
        let runs: Vec<Run> = order.par_chunks(PART).map(run).collect();
        *vocabulary = Vocabulary::joined(&runs, order);
    } else {
        for at in order {
            let (worker, number) = met[at as usize].of;
            let types = workers[worker as usize];
            ids[at as usize] = vocabulary.intern(types.norm(number), types.kind(number));
        }
    }
    let ids = maps.into_par_iter().map(|map| map.into_iter().map(|at| ids[at as usize]).collect()).collect();
    Merged { ids, totals: by_id }
}

/// The types that workers met as a vocabulary of their own in code point order, which is what tables of terms ask for.
pub(crate) fn merge_in_order(workers: &[&Types]) -> (Vocabulary, Merged) {
    let (shares, ids) = merged_shares(workers);
    let runs: Vec<Run> = shares.par_iter().map(|share| run_of(share.met.iter(), workers)).collect();
    let types: u32 = shares.iter().map(|share| share.met.len() as u32).sum();
    let totals = all_totals(&shares);
    (Vocabulary::joined(&runs, (0..types).collect()), Merged { ids, totals: (!totals.is_empty()).then_some(totals) })
}

fn all_met(shares: &[Share]) -> Vec<&Met> {
    shares.iter().flat_map(|share| &share.met).collect()
}

/// Occurrences of all types, or nothing where none were added.
fn all_totals(shares: &[Share]) -> Vec<Total> {
    shares.iter().flat_map(|share| &share.totals).copied().collect()
}

/// The types of all workers in code point order, each once, and for each worker where its own are among them.
fn merged_shares(workers: &[&Types]) -> (Vec<Share>, Vec<Vec<u32>>) {
    let divide = |worker: u32| divide(worker, workers[worker as usize]);
    let divided: Vec<Divided> = (0..workers.len() as u32).into_par_iter().map(divide).collect();
    let share = |share| Share::new(divided.iter().flat_map(|of_worker| of_worker.share(share)).copied(), workers);
    let shares: Vec<Share> = (0..SHARES).into_par_iter().map(share).collect();
    let map = |worker: usize| {
        let (mut map, mut before) = (vec![0; workers[worker].len()], 0);
        for share in &shares {
            share.places[worker].iter().for_each(|&(number, at)| map[number as usize] = before + at);
            before += share.met.len() as u32;
        }
        map
    };
    let maps = (0..workers.len()).into_par_iter().map(map).collect();
    (shares, maps)
}

/// Shares of the types that threads add up side by side, by the first byte of the norm, 0 where it is empty: they follow one
/// another.
const SHARES: usize = 1 << u8::BITS;

/// The types of a worker by their shares.
fn divide(worker: u32, types: &Types) -> Divided {
    let share = |number| types.norm(number).bytes().next().map_or(0, usize::from);
    let numbers = 0..types.len() as u32;
    let mut ends = [0; SHARES];
    numbers.clone().for_each(|number| ends[share(number)] += 1);
    let mut next = 0;
    for end in &mut ends {
        next += std::mem::replace(end, next);
    }
    let mut entries = vec![(Key::new(""), (worker, 0)); types.len()];
    for number in numbers {
        let place = &mut ends[share(number)];
        entries[*place] = (Key::new(types.norm(number)), (worker, number));
        *place += 1;
    }
    Divided { entries, ends }
}

/// Types of a worker, those of a share side by side.
struct Divided {
    entries: Vec<(Key, Of)>,
    ends: [usize; SHARES],
}

impl Divided {
    fn share(&self, share: usize) -> &[(Key, Of)] {
        let start = share.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start..self.ends[share]]
    }
}

/// The types of one share.
struct Share {
    met: Vec<Met>,
    /// Occurrences of each, where a worker added any.
    totals: Vec<Total>,
    /// By worker: number and place in `met`.
    places: Vec<Vec<(u32, u32)>>,
}

impl Share {
    fn new(entries: impl Iterator<Item = (Key, Of)>, workers: &[&Types]) -> Self {
        let norm = |(worker, number): Of| workers[worker as usize].norm(number);
        let are_counted = workers.iter().any(|types| !types.totals.is_empty());
        let mut entries: Vec<(Key, Of)> = entries.collect();
        code_points::sort_alone(&mut entries, norm);
        let (mut met, mut totals) = (Vec::with_capacity(entries.len()), Vec::new());
        let mut places = vec![Vec::new(); workers.len()];
        for same in entries.chunk_by(|a, b| code_points::compare(a, b, norm).is_eq()) {
            let at = met.len() as u32;
            same.iter().for_each(|&(_, (worker, number))| places[worker as usize].push((number, at)));
            met.extend(same.first().map(|&(key, of)| Met { key, of }));
            if are_counted {
                let of_each = same.iter().map(|&(_, (worker, number))| workers[worker as usize].total(number));
                totals.push(of_each.fold(Total::default(), Total::plus));
            }
        }
        Self { met, totals, places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types of a worker, with so many occurrences as there are numbers of each.
    fn types(norms: &[&str], numbers: &[u32]) -> Types {
        let mut types = Types::default();
        norms.iter().for_each(|norm| {
            types.push(norm);
        });
        numbers.iter().for_each(|&number| types.add(number, Total { count: 1, doc_freq: 1 }));
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
        let (vocabulary, Merged { ids, totals }) = merge_in_order(&[&first, &second, &Types::default()]);
        let expected = ["d'", "le", "port", "un mot de plus de quinze", "un mot de plus de seize", "été"];
        assert!(vocabulary.iter().map(|(_, norm)| norm).eq(expected));
        assert_eq!(vocabulary.ranks(), [0, 1, 2, 3, 4, 5]);
        assert_eq!(ids, [vec![2, 1, 2, 4], vec![0, 3, 1, 5], vec![]]);
        let expected = [0, 1, 2, 0, 1, 0].map(|times| Total { count: times, doc_freq: times as u32 });
        assert_eq!(totals.unwrap(), expected);
        assert!(merge_in_order(&[]).0.is_empty());
    }

    #[test]
    fn types_that_were_not_counted_are_in_code_point_order() {
        let norms = ["port", "été", "de", "d'", "un mot de plus de seize", "un mot de plus de quinze", "a"];
        let mut types = Types::default();
        norms.iter().for_each(|norm| _ = types.push(norm));
        let mut vocabulary = Vocabulary::default();
        merge(&[&types, &types], &mut vocabulary);
        let mut expected = norms;
        expected.sort_unstable();
        assert!(vocabulary.iter().map(|(_, norm)| norm).eq(expected));
    }
}
