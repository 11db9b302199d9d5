//! How strongly two things occur together, from their joint count, their own counts and the number of units.
//!
//! The table has four cells: units with both, with only the left, with only the right, with neither. The expected joint
//! count is the one under independence, left × right / total (Evert, S. 2005, The statistics of word cooccurrences, ch.
//! 2).

use super::association::Contrast;

/// Added to each cell of a log-linear model, so that empty cells have a logarithm.
const SMOOTHING: f64 = 0.5;
/// The log-dice of two things that never occur apart.
const HIGHEST_DICE: f64 = 14.0;

/// Counts of two things, and of both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairing {
    /// Units with both.
    pub joint: i64,
    /// Units with the left.
    pub left: i64,
    /// Units with the right.
    pub right: i64,
    /// All units.
    pub total: i64,
}

impl Pairing {
    /// Joint count under independence; `None` without units.
    pub fn expected(&self) -> Option<f64> {
        (self.total > 0).then(|| self.left as f64 * self.right as f64 / self.total as f64)
    }

    /// Log-likelihood ratio over four cells, positive if the two occur together more than expected; `None` without
    /// units.
    ///
    /// Dunning, T. (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
    /// 19(1), 61–74.
    pub fn g2(&self) -> Option<f64> {
        let (reference, reference_size) = (self.right - self.joint, self.total - self.left);
        let contrast = Contrast { target: self.joint, reference, target_size: self.left, reference_size };
        (self.total > 0).then(|| contrast.g2())
    }

    /// Pointwise mutual information, log₂(joint / expected); `None` if they never occur together.
    ///
    /// Church, K. W. and Hanks, P. (1990), Word association norms, mutual information, and lexicography, Computational
    /// Linguistics 16(1), 22–29.
    pub fn mi(&self) -> Option<f64> {
        let expected = self.expected()?;
        (self.joint > 0).then(|| (self.joint as f64 / expected).log2())
    }

    /// Mutual information normalised to −1 (never together), 0 (independent), 1 (never apart). `None` if one of the two
    /// never occurs, or if every unit has both: there is then nothing to compare.
    ///
    /// Bouma, G. (2009), Normalized (pointwise) mutual information in collocation extraction, GSCL, 31–40.
    pub fn npmi(&self) -> Option<f64> {
        if self.left == 0 || self.right == 0 || self.joint == self.total {
            return None;
        }
        match self.mi() {
            None => Some(-1.0),
            // Exact, where rounding would give 1 + 1e-16.
            Some(_) if self.joint == self.left && self.joint == self.right => Some(1.0),
            Some(mi) => Some(mi / (self.total as f64 / self.joint as f64).log2()),
        }
    }

    /// t-score, (joint − expected) / √joint; `None` if they never occur together.
    ///
    /// Church, K., Gale, W., Hanks, P. and Hindle, D. (1991), Using statistics in lexical analysis, in Zernik (ed.),
    /// Lexical Acquisition, 115–164.
    pub fn t_score(&self) -> Option<f64> {
        let expected = self.expected()?;
        (self.joint > 0).then(|| (self.joint as f64 - expected) / (self.joint as f64).sqrt())
    }

    /// P(right | left) − P(right | not left); `None` if all units, or none, have the left.
    ///
    /// Gries, S. Th. (2013), 50-something years of work on collocations, International Journal of Corpus Linguistics
    /// 18(1), 137–165.
    pub fn delta_p(&self) -> Option<f64> {
        let without = self.total - self.left;
        let difference = || self.joint as f64 / self.left as f64 - (self.right - self.joint) as f64 / without as f64;
        (self.left > 0 && without > 0).then(difference)
    }

    /// The pairing with left and right exchanged.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { left: self.right, right: self.left, ..self }
    }

    /// The four cells: neither, left only, right only, both.
    pub fn cells(&self) -> [i64; 4] {
        let (left, right) = (self.left - self.joint, self.right - self.joint);
        [self.total - self.joint - left - right, left, right, self.joint]
    }
}

/// 14 + log₂ of the Dice coefficient 2 · joint / (left + right); `None` if they never occur together.
///
/// Rychlý, P. (2008), A lexicographer-friendly association score, RASLAN, 6–9.
pub fn log_dice(joint: i64, left: i64, right: i64) -> Option<f64> {
    (joint > 0).then(|| HIGHEST_DICE + (2.0 * joint as f64 / (left + right) as f64).log2())
}

/// λ, the highest-order interaction of the saturated log-linear model of 2^n cells with 0.5 added to each, and its Wald
/// z. Cell number b counts the units that have exactly the words whose bits are set in b; there must be at least two
/// words. For two words, λ is the log odds ratio.
///
/// Blaheta, D. and Johnson, M. (2001), Unsupervised learning of multi-word verbs, ACL/EACL workshop on collocations,
/// 54–60; the statistic of `textstat_collocations` in quanteda.textstats.
pub fn interaction(cells: &[i64]) -> (f64, f64) {
    let words = cells.len().trailing_zeros();
    let (mut lambda, mut variance) = (0.0, 0.0);
    for (cell, &count) in (0u32..).zip(cells) {
        let count = count as f64 + SMOOTHING;
        let sign = if (words - cell.count_ones()).is_multiple_of(2) { 1.0 } else { -1.0 };
        lambda += sign * count.ln();
        variance += 1.0 / count;
    }
    (lambda, lambda / variance.sqrt())
}

