//! Fields that are pasted from a database with a text: `HD Un accord signé`, `PD 3 juin 2015`, `SN Le Monde`, or `Titre : …`,
//! `Publication : Le Monde`.
//!
//! They come in blocks at the very top or the very end. A block has at least two different ones, because a single line of
//! this form may be prose.

use std::ops::Range;

use super::author::{is_author, is_label, labelled};
use super::dateline::Dated;
use super::expression::{after_clock, expression, with_weekday_behind};
use super::grammar::Grammar;
use super::lex::{lex, lex_first};
use super::lines::Line;
use super::lists::{FIELD, LABEL, LISTS, UNDATED};
use super::notice::{LONGEST, Notice, notice};
use crate::calendar::Precision;
use crate::text::Lang;

/// A field that is taken in, and the lines it stands in.
pub(super) struct Field {
    pub(super) lines: Range<usize>,
    pub(super) value: Value,
}

/// What a field states.
pub(super) enum Value {
    Title(String),
    /// The paper; `None` for other facts of the same record.
    Source(Option<String>),
    Date(Dated),
}

/// The most lines of a block with labels.
const MOST_LINES: usize = 8;
/// The most words of the name of a paper.
const MOST_NAME_WORDS: usize = 6;

/// The fields around a text; `headed` where its date stands before them.
pub(super) fn fields(text: &str, lines: &[Line], lang: Lang, headed: bool) -> Vec<Field> {
    let begins = |line: &Line| LISTS.first_beginning(line.of(text)) & (FIELD | LABEL | UNDATED) != 0;
    let may_have = |at: usize| lines.get(at).is_some_and(|line| !line.is_long && begins(line));
    let block = Block { text, lines, lang };
    // A block has two fields at least.
    let above = || if may_have(0) && (headed || may_have(1)) { block.above(headed) } else { None };
    let last = lines.len().saturating_sub(1);
    let below = || if may_have(last) && may_have(last.saturating_sub(1)) { block.below() } else { None };
    block.coded().or_else(above).or_else(below).unwrap_or_default()
}

/// What the code of a field announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    Title,
    Date,
    Source,
    Text,
    Other,
}

/// What the labels of a block announce.
#[derive(Default, Clone, Copy)]
struct Labels {
    title: bool,
    date: bool,
    source: bool,
    author: bool,
}

impl Labels {
    fn count(self) -> usize {
        [self.title, self.date, self.source, self.author].into_iter().filter(|told| *told).count()
    }
}

struct Block<'a> {
    text: &'a str,
    lines: &'a [Line],
    lang: Lang,
}

