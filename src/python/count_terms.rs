//! `coopsec.count_terms`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
use super::frequency::as_frame;
use super::held::Held;
use super::interrupt::ask;
use super::loader::{Loader, options};
use crate::calendar::Every;
use crate::query::{Grouping, count_terms as query, frequency};

/// Counts terms of documents that arrive in batches.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct TermCounter {
    inner: Held<query::TermCounter>,
    over_time: bool,
}

#[pymethods]
impl TermCounter {
    #[new]
    #[pyo3(signature = (*, lang, fallback, elision, split_hyphens, every=None, ngram=1, min_count=1, top=None, stopwords=vec![]))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
    fn new(
        lang: Option<&str>,
        fallback: &str,
        elision: bool,
        split_hyphens: bool,
        every: Option<&str>,
        ngram: usize,
        min_count: i64,
        top: Option<usize>,
        stopwords: Vec<String>,
    ) -> PyResult<Self> {
        let every = every.map(Every::parse).transpose()?;
        let ask = frequency::Ask { every, grouping: None, ngram, min_count, top, stopwords };
        let counter = query::TermCounter::new(options(lang, fallback, elision, split_hyphens)?, ask);
        Ok(Self { inner: Held::new(counter), over_time: every.is_some() })
    }

    /// Counts the documents of a loader, emptying it.
    #[pyo3(signature = (loader, *, progress=None, threads=None))]
    fn add(
        &self,
        py: Python<'_>,
        loader: &Loader,
        progress: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
    ) -> PyResult<()> {
        self.inner.add(py, loader, (progress, threads), query::TermCounter::add)
    }

    /// Counts the documents of a corpus. `groups` gives the group of each document and the number of groups; groups are
    /// numbered from `first`.
    #[pyo3(signature = (corpus, *, groups=None, first=0, threads=None))]
    fn add_corpus(
        &self,
        py: Python<'_>,
        corpus: &Corpus,
        groups: Option<(Vec<u32>, usize)>,
        first: u32,
        threads: Option<usize>,
    ) -> PyResult<()> {
        self.inner.add_corpus(py, corpus, (groups, first, threads), query::TermCounter::add_corpus)
    }

    /// The table of everything counted. `groups` gives the place of each group in the table and the number of places.
    #[pyo3(signature = (*, groups=None, threads=None))]
    fn finish(&self, py: Python<'_>, groups: Option<(Vec<u32>, usize)>, threads: Option<usize>) -> PyResult<Frame> {
        let counter = self.inner.take()?;
        let groups = groups.map(|(of, count)| Grouping { of, count });
        ask(py, threads, |control| {
            let table = counter.finish(groups.as_ref(), control)?;
            Ok(as_frame(table, self.over_time, groups.is_some()))
        })
    }
}
