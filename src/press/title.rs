//! The headline and the rubric at the head of a text.

use super::author::{is_author, names_author};
use super::dateline::dateline;
use super::grammar::Grammar;
use super::lex::{Cut, Kind, cuts, lex, lex_through};
use super::lines::{Line, has_more};
use super::lists::{BYLINE, FIELD, LABEL, LISTS, RUBRIC, UNDATED};
use super::notice::SEPARATORS;
use crate::text::Lang;

/// The most characters of a headline that is found by its form alone.
const LONGEST: usize = 200;

/// Whether `lines[at]` has the form of a headline: short, no final period, more text in the lines below, and these do not go
/// on in lower case as prose in short lines does.
pub(super) fn is_headline(text: &str, lines: &[Line], at: usize) -> bool {
    let Some(line) = lines.get(at) else { return false };
    let words = line.of(text);
    let followed = lines.len() > at + 1;
    if followed && is_markdown_heading(words) {
        return true;
    }
    let is_open =
        is_short_and_open(words) && words.contains(char::is_alphabetic) && !names_author(words) && !is_author(words);
    followed && is_open && !is_wrapped(text, &lines[at + 1..])
}

/// `# Titre` is always a heading.
fn is_markdown_heading(words: &str) -> bool {
    let rest = words.trim_start_matches('#');
    (1..=6).contains(&(words.len() - rest.len())) && rest.starts_with([' ', '\t'])
}

fn is_short_and_open(words: &str) -> bool {
    let closing = ['"', '»', '”', '’', '\'', ')', ']', ' ', '\u{A0}', '\u{202F}'];
    let end = words.trim_end_matches(closing);
    !end.ends_with(['.', '…', ':', ';', ',', '،', '؛']) && !has_more(words.as_bytes(), LONGEST)
}

fn is_wrapped(text: &str, after: &[Line]) -> bool {
    let block = after.iter().take(3).take_while(|line| !line.after_blank);
    block.map(|line| line.of(text)).any(|words| words.starts_with(char::is_lowercase) && !names_author(words))
}

/// The headline before a label in its line, `Un accord signé | Publié le 3 juin 2015`, if it has the form of one: several words,
/// not all of them of a name.
pub(super) fn headline_before(text: &str, front: Line) -> Option<Line> {
    let words = front.of(text).trim_end_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(c));
    heads(words).then_some(Line { end: front.start + words.len(), ..front })
}

/// Whether the words before a label may be a headline rather than an author or a section.
pub(super) fn heads(words: &str) -> bool {
    let small = |word: &str| word.starts_with(char::is_lowercase) && !LISTS.particle.may_begin_with_word(word);
    let desk = |cut: Cut<'_>| LISTS.correspondent.may_begin_with(&cut);
    words.split_whitespace().nth(FEWEST_WORDS - 1).is_some()
        && words.split_whitespace().any(small)
        && LISTS.beginnings(words) & (LABEL | BYLINE | FIELD | UNDATED) == 0
        && !cuts(words, LONGEST).any(desk)
        && is_short_and_open(words)
}

/// The fewest words of a headline before a label.
const FEWEST_WORDS: usize = 3;

/// Byte after `title`, if the line begins with it. White space may differ.
pub(super) fn title_prefix(text: &str, line: Line, title: &str) -> Option<usize> {
    let words = line.of(text);
    let mut rest = if is_markdown_heading(words) { words.trim_start_matches('#').trim_start() } else { words };
    for (number, word) in title.split_whitespace().enumerate() {
        let next = if number == 0 { rest } else { rest.trim_start() };
        rest = next.strip_prefix(word)?;
    }
    let whole = !rest.starts_with(char::is_alphanumeric);
    (rest.len() < words.len() && whole).then_some(line.end - rest.len())
}

/// A rubric at the start of a line that goes on: byte after it (its period included), and its name.
pub(super) struct RubricPrefix {
    pub(super) end: usize,
    pub(super) name: String,
}

/// `Kiosque360.` before prose, and after a date header `INTERNATIONAL` before a headline.
pub(super) fn rubric_prefix(text: &str, line: Line, lang: Lang, after_header: bool) -> Option<RubricPrefix> {
    let words = line.of(text);
    let in_capitals = || cuts(words, LONGEST).next().is_some_and(|first| is_capitals(first.surface));
    if LISTS.first_beginning(words) & RUBRIC == 0 && !(after_header && in_capitals()) {
        return None;
    }
    // Behind the name, only a sign and the next token matter.
    let tokens = lex_through(words, line.start, LONGEST, |number, _| number > LISTS.rubric.longest);
    let grammar = Grammar::new(&tokens, lang);
    let start = tokens.first()?.start;
    let last = |next: usize| tokens.get(next.checked_sub(1)?).map(|token| token.end);
    if let Some(next) =
        LISTS.rubric.at(&tokens, 0).filter(|&next| grammar.is_sign(next, ".:|") && next + 1 < tokens.len())
    {
        let capital = text[start..].starts_with(char::is_uppercase);
        let name = text[start..last(next)?].to_owned();
        return capital.then_some(RubricPrefix { end: last(next + 1)?, name });
    }
    let surface = |pos: usize| tokens.get(pos).map_or("", |token| &text[token.start..token.end]);
    let known = LISTS.rubric.at(&tokens, 0);
    let next = known.unwrap_or(1);
    let capitals = (0..next).all(|pos| is_capitals(surface(pos)));
    let long_enough = known.is_some() || surface(0).chars().count() >= 4;
    let goes_on = surface(next).starts_with(char::is_uppercase) && !is_capitals(surface(next));
    let open = known.is_some() || is_short_and_open(words);
    let found = after_header && capitals && long_enough && goes_on && open;
    let end = last(next).filter(|_| found)?;
    Some(RubricPrefix { end, name: text[start..end].to_owned() })
}

/// Whether `lines[at]` has the form of a rubric: one to three words in capitals above a headline and text.
pub(super) fn is_rubric_line(text: &str, lines: &[Line], at: usize, lang: Lang) -> bool {
    let Some(line) = lines.get(at).filter(|line| line.end - line.start <= 60) else { return false };
    if line.of(text).contains(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let tokens = lex(line.of(text), line.start, LONGEST);
    let words = tokens.iter().all(|token| matches!(token.kind, Kind::Word(_)));
    let capitals = tokens.iter().all(|token| is_capitals(&text[token.start..token.end]));
    let next = lines.get(at + 1).copied();
    let headline = next.is_some_and(|next| {
        is_headline(text, lines, at + 1)
            && !is_all_capitals(next.of(text))
            && dateline(text, next, lang, false).is_none()
    });
    (1..=3).contains(&tokens.len()) && words && capitals && headline
}

fn is_all_capitals(words: &str) -> bool {
    !words.contains(char::is_lowercase)
}

fn is_capitals(word: &str) -> bool {
    word.chars().nth(1).is_some() && word.chars().all(|c| c.is_uppercase() || c.is_numeric())
}
