//! Parts of a year: quarters, halves, seasons, and the n-th day or week of a month.
//!
//! Seasons are astronomical and include both border days. A season has the year in which it begins, so winter 2015 ends in
//! March 2016. The weeks of a month are the ISO weeks that are wholly inside it.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::grammar::Grammar;
use super::part::{day, month};
use super::words::Class;
use crate::calendar::DateReading;
use crate::text::Lang;

/// A quarter, half, season, or n-th day or week at `pos`, and the place after it.
pub(super) fn span(grammar: Grammar<'_>, pos: usize) -> Option<(DateReading, usize)> {
    if !grammar.may_have(&PARTS) {
        return None;
    }
    fraction(grammar, pos).or_else(|| season(grammar, pos)).or_else(|| nth(grammar, pos))
}

/// Every part of a year has one of these: something that is counted in a year or a month, or a season.
const PARTS: [Class; 6] = [Class::Quarter, Class::Half, Class::Season, Class::WeekUnit, Class::Weekday, Class::DayUnit];

/// `T2 2015`, `2e trimestre 2015`, `2015Q2`, `الربع الثاني من عام 2015`, `S1 2015`.
fn fraction(grammar: Grammar<'_>, pos: usize) -> Option<(DateReading, usize)> {
    if let Some(year) = grammar.year(pos) {
        let at = grammar.skip(pos + 1, &[], "-/");
        let (class, number, next) = numbered_unit(grammar, at)?;
        return Some((fraction_of(year, class, number)?, next));
    }
    let (class, number, next) = numbered_unit(grammar, pos)?;
    let at = grammar.skip(next, &[Class::Of, Class::Article, Class::YearUnit], ",-/");
    Some((fraction_of(grammar.year(at)?, class, number)?, at + 1))
}

fn numbered_unit(grammar: Grammar<'_>, pos: usize) -> Option<(Class, i8, usize)> {
    [Class::Quarter, Class::Half].into_iter().find_map(|class| {
        if let Some((_, next)) = grammar.word(pos, class) {
            let (number, after) = day(grammar, next)?;
            return Some((class, number, after));
        }
        let (number, next) = day(grammar, pos)?;
        let (_, after) = grammar.word(next, class)?;
        Some((class, number, after))
    })
}

fn fraction_of(year: i16, class: Class, number: i8) -> Option<DateReading> {
    if class == Class::Quarter {
        return DateReading::quarter(year, number);
    }
    let (first, last) = match number {
        1 => (1, 6),
        2 => (7, 12),
        _ => return None,
    };
    DateReading::interval(DateReading::month(year, first)?.start, DateReading::month(year, last)?.end)
}

fn season(grammar: Grammar<'_>, pos: usize) -> Option<(DateReading, usize)> {
    let (season, next) = grammar.word(pos, Class::Season)?;
    let at = grammar.skip(next, &[Class::Of, Class::YearUnit], ",");
    let year = grammar.year(at)?;
    let (from, to) = match season {
        1 => ((3, 20), (6, 21)),
        2 => ((6, 21), (9, 23)),
        3 => ((9, 23), (12, 21)),
        _ => ((12, 21), (3, 20)),
    };
    let end_year = if from > to { year.checked_add(1)? } else { year };
    // `hiver 2014-2015` names both years of one season.
    let both = grammar.is_sign(at + 1, "-/") && grammar.year(at + 2) == Some(end_year) && end_year > year;
    let start = DateReading::day(year, from.0, from.1)?.start;
    let end = DateReading::day(end_year, to.0, to.1)?.start;
    Some((DateReading::interval(start, end)?, at + if both { 3 } else { 1 }))
}

/// What is counted within a month or a year.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Weekday(Weekday),
}

/// Slots of `third tuesday of september 2014`, filled from left to right.
#[derive(Default)]
struct Slots {
    unit: Option<Unit>,
    number: Option<i8>,
    last: bool,
    number_after_unit: bool,
    month: Option<i8>,
}

const LONGEST: usize = 14;

fn nth(grammar: Grammar<'_>, pos: usize) -> Option<(DateReading, usize)> {
    let mut slots = Slots::default();
    let mut at = pos;
    while at < pos + LONGEST {
        if slots.unit.is_some()
            && let Some(year) = grammar.year(at)
        {
            return Some((slots.reading(year, grammar.lang)?, at + 1));
        }
        at = slots.fill(grammar, at).or_else(|| {
            let next = grammar.skip(at, &[Class::Article, Class::Of, Class::YearUnit], ",");
            (next > at).then_some(next)
        })?;
    }
    None
}

