//! `coopsec.interrupted` and `corpus.interrupted`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::series::{Given, law, series};
use crate::error::Error;
use crate::stats::interrupted::{Ratio, Side, Sums, ratio_over_documents, ratio_over_periods, side};
use crate::stats::normal::check_confidence;

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
    let (law, scale) = law(value)?;
    ask(py, threads, |_| {
        check_confidence(confidence)?;
        if window < 1 {
            return Err(Error::Argument(format!("window is {window}: give 1 period or more")));
        }
        let series = series(given);
        let pairs = places.iter().flat_map(|place| series.iter().map(move |series| (place, series)));
        let rows = pairs.map(|(place, series)| {
            let (before, after) = (
                side(series, law, place.saturating_sub(window)..*place),
                side(series, law, *place..place.saturating_add(window)),
            );
            (before, after, ratio_over_periods(before, after, confidence))
        });
        Ok(frame(rows.collect(), scale))
    })
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
    let (law, scale) = law(value)?;
    ask(py, threads, |_| {
        check_confidence(confidence)?;
        let side = |known: Known| {
            let (hits, exposure, squares, clusters, with_hits) = known?;
            Side::of(Sums { hits, exposure, squares, clusters, with_hits }, law)
        };
        let row = |(before, after): (Known, Known)| {
            let (before, after) = (side(before), side(after));
            (before, after, ratio_over_documents(before, after, confidence))
        };
        Ok(frame(sides.into_iter().map(row).collect(), scale))
    })
}

fn frame(rows: Vec<(Option<Side>, Option<Side>, Ratio)>, scale: f64) -> Frame {
    let rate = |side: Option<Side>| side.map(|side| side.rate * scale);
    let clusters = |side: Option<Side>| side.map_or(0, |side| side.clusters as i64);
    Columns::default()
        .maybe_floats("rate_before", rows.iter().map(|row| rate(row.0)).collect())
        .maybe_floats("rate_after", rows.iter().map(|row| rate(row.1)).collect())
        .maybe_floats("ratio", rows.iter().map(|row| row.2.ratio).collect())
        .maybe_floats("ratio_low", rows.iter().map(|row| Some(row.2.limits?.0)).collect())
        .maybe_floats("ratio_high", rows.iter().map(|row| Some(row.2.limits?.1)).collect())
        .integers("n_before", rows.iter().map(|row| clusters(row.0)).collect())
        .integers("n_after", rows.iter().map(|row| clusters(row.1)).collect())
        .maybe_text("reason", rows.into_iter().map(|row| row.2.reason).collect())
        .frame()
}
