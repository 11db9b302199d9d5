//! Finds where the rate of a theme changes from one level to another.
//!
//! The series is divided into stretches of constant rate, exactly, with a Poisson or binomial cost that takes exposure
//! into account ([`Partitioner`]). How much a break must gain is found by a parametric bootstrap of the series
//! without breaks:
//!
//! 1. The best two breaks are removed, and the Pearson residuals of the rest give dispersion and autocorrelation. T is
//!    the largest gain per break of the series, over all numbers of breaks, divided by the dispersion.
//! 2. Resamples have one constant rate, the exposure of the series, negative binomial or beta-binomial counts with that
//!    dispersion (never below that of Poisson or binomial counts), and memory: the counts are quantiles at the values
//!    of a Gaussian walk, whose autocorrelation is one between 0 and 0.9 that the residuals are compatible with,
//!    stronger ones being likelier ([`Persistence`]).
//! 3. Each resample is treated in the same way, and a break must gain so much that a share 1 − `level` of them do not
//!    reach it by chance. So a series of constant rate has a break with probability `level`.
//!
//! `support` is the share of resamples of the series *with* its breaks that have a break within one period of this one,
//! and the limits of the ratio are quantiles over the same resamples.

use rayon::prelude::*;

use super::counts::Counts;
use super::normal::check_confidence;
use super::partition::{Cost, Partitioner};
use super::persistence::{Draw, Persistence, walk};
use super::random::Random;
use super::resamples;
use super::series::{Check, Law, Series};
use super::spread::Spread;
use crate::error::{Error, Result};

/// Series with fewer periods than this have no answer.
pub const MIN_PERIODS: usize = 8;

/// Least dispersion to divide gains by, so that a few counts that agree by chance do not count as certain.
const LEAST_DISPERSION: f64 = 0.5;

/// Number of series to simulate in order to infer the true autocorrelation from a measured one.
const DRAWS: usize = 4000;

/// Streams of random numbers: resamples without and with breaks.
const WITHOUT: u64 = 0;
const WITH: u64 = 1;

/// The parameters of the analysis.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How hits vary.
    pub law: Law,
    /// Rates are given per `scale` units of exposure.
    pub scale: f64,
    /// Fewest periods in a stretch.
    pub min_size: usize,
    /// Chance of finding a break in a series without one.
    pub level: f64,
    /// Coverage of the limits of the ratio.
    pub confidence: f64,
    /// Number of resamples, for the penalty and again for the support.
    pub resamples: usize,
    /// Seed of the resamples.
    pub seed: u64,
}

impl Ask {
    fn check(&self) -> Result<()> {
        check_confidence(self.confidence)?;
        if self.min_size == 0 {
            return Err(Error::Argument("min_size is 0: give 1 period or more".to_owned()));
        }
        let level = self.level;
        if !(level > 0.0 && level < 1.0) {
            return Err(Error::Argument(format!("level is {level}: give a number between 0 and 1, such as 0.05")));
        }
        resamples::check(self.resamples, resamples::least_for(level).max(1))
    }
}

/// A change of rate.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Index in the calendar of the first period with the new rate.
    pub place: u32,
    /// Rate of the stretch before.
    pub before: f64,
    /// Rate of the stretch after.
    pub after: f64,
    /// Their ratio, unless the rate before is 0.
    pub ratio: Option<f64>,
    /// Limits of the ratio.
    pub limits: Option<(f64, f64)>,
    /// Share of resamples that have this break within one period.
    pub support: f64,
}

/// What was found in a series with enough data.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its changes; empty if a constant rate suffices.
    pub changes: Vec<Change>,
    /// Chance of so large a gain in a series of constant rate.
    pub p: f64,
}

/// The changes of a series, or the reason why it has no answer.
pub type Changes = std::result::Result<Found, String>;

