//! `lexicon.audit`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::contributions as parts;
use crate::query::near_misses as misses;

/// What each pattern adds to each theme and period.
#[pyfunction]
#[pyo3(signature = (corpus, lexicon, *, every=None, nested_scope="theme", threads=None))]
pub(super) fn contributions(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    every: Option<&str>,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let every = every.map(Every::parse).transpose()?;
    let scope = NestedScope::parse(nested_scope)?;
    ask(py, threads, |control| {
        let table = parts::contributions(&corpus.inner, &lexicon.inner, every, scope, control)?;
        Ok(Columns::default()
            .dates("period", table.period)
            .text("theme", table.theme)
            .words("lang", table.lang)
            .integers("number", table.number)
            .text("pattern", table.pattern)
            .flags("rolled_up", table.rolled_up)
            .integers("count", table.count)
            .integers("doc_freq", table.doc_freq)
            .floats("share", table.share)
            .frame())
    })
}

/// Words that the lexicon may have missed.
#[pyfunction]
#[pyo3(signature = (corpus, lexicon, *, window=5, min_count=3, top=20, nested_scope="theme", threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn near_misses(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    window: usize,
    min_count: i64,
    top: usize,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = misses::Ask { window, min_count, top, scope: NestedScope::parse(nested_scope)? };
    ask(py, threads, |control| {
        let table = misses::near_misses(&corpus.inner, &lexicon.inner, ask_for, control)?;
        Ok(Columns::default()
            .text("theme", table.theme)
            .words("lang", table.lang)
            .words("kind", table.kind)
            .text("term", table.term)
            .maybe_text("like", table.like)
            .integers("count", table.count)
            .integers("doc_freq", table.doc_freq)
            .integers("near", table.near)
            .floats("expected", table.expected)
            .floats("g2", table.g2)
            .frame())
    })
}
