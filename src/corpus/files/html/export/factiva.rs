//! Factiva (Dow Jones).
//!
//! A page has one of two forms. Either an article is a table whose rows are named by letters (`HD` its headline, `PD`
//! its date, `SN` its newspaper); or the facts follow one another around the headline, without names: section, headline,
//! author, number of words, date, time, newspaper, code of the newspaper, edition, page, language, copyright. The
//! paragraphs of the text are marked in both.

use std::sync::LazyLock;

use regex::Regex;

use super::mark::Mark;
use super::{Article, Piece, marked};
use crate::corpus::files::FileText;
use crate::corpus::files::record::{Facts, compose, joined};
use crate::text::Lang;

/// The accession number: the code of the newspaper, a day, nine signs.
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b[A-Z0-9]{4,12}\d{8}[a-z0-9]{9}\b").expect("a pattern"));

/// `295 mots`, `1,285 words`, in the language of the database.
static WORDS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d[\d.,'\s]*\p{L}+$").expect("a pattern"));

/// `15:32`, `3:32 PM`.
static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{1,2}[:h.]\d{2}\b").expect("a pattern"));

pub(super) fn text(article: &Article) -> FileText {
    let mut facts = if article.of(Mark::Letters).next().is_some() { of_rows(article) } else { of_order(article) };
    let lang = facts.lang.take().filter(|lang| Lang::parse(lang).is_some()).or_else(|| article.lang.clone());
    let facts = facts.in_lang(lang);
    let body: Vec<&str> = article.of(Mark::Paragraph).collect();
    compose(article.joined(Mark::Title, " "), None, &body, facts)
}

/// The facts of a table.
fn of_rows(article: &Article) -> Facts {
    let value = |letters: &str| {
        let named = |piece: &Piece| piece.mark == Mark::Letters && piece.text.trim() == letters;
        let at = article.pieces.iter().position(named)?;
        let cell = article.pieces[at + 1..].iter().take_while(|piece| piece.mark != Mark::Letters);
        joined(cell.map(|piece| piece.text.as_str()), " ")
    };
    Facts {
        source: value("SN"),
        rubric: value("SE"),
        date: value("PD"),
        lang: value("LA"),
        author: value("BY"),
        number: value("AN").and_then(|cell| cell.split(' ').next_back().map(str::to_owned)),
        ..Facts::default()
    }
}

/// Facts without names, in order. Only the number of words can be recognised by its form; the others follow it.
fn of_order(article: &Article) -> Facts {
    let title = article.pieces.iter().position(|piece| piece.mark == Mark::Title).unwrap_or(0);
    let (above, below) = article.pieces.split_at(title);
    let header = below.iter().take_while(|piece| piece.mark != Mark::Paragraph).count();
    let mut facts =
        marked(&below[..header], Mark::Plain).map(str::trim).skip_while(|line| !WORDS.is_match(line)).skip(1);
    let date = facts.next().map(str::to_owned);
    let source = facts.find(|line| !TIME.is_match(line)).map(str::to_owned);
    let lang = facts.find(|line| Lang::parse(line).is_some()).map(str::to_owned);
    let number = article.pieces.iter().rev().find_map(|piece| NUMBER.find(&piece.text));
    Facts {
        source,
        rubric: joined(marked(above, Mark::Plain), ", "),
        date,
        lang,
        author: article.joined(Mark::Author, ", "),
        number: number.map(|found| found.as_str().to_owned()),
        ..Facts::default()
    }
}
