//! `corpus.kwic`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::query::kwic as query;

/// Keyword in context.
#[pyfunction]
#[pyo3(signature = (corpus, pattern, *, window=8, across_sentences=false, threads=None))]
pub(super) fn kwic(
    py: Python<'_>,
    corpus: &Corpus,
    pattern: &str,
    window: usize,
    across_sentences: bool,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask { window, across_sentences };
    ask(py, threads, |control| {
        let table = query::kwic(&corpus.inner, pattern, ask_for, control)?;
        Ok(Columns::default()
            .coded("doc_id", table.doc_id)
            .dates("date_start", table.date_start)
            .texts("left", table.left)
            .texts("keyword", table.keyword)
            .texts("right", table.right)
            .integers("start", table.start)
            .integers("end", table.end)
            .frame())
    })
}
