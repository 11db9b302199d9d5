//! Occurrences per million tokens, with an interval that respects documents.
//!
//! Words come in bursts: a document about drugs says so many times. An interval that treats tokens as independent is
//! far too narrow, so the document is the unit. With k hits and L tokens in each of m documents the rate is the ratio
//! estimator p = Σk / ΣL, and its standard error √(m/(m−1) · Σ(k − pL)²) / ΣL (Cochran, Sampling Techniques, 3rd ed.
//! 1977, ch. 6).

use super::normal::two_sided;

/// `count / n_tokens` in parts per million; `None` where there is no token.
pub fn per_million(count: i64, n_tokens: i64) -> Option<f64> {
    (n_tokens > 0).then(|| count as f64 / n_tokens as f64 * 1e6)
}

/// Sums over the documents of one cell, enough for the rate and its interval.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RateSums {
    /// m
    pub n_docs: i64,
    /// ΣL
    pub n_tokens: i64,
    /// Σk
    pub count: i64,
    /// Documents with k > 0.
    pub doc_freq: i64,
    /// ΣL²
    pub tokens_squared: f64,
    /// Σk²
    pub count_squared: f64,
    /// ΣkL
    pub cross: f64,
}

impl RateSums {
    /// Adds one document.
    pub fn add(&mut self, count: i64, n_tokens: i64) {
        self.add_document(n_tokens);
        self.add_hits(count, n_tokens);
    }

    /// Adds one document, its hits aside.
    pub fn add_document(&mut self, n_tokens: i64) {
        let l = n_tokens as f64;
        self.n_docs += 1;
        self.n_tokens += n_tokens;
        self.tokens_squared += l * l;
    }

    /// Adds the hits of a document that is added by itself.
    pub fn add_hits(&mut self, count: i64, n_tokens: i64) {
        let (k, l) = (count as f64, n_tokens as f64);
        self.count += count;
        self.doc_freq += i64::from(count > 0);
        self.count_squared += k * k;
        self.cross += k * l;
    }

    /// Adds what other sums hold.
    pub fn merge(&mut self, other: &Self) {
        self.n_docs += other.n_docs;
        self.n_tokens += other.n_tokens;
        self.count += other.count;
        self.doc_freq += other.doc_freq;
        self.tokens_squared += other.tokens_squared;
        self.count_squared += other.count_squared;
        self.cross += other.cross;
    }

    /// Limits of the rate per million.
    ///
    /// `None` with fewer than 2 documents or no token. The lower limit is clipped at 0. With no hit at all the
    /// variance says nothing, and the upper limit is a document-level rule: the largest share s of documents with a hit
    /// that m documents without one do not contradict, (1 − s)^m = 1 − confidence, times `hits_per_document`, the hits
    /// that a document with one has elsewhere in the table.
    pub fn interval(&self, confidence: f64, hits_per_document: f64) -> Option<(f64, f64)> {
        if self.n_docs < 2 || self.n_tokens == 0 {
            return None;
        }
        let (m, tokens) = (self.n_docs as f64, self.n_tokens as f64);
        if self.count == 0 {
            let documents = 1.0 - (1.0 - confidence).powf(1.0 / m);
            return Some((0.0, documents * m * hits_per_document.max(1.0) / tokens * 1e6));
        }
        let rate = self.count as f64 / tokens;
        // Σ(k − pL)², which rounding may bring below 0 where every document has the same rate.
        let squares = self.count_squared - 2.0 * rate * self.cross + rate * rate * self.tokens_squared;
        let error = (m / (m - 1.0) * squares.max(0.0)).sqrt() / tokens;
        let half = two_sided(confidence) * error;
        Some(((rate - half).max(0.0) * 1e6, (rate + half) * 1e6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(documents: &[(i64, i64)]) -> RateSums {
        let mut sums = RateSums::default();
        for &(count, tokens) in documents {
            sums.add(count, tokens);
        }
        sums
    }

    #[test]
    fn the_interval_is_the_formula_written_out() {
        let documents = [(3, 100), (0, 250), (1, 80), (7, 120)];
        let (low, high) = sums(&documents).interval(0.95, 1.0).unwrap();
        let rate = 11.0 / 550.0;
        let squares: f64 = documents.iter().map(|&(k, l)| (k as f64 - rate * l as f64).powi(2)).sum();
        let half = 1.959_963_984_540_054 * (4.0 / 3.0 * squares).sqrt() / 550.0;
        assert!((high - (rate + half) * 1e6).abs() < 1e-6);
        assert!((low - (rate - half).max(0.0) * 1e6).abs() < 1e-6);
    }

    #[test]
    fn documents_and_hits_may_be_added_apart() {
        let documents = [(3, 100), (0, 250), (1, 80), (7, 120)];
        let (mut sizes, mut hits) = (RateSums::default(), RateSums::default());
        documents.iter().for_each(|&(_, n_tokens)| sizes.add_document(n_tokens));
        documents.iter().filter(|document| document.0 > 0).for_each(|&(count, tokens)| hits.add_hits(count, tokens));
        hits.merge(&sizes);
        assert_eq!(hits, sums(&documents));
    }

    #[test]
    fn no_hit_leaves_room_above_zero() {
        let (low, high) = sums(&[(0, 100), (0, 100), (0, 100)]).interval(0.95, 2.0).unwrap();
        assert_eq!(low, 0.0);
        // 1 − 0.05^(1/3) of the documents, two hits each, of 100 tokens a document.
        assert!((high - (1.0 - 0.05_f64.powf(1.0 / 3.0)) * 2.0 / 100.0 * 1e6).abs() < 1e-6);
    }

    #[test]
    fn one_document_has_no_interval() {
        assert_eq!(sums(&[(3, 100)]).interval(0.95, 1.0), None);
        assert_eq!(sums(&[(0, 0), (0, 0)]).interval(0.95, 1.0), None);
    }
}
