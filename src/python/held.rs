//! A counter that Python holds between its batches.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// Out of its place while it works, and not put back where the work fails.
pub(super) struct Held<T>(Mutex<Option<T>>);

impl<T> Held<T> {
    pub(super) fn new(counter: T) -> Self {
        Self(Mutex::new(Some(counter)))
    }

    fn lock(&self) -> MutexGuard<'_, Option<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The counter, for good.
    pub(super) fn take(&self) -> PyResult<T> {
        let finished = || PyRuntimeError::new_err("the counter has finished or failed: make a new one");
        self.lock().take().ok_or_else(finished)
    }

    pub(super) fn with(&self, work: impl FnOnce(&mut T) -> PyResult<()>) -> PyResult<()> {
        let mut counter = self.take()?;
        work(&mut counter)?;
        *self.lock() = Some(counter);
        Ok(())
    }
}
