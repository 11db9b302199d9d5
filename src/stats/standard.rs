//! Direct standardisation: the rate that a period would have with a fixed mix of strata.
//!
//! With the rate rₛ of each stratum and its weight wₛ in the standard, the rate is Σ wₛ rₛ / Σ wₛ over the strata
//! present in the period (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, ch. 19).
//! Strata absent from the period are left out of both sums.

use super::rate::{Estimate, RateSums};
use super::share::wilson_of;

/// One stratum of a period.
#[derive(Clone, Copy, Debug)]
pub struct Stratum {
    /// Its share of the tokens in the standard.
    pub of_tokens: f64,
    /// Its share of the documents in the standard.
    pub of_docs: f64,
    /// Sums over the period's units in the stratum.
    pub sums: RateSums,
    /// Number of the period's documents in the stratum.
    pub n_docs: i64,
    /// Number of these documents with a hit.
    pub doc_freq: i64,
}

/// Share of the standard's tokens in strata that a period contains.
pub fn covered(strata: &[Stratum]) -> f64 {
    // Fold from 0.0, because an empty sum of floats is −0.
    strata.iter().filter(|stratum| stratum.sums.n_tokens > 0).fold(0.0, |sum, stratum| sum + stratum.of_tokens).min(1.0)
}

/// The standardised rate per token and its standard error; `None` if no stratum has a token. The error is `None` with
/// fewer than 2 units.
///
/// The variance is that of a stratified sample, Σ wₛ² sₛ² with the error sₛ of each stratum's ratio (Cochran 1977, ch.
/// 6.11). A stratum of one unit has no error: its unit is compared with the standardised rate instead, as in R's survey
/// package with `survey.lonely.psu = "adjust"` (Lumley, Complex Surveys, 2010, ch. 2).
pub fn rate(strata: &[Stratum]) -> Option<(f64, Option<Estimate>)> {
    let held: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.sums.n_tokens > 0).collect();
    let weights: f64 = held.iter().map(|stratum| stratum.of_tokens).sum();
    if weights <= 0.0 {
        return None;
    }
    let rate: f64 = held.iter().filter_map(|stratum| Some(stratum.of_tokens / weights * stratum.sums.rate()?)).sum();
    let variance = |stratum: &&Stratum| {
        let error = stratum.sums.standard_error().unwrap_or_else(|| stratum.sums.error_against(rate));
        (stratum.of_tokens / weights * error).powi(2)
    };
    let units = held.iter().map(|stratum| stratum.sums.units).sum();
    let estimate = Estimate {
        rate,
        error: held.iter().map(variance).sum::<f64>().sqrt(),
        units,
        with_hits: held.iter().map(|stratum| stratum.sums.with_hits).sum(),
        strata: held.len() as i64,
    };
    Some((rate, (units > 1).then_some(estimate)))
}

