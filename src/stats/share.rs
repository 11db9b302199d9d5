//! A share of documents and its interval.

use super::normal::two_sided;

/// `part / whole`; `None` if the whole is 0.
pub fn share(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Wilson's score interval of a share.
///
/// Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209–212.
pub fn wilson(part: i64, whole: i64, confidence: f64) -> Option<(f64, f64)> {
    share(part, whole).map(|share| wilson_of(share, whole as f64, confidence))
}

/// Wilson's interval of a share observed in `n` documents, or in a sample worth as many.
pub(super) fn wilson_of(share: f64, n: f64, confidence: f64) -> (f64, f64) {
    let z2 = two_sided(confidence).powi(2);
    let centre = share + z2 / (2.0 * n);
    let half = (z2 * (share * (1.0 - share) / n + z2 / (4.0 * n * n))).sqrt();
    let scale = 1.0 + z2 / n;
    // Exact at the ends, where rounding would give 1e-17 instead of 0.
    let low = if share <= 0.0 { 0.0 } else { (centre - half) / scale };
    let high = if share >= 1.0 { 1.0 } else { (centre + half) / scale };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_example() {
        // Newcombe (1998), Statistics in Medicine 17, 857–872, table I: 81/263 and 0/20 and 1/29 by method 3.
        for (part, whole, low, high) in [(81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)] {
            let (l, h) = wilson(part, whole, 0.95).unwrap();
            assert!((l - low).abs() < 5e-5 && (h - high).abs() < 5e-5, "{part}/{whole}: {l} {h}");
        }
    }

    #[test]
    fn the_ends_are_exact() {
        for n in 1..100 {
            assert_eq!((wilson(0, n, 0.95).unwrap().0, wilson(n, n, 0.95).unwrap().1), (0.0, 1.0), "{n}");
        }
    }

    #[test]
    fn nothing_of_nothing_is_unknown() {
        assert_eq!(wilson(0, 0, 0.95), None);
    }
}
