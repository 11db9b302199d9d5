//! `coopsec.interrupted` and `corpus.interrupted`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, series};
use crate::stats::interrupted::{Ask, Comparison, Side, Sums, over_documents, over_periods};
use crate::stats::series::Law;

/// One row per event (given by the place of its period) and series; clusters are periods.
#[pyfunction]
#[pyo3(signature = (given, places, *, value, window, confidence, threads=None))]
pub(super) fn interrupted(
    py: Python<'_>,
    given: Given,
    places: Vec<i64>,
    value: &str,
    window: i64,
    confidence: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let (law, scale) = Law::of_value(value)?;
    let asked = Ask { law, window, confidence };
    ask(py, threads, |_| Ok(frame(over_periods(&series(given), &places, asked)?, scale)))
}

/// One side: hits, exposure, Σ(k − pE)², number of documents, number of documents with hits; `None` if it has none.
type Known = Option<(f64, f64, f64, usize, usize)>;

/// One row per pair of rates; clusters are documents.
#[pyfunction]
#[pyo3(signature = (sides, *, value, confidence, threads=None))]
pub(super) fn ratios(
    py: Python<'_>,
    sides: Vec<(Known, Known)>,
    value: &str,
    confidence: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let (law, scale) = Law::of_value(value)?;
    let sums = |known: Known| {
        let (hits, exposure, squares, clusters, with_hits) = known?;
        Some(Sums { hits, exposure, squares, clusters, with_hits })
    };
    let sides: Vec<[Option<Sums>; 2]> = sides.into_iter().map(|(before, after)| [sums(before), sums(after)]).collect();
    ask(py, threads, |_| Ok(frame(over_documents(&sides, law, confidence)?, scale)))
}

fn frame(rows: Vec<Comparison>, scale: f64) -> Frame {
    let rate = |side: Option<Side>| side.map(|side| side.rate * scale);
    let clusters = |side: Option<Side>| side.map_or(0, |side| side.clusters as i64);
    Columns::default()
        .maybe_floats("rate_before", rows.iter().map(|row| rate(row.before)).collect())
        .maybe_floats("rate_after", rows.iter().map(|row| rate(row.after)).collect())
        .maybe_floats("ratio", rows.iter().map(|row| row.ratio.ratio).collect())
        .maybe_floats("ratio_low", rows.iter().map(|row| Some(row.ratio.limits?.0)).collect())
        .maybe_floats("ratio_high", rows.iter().map(|row| Some(row.ratio.limits?.1)).collect())
        .integers("n_before", rows.iter().map(|row| clusters(row.before)).collect())
        .integers("n_after", rows.iter().map(|row| clusters(row.after)).collect())
        .maybe_text("reason", rows.into_iter().map(|row| row.ratio.reason).collect())
        .frame()
}
