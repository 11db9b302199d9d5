//! Dates as they are written, complete or not: `16 Février 2015`, `05/12/2019`, `mai`, `3`.
//!
//! Numbers alone are read day first, as French, Spanish and Arabic write them. Where the language does not decide
//! (English, undetermined), the month is read first only if nothing else is possible; `ambiguous` says when both are.

use super::clock::clock;
use super::grammar::Grammar;
use super::words::Class;
use crate::calendar::{DateReading, Precision};
use crate::text::Lang;

/// The parts that are stated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    /// Day and month could be swapped.
    pub(super) ambiguous: bool,
    /// Written in numbers alone.
    pub(super) numeric: bool,
}

impl Part {
    /// The reading, if nothing is missing and the calendar has this date.
    pub(super) fn reading(self) -> Option<DateReading> {
        match (self.year?, self.month, self.day) {
            (year, Some(month), Some(day)) => DateReading::day(year, month, day),
            (year, Some(month), None) => DateReading::month(year, month),
            (year, None, None) => DateReading::year(year),
            (_, None, Some(_)) => None,
        }
    }

    /// This part with the month and the year that only `other` states.
    pub(super) fn completed_by(self, other: Self) -> Self {
        let month = self.month.or(if self.day.is_some() { other.month } else { None });
        Self { year: self.year.or(other.year), month, ..self }
    }
}

/// A part at `pos` and the place after it. The longest form wins.
pub(super) fn part(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    numbers(grammar, pos)
        .or_else(|| day_month(grammar, pos))
        .or_else(|| month_day(grammar, pos))
        .or_else(|| month_year(grammar, pos))
}

/// A day of the month: `3`, `1er`, `1.º`, `12ème`, `3rd`, `premier`, `cinco`, `الثالث عشر`.
pub(super) fn day(grammar: Grammar<'_>, pos: usize) -> Option<(i8, usize)> {
    if let Some(day) = grammar.small(pos) {
        let next = pos + 1;
        let dot = usize::from(grammar.is_sign(next, ".") && grammar.glued(next));
        let suffix = grammar.word(next + dot, Class::Suffix).filter(|_| grammar.glued(next + dot));
        let after = suffix.map_or(next + usize::from(grammar.is_sign(next, "°")), |(_, after)| after);
        return (1..=31).contains(&day).then_some((day, after));
    }
    let named = grammar.word(pos, Class::Ordinal).or_else(|| grammar.word(pos, Class::Cardinal))?;
    Some((i8::try_from(named.0).ok()?, named.1))
}

/// A month by name, also by two names (`مايو/أيار`), or by number after the word for month (`شهر عشرة`).
pub(super) fn month(grammar: Grammar<'_>, pos: usize) -> Option<(i8, usize)> {
    let unit = grammar.word(pos, Class::MonthUnit);
    let name = unit.map_or(pos, |(_, next)| next);
    if let Some((month, next)) = grammar.word(name, Class::Month) {
        let again = grammar.is_sign(next, "/(").then(|| grammar.word(next + 1, Class::Month)).flatten();
        let after = match again.filter(|other| other.0 == month) {
            Some((_, after)) => after + usize::from(grammar.is_sign(after, ")")),
            None => next,
        };
        return Some((i8::try_from(month).ok()?, after));
    }
    let (number, after) = day(grammar, unit?.1)?;
    (number <= 12).then_some((number, after))
}

/// A year after a day and month, with what may stand between.
fn year_after(grammar: Grammar<'_>, pos: usize) -> Option<(i16, usize)> {
    let mut at = grammar.skip(pos, &[Class::Of, Class::YearUnit], ",.");
    if grammar.is_sign(at, "/-") && grammar.glued(at) && grammar.glued(at + 1) {
        at += 1;
    }
    Some((grammar.year(at)?, at + 1))
}

fn day_month(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    let (day, next) = day(grammar, pos)?;
    let found =
        [&[Class::Of][..], &[Class::Of, Class::MonthUnit, Class::DayUnit][..]].into_iter().find_map(|classes| {
            let at = grammar.skip(next, classes, "-/.");
            month(grammar, at)
        });
    let (month, next) = found?;
    Some(with_year(grammar, Part { month: Some(month), day: Some(day), ..Part::default() }, next))
}

