//! Whether a theme has seasons: months or quarters in which it is more, or less, frequent.
//!
//! The expected hits of a period are the product of its level, which runs in a straight line from the middle of one
//! year to the middle of the next, of its year, and of its season: k ≈ level × year × season × exposure. Years and
//! seasons are fitted in turn until both margins agree, which gives maximum likelihood for Poisson counts (Deming and
//! Stephan 1940, Annals of Mathematical Statistics 11, 427–444). The index of a season is 1 if the season is like the
//! mean of all seasons. Its limits come from the ratio estimator, with the years with a hit as clusters and a t
//! distribution with one degree of freedom fewer; the variance is never less than that of independent hits, as years
//! that agree by chance do not make a season certain.
//!
//! The test statistic is Σ (K − e)² / e over seasons, with e expected from level and year alone. It is compared with
//! the same statistic for series whose residuals were turned within each year: months are rotated and perhaps reversed,
//! so that the dependence of each month on the one before is kept; quarters, which have few rotations, are permuted.

use rayon::prelude::*;

use super::interrupted::independent;
use super::normal::check_confidence;
use super::random::Random;
use super::resamples;
use super::series::{Check, Law, Series};
use super::student;
use crate::error::Result;

/// Most rounds of a fit, and how closely its margins must agree to stop earlier: they converge slowly if documents are
/// spread unevenly over the seasons.
const ROUNDS: usize = 20_000;
const AGREES: f64 = 1e-12;

/// Series with fewer full years than this have no answer.
pub const MIN_YEARS: usize = 2;
/// The level that a p-value must be able to reach.
const LEVEL: f64 = 0.05;

/// The parameters of the analysis.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How hits vary.
    pub law: Law,
    /// Seasons per year: 12 or 4.
    pub seasons: usize,
    /// Season of the period at place 0, counted from 0.
    pub first: usize,
    /// Coverage of the limits.
    pub confidence: f64,
    /// Number of permutations.
    pub resamples: usize,
    /// Seed of the permutations.
    pub seed: u64,
}

/// The seasons of one series.
#[derive(Clone, Debug, PartialEq)]
pub struct Seasons {
    /// Index of each season, with its limits if they can be estimated.
    pub index: Vec<(f64, Option<(f64, f64)>)>,
    /// Number of years in which each season has documents.
    pub years: Vec<usize>,
    /// Chance of seasons at least as different as these, if there are none.
    pub p: f64,
}

/// The seasons of a series, or the reason why it has no answer.
pub type Answer = std::result::Result<Seasons, String>;

/// The seasons of each series.
///
/// # Errors
/// [`crate::Error::Argument`] for a confidence outside 0 to 1, and for too few or too many resamples; those of `check`,
/// which is called now and then and fails when the work should stop.
pub fn seasonality(series: &[Series], ask: &Ask, check: &Check<'_>) -> Result<Vec<Answer>> {
    check_confidence(ask.confidence)?;
    resamples::check(ask.resamples, resamples::least_for(LEVEL))?;
    series.par_iter().enumerate().map(|(number, series)| of_one(series, number as u64, ask, check)).collect()
}

fn of_one(series: &Series, number: u64, ask: &Ask, check: &Check<'_>) -> Result<Answer> {
    check()?;
    if let Some(reason) = series.reason(ask.law, MIN_YEARS * ask.seasons) {
        return Ok(Err(reason));
    }
    let calendar = Calendar::new(series, ask);
    let full = calendar.full_years();
    if full < MIN_YEARS {
        return Ok(Err(format!("full years: {full}, at least {MIN_YEARS} are needed")));
    }
    let level = calendar.level(series);
    let season = calendar.fit(series, &level);
    let mean = season.iter().sum::<f64>() / season.len() as f64;
    let errors = calendar.errors(series, &level, &season, ask);
    let limits = |(&value, error): (&f64, Option<f64>)| {
        let index = value / mean;
        let limits = error.filter(|_| index > 0.0).map(|half| ((index - half * index).max(0.0), index + half * index));
        (index, limits)
    };
    let index = season.iter().zip(errors).map(limits).collect();
    let without = calendar.expected(series, &level, &vec![1.0; ask.seasons]);
    let p = calendar.test(series, &without, number, ask, check)?;
    Ok(Ok(Seasons { index, years: calendar.years_of_seasons(), p }))
}

