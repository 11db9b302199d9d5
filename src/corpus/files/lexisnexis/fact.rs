//! The facts of an article behind labels: `RUBRIQUE: INTERNATIONAL; Pg. 35`.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::corpus::files::record::{Facts, joined};
use crate::text::Lang;

/// `RUBRIQUE: `, with what stands behind it.
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([\p{L}\p{M}-]+) ?:(?s:\s*(.*))$").expect("a pattern"));

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    Section,
    Author,
    Lead,
    Language,
    /// Another one above the text.
    Above,
    /// Another one below it.
    Below,
}

static FACTS: LazyLock<HashMap<String, Fact>> = LazyLock::new(|| {
    let lists: HashMap<String, Vec<String>> = toml::from_str(include_str!("labels.toml")).expect("lists of labels");
    let kinds = [
        ("section", Fact::Section),
        ("author", Fact::Author),
        ("lead", Fact::Lead),
        ("language", Fact::Language),
        ("above", Fact::Above),
        ("below", Fact::Below),
    ];
    let labels = kinds.into_iter().flat_map(|(list, fact)| lists[list].iter().map(move |label| (label.clone(), fact)));
    labels.collect()
});

impl Fact {
    /// Whether it stands above the text.
    pub(super) fn is_above(self) -> bool {
        matches!(self, Self::Section | Self::Author | Self::Lead | Self::Above)
    }
}

/// The fact that a line states behind a label in capitals.
pub(super) fn fact(line: &str) -> Option<(Fact, &str)> {
    labelled(line)
        .filter(|(label, _)| !label.contains(char::is_lowercase))
        .and_then(|(label, value)| known(label, value))
}

/// The fact that a line states behind a label, in capitals or not.
pub(super) fn fact_in_any_case(line: &str) -> Option<(Fact, &str)> {
    labelled(line).and_then(|(label, value)| known(&label.to_uppercase(), value))
}

fn labelled(line: &str) -> Option<(&str, &str)> {
    let parts = LABELLED.captures(line)?;
    Some((parts.get(1)?.as_str(), parts.get(2)?.as_str().trim()))
}

fn known<'a>(label: &str, value: &'a str) -> Option<(Fact, &'a str)> {
    FACTS.get(label).map(|&fact| (fact, value))
}

/// What is stated of an article, in order.
pub(super) struct Stated<'a>(pub(super) Vec<(Fact, &'a str)>);

impl<'a> Stated<'a> {
    pub(super) fn value(&self, sought: Fact) -> Option<&'a str> {
        self.0.iter().find(|(fact, _)| *fact == sought).map(|&(_, value)| value)
    }

    /// The facts of an article of this newspaper and date.
    pub(super) fn facts(&self, source: Option<String>, date: Option<String>) -> Facts {
        // `INTERNATIONAL; Pg. 35`
        let section = self.value(Fact::Section).and_then(|section| joined(section.split(';').take(1), " "));
        let author = joined(self.value(Fact::Author).into_iter(), " ");
        Facts { source, date, rubric: section, author, ..Facts::default() }.in_lang(self.lang())
    }

    /// The language, named in that of the database and in its own: `FRENCH; FRANÇAIS`.
    fn lang(&self) -> Option<String> {
        let names = self.value(Fact::Language)?;
        let known = names.split(';').map(str::trim).find(|name| Lang::parse(name).is_some());
        Some(known.unwrap_or(names).to_owned())
    }
}
