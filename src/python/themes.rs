//! `corpus.themes`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::{Grouping, themes as query};
use crate::stats::bootstrap::Resampling;
use crate::stats::rate::Method;

/// Themes over time; and the themes that the languages of some documents do not cover, with the number of such
/// documents.
#[pyfunction]
#[pyo3(signature = (
    corpus, lexicon, *, every=None, groups=None, confidence=0.95, nested_scope="theme", interval="score", resamples=2000,
    seed=0, clusters=None, standard=None, counted=None, threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn themes(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    every: Option<&str>,
    groups: Option<(Vec<u32>, usize)>,
    confidence: f64,
    nested_scope: &str,
    interval: &str,
    resamples: usize,
    seed: u64,
    clusters: Option<Vec<u32>>,
    standard: Option<(Vec<u32>, usize)>,
    counted: Option<Vec<bool>>,
    threads: Option<usize>,
) -> PyResult<(Frame, Vec<(String, usize)>)> {
    let grouping = |(of, count)| Grouping { of, count };
    let ask_for = query::Ask {
        every: every.map(Every::parse).transpose()?,
        grouping: groups.map(grouping),
        confidence,
        scope: NestedScope::parse(nested_scope)?,
        method: Method::parse(interval)?,
        resampling: Resampling { resamples, seed },
        clusters,
        standard: standard.map(grouping),
        counted,
    };
    ask(py, threads, |control| Ok(as_frame(query::themes(&corpus.inner, &lexicon.inner, &ask_for, control)?)))
}

/// The table; and the themes that the languages of some documents do not cover, with the number of such documents.
pub(super) fn as_frame(table: query::Themes) -> (Frame, Vec<(String, usize)>) {
    let frame = Columns::default()
        .dates("period", table.period)
        .integers("group", table.group)
        .coded("theme", table.theme)
        .integers("count", table.count)
        .integers("doc_freq", table.doc_freq)
        .maybe_floats("per_million", table.per_million)
        .maybe_floats("per_million_low", table.per_million_low)
        .maybe_floats("per_million_high", table.per_million_high)
        .maybe_floats("doc_share", table.doc_share)
        .maybe_floats("doc_share_low", table.doc_share_low)
        .maybe_floats("doc_share_high", table.doc_share_high)
        .integers("n_docs", table.n_docs)
        .integers("n_tokens", table.n_tokens)
        .maybe_floats("standard_covered", table.standard_covered)
        .flags("partial", table.partial)
        .frame();
    (frame, table.uncovered)
}
