//! `corpus.frequency`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
use super::interrupt::ask;
use crate::calendar::Every;
use crate::query::{Grouping, frequency as query};

/// Terms over time; `groups` is the group of each document and the number of groups.
#[pyfunction]
#[pyo3(signature = (corpus, *, every=None, groups=None, ngram=1, min_count=1, top=None, stopwords=vec![], threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn frequency(
    py: Python<'_>,
    corpus: &Corpus,
    every: Option<&str>,
    groups: Option<(Vec<u32>, usize)>,
    ngram: usize,
    min_count: i64,
    top: Option<usize>,
    stopwords: Vec<String>,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask {
        every: every.map(Every::parse).transpose()?,
        grouping: groups.map(|(of, count)| Grouping { of, count }),
        ngram,
        min_count,
        top,
        stopwords,
    };
    let table = ask(py, threads, || query::frequency(&corpus.inner, &ask_for))?;
    Ok(Frame::default()
        .dates("period", table.period)
        .integers("group", table.group)
        .maybe_text("term", table.term)
        .integers("count", table.count)
        .integers("doc_freq", table.doc_freq)
        .maybe_floats("per_million", table.per_million)
        .integers("n_docs", table.n_docs)
        .integers("n_tokens", table.n_tokens)
        .flags("partial", table.partial))
}