/// Season and year of each period of a series.
struct Calendar {
    seasons: usize,
    years: usize,
    season: Vec<usize>,
    year: Vec<usize>,
}

impl Calendar {
    fn new(series: &Series, ask: &Ask) -> Self {
        let steps: Vec<usize> = series.place.iter().map(|&place| place as usize + ask.first).collect();
        let first = steps.first().map_or(0, |step| step / ask.seasons);
        let season = steps.iter().map(|step| step % ask.seasons).collect();
        let year: Vec<usize> = steps.iter().map(|step| step / ask.seasons - first).collect();
        Self { seasons: ask.seasons, years: year.last().map_or(0, |year| year + 1), season, year }
    }

    /// Number of years in which every season has documents.
    fn full_years(&self) -> usize {
        let mut seen = vec![0; self.years];
        self.year.iter().for_each(|&year| seen[year] += 1);
        seen.iter().filter(|&&seasons| seasons == self.seasons).count()
    }

    fn years_of_seasons(&self) -> Vec<usize> {
        let mut years = vec![0; self.seasons];
        self.season.iter().for_each(|&season| years[season] += 1);
        years
    }

    fn sums(&self, keys: &[usize], count: usize, values: impl Iterator<Item = f64>) -> Vec<f64> {
        let mut sums = vec![0.0; count];
        keys.iter().zip(values).for_each(|(&key, value)| sums[key] += value);
        sums
    }

    /// Expected hits from the level of each period, whatever its year and season, so that a steady rise is not taken
    /// for a season.
    fn level(&self, series: &Series) -> Vec<f64> {
        let hits = self.sums(&self.year, self.years, series.hits.iter().copied());
        let exposure = self.sums(&self.year, self.years, series.exposure.iter().copied());
        let known: Vec<(f64, f64)> =
            (0..self.years).filter(|&y| exposure[y] > 0.0).map(|y| (y as f64 + 0.5, hits[y] / exposure[y])).collect();
        let at = |at: usize| {
            let time = self.year[at] as f64 + (self.season[at] as f64 + 0.5) / self.seasons as f64;
            let own = hits[self.year[at]] / exposure[self.year[at]];
            // Before the middle of the first year and after that of the last, the line continues, but never down to 0.
            line(&known, time).max(own / 4.0) * series.exposure[at]
        };
        (0..series.len()).map(at).collect()
    }

    /// Factor of each season.
    fn fit(&self, series: &Series, level: &[f64]) -> Vec<f64> {
        let of_year = self.sums(&self.year, self.years, series.hits.iter().copied());
        let of_season = self.sums(&self.season, self.seasons, series.hits.iter().copied());
        let mut season = vec![1.0; self.seasons];
        for _ in 0..ROUNDS {
            let year = self.year_factors(level, &season, &of_year);
            let expected = (0..level.len()).map(|at| level[at] * year[self.year[at]]);
            let expected = self.sums(&self.season, self.seasons, expected);
            let factor = |(&hits, &all): (&f64, &f64)| if all > 0.0 { hits / all } else { 0.0 };
            let before = std::mem::replace(&mut season, of_season.iter().zip(&expected).map(factor).collect());
            if before.iter().zip(&season).all(|(before, now)| (now - before).abs() <= AGREES * now) {
                break;
            }
        }
        season
    }

    fn year_factors(&self, level: &[f64], season: &[f64], hits: &[f64]) -> Vec<f64> {
        let expected = (0..level.len()).map(|at| level[at] * season[self.season[at]]);
        let expected = self.sums(&self.year, self.years, expected);
        hits.iter().zip(&expected).map(|(&hits, &all)| if all > 0.0 { hits / all } else { 0.0 }).collect()
    }

    fn expected(&self, series: &Series, level: &[f64], season: &[f64]) -> Vec<f64> {
        let of_year = self.sums(&self.year, self.years, series.hits.iter().copied());
        let year = self.year_factors(level, season, &of_year);
        (0..level.len()).map(|at| level[at] * season[self.season[at]] * year[self.year[at]]).collect()
    }

