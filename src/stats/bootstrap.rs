//! The bootstrap over documents: what the rate might have been had other documents of the same kind been written.
//!
//! A resample draws as many units (documents, or clusters of them) as there are, with replacement. Each stream has its
//! own [`Random`], so that draws are the same on every machine and for any number of threads.
//!
//! Efron, B. and Tibshirani, R. J. (1993), An Introduction to the Bootstrap, chapters 13 and 14.

use super::normal;
use super::random::Random;
use super::rate::Method;

/// How to draw resamples.
#[derive(Clone, Copy, Debug)]
pub struct Resampling {
    /// Number of resamples.
    pub resamples: usize,
    /// Seed of all streams.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { resamples: 2_000, seed: 0 }
    }
}

/// Hits of the units that have any: unit and count, one entry per unit.
pub type Hits = Vec<(u32, i64)>;

/// Rates per token of every resample, sorted, for each list of hits among the same units.
///
/// Resamples without any token are drawn again; some unit must have a token.
pub fn resample(tokens: &[i64], hits: &[&Hits], resampling: Resampling, stream: u64) -> Vec<Vec<f64>> {
    let mut random = Random::new(resampling.seed, &[stream]);
    let mut drawn = vec![0_u32; tokens.len()];
    let mut rates = vec![Vec::with_capacity(resampling.resamples); hits.len()];
    for _ in 0..resampling.resamples {
        let total = loop {
            drawn.fill(0);
            let total = draw(&mut random, tokens, &mut drawn);
            if total > 0 {
                break total as f64;
            }
        };
        for (rates, hits) in rates.iter_mut().zip(hits) {
            let count: i64 = hits.iter().map(|&(unit, count)| i64::from(drawn[unit as usize]) * count).sum();
            rates.push(count as f64 / total);
        }
    }
    rates.iter_mut().for_each(|rates| rates.sort_unstable_by(f64::total_cmp));
    rates
}

/// Draws as many units as there are, counts how often each was drawn, and returns the total of their tokens.
fn draw(random: &mut Random, tokens: &[i64], drawn: &mut [u32]) -> i64 {
    let mut total = 0;
    for _ in 0..tokens.len() {
        let unit = random.below(tokens.len());
        drawn[unit] += 1;
        total += tokens[unit];
    }
    total
}

/// Limits from resampled rates by a method; `None` if all of them are the same, as those of units that agree: they then
/// carry no information.
pub fn limits(method: Method, sorted: &[f64], tokens: &[i64], hits: &Hits, confidence: f64) -> Option<(f64, f64)> {
    if sorted.first() == sorted.last() {
        return None;
    }
    Some(match method {
        Method::Bca => bca(sorted, tokens, hits, confidence),
        _ => percentile(sorted, confidence),
    })
}

/// The quantiles that leave out `1 - confidence` of the sorted rates, half on each side.
pub fn percentile(sorted: &[f64], confidence: f64) -> (f64, f64) {
    let outside = (1.0 - confidence) / 2.0;
    (quantile(sorted, outside), quantile(sorted, 1.0 - outside))
}

/// Quantiles corrected for the bias of the resamples and for how the standard error changes with the rate.
///
/// Efron, B. (1987), Better bootstrap confidence intervals, JASA 82, 171–185; the acceleration is that of the jackknife
/// over units.
pub fn bca(sorted: &[f64], tokens: &[i64], hits: &Hits, confidence: f64) -> (f64, f64) {
    let (total, count) = (tokens.iter().sum::<i64>() as f64, hits.iter().map(|hit| hit.1).sum::<i64>() as f64);
    let rate = count / total;
    let resamples = sorted.len() as f64;
    let lower = sorted.partition_point(|&other| other < rate) as f64;
    let lower_or_same = sorted.partition_point(|&other| other <= rate) as f64;
    // If all resamples are on one side, the uncorrected share would ask for an infinite correction.
    let share = ((lower + lower_or_same) / 2.0 / resamples).clamp(0.5 / resamples, 1.0 - 0.5 / resamples);
    let (bias, acceleration) = (normal::quantile(share), acceleration(tokens, hits, total, count));
    let corrected = |z: f64| {
        let turned = 1.0 - acceleration * (bias + z);
        if turned > 0.0 { normal::below(bias + (bias + z) / turned) } else { f64::from(u8::from(z > 0.0)) }
    };
    let z = normal::two_sided(confidence);
    (quantile(sorted, corrected(-z)), quantile(sorted, corrected(z)))
}

