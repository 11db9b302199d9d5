//! Association of a term with a target against a reference, from a table of four cells.

use super::normal::two_sided;

/// Survival function of the chi-squared distribution with one degree of freedom.
fn survival(x: f64) -> f64 {
    libm::erfc((x / 2.0).sqrt())
}

/// Occurrences of a term and sizes of the two sides.
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

/// Added to each count where one is zero, so that a ratio stays finite.
///
/// Haldane, J. B. S. (1956), The estimation and significance of the logarithm of a ratio of frequencies, Annals of Human
/// Genetics 20, 309–311.
const CONTINUITY: f64 = 0.5;

impl Contrast {
    /// Log-likelihood ratio over four cells, signed: positive where the target has more than expected.
    ///
    /// Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    /// 19(1), 61–74.
    pub fn g2(&self) -> f64 {
        let total = (self.target_size + self.reference_size) as f64;
        if total == 0.0 {
            return 0.0;
        }
        let hits = (self.target + self.reference) as f64;
        let cell = |observed: i64, row: f64, column: i64| {
            let expected = row * column as f64 / total;
            if observed == 0 { 0.0 } else { observed as f64 * (observed as f64 / expected).ln() }
        };
        let misses = total - hits;
        let sum = cell(self.target, hits, self.target_size)
            + cell(self.reference, hits, self.reference_size)
            + cell(self.target_size - self.target, misses, self.target_size)
            + cell(self.reference_size - self.reference, misses, self.reference_size);
        let expected = hits * self.target_size as f64 / total;
        (2.0 * sum).max(0.0).copysign(self.target as f64 - expected)
    }

    /// Survival function of the chi-squared distribution with one degree of freedom at |g2|.
    pub fn p(&self) -> f64 {
        survival(self.g2().abs())
    }

    /// Binary logarithm of the ratio of the two rates, with its limits; `None` where a side is empty.
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
    fn the_critical_value_has_five_percent() {
        // R: qchisq(0.05, 1, lower.tail = FALSE)
        assert!((survival(3.841_458_820_694_124) - 0.05).abs() < 1e-12);
        assert_eq!(survival(0.0), 1.0);
    }

    #[test]
    fn zeros_stay_finite() {
        let zero = Contrast { target: 0, reference: 5, target_size: 10, reference_size: 10 };
        let (ratio, low, high) = zero.log_ratio(0.95).unwrap();
        assert!(ratio.is_finite() && low < ratio && ratio < high && ratio < 0.0);
        assert!(Contrast { target_size: 0, ..zero }.log_ratio(0.95).is_none());
    }
}
