//! `corpus.dyads`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::units::Within;
use crate::query::{Grouping, dyads as query};

/// Pairs of countries by theme; and the themes and countries that the languages of some documents do not cover, with
/// the number of such documents. Without `themes` there is no theme column.
#[pyfunction]
#[pyo3(signature = (
    corpus, actors, *, themes=None, hub=None, within="sentence", every=None, groups=None, confidence=0.95,
    nested_scope="theme", threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn dyads(
    py: Python<'_>,
    corpus: &Corpus,
    actors: &Lexicon,
    themes: Option<&Lexicon>,
    hub: Option<&str>,
    within: &str,
    every: Option<&str>,
    groups: Option<(Vec<u32>, usize)>,
    confidence: f64,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<(Frame, Vec<(String, usize)>)> {
    let subject = query::Subject {
        actors: &actors.inner,
        themes: themes.map(|themes| &themes.inner),
        hub,
        within: Within::parse(within)?,
        scope: NestedScope::parse(nested_scope)?,
    };
    let ask_for = query::Ask {
        every: every.map(Every::parse).transpose()?,
        grouping: groups.map(|(of, count)| Grouping { of, count }),
        confidence,
    };
    ask(py, threads, |control| {
        let table = query::dyads(&corpus.inner, &subject, &ask_for, control)?;
        let mut columns = Columns::default()
            .dates("period", table.period)
            .integers("group", table.group)
            .coded("left", table.left)
            .coded("right", table.right);
        if subject.themes.is_some() {
            columns = columns.coded("theme", table.theme);
        }
        let frame = columns
            .integers("count", table.count)
            .integers("doc_freq", table.doc_freq)
            .maybe_floats("doc_share", table.doc_share)
            .maybe_floats("doc_share_low", table.doc_share_low)
            .maybe_floats("doc_share_high", table.doc_share_high)
            .integers("n_docs", table.n_docs)
            .integers("n_units", table.n_units)
            .flags("partial", table.partial)
            .frame();
        Ok((frame, table.uncovered))
    })
}
