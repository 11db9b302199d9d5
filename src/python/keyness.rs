//! `corpus.keyness` and `corpus.keyness_over_time`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::calendar::Every;
use crate::query::keyness::{self as query, Measures};
use crate::query::keyness_over_time::{Against, Over, keyness_over_time as over_time};
use crate::stats::adjust::Adjust;
use crate::stats::association::Measure;

/// Terms that one view uses more or less than another of the same corpus.
#[pyfunction]
#[pyo3(signature = (
    target, reference, *, min_doc_freq=2, min_count=3, confidence=0.95, unit="tokens", measure="g2", correction=None,
    adjust="holm", constant=1.0, prior=500.0, threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn keyness(
    py: Python<'_>,
    target: &Corpus,
    reference: &Corpus,
    min_doc_freq: i64,
    min_count: i64,
    confidence: f64,
    unit: &str,
    measure: &str,
    correction: Option<&str>,
    adjust: &str,
    constant: f64,
    prior: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask {
        min_doc_freq,
        min_count,
        confidence,
        unit: query::Unit::parse(unit)?,
        measure: Measure::parse(measure, correction)?,
        adjust: Adjust::parse(adjust)?,
        constant,
        prior,
    };
    ask(py, threads, |control| {
        let table = query::keyness(&target.inner, &reference.inner, &ask_for, control)?;
        Ok(columns(Columns::default().texts("term", table.term), table.measures).frame())
    })
}

/// Terms that each period uses more or less than all the others, or than the one before it.
#[pyfunction]
#[pyo3(signature = (
    corpus, every, *, against="rest", min_docs=5, top=None, min_doc_freq=2, min_count=3, confidence=0.95, unit="tokens",
    measure="g2", correction=None, adjust="holm", constant=1.0, prior=500.0, threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn keyness_over_time(
    py: Python<'_>,
    corpus: &Corpus,
    every: &str,
    against: &str,
    min_docs: i64,
    top: Option<usize>,
    min_doc_freq: i64,
    min_count: i64,
    confidence: f64,
    unit: &str,
    measure: &str,
    correction: Option<&str>,
    adjust: &str,
    constant: f64,
    prior: f64,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let over = Over { every: Every::parse(every)?, against: Against::parse(against)?, min_docs, top };
    let ask_for = query::Ask {
        min_doc_freq,
        min_count,
        confidence,
        unit: query::Unit::parse(unit)?,
        measure: Measure::parse(measure, correction)?,
        adjust: Adjust::parse(adjust)?,
        constant,
        prior,
    };
    ask(py, threads, |control| {
        let table = over_time(&corpus.inner, &over, &ask_for, control)?;
        let first = Columns::default().dates("period", table.period).coded("term", table.term);
        let all = columns(first, table.measures);
        Ok(all
            .integers("n_docs", table.n_docs)
            .integers("n_tokens", table.n_tokens)
            .flags("partial", table.partial)
            .frame())
    })
}

fn columns(first: Columns, measures: Measures) -> Columns {
    first
        .integers("count_target", measures.count_target)
        .integers("count_reference", measures.count_reference)
        .maybe_floats("per_million_target", measures.per_million_target)
        .maybe_floats("per_million_reference", measures.per_million_reference)
        .integers("doc_freq_target", measures.doc_freq_target)
        .integers("doc_freq_reference", measures.doc_freq_reference)
        .maybe_floats("log_ratio", measures.log_ratio)
        .maybe_floats("log_ratio_low", measures.log_ratio_low)
        .maybe_floats("log_ratio_high", measures.log_ratio_high)
        .maybe_floats("g2", measures.g2)
        .maybe_floats("p", measures.p)
        .maybe_floats("p_adjusted", measures.p_adjusted)
        .maybe_floats("log_ratio_conservative", measures.log_ratio_conservative)
        .maybe_floats("chi2", measures.chi2)
        .maybe_floats("percent_diff", measures.percent_diff)
        .maybe_floats("simple_maths", measures.simple_maths)
        .maybe_floats("log_odds", measures.log_odds)
        .maybe_floats("log_odds_z", measures.log_odds_z)
}
