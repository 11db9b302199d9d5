//! Series like an observed one, but without a trend: the comparison for a trend test.
//!
//! 1. A line through the rates, weighted by exposure, gives each period an expectation. Hits are negative binomial or
//!    beta-binomial around it; each resample takes one of the dispersions that the hits are compatible with, from two
//!    families: the same in all periods, or rising from 1 with the expectation ([`Scatter`]). The hits of a period then
//!    become a standard normal value: that of a random point in their step of the distribution function, whose mean
//!    follows half of the line (randomised quantile residuals: Dunn and Smyth 1996, Journal of Computational and
//!    Graphical Statistics 5, 236–244). Without a trend these values are identically distributed, whatever the
//!    exposure.
//! 2. Each resample takes an autocorrelation that the residuals are compatible with ([`Persistence`]; the simulated
//!    series have the exposure and the distributions of this one), and the part of each value that its predecessor does
//!    not predict; across a gap of g periods, the autocorrelation is raised to the power g.
//! 3. These parts are put on a circle, which is cut at a random place into blocks of ⌈n^(1/3)⌉ periods, and the blocks
//!    are put in random order (circular blocks: Politis and Romano 1992), so that any remaining dependence stays within
//!    blocks.
//! 4. Step 2 in reverse gives normal values, and the distributions that the periods have at one constant rate turn
//!    these into hits: thin periods stay thin, skewed and often empty.

use super::counts::{Counts, Margin};
use super::persistence::Persistence;
use super::random::Random;
use super::series::{Check, Law, Series};
use super::spread::Spread;
use crate::error::Result;

/// Number of series to simulate in order to infer the true autocorrelation from a measured one.
const DRAWS: usize = 1000;

/// Number of dispersions that resamples draw from.
const SCATTERS: usize = 10;

/// Least fraction of the mean rate that the line may give a period.
const LEAST_SHARE: f64 = 0.05;

/// Dispersions to try: the smallest, how many, and the factor from each to the next.
const LEAST_DISPERSION: f64 = 0.1;
const DISPERSIONS: i32 = 50;
const DISPERSION_STEP: f64 = 1.25;

/// How much of a trend to remove. A line through a trendless series also removes some of the chance variation, so
/// resamples of what is left scatter too little. In simulations this fraction keeps the level, even if thin periods are
/// bursty.
const TAKEN_OFF: f64 = 0.5;

/// Dispersion below this is rounding.
const ROUNDING: f64 = 1e-9;

/// A line through the rates of a series, and the residuals of the hits.
struct Line {
    /// Rate of each period on the line.
    rates: Vec<f64>,
    /// Pearson residuals.
    residuals: Vec<f64>,
    /// Their variance as a function of the expectation.
    spread: Spread,
}

impl Line {
    /// `None` if there are no hits, or nothing but hits.
    fn through(series: &Series, hits: &[f64], law: Law) -> Option<Self> {
        let rates = rates_on_line(series, hits, law)?;
        let expected: Vec<f64> = rates.iter().zip(&series.exposure).map(|(rate, exposure)| rate * exposure).collect();
        let residual = |at: usize| {
            let variance = match law {
                Law::Poisson => expected[at],
                Law::Binomial => expected[at] * (1.0 - rates[at]),
            };
            (hits[at] - expected[at]) / variance.sqrt()
        };
        let residuals: Vec<f64> = (0..hits.len()).map(residual).collect();
        let inverted: Vec<f64> = expected.iter().map(|expected| 1.0 / expected).collect();
        let spread = Spread::fit(&residuals, &inverted);
        Some(Self { rates, residuals, spread })
    }

    /// Variance of hits relative to that of independent ones.
    fn dispersion(&self, expected: f64) -> f64 {
        (self.spread.constant + self.spread.falling * expected).max(ROUNDING)
    }

    /// Mean square of the residuals.
    fn variance(&self) -> f64 {
        self.residuals.iter().map(|residual| residual * residual).sum::<f64>() / self.residuals.len() as f64
    }