fn month_day(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    let (month, next) = month(grammar, pos)?;
    let at = grammar.skip(next, &[Class::Article], ".-/");
    let (day, next) = day(grammar, at)?;
    let part = Part { month: Some(month), day: Some(day), ..Part::default() };
    // `Aug 29 10:20:30 2017`, as the C library prints it.
    let timed = clock(grammar, next).and_then(|after| year_after(grammar, after));
    match timed {
        Some((year, after)) => Some((Part { year: Some(year), ..part }, after)),
        None => Some(with_year(grammar, part, next)),
    }
}

fn month_year(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    let (month, next) = month(grammar, pos)?;
    Some(with_year(grammar, Part { month: Some(month), ..Part::default() }, next))
}

fn with_year(grammar: Grammar<'_>, part: Part, pos: usize) -> (Part, usize) {
    match year_after(grammar, pos) {
        Some((year, after)) => (Part { year: Some(year), ..part }, after),
        None => (part, pos),
    }
}

/// `2015-02-16`, `16/02/2015`, `16 02 2015`, `20150216`, `2015-02`, `02/2015`, `031530 GMT juin 2015`.
fn numbers(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    let (first, digits) = grammar.number(pos)?;
    if digits == 8 {
        return Some((compact(first)?, pos + 1));
    }
    if digits == 6 {
        return date_group(grammar, first, pos + 1);
    }
    let separator = grammar.sign(pos + 1).filter(|sign| "/-.".contains(*sign));
    let step = if separator.is_some() { 2 } else { 1 };
    let again = separator.is_none() || grammar.sign(pos + 3) == separator;
    if let Some(year) = grammar.year(pos) {
        separator?;
        let month = grammar.small(pos + 2)?;
        let part = Part { year: Some(year), month: Some(month), numeric: true, ..Part::default() };
        return match grammar.small(pos + 4).filter(|_| again) {
            Some(day) => Some((Part { day: Some(day), ..part }, pos + 5)),
            None => (separator != Some('.')).then_some((part, pos + 3)),
        };
    }
    let second = grammar.small(pos + step);
    let last = pos + 2 * step;
    if let (Some(first), Some(second), Some(year), true) = (grammar.small(pos), second, grammar.year(last), again) {
        return Some((day_first(grammar.lang, first, second, year), last + 1));
    }
    let year = grammar.year(pos + 2).filter(|_| separator.is_some_and(|sign| sign != '.'))?;
    let part = Part { year: Some(year), month: grammar.small(pos), numeric: true, ..Part::default() };
    Some((part, pos + 3))
}

/// Day, hour and minute in one number before a time zone, as agencies close a dispatch: `031530 GMT juin 2015`.
fn date_group(grammar: Grammar<'_>, number: u32, pos: usize) -> Option<(Part, usize)> {
    let (hour, minute) = (number / 100 % 100, number % 100);
    let (_, at) = grammar.word(pos, Class::Zone).filter(|_| hour < 24 && minute < 60)?;
    let (month, at) = month(grammar, at)?;
    let (year, next) = year_after(grammar, at)?;
    let day = i8::try_from(number / 10_000).ok()?;
    Some((Part { year: Some(year), month: Some(month), day: Some(day), ..Part::default() }, next))
}

fn day_first(lang: Lang, first: i8, second: i8, year: i16) -> Part {
    let free = matches!(lang, Lang::En | Lang::Und);
    let swapped = free && second > 12 && first <= 12;
    let (day, month) = if swapped { (second, first) } else { (first, second) };
    let ambiguous = free && first <= 12 && second <= 12 && first != second;
    Part { year: Some(year), month: Some(month), day: Some(day), ambiguous, numeric: true }
}

fn compact(number: u32) -> Option<Part> {
    let year = i16::try_from(number / 10_000).ok()?;
    let month = i8::try_from(number / 100 % 100).ok()?;
    let day = i8::try_from(number % 100).ok()?;
    Some(Part { year: Some(year), month: Some(month), day: Some(day), numeric: true, ..Part::default() })
}

/// Whether the reading is exact enough to date a line of text that says nothing else.
pub(super) fn is_finer_than_year(reading: &DateReading) -> bool {
    reading.precision != Precision::Year
}
