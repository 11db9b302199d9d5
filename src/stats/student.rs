//! Student's t distribution.

use std::cell::RefCell;

use hashbrown::HashMap;
use statrs::function::beta::beta_reg;

use super::normal;

/// Most quantiles that a thread remembers.
const MOST_KNOWN: usize = 1 << 12;

thread_local! {
    /// Quantiles by the bits of their confidence and their degrees of freedom. A table needs few different ones, but
    /// one in every cell, and computing one costs more than everything else in a cell.
    static KNOWN: RefCell<HashMap<(u64, i64), f64>> = RefCell::default();
}

/// The quantile that leaves `1 - confidence` outside, half on each side: 2.26 for 0.95 and 9 degrees of freedom.
///
/// # Panics
/// If there are no degrees of freedom.
pub fn two_sided(confidence: f64, degrees: i64) -> f64 {
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        *known.entry((confidence.to_bits(), degrees)).or_insert_with(|| quantile(confidence, degrees))
    })
}

/// With this many degrees of freedom or more, the expansion is as exact as a `f64`.
const MANY: f64 = 1000.0;
/// Most steps of Newton's method; it takes fewer than ten unless rounding stops it from settling.
const STEPS: usize = 50;

fn quantile(confidence: f64, degrees: i64) -> f64 {
    assert!(degrees > 0, "no degrees of freedom");
    let (normal, degrees) = (normal::two_sided(confidence), degrees as f64);
    if degrees < MANY { solved(confidence, normal, degrees) } else { expanded(normal, degrees) }
}

/// The expansion of the quantile around the normal one (Abramowitz and Stegun 1964, 26.7.5).
fn expanded(z: f64, degrees: f64) -> f64 {
    let polynomial = |coefficients: &[f64]| z * coefficients.iter().fold(0.0, |sum, factor| sum * z * z + factor);
    let terms = [
        polynomial(&[1.0, 1.0]) / 4.0,
        polynomial(&[5.0, 16.0, 3.0]) / 96.0,
        polynomial(&[3.0, 19.0, 17.0, -15.0]) / 384.0,
        polynomial(&[79.0, 776.0, 1482.0, -1920.0, -945.0]) / 92_160.0,
    ];
    terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees) + z
}

/// The quantile by Newton's method on the logarithms of quantile and tail. There the tail is concave, so that every
/// step but the first comes from above, and none misses.
fn solved(confidence: f64, start: f64, degrees: f64) -> f64 {
    let outside = (1.0 - confidence) / 2.0;
    let scale = libm::lgamma((degrees + 1.0) / 2.0) - libm::lgamma(degrees / 2.0);
    let scale = scale.exp() / (degrees * std::f64::consts::PI).sqrt();
    let mut quantile = start;
    for _ in 0..STEPS {
        let within = degrees / (degrees + quantile * quantile);
        let tail = beta_reg(degrees / 2.0, 0.5, within) / 2.0;
        let density = scale * within.powf((degrees + 1.0) / 2.0);
        let step = (tail / outside).ln() * tail / (quantile * density);
        quantile *= step.exp();
        if step.abs() < 1e-13 {
            break;
        }
    }
    quantile
}

#[cfg(test)]
mod tests {
    use super::two_sided;

    #[test]
    fn any_number_of_degrees_and_any_confidence() {
        // scipy.stats.t.isf((1 - confidence) / 2, degrees)
        let table = [
            (0.01, 1, 0.015_709_255_323_664_89),
            (0.999_999_999, 1, 636_619_790.372_418_6),
            (0.999_999_999, 3, 1_301.637_179_562_648),
            (0.5, 999, 0.674_735_410_346_719),
            (0.95, 999, 1.962_341_461_133_449_6),
            (0.5, 100_000, 0.674_492_203_553_292),
            (0.95, 100_000, 1.959_987_707_534_609_5),
            (0.95, 10_000_000, 1.959_964_221_767_205),
            (0.999_999_999, 10_000_000, 6.109_416_062_950_594_5),
            (0.95, 1_000_000_000_000, 1.959_963_984_542_426),
        ];
        for (confidence, degrees, quantile) in table {
            let seen = two_sided(confidence, degrees);
            assert!((seen / quantile - 1.0).abs() < 1e-11, "{confidence} {degrees}: {seen} for {quantile}");
        }
    }

    #[test]
    fn tabulated_quantiles() {
        // R: qt(0.975, c(1, 2, 9, 30, 1000)) and qt(0.995, 5)
        let table = [
            (0.95, 1, 12.706_204_736_432_095),
            (0.95, 2, 4.302_652_729_911_275),
            (0.95, 9, 2.262_157_162_740_992),
            (0.95, 30, 2.042_272_456_301_238),
            (0.95, 1000, 1.962_339_080_826_408),
            (0.99, 5, 4.032_142_983_557_536),
        ];
        for (confidence, degrees, quantile) in table {
            let seen = two_sided(confidence, degrees);
            assert!((seen / quantile - 1.0).abs() < 1e-9, "{degrees}: {seen} for {quantile}");
            assert_eq!(seen, two_sided(confidence, degrees), "{degrees}: asked again");
        }
    }
}
