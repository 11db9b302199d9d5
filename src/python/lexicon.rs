//! `coopsec.Lexicon`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use super::error::LexiconError;
use super::frame::{Columns, Frame};
use super::interrupt::ask;
use crate::lexicon::{self, DEEPEST, Node};

/// A tree of themes with their patterns; see `coopsec.Lexicon`.
#[pyclass(frozen, eq, module = "coopsec._coopsec")]
#[derive(PartialEq)]
pub(super) struct Lexicon {
    pub(super) inner: lexicon::Lexicon,
}

#[pymethods]
impl Lexicon {
    /// From the text of a TOML file; `origin` names it in errors.
    #[staticmethod]
    fn from_toml(text: &str, origin: &str) -> PyResult<Self> {
        Ok(Self { inner: lexicon::Lexicon::from_toml(text, origin)? })
    }

    /// From nested mappings in the layout of a TOML file.
    #[staticmethod]
    fn from_node(node: &Bound<'_, PyAny>, origin: &str) -> PyResult<Self> {
        Ok(Self { inner: lexicon::Lexicon::from_node(&to_node(node, origin, "", 0)?, origin)? })
    }

    /// From a mapping of themes to patterns or to further themes.
    #[staticmethod]
    fn from_themes(
        themes: &Bound<'_, PyAny>,
        exclude: &Bound<'_, PyAny>,
        classes: &Bound<'_, PyAny>,
        origin: &str,
    ) -> PyResult<Self> {
        let [themes, exclude, classes] = [(themes, ""), (exclude, "exclude"), (classes, "classes")]
            .map(|(value, place)| to_node(value, origin, place, 0));
        let (themes, exclude, classes) = (themes?, exclude?, classes?);
        Ok(Self { inner: lexicon::Lexicon::from_themes(&themes, &exclude, &classes, origin)? })
    }

    /// The text of a TOML file that reads back to an equal lexicon.
    fn to_toml(&self) -> String {
        self.inner.to_toml()
    }

    /// The given themes with their subtrees.
    fn select(&self, names: Vec<String>) -> PyResult<Self> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Ok(Self { inner: self.inner.select(&names)? })
    }

    /// One row per theme in lexicon order: theme, label, definition, kind, n_patterns.
    fn themes(&self, py: Python<'_>) -> PyResult<Frame> {
        let themes = self.inner.themes();
        ask(py, None, |_| {
            Ok(Columns::default()
                .text("theme", themes.iter().map(|theme| theme.name.clone()).collect())
                .maybe_text("label", themes.iter().map(|theme| theme.label.clone()).collect())
                .maybe_text("definition", themes.iter().map(|theme| theme.definition.clone()).collect())
                .maybe_text("kind", themes.iter().map(|theme| theme.kind.clone()).collect())
                .integers("n_patterns", themes.iter().map(|theme| theme.patterns.len() as i64).collect())
                .frame())
        })
    }
}

/// Converts a Python tree to a lexicon tree; `place` is the path within the whole, such as `a.b`.
fn to_node(value: &Bound<'_, PyAny>, origin: &str, place: &str, depth: usize) -> PyResult<Node> {
    if depth > DEEPEST {
        return Err(LexiconError::new_err(format!("{origin}: tables are nested deeper than {DEEPEST} levels")));
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Node::Text(text_of(text, origin, place)?));
    }
    if let Ok(table) = value.cast::<PyDict>() {
        let entry = |(key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            let key = key.cast::<PyString>().map_err(|_| unexpected(&key, origin, place, "a key that is a string"))?;
            let key = text_of(key, origin, place)?;
            let inner = if place.is_empty() { key.clone() } else { format!("{place}.{key}") };
            Ok((key, to_node(&value, origin, &inner, depth + 1)?))
        };
        return Ok(Node::Table(table.iter().map(entry).collect::<PyResult<_>>()?));
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter()?.map(|item| to_node(&item?, origin, place, depth + 1));
        return Ok(Node::List(items.collect::<PyResult<_>>()?));
    }
    Err(unexpected(value, origin, place, "a string, a list of strings or a mapping"))
}

/// The text of a string, which in Python may contain lone surrogates.
fn text_of(text: &Bound<'_, PyString>, origin: &str, place: &str) -> PyResult<String> {
    let whole = text.to_str().map(str::to_owned);
    whole.map_err(|_| unexpected(text.as_any(), origin, place, "text without lone surrogates"))
}

fn unexpected(value: &Bound<'_, PyAny>, origin: &str, place: &str, expected: &str) -> PyErr {
    let kind = value.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
    let shown = value.repr().map_or_else(|_| String::new(), |repr| format!(" {repr}"));
    let place = if place.is_empty() { String::new() } else { format!("{place:?}: ") };
    LexiconError::new_err(format!("{origin}: {place}expected {expected}, found {kind}{shown}"))
}