/// The changes of each series.
///
/// # Errors
/// [`Error::Argument`] for a confidence or level outside 0 to 1, a least size of 0, and too few or too many resamples;
/// those of `check`, which is called now and then and fails when the work should stop.
pub fn change_points(series: &[Series], ask: &Ask, check: &Check<'_>) -> Result<Vec<Changes>> {
    ask.check()?;
    let least = MIN_PERIODS.max(ask.min_size.saturating_mul(2));
    let mut lengths: Vec<usize> = series.iter().map(Series::len).filter(|&n| n >= least).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let known: Vec<Persistence> = lengths.iter().map(|&n| broken_walks(n, ask, check)).collect::<Result<_>>()?;
    let one = |(number, series): (usize, &Series)| {
        check()?;
        if let Some(reason) = series.reason(ask.law, least) {
            return Ok(Err(reason));
        }
        let at = lengths.partition_point(|&n| n < series.len());
        Finder { series, ask, number: number as u64, persistence: &known[at], check }.find().map(Ok)
    };
    series.par_iter().enumerate().map(one).collect()
}

/// Autocorrelations from 0 to 0.9, stronger ones slightly likelier: one that is overlooked would pass for a change.
fn prior(uniform: f64) -> f64 {
    0.9 * uniform.powf(0.75)
}

/// Measures walks of known autocorrelation after removing the best two breaks.
fn broken_walks(n: usize, ask: &Ask, check: &Check<'_>) -> Result<Persistence> {
    let ones = vec![1.0; n];
    let place: Vec<u32> = (0..n as u32).collect();
    Persistence::simulate(DRAWS, &place, ask.seed, prior, |values| {
        check()?;
        let partitioner = Partitioner::new(Cost::Gaussian, values, &ones, ask.min_size);
        let breaks = partitioner.best_two(check)?;
        for (start, end) in partitioner.stretches(&breaks) {
            let mean = partitioner.rate(start, end);
            values[start..end].iter_mut().for_each(|value| *value -= mean);
        }
        let squares: f64 = values.iter().map(|value| value * value).sum();
        let sum: f64 = values.windows(2).map(|pair| pair[0] * pair[1]).sum();
        Ok((sum / squares, squares / (n - 1 - breaks.len()) as f64))
    })
}

struct Finder<'a> {
    series: &'a Series,
    ask: &'a Ask,
    number: u64,
    persistence: &'a Persistence,
    check: &'a Check<'a>,
}

/// How counts vary around their expectation.
struct Noise<'a> {
    /// Pearson variance as a function of the expectation, up to scale; the scale is in `dispersion`.
    spread: Spread,
    near: &'a [Draw],
    /// Measured Pearson variance.
    dispersion: f64,
}

