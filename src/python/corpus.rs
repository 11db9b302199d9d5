//! A corpus as held by Python.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;

use crate::corpus;

/// A view of documents that were read; see `coopsec.Corpus`.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct Corpus {
    pub(super) inner: corpus::Corpus,
}

#[pymethods]
impl Corpus {
    fn __len__(&self) -> usize {
        self.inner.len()
    }

    /// The view of the documents at the given positions of this one, in ascending order.
    fn select(&self, positions: Vec<u32>) -> PyResult<Self> {
        match positions.iter().find(|&&position| position as usize >= self.inner.len()) {
            Some(position) => Err(no_document(*position as usize)),
            None => Ok(Self { inner: self.inner.select(&positions) }),
        }
    }

    /// The folder that the corpus was opened from.
    fn folder(&self) -> Option<PathBuf> {
        self.inner.folder().map(Path::to_owned)
    }

    /// Whether the texts are kept; an index may be saved without them.
    fn has_texts(&self) -> bool {
        self.inner.has_texts().is_ok()
    }

    /// The decoded text of the document at a position.
    fn text(&self, position: usize) -> PyResult<Cow<'_, str>> {
        self.check(position)?;
        Ok(self.inner.text(position))
    }

    /// The counted part of the document at a position.
    fn body(&self, position: usize) -> PyResult<String> {
        self.check(position)?;
        Ok(self.inner.body(position))
    }
}

impl Corpus {
    fn check(&self, position: usize) -> PyResult<()> {
        if position >= self.inner.len() {
            return Err(no_document(position));
        }
        Ok(self.inner.ready_at(position)?)
    }
}

fn no_document(position: usize) -> PyErr {
    PyIndexError::new_err(format!("no document at position {position}"))
}
