//! `corpus.frequency`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::calendar::Every;
use crate::query::{Grouping, frequency as query};

/// Terms over time. `groups` gives the group of each document and the number of groups. Columns that were not asked for
/// are left out.
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
    ask(py, threads, |control| {
        let table = query::frequency(&corpus.inner, &ask_for, control)?;
        Ok(as_frame(table, ask_for.every.is_some(), ask_for.grouping.is_some()))
    })
}

/// The table without the columns that were not asked for.
pub(super) fn as_frame(table: query::Frequency, over_time: bool, grouped: bool) -> Frame {
    let mut columns = Columns::default();
    if over_time {
        columns = columns.runs_of_dates("period", table.period);
    }
    if grouped {
        columns = columns.runs_of_integers("group", table.group);
    }
    columns = columns
        .coded("term", table.term)
        .many_integers("count", table.count)
        .many_integers("doc_freq", table.doc_freq)
        .rates("per_million", table.per_million)
        .runs_of_integers("n_docs", table.n_docs)
        .runs_of_integers("n_tokens", table.n_tokens);
    if over_time {
        columns = columns.runs_of_flags("partial", table.partial);
    }
    columns.frame()
}
