//! `coopsec.count_themes`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::Frame;
use super::held::Held;
use super::interrupt::ask;
use super::lexicon::Lexicon;
use super::loader::{Loader, options};
use super::themes::as_frame;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::{Grouping, count_themes as query, themes};
use crate::stats::rate::Method;

/// Counts themes of documents that arrive in batches.
#[pyclass(frozen, module = "coopsec._coopsec")]
pub(super) struct ThemeCounter(Held<query::ThemeCounter>);

#[pymethods]
impl ThemeCounter {
    #[new]
    #[pyo3(signature = (
        lexicon, *, lang, fallback, elision, split_hyphens, every=None, confidence=0.95, nested_scope="theme", interval="score"
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
    fn new(
        lexicon: &Lexicon,
        lang: Option<&str>,
        fallback: &str,
        elision: bool,
        split_hyphens: bool,
        every: Option<&str>,
        confidence: f64,
        nested_scope: &str,
        interval: &str,
    ) -> PyResult<Self> {
        let ask = themes::Ask {
            every: every.map(Every::parse).transpose()?,
            confidence,
            scope: NestedScope::parse(nested_scope)?,
            method: Method::parse(interval)?,
            ..themes::Ask::default()
        };
        let options = options(lang, fallback, elision, split_hyphens)?;
        Ok(Self(Held::new(query::ThemeCounter::new(options, lexicon.inner.clone(), ask)?)))
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
        self.0.add(py, loader, (progress, threads), query::ThemeCounter::add)
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
        self.0.add_corpus(py, corpus, (groups, first, threads), query::ThemeCounter::add_corpus)
    }

    /// The table of everything counted; and the themes that the languages of some documents do not cover, with the
    /// number of such documents. `groups` gives the place of each group in the table and the number of places.
    #[pyo3(signature = (*, groups=None, threads=None))]
    fn finish(
        &self,
        py: Python<'_>,
        groups: Option<(Vec<u32>, usize)>,
        threads: Option<usize>,
    ) -> PyResult<(Frame, Vec<(String, usize)>)> {
        let counter = self.0.take()?;
        let groups = groups.map(|(of, count)| Grouping { of, count });
        ask(py, threads, |control| Ok(as_frame(counter.finish(groups.as_ref(), control)?)))
    }
}
