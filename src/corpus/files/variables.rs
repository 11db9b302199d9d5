//! What the variables of a text state of it, wherever they stand: in a starred line, in the attributes of an element.

use super::FileText;
use crate::press::{Stated, StatedPart, stated, stated_part};
use crate::text::Lang;

/// Whether a variable of this name states something known.
pub(super) fn states(name: &str) -> bool {
    stated(name).is_some() || stated_part(name).is_some()
}

/// An empty text with what its variables state, by name and value; `words` gives the value as words.
pub(super) fn described(variables: Vec<(String, String)>, words: impl Fn(&str) -> String) -> FileText {
    let (mut text, mut parts) = (FileText::default(), Parts::default());
    for (name, value) in variables {
        let spaced = || words(&value).trim().to_owned();
        match stated(&name) {
            Some(Stated::Date) if text.date.is_none() => text.date = Some(date(&words(&value))),
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

/// A date whose parts may have spaces between them: `2015 05 28`, `28 mai 2015`.
fn date(words: &str) -> String {
    let in_digits = words.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    if in_digits { words.trim().replace(' ', "-") } else { words.to_owned() }
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
