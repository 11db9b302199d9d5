//! Whether a rate rises or falls over time, and by how much a year.
//!
//! The direction is Kendall's tau-b between time and rate, the Mann-Kendall test (Mann 1945, Econometrica 13, 245–259;
//! Kendall 1975, Rank Correlation Methods); the size is the Theil-Sen slope (Sen 1968, JASA 63, 1379–1389). Plain
//! Mann-Kendall takes periods as independent, and rejects a quarter of the trendless series whose periods remember
//! their predecessor. Here significance and limits come from a block permutation instead ([`Null::Blocks`]):
//!
//! 1. A straight line is taken off the rates by least squares, and what is left is divided by the standard deviation
//!    that the exposure of its period lets expect ([`Spread`]): the noise of a thin period stays with thin periods.
//! 2. Each resample takes an autocorrelation that the residuals are compatible with ([`Persistence`]), and the part of
//!    each residual that its predecessor does not foretell; a gap of g periods counts as autocorrelation to the power g.
//! 3. These parts are put on a circle, cut at a random place into blocks of ⌈n^(1/3)⌉ periods, and the blocks are put in
//!    random order (circular blocks: Politis and Romano 1992), so that what dependence is left stays within blocks.
//! 4. A trendless series is built from them, step 2 and 1 backwards, and its Mann-Kendall S is compared with the one
//!    observed: p = (1 + number of |S*| ≥ |S|) / (1 + resamples).

use rayon::prelude::*;

use super::counts::{Counts, Margin};
use super::normal::{below, two_sided};
use super::persistence::Persistence;
use super::random::Random;
use super::series::{Check, Law, Series};
use super::spread::Spread;

/// Fewer periods have no trend.
pub const MIN_PERIODS: usize = 5;

/// Series that are simulated to learn what autocorrelation a measured one stands for.
const DRAWS: usize = 1000;

/// Least share of the rate that a line leaves to a period.
const LEAST_SHARE: f64 = 0.05;

/// What a series without a trend looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// Periods that remember their predecessor: block permutation.
    Blocks {
        /// Number of permutations.
        resamples: usize,
        /// Seed of the permutations.
        seed: u64,
    },
    /// Independent periods: the normal approximation with ties and correction for continuity, as Mann and Kendall have it.
    Independent,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How hits vary.
    pub law: Law,
    /// Rates are given for so many units of exposure.
    pub scale: f64,
    /// Periods of a year.
    pub per_year: f64,
    /// Coverage of the limits of the slope.
    pub confidence: f64,
    /// What is tested against.
    pub null: Null,
}

/// The trend of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Kendall's tau-b.
    pub tau: f64,
    /// Chance of so large an S without a trend.
    pub p: f64,
    /// Theil-Sen slope a year.
    pub slope: f64,
    /// Its lower limit.
    pub slope_low: f64,
    /// Its upper limit.
    pub slope_high: f64,
}

/// Trends of series, each with the reason where it has none.
///
/// # Errors
/// That of `check`, which is called now and then and fails where the work shall stop.
pub fn trends(series: &[Series], ask: &Ask, check: &Check<'_>) -> crate::Result<Vec<Result<Trend, String>>> {
    let one = |(number, series): (usize, &Series)| {
        check()?;
        Ok(trend(series, number as u64, ask))
    };
    series.par_iter().enumerate().map(one).collect()
}

fn trend(series: &Series, number: u64, ask: &Ask) -> Result<Trend, String> {
    if let Some(reason) = series.reason(ask.law, MIN_PERIODS) {
        return Err(reason);
    }
    let rates: Vec<f64> = series.rates().iter().map(|rate| rate * ask.scale).collect();
    if rates.iter().all(|&rate| rate == rates[0]) {
        return Err("the rate is the same in every period".to_owned());
    }
    let score = Score::of(&rates);
    let slopes = pairwise_slopes(&series.place, &rates, ask.per_year);
    let (p, spread) = match ask.null {
        Null::Blocks { resamples, seed } => {
            let trendless = Trendless::of(series, ask.law);
            let persistence = trendless.walks(seed);
            let near = persistence.near(trendless.fit.autocorrelation(series));
            let mut null: Vec<f64> = (0..resamples)
                .map(|resample| {
                    let mut random = Random::new(seed, &[number, resample as u64]);
                    let phi = near[random.below(near.len())].truth;
                    Score::of(&trendless.resample(&mut random, phi)).s as f64
                })
                .collect();
            let mean = null.iter().sum::<f64>() / null.len() as f64;
            for s in &mut null { *s = (*s - mean).abs(); }
            blocks((score.s as f64 - mean).abs(), null, ask.confidence)
        }
        Null::Independent => independent(&score, ask.confidence),
    };
    let (slope_low, slope_high) = sen_limits(&slopes, spread);
    Ok(Trend { tau: score.tau(), p, slope: median(&slopes), slope_low, slope_high })
}

