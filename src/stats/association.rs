//! Association of a term with a target compared with a reference, from a table of four cells.

use super::normal::two_sided;
use crate::error::{Error, Result};

/// Survival function of the chi-squared distribution with one degree of freedom.
fn survival(x: f64) -> f64 {
    libm::erfc((x / 2.0).sqrt())
}

/// A statistic with the sign of a difference; 0 has none, so that equal terms stay in order.
fn signed(statistic: f64, difference: f64) -> f64 {
    if statistic == 0.0 { 0.0 } else { statistic.copysign(difference) }
}

/// Up to this, the terms of [`divergence`] would cancel.
const CLOSE: f64 = 0.01;
/// Terms of its series; up to [`CLOSE`], more of them change nothing.
const TERMS: i32 = 9;

/// What a cell adds to half the log-likelihood ratio, per expected occurrence, if it has 1 + `excess` times as many:
/// (1 + x) ln(1 + x) − x. The excesses of all cells add up to nothing, so taking x off changes no sum, but leaves no
/// part of it below 0.
fn divergence(excess: f64) -> f64 {
    if excess.abs() > CLOSE {
        let times = 1.0 + excess;
        return if times > 0.0 { times * times.ln() - excess } else { 1.0 };
    }
    let term = |power: i32| (-excess).powi(power) / f64::from(power * (power - 1));
    (2..2 + TERMS).rev().map(term).sum()
}

/// The statistic whose p-value is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// [`Contrast::g2`].
    #[default]
    G2,
    /// [`Contrast::g2`] over [`Contrast::williams`].
    G2Williams,
    /// [`Contrast::chi2`].
    Chi2,
    /// [`Contrast::chi2_yates`].
    Chi2Yates,
}

impl Measure {
    /// Reads a measure, `g2` or `chi2`, and its correction, `williams` for `g2` or `yates` for `chi2`.
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(measure: &str, correction: Option<&str>) -> Result<Self> {
        match (measure, correction) {
            ("g2", None) => Ok(Self::G2),
            ("g2", Some("williams")) => Ok(Self::G2Williams),
            ("chi2", None) => Ok(Self::Chi2),
            ("chi2", Some("yates")) => Ok(Self::Chi2Yates),
            ("g2" | "chi2", Some(correction)) => {
                let help = "g2 can be corrected by williams, chi2 by yates";
                Err(Error::Argument(format!("no correction {correction:?} for {measure}: {help}")))
            }
            _ => Err(Error::Argument(format!("measure is {measure:?}: use g2 or chi2"))),
        }
    }

    /// The signed statistic.
    pub fn of(self, contrast: &Contrast) -> f64 {
        match self {
            Self::G2 => contrast.g2(),
            Self::G2Williams => contrast.g2() / contrast.williams(),
            Self::Chi2 => contrast.chi2(),
            Self::Chi2Yates => contrast.chi2_yates(),
        }
    }
}

/// The chance of a statistic at least this large if both sides are alike: the survival function of the chi-squared
/// distribution with one degree of freedom.
pub fn p_of(statistic: f64) -> f64 {
    survival(statistic.abs())
}

/// Occurrences of a term on two sides, and the sizes of the sides.
#[derive(Clone, Copy, Debug)]
pub struct Contrast {
    /// Occurrences in the target.
    pub target: i64,
    /// Occurrences in the reference.
    pub reference: i64,
    /// Size of the target.
    pub target_size: i64,
    /// Size of the reference.
    pub reference_size: i64,
}

/// Added to each count if one of them is zero, so that a ratio stays finite.
///
/// Haldane, J. B. S. (1956), The estimation and significance of the logarithm of a ratio of frequencies, Annals of
/// Human Genetics 20, 309–311.
const CONTINUITY: f64 = 0.5;

impl Contrast {
    /// Log-likelihood ratio over four cells, signed: positive if the target has more than expected.
    ///
    /// Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    /// 19(1), 61–74.
    pub fn g2(&self) -> f64 {
        let (m, n) = (self.target_size as f64, self.reference_size as f64);
        let (total, hits, away) = (m + n, (self.target + self.reference) as f64, self.away());
        let misses = total - hits;
        let cell = |row: f64, column: f64, away: f64| {
            let expected = row * column / total;
            if expected > 0.0 { expected * divergence(away / expected) } else { 0.0 }
        };
        let sum = cell(hits, m, away) + cell(hits, n, -away) + cell(misses, m, -away) + cell(misses, n, away);
        signed(2.0 * sum, away)
    }

