//! `corpus.hits`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
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
    let table = ask(py, threads, || query::hits(&corpus.inner, &lexicon.inner, ask_for))?;
    Ok(Frame::default()
        .text("doc_id", table.doc_id)
        .dates("date_start", table.date_start)
        .text("theme", table.theme)
        .text("pattern", table.pattern)
        .text("match", table.matched)
        .integers("start", table.start)
        .integers("end", table.end)
        .text("sentence", table.sentence)
        .integers("sentence_start", table.sentence_start))
}
