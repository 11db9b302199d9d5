//! `coopsec.agreement`, and the interval of a share.

use pyo3::prelude::*;

use crate::stats::agreement::{Codings, Measure};
use crate::stats::normal::check_confidence;
use crate::stats::share;

/// Share of agreement, Cohen's kappa and Krippendorff's alpha of two coders, the last two with their limits.
#[pyfunction]
pub(super) fn agreement(
    pairs: Vec<(u32, u32)>,
    categories: usize,
    confidence: f64,
) -> PyResult<(Option<f64>, Measure, Measure)> {
    check_confidence(confidence)?;
    let codings = Codings::new(&pairs, categories);
    let measure = |of: fn(&Codings) -> Option<f64>| codings.interval(of, confidence);
    Ok((codings.share(), measure(Codings::kappa), measure(Codings::alpha)))
}

/// Wilson's interval of a share; `None` if `whole` is 0.
#[pyfunction]
pub(super) fn wilson(part: i64, whole: i64, confidence: f64) -> PyResult<Option<(f64, f64)>> {
    check_confidence(confidence)?;
    Ok(share::wilson(part, whole, confidence))
}
