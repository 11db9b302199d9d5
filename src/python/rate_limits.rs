//! Intervals of rates computed from plain numbers, for the evaluation and the tests of the package.

use pyo3::prelude::*;

use crate::stats::bootstrap::Resampling;
use crate::stats::rate::Method;
use crate::stats::rate_limits::{Ask, rate_limits as limits};

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
    let ask = Ask { method, confidence, resampling: Resampling { resamples, seed }, hits_per_unit };
    Ok(py.detach(|| limits(&counts, &tokens, ask))?)
}
