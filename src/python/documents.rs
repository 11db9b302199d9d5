//! `corpus.documents`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::query::documents as query;

/// One row per document, in input order, without its story.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn documents(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<Frame> {
    ask(py, threads, |control| {
        let table = query::documents(&corpus.inner, control)?;
        Ok(Columns::default()
            .text("doc_id", table.doc_id)
            .dates("date", table.date)
            .dates("date_start", table.date_start)
            .dates("date_end", table.date_end)
            .words("date_precision", table.date_precision)
            .words("date_origin", table.date_origin)
            .maybe_text("date_raw", table.date_raw)
            .lists("date_conflicts", table.date_conflicts)
            .maybe_text("title", table.title)
            .maybe_text("source", table.source)
            .maybe_text("rubric", table.rubric)
            .words("lang", table.lang)
            .text("origin", table.origin)
            .maybe_text("encoding", table.encoding)
            .integers("n_chars", table.n_chars)
            .integers("n_tokens", table.n_tokens)
            .integers("n_sentences", table.n_sentences)
            .lists("warnings", table.warnings)
            .frame())
    })
}

/// The story of each document.
#[pyfunction]
#[pyo3(signature = (corpus, threads=None))]
pub(super) fn stories(py: Python<'_>, corpus: &Corpus, threads: Option<usize>) -> PyResult<Frame> {
    ask(py, threads, |control| {
        Ok(Columns::default().integers("story", query::stories(&corpus.inner, control)?).frame())
    })
}

/// The other front matter fields of the documents: position, field, value.
#[pyfunction]
pub(super) fn fields(py: Python<'_>, corpus: &Corpus) -> PyResult<Frame> {
    ask(py, None, |control| {
        let (mut positions, mut names, mut values) = (Vec::new(), Vec::new(), Vec::new());
        for (position, name, value) in query::fields(&corpus.inner, control)? {
            positions.push(position);
            names.push(name);
            values.push(value);
        }
        Ok(Columns::default().integers("position", positions).text("field", names).text("value", values).frame())
    })
}
