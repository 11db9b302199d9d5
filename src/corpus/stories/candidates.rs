//! Which pairs of documents are worth comparing.

use std::ops::Range;

use rayon::prelude::*;

use super::shingles::Sketch;
use crate::corpus::Control;
use crate::error::Result;

/// Documents of a bucket with which all others in it are compared.
const REPRESENTATIVES: usize = 4;
/// One in this many samples of the smaller document must be shared: a third of what one story is expected to share,
/// since samples are few and representatives are not in every bucket.
const SHARED_PART: usize = 6;
/// The same between a short document, all of whose shingles are samples, and a long one, about one in nine of whose
/// are.
const SHARED_PART_UNEVEN: usize = 24;

/// Samples sorted at a time, and about as many pairs; a sort cannot be interrupted.
const SHARD: usize = 1 << 20;
/// How often all documents are walked at most, if there are many shards: what a walk gathers is this part of the samples.
const WALKS: u64 = 8;
/// Documents of which one thread gathers samples at a time.
const DOCUMENTS: usize = 1 << 12;

/// A sample, and the rank of a document that has it.
type Entry = (u64, u32);

/// Pairs of documents that share enough samples, each once.
pub(super) fn candidate_pairs(sketches: &[Sketch], control: &Control) -> Result<Vec<(u32, u32)>> {
    Candidates { sketches, order: by_rank(sketches), control }.pairs()
}

struct Candidates<'a> {
    sketches: &'a [Sketch],
    /// The document of each rank.
    order: Vec<u32>,
    control: &'a Control,
}

impl Candidates<'_> {
    fn pairs(&self) -> Result<Vec<(u32, u32)>> {
        let samples = self.sketches.iter().map(|sketch| sketch.samples.len()).sum();
        let shards = self.shards(pieces(samples))?;
        let pairs = shards.iter().map(Vec::len).sum();
        // Pairs of the same two documents are in several shards. They are put together for a few first documents at a
        // time, so that there is one copy of the others.
        let step = self.order.len().div_ceil(1 << pieces(pairs)).max(1);
        let enough = (0..self.order.len()).into_par_iter().step_by(step).map(|from| {
            self.control.check()?;
            let part = |shard: &Vec<(u32, u32)>| {
                let until = |rank: usize| shard.partition_point(|&(first, _)| (first as usize) < rank);
                shard[until(from)..until(from + step)].to_vec()
            };
            let mut pairs: Vec<(u32, u32)> = shards.iter().flat_map(part).collect();
            pairs.sort_unstable();
            let enough = pairs.chunk_by(|a, b| a == b).filter(|same| self.is_enough(same.len(), same[0]));
            Ok(enough.map(|same| (self.order[same[0].0 as usize], self.order[same[0].1 as usize])).collect())
        });
        let enough: Vec<Vec<(u32, u32)>> = enough.collect::<Result<_>>()?;
        Ok(enough.concat())
    }

    /// Sorted pairs of ranks for each of `1 << bits` shards of the samples, one for each sample that both share.
    fn shards(&self, bits: u32) -> Result<Vec<Vec<(u32, u32)>>> {
        let shards = 1u64 << bits;
        let at_once = (shards / WALKS).max(rayon::current_num_threads() as u64);
        let mut pairs = Vec::new();
        for first in (0..shards).step_by(at_once as usize) {
            let gathered = self.gather(first..shards.min(first + at_once), bits)?;
            let of_shard = |shard: usize| {
                self.control.check()?;
                let mut entries: Vec<Entry> = gathered.iter().flat_map(|block| &block[shard]).copied().collect();
                entries.sort_unstable();
                self.control.check()?;
                let buckets = entries.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1);
                let mut pairs: Vec<(u32, u32)> = buckets.flat_map(within).collect();
                pairs.sort_unstable();
                pairs.shrink_to_fit();
                Ok(pairs)
            };
            let n_shards = gathered.first().map_or(0, Vec::len);
            pairs.append(&mut (0..n_shards).into_par_iter().map(of_shard).collect::<Result<Vec<_>>>()?);
        }
        Ok(pairs)
    }

    /// The entries of some shards, for blocks of documents.
    fn gather(&self, shards: Range<u64>, bits: u32) -> Result<Vec<Vec<Vec<Entry>>>> {
        let of_block = |(block, documents): (usize, &[u32])| {
            self.control.check()?;
            let mut gathered = vec![Vec::new(); (shards.end - shards.start) as usize];
            for (rank, &document) in (block * DOCUMENTS..).zip(documents) {
                for &sample in of_shards(&self.sketches[document as usize].samples, &shards, bits) {
                    gathered[(shard_of(sample, bits) - shards.start) as usize].push((sample, rank as u32));
                }
            }
            Ok(gathered)
        };
        self.order.par_chunks(DOCUMENTS).enumerate().map(of_block).collect()
    }

    fn is_enough(&self, n_shared: usize, (first, second): (u32, u32)) -> bool {
        let of_rank = |rank: u32| &self.sketches[self.order[rank as usize] as usize];
        is_enough(n_shared, of_rank(first), of_rank(second))
    }
}