/// The standardised share of documents with its limits; `None` if no stratum has a document.
///
/// The limits are Wilson's for the effective number of documents, 1 / Σ(wₛ² / nₛ) (Kish, Survey Sampling, 1965, ch.
/// 11.7), which is the actual number if the period has the mix of the standard.
pub fn share(strata: &[Stratum], confidence: f64) -> Option<(f64, (f64, f64))> {
    let held: Vec<&Stratum> = strata.iter().filter(|stratum| stratum.n_docs > 0).collect();
    let weights: f64 = held.iter().map(|stratum| stratum.of_docs).sum();
    if weights <= 0.0 {
        return None;
    }
    let parts = held.iter().map(|stratum| (stratum.of_docs / weights, stratum.n_docs as f64, stratum.doc_freq as f64));
    let (share, doubt) = parts
        .fold((0.0, 0.0), |(share, doubt), (weight, n, freq)| (share + weight * freq / n, doubt + weight * weight / n));
    // If every document has a hit, the sum of the weights may miss 1 by rounding.
    let all = held.iter().all(|stratum| stratum.doc_freq == stratum.n_docs);
    let share = if all { 1.0 } else { share };
    Some((share, wilson_of(share, 1.0 / doubt, confidence)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stratum(weight: f64, documents: &[(i64, i64)]) -> Stratum {
        let mut sums = RateSums::default();
        for &(count, tokens) in documents {
            sums.add_unit(tokens);
            if count > 0 {
                sums.add_hits(count, tokens);
            }
        }
        let doc_freq = documents.iter().filter(|document| document.0 > 0).count() as i64;
        Stratum { of_tokens: weight, of_docs: weight, sums, n_docs: documents.len() as i64, doc_freq }
    }

    #[test]
    fn a_mix_that_changed_is_taken_out() {
        // 12 hits in 300 tokens before, 20 in 300 after: the mix moved towards the stratum with the higher rate.
        let before = [stratum(0.5, &[(1, 100), (1, 100)]), stratum(0.5, &[(10, 100)])];
        let after = [stratum(0.5, &[(1, 100)]), stratum(0.5, &[(10, 100), (10, 100)])];
        for strata in [before, after] {
            assert!((rate(&strata).unwrap().0 - 0.055).abs() < 1e-12);
        }
    }

    #[test]
    fn the_variance_is_that_of_a_stratified_sample() {
        let strata = [stratum(0.3, &[(3, 100), (0, 250), (1, 80)]), stratum(0.7, &[(7, 120), (2, 60)])];
        let (standardised, estimate) = rate(&strata).unwrap();
        let errors: Vec<f64> = strata.iter().map(|stratum| stratum.sums.standard_error().unwrap()).collect();
        assert!((standardised - (0.3 * 4.0 / 430.0 + 0.7 * 9.0 / 180.0)).abs() < 1e-12);
        let error = ((0.3 * errors[0]).powi(2) + (0.7 * errors[1]).powi(2)).sqrt();
        assert!((estimate.unwrap().error - error).abs() < 1e-12);
    }

    #[test]
    fn a_lonely_document_is_held_against_the_whole() {
        let strata = [stratum(0.5, &[(3, 100), (1, 100)]), stratum(0.5, &[(4, 100)])];
        let (standardised, estimate) = rate(&strata).unwrap();
        let first = strata[0].sums.standard_error().unwrap();
        let lonely = (4.0 - standardised * 100.0).abs() / 100.0;
        assert!((estimate.unwrap().error - 0.5 * (first * first + lonely * lonely).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn lonely_documents_of_one_rate_are_not_certain() {
        // Like three documents in one stratum: √Σk / ΣL, as the weights are equal.
        let strata = [(); 3].map(|()| stratum(1.0, &[(1, 4)]));
        let (rate, estimate) = rate(&strata).unwrap();
        let together = stratum(1.0, &[(1, 4), (1, 4), (1, 4)]).sums.standard_error().unwrap();
        assert!((rate - 0.25).abs() < 1e-12 && (estimate.unwrap().error - together).abs() < 1e-12);
    }

    #[test]
    fn strata_that_are_not_there_leave_both_sums() {
        let strata = [stratum(0.25, &[(3, 100), (1, 100)]), stratum(0.75, &[])];
        assert!((rate(&strata).unwrap().0 - 0.02).abs() < 1e-12);
        assert!((covered(&strata) - 0.25).abs() < 1e-12);
        assert!(rate(&[stratum(1.0, &[])]).is_none() && share(&[stratum(1.0, &[])], 0.95).is_none());
        assert!(rate(&[stratum(1.0, &[(1, 10)])]).unwrap().1.is_none());
    }

    #[test]
    fn shares_with_the_mix_of_the_standard_are_wilson_s() {
        let strata = [stratum(0.4, &[(1, 10), (0, 10)]), stratum(0.6, &[(1, 10), (0, 10), (1, 10)])];
        let (seen, limits) = share(&strata, 0.95).unwrap();
        let expected = super::super::share::wilson(3, 5, 0.95).unwrap();
        assert!((seen - 0.6).abs() < 1e-12);
        assert!((limits.0 - expected.0).abs() < 1e-12 && (limits.1 - expected.1).abs() < 1e-12);
    }
}
