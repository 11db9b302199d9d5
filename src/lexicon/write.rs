//! Writes a lexicon as TOML that reads back to an equal one.

use toml::{Table, Value};

use super::read::is_key;
use super::theme::{Lexicon, Theme, Written};
use super::tree::Node;

impl Lexicon {
    /// The lexicon as TOML, which [`Lexicon::from_toml`] reads back to an equal one.
    pub fn to_toml(&self) -> String {
        let mut root = Table::new();
        if self.fold_accents {
            root.insert("accents".into(), Value::String("fold".into()));
        }
        write_exclusions(&mut root, &self.exclude);
        if !self.meta.is_empty() {
            root.insert("meta".into(), Node::Table(self.meta.clone()).to_toml());
        }
        if !self.classes.is_empty() {
            let classes = self.classes.iter().map(|(name, values)| (name.clone(), texts(values)));
            root.insert("classes".into(), Value::Table(classes.collect()));
        }
        root.insert("theme".into(), Value::Table(self.tables()));
        // Cannot fail: texts, lists and tables with text keys are all valid TOML.
        toml::to_string_pretty(&root).unwrap_or_default()
    }

    /// Every theme's table, children inside their parents'. If a child has the name of a key, such as `menace.notes`,
    /// it and its siblings are written next to their parent under their full names, which reads back to the same
    /// lexicon.
    fn tables(&self) -> Table {
        let mut inside: Vec<Vec<(String, Value)>> = vec![Vec::new(); self.themes.len() + 1];
        let root = self.themes.len();
        let mut beside = vec![false; self.themes.len()];
        for (parent, name) in self.themes.iter().filter_map(|theme| Some((theme.parent?, self.own_name(theme)))) {
            beside[parent] |= is_key(name);
        }
        // A child comes after its parent; going backwards, every theme meets its children complete, the last one first.
        for (index, theme) in self.themes.iter().enumerate().rev() {
            let mut table = write_theme(theme);
            table.extend(std::mem::take(&mut inside[index]).into_iter().rev());
            let (parent, name) = match theme.parent.filter(|&parent| !beside[parent]) {
                Some(parent) => (parent, self.own_name(theme)),
                None => (root, theme.name.as_str()),
            };
            inside[parent].push((name.to_owned(), Value::Table(table)));
        }
        std::mem::take(&mut inside[root]).into_iter().rev().collect()
    }

    /// The name of a theme, without the names of its ancestors.
    fn own_name<'t>(&self, theme: &'t Theme) -> &'t str {
        let parent = theme.parent.map_or("", |parent| self.themes[parent].name.as_str());
        theme.name.strip_prefix(parent).unwrap_or(&theme.name).trim_start_matches('.')
    }
}

fn texts(values: &[String]) -> Value {
    Value::Array(values.iter().cloned().map(Value::String).collect())
}

fn write_theme(theme: &Theme) -> Table {
    let mut table = Table::new();
    let described = [("label", &theme.label), ("definition", &theme.definition), ("kind", &theme.kind)];
    for (key, text) in described {
        if let Some(text) = text {
            table.insert(key.into(), Value::String(text.clone()));
        }
    }
    for (key, values) in by_language(&theme.patterns) {
        table.insert(key.into(), texts(&values));
    }
    write_exclusions(&mut table, &theme.exclude);
    table.extend(theme.extra.iter().map(|(key, value)| (key.clone(), value.to_toml())));
    table
}

/// A list if no language is named, otherwise a table by language.
fn write_exclusions(table: &mut Table, exclude: &[Written]) {
    let groups = by_language(exclude);
    let value = match groups.as_slice() {
        [] => return,
        [("patterns", values)] => texts(values),
        _ => Value::Table(groups.iter().map(|(key, values)| ((*key).to_owned(), texts(values))).collect()),
    };
    table.insert("exclude".into(), value);
}

/// Patterns under the keys they are read from, in order of each key's first appearance.
fn by_language(written: &[Written]) -> Vec<(&'static str, Vec<String>)> {
    let mut groups: Vec<(&'static str, Vec<String>)> = Vec::new();
    for one in written {
        let key = one.lang.map_or("patterns", |lang| lang.code());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(one.text.clone()),
            None => groups.push((key, vec![one.text.clone()])),
        }
    }
    groups
}
