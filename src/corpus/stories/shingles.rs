//! Shingles of a document: hashes of its runs of tokens, either all of them as a set or a sample.

use super::{MIN_TOKENS, SHINGLE};
use crate::text::wide;

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
    pub(super) samples: Box<[u64]>,
    /// Whether all shingles are samples.
    pub(super) is_whole: bool,
    pub(super) rank: Rank,
}

impl Sketch {
    pub(super) fn new(body: &[u32], type_hash: &[u64]) -> Self {
        let mut samples = tokens(body, type_hash);
        let content = samples.iter().fold(SEED, |hash, &token| mix(hash ^ token));
        let rank = (std::cmp::Reverse(body.len()), content);
        if body.len() < MIN_TOKENS {
            return Self { samples: Box::default(), is_whole: true, rank };
        }
        join_runs(&mut samples, SHINGLE, shingle);
        let is_whole = samples.len() <= ALL_SAMPLED;
        if !is_whole {
            window_minima(&mut samples);
        }
        samples.sort_unstable();
        samples.dedup();
        // As long as its samples: they are about one in nine of the tokens of a long document.
        Self { samples: samples.into(), is_whole, rank }
    }
}

/// All shingles, sorted and distinct.
pub(super) fn set(body: &[u32], type_hash: &[u64]) -> Vec<u64> {
    let mut all = tokens(body, type_hash);
    join_runs(&mut all, SHINGLE, shingle);
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
#[inline(always)]
pub(super) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The hash of each token.
fn tokens(body: &[u32], type_hash: &[u64]) -> Vec<u64> {
    let mut hashes: Vec<u64> =
        body.iter().map(|&id| type_hash.get(id as usize).copied().unwrap_or(u64::from(id))).collect();
    wide(
        #[inline(always)]
        || hashes.iter_mut().for_each(|hash| *hash = mix(*hash ^ SEED)),
    );
    hashes
}

/// The hash of a run of tokens.
#[inline(always)]
fn shingle(run: &[u64]) -> u64 {
    run.iter().fold(SEED, |hash, token| mix(hash.rotate_left(5) ^ token))
}

/// Puts in the place of each hash what it makes together with those after it, as far as there are `length`; the last ones
/// go.
#[inline(always)]
fn join_runs(hashes: &mut Vec<u64>, length: usize, joined: impl Fn(&[u64]) -> u64) {
    let count = (hashes.len() + 1).saturating_sub(length);
    wide(
        #[inline(always)]
        || (0..count).for_each(|at| hashes[at] = joined(&hashes[at..at + length])),
    );
    hashes.truncate(count);
}

/// The least of each window of consecutive hashes, without repetitions one after the other.
fn window_minima(hashes: &mut Vec<u64>) {
    // The least of two windows, one right after the other, is that of a window twice as wide.
    let mut width = 1;
    while width < WINDOW {
        join_runs(
            hashes,
            width + 1,
            #[inline(always)]
            |run| run[0].min(run[width]),
        );
        width *= 2;
    }
    hashes.dedup();
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_window_doubles_until_it_is_whole() {
        assert!(WINDOW.is_power_of_two());
    }

    proptest! {
        #[test]
        fn samples_are_the_least_of_all_windows(hashes in prop::collection::vec(0u64..40, WINDOW..200)) {
            let mut expected: Vec<u64> = hashes.windows(WINDOW).filter_map(|window| window.iter().min().copied()).collect();
            expected.dedup();
            let mut found = hashes;
            window_minima(&mut found);
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn shingles_are_those_of_runs_of_tokens(body in prop::collection::vec(0u32..9, 0..80)) {
            let of_run = |run: &[u32]| shingle(&tokens(run, &[7; 5]));
            let mut expected: Vec<u64> = body.windows(SHINGLE).map(of_run).collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(set(&body, &[7; 5]), expected);
        }
    }
}
