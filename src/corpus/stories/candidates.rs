//! Which pairs of documents are worth comparing.

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

/// Samples sorted at a time; a sort cannot be interrupted.
const SHARD: usize = 1 << 20;

/// Pairs of documents that share enough samples, each once, sorted.
pub(super) fn candidate_pairs(sketches: &[Sketch], control: &Control) -> Result<Vec<(u32, u32)>> {
    let order = by_rank(sketches);
    let samples: usize = sketches.iter().map(|sketch| sketch.samples.len()).sum();
    let bits = samples.div_ceil(SHARD).next_power_of_two().trailing_zeros();
    let shards = (0..1u64 << bits).into_par_iter().map(|shard| {
        control.check()?;
        let mut entries: Vec<(u64, u32)> = Vec::new();
        for (rank, &document) in (0u32..).zip(&order) {
            let samples = &sketches[document as usize].samples;
            entries.extend(of_shard(samples, shard, bits).iter().map(|&sample| (sample, rank)));
        }
        control.check()?;
        entries.sort_unstable();
        let buckets = entries.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1);
        Ok(buckets.flat_map(within).collect())
    });
    let shards: Vec<Vec<(u32, u32)>> = shards.collect::<Result<_>>()?;
    let mut pairs = shards.concat();
    drop(shards);
    control.check()?;
    pairs.par_sort_unstable();
    control.check()?;
    let of_rank = |rank: u32| &sketches[order[rank as usize] as usize];
    let enough = pairs
        .chunk_by(|a, b| a == b)
        .filter(|same| is_enough(same.len(), of_rank(same[0].0), of_rank(same[0].1)))
        .map(|same| (order[same[0].0 as usize], order[same[0].1 as usize]))
        .collect();
    Ok(enough)
}

/// The sorted samples whose first bits are the number of the shard.
fn of_shard(samples: &[u64], shard: u64, bits: u32) -> &[u64] {
    let first_bits = |sample: u64| sample.checked_shr(u64::BITS - bits).unwrap_or_default();
    let start = samples.partition_point(|&sample| first_bits(sample) < shard);
    let end = samples.partition_point(|&sample| first_bits(sample) <= shard);
    &samples[start..end]
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
    use super::*;

    #[test]
    fn shards_divide_the_samples() {
        let samples: Vec<u64> = (0..1000).map(|n| n * (u64::MAX / 999)).collect();
        for bits in [0, 1, 3, 10] {
            let shards: Vec<&[u64]> = (0..1 << bits).map(|shard| of_shard(&samples, shard, bits)).collect();
            assert_eq!(shards.concat(), samples);
        }
    }
}
