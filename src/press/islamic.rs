//! Days of the Islamic calendar beside the date that is read: `15 chaâbane 1436 (3 juin 2015)`, `3 يونيو 2015 م
//! الموافق 15 شعبان 1436 هـ`. None is converted, because countries begin their months on different days.

use std::ops::RangeInclusive;

use super::grammar::Grammar;
use super::part::{day, part};
use super::words::Class;

/// Years of the Islamic calendar that the press writes.
pub(super) const ISLAMIC: RangeInclusive<i16> = 1200..=1500;
/// Signs between a date and the same day of the other calendar.
const BETWEEN: &str = "/|-–—ـ(,=";

/// The place after the mark of an Islamic year, where one stands at `pos`: `10/8/1436هـ`, `10/08/1436 H`, `10/08/1436 de l’Hégire`.
pub(super) fn hijra(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let bracket = usize::from(grammar.is_sign(pos, "("));
    let at = grammar.skip(pos + bracket, &[Class::Of, Class::Article], "");
    let (_, next) = grammar.word(at, Class::Hijra)?;
    Some(next + usize::from(bracket > 0 && grammar.is_sign(next, ")")))
}

/// The place of the date that is stated to be the same day as an Islamic one at `pos`.
pub(super) fn behind_islamic(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    between(grammar, islamic(grammar, pos)?)
}

/// The place after an Islamic date that is stated to be the same day as the date before `pos`, else `pos`.
pub(super) fn before_islamic(grammar: Grammar<'_>, pos: usize) -> usize {
    let after = || close(grammar, pos, islamic(grammar, between(grammar, pos)?)?);
    after().unwrap_or(pos)
}

/// The place after the bracket that was opened between `from` and a date, and is closed at `pos`.
pub(super) fn close(grammar: Grammar<'_>, from: usize, pos: usize) -> Option<usize> {
    let open = (from..pos).filter(|&at| grammar.is_sign(at, "(")).count();
    let closed = (from..pos).filter(|&at| grammar.is_sign(at, ")")).count();
    if open == closed { Some(pos) } else { grammar.is_sign(pos, ")").then_some(pos + 1) }
}

/// A sign, `الموافق` or `correspondant au` between the same day of two calendars.
fn between(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let at = grammar.skip(pos, &[Class::Same, Class::Article, Class::Of, Class::To], BETWEEN);
    (at > pos).then_some(at)
}

/// The place after a day, a month and a year of the Islamic calendar, a weekday before and a mark behind them.
fn islamic(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let at = grammar.skip(pos, &[Class::DayUnit, Class::Article, Class::Weekday], ",");
    let year = named(grammar, at).or_else(|| numbered(grammar, at))?;
    Some(hijra(grammar, year).unwrap_or(year))
}

fn named(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let (_, at) = day(grammar, pos)?;
    let (_, at) = grammar.word(grammar.skip(at, &[Class::Of, Class::MonthUnit], ""), Class::Islamic)?;
    let at = grammar.skip(at, &[Class::Of, Class::YearUnit], ",");
    grammar.year(at).filter(|year| ISLAMIC.contains(year)).map(|_| at + 1)
}

fn numbered(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let (found, next) = part(grammar, pos)?;
    let year = found.year.filter(|year| found.numeric && found.day.is_some() && ISLAMIC.contains(year));
    year.map(|_| next)
}
