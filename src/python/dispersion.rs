//! `corpus.dispersion`.

use pyo3::prelude::*;

use super::corpus::Corpus;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use super::lexicon::Lexicon;
use crate::lexicon::NestedScope;
use crate::query::{Grouping, dispersion as query};

/// How evenly themes, patterns or (with neither) all terms are spread over documents or groups; and the themes that the
/// languages of some documents do not cover, with the number of such documents.
#[pyfunction]
#[pyo3(signature = (
    corpus, *, lexicon=None, patterns=None, min_count=1, groups=None, nested_scope="theme", threads=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments of one question")]
pub(super) fn dispersion(
    py: Python<'_>,
    corpus: &Corpus,
    lexicon: Option<&Lexicon>,
    patterns: Option<Vec<String>>,
    min_count: i64,
    groups: Option<(Vec<u32>, usize)>,
    nested_scope: &str,
    threads: Option<usize>,
) -> PyResult<(Frame, Vec<(String, usize)>)> {
    let subject = match (lexicon, &patterns) {
        (Some(lexicon), _) => query::Subject::Themes(&lexicon.inner, NestedScope::parse(nested_scope)?),
        (None, Some(patterns)) => query::Subject::Patterns(patterns),
        (None, None) => query::Subject::Terms { min_count },
    };
    let parts = groups.map(|(of, count)| Grouping { of, count });
    ask(py, threads, |control| {
        let table = query::dispersion(&corpus.inner, subject, parts.as_ref(), control)?;
        let frame = Columns::default()
            .texts(if lexicon.is_some() { "theme" } else { "term" }, table.item)
            .integers("count", table.count)
            .integers("range", table.range)
            .maybe_floats("dp", table.dp)
            .maybe_floats("dp_norm", table.dp_norm)
            .maybe_floats("juilland_d", table.juilland_d)
            .maybe_floats("largest_doc_share", table.largest_doc_share)
            .maybe_floats("largest_source_share", table.largest_source_share)
            .integers("n_parts", table.n_parts)
            .frame();
        Ok((frame, table.uncovered))
    })
}
