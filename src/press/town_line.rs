//! Datelines that only name a town: `Rabat – Un séminaire s’est ouvert …`, `RABAT, Morocco — The minister …`, `MADRID.- El ministro …`.
//!
//! The town must be known, and prose must follow. `Rabat – Madrid : la route des vacances` is about a way, and in
//! `La Paz – Bolivia, el país más alto` and `Tanger – Un port – grandit` the words behind the dash explain the town.

use super::grammar::Grammar;
use super::lex::{Kind, Token, lex, lex_first};
use super::lines::Line;
use super::lists::LISTS;
use crate::text::Lang;

/// The most characters that are read, and the most words of a country behind the town.
const LONGEST: usize = 80;
const MOST_COUNTRY_WORDS: usize = 3;
/// The fewest words of the paragraph.
const FEWEST_WORDS: usize = 8;
const DASHES: &str = "-–—−";

/// Byte behind the dash, if the paragraph begins with a town and a dash.
pub(super) fn town_line(text: &str, line: Line, lang: Lang) -> Option<usize> {
    let words = line.of(text);
    if !LISTS.town.may_begin(words) {
        return None;
    }
    // `La`, as in `La Paz`, begins more sentences than towns.
    let town = LISTS.town.at(&lex_first(words, LISTS.town.longest), 0)?;
    let tokens = lex(words, line.start, LONGEST);
    let scan = Scan { text, grammar: Grammar::new(&tokens, lang) };
    let last = scan.dash(scan.country(town).unwrap_or(town), town)?;
    (scan.begins_sentence(last + 1) && is_paragraph(line, words)).then(|| tokens[last].end)
}

/// Whether the line is prose: long, or some words that end as a sentence does.
fn is_paragraph(line: Line, words: &str) -> bool {
    let closing = ['"', '»', '”', ')', ' ', '\u{A0}', '\u{202F}'];
    let ended = words.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '؟']);
    line.is_long || (ended && words.split_whitespace().nth(FEWEST_WORDS).is_some())
}

struct Scan<'a> {
    text: &'a str,
    grammar: Grammar<'a>,
}

impl Scan<'_> {
    fn surface(&self, token: &Token<'_>) -> &str {
        &self.text[token.start..token.end]
    }

    /// The place after the country: `, Maroc`, `(Maroc)`.
    fn country(&self, pos: usize) -> Option<usize> {
        let bracket = self.grammar.is_sign(pos, "(");
        let first = Some(pos + 1).filter(|_| bracket || self.grammar.is_sign(pos, ","))?;
        let name = |token: &&Token<'_>| {
            matches!(token.kind, Kind::Word(_)) && !self.surface(token).starts_with(char::is_lowercase)
        };
        let count = self.grammar.tokens.get(first..)?.iter().take_while(name).count();
        let closed = !bracket || self.grammar.is_sign(first + count, ")");
        ((1..=MOST_COUNTRY_WORDS).contains(&count) && closed).then_some(first + count + usize::from(bracket))
    }

    /// The dash at `pos` with white space around it. In `ALGER- Le ministre`, `Madrid.- El ministro` it stands right behind the town.
    fn dash(&self, pos: usize, town: usize) -> Option<usize> {
        let dotted = self.grammar.is_sign(pos, ".");
        let first = Some(pos + usize::from(dotted)).filter(|&at| self.grammar.is_sign(at, DASHES))?;
        let double = self.grammar.is_sign(first + 1, DASHES) && self.grammar.glued(first + 1);
        let last = first + usize::from(double);
        let capitals =
            || self.grammar.tokens[..town].iter().all(|token| !self.surface(token).contains(char::is_lowercase));
        let set_apart = !self.grammar.glued(first) || dotted || capitals();
        (set_apart && !self.grammar.glued(last + 1)).then_some(last)
    }

    fn is_spaced_dash(&self, pos: usize) -> bool {
        self.grammar.is_sign(pos, DASHES) && !self.grammar.glued(pos) && !self.grammar.glued(pos + 1)
    }

    /// Whether prose begins: a word with a capital that is neither a town, a country nor an abbreviation.
    fn begins_sentence(&self, pos: usize) -> bool {
        let tokens = self.grammar.tokens;
        let Some(token) = tokens.get(pos) else { return false };
        let words = self.surface(token);
        let capitals =
            words.chars().nth(1).is_some() && !words.contains(char::is_lowercase) && words.contains(char::is_uppercase);
        let word = matches!(token.kind, Kind::Word(_)) && !words.starts_with(char::is_lowercase);
        let explains = self.grammar.is_sign(pos + 1, ",،") || (pos + 1..tokens.len()).any(|at| self.is_spaced_dash(at));
        word && !capitals && !explains && LISTS.town.at(tokens, pos).is_none() && LISTS.rubric.at(tokens, pos).is_none()
    }
}
