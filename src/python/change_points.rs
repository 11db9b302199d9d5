//! `coopsec.change_points`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, series};
use crate::stats::adjust::Adjust;
use crate::stats::change_points::{Ask, Change, Changes, change_points as find};
use crate::stats::series::Law;

/// The changes of each series; a series without an answer has one row with the reason.
#[pyfunction]
#[pyo3(signature = (given, *, value, min_size, level, confidence, adjust, resamples, seed, threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn change_points(
    py: Python<'_>,
    given: Given,
    value: &str,
    min_size: usize,
    level: f64,
    confidence: f64,
    adjust: &str,
    resamples: usize,
    seed: u64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ((law, scale), adjust) = (Law::of_value(value)?, Adjust::parse(adjust)?);
    let asked = Ask { law, scale, min_size, level, confidence, resamples, seed };
    ask(py, threads, |control| {
        let found = find(&series(given), &asked, &|| control.check())?;
        let p: Vec<Option<f64>> = found.iter().map(|of_series| of_series.as_ref().ok().map(|found| found.p)).collect();
        Ok(frame(&found, &p, &adjust.apply_to_known(&p)))
    })
}

/// One row per change, with the p-values of its series.
fn frame(found: &[Changes], p: &[Option<f64>], p_adjusted: &[Option<f64>]) -> Frame {
    let (mut number, mut reason) = (Vec::new(), Vec::new());
    let mut changes: Vec<Option<&Change>> = Vec::new();
    for (at, of_series) in found.iter().enumerate() {
        match of_series {
            Ok(of_series) => {
                number.extend(of_series.changes.iter().map(|_| at));
                reason.extend(of_series.changes.iter().map(|_| None));
                changes.extend(of_series.changes.iter().map(Some));
            }
            Err(why) => {
                number.push(at);
                reason.push(Some(why.clone()));
                changes.push(None);
            }
        }
    }
    let column = |of: fn(&Change) -> Option<f64>| changes.iter().map(|change| change.and_then(of)).collect();
    let of_series = |values: &[Option<f64>]| number.iter().map(|&at| values[at]).collect();
    Columns::default()
        .integers("series", number.iter().map(|&at| at as i64).collect())
        .maybe_floats("place", column(|change| Some(f64::from(change.place))))
        .maybe_floats("rate_before", column(|change| Some(change.before)))
        .maybe_floats("rate_after", column(|change| Some(change.after)))
        .maybe_floats("ratio", column(|change| change.ratio))
        .maybe_floats("ratio_low", column(|change| Some(change.limits?.0)))
        .maybe_floats("ratio_high", column(|change| Some(change.limits?.1)))
        .maybe_floats("support", column(|change| Some(change.support)))
        .maybe_floats("p", of_series(p))
        .maybe_floats("p_adjusted", of_series(p_adjusted))
        .maybe_text("reason", reason)
        .frame()
}
