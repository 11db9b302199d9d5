//! What is known of a document besides its text: metadata that is given, and front matter.

use super::candidate::Candidate;
use super::fold::is_invisible;
use super::front_matter::front_matter;
use super::read::Draft;
use super::stated::{Stated, stated};
use super::zone::ZoneKind;
use crate::text::Lang;

impl Draft<'_, '_> {
    /// Byte after the front matter, and the dates it states.
    pub(super) fn front_matter(&mut self) -> (usize, Vec<String>) {
        let block = if self.given.front_matter { front_matter(self.given.text) } else { None };
        let Some(block) = block else { return (0, Vec::new()) };
        let start = self.given.text.len() - self.given.text.trim_start_matches(is_invisible).len();
        self.zone(ZoneKind::FrontMatter, start, block.end);
        let mut dates = Vec::new();
        for (key, value) in block.fields {
            let stated = stated(&key).filter(|_| !value.is_empty());
            match stated {
                Some(Stated::Date) => dates.push(value),
                Some(Stated::Title) if self.press.title.is_none() => self.press.title = Some(value),
                Some(Stated::Source) if self.press.source.is_none() => self.press.source = Some(value),
                Some(Stated::Rubric) if self.press.rubric.is_none() => self.press.rubric = Some(value),
                Some(Stated::Lang) if Lang::parse(&value).is_some() => self.press.lang = Lang::parse(&value),
                _ => {
                    if stated == Some(Stated::Url) {
                        self.url.get_or_insert_with(|| value.clone());
                    }
                    self.press.fields.push((key, value));
                }
            }
        }
        self.lang = self.press.lang.unwrap_or(self.lang);
        (block.end, dates)
    }

    /// What was given, which goes before what front matter states.
    pub(super) fn metadata(&mut self, dates: &[String]) {
        for date in self.given.date.into_iter().chain(dates.iter().map(String::as_str)) {
            self.given_date(date);
        }
        let owned = |value: Option<&str>| value.map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
        self.press.title = owned(self.given.title).or(self.press.title.take());
        self.press.source = owned(self.given.source).or(self.press.source.take());
        self.press.rubric = owned(self.given.rubric).or(self.press.rubric.take());
    }

    fn given_date(&mut self, words: &str) {
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        match Candidate::of_words(words, self.lang) {
            Some(candidate) => self.candidates.push(candidate),
            None => {
                let shown: String = words.chars().take(40).collect();
                self.press.warnings.push(format!("date: {shown:?} in the metadata cannot be read as a date"));
            }
        }
    }
}