/// From counts of units with at least the words of each number to counts of units with exactly these words.
pub fn exactly(mut at_least: Vec<i64>) -> Vec<i64> {
    for word in 0..at_least.len().trailing_zeros() {
        let bit = 1 << word;
        for cell in (0..at_least.len()).filter(|cell| cell & bit == 0) {
            at_least[cell] -= at_least[cell | bit];
        }
    }
    at_least
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(seen: Option<f64>, expected: f64, tolerance: f64) {
        assert!((seen.expect("a number") - expected).abs() < tolerance, "{seen:?} for {expected}");
    }

    #[test]
    fn published_bigrams_of_quanteda() {
        // textstat_collocations("a b c a b d e b d a b"): of ten bigrams, 3 are `a b`, none has only `a`, 1 has only
        // `b`.
        let pair = Pairing { joint: 3, left: 3, right: 4, total: 10 };
        assert_eq!(pair.cells(), [6, 0, 1, 3]);
        let (lambda, z) = interaction(&pair.cells());
        assert!((lambda - 3.412_247).abs() < 5e-7 && (z - 1.936_083).abs() < 5e-7, "{lambda} {z}");
        // Its test of zero-length documents: `good ice`, 2 of nine bigrams, with neither word elsewhere.
        let (lambda, z) = interaction(&Pairing { joint: 2, left: 2, right: 2, total: 9 }.cells());
        assert!((lambda - 4.317_488).abs() < 5e-7 && (z - 2.027_787).abs() < 5e-7, "{lambda} {z}");
    }

    #[test]
    fn three_words_have_the_ratio_of_two_odds_ratios() {
        let cells = [7, 1, 2, 3, 4, 0, 5, 6];
        let odds = |with: usize| {
            let count = |cell: usize| cells[with | cell] as f64 + 0.5;
            count(3) * count(0) / (count(1) * count(2))
        };
        let (lambda, z) = interaction(&cells);
        assert!((lambda - (odds(4) / odds(0)).ln()).abs() < 1e-12);
        let error = cells.iter().map(|&count| 1.0 / (count as f64 + 0.5)).sum::<f64>().sqrt();
        assert!((z - lambda / error).abs() < 1e-12);
    }

    #[test]
    fn cells_come_back_from_their_sums() {
        let cells: Vec<i64> = vec![7, 1, 2, 3, 4, 0, 5, 6];
        let sums = (0..8).map(|least| (0..8).filter(|cell| cell & least == least).map(|cell| cells[cell]).sum());
        assert_eq!(exactly(sums.collect()), cells);
    }

    #[test]
    fn published_mutual_information_and_t() {
        // Manning and Schütze (1999), Foundations of Statistical NLP, ch. 5: `Ayatollah Ruhollah` (MI 18.38),
        // `videocassette recorder` (15.94), `new companies` (t 0.999932) in 14,307,668 tokens.
        let total = 14_307_668;
        near(Pairing { joint: 20, left: 42, right: 20, total }.mi(), 18.38, 5e-3);
        near(Pairing { joint: 20, left: 77, right: 59, total }.mi(), 15.94, 5e-3);
        near(Pairing { joint: 8, left: 15_828, right: 4_675, total }.t_score(), 0.999_932, 5e-6);
    }

    #[test]
    fn the_formulas_written_out() {
        let pair = Pairing { joint: 6, left: 10, right: 15, total: 100 };
        near(pair.expected(), 1.5, 1e-12);
        near(pair.mi(), 2.0, 1e-12);
        near(pair.npmi(), 2.0 / (100.0_f64 / 6.0).log2(), 1e-12);
        near(pair.delta_p(), 0.6 - 0.1, 1e-12);
        near(pair.turned().delta_p(), 6.0 / 15.0 - 4.0 / 85.0, 1e-12);
        near(log_dice(6, 10, 15), 14.0 + 0.48_f64.log2(), 1e-12);
        let cells = [(6.0_f64, 1.5_f64), (4.0, 8.5), (9.0, 13.5), (81.0, 76.5)];
        near(pair.g2(), 2.0 * cells.iter().map(|(seen, mean)| seen * (seen / mean).ln()).sum::<f64>(), 1e-10);
        assert!(Pairing { joint: 0, ..pair }.g2().unwrap() < 0.0);
    }

    #[test]
    fn what_cannot_be_said_is_none() {
        let nothing = Pairing { joint: 0, left: 0, right: 0, total: 0 };
        assert_eq!((nothing.expected(), nothing.g2(), nothing.npmi(), nothing.delta_p()), (None, None, None, None));
        let never = Pairing { joint: 0, left: 0, right: 5, total: 9 };
        assert_eq!((never.expected(), never.g2(), never.mi(), never.npmi()), (Some(0.0), Some(0.0), None, None));
        let apart = Pairing { joint: 0, left: 3, right: 5, total: 9 };
        assert_eq!((apart.mi(), apart.npmi(), apart.t_score(), log_dice(0, 3, 5)), (None, Some(-1.0), None, None));
        let always = Pairing { joint: 9, left: 9, right: 9, total: 9 };
        assert_eq!((always.g2(), always.npmi(), always.delta_p()), (Some(0.0), None, None));
        assert_eq!(Pairing { joint: 3, left: 3, right: 3, total: 7 }.npmi(), Some(1.0));
    }
}