/// The number of bits that number the pieces of a list, if a piece is to be about as long as a shard.
fn pieces(length: usize) -> u32 {
    length.div_ceil(SHARD).next_power_of_two().trailing_zeros()
}

/// The first bits of a sample.
fn shard_of(sample: u64, bits: u32) -> u64 {
    sample.checked_shr(u64::BITS - bits).unwrap_or_default()
}

/// Those of the sorted samples that are in some shards.
fn of_shards<'a>(samples: &'a [u64], shards: &Range<u64>, bits: u32) -> &'a [u64] {
    let until = |shard: u64| samples.partition_point(|&sample| shard_of(sample, bits) < shard);
    &samples[until(shards.start)..until(shards.end)]
}

fn is_enough(n_shared: usize, a: &Sketch, b: &Sketch) -> bool {
    let part = if a.is_whole == b.is_whole { SHARED_PART } else { SHARED_PART_UNEVEN };
    n_shared * part >= a.samples.len().min(b.samples.len())
}

/// Documents ordered by content, so that the representatives of a bucket do not depend on the order of the input.
fn by_rank(sketches: &[Sketch]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..sketches.len() as u32).collect();
    order.par_sort_by_key(|&document| sketches[document as usize].rank);
    order
}

/// Pairs the first documents of a bucket with every other, and each document with its neighbour in rank.
fn within(bucket: &[(u64, u32)]) -> impl Iterator<Item = (u32, u32)> {
    bucket.iter().enumerate().skip(1).flat_map(move |(at, &(_, document))| {
        let first = bucket[..at.min(REPRESENTATIVES)].iter();
        let neighbour = if at > REPRESENTATIVES { &bucket[at - 1..at] } else { &[] };
        first.chain(neighbour).map(move |&(_, other)| (other, document))
    })
}

#[cfg(test)]
mod tests {
    use std::cmp::Reverse;

    use super::*;
    use crate::corpus::stories::shingles::mix;

    #[test]
    fn shards_divide_the_samples() {
        let samples: Vec<u64> = (0..1000).map(|n| n * (u64::MAX / 999)).collect();
        for (bits, step) in [(0, 1), (1, 1), (3, 1), (3, 3), (10, 7)] {
            let shards = (0u64..1 << bits).step_by(step);
            let shards: Vec<&[u64]> =
                shards.map(|first| of_shards(&samples, &(first..first + step as u64), bits)).collect();
            assert_eq!(shards.concat(), samples);
        }
    }

    fn sketch(n: u64, samples: impl IntoIterator<Item = u64>) -> Sketch {
        let mut samples: Vec<u64> = samples.into_iter().map(mix).collect();
        samples.sort_unstable();
        Sketch { is_whole: samples.len() <= 15, samples: samples.into(), rank: (Reverse(1), mix(n)) }
    }

    #[test]
    fn pairs_are_the_same_however_samples_are_divided() {
        let of = |n: u64| sketch(n, (n / 3 * 7..n / 3 * 7 + 9 + n % 11).map(|sample| sample % 9000));
        let sketches: Vec<Sketch> = (0..4200).map(of).collect();
        let control = Control::default();
        let candidates = Candidates { sketches: &sketches, order: by_rank(&sketches), control: &control };
        let all = |bits| {
            let mut pairs = candidates.shards(bits).unwrap().concat();
            pairs.sort_unstable();
            pairs
        };
        let whole = all(0);
        assert!([1, 4, 6].iter().all(|&bits| all(bits) == whole));
        let mut expected: Vec<(u32, u32)> = whole
            .chunk_by(|a, b| a == b)
            .filter(|same| candidates.is_enough(same.len(), same[0]))
            .map(|same| (candidates.order[same[0].0 as usize], candidates.order[same[0].1 as usize]))
            .collect();
        let mut pairs = candidates.pairs().unwrap();
        assert!(!pairs.is_empty() && pairs.len() < whole.len());
        expected.sort_unstable();
        pairs.sort_unstable();
        assert_eq!(pairs, expected);
    }

    #[test]
    fn what_shall_stop_stops() {
        let control = Control::default();
        control.stop();
        assert!(candidate_pairs(&[sketch(1, 0..20), sketch(2, 0..20)], &control).is_err());
    }
}
