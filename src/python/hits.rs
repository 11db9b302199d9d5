//! `corpus.hits`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::lexicon::NestedScope;
use crate::query::hits as query;

/// Every match behind the counts.
#[pyfunction]
#[pyo3(signature = (corpus, lexicon, *, rollup=false, nested_scope="theme", threads=None))]
pub(super) fn hits(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    rollup: bool,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask { rollup, scope: NestedScope::parse(nested_scope)? };
    ask(py, threads, |control| {
        let table = query::hits(&corpus.inner, &lexicon.inner, ask_for, control)?;
        Ok(Columns::default()
            .coded("doc_id", table.doc_id)
            .dates("date_start", table.date_start)
            .coded("theme", table.theme)
            .coded("pattern", table.pattern)
            .texts("match", table.matched)
            .integers("start", table.start)
            .integers("end", table.end)
            .coded("sentence", table.sentence)
            .integers("sentence_start", table.sentence_start)
            .frame())
    })
}
