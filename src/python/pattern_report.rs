//! `lexicon.report`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::error::Result;
use crate::query::pattern_report as query;
use crate::text::Lang;

/// What every pattern can reach in a corpus or, without one, in the given languages.
#[pyfunction]
#[pyo3(signature = (lexicon, corpus=None, *, languages=Vec::new(), threads=None))]
pub(super) fn pattern_report(
    py: Python<'_>,
    lexicon: &Lexicon,
    corpus: Option<&Corpus>,
    languages: Vec<String>,
    threads: Option<usize>,
) -> PyResult<Frame> {
    ask(py, threads, |control| {
        let table = match corpus {
            Some(corpus) => query::pattern_report(&corpus.inner, &lexicon.inner, control)?,
            None => {
                let languages = languages.iter().map(|code| Lang::require(code)).collect::<Result<Vec<Lang>>>()?;
                query::without_corpus(&lexicon.inner, &languages, control)?
            }
        };
        Ok(Columns::default()
            .maybe_text("theme", table.theme)
            .words("lang", table.lang)
            .integers("number", table.number)
            .text("pattern", table.pattern)
            .flags("excludes", table.excludes)
            .integers("n_types", table.n_types)
            .words("reach", table.reach.iter().map(|reach| reach.name()).collect())
            .lists("missing", table.missing)
            .maybe_text("shadowed_by", table.shadowed_by)
            .frame())
    })
}