    /// Half the width of each season's limits, relative to its index.
    fn errors(&self, series: &Series, level: &[f64], season: &[f64], ask: &Ask) -> Vec<Option<f64>> {
        let expected = self.expected(series, level, season);
        let squares = series.hits.iter().zip(&expected).map(|(hits, expected)| (hits - expected).powi(2));
        let squares = self.sums(&self.season, self.seasons, squares);
        let hits = self.sums(&self.season, self.seasons, series.hits.iter().copied());
        let exposure = self.sums(&self.season, self.seasons, series.exposure.iter().copied());
        let half = |(at, years): (usize, usize)| {
            let m = years as f64;
            let quantile = (years > 1).then(|| student::two_sided(ask.confidence, years as i64 - 1))?;
            let variance = (m / (m - 1.0) * squares[at]).max(independent(hits[at], exposure[at], ask.law));
            (hits[at] > 0.0).then(|| quantile * variance.sqrt() / hits[at])
        };
        self.years_with_hits(series).into_iter().enumerate().map(half).collect()
    }

    /// For each season, the number of its years with any hit: other years fit exactly, and say nothing about seasons.
    fn years_with_hits(&self, series: &Series) -> Vec<usize> {
        let of_year = self.sums(&self.year, self.years, series.hits.iter().copied());
        let mut years = vec![0; self.seasons];
        let known = self.season.iter().zip(&self.year).filter(|&(_, &year)| of_year[year] > 0.0);
        known.for_each(|(&season, _)| years[season] += 1);
        years
    }

    /// Chance of seasons at least as different, with the hits that are expected without seasons.
    fn test(&self, series: &Series, expected: &[f64], number: u64, ask: &Ask, check: &Check<'_>) -> Result<f64> {
        let residual =
            |(hits, expected): (&f64, &f64)| if *expected > 0.0 { (hits - expected) / expected.sqrt() } else { 0.0 };
        let residuals: Vec<f64> = series.hits.iter().zip(expected).map(residual).collect();
        let observed = self.departure(expected, &residuals);
        let mut as_large = 0;
        for resample in 0..ask.resamples {
            check()?;
            let mut random = Random::new(ask.seed, &[number, resample as u64]);
            let mut turned = residuals.clone();
            for year in self.runs() {
                turn(&mut random, &mut turned[year], ask.seasons);
            }
            as_large += usize::from(self.departure(expected, &turned) >= observed * (1.0 - 1e-12));
        }
        Ok((1 + as_large) as f64 / (1 + ask.resamples) as f64)
    }

    /// The range of periods in each year.
    fn runs(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut end = 0;
        self.year.chunk_by(|a, b| a == b).map(move |run| {
            let start = end;
            end += run.len();
            start..end
        })
    }

    /// Σ (K − e)² / e over seasons.
    fn departure(&self, expected: &[f64], residuals: &[f64]) -> f64 {
        let beyond = residuals.iter().zip(expected).map(|(residual, expected)| residual * expected.sqrt());
        let beyond = self.sums(&self.season, self.seasons, beyond);
        let totals = self.sums(&self.season, self.seasons, expected.iter().copied());
        beyond.iter().zip(totals).map(|(beyond, all)| if all > 0.0 { beyond * beyond / all } else { 0.0 }).sum()
    }
}

/// The value at `time` on the line through known points, extended at both ends.
fn line(known: &[(f64, f64)], time: f64) -> f64 {
    if known.len() < 2 {
        return known.first().map_or(0.0, |point| point.1);
    }
    let after = known.partition_point(|point| point.0 < time).clamp(1, known.len() - 1);
    let ((x0, y0), (x1, y1)) = (known[after - 1], known[after]);
    y0 + (y1 - y0) * (time - x0) / (x1 - x0)
}

