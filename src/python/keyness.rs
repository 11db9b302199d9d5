//! `corpus.keyness`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::query::keyness as query;

/// Terms that one view uses more or less than another of the same corpus.
#[pyfunction]
#[pyo3(signature = (target, reference, *, min_doc_freq=2, min_count=3, confidence=0.95, threads=None))]
pub(super) fn keyness(
    py: Python<'_>,
    target: &Corpus,
    reference: &Corpus,
    min_doc_freq: i64,
    min_count: i64,
    confidence: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask { min_doc_freq, min_count, confidence };
    ask(py, threads, |control| {
        let table = query::keyness(&target.inner, &reference.inner, &ask_for, control)?;
        Ok(Columns::default()
            .texts("term", table.term)
            .integers("count_target", table.count_target)
            .integers("count_reference", table.count_reference)
            .maybe_floats("per_million_target", table.per_million_target)
            .maybe_floats("per_million_reference", table.per_million_reference)
            .integers("doc_freq_target", table.doc_freq_target)
            .integers("doc_freq_reference", table.doc_freq_reference)
            .maybe_floats("log_ratio", table.log_ratio)
            .maybe_floats("log_ratio_low", table.log_ratio_low)
            .maybe_floats("log_ratio_high", table.log_ratio_high)
            .floats("g2", table.g2)
            .floats("p", table.p)
            .floats("p_adjusted", table.p_adjusted)
            .frame())
    })
}
