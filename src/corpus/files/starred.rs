//! Texts behind starred lines, the form of IRaMuTeQ and Alceste: `**** *source_le_monde *date_2015-05-28`.
//!
//! A file holds any number of texts. Each begins with a line of four asterisks, or of a number, with the variables of the
//! text: names and values with a low line between them. In a value a low line stands for a space, which would end it.

use super::FileText;
use super::variables::described;

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
            (Some(variables), _) => texts.push(described(variables, |value| value.replace('_', " "))),
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
