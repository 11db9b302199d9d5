//! Occurrences per million tokens, with an interval that respects documents.
//!
//! Words come in bursts: a document about drugs says so many times. An interval that treats tokens as independent is
//! far too narrow, so the unit is the document, or a cluster of documents. With k hits and L tokens in each of m units,
//! the rate is the ratio estimator p = Σk / ΣL, and its standard error is s = √(m/(m−1) · Σ(k − pL)²) / ΣL (Cochran,
//! Sampling Techniques, 3rd ed. 1977, ch. 6).

use super::{normal, student};
use crate::error::{Error, Result};

/// `count / n_tokens` in parts per million; `None` without tokens.
pub fn per_million(count: i64, n_tokens: i64) -> Option<f64> {
    (n_tokens > 0).then(|| count as f64 / n_tokens as f64 * 1e6)
}

/// How to compute the limits of a rate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// From the standard error expected at the limit, with Student's quantile: [`Estimate::limits`].
    #[default]
    Score,
    /// Rate ± z standard errors, clipped as in [`Estimate::limits`].
    Normal,
    /// Quantiles of the rates of resampled units: [`percentile`](super::bootstrap::percentile).
    Percentile,
    /// Quantiles corrected for bias and skewness: [`bca`](super::bootstrap::bca).
    Bca,
}

impl Method {
    /// Reads `score`, `normal`, `percentile` or `bca`.
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "score" => Ok(Self::Score),
            "normal" => Ok(Self::Normal),
            "percentile" => Ok(Self::Percentile),
            "bca" => Ok(Self::Bca),
            _ => Err(Error::Argument(format!("interval is {name:?}: use score, normal, percentile or bca"))),
        }
    }

    /// Whether units are resampled.
    pub fn resamples(self) -> bool {
        matches!(self, Self::Percentile | Self::Bca)
    }
}

/// Fraction of Σk² below which Σ(k − pL)² is just rounding.
const ROUNDING: f64 = 1e-12;

/// Sums over the units of one cell, enough for the rate and its interval. They are exact, so their order makes no
/// difference.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RateSums {
    /// m
    pub units: i64,
    /// ΣL
    pub n_tokens: i64,
    /// Σk
    pub count: i64,
    /// Units with k > 0.
    pub with_hits: i64,
    /// ΣL²
    pub tokens_squared: i128,
    /// Σk²
    pub count_squared: i128,
    /// ΣkL
    pub cross: i128,
}

impl RateSums {
    /// Adds the tokens of a unit.
    pub fn add_unit(&mut self, n_tokens: i64) {
        self.units += 1;
        self.n_tokens += n_tokens;
        self.tokens_squared += i128::from(n_tokens) * i128::from(n_tokens);
    }

    /// Adds the hits of a unit (at least one), whose tokens are added separately, before or after.
    pub fn add_hits(&mut self, count: i64, n_tokens: i64) {
        self.with_hits += 1;
        self.count += count;
        self.count_squared += i128::from(count) * i128::from(count);
        self.cross += i128::from(count) * i128::from(n_tokens);
    }

    /// Adds the units and hits of another part of the cell.
    pub fn join(&mut self, other: &Self) {
        self.units += other.units;
        self.n_tokens += other.n_tokens;
        self.count += other.count;
        self.with_hits += other.with_hits;
        self.tokens_squared += other.tokens_squared;
        self.count_squared += other.count_squared;
        self.cross += other.cross;
    }

    /// Rate per token; `None` without tokens.
    pub fn rate(&self) -> Option<f64> {
        (self.n_tokens > 0).then(|| self.count as f64 / self.n_tokens as f64)
    }

    /// Standard error of the rate per token; `None` with fewer than 2 units or without tokens.
    ///
    /// Units with exactly the same rate, as two or three short ones easily have, say nothing about how units differ:
    /// their hits are then treated as those of a Poisson process, with variance Σk.
    pub fn standard_error(&self) -> Option<f64> {
        let rate = self.rate().filter(|_| self.units > 1)?;
        let m = self.units as f64;
        Some(self.error_from(m / (m - 1.0) * self.squares(rate)))
    }

    /// Standard error of units around a rate from elsewhere.
    pub(super) fn error_against(&self, rate: f64) -> f64 {
        self.error_from(self.squares(rate))
    }

    fn error_from(&self, variance: f64) -> f64 {
        let known = variance > ROUNDING * self.count_squared as f64;
        (if known { variance } else { self.count as f64 }).sqrt() / self.n_tokens as f64
    }

    /// Σ(k − pL)² at any rate p; not below 0, where rounding may bring it if every unit has that rate.
    pub(super) fn squares(&self, rate: f64) -> f64 {
        let (count, cross, tokens) = (self.count_squared as f64, self.cross as f64, self.tokens_squared as f64);
        (count - 2.0 * rate * cross + rate * rate * tokens).max(0.0)
    }

