//! `coopsec.count_terms`.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
use super::frequency::as_frame;
use super::interrupt::{ask, run};
use super::loader::{Loader, options};
use crate::calendar::Every;
use crate::corpus::Control;
use crate::query::{Grouping, count_terms as query, frequency};

/// Counts terms of documents that come in batches.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct TermCounter {
    /// Taken by [`TermCounter::finish`].
    inner: Mutex<Option<query::TermCounter>>,
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
        Ok(Self { inner: Mutex::new(Some(counter)), over_time: every.is_some() })
    }

    /// Counts the documents of a loader, and empties it.
    #[pyo3(signature = (loader, *, progress=None, threads=None))]
    fn add(
        &self,
        py: Python<'_>,
        loader: &Loader,
        progress: Option<&Bound<'_, PyAny>>,
        threads: Option<usize>,
    ) -> PyResult<()> {
        let drafts = loader.take();
        let control = Control::default();
        self.with(|counter| run(py, threads, &control, progress, || counter.add(drafts, &control)))
    }

    /// Counts the documents of a corpus; `groups` is the group of each document and the number of groups, which are
    /// numbered from `first` on.
    #[pyo3(signature = (corpus, *, groups=None, first=0, threads=None))]
    fn add_corpus(
        &self,
        py: Python<'_>,
        corpus: &Corpus,
        groups: Option<(Vec<u32>, usize)>,
        first: u32,
        threads: Option<usize>,
    ) -> PyResult<()> {
        let grouping = groups.map(|(of, count)| Grouping { of, count });
        self.with(|counter| {
            ask(py, threads, |control| counter.add_corpus(&corpus.inner, grouping.as_ref(), first, control))
        })
    }

    /// The table of all that was counted; `groups` is the place of each group in it and the number of places.
    #[pyo3(signature = (*, groups=None, threads=None))]
    fn finish(&self, py: Python<'_>, groups: Option<(Vec<u32>, usize)>, threads: Option<usize>) -> PyResult<Frame> {
        let counter = self.lock().take().ok_or_else(finished)?;
        let groups = groups.map(|(of, count)| Grouping { of, count });
        ask(py, threads, |control| {
            let table = counter.finish(groups.as_ref(), control)?;
            Ok(as_frame(table, self.over_time, groups.is_some()))
        })
    }
}

impl TermCounter {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<query::TermCounter>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The counter is out of its place while it works, and not put back where the work fails.
    fn with(&self, work: impl FnOnce(&mut query::TermCounter) -> PyResult<()>) -> PyResult<()> {
        let mut counter = self.lock().take().ok_or_else(finished)?;
        work(&mut counter)?;
        *self.lock() = Some(counter);
        Ok(())
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("the counter has finished or failed: make a new one")
}
