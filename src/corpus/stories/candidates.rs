//! Which pairs of documents are worth comparing.

use rayon::prelude::*;

use super::shingles::Sketch;

/// Documents of a bucket that all others in it are compared with.
const REPRESENTATIVES: usize = 4;
/// One of so many samples of the smaller document must be shared: a third of what one story is expected to share, since
/// samples are few and representatives are not in every bucket.
const SHARED_PART: usize = 6;
/// The same between a short document, all of whose shingles are samples, and a long one, about one in nine of whose are.
const SHARED_PART_UNEVEN: usize = 24;

/// Pairs of documents that share enough samples, each once, sorted.
pub(super) fn candidate_pairs(sketches: &[Sketch]) -> Vec<(u32, u32)> {
    let order = by_rank(sketches);
    let mut entries: Vec<(u64, u32)> = order
        .par_iter()
        .enumerate()
        .flat_map_iter(|(rank, &document)| sketches[document as usize].samples.iter().map(move |&s| (s, rank as u32)))
        .collect();
    entries.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> =
        entries.par_chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1).flat_map_iter(within).collect();
    pairs.par_sort_unstable();
    let of_rank = |rank: u32| &sketches[order[rank as usize] as usize];
    pairs
        .chunk_by(|a, b| a == b)
        .filter(|same| is_enough(same.len(), of_rank(same[0].0), of_rank(same[0].1)))
        .map(|same| (order[same[0].0 as usize], order[same[0].1 as usize]))
        .collect()
}

fn is_enough(n_shared: usize, a: &Sketch, b: &Sketch) -> bool {
    let part = if a.is_whole == b.is_whole { SHARED_PART } else { SHARED_PART_UNEVEN };
    n_shared * part >= a.samples.len().min(b.samples.len())
}

/// Documents by content, so that the representatives of a bucket do not depend on the order of the input.
fn by_rank(sketches: &[Sketch]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..sketches.len() as u32).collect();
    order.par_sort_by_key(|&document| sketches[document as usize].rank);
    order
}

/// The first documents of a bucket with every other, and each with its neighbour in length.
fn within(bucket: &[(u64, u32)]) -> impl Iterator<Item = (u32, u32)> {
    bucket.iter().enumerate().skip(1).flat_map(move |(at, &(_, document))| {
        let first = bucket[..at.min(REPRESENTATIVES)].iter();
        let neighbour = if at > REPRESENTATIVES { &bucket[at - 1..at] } else { &[] };
        first.chain(neighbour).map(move |&(_, other)| (other, document))
    })
}
