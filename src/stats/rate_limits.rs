//! Limits of rates computed from plain numbers, by every method: for the evaluation and the tests of the package.

use super::bootstrap::{self, Hits, Resampling, resample};
use super::normal::check_confidence;
use super::rate::{Method, RateSums};
use super::resamples;
use crate::error::{Error, Result};

/// How to compute the limits.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// The method.
    pub method: Method,
    /// Nominal coverage.
    pub confidence: f64,
    /// How units are resampled, if they are. Period `n` is resampled with stream `n`.
    pub resampling: Resampling,
    /// Mean hits of a unit with any, for periods without hits: [`RateSums::unseen`].
    pub hits_per_unit: f64,
}

/// Limits of the rate per token in each period, from the hits and tokens of its units; `None` if there are no limits.
///
/// # Errors
/// [`Error::Argument`] for lists of different lengths, a confidence outside 0 to 1, and too few or too many resamples.
pub fn rate_limits(counts: &[Vec<i64>], tokens: &[Vec<i64>], ask: Ask) -> Result<Vec<Option<(f64, f64)>>> {
    check_confidence(ask.confidence)?;
    resamples::check(ask.resampling.resamples, 2)?;
    if counts.len() != tokens.len() || counts.iter().zip(tokens).any(|(counts, tokens)| counts.len() != tokens.len()) {
        return Err(Error::Argument("counts and tokens have different lengths".to_owned()));
    }
    let periods = (0..).zip(counts.iter().zip(tokens));
    Ok(periods.map(|(stream, (counts, tokens))| of_period(counts, tokens, stream, ask)).collect())
}

fn of_period(counts: &[i64], tokens: &[i64], stream: u64, ask: Ask) -> Option<(f64, f64)> {
    let hits: Hits = (0_u32..).zip(counts.iter().copied()).filter(|&(_, count)| count > 0).collect();
    let mut sums = RateSums::default();
    tokens.iter().for_each(|&tokens| sums.add_unit(tokens));
    hits.iter().for_each(|&(unit, count)| sums.add_hits(count, tokens[unit as usize]));
    let formula = sums.limits(ask.method, ask.confidence, ask.hits_per_unit)?;
    if !ask.method.resamples() || sums.count == 0 {
        return Some(formula);
    }
    let rates = resample(tokens, &[&hits], ask.resampling, stream).remove(0);
    Some(bootstrap::limits(ask.method, &rates, tokens, &hits, ask.confidence).unwrap_or(formula))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Ask = Ask {
        method: Method::Percentile,
        confidence: 0.95,
        resampling: Resampling { resamples: 50, seed: 0 },
        hits_per_unit: 1.0,
    };

    #[test]
    fn units_that_agree_have_the_limits_of_the_formula() {
        let limits = |method| rate_limits(&[vec![1, 2]], &[vec![10, 20]], Ask { method, ..ASK }).unwrap()[0].unwrap();
        assert!(limits(Method::Score).0 < limits(Method::Score).1);
        assert_eq!([Method::Percentile, Method::Bca].map(limits), [limits(Method::Score); 2]);
    }

    #[test]
    fn each_period_has_its_own_stream_and_its_own_reason() {
        let (counts, tokens) = ([vec![1, 0, 3], vec![], vec![0, 0], vec![1, 0, 3]], [5, 9, 7]);
        let tokens = [tokens.to_vec(), vec![], vec![4, 4], tokens.to_vec()];
        let found = rate_limits(&counts, &tokens, ASK).unwrap();
        assert!(found[0].is_some() && found[1].is_none() && found[2].unwrap().0 == 0.0 && found[0] != found[3]);
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        assert!(rate_limits(&[vec![1]], &[vec![]], ASK).is_err());
        assert!(rate_limits(&[], &[], Ask { confidence: 1.0, ..ASK }).is_err());
        let resampling = Resampling { resamples: usize::MAX, seed: 0 };
        assert!(rate_limits(&[], &[], Ask { resampling, ..ASK }).is_err());
    }
}
