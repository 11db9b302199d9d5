//! Series passed from a frame as flat columns, and what the questions about them share.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::stats::adjust::Adjust;
use crate::stats::series::{Law, Series};

/// Number of periods and documents of each series; place, hits and exposure of each period, series after series.
pub(super) type Given = (Vec<usize>, Vec<f64>, Vec<u32>, Vec<f64>, Vec<f64>);

/// Rebuilds the series from flat columns.
pub(super) fn series((lengths, documents, place, hits, exposure): Given) -> Vec<Series> {
    let mut end = 0;
    let one = |(length, documents): (usize, f64)| {
        let rows = end..end + length;
        end = rows.end;
        Series {
            place: place[rows.clone()].to_vec(),
            hits: hits[rows.clone()].to_vec(),
            exposure: exposure[rows].to_vec(),
            documents,
        }
    };
    lengths.into_iter().zip(documents).map(one).collect()
}

/// How the hits of a rate vary, and the units of exposure for which the rate is given.
pub(super) fn law(value: &str) -> PyResult<(Law, f64)> {
    match value {
        "per_million" => Ok((Law::Poisson, 1e6)),
        "doc_share" => Ok((Law::Binomial, 1.0)),
        _ => Err(PyValueError::new_err(format!("value={value:?}: expected per_million or doc_share"))),
    }
}

/// Refuses a number of resamples too small for a p-value to reach `level`.
pub(super) fn check_resamples(resamples: usize, level: f64) -> Result<()> {
    // A level such as 1 - 0.9999 is slightly off, but must not require another resample.
    let least = (ALMOST / level).ceil() as usize - 1;
    if resamples >= least {
        return Ok(());
    }
    Err(Error::Argument(format!("resamples is {resamples}: at least {least} are needed")))
}

const ALMOST: f64 = 1.0 - 1e-9;

/// The p-values adjusted as a family, ignoring series without one.
pub(super) fn adjusted(p: &[Option<f64>], how: &str) -> Result<Vec<Option<f64>>> {
    let known: Vec<f64> = p.iter().copied().flatten().collect();
    let mut family = Adjust::parse(how)?.apply(&known).into_iter();
    Ok(p.iter().map(|p| p.and_then(|_| family.next())).collect())
}
