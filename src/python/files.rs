//! Bytes of table files, before polars reads them.

use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::corpus::files;
use crate::text::decode as text_decode;

/// The decompressed bytes of a file, by the suffix of its name.
#[pyfunction]
pub(super) fn decompress<'py>(py: Python<'py>, name: &str, data: &[u8]) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = py.detach(|| files::decompress(name, data.to_vec()))?;
    Ok(PyBytes::new(py, &bytes))
}

/// The text of a file, its encoding, and any warnings.
#[pyfunction]
pub(super) fn decode(py: Python<'_>, name: &str, data: &[u8]) -> PyResult<(String, &'static str, Vec<String>)> {
    py.detach(|| {
        let bytes = files::decompress(name, data.to_vec())?;
        let decoded = text_decode(&bytes, None);
        Ok((decoded.text, decoded.encoding, decoded.warnings))
    })
}
