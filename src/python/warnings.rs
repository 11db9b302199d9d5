//! `corpus.warnings`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::Grouping;
use crate::query::concentration as query;

/// The source and the story with the most hits of each theme, in the whole corpus and in each period.
#[pyfunction]
#[pyo3(signature = (corpus, lexicon, sources, *, every=None, unknown=None, nested_scope="theme", threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn concentration(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    sources: (Vec<u32>, usize),
    every: Option<&str>,
    unknown: Option<u32>,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask {
        every: every.map(Every::parse).transpose()?,
        sources: Grouping { of: sources.0, count: sources.1 },
        unknown,
        scope: NestedScope::parse(nested_scope)?,
    };
    ask(py, threads, |control| {
        let table = query::concentration(&corpus.inner, &lexicon.inner, &ask_for, control)?;
        Ok(Columns::default()
            .flags("whole", table.whole)
            .dates("period", table.period)
            .text("theme", table.theme)
            .integers("count", table.count)
            .integers("source", table.source)
            .integers("source_count", table.source_count)
            .text("story", table.story)
            .integers("story_docs", table.story_docs)
            .integers("story_count", table.story_count)
            .frame())
    })
}
