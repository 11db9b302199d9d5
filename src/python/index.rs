//! `corpus.save`, `corpus.append`, `coopsec.open_corpus` and `coopsec check`.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::{ask, run};
use crate::corpus::{self, Control, Saving};

/// Opens a saved index.
#[pyfunction]
#[pyo3(signature = (path, threads=None))]
pub(super) fn open_index(py: Python<'_>, path: PathBuf, threads: Option<usize>) -> PyResult<Corpus> {
    Ok(Corpus { inner: ask(py, threads, |_| corpus::Corpus::open(&path))? })
}

/// Saves a corpus with files attached to it; returns the reopened corpus if it was opened from the same folder.
#[pyfunction]
#[pyo3(signature = (corpus, path, *, texts, attached, progress=None, threads=None))]
pub(super) fn save_index(
    py: Python<'_>,
    corpus: &Corpus,
    path: PathBuf,
    texts: bool,
    attached: Vec<(String, Vec<u8>)>,
    progress: Option<&Bound<'_, PyAny>>,
    threads: Option<usize>,
) -> PyResult<Option<Corpus>> {
    let (saving, control) = (Saving { texts, attached }, Control::default());
    let opened = run(py, threads, &control, progress, || corpus.inner.save(&path, &saving, &control))?;
    Ok(opened.map(|inner| Corpus { inner }))
}

/// Compares every file of a saved index with its checksum: file, bytes.
#[pyfunction]
#[pyo3(signature = (path, threads=None))]
pub(super) fn check_index(py: Python<'_>, path: PathBuf, threads: Option<usize>) -> PyResult<Frame> {
    let control = Control::default();
    let files = run(py, threads, &control, None, || corpus::check(&path, &control))?;
    let bytes = files.iter().map(|file| file.bytes as i64).collect();
    let names = files.into_iter().map(|file| file.name).collect();
    Ok(Columns::default().text("file", names).integers("bytes", bytes).frame())
}

/// The attached files of a given name in the segments of an opened corpus, each with the number of its segment's
/// documents.
#[pyfunction]
pub(super) fn attached<'py>(
    py: Python<'py>,
    corpus: &Corpus,
    name: &str,
) -> PyResult<Vec<(usize, Option<Bound<'py, PyBytes>>)>> {
    let files = ask(py, None, |_| corpus.inner.attached(name))?;
    Ok(files.into_iter().map(|(documents, bytes)| (documents, bytes.map(|bytes| PyBytes::new(py, &bytes)))).collect())
}
