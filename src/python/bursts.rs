//! `coopsec.bursts`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, series};
use crate::stats::bursts::{Ask, bursts as find};

/// The bursts of each series; a series without an answer has one row with the reason.
#[pyfunction]
#[pyo3(signature = (given, *, length, s, gamma, threads=None))]
pub(super) fn bursts(
    py: Python<'_>,
    given: Given,
    length: usize,
    s: f64,
    gamma: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    ask(py, threads, |_| {
        let found = find(&series(given), length, Ask { s, gamma })?;
        let mut rows = Vec::new();
        for (at, of_series) in found.iter().enumerate() {
            match of_series {
                Ok(bursts) => rows.extend(bursts.iter().map(|burst| (at as i64, Some(burst), None))),
                Err(reason) => rows.push((at as i64, None, Some(reason.clone()))),
            }
        }
        Ok(Columns::default()
            .integers("series", rows.iter().map(|row| row.0).collect())
            .maybe_floats("start", rows.iter().map(|row| Some(f64::from(row.1?.start))).collect())
            .maybe_floats("end", rows.iter().map(|row| Some(f64::from(row.1?.end))).collect())
            .maybe_floats("weight", rows.iter().map(|row| Some(row.1?.weight)).collect())
            .maybe_text("reason", rows.into_iter().map(|row| row.2).collect())
            .frame())
    })
}