    /// Limits of the rate per token by a formula; without hits, [`RateSums::unseen`].
    ///
    /// `None` with fewer than 2 units or without tokens.
    pub fn limits(&self, method: Method, confidence: f64, hits_per_unit: f64) -> Option<(f64, f64)> {
        let error = self.standard_error()?;
        if self.count == 0 {
            return Some((0.0, self.unseen(confidence, hits_per_unit)));
        }
        let estimate = Estimate { rate: self.rate()?, error, units: self.units, with_hits: self.with_hits, strata: 1 };
        Some(estimate.limits(method, confidence))
    }

    /// Upper limit of a rate per token if there are no hits, so that the variance says nothing.
    ///
    /// A rule on units: the largest share s of units with a hit that is consistent with m units without one,
    /// (1 − s)^m = 1 − confidence, times `hits_per_unit`, the mean hits of a unit with any, elsewhere in the table.
    pub fn unseen(&self, confidence: f64, hits_per_unit: f64) -> f64 {
        let m = self.units as f64;
        let share = 1.0 - (1.0 - confidence).powf(1.0 / m);
        (share * m * hits_per_unit / self.n_tokens as f64).min(1.0)
    }
}

/// A rate above 0 with its standard error, and the data behind them.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// Rate per token.
    pub rate: f64,
    /// Its standard error.
    pub error: f64,
    /// Number of units.
    pub units: i64,
    /// Number of units with a hit.
    pub with_hits: i64,
    /// Number of strata estimated separately; 1 without a division.
    pub strata: i64,
}

/// With fewer degrees of freedom, Student's quantile would give meaninglessly wide limits.
const FEWEST_DEGREES: i64 = 3;

/// Degrees of freedom of a standard error estimated from units with hits: their number, but at least 3 and at most the
/// design's degrees of freedom.
pub(super) fn degrees(with_hits: i64, design: i64) -> i64 {
    with_hits.max(FEWEST_DEGREES).min(design.max(1))
}

impl Estimate {
    /// Limits by a formula, clipped to between 0 and 1, since a token serves a theme only once. Marks that a pattern
    /// finds are not tokens of the denominator, so a rate may be above 1; its upper limit is then not clipped.
    pub fn limits(&self, method: Method, confidence: f64) -> (f64, f64) {
        let (low, high) = match method {
            Method::Normal => {
                let half = normal::two_sided(confidence) * self.error;
                (self.rate - half, self.rate + half)
            }
            _ => self.score(confidence),
        };
        (low.max(0.0), if self.rate > 1.0 { high } else { high.min(1.0) })
    }

