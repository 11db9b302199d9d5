//! The standard normal distribution.

use statrs::function::erf::erf_inv;

use crate::error::{Error, Result};

/// The quantile that leaves `1 - confidence` outside, half on each side: 1.96 for 0.95.
pub fn two_sided(confidence: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(confidence)
}

/// The value below which a given share lies.
pub fn quantile(share: f64) -> f64 {
    std::f64::consts::SQRT_2 * erf_inv(2.0 * share - 1.0)
}

/// The share that lies below a value.
pub fn below(value: f64) -> f64 {
    libm::erfc(-value / std::f64::consts::SQRT_2) / 2.0
}

/// Refuses a nominal coverage that no interval can have.
///
/// # Errors
/// [`Error::Argument`] unless it is strictly between 0 and 1.
pub fn check_confidence(confidence: f64) -> Result<()> {
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(());
    }
    Err(Error::Argument(format!("confidence is {confidence}: give a number between 0 and 1, such as 0.95")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabulated_quantiles() {
        for (confidence, z) in [(0.95, 1.959_963_984_540_054), (0.99, 2.575_829_303_548_901), (0.0, 0.0)] {
            assert!((two_sided(confidence) - z).abs() < 1e-12, "{confidence}: {}", two_sided(confidence));
            let share = 0.5 + confidence / 2.0;
            assert!((quantile(share) - z).abs() < 1e-12 && (quantile(1.0 - share) + z).abs() < 1e-12);
            assert!((below(z) - share).abs() < 1e-12 && (below(-z) - 1.0 + share).abs() < 1e-12);
        }
    }
}
