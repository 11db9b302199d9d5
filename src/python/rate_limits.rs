//! Intervals of rates computed from plain numbers, for the evaluation and the tests of the package.

use pyo3::prelude::*;

use crate::error::Error;
use crate::stats::bootstrap::{Hits, Resampling, bca, percentile, resample};
use crate::stats::rate::{Method, RateSums};

/// Limits of the rate per token in each period, from the hits and tokens of its documents; `None` if there are no
/// limits.
///
/// Period `n` is resampled with stream `n`.
#[pyfunction]
#[pyo3(signature = (counts, tokens, *, interval="score", confidence=0.95, resamples=2000, seed=0, hits_per_unit=1.0))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one formula")]
pub(super) fn rate_limits(
    py: Python<'_>,
    counts: Vec<Vec<i64>>,
    tokens: Vec<Vec<i64>>,
    interval: &str,
    confidence: f64,
    resamples: usize,
    seed: u64,
    hits_per_unit: f64,
) -> PyResult<Vec<Option<(f64, f64)>>> {
    let method = Method::parse(interval)?;
    crate::stats::normal::check_confidence(confidence)?;
    if counts.len() != tokens.len() || counts.iter().zip(&tokens).any(|(counts, tokens)| counts.len() != tokens.len()) {
        return Err(Error::Argument("counts and tokens have different lengths".to_owned()).into());
    }
    let resampling = Resampling { resamples: resamples.max(2), seed };
    Ok(py.detach(|| {
        let periods = counts.iter().zip(&tokens).enumerate();
        let limits = periods.map(|(period, (counts, tokens))| {
            let given = (0_u32..).zip(counts.iter().copied());
            let hits: Hits = given.filter(|&(_, count)| count > 0).collect();
            let mut sums = RateSums::default();
            tokens.iter().for_each(|&tokens| sums.add_unit(tokens));
            hits.iter().for_each(|&(unit, count)| sums.add_hits(count, tokens[unit as usize]));
            let formula = sums.limits(method, confidence, hits_per_unit)?;
            if !method.resamples() || sums.count == 0 {
                return Some(formula);
            }
            let rates = resample(tokens, &[&hits], resampling, period as u64).remove(0);
            Some(match method {
                Method::Bca => bca(&rates, tokens, &hits, confidence),
                _ => percentile(&rates, confidence),
            })
        });
        limits.collect()
    }))
}