/// p of the observed |S| among permuted ones, and the |S| that they leave beyond with 1 − confidence.
fn blocks(observed: f64, mut null: Vec<f64>, confidence: f64) -> (f64, f64) {
    let beyond = null.iter().filter(|&&s| s >= observed).count();
    null.sort_by(f64::total_cmp);
    let rank = ((null.len() + 1) as f64 * confidence).ceil() as usize;
    ((1 + beyond) as f64 / (1 + null.len()) as f64, null[rank.clamp(1, null.len()) - 1])
}

/// p by the normal approximation with continuity, and z standard deviations of S.
fn independent(score: &Score, confidence: f64) -> (f64, f64) {
    let deviation = score.variance().sqrt();
    let z = (score.s.abs() as f64 - 1.0).max(0.0) / deviation;
    ((2.0 * below(-z)).min(1.0), two_sided(confidence) * deviation)
}

/// Kendall's S of values in order of time, with what tau-b needs.
struct Score {
    n: usize,
    s: i64,
    /// Sizes of groups of equal values.
    ties: Vec<i64>,
}

impl Score {
    fn of(values: &[f64]) -> Self {
        let n = values.len();
        let mut sorted = values.to_vec();
        let falling = inversions(&mut sorted, &mut vec![0.0; n]);
        let ties: Vec<i64> = sorted.chunk_by(|a, b| a == b).map(|run| run.len() as i64).filter(|&t| t > 1).collect();
        let tied: i64 = ties.iter().map(|t| t * (t - 1) / 2).sum();
        Self { n, s: (n * (n - 1) / 2) as i64 - tied - 2 * falling, ties }
    }

    fn tau(&self) -> f64 {
        let pairs = (self.n * (self.n - 1) / 2) as f64;
        let tied: i64 = self.ties.iter().map(|t| t * (t - 1) / 2).sum();
        self.s as f64 / (pairs * (pairs - tied as f64)).sqrt()
    }

    /// Variance of S among independent values.
    fn variance(&self) -> f64 {
        let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
        (term(self.n as f64) - self.ties.iter().map(|&t| term(t as f64)).sum::<f64>()) / 18.0
    }
}

/// Pairs whose earlier value is the larger; sorts the values (Knight 1966, JASA 61, 436–439).
fn inversions(values: &mut [f64], spare: &mut [f64]) -> i64 {
    let (n, mut count, mut width) = (values.len(), 0, 1);
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            let (mut left, mut right) = (start, middle);
            for place in &mut spare[start..end] {
                if left < middle && (right == end || values[left] <= values[right]) {
                    *place = values[left];
                    left += 1;
                } else {
                    *place = values[right];
                    count += (middle - left) as i64;
                    right += 1;
                }
            }
        }
        values.copy_from_slice(&spare[..n]);
        width *= 2;
    }
    count
}

/// Slopes a year of all pairs of periods, ascending.
fn pairwise_slopes(place: &[u32], rates: &[f64], per_year: f64) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(rates.len() * (rates.len() - 1) / 2);
    for later in 1..rates.len() {
        for earlier in 0..later {
            let years = f64::from(place[later] - place[earlier]) / per_year;
            slopes.push((rates[later] - rates[earlier]) / years);
        }
    }
    slopes.par_sort_unstable_by(f64::total_cmp);
    slopes
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

/// Sen's limits: the slopes as far from the middle of their order as `spread`, a bound of S without a trend.
fn sen_limits(slopes: &[f64], spread: f64) -> (f64, f64) {
    let count = slopes.len() as f64;
    let last = slopes.len() - 1;
    let high = (((count + spread) / 2.0).round_ties_even() as usize).min(last);
    let low = ((((count - spread) / 2.0).round_ties_even()).max(1.0) as usize - 1).min(last);
    (slopes[low], slopes[high])
}

/// A line through the rates of a series, and what is left of the hits.
struct Fit {
    /// Rate of each period on the line.
    line: Vec<f64>,
    /// Pearson residuals.
    residuals: Vec<f64>,
    /// Their variance by expectation.
    spread: Spread,
}

impl Fit {
    fn of(series: &Series, hits: &[f64], law: Law) -> Self {
        let line = line_through(series, hits, law);
        let expected: Vec<f64> = line.iter().zip(&series.exposure).map(|(share, exposure)| share * exposure).collect();
        let residual = |at: usize| {
            let variance = match law {
                Law::Poisson => expected[at],
                Law::Binomial => expected[at] * (1.0 - line[at]),
            };
            (hits[at] - expected[at]) / variance.sqrt()
        };
        let residuals: Vec<f64> = (0..hits.len()).map(residual).collect();
        let inverted: Vec<f64> = expected.iter().map(|expected| 1.0 / expected).collect();
        let spread = Spread::fit(&residuals, &inverted);
        Self { line, residuals, spread }
    }