    /// Autocorrelation of the residuals, each divided by the standard deviation of its period.
    fn autocorrelation(&self, series: &Series) -> f64 {
        let standard = |at: usize| self.residuals[at] / self.dispersion(self.rates[at] * series.exposure[at]).sqrt();
        series.autocorrelation(&(0..series.len()).map(standard).collect::<Vec<f64>>())
    }
}

/// Rates on the least-squares line, kept away from rates at which hits would be impossible, or certain.
fn rates_on_line(series: &Series, hits: &[f64], law: Law) -> Option<Vec<f64>> {
    let exposure: f64 = series.exposure.iter().sum();
    let rate = hits.iter().sum::<f64>() / exposure;
    let most = match law {
        Law::Poisson => f64::INFINITY,
        Law::Binomial => 1.0 - (1.0 - rate) * LEAST_SHARE,
    };
    if rate <= 0.0 || most <= rate {
        return None;
    }
    let weighted = || series.place.iter().map(|&place| f64::from(place)).zip(&series.exposure);
    let centre = weighted().map(|(time, w)| time * w).sum::<f64>() / exposure;
    let squares: f64 = weighted().map(|(time, w)| w * (time - centre).powi(2)).sum();
    let across: f64 = weighted().zip(hits).map(|((time, w), hits)| (time - centre) * (hits - w * rate)).sum();
    let on_line = |(time, _): (f64, &f64)| rate + across / squares * (time - centre);
    Some(weighted().map(|one| on_line(one).clamp(rate * LEAST_SHARE, most)).collect())
}

/// How hits scatter around a rate.
#[derive(Clone, Copy, Debug)]
struct Scatter {
    law: Law,
    /// Whether hits are whole numbers.
    whole: bool,
    /// Variance relative to that of independent hits, for an expectation of 0.
    constant: f64,
    /// What each expected hit adds to the relative variance.
    rising: f64,
}

impl Scatter {
    /// The likeliest of two families of dispersions, and [`SCATTERS`] of them drawn in proportion to their likelihood:
    /// the same throughout, or rising from 1 with the expectation. Moments would estimate the dispersion of thin
    /// periods badly, and with it how many of them are empty.
    fn compatible(series: &Series, line: &Line, law: Law) -> (Self, Vec<Self>) {
        let whole = series.hits.iter().all(|hits| hits.fract() == 0.0);
        let mean = series.hits.iter().sum::<f64>() / series.len() as f64;
        let sizes = || (0..DISPERSIONS).map(|step| LEAST_DISPERSION * DISPERSION_STEP.powi(step));
        let same = sizes().map(|size| Self { law, whole, constant: size, rising: 0.0 });
        let rising = sizes().map(|size| Self { law, whole, constant: 1.0, rising: size / mean });
        let tried: Vec<(f64, Self)> =
            same.chain(rising).map(|scatter| (scatter.ln_likelihood(series, line), scatter)).collect();
        let &(most, likeliest) = tried.iter().max_by(|a, b| a.0.total_cmp(&b.0)).expect("some dispersions");
        let mut sum = 0.0;
        let sums: Vec<f64> = tried
            .iter()
            .map(|(likelihood, _)| {
                sum += (likelihood - most).exp();
                sum
            })
            .collect();
        let drawn = (0..SCATTERS).map(|draw| {
            let place = (draw as f64 + 0.5) / SCATTERS as f64 * sum;
            tried[sums.partition_point(|&sum| sum < place).min(tried.len() - 1)].1
        });
        (likeliest, drawn.collect())
    }

    fn ln_likelihood(&self, series: &Series, line: &Line) -> f64 {
        let one = |at: usize| self.counts(line.rates[at], series.exposure[at]).ln_probability(series.hits[at]);
        (0..series.len()).map(one).sum()
    }

    /// Distribution of the hits of a period.
    fn counts(&self, rate: f64, exposure: f64) -> Counts {
        let expected = rate * exposure;
        let dispersion = self.constant + self.rising * expected;
        match self.law {
            Law::Poisson if self.whole => Counts::poisson(expected, dispersion),
            Law::Poisson => Counts::smooth(expected, dispersion),
            Law::Binomial => Counts::binomial(exposure, rate, dispersion),
        }
    }
}