    /// The limits are the rates r that solve (p − r)² = t² s² r/p; between them lie the rates consistent with p if the
    /// variance of a rate is proportional to it, as when units with the theme arrive by chance. For small shares this
    /// is Wilson's interval on the number of hits that the sample is worth, (p/s)²; it contains p, and never 0.
    ///
    /// The standard error is estimated from the units with hits, so t takes its degrees of freedom from them. The
    /// choice was made by simulation: `evaluation/coverage.py`.
    ///
    /// Wilson, E. B. (1927), JASA 22, 209–212; Rao, J. N. K. and Scott, A. J. (1992), A simple method for the analysis
    /// of clustered binary data, Biometrics 48, 577–585, for the effective size; Student's quantile as in Korn, E. L.
    /// and Graubard, B. I. (1998), Survey Methodology 24, 193–201.
    fn score(&self, confidence: f64) -> (f64, f64) {
        let t = student::two_sided(confidence, degrees(self.with_hits, self.units - self.strata));
        // Relative to the rate.
        let error = t * self.error / self.rate;
        let centre = 1.0 + error * error / 2.0;
        let half = error * (1.0 + error * error / 4.0).sqrt();
        // The product of the limits is rate²; this keeps a small lower limit exact.
        let high = centre + half;
        (self.rate / high, self.rate * high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENTS: [(i64, i64); 5] = [(3, 100), (0, 250), (1, 80), (7, 120), (0, 0)];

    fn sums(documents: &[(i64, i64)]) -> RateSums {
        let mut sums = RateSums::default();
        for &(count, tokens) in documents {
            sums.add_unit(tokens);
            if count > 0 {
                sums.add_hits(count, tokens);
            }
        }
        sums
    }

    /// Rate and standard error, computed step by step.
    fn by_hand() -> (f64, f64) {
        let rate = 11.0 / 550.0;
        let squares: f64 = DOCUMENTS.iter().map(|&(k, l)| (k as f64 - rate * l as f64).powi(2)).sum();
        (rate, (5.0 / 4.0 * squares).sqrt() / 550.0)
    }

    #[test]
    fn the_normal_interval_is_the_formula_written_out() {
        let (low, high) = sums(&DOCUMENTS).limits(Method::Normal, 0.95, 1.0).unwrap();
        let (rate, error) = by_hand();
        assert!((high - (rate + 1.959_963_984_540_054 * error)).abs() < 1e-12);
        assert!((low - (rate - 1.959_963_984_540_054 * error).max(0.0)).abs() < 1e-12);
    }

    #[test]
    fn the_limits_of_the_score_solve_its_equation() {
        let (rate, error) = by_hand();
        let (low, high) = sums(&DOCUMENTS).limits(Method::Score, 0.95, 1.0).unwrap();
        // R: qt(0.975, 3); three of five documents have hits, and the design has four degrees of freedom.
        let t = 3.182_446_305_283_71;
        for limit in [low, high] {
            assert!(((rate - limit).powi(2) - t * t * error * error * limit / rate).abs() < 1e-12);
        }
        assert!(0.0 < low && low < rate && rate < high);
    }

    #[test]
    fn units_of_one_rate_are_as_unsure_as_counts_by_chance() {
        let units = [(1, 100), (2, 200), (1, 100)];
        let error = 4.0_f64.sqrt() / 400.0;
        assert!((sums(&units).standard_error().unwrap() - error).abs() < 1e-15);
        let (low, high) = sums(&units).limits(Method::Normal, 0.95, 1.0).unwrap();
        assert!(low == 0.01 - 1.959_963_984_540_054 * error && (high - 0.02 + low).abs() < 1e-12, "{low} {high}");
        // Three documents of one rate, where the squares leave 4e-16 after rounding.
        let error = 3.0_f64.sqrt() / 147.0;
        assert!((sums(&[(1, 49); 3]).standard_error().unwrap() - error).abs() < 1e-15);
        // A thousand documents are as certain as a thousand hits.
        let (low, high) = sums(&[(1, 100); 1000]).limits(Method::Score, 0.95, 1.0).unwrap();
        assert!((low - 0.0094).abs() < 1e-4 && (high - 0.0106).abs() < 1e-4, "{low} {high}");
    }

    #[test]
    fn marks_may_be_more_than_tokens() {
        for method in [Method::Score, Method::Normal] {
            let (low, high) = sums(&[(8, 5), (5, 4), (3, 1)]).limits(method, 0.95, 1.0).unwrap();
            assert!(low < 1.6 && high > 1.6, "{low} {high}");
        }
    }

    #[test]
    fn no_hit_leaves_room_above_zero() {
        let (low, high) = sums(&[(0, 100), (0, 100), (0, 100)]).limits(Method::Score, 0.95, 2.0).unwrap();
        assert_eq!(low, 0.0);
        // 1 − 0.05^(1/3) of the documents, with two hits each, at 100 tokens per document.
        assert!((high - (1.0 - 0.05_f64.powf(1.0 / 3.0)) * 2.0 / 100.0).abs() < 1e-12);
    }

    #[test]
    fn parts_of_a_cell_add_up_in_any_order() {
        // Squares beyond 2^53, some of which differ only in their last bits.
        let units: Vec<(i64, i64)> = (0..40).map(|n| (n % 3, 1_000_000_007 - n * n * 77)).collect();
        let parts: Vec<RateSums> = units.chunks(7).map(sums).collect();
        let join = |order: &mut dyn Iterator<Item = &RateSums>| {
            let mut whole = RateSums::default();
            order.for_each(|part| whole.join(part));
            whole
        };
        assert_eq!(join(&mut parts.iter()), sums(&units));
        assert_eq!(join(&mut parts.iter().rev()), sums(&units));
    }

    #[test]
    fn one_document_has_no_interval() {
        assert_eq!(sums(&[(3, 100)]).limits(Method::Score, 0.95, 1.0), None);
        assert_eq!(sums(&[(0, 0), (0, 0)]).limits(Method::Score, 0.95, 1.0), None);
    }

    #[test]
    fn few_units_are_as_unsure_as_they_are() {
        // Two documents: one degree of freedom, whatever their hits. Four hits in 200 say little, and 40 in 200 no
        // more.
        let (low, high) = sums(&[(3, 100), (1, 100)]).limits(Method::Score, 0.95, 1.0).unwrap();
        assert!(low > 0.0 && high / 0.02 > 30.0, "{low} {high}");
        assert_eq!(sums(&[(30, 100), (10, 100)]).limits(Method::Score, 0.95, 1.0).unwrap().1, 1.0);
    }
}
