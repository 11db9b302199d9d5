//! Texts behind starred lines, the form of IRaMuTeQ and Alceste: `**** *source_le_monde *date_2015-05-28`.
//!
//! A file holds any number of texts. Each begins with a line of four asterisks, or of a number, with the variables of the
//! text: names and values with a low line between them. In a value a low line stands for a space, which would end it.

use super::FileText;
use crate::press::{Stated, StatedPart, stated, stated_part};
use crate::text::Lang;

/// What stands before the variables, if no number does.
const MARK: &str = "****";
/// The fewest digits of that number.
const FEWEST_DIGITS: usize = 4;
/// The value of a variable that has none: `*entretien`.
const SET: &str = "true";

/// The texts, in order and numbered from 1 if there are several; `None` if the file does not begin with a starred line.
pub(super) fn starred_texts(whole: &str) -> Option<Vec<FileText>> {
    let body = whole.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    variables(body.lines().next()?)?;
    let mut texts: Vec<FileText> = Vec::new();
    for line in body.split_inclusive('\n') {
        match (variables(line), texts.last_mut()) {
            (Some(variables), _) => texts.push(described(variables)),
            (None, Some(text)) if !names_theme(line) => text.text.push_str(line),
            _ => {}
        }
    }
    let several = texts.len() > 1;
    for (text, number) in texts.iter_mut().zip(1..) {
        text.text.truncate(text.text.trim_end().len());
        text.text.drain(..text.text.len() - text.text.trim_start().len());
        text.article = several.then_some(number);
    }
    Some(texts)
}

/// The variables of a starred line, in order; `None` for any other line.
fn variables(line: &str) -> Option<Vec<(String, String)>> {
    let mut words = line.split_whitespace();
    let mark = words.next()?;
    let is_number = mark.len() >= FEWEST_DIGITS && mark.bytes().all(|byte| byte.is_ascii_digit());
    let mut found: Vec<(String, String)> = Vec::new();
    for word in words.take_while(|_| mark == MARK || is_number) {
        match (word.strip_prefix('*').filter(|name| !name.is_empty()), found.last_mut()) {
            (Some(variable), _) => {
                let (name, value) = variable.split_once('_').unwrap_or((variable, SET));
                found.push((name.to_owned(), value.to_owned()));
            }
            // Not allowed by the form, but written by some: a value with spaces.
            (None, Some((_, value))) if mark == MARK => {
                value.push('_');
                value.push_str(word);
            }
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Whether the line only names the theme of those below it: `-*coopération`.
fn names_theme(line: &str) -> bool {
    line.starts_with("-*")
}

/// An empty text with what its variables state.
fn described(variables: Vec<(String, String)>) -> FileText {
    let (mut text, mut parts) = (FileText::default(), Parts::default());
    for (name, value) in variables {
        let spaced = || value.replace('_', " ").trim().to_owned();
        match stated(&name) {
            Some(Stated::Date) if text.date.is_none() => text.date = Some(date(&value)),
            Some(Stated::Title) if text.title.is_none() => text.title = Some(spaced()),
            Some(Stated::Source) if text.source.is_none() => text.source = Some(spaced()),
            Some(Stated::Rubric) if text.rubric.is_none() => text.rubric = Some(spaced()),
            Some(Stated::Lang) if text.lang.is_none() && Lang::parse(&value).is_some() => text.lang = Some(value),
            Some(Stated::Url) if text.url.is_none() => text.url = Some(value),
            _ => {
                parts.take(&name, &value);
                text.fields.push((name, spaced()));
            }
        }
    }
    text.date = text.date.or_else(|| parts.date());
    text
}

/// A date whose parts have low lines between them: `2015_05_28`, `28_mai_2015`.
fn date(value: &str) -> String {
    let in_digits = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    value.replace('_', if in_digits { "-" } else { " " })
}

/// The parts of a date that have variables of their own.
#[derive(Default)]
struct Parts {
    year: Option<String>,
    month: Option<String>,
    day: Option<String>,
}

impl Parts {
    fn take(&mut self, name: &str, value: &str) {
        let is_number = !value.is_empty() && value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_digit());
        match stated_part(name) {
            Some(StatedPart::Year) if is_number && value.len() == 4 => self.year = Some(value.to_owned()),
            Some(StatedPart::Month) => self.month = Some(value.to_owned()),
            // `*jour_lundi` names a day of the week.
            Some(StatedPart::Day) if is_number => self.day = Some(value.to_owned()),
            _ => {}
        }
    }

    /// The date down to the last part that is stated: `2015-05`, `28 mai 2015`.
    fn date(self) -> Option<String> {
        let (year, Some(month)) = (self.year.clone()?, self.month) else { return self.year };
        let numbers = (month.parse::<u8>(), self.day.as_deref().map(str::parse::<u8>));
        Some(match numbers {
            (Ok(month), Some(Ok(day))) => format!("{year}-{month:02}-{day:02}"),
            (Ok(month), _) => format!("{year}-{month:02}"),
            (Err(_), Some(Ok(day))) => format!("{day} {month} {year}"),
            (Err(_), _) => format!("{month} {year}"),
        })
    }
}
