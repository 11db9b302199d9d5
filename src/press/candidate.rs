//! The dates that a document states, and the one that is chosen.
//!
//! The order is that of [`Origin`]: what the user gave, then what the text says of itself, then where it was found. The
//! first one wins, and those that disagree with it are conflicts. Nothing is merged: if a month is given and the dateline
//! has a day, the month stays.

use super::date_line::stated_date;
use super::dateline::Dated;
use super::expression::whole;
use super::lex::lex;
use super::lists::LISTS;
use crate::calendar::{DateReading, Precision};
use crate::text::Lang;

/// Where a date was read, the most trusted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A column, front matter, a JSON field, HTML metadata.
    Metadata,
    /// `date 2017-08` at the very start of the text.
    Header,
    /// `Publié le …`.
    Label,
    /// `Rabat, 28 mai 2015 (MAP) -` before the first paragraph.
    Dateline,
    /// A line that is only a date.
    Line,
    /// The path of the URL.
    Url,
    /// The file name.
    Filename,
}

impl Origin {
    /// Every origin, in the order of their numbers.
    pub const ALL: [Self; 7] =
        [Self::Metadata, Self::Header, Self::Label, Self::Dateline, Self::Line, Self::Url, Self::Filename];

    /// Every origin, with `none` for an undated document last, in the order of the Python Enum.
    pub const NAMES: [&'static str; 8] = ["metadata", "header", "label", "dateline", "line", "url", "filename", "none"];

    /// The word in `date_origin`.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A date that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it says.
    pub reading: DateReading,
    /// Where it was read.
    pub origin: Origin,
    /// The words it was read from.
    pub raw: String,
}

impl Found {
    /// Origin, date and words, as conflicts are listed.
    fn listed(&self) -> String {
        format!("{} {} ({})", self.origin.name(), iso(&self.reading), self.raw)
    }
}

/// A date that was found, and reasons to doubt it.
pub(super) struct Candidate {
    found: Found,
    ambiguous: bool,
    wrong_weekday: Option<String>,
    update: bool,
}

impl Candidate {
    /// A date from words that are a date alone or have the form of a date line, else `None`.
    pub(super) fn of_words(words: &str, lang: Lang) -> Option<Self> {
        if let Some(reading) = iso_day(words) {
            return Some(Self::of_address((reading, words.to_owned()), Origin::Metadata));
        }
        let lined = || stated_date(words, lang).map(|(d, update)| Self::of_text(words, &d, Origin::Metadata, update));
        Self::of_whole(unlabelled(words.trim()), lang).or_else(lined)
    }

    fn of_whole(words: &str, lang: Lang) -> Option<Self> {
        let expression = whole(words, lang)?;
        let found = Found { reading: expression.reading, origin: Origin::Metadata, raw: words.to_owned() };
        let wrong_weekday = expression.wrong_weekday.and_then(|(start, end)| words.get(start..end)).map(str::to_owned);
        Some(Self { found, ambiguous: expression.ambiguous, wrong_weekday, update: false })
    }

    /// A date in the text.
    pub(super) fn of_text(text: &str, dated: &Dated, origin: Origin, update: bool) -> Self {
        let raw = text.get(dated.start..dated.end).unwrap_or_default().to_owned();
        let weekday = dated.expression.wrong_weekday.and_then(|(start, end)| text.get(start..end)).map(str::to_owned);
        let found = Found { reading: dated.expression.reading, origin, raw };
        Self { found, ambiguous: dated.expression.ambiguous, wrong_weekday: weekday, update }
    }

    /// A date in a URL or file name.
    pub(super) fn of_address((reading, raw): (DateReading, String), origin: Origin) -> Self {
        Self { found: Found { reading, origin, raw }, ambiguous: false, wrong_weekday: None, update: false }
    }
}

/// `2014-03-12`, as columns of dates are written, read without the grammar. Other years are left to the grammar.
fn iso_day(words: &str) -> Option<DateReading> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = words.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        let value = |sum: i16, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'));
        digits.iter().try_fold(0, value)
    };
    let (year, month, day) = (number(&[a, b, c, d])?, number(&[e, f])?, number(&[g, h])?);
    let day = (1900..2100).contains(&year).then(|| DateReading::day(year, month as i8, day as i8));
    day.flatten()
}

/// `12 mars 2014` of `Publié le 12 mars 2014`.
fn unlabelled(words: &str) -> &str {
    let tokens = lex(words, 0, LABEL);
    let next = LISTS.publication.at(&tokens, 0);
    let end = next.and_then(|next| tokens.get(next.checked_sub(1)?)).map_or(0, |last| last.end);
    words[end..].trim_start_matches([':', ' ', '\u{A0}', '\u{202F}'])
}

/// The most characters of a label.
const LABEL: usize = 60;

/// The date of a document, and reasons to doubt it.
#[derive(Default)]
pub(super) struct Verdict {
    pub(super) date: Option<Found>,
    pub(super) conflicts: Vec<String>,
    pub(super) warnings: Vec<String>,
}

/// Ranks the candidates. Those with the same origin keep the order of the text.
pub(super) fn rank(mut candidates: Vec<Candidate>) -> Verdict {
    candidates.sort_by_key(|candidate| (candidate.update, candidate.found.origin));
    let mut rest = candidates.into_iter();
    let Some(winner) = rest.next() else { return Verdict::default() };
    let mut verdict = Verdict::default();
    let words = &winner.found.raw;
    if let Some(weekday) = winner.wrong_weekday {
        let contradiction = format!("weekday {weekday} contradicts {}", iso(&winner.found.reading));
        verdict.conflicts.push(contradiction.clone());
        verdict.warnings.push(contradiction);
    }
    if winner.ambiguous {
        verdict.warnings.push(format!("date: {words} is read as day/month, but may be month/day"));
    }
    if winner.update {
        verdict.warnings.push(format!("date: only the date of an update is stated ({words})"));
    }
    for other in rest.filter(|other| !other.update && !other.found.reading.agrees_with(&winner.found.reading)) {
        let listed = other.found.listed();
        if !verdict.conflicts.contains(&listed) {
            verdict.conflicts.push(listed);
        }
    }
    verdict.date = Some(winner.found);
    verdict
}

/// `2015-05-28`, `2015-05`, `2015-Q2`, `2015`, `2015-05-03/2015-05-05`.
fn iso(reading: &DateReading) -> String {
    let (start, end) = (reading.start, reading.end);
    match reading.precision {
        Precision::Day => start.to_string(),
        Precision::Month => format!("{:04}-{:02}", start.year(), start.month()),
        Precision::Quarter => format!("{:04}-Q{}", start.year(), (start.month() + 2) / 3),
        Precision::Year => format!("{:04}", start.year()),
        Precision::Interval => format!("{start}/{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_columns_read_as_the_grammar_reads_them() {
        for words in (1890..2110)
            .flat_map(|year| (0..14).map(move |month| (year, month)))
            .flat_map(|(year, month)| (0..33).map(move |day| format!("{year:04}-{month:02}-{day:02}")))
        {
            let slow = Candidate::of_whole(&words, Lang::Fr);
            let fast = Candidate::of_words(&words, Lang::Fr);
            let facts = |candidate: Candidate| {
                (candidate.found, candidate.ambiguous, candidate.wrong_weekday, candidate.update)
            };
            assert_eq!(fast.map(facts), slow.map(facts), "{words}");
        }
        assert!(iso_day("2014-03-1a").is_none() && iso_day("+014-03-12").is_none());
    }
}
