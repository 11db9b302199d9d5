//! The common form of TOML, YAML and dicts: a tree.

use crate::error::{Error, Result};

/// A value of a lexicon file: a text, a list, or a table that keeps its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Table(Vec<(String, Node)>),
    /// What no lexicon holds, with its type, for the message: `integer 3`.
    Other(String),
}

/// Limit on nested tables and lists: no lexicon needs more, and readers walk the tree recursively.
pub(crate) const DEEPEST: usize = 32;

/// Keys under which a number, a date or a boolean is read as its text; elsewhere, patterns must be written as texts.
const FREE: [&str; 3] = ["meta", "sources", "crosswalk"];

impl Node {
    /// Reads a TOML document.
    pub(crate) fn from_toml(text: &str, origin: &str) -> Result<Self> {
        let fault = |message: String| Error::Lexicon { origin: origin.to_owned(), message };
        let table: toml::Table = text.parse().map_err(|error| fault(invalid_toml(&error, text)))?;
        convert(toml::Value::Table(table), "", false, 0).map_err(fault)
    }

    /// The kind of value, for messages.
    pub(crate) fn shape(&self) -> &str {
        match self {
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(shown) => shown,
        }
    }

    /// The value in TOML.
    pub(crate) fn to_toml(&self) -> toml::Value {
        match self {
            Self::Text(text) | Self::Other(text) => toml::Value::String(text.clone()),
            Self::List(items) => toml::Value::Array(items.iter().map(Self::to_toml).collect()),
            Self::Table(entries) => {
                toml::Value::Table(entries.iter().map(|(key, value)| (key.clone(), value.to_toml())).collect())
            }
        }
    }

    /// Whether lists and tables are nested deeper than a lexicon may be. Walks level by level rather than recursively.
    pub(crate) fn is_too_deep(&self) -> bool {
        let mut level = vec![self];
        for _ in 0..=DEEPEST {
            level = level.into_iter().flat_map(Self::children).collect();
            if level.is_empty() {
                return false;
            }
        }
        true
    }

    /// The first value in it that no lexicon holds.
    pub(crate) fn foreign(&self) -> Option<&Self> {
        match self {
            Self::Other(_) => Some(self),
            _ => self.children().into_iter().find_map(Self::foreign),
        }
    }

    fn children(&self) -> Vec<&Self> {
        match self {
            Self::Text(_) | Self::Other(_) => Vec::new(),
            Self::List(items) => items.iter().collect(),
            Self::Table(entries) => entries.iter().map(|(_, value)| value).collect(),
        }
    }
}

fn convert(value: toml::Value, path: &str, free: bool, depth: usize) -> std::result::Result<Node, String> {
    if depth > DEEPEST {
        return Err(format!("{path}: tables and lists are nested deeper than {DEEPEST} levels"));
    }
    Ok(match value {
        toml::Value::String(text) => Node::Text(text),
        toml::Value::Array(items) => {
            let items = items.into_iter().map(|item| convert(item, path, free, depth + 1));
            Node::List(items.collect::<std::result::Result<_, _>>()?)
        }
        toml::Value::Table(table) => {
            let mut entries = Vec::with_capacity(table.len());
            for (key, value) in table {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                let free = free || FREE.contains(&key.as_str());
                entries.push((key, convert(value, &inner, free, depth + 1)?));
            }
            Node::Table(entries)
        }
        other if free => Node::Text(other.to_string()),
        other => Node::Other(format!("{} {other}", other.type_str())),
    })
}

/// What the parser says, in one line.
fn invalid_toml(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("not valid TOML at line {line}, column {column}: {}", error.message())
}