impl Block<'_> {
    /// Fields with a code, which stands before its value or on the line above it.
    fn coded(&self) -> Option<Vec<Field>> {
        let (mut at, mut found) = (0, Vec::new());
        while let Some((code, value)) = self.code(at) {
            if code == Code::Text {
                // The text may begin on the same line.
                found.extend(value.is_none().then_some(Field { lines: at..at + 1, value: Value::Source(None) }));
                break;
            }
            let below = || self.lines.get(at + 1).copied().filter(|_| self.code(at + 1).is_none());
            let Some(line) = value.or_else(below) else { break };
            let Some(value) = self.value(code, line) else { break };
            let next = at + if line.start > self.lines[at].end { 2 } else { 1 };
            found.push(Field { lines: at..next, value });
            at = next;
        }
        // `LA POLICE …` is a headline.
        let told = |is: fn(&Value) -> bool| found.iter().any(|field| is(&field.value));
        let day = told(|value| matches!(value, Value::Date(_)));
        let paper = told(|value| matches!(value, Value::Source(Some(_))));
        let title = told(|value| matches!(value, Value::Title(_)));
        (found.len() > 1 && (day || (paper && title))).then_some(found)
    }

    /// The code at the beginning of a line, in capitals, and what follows it.
    fn code(&self, at: usize) -> Option<(Code, Option<Line>)> {
        let line = *self.lines.get(at)?;
        let words = line.of(self.text);
        if !begins_with_capitals(words) {
            return None;
        }
        let tokens = lex_first(words, 2);
        let first = tokens.first().filter(|first| !words[first.start..first.end].contains(char::is_lowercase))?;
        let codes = [
            (&LISTS.title_code, Code::Title),
            (&LISTS.date_code, Code::Date),
            (&LISTS.source_code, Code::Source),
            (&LISTS.text_code, Code::Text),
            (&LISTS.other_code, Code::Other),
        ];
        let code = codes.into_iter().find(|(list, _)| list.at(&tokens, 0).is_some())?.1;
        let Some(second) = tokens.get(1) else { return Some((code, None)) };
        let apart = words[first.end..second.start].contains(char::is_whitespace);
        apart.then_some((code, Some(Line { start: line.start + second.start, ..line })))
    }

    fn value(&self, code: Code, line: Line) -> Option<Value> {
        let words = line.of(self.text);
        if line.is_long {
            return None;
        }
        Some(match code {
            Code::Title => Value::Title(words.to_owned()),
            Code::Date => Value::Date(self.day(line)?),
            Code::Source => Value::Source(Some(words.to_owned())),
            Code::Text | Code::Other => Value::Source(None),
        })
    }

    /// The day that is the whole of the words.
    fn day(&self, line: Line) -> Option<Dated> {
        let tokens = lex(line.of(self.text), line.start, LONGEST);
        let grammar = Grammar::new(&tokens, self.lang);
        let found = with_weekday_behind(grammar, expression(grammar, 0)?);
        let whole = found.reading.precision == Precision::Day && grammar.is_end(after_clock(grammar, &found));
        whole.then(|| Dated::new(grammar, found))
    }

    /// Fields with a label above the text.
    fn above(&self, headed: bool) -> Option<Vec<Field>> {
        let (found, labels, _) = self.labelled(0);
        let labels = Labels { date: labels.date || headed, ..labels };
        // `Publication : Un livre`, `Auteur : …` are of a review.
        (labels.count() > 1 && (labels.title || labels.date)).then_some(found)
    }

    /// Fields with a label below the text, where a title would be that of a book.
    fn below(&self) -> Option<Vec<Field>> {
        let first = self.lines.len().saturating_sub(MOST_LINES).max(1);
        let runs = (first..self.lines.len()).map(|from| self.labelled(from));
        let (mut found, labels, _) = runs.into_iter().find(|(_, _, end)| *end == self.lines.len())?;
        found.retain(|field| matches!(field.value, Value::Source(_)));
        (labels.date && labels.source).then_some(found)
    }

    /// Lines with labels from `from` on: those that are taken in, what all of them announce, and the line after them.
    fn labelled(&self, from: usize) -> (Vec<Field>, Labels, usize) {
        let (mut found, mut labels) = (Vec::new(), Labels::default());
        for (at, &line) in self.lines.iter().enumerate().skip(from).take(MOST_LINES) {
            match self.label(line, &mut labels) {
                Some(value) => found.extend(value.map(|value| Field { lines: at..at + 1, value })),
                None => return (found, labels, at),
            }
        }
        let end = self.lines.len().min(from + MOST_LINES);
        (found, labels, end)
    }

    /// What the field in a line states, if it is taken in here; `None` if the line is not a field.
    fn label(&self, line: Line, labels: &mut Labels) -> Option<Option<Value>> {
        let words = line.of(self.text);
        if line.is_long {
            return None;
        }
        // The zones of other notices are found with those of the text.
        match notice(self.text, line, self.lang) {
            Some(Notice::Label { update: false, .. }) => labels.date = true,
            Some(Notice::Source { name: Some(_), .. }) => labels.source = true,
            _ if is_author(words) => labels.author = true,
            _ => {
                let (label, value) = labelled(words).map(|(label, value)| (label, value.trim()))?;
                if is_label(&LISTS.title_label, label) && !value.is_empty() {
                    labels.title = true;
                    return Some(Some(Value::Title(value.to_owned())));
                }
                let paper = is_label(&LISTS.source_label, label) && is_paper(value);
                labels.source |= paper;
                return paper.then(|| Some(Value::Source(Some(value.to_owned()))));
            }
        }
        Some(None)
    }
}

/// Whether two capitals of ASCII go first, as in every code; few other lines begin so.
fn begins_with_capitals(words: &str) -> bool {
    words.as_bytes().first_chunk::<2>().is_some_and(|two| two.iter().all(u8::is_ascii_uppercase))
}

/// Whether the words may name a paper.
fn is_paper(words: &str) -> bool {
    let brief = (1..=MOST_NAME_WORDS).contains(&words.split_whitespace().count());
    brief && !words.starts_with(char::is_lowercase) && !words.ends_with(['.', '!', '?', '…'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_begins_with_capitals() {
        let lists: toml::Table = include_str!("lists.toml").parse().unwrap();
        let codes =
            lists.iter().filter(|(name, _)| name.ends_with("_code")).flat_map(|(_, list)| list.as_array().unwrap());
        let codes: Vec<&str> = codes.filter_map(toml::Value::as_str).collect();
        assert!(codes.len() > 15 && codes.iter().all(|code| begins_with_capitals(code)), "{codes:?}");
    }
}
