//! `coopsec.tokenize`, `coopsec.sentences`, `coopsec.parse_date`.

use pyo3::prelude::*;

use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::press;
use crate::query::text as query;
use crate::text::{Lang, Rules};

/// The tokens of a text.
#[pyfunction]
#[pyo3(signature = (text, *, lang="fr", elision=true, split_hyphens=false))]
pub(super) fn tokenize(py: Python<'_>, text: &str, lang: &str, elision: bool, split_hyphens: bool) -> PyResult<Frame> {
    let rules = Rules { lang: Lang::require(lang)?, elision, split_hyphens };
    ask(py, None, |control| {
        let table = query::tokenize(text, rules, control)?;
        Ok(Columns::default()
            .text("token", table.token)
            .text("norm", table.norm)
            .words("kind", table.kind)
            .integers("start", table.start)
            .integers("end", table.end)
            .frame())
    })
}

/// The sentences of a text.
#[pyfunction]
#[pyo3(signature = (text, *, lang="fr"))]
pub(super) fn sentences(py: Python<'_>, text: &str, lang: &str) -> PyResult<Frame> {
    let lang = Lang::require(lang)?;
    ask(py, None, |control| {
        let table = query::sentences(text, lang, control)?;
        let columns = Columns::default().text("sentence", table.sentence);
        Ok(columns.integers("start", table.start).integers("end", table.end).frame())
    })
}

/// The first day, last day and precision of a date expression, as (ISO, ISO, precision).
#[pyfunction]
#[pyo3(signature = (text, *, lang="fr"))]
pub(super) fn parse_date(text: &str, lang: &str) -> PyResult<Option<(String, String, &'static str)>> {
    let reading = press::parse_date(text, Lang::require(lang)?);
    Ok(reading.map(|reading| (reading.start.to_string(), reading.end.to_string(), reading.precision.name())))
}