/// Turns the residuals of one year: rotates and perhaps reverses months, or shuffles quarters.
fn turn(random: &mut Random, year: &mut [f64], seasons: usize) {
    if seasons <= 4 {
        random.shuffle(year);
        return;
    }
    let by = random.below(year.len());
    year.rotate_left(by);
    if random.below(2) == 1 {
        year.reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Ask = Ask { law: Law::Poisson, seasons: 12, first: 0, confidence: 0.95, resamples: 499, seed: 0 };

    fn series(hits: Vec<f64>) -> Series {
        let n = hits.len();
        Series { place: (0..n as u32).collect(), hits, exposure: vec![1000.0; n], documents: 1000.0 }
    }

    fn answer(hits: Vec<f64>, ask: &Ask) -> Answer {
        of_one(&series(hits), 0, ask, &|| Ok(())).unwrap()
    }

    #[test]
    fn what_cannot_be_asked_is_refused_and_what_shall_stop_stops() {
        let ask = |ask: Ask, check: &Check<'_>| seasonality(&[series(vec![1.0; 36])], &ask, check).unwrap_err();
        assert!(ask(Ask { resamples: 18, ..ASK }, &|| Ok(())).to_string().starts_with("resamples is 18"));
        assert!(ask(Ask { confidence: 0.0, ..ASK }, &|| Ok(())).to_string().starts_with("confidence is 0"));
        assert!(matches!(ask(ASK, &|| Err(crate::Error::Interrupted)), crate::Error::Interrupted));
    }

    #[test]
    fn a_summer_is_found_and_measured() {
        let hits = (0..72).map(|at| if (at % 12) == 6 { 30.0 } else { 10.0 + f64::from(at % 5 == 0) }).collect();
        let found = answer(hits, &ASK).unwrap();
        assert!(found.p < 0.01, "{}", found.p);
        let mean = found.index.iter().map(|index| index.0).sum::<f64>() / 12.0;
        assert!((mean - 1.0).abs() < 1e-9);
        assert!((found.index[6].0 / found.index[0].0 - 3.0).abs() < 0.2, "{:?}", found.index);
        let (low, high) = found.index[6].1.unwrap();
        assert!(low > 2.0 && low <= found.index[6].0 && found.index[6].0 <= high);
        assert_eq!(found.years, [6; 12]);
    }

    #[test]
    fn a_steady_rise_is_no_season() {
        let hits = (0..96).map(|at| f64::from(20 + 3 * at + [0, 7, -5, 3, -4, 6, 1][at as usize % 7])).collect();
        let found = answer(hits, &ASK).unwrap();
        assert!(found.p > 0.1, "{}", found.p);
    }

    #[test]
    fn years_that_agree_do_not_make_a_season_certain() {
        let limits = |hits: Vec<f64>| answer(hits, &ASK).unwrap().index[0];
        let (index, within) = limits(vec![10.0; 36]);
        let (low, high) = within.unwrap();
        // t with 2 degrees of freedom, and 30 hits in each month.
        let half = student::two_sided(0.95, 2) / 30f64.sqrt();
        assert!((index - 1.0).abs() < 1e-9 && (low - 1.0 + half).abs() < 1e-9 && (high - 1.0 - half).abs() < 1e-9);
        // A single hit, in one year: nothing shows how seasons vary.
        let (index, within) = limits([vec![1.0], vec![0.0; 35]].concat());
        assert!((index - 12.0).abs() < 1e-9 && within.is_none());
    }

    #[test]
    fn both_margins_agree_however_documents_are_spread() {
        let exposure: Vec<f64> = (0..16).map(|at| if (2..6).contains(&(at % 8)) { 1e3 } else { 2e5 }).collect();
        let factor = [0.5, 1.0, 2.0, 0.5];
        let hits: Vec<f64> = (0..16).map(|at| (exposure[at] * 0.01 * factor[at % 4]).round()).collect();
        let series = Series { exposure, ..series(hits) };
        let calendar = Calendar::new(&series, &Ask { seasons: 4, ..ASK });
        let level = calendar.level(&series);
        let season = calendar.fit(&series, &level);
        let expected = calendar.expected(&series, &level, &season);
        for (keys, count) in [(&calendar.season, 4), (&calendar.year, 4)] {
            let sums = |values: &[f64]| calendar.sums(keys, count, values.iter().copied());
            for (hits, expected) in sums(&series.hits).into_iter().zip(sums(&expected)) {
                assert!((hits - expected).abs() < 1e-6 * hits, "{hits} {expected}");
            }
        }
    }

    #[test]
    fn a_season_is_that_of_the_calendar() {
        let hits: Vec<f64> = (0..36).map(|at| if (at + 3) % 4 == 2 { 40.0 } else { 10.0 }).collect();
        let found = answer(hits, &Ask { seasons: 4, first: 3, ..ASK }).unwrap();
        let largest = (0..4).max_by(|&a, &b| found.index[a].0.total_cmp(&found.index[b].0));
        assert_eq!(largest, Some(2));
        assert!(found.p < 0.01);
    }

    #[test]
    fn one_year_has_no_seasons() {
        let reason = |n: usize, first| answer(vec![1.0; n], &Ask { first, ..ASK }).unwrap_err();
        assert!(reason(23, 0).starts_with("periods with documents: 23"));
        assert_eq!(reason(24, 6), "full years: 1, at least 2 are needed");
    }
}
