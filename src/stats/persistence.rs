//! How strongly each period of a series depends on the one before.
//!
//! The autocorrelation measured on a short series, after removing a trend or breaks, is far below the one that produced
//! it. So it is not used directly: Gaussian series of known autocorrelation and the same length are treated in the same
//! way, and the ones kept are those whose measured value is nearest to the observed one. Each resample of a series uses
//! the true autocorrelation of one of these (approximate Bayesian computation: Tavaré, Balding, Griffiths and Donnelly
//! 1997, Genetics 145, 505–518).

use rayon::prelude::*;

use super::random::Random;
use crate::error::Result;

/// One in this many simulated series is kept.
const NEAREST: usize = 20;

/// A simulated series of variance 1.
#[derive(Clone, Copy, Debug)]
pub struct Draw {
    /// The autocorrelation that produced it.
    pub truth: f64,
    /// The autocorrelation measured on it.
    pub seen: f64,
    /// The variance measured on it.
    pub variance: f64,
}

/// Simulated series of one length, sorted by their measured autocorrelation.
#[derive(Debug)]
pub struct Persistence(Vec<Draw>);

impl Persistence {
    /// Simulates `draws` series with periods at the given places. `prior` turns a uniform number from 0 to 1 into an
    /// autocorrelation; `measure` returns the autocorrelation and variance of what it leaves of a series, and fails
    /// when the work should stop.
    ///
    /// # Errors
    /// Those of `measure`.
    pub fn simulate(
        draws: usize,
        place: &[u32],
        seed: u64,
        prior: fn(f64) -> f64,
        measure: impl Fn(&mut [f64]) -> Result<(f64, f64)> + Sync,
    ) -> Result<Self> {
        let n = place.len();
        let draw = |number: usize| {
            let mut random = Random::new(seed, &[n as u64, number as u64]);
            let truth = prior(random.uniform());
            let mut values = vec![0.0; n];
            walk(&mut random, truth, place, &mut values);
            let (seen, variance) = measure(&mut values)?;
            Ok(Draw { truth, seen, variance })
        };
        let mut draws: Vec<Draw> = (0..draws).into_par_iter().map(draw).collect::<Result<_>>()?;
        draws.sort_by(|a, b| a.seen.total_cmp(&b.seen));
        Ok(Self(draws))
    }

    /// The draws whose measured autocorrelation is nearest to `seen`.
    pub fn near(&self, seen: f64) -> &[Draw] {
        let at = self.0.partition_point(|draw| draw.seen < seen);
        let (mut start, mut end) = (at, at);
        while end - start < (self.0.len() / NEAREST).max(1) {
            let below = start.checked_sub(1).map_or(f64::INFINITY, |before| seen - self.0[before].seen);
            let above = self.0.get(end).map_or(f64::INFINITY, |draw| draw.seen - seen);
            if below <= above { start -= 1 } else { end += 1 }
        }
        &self.0[start..end]
    }
}

/// Fills `values` with a stationary Gaussian series of variance 1. Neighbouring periods have the given correlation;
/// periods g places apart have its g-th power.
pub fn walk(random: &mut Random, correlation: f64, place: &[u32], values: &mut [f64]) {
    let mut last = 0.0;
    for (at, value) in values.iter_mut().enumerate() {
        let carried = if at == 0 { 0.0 } else { correlation.powi((place[at] - place[at - 1]) as i32) };
        last = carried * last + (1.0 - carried * carried).sqrt() * random.normal();
        *value = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(values: &mut [f64]) -> (f64, f64) {
        let squares: f64 = values.iter().map(|value| value * value).sum();
        let sum: f64 = values.windows(2).map(|pair| pair[0] * pair[1]).sum();
        (sum / squares, squares / values.len() as f64)
    }

    #[test]
    fn a_gap_is_so_many_steps() {
        let place: Vec<u32> = (0..4000).map(|at| 3 * at).collect();
        let mut values = vec![0.0; 4000];
        walk(&mut Random::new(3, &[]), 0.8, &place, &mut values);
        let (seen, variance) = plain(&mut values);
        assert!((seen - 0.8_f64.powi(3)).abs() < 0.05 && (variance - 1.0).abs() < 0.1, "{seen} {variance}");
    }

    #[test]
    fn the_nearest_draws_surround_what_was_seen() {
        let place: Vec<u32> = (0..400).collect();
        let measure = |values: &mut [f64]| Ok(plain(values));
        let persistence = Persistence::simulate(4000, &place, 0, |u| 0.9 * u, measure).unwrap();
        for truth in [0.2, 0.5, 0.7] {
            let near = persistence.near(truth);
            assert_eq!(near.len(), 4000 / NEAREST);
            let mean = near.iter().map(|draw| draw.truth).sum::<f64>() / near.len() as f64;
            assert!((mean - truth).abs() < 0.05, "{truth}: {mean}");
        }
        assert_eq!(persistence.near(2.0).len(), 200);
        assert_eq!(persistence.near(-2.0).len(), 200);
    }
}
