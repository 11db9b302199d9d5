//! Student's t distribution.

use std::cell::RefCell;

use hashbrown::HashMap;
use statrs::distribution::{ContinuousCDF, StudentsT};

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

fn quantile(confidence: f64, degrees: i64) -> f64 {
    let student = StudentsT::new(0.0, 1.0, degrees as f64).expect("a degree of freedom");
    student.inverse_cdf(0.5 + confidence / 2.0)
}

#[cfg(test)]
mod tests {
    use super::two_sided;

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