    /// How many occurrences the target has beyond its expectation; the other three cells are as far from theirs. Found
    /// from whole numbers, as large counts would cancel.
    fn away(&self) -> f64 {
        let [target, reference, m, n] =
            [self.target, self.reference, self.target_size, self.reference_size].map(i128::from);
        if m + n == 0 { 0.0 } else { (target * n - reference * m) as f64 / (m + n) as f64 }
    }

    /// The divisor that brings the log-likelihood ratio closer to its distribution; 1 if a margin is empty.
    ///
    /// Williams, D. A. (1976), Improved likelihood ratio tests for complete contingency tables, Biometrika 63, 33–37.
    pub fn williams(&self) -> f64 {
        let total = (self.target_size + self.reference_size) as f64;
        let hits = (self.target + self.reference) as f64;
        let margins = |one: f64| total / one + total / (total - one) - 1.0;
        let divisor = 1.0 + margins(hits) * margins(self.target_size as f64) / (6.0 * total);
        if divisor.is_finite() { divisor } else { 1.0 }
    }

    /// Pearson's statistic over four cells, signed as [`Contrast::g2`].
    ///
    /// Pearson, K. (1900), Philosophical Magazine 50, 157–175.
    pub fn chi2(&self) -> f64 {
        self.chi2_less(0.0)
    }

    /// [`Contrast::chi2`] with Yates' correction: each cell moves a half towards its expectation, and never past it.
    ///
    /// Yates, F. (1934), Contingency tables involving small numbers and the χ² test, Supplement to the JRSS 1, 217–235.
    pub fn chi2_yates(&self) -> f64 {
        self.chi2_less(0.5)
    }

    fn chi2_less(&self, correction: f64) -> f64 {
        let (m, n) = (self.target_size as f64, self.reference_size as f64);
        let (total, hits) = (m + n, (self.target + self.reference) as f64);
        let misses = total - hits;
        if m == 0.0 || n == 0.0 || hits == 0.0 || misses == 0.0 {
            return 0.0;
        }
        let away = self.away();
        let distance = (away.abs() - correction).max(0.0);
        let inverse = total * total / (hits * misses) * (total / (m * n));
        signed(distance * distance * inverse, away)
    }

    /// The limit of the log ratio nearer 0, or 0 if the interval contains 0.
    pub fn conservative(&self, confidence: f64) -> f64 {
        match self.log_ratio(confidence) {
            Some((_, low, _)) if low > 0.0 => low,
            Some((_, _, high)) if high < 0.0 => high,
            _ => 0.0,
        }
    }

    /// By how many per cent the target's rate exceeds the reference's; as in [`Contrast::log_ratio`], half an
    /// occurrence is added to both sides if one has none.
    ///
    /// Gabrielatos, C. and Marchi, A. (2012), Keyness: appropriate metrics and practical issues, CADS conference,
    /// Bologna.
    pub fn percent_diff(&self) -> Option<f64> {
        self.log_ratio(0.5).map(|(ratio, _, _)| (ratio.exp2() - 1.0) * 100.0)
    }

    /// Ratio of the rates per million after adding a constant to both: a small one favours rare terms, a large one
    /// common ones.
    ///
    /// Kilgarriff, A. (2009), Simple maths for keywords, Proceedings of Corpus Linguistics, Liverpool.
    pub fn simple_maths(&self, constant: f64) -> Option<f64> {
        let rate = |count: i64, size: i64| (size > 0).then(|| count as f64 / size as f64 * 1e6 + constant);
        let ratio = rate(self.target, self.target_size)? / rate(self.reference, self.reference_size)?;
        // With a constant close to 0, the ratio to an absent term overflows.
        ratio.is_finite().then_some(ratio)
    }

