//! `corpus.dtm` and `corpus.to_scipy`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
use super::interrupt::ask;
use crate::query::dtm as query;

/// Document-term matrix in long form.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn dtm(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<Frame> {
    let table = ask(py, threads, || Ok(query::dtm(&corpus.inner)?.named(&corpus.inner)))?;
    Ok(Frame::default().text("doc_id", table.doc_id).text("term", table.term).integers("count", table.count))
}

/// Document-term matrix by numbers (position, term, count), and the terms in the order of their numbers.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn dtm_sparse(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<(Frame, Vec<String>)> {
    let table = ask(py, threads, || query::dtm(&corpus.inner))?;
    let numbers = |column: Vec<u32>| column.into_iter().map(i64::from).collect();
    let frame = Frame::default()
        .integers("position", numbers(table.position))
        .integers("term", numbers(table.term))
        .integers("count", table.count);
    Ok((frame, table.terms))
}