    /// Variance of a period by that of independent hits.
    fn dispersion(&self, expected: f64) -> f64 {
        self.spread.constant + self.spread.falling * expected
    }

    fn autocorrelation(&self, series: &Series) -> f64 {
        let standard = |at: usize| {
            let dispersion = self.dispersion(self.line[at] * series.exposure[at]);
            if dispersion > 0.0 { self.residuals[at] / dispersion.sqrt() } else { 0.0 }
        };
        series.autocorrelation(&(0..series.len()).map(standard).collect::<Vec<f64>>())
    }
}

/// A series whose trend was taken off, ready to be permuted.
struct Trendless<'a> {
    series: &'a Series,
    law: Law,
    fit: Fit,
    /// Distribution of the hits of each period with the trend.
    with: Vec<Margin>,
    /// The same at one rate.
    without: Vec<Margin>,
}

impl<'a> Trendless<'a> {
    fn of(series: &'a Series, law: Law) -> Self {
        let rate = series.hits.iter().sum::<f64>() / series.exposure.iter().sum::<f64>();
        let fit = Fit::of(series, &series.hits, law);
        let whole = series.hits.iter().all(|hits| hits.fract() == 0.0);
        let margin = |at: usize, share: f64| {
            let exposure = series.exposure[at];
            let dispersion = fit.dispersion(share * exposure);
            Margin::new(match law {
                Law::Poisson if whole => Counts::poisson(share * exposure, dispersion),
                Law::Poisson => Counts::smooth(share * exposure, dispersion),
                Law::Binomial => Counts::binomial(exposure, share, dispersion),
            })
        };
        let with = (0..series.len()).map(|at| margin(at, fit.line[at])).collect();
        let without = (0..series.len()).map(|at| margin(at, rate)).collect();
        Self { series, law, fit, with, without }
    }

    fn walks(&self, seed: u64) -> Persistence {
        Persistence::simulate(DRAWS, &self.series.place, seed, prior, |values| {
            for (value, margin) in values.iter_mut().zip(&self.without) {
                *value = margin.quantile(*value);
            }
            if values.iter().all(|&v| v == 0.0) { return (0.0, 1.0); }
            (Fit::of(self.series, values, self.law).autocorrelation(self.series), 1.0)
        })
    }

    /// Rates of a permuted series.
    fn resample(&self, random: &mut Random, phi: f64) -> Vec<f64> {
        let n = self.series.len();
        let normal: Vec<f64> =
            (0..n).map(|at| self.with[at].normal(self.series.hits[at], random.uniform())).collect();
        let innovation = |at: usize| {
            let (carried, scale) = self.carried(at, phi);
            (normal[at] - carried * normal[at.saturating_sub(1)]) / scale
        };
        let permuted = permute_blocks(random, &(0..n).map(innovation).collect::<Vec<f64>>());
        let mut last = 0.0;
        let step = |at: usize| {
            let (carried, scale) = self.carried(at, phi);
            last = carried * last + scale * permuted[at];
            self.without[at].quantile(last) / self.series.exposure[at]
        };
        (0..n).map(step).collect()
    }

    /// What a period keeps of its predecessor, and the standard deviation of what is new in it.
    fn carried(&self, at: usize, phi: f64) -> (f64, f64) {
        if at == 0 {
            return (0.0, 1.0);
        }
        let gap = self.series.place[at] - self.series.place[at - 1];
        let carried = phi.powi(gap as i32);
        (carried, (1.0 - carried * carried).sqrt())
    }
}

/// Rates on the least-squares line, kept away from what no count has.
fn line_through(series: &Series, hits: &[f64], law: Law) -> Vec<f64> {
    let times: Vec<f64> = series.place.iter().map(|&place| f64::from(place)).collect();
    let total: f64 = series.exposure.iter().sum();
    let rate = hits.iter().sum::<f64>() / total;
    let mean_time = times.iter().zip(&series.exposure).map(|(time, w)| time * w).sum::<f64>() / total;
    let (mut across, mut squares) = (0.0, 0.0);
    for (at, time) in times.iter().enumerate() {
        let w = series.exposure[at];
        across += w * (time - mean_time) * (hits[at] / w - rate);
        squares += w * (time - mean_time).powi(2);
    }
    let slope = across / squares;
    let most = match law {
        Law::Poisson => f64::INFINITY,
        Law::Binomial => 1.0 - (1.0 - rate) * LEAST_SHARE,
    };
    times.iter().map(|time| (rate + slope * (time - mean_time)).clamp(rate * LEAST_SHARE, most)).collect()
}

