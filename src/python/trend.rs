//! `coopsec.trend`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, series};
use crate::stats::adjust::Adjust;
use crate::stats::series::Law;
use crate::stats::trend::{Ask, Null, Trend, trends};

/// The trend of each series; without `resamples`, periods are taken as independent.
#[pyfunction]
#[pyo3(signature = (given, *, value, per_year, confidence, adjust, resamples, seed, threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn trend(
    py: Python<'_>,
    given: Given,
    value: &str,
    per_year: f64,
    confidence: f64,
    adjust: &str,
    resamples: Option<usize>,
    seed: u64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ((law, scale), adjust) = (Law::of_value(value)?, Adjust::parse(adjust)?);
    let null = resamples.map_or(Null::Independent, |resamples| Null::Blocks { resamples, seed });
    let asked = Ask { law, scale, per_year, confidence, null };
    ask(py, threads, |control| {
        let series = series(given);
        let found = trends(&series, &asked, &|| control.check())?;
        let column = |of: fn(&Trend) -> f64| -> Vec<Option<f64>> {
            found.iter().map(|trend| trend.as_ref().ok().map(of)).collect()
        };
        let p = column(|trend| trend.p);
        Ok(Columns::default()
            .integers("n_periods", series.iter().map(|series| series.len() as i64).collect())
            .maybe_floats("tau", column(|trend| trend.tau))
            .maybe_floats("p_adjusted", adjust.apply_to_known(&p))
            .maybe_floats("p", p)
            .maybe_floats("slope", column(|trend| trend.slope))
            .maybe_floats("slope_low", column(|trend| trend.slope_low))
            .maybe_floats("slope_high", column(|trend| trend.slope_high))
            .maybe_text("reason", found.iter().map(|trend| trend.as_ref().err().cloned()).collect())
            .frame())
    })
}