impl Slots {
    fn fill(&mut self, grammar: Grammar<'_>, pos: usize) -> Option<usize> {
        if self.month.is_none()
            && self.unit.is_some()
            && let Some((month, next)) = month(grammar, pos)
        {
            self.month = Some(month);
            return Some(next);
        }
        if let Some((_, next)) = grammar.word(pos, Class::Last) {
            self.last = true;
            return Some(next);
        }
        if self.number.is_none()
            && let Some((number, next)) = ordinal(grammar, pos)
        {
            self.number = Some(number);
            self.number_after_unit = self.unit.is_some();
            return Some(next);
        }
        let (unit, next) = unit(grammar, pos).filter(|_| self.unit.is_none_or(|held| held == Unit::Day))?;
        self.unit = Some(unit);
        Some(next)
    }

    fn reading(&self, year: i16, lang: Lang) -> Option<DateReading> {
        let (unit, scope) = (self.unit?, self.scope(year)?);
        let number = self.number.or(self.last.then_some(1)).filter(|number| (1..=53).contains(number))?;
        // Only Arabic counts after the noun; elsewhere `mardi 3 septembre 2014` is the third of September.
        if self.number_after_unit && lang != Lang::Ar {
            return None;
        }
        match unit {
            Unit::Day => {
                self.month?;
                nth_day(scope, number, self.last)
            }
            Unit::Week => nth_week(scope, number, self.last),
            Unit::Weekday(weekday) => {
                self.month?;
                let plain = Date::new(year, self.month?, number).ok();
                let dated = self.number_after_unit && plain.is_some_and(|date| date.weekday() == weekday);
                if dated { None } else { nth_weekday(scope, weekday, number, self.last) }
            }
        }
    }

    fn scope(&self, year: i16) -> Option<DateReading> {
        self.month.map_or_else(|| DateReading::year(year), |month| DateReading::month(year, month))
    }
}

fn ordinal(grammar: Grammar<'_>, pos: usize) -> Option<(i8, usize)> {
    let (number, next) = day(grammar, pos)?;
    let bare = grammar.small(pos).is_some() && next == pos + 1;
    (!bare).then_some((number, next))
}

fn unit(grammar: Grammar<'_>, pos: usize) -> Option<(Unit, usize)> {
    if let Some((_, next)) = grammar.word(pos, Class::WeekUnit) {
        return Some((Unit::Week, next));
    }
    if let Some((weekday, next)) = grammar.word(pos, Class::Weekday) {
        let weekday = Weekday::from_monday_one_offset(i8::try_from(weekday).ok()?).ok()?;
        return Some((Unit::Weekday(weekday), next));
    }
    grammar.word(pos, Class::DayUnit).map(|(_, next)| (Unit::Day, next))
}

fn nth_day(scope: DateReading, number: i8, last: bool) -> Option<DateReading> {
    let steps = i64::from(number - 1).days();
    let date = if last { scope.end.checked_sub(steps) } else { scope.start.checked_add(steps) }.ok()?;
    within(scope, date, date)
}

fn nth_weekday(scope: DateReading, weekday: Weekday, number: i8, last: bool) -> Option<DateReading> {
    let signed = if last { -i32::from(number) } else { i32::from(number) };
    let first = scope.start.nth_weekday_of_month(i8::try_from(signed).ok()?, weekday).ok()?;
    within(scope, first, first)
}

fn nth_week(scope: DateReading, number: i8, last: bool) -> Option<DateReading> {
    let weeks = i64::from(number - 1) * 7;
    let monday = if last {
        let after = i64::from(scope.end.weekday().since(Weekday::Sunday)) + 6;
        scope.end.checked_sub((after + weeks).days()).ok()?
    } else {
        let until = i64::from(Weekday::Monday.since(scope.start.weekday()));
        scope.start.checked_add((until + weeks).days()).ok()?
    };
    within(scope, monday, monday.checked_add(6.days()).ok()?)
}

fn within(scope: DateReading, start: Date, end: Date) -> Option<DateReading> {
    if start < scope.start || end > scope.end {
        return None;
    }
    if start == end {
        DateReading::day(start.year(), start.month(), start.day())
    } else {
        DateReading::interval(start, end)
    }
}
