//! `corpus.collocations`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::query::collocations as query;

/// Collocations, around a node or of adjacent words.
#[pyfunction]
#[pyo3(signature = (corpus, *, node=None, window=5, size=2, min_count=2, stopwords=vec![], threads=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn collocations(
    py: Python<'_>,
    corpus: &Corpus,
    node: Option<String>,
    window: usize,
    size: usize,
    min_count: i64,
    stopwords: Vec<String>,
    threads: Option<usize>,
) -> PyResult<Frame> {
    let ask_for = query::Ask { node, window, size, min_count, stopwords };
    ask(py, threads, |control| {
        let table = query::collocations(&corpus.inner, &ask_for, control)?;
        Ok(Columns::default()
            .texts("node", table.node)
            .texts("collocate", table.collocate)
            .integers("count", table.count)
            .maybe_floats("expected", table.expected)
            .maybe_floats("g2", table.g2)
            .maybe_floats("mi", table.mi)
            .maybe_floats("npmi", table.npmi)
            .maybe_floats("log_dice", table.log_dice)
            .maybe_floats("t_score", table.t_score)
            .maybe_floats("delta_p_collocate", table.delta_p_collocate)
            .maybe_floats("delta_p_node", table.delta_p_node)
            .floats("lambda", table.lambda)
            .floats("z", table.z)
            .frame())
    })
}