/// A series with its trend removed, ready to be permuted.
pub struct Trendless<'a> {
    series: &'a Series,
    /// Distributions that its hits are compatible with; empty if the hits do not vary around their line.
    margins: Vec<Margins>,
    /// Autocorrelations that the series is compatible with.
    memories: Vec<f64>,
}

/// Distributions of the hits of each period.
struct Margins {
    /// Around the part of the line that is to be removed.
    with: Vec<Margin>,
    /// At one constant rate.
    without: Vec<Margin>,
}

impl Margins {
    fn new(scatter: Scatter, series: &Series, line: &Line) -> Self {
        let rate = series.hits.iter().sum::<f64>() / series.exposure.iter().sum::<f64>();
        let margin = |rate: f64, exposure: f64| Margin::new(scatter.counts(rate, exposure));
        Self {
            with: line
                .rates
                .iter()
                .zip(&series.exposure)
                .map(|(&on_line, &exposure)| margin(rate + TAKEN_OFF * (on_line - rate), exposure))
                .collect(),
            without: series.exposure.iter().map(|&exposure| margin(rate, exposure)).collect(),
        }
    }
}

impl<'a> Trendless<'a> {
    /// Removes the trend from a series that has or may have one.
    ///
    /// # Errors
    /// Those of `check`, which fails when the work should stop.
    pub fn of(series: &'a Series, law: Law, seed: u64, check: &Check<'_>) -> Result<Self> {
        let mut trendless = Self { series, margins: Vec::new(), memories: Vec::new() };
        let Some(line) = Line::through(series, &series.hits, law).filter(|line| line.variance() > ROUNDING) else {
            return Ok(trendless);
        };
        let (likeliest, compatible) = Scatter::compatible(series, &line, law);
        let margins = Margins::new(likeliest, series, &line);
        let persistence = trendless.simulated(&margins, law, seed, check)?;
        trendless.margins = compatible.into_iter().map(|scatter| Margins::new(scatter, series, &line)).collect();
        trendless.memories = persistence.near(line.autocorrelation(series)).iter().map(|draw| draw.truth).collect();
        Ok(trendless)
    }

    /// Series of known autocorrelation with the distributions of this one, measured in the same way.
    fn simulated(&self, margins: &Margins, law: Law, seed: u64, check: &Check<'_>) -> Result<Persistence> {
        Persistence::simulate(DRAWS, &self.series.place, seed, prior, |values| {
            check()?;
            values.iter_mut().zip(&margins.without).for_each(|(value, margin)| *value = margin.quantile(*value));
            let line = Line::through(self.series, values, law);
            Ok(line.map_or((0.0, 0.0), |line| (line.autocorrelation(self.series), line.variance())))
        })
    }

    /// Rates of a permuted series.
    pub fn resample(&self, random: &mut Random) -> Vec<f64> {
        if self.margins.is_empty() {
            return vec![0.0; self.series.len()];
        }
        let margins = &self.margins[random.below(self.margins.len())];
        let memory = self.memories[random.below(self.memories.len())];
        let given = margins.with.iter().zip(&self.series.hits);
        let normal: Vec<f64> = given.map(|(margin, &hits)| margin.normal(hits, random.uniform())).collect();
        let permuted = permute_blocks(random, &self.innovations(memory, &normal));
        let rate = |(at, z): (usize, f64)| margins.without[at].quantile(z) / self.series.exposure[at];
        self.carried_on(memory, &permuted).into_iter().enumerate().map(rate).collect()
    }

    /// The innovation of each period: what its predecessor does not predict, standardised.
    fn innovations(&self, memory: f64, values: &[f64]) -> Vec<f64> {
        let new = |at: usize| {
            let (carried, scale) = self.carried(memory, at);
            (values[at] - carried * values[at.saturating_sub(1)]) / scale
        };
        (0..values.len()).map(new).collect()
    }

