//! Shingles of a document: hashes of its runs of tokens, either all of them as a set or a sample.

use super::{MIN_TOKENS, SHINGLE};

/// The seed of all hashing here, fixed so that groups are the same in every run and on every machine.
const SEED: u64 = 0x636F_6F70_7365_6331;
/// Consecutive shingles of which one is sampled, so that every common run of `WINDOW + SHINGLE - 1` tokens is found.
const WINDOW: usize = 16;
/// Up to this many shingles, all are samples, since a short document has no long runs.
const ALL_SAMPLED: usize = 64;

/// A total order by content: by length, longest first, then by hash.
pub(super) type Rank = (std::cmp::Reverse<usize>, u64);

/// What candidates are found by.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    /// Sampled shingle hashes, sorted and distinct; empty for documents too short to compare.
    pub(super) samples: Vec<u64>,
    /// Whether all shingles are samples.
    pub(super) is_whole: bool,
    pub(super) rank: Rank,
}

impl Sketch {
    pub(super) fn new(body: &[u32], type_hash: &[u64]) -> Self {
        let content = body.iter().fold(SEED, |hash, &id| mix(hash ^ hash_of(id, type_hash)));
        let rank = (std::cmp::Reverse(body.len()), content);
        if body.len() < MIN_TOKENS {
            return Self { samples: Vec::new(), is_whole: true, rank };
        }
        let hashes = in_order(body, type_hash);
        let is_whole = hashes.len() <= ALL_SAMPLED;
        let mut samples = if is_whole { hashes } else { window_minima(&hashes) };
        samples.sort_unstable();
        samples.dedup();
        Self { samples, is_whole, rank }
    }
}

/// All shingles, sorted and distinct.
pub(super) fn set(body: &[u32], type_hash: &[u64]) -> Vec<u64> {
    let mut all = in_order(body, type_hash);
    all.sort_unstable();
    all.dedup();
    all
}

/// Number of hashes that two sorted sets share.
pub(super) fn common(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        n += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
}

/// The finalizer of SplitMix64 (Steele, Lea & Flood 2014).
pub(super) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

fn hash_of(id: u32, type_hash: &[u64]) -> u64 {
    mix(type_hash.get(id as usize).copied().unwrap_or(u64::from(id)) ^ SEED)
}

fn in_order(body: &[u32], type_hash: &[u64]) -> Vec<u64> {
    let tokens: Vec<u64> = body.iter().map(|&id| hash_of(id, type_hash)).collect();
    let shingle = |run: &[u64]| run.iter().fold(SEED, |hash, token| mix(hash.rotate_left(5) ^ token));
    tokens.windows(SHINGLE).map(shingle).collect()
}

/// The minimum of each window of consecutive hashes, in linear time with a monotone queue.
fn window_minima(hashes: &[u64]) -> Vec<u64> {
    let mut minima = Vec::with_capacity(hashes.len() / 4);
    let mut rising: std::collections::VecDeque<usize> = std::collections::VecDeque::new();
    let mut last = None;
    for (i, &hash) in hashes.iter().enumerate() {
        while rising.back().is_some_and(|&j| hashes[j] >= hash) {
            rising.pop_back();
        }
        rising.push_back(i);
        if rising.front().is_some_and(|&j| j + WINDOW <= i) {
            rising.pop_front();
        }
        let front = rising.front().copied();
        if i + 1 >= WINDOW && front != last {
            minima.extend(front.map(|j| hashes[j]));
            last = front;
        }
    }
    minima
}
