//! Fields that are pasted from a database with a text: `HD Un accord signé`, `PD 3 juin 2015`, `SN Le Monde`, or `Titre : …`,
//! `Publication : Le Monde`.
//!
//! They come in blocks at the very top or the very end. A block has at least two different ones, because a single line of
//! this form may be prose. Factiva prints them without codes too, below the headline: the number of words, the day, the
//! paper, its code and the language, each on its line.

use std::ops::Range;

use super::author::{is_author, is_label, labelled};
use super::candidate::Origin;
use super::clock::clock;
use super::dateline::Dated;
use super::expression::{after_clock, expression, with_weekday_behind};
use super::grammar::Grammar;
use super::lex::{Kind, is_line_end, lex, lex_first};
use super::lines::Line;
use super::lists::{FIELD, LABEL, LISTS, UNDATED};
use super::notice::{LONGEST, Notice, notice};
use super::read::Draft;
use super::zone::ZoneKind;
use crate::calendar::Precision;
use crate::text::Lang;

/// A field that is taken in, and the lines it stands in.
pub(super) struct Field {
    pub(super) lines: Range<usize>,
    pub(super) value: Value,
}

/// What a field states.
pub(super) enum Value {
    /// The headline, and byte where it begins behind its code or label.
    Title(String, usize),
    /// The paper; `None` for other facts of the same record.
    Source(Option<String>),
    Date(Dated),
}

/// The most lines of a block with labels.
const MOST_LINES: usize = 8;
/// The headline and its authors stand in so many lines above facts without codes, which are short.
const MOST_LINES_BEFORE: usize = 5;
const LONGEST_FACT: usize = 80;
/// The fewest characters of the number of a document.
const SHORTEST_NUMBER: usize = 20;
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
    block.coded().or_else(above).or_else(below).or_else(|| block.printed()).unwrap_or_default()
}

impl Draft<'_, '_> {
    /// Takes in the fields of a database above the text; the other lines.
    pub(super) fn fields(&mut self, mut lines: Vec<Line>) -> Vec<Line> {
        let headed = self.press.zones.iter().any(|zone| zone.kind == ZoneKind::Header);
        for Field { lines: taken, value } in fields(self.given.text, &lines, self.lang, headed).into_iter().rev() {
            let (mut start, end) = (lines[taken.start].start, lines[taken.end - 1].end);
            let kind = match value {
                Value::Title(title, from) => {
                    let label = self.given.text[start..from].trim_end().len();
                    self.zone(ZoneKind::SourceLine, start, start + label);
                    start = from;
                    self.press.title.get_or_insert(title);
                    ZoneKind::Title
                }
                Value::Source(name) => {
                    self.press.source = self.press.source.take().or(name);
                    ZoneKind::SourceLine
                }
                Value::Date(dated) => {
                    self.date(&dated, Origin::Label, false);
                    ZoneKind::DateLine
                }
            };
            self.zone(kind, start, end);
            lines.drain(taken);
        }
        lines
    }
}