impl Finder<'_> {
    fn find(&self) -> Result<Found> {
        let partitioner = self.partitioner(&self.series.hits);
        let (residuals, dispersion) =
            self.residuals(&partitioner, &self.series.hits, &partitioner.best_two(self.check)?);
        let gain = partitioner.largest_gain(self.check)? / dispersion;
        let near = self.persistence.near(self.series.autocorrelation(&residuals));
        let flat = self.expected(&partitioner, &[]);
        let noise = Noise { spread: Spread::fit(&residuals, &inverted(&flat)), near, dispersion };
        let by_chance = |resample: usize| {
            let hits = self.resample(WITHOUT, resample, &flat, &noise);
            let partitioner = self.partitioner(&hits);
            let (_, dispersion) = self.residuals(&partitioner, &hits, &partitioner.best_two(self.check)?);
            Ok(partitioner.largest_gain(self.check)? / dispersion)
        };
        let mut gains: Vec<f64> = (0..self.ask.resamples).into_par_iter().map(by_chance).collect::<Result<_>>()?;
        let as_large = gains.iter().filter(|&&other| other >= gain).count();
        let p = (1 + as_large) as f64 / (1 + gains.len()) as f64;
        if p > self.ask.level {
            return Ok(Found { changes: Vec::new(), p });
        }
        gains.sort_by(f64::total_cmp);
        let rank = ((1 + gains.len()) as f64 * (1.0 - self.ask.level)).ceil() as usize;
        // No break may gain less than chance would give; but the one with the largest gain must always pass.
        let penalty = (gains[rank.clamp(1, gains.len()) - 1] * dispersion).min(gain * dispersion * (1.0 - 1e-9));
        let breaks = partitioner.best(penalty, self.check)?;
        Ok(Found { changes: self.describe(&partitioner, &breaks, near, penalty)?, p })
    }

    fn partitioner(&self, hits: &[f64]) -> Partitioner {
        let cost = match self.ask.law {
            Law::Poisson => Cost::Poisson,
            Law::Binomial => Cost::Binomial,
        };
        Partitioner::new(cost, hits, &self.series.exposure, self.ask.min_size)
    }

    /// Expected hits of each period, given the breaks.
    fn expected(&self, partitioner: &Partitioner, breaks: &[usize]) -> Vec<f64> {
        let mut expected = Vec::with_capacity(self.series.len());
        for (start, end) in partitioner.stretches(breaks) {
            let rate = partitioner.rate(start, end);
            expected.extend(self.series.exposure[start..end].iter().map(|exposure| rate * exposure));
        }
        expected
    }

    /// Pearson residuals given the breaks, and their dispersion.
    fn residuals(&self, partitioner: &Partitioner, hits: &[f64], breaks: &[usize]) -> (Vec<f64>, f64) {
        let expected = self.expected(partitioner, breaks);
        let residual = |at: usize| {
            let mean = expected[at];
            let variance = match self.ask.law {
                Law::Poisson => mean,
                Law::Binomial => mean * (1.0 - mean / self.series.exposure[at]),
            };
            if variance > 0.0 { (hits[at] - mean) / variance.sqrt() } else { 0.0 }
        };
        let residuals: Vec<f64> = (0..hits.len()).map(residual).collect();
        let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
        let free = (hits.len() - 1).saturating_sub(breaks.len()).max(1);
        (residuals, (squares / free as f64).max(LEAST_DISPERSION))
    }

    /// Draws counts with these expectations.
    fn resample(&self, purpose: u64, resample: usize, expected: &[f64], noise: &Noise<'_>) -> Vec<f64> {
        let mut random = Random::new(self.ask.seed, &[purpose, self.number, resample as u64]);
        let draw = noise.near[random.below(noise.near.len())];
        let mut values = vec![0.0; expected.len()];
        walk(&mut random, draw.truth, &self.series.place, &mut values);
        // Residuals of a division that fits too well are too small; the walk of this draw shows by how much.
        let total = noise.dispersion / draw.variance.max(1e-3);
        let mean_spread = noise.spread.constant + noise.spread.falling * mean(expected);
        for (at, value) in values.iter_mut().enumerate() {
            let relative = (noise.spread.constant + noise.spread.falling * expected[at]) / mean_spread;
            let dispersion = if relative.is_finite() { (total * relative).max(1.0) } else { total.max(1.0) };
            let exposure = self.series.exposure[at];
            let counts = match self.ask.law {
                Law::Poisson => Counts::poisson(expected[at], dispersion),
                Law::Binomial => Counts::binomial(exposure, expected[at] / exposure, dispersion),
            };
            *value = counts.quantile(*value);
        }
        values
    }

    fn describe(
        &self,
        partitioner: &Partitioner,
        breaks: &[usize],
        near: &[Draw],
        penalty: f64,
    ) -> Result<Vec<Change>> {
        let expected = self.expected(partitioner, breaks);
        let (residuals, dispersion) = self.residuals(partitioner, &self.series.hits, breaks);
        let noise = Noise { spread: Spread::fit(&residuals, &inverted(&expected)), near, dispersion };
        // For each resample and break, whether it was found there and the ratio.
        let again = |resample: usize| {
            let other = self.partitioner(&self.resample(WITH, resample, &expected, &noise));
            let found = other.best(penalty, self.check)?;
            let seen = breaks.iter().enumerate().map(|(number, &at)| {
                let (before, after) = around(&other, breaks, number);
                let is_found = found.iter().any(|&other| self.is_near(at, other));
                (is_found, continued_ratio(&other, before, after))
            });
            Ok(seen.collect())
        };
        let resamples: Vec<Vec<(bool, f64)>> =
            (0..self.ask.resamples).into_par_iter().map(again).collect::<Result<_>>()?;
        let change = |number: usize| {
            let of_this = || resamples.iter().map(|breaks| breaks[number]);
            let (before, after) = around(partitioner, breaks, number);
            let rate = |stretch: (usize, usize)| partitioner.rate(stretch.0, stretch.1) * self.ask.scale;
            let ratio = (rate(before) > 0.0).then(|| rate(after) / rate(before));
            Change {
                place: self.series.place[breaks[number]],
                before: rate(before),
                after: rate(after),
                ratio,
                limits: ratio
                    .map(|ratio| quantiles(of_this().map(|(_, ratio)| ratio).collect(), ratio, self.ask.confidence)),
                support: of_this().filter(|(is_found, _)| *is_found).count() as f64 / self.ask.resamples as f64,
            }
        };
        Ok((0..breaks.len()).map(change).collect())
    }

    /// Whether two breaks are at most one period apart.
    fn is_near(&self, at: usize, other: usize) -> bool {
        at.abs_diff(other) <= 1 || self.series.place[at].abs_diff(self.series.place[other]) <= 1
    }
}