    /// Difference of the log odds with an informative Dirichlet prior, and the same divided by its standard error (z).
    ///
    /// The prior is worth `prior` occurrences, spread like both sides together, which pulls rare terms towards no
    /// difference. `None` if a side is empty or there is nothing but the term.
    ///
    /// Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008), Fightin' Words, Political Analysis 16, 372–403,
    /// equations 15, 18 to 20 and 22.
    pub fn log_odds(&self, prior: f64) -> Option<(f64, f64)> {
        let (m, n) = (self.target_size as f64, self.reference_size as f64);
        let hits = (self.target + self.reference) as f64;
        if m == 0.0 || n == 0.0 || hits == 0.0 || hits >= m + n {
            return None;
        }
        let added = prior * hits / (m + n);
        let (a, b) = (self.target as f64 + added, self.reference as f64 + added);
        let difference = (a / (m + prior - a)).ln() - (b / (n + prior - b)).ln();
        Some((difference, difference / (1.0 / a + 1.0 / b).sqrt()))
    }

    /// Binary logarithm of the ratio of the two rates, with its limits; `None` if a side is empty.
    ///
    /// Hardie, A. (2014), Log Ratio: an informal introduction; limits by the delta method on the logarithm (Katz et al.
    /// 1978, Biometrics 34, 469–474).
    pub fn log_ratio(&self, confidence: f64) -> Option<(f64, f64, f64)> {
        if self.target_size == 0 || self.reference_size == 0 {
            return None;
        }
        let zero = self.target == 0 || self.reference == 0;
        let added = if zero { CONTINUITY } else { 0.0 };
        let (a, b) = (self.target as f64 + added, self.reference as f64 + added);
        let (m, n) = (self.target_size as f64 + added, self.reference_size as f64 + added);
        let ratio = ((a / m) / (b / n)).log2();
        let error = (1.0 / a - 1.0 / m + 1.0 / b - 1.0 / n).max(0.0).sqrt() / std::f64::consts::LN_2;
        let half = two_sided(confidence) * error;
        Some((ratio, ratio - half, ratio + half))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRAST: Contrast = Contrast { target: 10, reference: 4, target_size: 100, reference_size: 100 };

    #[test]
    fn g2_is_twice_the_sum_over_four_cells() {
        let cells = [(10.0_f64, 7.0_f64), (4.0, 7.0), (90.0, 93.0), (96.0, 93.0)];
        let expected = 2.0 * cells.iter().map(|(seen, awaited)| seen * (seen / awaited).ln()).sum::<f64>();
        assert!((CONTRAST.g2() - expected).abs() < 1e-12);
        let mirrored = Contrast { target: 4, reference: 10, ..CONTRAST };
        assert!((mirrored.g2() + expected).abs() < 1e-12);
    }

    #[test]
    fn large_counts_do_not_cancel() {
        // mpmath, the sum over four cells with 60 digits.
        let tables = [
            ((11, 30, 1_000_000_000_000, 3_000_000_000_000), 0.072_029_723_285_433_84),
            ((1_000_000, 1_001_000, 1_000_000_000_000, 1_000_000_000_000), -0.499_750_645_740_148_1),
            ((500_000_000_000, 1_500_005_000_000, 1_000_000_000_000, 3_000_000_000_000), -8.333_333_333_369_021),
            ((999, 1000, 1000, 1000), -1.386_794_611_265_817_8),
        ];
        for ((target, reference, target_size, reference_size), expected) in tables {
            let seen = Contrast { target, reference, target_size, reference_size }.g2();
            assert!((seen / expected - 1.0).abs() < 1e-12, "{seen} for {expected}");
        }
    }

    #[test]
    fn the_series_is_as_exact_as_the_logarithm_where_it_ends() {
        // mpmath: (1 + e) ln(1 + e) − e
        for (excess, expected) in [(CLOSE, 4.983_416_169_976_368e-5), (-CLOSE, 5.016_750_503_357_323e-5)] {
            assert!((divergence(excess) / expected - 1.0).abs() < 1e-14, "{}", divergence(excess));
        }
    }

    #[test]
    fn no_difference_has_no_sign() {
        // Half an occurrence less than expected, which the correction takes off; and a table as expected.
        let less = Contrast { target: 2, reference: 3, target_size: 50, reference_size: 50 };
        let even = Contrast { target: 1, reference: 3, target_size: 10, reference_size: 30 };
        for statistic in [less.chi2_yates(), even.g2(), even.chi2(), even.chi2_yates()] {
            assert!(statistic == 0.0 && statistic.is_sign_positive(), "{statistic}");
        }
        assert!(less.g2() < 0.0 && less.chi2() < 0.0);
    }

    #[test]
    fn the_critical_value_has_five_percent() {
        // R: qchisq(0.05, 1, lower.tail = FALSE)
        assert!((survival(3.841_458_820_694_124) - 0.05).abs() < 1e-12);
        assert_eq!(survival(0.0), 1.0);
    }

    #[test]
    fn measures_have_their_corrections() {
        assert_eq!(Measure::parse("g2", Some("williams")).unwrap(), Measure::G2Williams);
        assert_eq!(Measure::parse("chi2", Some("yates")).unwrap(), Measure::Chi2Yates);
        for (measure, correction) in [("g2", Some("yates")), ("chi2", Some("williams")), ("lr", None)] {
            assert!(Measure::parse(measure, correction).is_err());
        }
    }

    #[test]
    fn textbook_tables() {
        // scipy: chi2_contingency([[7, 3], [2, 7]], correction=False), with True, and with lambda_="log-likelihood".
        let table = Contrast { target: 7, reference: 2, target_size: 10, reference_size: 9 };
        assert!((table.chi2() - 4.337_160_493_827_161).abs() < 1e-9, "{}", table.chi2());
        assert!((table.chi2_yates() - 2.632_438_271_604_939).abs() < 1e-9, "{}", table.chi2_yates());
        assert!((table.g2() - 4.534_939_332_256_226).abs() < 1e-9, "{}", table.g2());
        // The value for chi-squared over Williams' divisor in the tests of quanteda.textstats.
        assert!((table.chi2() / table.williams() - 4.017_626).abs() < 1e-5, "{}", table.chi2() / table.williams());
    }

    #[test]
    fn odds_are_those_of_the_equations() {
        // a = 10 + 7 · 0.1, b = 4 + 0.7 with a prior worth 10 of 100 + 100 tokens with 14 hits.
        let (difference, z) = CONTRAST.log_odds(10.0).unwrap();
        let (a, b) = (10.7_f64, 4.7_f64);
        let expected = (a / (110.0 - a)).ln() - (b / (110.0 - b)).ln();
        assert!((difference - expected).abs() < 1e-12);
        assert!((z - expected / (1.0 / a + 1.0 / b).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn ratios_of_rates() {
        assert!((CONTRAST.percent_diff().unwrap() - 150.0).abs() < 1e-9);
        assert!((CONTRAST.simple_maths(1.0).unwrap() - 100_001.0 / 40_001.0).abs() < 1e-12);
    }

    #[test]
    fn zeros_stay_finite() {
        let zero = Contrast { target: 0, reference: 5, target_size: 10, reference_size: 10 };
        let (ratio, low, high) = zero.log_ratio(0.95).unwrap();
        assert!(ratio.is_finite() && low < ratio && ratio < high && ratio < 0.0);
        assert!(Contrast { target_size: 0, ..zero }.log_ratio(0.95).is_none());
        let tables = [(0, 5, 10, 10), (5, 0, 10, 10), (10, 10, 10, 10), (0, 0, 10, 10), (0, 5, 0, 10), (0, 0, 0, 0)];
        for (target, reference, target_size, reference_size) in tables {
            let table = Contrast { target, reference, target_size, reference_size };
            let measures = [Measure::G2, Measure::G2Williams, Measure::Chi2, Measure::Chi2Yates];
            assert!(measures.iter().all(|measure| measure.of(&table).is_finite()), "{table:?}");
            let odds = table.log_odds(500.0).unwrap_or_default();
            let others = [table.percent_diff(), table.simple_maths(1.0), Some(odds.0), Some(odds.1)];
            assert!(others.into_iter().flatten().all(f64::is_finite), "{table:?}");
        }
    }
}