/// Skewness of the rate when units are left out one at a time, divided by 6; 0 if it is undefined.
fn acceleration(tokens: &[i64], hits: &Hits, total: f64, count: f64) -> f64 {
    let mut counts = vec![0.0; tokens.len()];
    hits.iter().for_each(|&(unit, count)| counts[unit as usize] = count as f64);
    let left: Vec<f64> = tokens.iter().zip(&counts).map(|(&l, k)| (count - k) / (total - l as f64)).collect();
    let mean = left.iter().sum::<f64>() / left.len() as f64;
    let power = |exponent: i32| left.iter().map(|rate| (mean - rate).powi(exponent)).sum::<f64>();
    let skewness = power(3) / power(2).powf(1.5) / 6.0;
    if skewness.is_finite() { skewness } else { 0.0 }
}

/// The value below which a given share of sorted values lies, interpolated linearly (type 7 of Hyndman and Fan).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + part * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: [i64; 6] = [100, 250, 80, 120, 300, 0];

    fn hits() -> Hits {
        vec![(0, 3), (2, 1), (3, 7)]
    }

    #[test]
    fn resamples_are_documents_drawn_one_by_one() {
        let resampling = Resampling { resamples: 50, seed: 7 };
        let seen = resample(&TOKENS, &[&hits(), &vec![(1, 2)]], resampling, 3);
        let mut random = Random::new(7, &[3]);
        let mut expected = vec![Vec::new(), Vec::new()];
        while expected[0].len() < 50 {
            let drawn: Vec<usize> = (0..6).map(|_| random.below(6)).collect();
            let tokens: i64 = drawn.iter().map(|&unit| TOKENS[unit]).sum();
            if tokens == 0 {
                continue;
            }
            for (rates, counts) in expected.iter_mut().zip([[3, 0, 1, 7, 0, 0], [0, 2, 0, 0, 0, 0]]) {
                rates.push(drawn.iter().map(|&unit| counts[unit]).sum::<i64>() as f64 / tokens as f64);
            }
        }
        expected.iter_mut().for_each(|rates| rates.sort_by(f64::total_cmp));
        assert_eq!(seen, expected);
    }

    #[test]
    fn streams_and_seeds_differ() {
        let rates = |seed, stream| resample(&TOKENS, &[&hits()], Resampling { resamples: 20, seed }, stream);
        assert_eq!(rates(1, 2), rates(1, 2));
        assert_ne!(rates(1, 2), rates(1, 3));
        assert_ne!(rates(1, 2), rates(2, 2));
    }

    #[test]
    fn quantiles_lie_between_their_neighbours() {
        // numpy.quantile([1, 2, 4, 8], [0, 0.1, 0.5, 1])
        for (share, value) in [(0.0, 1.0), (0.1, 1.3), (0.5, 3.0), (1.0, 8.0)] {
            assert!((quantile(&[1.0, 2.0, 4.0, 8.0], share) - value).abs() < 1e-12);
        }
    }

    #[test]
    fn resamples_that_agree_are_a_point() {
        let (tokens, hits) = ([100, 200, 100], vec![(0, 1), (1, 2), (2, 1)]);
        let rates = resample(&tokens, &[&hits], Resampling::default(), 0).remove(0);
        for (low, high) in [percentile(&rates, 0.95), bca(&rates, &tokens, &hits, 0.95)] {
            assert!((low - 0.01).abs() < 1e-12 && (high - 0.01).abs() < 1e-12);
        }
    }

    #[test]
    fn one_document_with_tokens_is_left_alone() {
        let (tokens, hits) = ([0, 50, 0], vec![(1, 2)]);
        let rates = resample(&tokens, &[&hits], Resampling { resamples: 100, seed: 0 }, 0).remove(0);
        assert!(rates.iter().all(|&rate| rate == 0.04));
        assert_eq!(bca(&rates, &tokens, &hits, 0.95), (0.04, 0.04));
    }
}