/// The stretches on both sides of a break.
fn around(partitioner: &Partitioner, breaks: &[usize], number: usize) -> ((usize, usize), (usize, usize)) {
    let mut stretches = partitioner.stretches(breaks).skip(number);
    let before = stretches.next().unwrap_or_default();
    (before, stretches.next().unwrap_or_default())
}

/// Ratio of two rates, with half a hit added to each side if one has none.
fn continued_ratio(partitioner: &Partitioner, before: (usize, usize), after: (usize, usize)) -> f64 {
    let hits = |stretch: (usize, usize)| partitioner.hits(stretch.0, stretch.1);
    let added = if hits(before) > 0.0 && hits(after) > 0.0 { 0.0 } else { 0.5 };
    let rate = |stretch: (usize, usize)| (hits(stretch) + added) / partitioner.exposure(stretch.0, stretch.1);
    rate(after) / rate(before)
}

/// Quantiles on both sides, widened to include the estimate.
fn quantiles(mut values: Vec<f64>, estimate: f64, confidence: f64) -> (f64, f64) {
    values.sort_by(f64::total_cmp);
    let last = values.len() - 1;
    let at = |share: f64| values[((share * last as f64).round() as usize).min(last)];
    (at((1.0 - confidence) / 2.0).min(estimate), at((1.0 + confidence) / 2.0).max(estimate))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// 1/w for each expectation, in the form that [`Spread::fit`] takes exposures: the Pearson variance is a constant plus
/// a part that grows with the expectation.
fn inverted(expected: &[f64]) -> Vec<f64> {
    expected.iter().map(|&expected| 1.0 / expected.max(f64::MIN_POSITIVE.sqrt())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Ask =
        Ask { law: Law::Poisson, scale: 1.0, min_size: 2, level: 0.05, confidence: 0.95, resamples: 39, seed: 0 };

    fn find(hits: Vec<f64>, exposure: Vec<f64>, ask: &Ask) -> Changes {
        let place = (0..hits.len() as u32).collect();
        let series = Series { place, hits, exposure, documents: 100.0 };
        change_points(&[series], ask, &|| Ok(())).unwrap().remove(0)
    }

    fn places(found: &Found) -> Vec<u32> {
        found.changes.iter().map(|change| change.place).collect()
    }

    /// Numbers scattered around 0.
    fn scatter(at: u32) -> f64 {
        f64::from(at * 7 % 5) - 2.0
    }

    #[test]
    fn a_step_is_found_with_its_rates() {
        let hits = (0..30).map(|at| if at < 18 { 10.0 } else { 40.0 } + scatter(at)).collect();
        let found = find(hits, vec![2.0; 30], &ASK).unwrap();
        assert_eq!(places(&found), [18]);
        let change = &found.changes[0];
        assert!((change.before - 5.0).abs() < 0.2 && (change.after - 20.0).abs() < 0.2, "{change:?}");
        let (low, high) = change.limits.unwrap();
        let ratio = change.ratio.unwrap();
        assert!(low > 2.0 && low < ratio && ratio < high && high < 8.0 && change.support > 0.9, "{change:?}");
        assert!(found.p <= 0.05);
    }

    #[test]
    fn a_share_of_documents_is_found_too() {
        let hits = (0..24).map(|at| if at < 12 { 3.0 } else { 15.0 } + scatter(at)).collect();
        let found = find(hits, vec![20.0; 24], &Ask { law: Law::Binomial, ..ASK }).unwrap();
        assert_eq!(places(&found), [12]);
    }

    #[test]
    fn ten_times_the_volume_is_no_change() {
        let volume = |at: u32| if at < 15 { 10.0 } else { 100.0 };
        let hits = (0..30).map(|at| volume(at) + scatter(at) * f64::sqrt(volume(at) / 10.0)).collect();
        let found = find(hits, (0..30).map(volume).collect(), &ASK).unwrap();
        assert!(found.changes.is_empty() && found.p > 0.05 && found.p <= 1.0, "{found:?}");
    }

    #[test]
    fn a_rise_from_nothing_has_no_ratio() {
        let hits = (0..30).map(|at| if at < 15 { 0.0 } else { 12.0 + scatter(at) }).collect();
        let found = find(hits, vec![1.0; 30], &ASK).unwrap();
        let change = &found.changes[0];
        assert_eq!((change.place, change.ratio, change.limits), (15, None, None));
    }

    #[test]
    fn nothing_is_guessed() {
        let reason = |hits: Vec<f64>, law| {
            let n = hits.len();
            find(hits, vec![3.0; n], &Ask { law, ..ASK }).unwrap_err()
        };
        assert_eq!(reason(vec![1.0; 7], Law::Poisson), "periods with documents: 7, at least 8 are needed");
        assert_eq!(reason(vec![0.0; 9], Law::Poisson), "never occurs");
        assert_eq!(reason(vec![3.0; 9], Law::Binomial), "occurs in every document");
        let level = find(vec![2.0; 9], vec![3.0; 9], &ASK).unwrap();
        assert!(level.changes.is_empty() && level.p > 0.5, "{level:?}");
    }

    #[test]
    fn work_that_shall_stop_stops() {
        let series = Series { place: (0..9).collect(), hits: vec![1.0; 9], exposure: vec![1.0; 9], documents: 9.0 };
        let stopped = change_points(&[series], &ASK, &|| Err(crate::Error::Interrupted));
        assert!(matches!(stopped, Err(crate::Error::Interrupted)));
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let refused = |ask: Ask| change_points(&[], &ask, &|| Ok(())).unwrap_err().to_string();
        assert_eq!(refused(Ask { min_size: 0, ..ASK }), "min_size is 0: give 1 period or more");
        assert_eq!(refused(Ask { level: 0.0, ..ASK }), "level is 0: give a number between 0 and 1, such as 0.05");
        assert!(refused(Ask { confidence: f64::NAN, ..ASK }).starts_with("confidence is NaN"));
        assert!(refused(Ask { resamples: 18, ..ASK }).starts_with("resamples is 18: give a number from 19"));
        assert!(refused(Ask { level: 0.6, resamples: 0, ..ASK }).starts_with("resamples is 0: give a number from 1"));
        // So long a stretch fits no series.
        let series = Series { place: (0..9).collect(), hits: vec![1.0; 9], exposure: vec![1.0; 9], documents: 9.0 };
        let long = change_points(&[series], &Ask { min_size: usize::MAX, ..ASK }, &|| Ok(())).unwrap().remove(0);
        assert!(long.unwrap_err().starts_with("periods with documents: 9, at least "));
    }
}
