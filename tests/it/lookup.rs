//! Looks a lexicon up in one text, as the truth tables need it: text in, rows out. A blank line ends a sentence.

use std::ops::Range;

use coopsec::Result;
use coopsec::corpus::{Control, Vocabulary};
use coopsec::lexicon::{Document, Lexicon, NestedScope};
use coopsec::text::{Lang, Rules, kind, norm, segment};

/// A hit as the truth tables write it.
pub(crate) struct Row {
    pub(crate) theme: String,
    pub(crate) text: String,
    pub(crate) pattern: String,
    pub(crate) rolled_up: bool,
}

/// How a text is read and resolved.
#[derive(Clone, Copy)]
pub(crate) struct Reading {
    pub(crate) lang: Lang,
    pub(crate) split_hyphens: bool,
    pub(crate) scope: NestedScope,
}

impl Reading {
    /// Reads `lang`, `hyphens` and `scope` of a case, with the defaults of the tables.
    pub(crate) fn of(case: &toml::Table) -> Self {
        let word = |key: &str, default| case.get(key).map_or(default, |value| value.as_str().expect("a text"));
        Self {
            lang: Lang::parse(word("lang", "fr")).expect("a language"),
            split_hyphens: word("hyphens", "keep") == "split",
            scope: NestedScope::parse(word("scope", "theme")).expect("a scope"),
        }
    }

    fn rules(self) -> Rules {
        Rules { lang: self.lang, elision: true, split_hyphens: self.split_hyphens }
    }
}

/// Every hit of a lexicon in a text, including the rows of ancestors.
pub(crate) fn rows(lexicon: &Lexicon, text: &str, reading: Reading) -> Result<Vec<Row>> {
    let (tokens, starts) = tokens(text, reading);
    let mut vocabulary = Vocabulary::default();
    let intern = |range: &Range<usize>| {
        let norm = norm(&text[range.clone()], reading.lang);
        vocabulary.intern(&norm, kind(&norm))
    };
    let ids: Vec<u32> = tokens.iter().map(intern).collect();
    let matcher = lexicon.compile(reading.rules(), &vocabulary, &Control::default())?;
    let surface = |index: usize| &text[tokens[index].clone()];
    let document = Document { ids: &ids, sentence_starts: &starts, surface: &surface };
    let hits = matcher.hits(&document, reading.scope);
    let row = |hit: &coopsec::lexicon::Hit| Row {
        theme: lexicon.themes()[hit.theme as usize].name.clone(),
        text: text[tokens[hit.start as usize].start..tokens[hit.end as usize - 1].end].to_owned(),
        pattern: matcher.pattern_text(hit.pattern).to_owned(),
        rolled_up: hit.rolled_up,
    };
    Ok(hits.iter().map(row).collect())
}

fn tokens(text: &str, reading: Reading) -> (Vec<Range<usize>>, Vec<u32>) {
    let (mut tokens, mut starts, mut from) = (Vec::new(), Vec::new(), 0);
    for sentence in text.split_inclusive("\n\n") {
        starts.push(tokens.len() as u32);
        let mut ranges = Vec::new();
        segment(sentence, reading.rules(), &mut ranges);
        tokens.extend(ranges.into_iter().map(|range| from + range.start..from + range.end));
        from += sentence.len();
    }
    (tokens, starts)
}

/// The tables under a key of `tests/cases/<stem>.toml`.
pub(crate) fn cases(source: &str, key: &str) -> Vec<toml::Table> {
    let table: toml::Table = source.parse().expect("the truth table is TOML");
    let cases: Vec<toml::Table> = table[key].clone().try_into().expect("a list of tables");
    assert!(!cases.is_empty(), "no case under {key}");
    cases
}

/// The list of strings under a key of a case.
pub(crate) fn texts(case: &toml::Table, key: &str) -> Vec<String> {
    case[key].clone().try_into().expect("a list of texts")
}

/// The lexicon of a case: `lexicon` in TOML, or `patterns` of one theme `t`.
pub(crate) fn lexicon(case: &toml::Table) -> Result<Lexicon> {
    if let Some(text) = case.get("lexicon") {
        return Lexicon::from_toml(text.as_str().expect("a lexicon in TOML"), "case");
    }
    let patterns =
        coopsec::lexicon::Node::List(texts(case, "patterns").into_iter().map(coopsec::lexicon::Node::Text).collect());
    let themes = coopsec::lexicon::Node::Table(vec![("t".to_owned(), patterns)]);
    Lexicon::from_themes(
        &themes,
        &coopsec::lexicon::Node::List(vec![]),
        &coopsec::lexicon::Node::Table(Vec::new()),
        "case",
    )
}
