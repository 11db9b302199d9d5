//! The best division of a series into stretches of constant rate.
//!
//! The cost of a stretch is −2 × its maximal log-likelihood, up to a constant of the series. It takes exposure into
//! account: twice the hits in twice the tokens are the same rate. The best division, with a penalty for each break, is
//! found exactly by dynamic programming over the starts that are the best at some rate ([`envelope`]), the best two
//! breaks by trying only the corners of a hull ([`hull`]). Both stay few on long series, with changes or without.

mod envelope;
mod hull;

use envelope::Envelope;
use hull::Hull;

use super::series::Check;
use crate::error::Result;

/// How the values of a stretch vary around their rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Occurrences among tokens: the variance equals the expectation.
    Poisson,
    /// Documents with an occurrence among documents.
    Binomial,
    /// Measured values with variance 1 and exposure 1.
    Gaussian,
}

/// Cumulative sums of a series, from which the cost of any stretch follows.
#[derive(Clone, Debug)]
pub struct Partitioner {
    cost: Cost,
    hits: Vec<f64>,
    exposure: Vec<f64>,
    min_size: usize,
}

impl Partitioner {
    /// `min_size` is the least number of periods in a stretch.
    pub fn new(cost: Cost, hits: &[f64], exposure: &[f64], min_size: usize) -> Self {
        let sums = |values: &[f64]| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(values.iter().map(|value| {
                    sum += value;
                    sum
                }))
                .collect()
        };
        Self { cost, hits: sums(hits), exposure: sums(exposure), min_size }
    }

    /// Number of periods.
    fn len(&self) -> usize {
        self.hits.len() - 1
    }

    /// Hits divided by exposure in a stretch.
    pub fn rate(&self, start: usize, end: usize) -> f64 {
        (self.hits[end] - self.hits[start]) / (self.exposure[end] - self.exposure[start])
    }

    /// Hits of a stretch.
    pub fn hits(&self, start: usize, end: usize) -> f64 {
        self.hits[end] - self.hits[start]
    }

    /// Exposure of a stretch.
    pub fn exposure(&self, start: usize, end: usize) -> f64 {
        self.exposure[end] - self.exposure[start]
    }

    /// −2 × log-likelihood of a stretch at its own rate, without the constant.
    pub fn cost(&self, start: usize, end: usize) -> f64 {
        let (hits, exposure) = (self.hits(start, end), self.exposure(start, end));
        let part = |part: f64| if part > 0.0 { part * (part / exposure).ln() } else { 0.0 };
        match self.cost {
            Cost::Poisson => -2.0 * part(hits),
            Cost::Binomial => -2.0 * (part(hits) + part(exposure - hits)),
            Cost::Gaussian => -hits * hits / exposure,
        }
    }

    /// Cost of a division, without penalties.
    pub fn total(&self, breaks: &[usize]) -> f64 {
        self.stretches(breaks).map(|(start, end)| self.cost(start, end)).sum()
    }

    /// Start and end (exclusive) of each stretch.
    pub fn stretches<'a>(&'a self, breaks: &'a [usize]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let starts = std::iter::once(0).chain(breaks.iter().copied());
        starts.zip(breaks.iter().copied().chain(std::iter::once(self.len())))
    }

    /// The division that minimises cost plus `penalty` per break, as the first periods of new stretches; among equals,
    /// the one with earlier breaks.
    ///
    /// # Errors
    /// Those of `check`.
    pub fn best(&self, penalty: f64, check: &Check<'_>) -> Result<Vec<usize>> {
        let n = self.len();
        let mut least = vec![f64::INFINITY; n + 1];
        least[0] = -penalty;
        let mut before = vec![0; n + 1];
        let mut envelope = Envelope::new(self);
        for end in self.min_size..=n {
            check()?;
            let newest = end - self.min_size;
            if least[newest].is_finite() {
                envelope.add(newest, &least);
            }
            for start in envelope.starts() {
                let value = least[start] + self.cost(start, end) + penalty;
                if value < least[end] || (value == least[end] && start < before[end]) {
                    (least[end], before[end]) = (value, start);
                }
            }
        }
        let mut breaks = Vec::new();
        let mut end = n;
        while before[end] > 0 {
            end = before[end];
            breaks.push(end);
        }
        breaks.reverse();
        Ok(breaks)
    }

    /// The largest gain per break, over all numbers of breaks: the smallest penalty that leaves no breaks.
    ///
    /// By Dinkelbach's method (1967, Management Science 13, 492–498): either the best division under the gain known so
    /// far has a larger one, or there is none.
    ///
    /// # Errors
    /// Those of `check`.
    pub fn largest_gain(&self, check: &Check<'_>) -> Result<f64> {
        let whole = self.cost(0, self.len());
        let mut gain = self.single().map_or(0.0, |at| whole - self.total(&[at]));
        loop {
            let breaks = self.best(gain * (1.0 + 1e-9) + 1e-9, check)?;
            let larger = (whole - self.total(&breaks)) / breaks.len() as f64;
            if breaks.is_empty() || larger <= gain {
                return Ok(gain.max(0.0));
            }
            gain = larger;
        }
    }

    /// The best single break.
    fn single(&self) -> Option<usize> {
        let n = self.len();
        let breaks = self.min_size..=n.saturating_sub(self.min_size);
        breaks.map(|at| (self.total(&[at]), at)).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, at)| at)
    }

    /// The best two breaks, or the best one if the series is too short for two; among equals, the earliest second one
    /// and then the earliest first one.
    ///
    /// # Errors
    /// Those of `check`.
    pub fn best_two(&self, check: &Check<'_>) -> Result<Vec<usize>> {
        let (n, size) = (self.len(), self.min_size);
        if n < 3 * size {
            return Ok(self.single().into_iter().collect());
        }
        let heads: Vec<f64> = (0..=n).map(|first| self.cost(0, first)).collect();
        let mut best = (f64::INFINITY, 0, 0);
        let mut hull = Hull::default();
        for second in 2 * size..=n - size {
            check()?;
            hull.add(second - size, |at| (self.exposure[at], self.hits[at]));
            let last = self.cost(second, n);
            let mut here = (f64::INFINITY, 0);
            for first in hull.corners() {
                let total = heads[first] + self.cost(first, second) + last;
                if total < here.0 || (total == here.0 && first < here.1) {
                    here = (total, first);
                }
            }
            if here.0 < best.0 {
                best = (here.0, here.1, second);
            }
        }
        Ok(vec![best.1, best.2])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Random;

    fn go_on() -> Result<()> {
        Ok(())
    }

    fn best(series: &Partitioner, penalty: f64) -> Vec<usize> {
        series.best(penalty, &go_on).unwrap()
    }

    fn gain_of(series: &Partitioner) -> f64 {
        series.largest_gain(&go_on).unwrap()
    }

    /// [`Partitioner::best`], looking at every start of every stretch.
    fn best_of_all(series: &Partitioner, penalty: f64) -> Vec<usize> {
        let n = series.len();
        let mut least = vec![f64::INFINITY; n + 1];
        least[0] = -penalty;
        let mut before = vec![0; n + 1];
        for end in series.min_size..=n {
            for start in 0..=end - series.min_size {
                let value = least[start] + series.cost(start, end) + penalty;
                if value < least[end] {
                    (least[end], before[end]) = (value, start);
                }
            }
        }
        let mut breaks = Vec::new();
        let mut end = n;
        while before[end] > 0 {
            end = before[end];
            breaks.push(end);
        }
        breaks.reverse();
        breaks
    }

    /// [`Partitioner::best_two`], looking at every pair.
    fn two_of_all(series: &Partitioner) -> Vec<usize> {
        let (n, size) = (series.len(), series.min_size);
        let mut best = (f64::INFINITY, 0, 0);
        for second in 2 * size..=n - size {
            for first in size..=second - size {
                let total = series.cost(0, first) + series.cost(first, second) + series.cost(second, n);
                if total < best.0 {
                    best = (total, first, second);
                }
            }
        }
        vec![best.1, best.2]
    }

    /// Every division, by brute force.
    fn divisions(n: usize, min_size: usize) -> Vec<Vec<usize>> {
        let ends = |breaks: &[usize]| {
            let bounds: Vec<usize> = [0].into_iter().chain(breaks.iter().copied()).chain([n]).collect();
            bounds.windows(2).all(|pair| pair[1] - pair[0] >= min_size)
        };
        let subsets = (0_u32..1 << (n - 1)).map(|bits| (1..n).filter(|at| bits >> (at - 1) & 1 == 1).collect());
        subsets.filter(|breaks: &Vec<usize>| ends(breaks)).collect()
    }

    fn random_series(random: &mut Random, cost: Cost, n: usize) -> (Vec<f64>, Vec<f64>) {
        let exposure: Vec<f64> =
            (0..n).map(|_| if cost == Cost::Gaussian { 1.0 } else { (1 + random.below(20)) as f64 }).collect();
        let hits = exposure.iter().map(|&all| match cost {
            Cost::Poisson => random.below(8) as f64,
            Cost::Binomial => random.below(all as usize + 1) as f64,
            Cost::Gaussian => random.normal(),
        });
        (hits.collect(), exposure)
    }

    #[test]
    fn the_best_division_is_what_trying_every_division_finds() {
        let mut random = Random::new(11, &[]);
        let mut with_breaks = 0;
        for round in 0..300 {
            let cost = [Cost::Poisson, Cost::Binomial, Cost::Gaussian][round % 3];
            let (n, min_size) = (1 + random.below(11), 1 + random.below(3));
            let (hits, exposure) = random_series(&mut random, cost, n);
            let partitioner = Partitioner::new(cost, &hits, &exposure, min_size);
            let penalty = random.uniform() * 6.0;
            let priced = |breaks: &[usize]| partitioner.total(breaks) + penalty * breaks.len() as f64;
            let least = divisions(n, min_size).iter().map(|breaks| priced(breaks)).fold(f64::INFINITY, f64::min);
            if n < min_size {
                assert!(best(&partitioner, penalty).is_empty());
                continue;
            }
            let found = best(&partitioner, penalty);
            with_breaks += usize::from(!found.is_empty());
            assert!((priced(&found) - least).abs() < 1e-9, "{hits:?} {exposure:?} {found:?}");
        }
        assert!(with_breaks > 50);
    }

    #[test]
    fn the_largest_gain_is_that_of_every_division() {
        let mut random = Random::new(12, &[]);
        for round in 0..150 {
            let cost = [Cost::Poisson, Cost::Binomial, Cost::Gaussian][round % 3];
            let (hits, exposure) = random_series(&mut random, cost, 10);
            let partitioner = Partitioner::new(cost, &hits, &exposure, 2);
            let whole = partitioner.cost(0, 10);
            let gains = divisions(10, 2).into_iter().filter(|breaks| !breaks.is_empty());
            let gain = gains.map(|breaks| (whole - partitioner.total(&breaks)) / breaks.len() as f64);
            let largest = gain.fold(0.0, f64::max);
            assert!((gain_of(&partitioner) - largest).abs() < 1e-6, "{hits:?}");
            assert!(best(&partitioner, largest + 1e-6).is_empty());
        }
    }

    #[test]
    fn the_best_two_are_the_best_of_all_pairs() {
        let mut random = Random::new(13, &[]);
        for _ in 0..50 {
            let (hits, exposure) = random_series(&mut random, Cost::Poisson, 9);
            let partitioner = Partitioner::new(Cost::Poisson, &hits, &exposure, 2);
            let pairs = divisions(9, 2).into_iter().filter(|breaks| breaks.len() == 2);
            let least = pairs.map(|breaks| partitioner.total(&breaks)).fold(f64::INFINITY, f64::min);
            assert!((partitioner.total(&partitioner.best_two(&go_on).unwrap()) - least).abs() < 1e-9);
        }
    }

    #[test]
    fn the_shortest_series_with_two_breaks_has_three_stretches_of_the_least_size() {
        let best_two =
            |hits: &[f64]| Partitioner::new(Cost::Poisson, hits, &vec![1.0; hits.len()], 2).best_two(&go_on).unwrap();
        assert_eq!(best_two(&[1.0, 1.0, 9.0, 9.0, 1.0, 1.0]), [2, 4]);
        assert_eq!(best_two(&[1.0, 1.0, 9.0, 9.0, 9.0]), [2]);
        assert!(best_two(&[1.0, 9.0, 9.0]).is_empty());
    }

    /// A series whose rate changes now and then, with long runs of nothing if it is rare.
    fn uneven_series(random: &mut Random, cost: Cost, n: usize) -> (Vec<f64>, Vec<f64>) {
        let (mut level, rarity, change) = (1.0, [0.01, 0.3, 4.0][random.below(3)], 2 + random.below(200));
        let mut hits = Vec::new();
        let exposure: Vec<f64> = (0..n)
            .map(|_| {
                if random.below(change) == 0 {
                    level = 3.0 * random.uniform();
                }
                let all = if cost == Cost::Gaussian { 1.0 } else { (10 + random.below(40)) as f64 };
                hits.push(match cost {
                    Cost::Poisson => (rarity * level * all * 2.0 * random.uniform()).round(),
                    Cost::Binomial => (all * (rarity * level * random.uniform()).min(1.0)).round(),
                    Cost::Gaussian => level + random.normal(),
                });
                all
            })
            .collect();
        (hits, exposure)
    }

    #[test]
    fn what_is_passed_over_is_never_the_best() {
        let mut random = Random::new(14, &[]);
        let mut breaks = 0;
        for round in 0..240 {
            let cost = [Cost::Poisson, Cost::Binomial, Cost::Gaussian][round % 3];
            let (n, min_size) = (20 + random.below(200), 1 + random.below(4));
            let (hits, exposure) = uneven_series(&mut random, cost, n);
            let series = Partitioner::new(cost, &hits, &exposure, min_size);
            let penalty = 20.0 * random.uniform();
            let found = best(&series, penalty);
            assert_eq!(found, best_of_all(&series, penalty), "{cost:?} {penalty} {min_size} {hits:?} {exposure:?}");
            assert_eq!(series.best_two(&go_on).unwrap(), two_of_all(&series), "{cost:?} {hits:?} {exposure:?}");
            breaks += found.len();
        }
        assert!(breaks > 500, "{breaks}");
    }

    #[test]
    fn few_starts_are_looked_at_however_long_the_series() {
        let mut random = Random::new(15, &[]);
        for (cost, n) in
            [Cost::Poisson, Cost::Binomial, Cost::Gaussian].into_iter().flat_map(|one| [(one, 500), (one, 5000)])
        {
            let series = uneven_series(&mut random, cost, n);
            let flat = (vec![0.0; n], vec![1.0; n]);
            for (hits, exposure) in [series, flat] {
                let series = Partitioner::new(cost, &hits, &exposure, 2);
                let (mut envelope, mut hull) = (Envelope::new(&series), Hull::default());
                let mut looked_at = 0;
                // The costs of a single stretch with a penalty, as if nothing ever changed.
                let least: Vec<f64> = (0..=n).map(|end| if end == 0 { -9.0 } else { series.cost(0, end) }).collect();
                for start in 0..n {
                    envelope.add(start, &least);
                    hull.add(start, |at| (series.exposure[at], series.hits[at]));
                    looked_at += envelope.starts().count().max(hull.corners().count());
                }
                assert!(looked_at < 40 * n, "{cost:?}: {} of {n}", looked_at / n);
            }
        }
    }

    #[test]
    fn twice_the_volume_is_no_break() {
        let partitioner = Partitioner::new(Cost::Poisson, &[5.0, 5.0, 50.0, 50.0], &[100.0, 100.0, 1000.0, 1000.0], 1);
        assert!(best(&partitioner, 1e-6).is_empty());
        assert!(gain_of(&partitioner) < 1e-6);
    }
}
