//! Converts the error enum of the core to the exception hierarchy of Python, in one place.

use pyo3::exceptions::{PyKeyboardInterrupt, PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::error::Error;

pyo3::import_exception!(coopsec.errors, PatternError);
pyo3::import_exception!(coopsec.errors, LexiconError);
pyo3::import_exception!(coopsec.errors, PeriodError);
pyo3::import_exception!(coopsec.errors, DecodeError);
pyo3::import_exception!(coopsec.errors, NoDocumentsError);
pyo3::import_exception!(coopsec.errors, SavedIndexError);
pyo3::import_exception!(coopsec.errors, InternalError);

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::Pattern { theme, pattern, column, .. } => PatternError::new_err((message, theme, pattern, column)),
            Error::Lexicon { .. } => LexiconError::new_err(message),
            Error::Period { .. } => PeriodError::new_err(message),
            Error::Decode { .. } => DecodeError::new_err(message),
            Error::NoDocuments { .. } => NoDocumentsError::new_err(message),
            Error::Io { path, source } => os_error(&path, &source),
            Error::SavedIndex { .. } => SavedIndexError::new_err(message),
            Error::Argument(_) => PyValueError::new_err(message),
            Error::Interrupted => PyKeyboardInterrupt::new_err(()),
        }
    }
}

/// Python picks the subclass (such as `FileNotFoundError`) by the number, and keeps the file name.
fn os_error(path: &std::path::Path, source: &std::io::Error) -> PyErr {
    let name = path.to_string_lossy().into_owned();
    match source.raw_os_error() {
        Some(number) => {
            // Drop the end of "No such file or directory (os error 2)": Python states the number itself.
            let text = source.to_string();
            let words = text.split(" (os error").next().unwrap_or_default().to_owned();
            PyOSError::new_err((number, words, name))
        }
        None => PyOSError::new_err(format!("{name}: {source}")),
    }
}

/// A panic is a bug in coopsec; it reaches Python as an ordinary exception.
pub(super) fn from_panic(payload: &(dyn std::any::Any + Send)) -> PyErr {
    let words = payload
        .downcast_ref::<&str>()
        .map(|words| (*words).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned());
    InternalError::new_err(format!(
        "internal error in coopsec: {words}. This is a bug: please report it with the input that caused it."
    ))
}
