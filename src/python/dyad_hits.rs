//! `corpus.dyad_hits`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::lexicon::NestedScope;
use crate::query::dyad_hits as query;
use crate::query::dyads::Subject;
use crate::query::units::Within;

/// The passages behind the counts of dyads. Without `themes` there are no theme columns.
#[pyfunction]
#[pyo3(signature = (
    corpus, actors, *, themes=None, hub=None, within="sentence", nested_scope="theme", threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn dyad_hits(
    py: Python<'_>,
    corpus: &Corpus,
    actors: &Lexicon,
    themes: Option<&Lexicon>,
    hub: Option<&str>,
    within: &str,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let subject = Subject {
        actors: &actors.inner,
        themes: themes.map(|themes| &themes.inner),
        hub,
        within: Within::parse(within)?,
        scope: NestedScope::parse(nested_scope)?,
    };
    ask(py, threads, |control| {
        let table = query::dyad_hits(&corpus.inner, &subject, control)?;
        let mut columns = Columns::default()
            .coded("doc_id", table.doc_id)
            .dates("date_start", table.date_start)
            .coded("left", table.left)
            .coded("right", table.right);
        if subject.themes.is_some() {
            columns = columns.coded("theme", table.theme);
        }
        columns = columns.texts("match_left", table.match_left).texts("match_right", table.match_right);
        if subject.themes.is_some() {
            columns = columns.texts("match_theme", table.match_theme);
        }
        Ok(columns
            .integers("start", table.start)
            .integers("end", table.end)
            .coded("sentence", table.sentence)
            .integers("sentence_start", table.sentence_start)
            .frame())
    })
}
