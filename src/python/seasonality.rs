//! `coopsec.seasonality`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, series};
use crate::stats::adjust::Adjust;
use crate::stats::seasonality::{Ask, seasonality as find};
use crate::stats::series::Law;

/// One row per series and season.
#[pyfunction]
#[pyo3(signature = (given, *, value, seasons, first, confidence, adjust, resamples, seed, threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn seasonality(
    py: Python<'_>,
    given: Given,
    value: &str,
    seasons: usize,
    first: usize,
    confidence: f64,
    adjust: &str,
    resamples: usize,
    seed: u64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ((law, _), adjust) = (Law::of_value(value)?, Adjust::parse(adjust)?);
    let asked = Ask { law, seasons, first, confidence, resamples, seed };
    ask(py, threads, |control| {
        let found = find(&series(given), &asked, &|| control.check())?;
        let p: Vec<Option<f64>> =
            found.iter().map(|of_series| of_series.as_ref().ok().map(|seasons| seasons.p)).collect();
        let p_adjusted = adjust.apply_to_known(&p);
        let rows = || (0..found.len()).flat_map(|at| (0..seasons).map(move |season| (at, season)));
        let each = |of: &dyn Fn(usize, usize) -> Option<f64>| -> Vec<Option<f64>> {
            rows().map(|(at, season)| of(at, season)).collect()
        };
        let index = |at: usize, season: usize| found[at].as_ref().ok().map(|of_series| of_series.index[season]);
        let years = |(at, season): (usize, usize)| Some(found[at].as_ref().ok()?.years[season] as i64);
        Ok(Columns::default()
            .integers("series", rows().map(|row| row.0 as i64).collect())
            .integers("season", rows().map(|row| row.1 as i64 + 1).collect())
            .maybe_floats("index", each(&|at, season| Some(index(at, season)?.0)))
            .maybe_floats("index_low", each(&|at, season| Some(index(at, season)?.1?.0)))
            .maybe_floats("index_high", each(&|at, season| Some(index(at, season)?.1?.1)))
            .maybe_integers("n_years", rows().map(years).collect())
            .maybe_floats("p", each(&|at, _| p[at]))
            .maybe_floats("p_adjusted", each(&|at, _| p_adjusted[at]))
            .maybe_text("reason", rows().map(|row| found[row.0].as_ref().err().cloned()).collect())
            .frame())
    })
}