/// Blocks of a circle in random order.
fn permute_blocks(random: &mut Random, values: &[f64]) -> Vec<f64> {
    let n = values.len();
    let length = (n as f64).cbrt().ceil() as usize;
    let count = n.div_ceil(length);
    let offset = random.below(n);
    let mut order: Vec<usize> = (0..count).collect();
    random.shuffle(&mut order);
    let mut permuted = Vec::with_capacity(n);
    for block in order {
        // Blocks of nearly equal length, so that none is a remainder.
        let (start, end) = (block * n / count, (block + 1) * n / count);
        permuted.extend((start..end).map(|at| values[(at + offset) % n]));
    }
    permuted
}

/// Autocorrelations from 0 to 0.95, the stronger the likelier: on a short series a strong one is hardly seen, and to
/// overlook it is to find a trend where there is none.
fn prior(uniform: f64) -> f64 {
    0.95 * uniform.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Ask = Ask {
        law: Law::Poisson,
        scale: 1.0,
        per_year: 1.0,
        confidence: 0.95,
        null: Null::Blocks { resamples: 199, seed: 0 },
    };

    fn series(hits: Vec<f64>) -> Series {
        let n = hits.len();
        Series { place: (0..n as u32).collect(), hits, exposure: vec![1.0; n], documents: 100.0 }
    }

    #[test]
    fn s_is_the_sum_of_signs_over_pairs() {
        let mut random = Random::new(1, &[]);
        for _ in 0..200 {
            let values: Vec<f64> = (0..1 + random.below(30)).map(|_| random.below(12) as f64).collect();
            let pairs = || (0..values.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
            let sign = |(earlier, later): (usize, usize)| (values[later] - values[earlier]).total_cmp(&0.0) as i64;
            assert_eq!(Score::of(&values).s, pairs().map(sign).sum::<i64>(), "{values:?}");
        }
    }

    #[test]
    fn permuted_blocks_are_the_same_values() {
        let values: Vec<f64> = (0..17).map(f64::from).collect();
        let mut random = Random::new(2, &[]);
        let mut permuted = permute_blocks(&mut random, &values);
        let followers = permuted.windows(2).filter(|pair| (pair[0] + 1.0) % 17.0 == pair[1]).count();
        assert!(permuted != values && followers >= 9, "{permuted:?}");
        permuted.sort_by(f64::total_cmp);
        assert_eq!(permuted, values);
    }

    #[test]
    fn without_permutation_a_resample_is_the_trendless_series() {
        let mut given = series(vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0]);
        given.place = vec![0, 1, 3, 4, 5, 9, 10];
        given.exposure = vec![1.0, 2.0, 1.0, 3.0, 1.0, 2.0, 1.0];
        let trendless = Trendless::of(&given, &given.rates());
        let mut last = 0.0;
        for at in 0..given.len() {
            let (carried, scale) = trendless.carried(at, 0.6);
            let innovation = (trendless.residuals[at] - carried * trendless.residuals[at.saturating_sub(1)]) / scale;
            last = carried * last + scale * innovation;
            assert!((last - trendless.residuals[at]).abs() < 1e-12);
        }
        assert!((trendless.carried(5, 0.6).0 - 0.6_f64.powi(4)).abs() < 1e-15);
    }

    #[test]
    fn a_rise_is_found_and_a_gap_keeps_its_years() {
        let mut rising = series((0..30).map(|at| f64::from(10 + 2 * at + at % 3)).collect());
        let found = trends(&[rising.clone()], &ASK, &|| Ok(())).unwrap().remove(0).unwrap();
        assert!(found.p < 0.02 && found.slope > 1.9 && found.slope < 2.1, "{found:?}");
        assert!(found.slope_low <= found.slope && found.slope <= found.slope_high && found.slope_low > 0.0);
        rising.place = rising.place.iter().map(|place| 2 * place).collect();
        let slower = trends(&[rising], &ASK, &|| Ok(())).unwrap().remove(0).unwrap();
        assert!((slower.slope - found.slope / 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_result_does_not_depend_on_the_other_series_of_its_length_or_on_threads() {
        let all: Vec<Series> =
            (0..6).map(|one| series((0..20).map(|at| f64::from((at * 7 + one) % 11)).collect())).collect();
        let ask = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| trends(&all, &ASK, &|| Ok(())).unwrap())
        };
        assert_eq!(ask(1), ask(3));
    }

    #[test]
    fn nothing_is_guessed() {
        let reason = |hits: Vec<f64>| trends(&[series(hits)], &ASK, &|| Ok(())).unwrap().remove(0).unwrap_err();
        assert_eq!(reason(vec![1.0; 4]), "periods with documents: 4, at least 5 are needed");
        assert_eq!(reason(vec![0.0; 9]), "never occurs");
        assert_eq!(reason(vec![2.0; 9]), "the rate is the same in every period");
    }
}
