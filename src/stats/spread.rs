//! How the variance of a rate depends on its exposure.

/// Variance a + b/w of a rate with relative exposure w: the part that no volume averages away, and the part that falls
/// with volume.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Variance that does not depend on exposure.
    pub constant: f64,
    /// Variance that falls with exposure, at exposure 1.
    pub falling: f64,
}

impl Spread {
    /// Least-squares fit of squared residuals on 1 and 1/w, with neither part below 0.
    pub fn fit(residuals: &[f64], exposure: &[f64]) -> Self {
        let n = residuals.len() as f64;
        let (mut x, mut xx, mut y, mut xy) = (0.0, 0.0, 0.0, 0.0);
        for (residual, w) in residuals.iter().zip(exposure) {
            let (inverse, square) = (1.0 / w, residual * residual);
            x += inverse;
            xx += inverse * inverse;
            y += square;
            xy += inverse * square;
        }
        let spread = n * xx - x * x;
        let falling = if spread > 1e-9 * n * xx { (n * xy - x * y) / spread } else { 0.0 };
        let constant = (y - falling * x) / n;
        if falling <= 0.0 {
            return Self { constant: y / n, falling: 0.0 };
        }
        if constant < 0.0 {
            return Self { constant: 0.0, falling: xy / xx };
        }
        Self { constant, falling }
    }

    /// Standard deviation at a given exposure.
    pub fn deviation(self, exposure: f64) -> f64 {
        (self.constant + self.falling / exposure).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn both_parts_are_found_where_they_are() {
        let exposure = [1.0, 2.0, 4.0, 8.0, 16.0];
        let of = |constant: f64, falling: f64| -> Vec<f64> {
            exposure.iter().map(|w: &f64| (constant + falling / w).sqrt()).collect()
        };
        for (constant, falling) in [(2.0, 0.0), (0.0, 3.0), (1.0, 4.0)] {
            let found = Spread::fit(&of(constant, falling), &exposure);
            assert!((found.constant - constant).abs() < 1e-9 && (found.falling - falling).abs() < 1e-9, "{found:?}");
            assert!((found.deviation(4.0) - (constant + falling / 4.0).sqrt()).abs() < 1e-9);
        }
    }

    #[test]
    fn no_part_is_negative() {
        let rising = Spread::fit(&[1.0, 2.0, 3.0], &[1.0, 2.0, 3.0]);
        assert_eq!(rising.falling, 0.0);
        let steep = Spread::fit(&[10.0, 0.1, 0.0], &[1.0, 2.0, 3.0]);
        assert!(steep.constant == 0.0 && steep.falling > 0.0, "{steep:?}");
        let equal = Spread::fit(&[1.0, 3.0], &[5.0, 5.0]);
        assert_eq!(equal, Spread { constant: 5.0, falling: 0.0 });
        // Rounding makes seven of these exposures differ by 1e-13.
        let rounded = Spread::fit(&[1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0], &[0.3; 7]);
        assert_eq!(rounded, Spread { constant: 29.0 / 7.0, falling: 0.0 });
    }
}
