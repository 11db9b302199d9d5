//! `corpus.cooccurrence`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::calendar::Every;
use crate::lexicon::NestedScope;
use crate::query::units::Within;
use crate::query::{Grouping, cooccurrence as query};

/// Pairs of themes that occur together; and the themes that the languages of some documents do not cover, with the
/// number of such documents.
#[pyfunction]
#[pyo3(signature = (corpus, lexicon, *, within="sentence", every=None, groups=None, nested_scope="theme", threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn cooccurrence(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: &Lexicon,
    within: &str,
    every: Option<&str>,
    groups: Option<(Vec<u32>, usize)>,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<(Frame, Vec<(String, usize)>)> {
    let ask_for = query::Ask {
        within: Within::parse(within)?,
        every: every.map(Every::parse).transpose()?,
        grouping: groups.map(|(of, count)| Grouping { of, count }),
        scope: NestedScope::parse(nested_scope)?,
    };
    ask(py, threads, |control| {
        let table = query::cooccurrence(&corpus.inner, &lexicon.inner, &ask_for, control)?;
        let frame = Columns::default()
            .dates("period", table.period)
            .integers("group", table.group)
            .coded("left", table.left)
            .coded("right", table.right)
            .integers("count", table.count)
            .maybe_floats("expected", table.expected)
            .maybe_floats("npmi", table.npmi)
            .maybe_floats("g2", table.g2)
            .integers("n_units", table.n_units)
            .flags("partial", table.partial)
            .frame();
        Ok((frame, table.uncovered))
    })
}
