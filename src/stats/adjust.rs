//! p-values of a family of tests.

/// Holm's step-down adjustment: the chance of even one false alarm in the family stays below the level.
///
/// Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 65–70.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, &index) in order.iter().enumerate() {
        largest = largest.max(p[index] * (p.len() - rank) as f64).min(1.0);
        adjusted[index] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's step-up adjustment: the expected share of false alarms among alarms stays below the level.
///
/// Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate, JRSS B 57, 289–300.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, &index) in order.iter().enumerate().rev() {
        smallest = smallest.min(p[index] * p.len() as f64 / (rank + 1) as f64);
        adjusted[index] = smallest;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::{benjamini_hochberg, holm};

    #[test]
    fn textbook_family_by_false_discoveries() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "BH")
        let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.005]);
        for (seen, expected) in adjusted.iter().zip([0.02, 0.04, 0.04, 0.02]) {
            assert!((seen - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }

    #[test]
    fn textbook_family() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
        let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (seen, expected) in adjusted.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((seen - expected).abs() < 1e-12, "{adjusted:?}");
        }
    }
}
