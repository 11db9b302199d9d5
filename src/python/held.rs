//! A counter that Python holds between batches.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use super::corpus::Corpus;
use super::interrupt::{ask, run};
use super::loader::Loader;
use crate::corpus::{Control, Corpus as Core, Drafts};
use crate::error::Result;
use crate::query::Grouping;

/// The group of each document, and the number of groups.
type Groups = Option<(Vec<u32>, usize)>;

/// The counter is taken out while it works, and not put back if the work fails.
pub(super) struct Held<T>(Mutex<Option<T>>);

impl<T> Held<T> {
    pub(super) fn new(counter: T) -> Self {
        Self(Mutex::new(Some(counter)))
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the counter out for good.
    pub(super) fn take(&self) -> PyResult<T> {
        let finished = || PyRuntimeError::new_err("the counter has finished or failed: make a new one");
        self.lock().take().ok_or_else(finished)
    }

    /// Counts the documents of a loader with `count`, emptying the loader.
    pub(super) fn add(
        &self,
        py: Python<'_>,
        loader: &Loader,
        (progress, threads): (Option<&Bound<'_, PyAny>>, Option<usize>),
        count: impl FnOnce(&mut T, Drafts, &Control) -> Result<()> + Send,
    ) -> PyResult<()>
    where
        T: Send,
    {
        let (drafts, control) = (loader.take(), Control::default());
        self.with(|counter| run(py, threads, &control, progress, || count(counter, drafts, &control)))
    }

    /// Counts the documents of a corpus with `count`; groups come as the group of each document, the number of groups,
    /// and the number of the first group.
    pub(super) fn add_corpus(
        &self,
        py: Python<'_>,
        corpus: &Corpus,
        (groups, first, threads): (Groups, u32, Option<usize>),
        count: impl FnOnce(&mut T, &Core, Option<&Grouping>, u32, &Control) -> Result<()> + Send,
    ) -> PyResult<()>
    where
        T: Send,
    {
        let grouping = groups.map(|(of, count)| Grouping { of, count });
        self.with(|counter| {
            ask(py, threads, |control| count(counter, &corpus.inner, grouping.as_ref(), first, control))
        })
    }

    fn with(&self, work: impl FnOnce(&mut T) -> PyResult<()>) -> PyResult<()> {
        let mut counter = self.take()?;
        work(&mut counter)?;
        *self.lock() = Some(counter);
        Ok(())
    }
}
