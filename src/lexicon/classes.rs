//! Classes: `{le}` is replaced by its patterns before a pattern is compiled.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::pattern::{DEEPEST, Fault, Item, Sequence, ends, parse};
use super::spelling::hint;

/// Most items that a pattern may expand to once its classes are replaced; classes of classes grow fast.
const LARGEST: usize = 20_000;

/// The classes of a lexicon and the built-in ones, parsed.
pub(crate) struct Classes {
    named: BTreeMap<String, Vec<Sequence>>,
}

/// A class value that cannot be parsed: the class, the value, and what is wrong with it.
pub(crate) type ClassFault = (String, String, Fault);

static BUILT_IN: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    let table: toml::Table = include_str!("data/classes.toml").parse().expect("data file is TOML");
    let texts = |value: toml::Value| value.try_into().expect("data file holds lists of texts");
    table.into_iter().map(|(name, value)| (name, texts(value))).collect()
});

impl Classes {
    /// Reads every class; a class of the lexicon replaces the built-in one of the same name.
    pub(crate) fn read(own: &[(String, Vec<String>)]) -> Result<Self, ClassFault> {
        let mut named = BTreeMap::new();
        for (name, values) in BUILT_IN.iter().chain(own) {
            let read = |value: &String| parse(value).map_err(|fault| (name.clone(), value.clone(), fault));
            named.insert(name.clone(), values.iter().map(read).collect::<Result<_, _>>()?);
        }
        let classes = Self { named };
        for (name, values) in own {
            for (value, sequence) in values.iter().zip(&classes.named[name]) {
                let mut expansion = Expansion { classes: &classes, open: vec![name.clone()], items: 0 };
                expansion.sequence(sequence, 1).map_err(|fault| (name.clone(), value.clone(), fault))?;
            }
        }
        Ok(classes)
    }

    /// Parses a pattern and replaces its classes.
    pub(crate) fn pattern(&self, written: &str) -> Result<Sequence, Fault> {
        let sequence = parse(written)?;
        if sequence.is_empty() {
            return Err(Fault::new(1, "empty pattern: write a word, or remove the pattern"));
        }
        let expanded = Expansion { classes: self, open: Vec::new(), items: 0 }.sequence(&sequence, 0)?;
        ends(&expanded).check()?;
        Ok(expanded)
    }
}

struct Expansion<'a> {
    classes: &'a Classes,
    open: Vec<String>,
    items: usize,
}

impl Expansion<'_> {
    fn sequence(&mut self, items: &[Item], depth: usize) -> Result<Sequence, Fault> {
        items.iter().map(|item| self.item(item, depth)).collect()
    }

    fn item(&mut self, item: &Item, depth: usize) -> Result<Item, Fault> {
        self.items += 1;
        match item {
            Item::Group(alternatives) => Ok(Item::Group(self.alternatives(alternatives, depth + 1)?)),
            Item::Class { name, column } => self.class(name, *column, depth + 1),
            other => Ok(other.clone()),
        }
    }

    fn alternatives(&mut self, all: &[Sequence], depth: usize) -> Result<Vec<Sequence>, Fault> {
        all.iter().map(|one| self.sequence(one, depth)).collect()
    }

    fn class(&mut self, name: &str, column: usize, depth: usize) -> Result<Item, Fault> {
        let classes = self.classes;
        let Some(values) = classes.named.get(name) else {
            let known: Vec<&str> = classes.named.keys().map(String::as_str).collect();
            return Err(Fault::new(column, format!("there is no class {name:?}; {}", hint(name, &known))));
        };
        // A group without alternatives would be a pattern that silently finds nothing.
        if values.is_empty() {
            let message =
                format!("the class {name:?} has no pattern: write one, or \"\" if nothing needs to stand in its place");
            return Err(Fault::new(column, message));
        }
        if let Some(first) = self.open.iter().position(|open| open == name) {
            let way = self.open[first..].join("} -> {");
            return Err(Fault::new(
                column,
                format!(
                    "classes refer to each other in a circle, {{{way}}} -> {{{name}}}: remove one of these references"
                ),
            ));
        }
        if depth > DEEPEST {
            return Err(Fault::new(
                column,
                format!("classes and groups are nested deeper than {DEEPEST} levels: write some of them out"),
            ));
        }
        if self.items > LARGEST {
            return Err(Fault::new(
                column,
                format!("with its classes the pattern has more than {LARGEST} parts: split it into several patterns"),
            ));
        }
        self.open.push(name.to_owned());
        let group = self.alternatives(values, depth);
        self.open.pop();
        // Report a fault inside a class at the column of this pattern that refers to it.
        group.map(Item::Group).map_err(|fault| Fault { column, ..fault })
    }
}
