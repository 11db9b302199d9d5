//! `corpus.dtm`, `corpus.to_scipy` and `corpus.terms`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::query::dtm as query;

/// Document-term matrix in long form.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn dtm(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<Frame> {
    ask(py, threads, |control| {
        let table = query::dtm(&corpus.inner, control)?.named(&corpus.inner);
        Ok(Columns::default()
            .runs_of_texts("doc_id", table.doc_id)
            .coded("term", table.term)
            .many_integers("count", table.count)
            .frame())
    })
}

/// The document-term matrix by rows: term and count of each cell, where the cells of each document begin (and where the
/// last end), and the number of terms.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn dtm_sparse(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<(Frame, Frame, usize)> {
    ask(py, threads, |control| {
        let table = query::dtm(&corpus.inner, control)?;
        // Numbers of terms fit: 2^31 types would need over 2^31 * 10 bytes; memory runs out first.
        let cells = Columns::default().numbers("term", table.term).many_integers("count", table.count).frame();
        let starts = [0].into_iter().chain(table.ends).map(|end| end as i64).collect();
        Ok((cells, Columns::default().integers("start", starts).frame(), table.terms.len()))
    })
}

/// The terms in the order of their numbers in the matrix.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn terms(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<Vec<String>> {
    ask(py, threads, |control| {
        let terms = query::terms(&corpus.inner, control)?;
        Ok(terms.iter().map(str::to_owned).collect())
    })
}
