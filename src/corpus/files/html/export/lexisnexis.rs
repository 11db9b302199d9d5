//! LexisNexis (before Nexis Uni, which exports no HTML).
//!
//! Styles say nothing of what a part of an article is. Its place does, and labels in capitals: number, newspaper, date,
//! headline, facts behind labels, text, more facts, copyright. An anchor stands before each article.

use std::collections::HashMap;
use std::sync::LazyLock;

use html5gum::StartTag;
use regex::Regex;

use super::Article;
use crate::corpus::files::FileText;
use crate::corpus::files::record::{Facts, compose, is_credit, joined};
use crate::press::date_within;
use crate::text::Lang;

/// How the name of an anchor before an article begins.
pub(super) const ANCHOR: &str = "DOC_ID_";

/// `1 of 3 DOCUMENTS`, `Dokument 1 von 3`: stands above each article.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:\d+ (?:of|de|von|sur) \d+ documen\w+|do[ck]ument \d+ (?:of|de|von|sur) \d+)$")
        .expect("a pattern")
});

/// `RUBRIQUE: `, with what stands behind it.
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^([\p{Lu}\p{M}-]+) ?:(?s:\s*(.*))$").expect("a pattern"));

/// What stands behind a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
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
    let lists: HashMap<String, Vec<String>> = toml::from_str(include_str!("lexisnexis.toml")).expect("lists of labels");
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

/// Whether an element begins an article.
pub(super) fn begins(tag: &StartTag<()>) -> bool {
    let name = tag.attributes.get(b"name".as_slice());
    *tag.name == b"a" && name.is_some_and(|name| name.value.starts_with(ANCHOR.as_bytes()))
}

/// Whether the article is one of the database.
pub(super) fn wrote(article: &Article) -> bool {
    lines(article).any(|line| is_count(line) || fact(line).is_some())
}

pub(super) fn text(article: &Article) -> FileText {
    let lines: Vec<&str> = lines(article).filter(|line| !is_count(line)).collect();
    let head = &lines[..lines.iter().position(|line| fact(line).is_some()).unwrap_or(lines.len())];
    let dated = head.iter().position(|line| date(line).is_some());
    let source = head[..dated.unwrap_or(head.len().min(1))].iter().find(|line| !is_credit(line));
    let parts = Parts::of(&lines[dated.map_or(1, |at| at + 1).min(lines.len())..]);
    let stated = Facts {
        source: source.and_then(|line| joined(line.lines().take(1), " ")),
        rubric: parts.value(Fact::Section).and_then(|section| joined(section.split(';').take(1), " ")),
        date: dated.and_then(|at| date(head[at])).map(str::to_owned),
        author: joined(parts.value(Fact::Author).into_iter(), " "),
        ..Facts::default()
    };
    // `FRENCH; FRANÇAIS`: in the language of the database, and in its own.
    let lang = parts.value(Fact::Language).map(|names| {
        let known = names.split(';').map(str::trim).find(|name| Lang::parse(name).is_some());
        known.unwrap_or(names).to_owned()
    });
    compose(parts.title(), parts.lead(), &parts.body, stated.in_lang(lang))
}

/// What stands below the date.
struct Parts<'a> {
    /// Headline, and what stands below it.
    headings: &'a [&'a str],
    body: Vec<&'a str>,
    facts: Vec<(Fact, &'a str)>,
}

impl<'a> Parts<'a> {
    fn of(lines: &'a [&'a str]) -> Self {
        let is_above = |line: &&str| fact(line).is_some_and(|(fact, _)| fact.is_above());
        let is_below = |line: &&str| fact(line).is_some_and(|(fact, _)| !fact.is_above());
        let end = lines.iter().position(is_below).unwrap_or(lines.len());
        let (above, below) = lines.split_at(end);
        // Without facts above the text, only the headline can be told from it.
        let headings = above.iter().position(is_above).unwrap_or(above.len().min(1));
        let text = &above[headings..];
        let text = &text[text.iter().take_while(|line| is_above(line)).count()..];
        let facts = above.iter().chain(below).filter_map(|line| fact(line)).collect();
        let credited = text.iter().rev().take_while(|line| is_credit(line)).count();
        Self { headings: &above[..headings], body: text[..text.len() - credited].to_vec(), facts }
    }

    fn value(&self, sought: Fact) -> Option<&'a str> {
        self.facts.iter().find(|(fact, _)| *fact == sought).map(|&(_, value)| value)
    }

    fn title(&self) -> Option<String> {
        joined(self.headings.iter().copied().take(1), " ")
    }

    fn lead(&self) -> Option<String> {
        joined(self.headings.iter().copied().skip(1).chain(self.value(Fact::Lead)), " ")
    }
}

impl Fact {
    fn is_above(self) -> bool {
        matches!(self, Self::Section | Self::Author | Self::Lead | Self::Above)
    }
}

fn lines(article: &Article) -> impl Iterator<Item = &str> {
    article.pieces.iter().map(|piece| piece.text.trim()).filter(|line| !line.is_empty())
}

fn is_count(line: &str) -> bool {
    COUNT.is_match(line)
}

/// The fact that a line states behind its label.
fn fact(line: &str) -> Option<(Fact, &str)> {
    let parts = LABELLED.captures(line)?;
    let (label, value) = (parts.get(1)?.as_str(), parts.get(2)?.as_str());
    FACTS.get(label).map(|&fact| (fact, value.trim()))
}

/// The date that a line begins with.
fn date(line: &str) -> Option<&str> {
    date_within(line, Lang::Fr).filter(|place| place.start == 0).map(|place| &line[place])
}
