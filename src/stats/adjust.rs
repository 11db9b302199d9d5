//! Adjusts the p-values of a family of tests.

use crate::error::{Error, Result};

/// How to adjust the p-values of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjust {
    /// [`holm`].
    #[default]
    Holm,
    /// [`benjamini_hochberg`].
    BenjaminiHochberg,
    /// No adjustment.
    None,
}

impl Adjust {
    /// Reads `holm`, `bh` or `none`.
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "holm" => Ok(Self::Holm),
            "bh" => Ok(Self::BenjaminiHochberg),
            "none" => Ok(Self::None),
            _ => Err(Error::Argument(format!("adjust is {name:?}: use holm, bh (Benjamini-Hochberg) or none"))),
        }
    }

    /// The adjusted p-values, in the order given.
    pub fn apply(self, p: &[f64]) -> Vec<f64> {
        match self {
            Self::Holm => holm(p),
            Self::BenjaminiHochberg => benjamini_hochberg(p),
            Self::None => p.to_vec(),
        }
    }

    /// The adjusted p-values of a family, some of which are unknown: these are no tests.
    pub fn apply_to_known(self, p: &[Option<f64>]) -> Vec<Option<f64>> {
        let known: Vec<f64> = p.iter().copied().flatten().collect();
        let mut adjusted = self.apply(&known).into_iter();
        p.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
    }
}

/// Holm's step-down adjustment: the chance of even one false alarm in the family stays below the level.
///
/// Holm, S. (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6,
/// 65–70.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut largest = 0.0_f64;
    for (rank, index) in ascending(p).into_iter().enumerate() {
        largest = largest.max(p[index] * (p.len() - rank) as f64).min(1.0);
        adjusted[index] = largest;
    }
    adjusted
}

/// Benjamini and Hochberg's step-up adjustment: the expected share of false alarms among the significant results stays
/// below the level.
///
/// Benjamini, Y. and Hochberg, Y. (1995), Controlling the false discovery rate, Journal of the Royal Statistical
/// Society B 57, 289–300.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut smallest = 1.0_f64;
    for (rank, index) in ascending(p).into_iter().enumerate().rev() {
        smallest = smallest.min(p[index] * p.len() as f64 / (rank + 1) as f64);
        adjusted[index] = smallest;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]).then(a.cmp(&b)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textbook_family() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") and "BH"
        let family = [0.01, 0.04, 0.03, 0.005];
        for (adjust, expected) in
            [(Adjust::Holm, [0.03, 0.06, 0.06, 0.02]), (Adjust::BenjaminiHochberg, [0.02, 0.04, 0.04, 0.02])]
        {
            let adjusted = adjust.apply(&family);
            assert!(adjusted.iter().zip(expected).all(|(seen, p)| (seen - p).abs() < 1e-12), "{adjusted:?}");
        }
    }

    #[test]
    fn the_published_family_of_fifteen() {
        // Benjamini and Hochberg (1995), section 3.2: at 0.05 Holm's rule finds 3 and theirs 4 of 15.
        let p = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = |adjusted: Vec<f64>| adjusted.iter().filter(|&&p| p <= 0.05).count();
        assert_eq!((found(holm(&p)), found(benjamini_hochberg(&p))), (3, 4));
    }

    #[test]
    fn what_is_unknown_is_no_test() {
        let adjusted = Adjust::Holm.apply_to_known(&[None, Some(0.02), Some(0.01), None]);
        assert_eq!(adjusted, [None, Some(0.02), Some(0.02), None]);
    }

    #[test]
    fn no_test_needs_no_adjustment() {
        assert!(holm(&[]).is_empty() && benjamini_hochberg(&[]).is_empty());
    }
}