    /// Rebuilds the series from its innovations.
    fn carried_on(&self, memory: f64, innovations: &[f64]) -> Vec<f64> {
        let mut last = 0.0;
        let step = |(at, new): (usize, &f64)| {
            let (carried, scale) = self.carried(memory, at);
            last = carried * last + scale * new;
            last
        };
        innovations.iter().enumerate().map(step).collect()
    }

    /// The fraction that a period keeps of its predecessor, and the standard deviation of its innovation.
    fn carried(&self, memory: f64, at: usize) -> (f64, f64) {
        if at == 0 {
            return (0.0, 1.0);
        }
        let carried = memory.powi((self.series.place[at] - self.series.place[at - 1]) as i32);
        (carried, (1.0 - carried * carried).sqrt())
    }
}

/// Puts blocks of a circle into random order.
fn permute_blocks(random: &mut Random, values: &[f64]) -> Vec<f64> {
    let n = values.len();
    let length = (n as f64).cbrt().ceil() as usize;
    let count = n.div_ceil(length);
    let offset = random.below(n);
    let mut order: Vec<usize> = (0..count).collect();
    random.shuffle(&mut order);
    let mut permuted = Vec::with_capacity(n);
    for block in order {
        // Blocks of nearly equal length, so that there is no short remainder.
        let (start, end) = (block * n / count, (block + 1) * n / count);
        permuted.extend((start..end).map(|at| values[(at + offset) % n]));
    }
    permuted
}