/// What the code of a field announces.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Code {
    Title,
    Date,
    Source,
    Text,
    /// What stands behind the text.
    Tail,
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
                found.extend(value.is_none().then(|| fact(at..at + 1)));
                break;
            }
            let below = || self.lines.get(at + 1).copied().filter(|_| self.code(at + 1).is_none());
            let Some(mut line) = value.or_else(below) else { break };
            let mut next = at + if line.start > self.lines[at].end { 2 } else { 1 };
            if code == Code::Title && self.goes_on(next) {
                line.end = self.lines[next].end;
                next += 1;
            }
            let Some(value) = self.value(code, line) else { break };
            found.push(Field { lines: at..next, value });
            at = next;
        }
        // `LA POLICE …` is a headline.
        let told = |is: fn(&Value) -> bool| found.iter().any(|field| is(&field.value));
        let day = told(|value| matches!(value, Value::Date(_)));
        let paper = told(|value| matches!(value, Value::Source(Some(_))));
        let title = told(|value| matches!(value, Value::Title(..)));
        if found.len() < 2 || !(day || (paper && title)) {
            return None;
        }
        found.extend(self.behind(at));
        Some(found)
    }

    /// Whether a headline has a second line at `at`: one without a code, above another field.
    fn goes_on(&self, at: usize) -> bool {
        let plain =
            self.lines.get(at).is_some_and(|line| !line.after_blank && !line.is_long) && self.code(at).is_none();
        plain && self.code(at + 1).is_some()
    }

    /// The fields behind the text from line `from` on: `TD` alone between its parts, and the last ones with the number of the
    /// document.
    fn behind(&self, from: usize) -> Vec<Field> {
        let count = self.lines.len();
        let alone = |at: usize| matches!(self.code(at), Some((Code::Text, None)));
        let mut found: Vec<Field> =
            (from + 1..count.saturating_sub(1)).filter(|&at| alone(at)).map(|at| fact(at..at + 1)).collect();
        let coded = |at: usize| matches!(self.code(at), Some((Code::Tail, _)));
        let below = |at: usize| matches!(self.code(at - 1), Some((Code::Tail, None)));
        let tail = (from + 1..count).rev().take_while(|&at| coded(at) || below(at));
        if self.is_number(count - 1) {
            found.extend(tail.last().or(Some(count - 1)).map(|first| fact(first..count)));
        }
        found
    }

    /// Whether a line is the number of a document in the database: `Document LEMOND0020150603eb6300012`.
    fn is_number(&self, at: usize) -> bool {
        let words = self.lines[at].of(self.text);
        let number = words.rsplit(' ').next().unwrap_or_default();
        let told = words.split(' ').rev().nth(1).is_some_and(|word| is_label(&LISTS.counted, word));
        told && number.len() >= SHORTEST_NUMBER && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// Fields without codes: `312 mots`, the day, a time, the paper, other facts in short lines, the language.
    fn printed(&self) -> Option<Vec<Field>> {
        let first = (1..=MOST_LINES_BEFORE).find(|&at| self.counts_words(at))?;
        let short = |at: usize| self.lines.get(at).copied().filter(|line| line.end - line.start <= LONGEST_FACT);
        let day = self.day(short(first + 1)?)?;
        let paper = first + 2 + usize::from(self.is_time(short(first + 2)?));
        let name = short(paper)?.of(self.text);
        let facts = (paper + 1..paper + MOST_LINES).take_while(|&at| short(at).is_some());
        let last = facts.into_iter().find(|&at| is_label(&LISTS.language_name, self.lines[at].of(self.text)))?;
        let mut found = vec![fact(first..first + 1), Field { lines: first + 1..first + 2, value: Value::Date(day) }];
        found.extend((first + 2..paper).map(|at| fact(at..at + 1)));
        found.push(Field { lines: paper..paper + 1, value: Value::Source(Some(name.to_owned())) });
        found.push(fact(paper + 1..last + 1));
        let end = self.lines.len() - 1;
        found.extend((end > last && self.is_number(end)).then(|| fact(end..end + 1)));
        is_paper(name).then_some(found)
    }

    /// Whether a line is only the number of words of an article.
    fn counts_words(&self, at: usize) -> bool {
        let words = self.lines.get(at).map_or("", |line| line.of(self.text));
        if !words.starts_with(|c: char| c.is_ascii_digit()) || words.len() > LONGEST_FACT {
            return false;
        }
        let tokens = lex(words, 0, LONGEST_FACT);
        // `1 512 mots`.
        let numbers = tokens.iter().take_while(|token| matches!(token.kind, Kind::Number { .. })).count();
        (1..=2).contains(&numbers) && LISTS.word_count.at(&tokens, numbers) == Some(tokens.len())
    }

    fn is_time(&self, line: Line) -> bool {
        let tokens = lex(line.of(self.text), line.start, LONGEST);
        clock(Grammar::new(&tokens, self.lang), 0) == Some(tokens.len())
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
            (&LISTS.tail_code, Code::Tail),
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
            Code::Title => {
                let headline = words.split(is_line_end).map(str::trim).collect::<Vec<_>>().join(" ");
                Value::Title(headline, line.start)
            }
            Code::Date => Value::Date(self.day(line)?),
            Code::Source => Value::Source(Some(words.to_owned())),
            Code::Text | Code::Tail | Code::Other => Value::Source(None),
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
            Some(Notice::Trail(_)) => {}
            _ if is_author(words) => labels.author = true,
            _ => {
                let (label, value) = labelled(words).map(|(label, value)| (label, value.trim()))?;
                if is_label(&LISTS.title_label, label) && !value.is_empty() {
                    labels.title = true;
                    return Some(Some(Value::Title(value.to_owned(), line.end - value.len())));
                }
                let paper = is_label(&LISTS.source_label, label) && is_paper(value);
                labels.source |= paper;
                return paper.then(|| Some(Value::Source(Some(value.to_owned()))));
            }
        }
        Some(None)
    }
}

/// Lines with a fact that is no title, day or paper.
fn fact(lines: Range<usize>) -> Field {
    Field { lines, value: Value::Source(None) }
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
