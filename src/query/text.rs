//! Tokens and sentences of a single text, as users see them: offsets in code points.

use crate::text::{self, CodePoints, Lang, Rules};

/// One row per token, in text order.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table")]
pub struct TokenTable {
    pub token: Vec<String>,
    pub norm: Vec<String>,
    pub kind: Vec<&'static str>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// One row per sentence, in text order.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table")]
pub struct SentenceTable {
    pub sentence: Vec<String>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// Cuts a text into tokens.
pub fn tokenize(text: &str, rules: Rules) -> TokenTable {
    let mut ranges = Vec::new();
    text::segment(text, rules, &mut ranges);
    let places = CodePoints::new(text);
    let mut table = TokenTable::default();
    for range in ranges {
        table.start.push(places.at(range.start) as i64);
        table.end.push(places.at(range.end) as i64);
        let surface = &text[range];
        let norm = text::norm(surface, rules.lang);
        table.kind.push(text::kind(&norm).name());
        table.norm.push(norm.into_owned());
        table.token.push(surface.to_owned());
    }
    table
}

/// Cuts a text into sentences.
pub fn sentences(text: &str, lang: Lang) -> SentenceTable {
    let mut ranges = Vec::new();
    text::segment(text, Rules { lang, ..Rules::default() }, &mut ranges);
    let places = CodePoints::new(text);
    let mut table = SentenceTable::default();
    for range in text::sentences(text, &ranges, lang) {
        table.start.push(places.at(range.start) as i64);
        table.end.push(places.at(range.end) as i64);
        table.sentence.push(text[range].to_owned());
    }
    table
}