/// Autocorrelations from 0 to 0.95, stronger ones likelier: on a short series a strong one hardly shows, and
/// overlooking it means finding a trend where there is none.
fn prior(uniform: f64) -> f64 {
    0.95 * uniform.sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(hits: Vec<f64>) -> Series {
        let exposure = (0..hits.len()).map(|at| f64::from(1 + at as u32 % 3)).collect();
        let place = [0, 1, 3, 4, 5, 9, 10, 11, 12].into_iter().chain(13..).take(hits.len()).collect();
        Series { place, hits, exposure, documents: 100.0 }
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
    fn what_is_new_carried_on_is_the_series() {
        let given = series(vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0]);
        let trendless = Trendless::of(&given, Law::Poisson, 0, &|| Ok(())).unwrap();
        let values = [0.3, -1.0, 0.4, 2.0, -0.5, 0.0, 1.0];
        let back = trendless.carried_on(0.6, &trendless.innovations(0.6, &values));
        assert!(back.iter().zip(values).all(|(back, value)| (back - value).abs() < 1e-12), "{back:?}");
        assert!((trendless.carried(0.6, 5).0 - 0.6_f64.powi(4)).abs() < 1e-15);
    }

    #[test]
    fn the_line_is_that_of_weighted_least_squares() {
        let given = series(vec![8.0, 1.0, 14.0, 7.0, 5.0, 19.0, 2.0, 9.0]);
        let line = Line::through(&given, &given.hits, Law::Poisson).unwrap();
        let weighted = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            let left = |at: usize| given.hits[at] / given.exposure[at] - line.rates[at];
            (0..8).map(|at| given.exposure[at] * of(left(at), f64::from(given.place[at]))).sum()
        };
        // The normal equations.
        assert!(weighted(&|left, _| left).abs() < 1e-9 && weighted(&|left, time| left * time).abs() < 1e-9);
        let steps: Vec<f64> = (1..8).map(|at| (line.rates[at] - line.rates[0]) / f64::from(given.place[at])).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() < 1e-12), "{steps:?}");
    }

    #[test]
    fn the_dispersion_that_made_a_series_is_likely() {
        let exposure: Vec<f64> = (0..400).map(|at| if at % 2 == 0 { 1.0 } else { 8.0 }).collect();
        for (constant, rising) in [(1.0, 0.0), (4.0, 0.0), (1.0, 0.5)] {
            let mut random = Random::new(9, &[]);
            let one = |&w: &f64| Counts::poisson(2.0 * w, constant + rising * 2.0 * w).quantile(random.normal());
            let hits = exposure.iter().map(one).collect();
            let given = Series { place: (0..400).collect(), hits, exposure: exposure.clone(), documents: 400.0 };
            let line = Line::through(&given, &given.hits, Law::Poisson).unwrap();
            let found = Scatter::compatible(&given, &line, Law::Poisson).0;
            for expected in [2.0, 16.0] {
                let times = (found.constant + found.rising * expected) / (constant + rising * expected);
                assert!(times > 0.6 && times < 1.6, "{constant} {rising}: {found:?}");
            }
        }
    }

    #[test]
    fn the_fewer_the_periods_the_wider_the_dispersions_that_are_drawn() {
        let drawn = |periods: u32| {
            let mut random = Random::new(7, &[]);
            let hits = (0..periods).map(|_| Counts::poisson(10.0, 3.0).quantile(random.normal())).collect();
            let exposure = vec![1.0; periods as usize];
            let given = Series { place: (0..periods).collect(), hits, exposure, documents: 400.0 };
            let line = Line::through(&given, &given.hits, Law::Poisson).unwrap();
            let mut all: Vec<f64> = Scatter::compatible(&given, &line, Law::Poisson)
                .1
                .iter()
                .map(|scatter| scatter.constant + scatter.rising * 10.0)
                .collect();
            all.sort_by(f64::total_cmp);
            all
        };
        let (few, many) = (drawn(20), drawn(800));
        assert_eq!((few.len(), many.len()), (SCATTERS, SCATTERS));
        assert!(many[0] > 2.0 && many[SCATTERS - 1] < 4.5, "{many:?}");
        assert!(few[SCATTERS - 1] / few[0] > 1.5 * many[SCATTERS - 1] / many[0], "{few:?} {many:?}");
    }

    #[test]
    fn resamples_keep_rate_and_scatter_of_periods_and_lose_the_trend() {
        // Ten times as many hits at the end, and eight times the exposure in every other period.
        let exposure: Vec<f64> = (0..60).map(|at| if at % 2 == 0 { 100.0 } else { 800.0 }).collect();
        let mut random = Random::new(8, &[]);
        let hits = exposure.iter().enumerate().map(|(at, exposure)| {
            Counts::poisson(exposure / 100.0 * (1.0 + at as f64 / 6.0), 1.0).quantile(random.normal())
        });
        let given = Series { place: (0..60).collect(), hits: hits.collect(), exposure, documents: 100.0 };
        let trendless = Trendless::of(&given, Law::Poisson, 0, &|| Ok(())).unwrap();
        let rate = given.hits.iter().sum::<f64>() / given.exposure.iter().sum::<f64>();
        let (mut early, mut late, mut thin, mut thick) = (0.0, 0.0, 0.0, 0.0);
        for resample in 0..400 {
            let rates = trendless.resample(&mut Random::new(0, &[resample]));
            for (at, other) in rates.iter().enumerate() {
                *(if at < 30 { &mut early } else { &mut late }) += other / (400.0 * 30.0);
                *(if at % 2 == 0 { &mut thin } else { &mut thick }) += (other - rate).powi(2) / (400.0 * 30.0);
            }
        }
        assert!((early / rate - 1.0).abs() < 0.1 && (late / rate - 1.0).abs() < 0.1, "{early} {late} {rate}");
        assert!(thin > 4.0 * thick && thin < 16.0 * thick, "{thin} {thick}");
    }

    #[test]
    fn a_series_on_its_line_has_nothing_to_permute() {
        let given = Series {
            place: (0..9).collect(),
            hits: (0..9).map(|at| f64::from(100 + 10 * at)).collect(),
            exposure: vec![1.0; 9],
            documents: 9.0,
        };
        let trendless = Trendless::of(&given, Law::Poisson, 0, &|| Ok(())).unwrap();
        assert_eq!(trendless.resample(&mut Random::new(0, &[])), [0.0; 9]);
    }
}
