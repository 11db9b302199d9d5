//! Date expressions: one date, a range of dates, or a part of a year, with a weekday before it.

use jiff::civil::Weekday;

use super::clock::clock;
use super::fold::with_folded;
use super::grammar::Grammar;
use super::islamic::{ISLAMIC, before_islamic, behind_islamic, close, hijra};
use super::lex::{Cut, Token, is_all, lex};
use super::lists::LISTS;
use super::part::{Part, day, part};
use super::span::span;
use super::words::{Class, is_known};
use crate::calendar::{DateReading, Precision};
use crate::text::Lang;

/// A date expression in a run of tokens.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    pub(super) reading: DateReading,
    /// First token, the weekday included, articles left out.
    pub(super) first: usize,
    /// The token after the last.
    pub(super) next: usize,
    /// Bytes of a weekday that contradicts the date.
    pub(super) wrong_weekday: Option<(usize, usize)>,
    /// Day and month could be swapped.
    pub(super) ambiguous: bool,
    /// Written in numbers alone.
    pub(super) numeric: bool,
}

const LONGEST: usize = 160;

/// The date expression, if the whole text is one. White space, a weekday or an article before it, and a time of day after a
/// full date are allowed.
pub(super) fn whole(text: &str, lang: Lang) -> Option<Expression> {
    let text = text.trim();
    if text.len() > LONGEST * 4 {
        return None;
    }
    let text = integer(text).unwrap_or(text);
    let tokens = lex(text, 0, LONGEST);
    let grammar = Grammar::new(&tokens, lang);
    let expression = expression(grammar, 0)?;
    let after = after_clock(grammar, &expression);
    let complete = grammar.is_end(after) || grammar.is_end(expression.next);
    (complete && is_all(&tokens, text, 0)).then_some(expression)
}

/// `2015` of `2015.0`: a column of whole numbers with gaps is read as floats.
fn integer(text: &str) -> Option<&str> {
    let digits = text.strip_suffix(".0")?;
    (matches!(digits.len(), 4 | 8) && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

/// The place after the time of day, or the time zone alone (`July 14, 2016 GMT`), that follows a full date, if any.
pub(super) fn after_clock(grammar: Grammar<'_>, expression: &Expression) -> usize {
    if expression.reading.precision != Precision::Day {
        return expression.next;
    }
    let zone = || LISTS.zone_alone.at(grammar.tokens, expression.next);
    clock(grammar, expression.next).or_else(zone).unwrap_or(expression.next)
}

/// A date expression at `pos`, or after articles there, with the same day of the Islamic calendar beside it.
pub(super) fn expression(grammar: Grammar<'_>, pos: usize) -> Option<Expression> {
    if !grammar.year_ahead(pos) {
        return None;
    }
    let islamic = grammar.may_have_islamic();
    let behind = islamic.then(|| behind_islamic(grammar, pos).and_then(|at| same_day(grammar, pos, at))).flatten();
    if let Some(found) = behind {
        return Some(found);
    }
    let found = stated(grammar, pos)?;
    let next = if islamic && found.is_recent_day() { before_islamic(grammar, found.next) } else { found.next };
    Some(Expression { next, ..found })
}

/// The date at `at` that is stated to be the same day as the Islamic one at `pos`, with the weekday before the latter.
fn same_day(grammar: Grammar<'_>, pos: usize, at: usize) -> Option<Expression> {
    let found = stated(grammar, at).filter(Expression::is_recent_day)?;
    let next = close(grammar, pos, found.next)?;
    let first = grammar.skip(pos, &[Class::DayUnit, Class::Article], "");
    let weekday = weekday(grammar, first).map(|(weekday, _)| weekday);
    let wrong = weekday.filter(|&weekday| contradicts(weekday, &found.reading)).and_then(|_| grammar.tokens.get(first));
    let wrong_weekday = found.wrong_weekday.or(wrong.map(|token| (token.start, token.end)));
    Some(Expression { first, next, wrong_weekday, numeric: false, ..found })
}

fn stated(grammar: Grammar<'_>, pos: usize) -> Option<Expression> {
    let lead = grammar.skip(pos, &[Class::Article, Class::Of, Class::From, Class::DayUnit], "");
    // `l2 juin` may be the 12th in scanned text, where `l'` is no article of a number.
    let scanned = |before: &Token<'_>| before.end - before.start == 1 && grammar.glued(lead);
    if lead > pos && grammar.number(lead).is_some() && scanned(&grammar.tokens[lead - 1]) {
        return None;
    }
    let found = [pos, lead].into_iter().find_map(|at| {
        let spanned = span(grammar, at).map(|(reading, next)| Expression::plain(reading, at, next));
        spanned.or_else(|| dated(grammar, at)).or_else(|| years(grammar, at))
    })?;
    let marked = ISLAMIC.contains(&found.reading.start.year()) && hijra(grammar, found.next).is_some();
    (!marked).then(|| Expression { next: after_era(grammar, found.next), ..found })
}

impl Expression {
    /// Whether it is a day of a year that cannot be of the Islamic calendar.
    fn is_recent_day(&self) -> bool {
        self.reading.precision == Precision::Day && self.reading.start.year() > *ISLAMIC.end()
    }

    fn plain(reading: DateReading, first: usize, next: usize) -> Self {
        Self { reading, first, next, wrong_weekday: None, ambiguous: false, numeric: false }
    }
}

/// The expression with the weekday behind it, if the line ends there or after a time of day: `3 juin 2015 mercredi`,
/// `12 April 2013 (Friday)`.
pub(super) fn with_weekday_behind(grammar: Grammar<'_>, found: Expression) -> Expression {
    let at = grammar.skip(found.next, &[], ",(");
    let ends = |next: usize| grammar.skip(next, &[], ").") >= grammar.tokens.len();
    let closed = |next: usize| ends(next) || clock(grammar, next).is_some_and(ends);
    let Some((weekday, next)) = weekday(grammar, at).filter(|(_, next)| closed(*next)) else {
        return found;
    };
    let wrong = contradicts(weekday, &found.reading).then(|| grammar.tokens.get(at)).flatten();
    let wrong_weekday = found.wrong_weekday.or(wrong.map(|token| (token.start, token.end)));
    Expression { next, wrong_weekday, ..found }
}

type ReadPart = fn(Grammar<'_>, usize) -> Option<(Part, usize)>;

/// A part after its weekday.
struct Weekdayed {
    part: Part,
    first: usize,
    next: usize,
    weekday: Option<(Weekday, usize)>,
}

fn weekdayed(grammar: Grammar<'_>, pos: usize, read: ReadPart) -> Option<Weekdayed> {
    if !grammar.may_have(&[Class::Weekday]) {
        return None;
    }
    let at = grammar.skip(pos, &[Class::DayUnit, Class::Article], "");
    let (weekday, next) = weekday(grammar, at)?;
    let date = grammar.skip(next, &[Class::Article, Class::Of], ",./(");
    let (part, next) = read(grammar, date)?;
    Some(Weekdayed { part, first: at, next, weekday: Some((weekday, at)) })
}

fn weekday(grammar: Grammar<'_>, pos: usize) -> Option<(Weekday, usize)> {
    let (number, next) = grammar.word(pos, Class::Weekday)?;
    Some((Weekday::from_monday_one_offset(i8::try_from(number).ok()?).ok()?, next))
}

fn bare(grammar: Grammar<'_>, pos: usize, read: ReadPart) -> Option<Weekdayed> {
    let at = grammar.skip(pos, &[Class::Article], "");
    read(grammar, at).map(|(part, next)| Weekdayed { part, first: at, next, weekday: None })
}

fn day_alone(grammar: Grammar<'_>, pos: usize) -> Option<(Part, usize)> {
    day(grammar, pos).map(|(day, next)| (Part { day: Some(day), ..Part::default() }, next))
}

/// A date or a range. `mar` may be a weekday or a month, so both readings are tried.
fn dated(grammar: Grammar<'_>, pos: usize) -> Option<Expression> {
    let ways = [weekdayed(grammar, pos, part), bare(grammar, pos, part)];
    let days = || [weekdayed(grammar, pos, day_alone), bare(grammar, pos, day_alone)];
    let read = |left: Weekdayed| range(grammar, &left).or_else(|| single(grammar, &left));
    ways.into_iter().flatten().find_map(read).or_else(|| days().into_iter().flatten().find_map(read))
}

fn single(grammar: Grammar<'_>, found: &Weekdayed) -> Option<Expression> {
    let reading = found.part.reading()?;
    let wrong = found.weekday.filter(|(weekday, _)| contradicts(*weekday, &reading));
    let mut expression = Expression::plain(reading, found.first, found.next);
    expression.wrong_weekday = wrong.and_then(|(_, at)| grammar.tokens.get(at)).map(|token| (token.start, token.end));
    expression.ambiguous = found.part.ambiguous;
    expression.numeric = found.part.numeric;
    Some(expression)
}

fn contradicts(weekday: Weekday, reading: &DateReading) -> bool {
    reading.precision == Precision::Day && reading.start.weekday() != weekday
}

/// `du 3 au 5 mai 2015`, `mai-juin 2015`, `May 3-5, 2015`, `28/12/2014 - 03/01/2015`.
fn range(grammar: Grammar<'_>, left: &Weekdayed) -> Option<Expression> {
    let at = grammar.skip(left.next, &[Class::To], "-–—");
    if at == left.next {
        return None;
    }
    let at = grammar.skip(at, &[Class::Article, Class::Of], "");
    let right = weekdayed(grammar, at, part)
        .or_else(|| bare(grammar, at, part))
        .or_else(|| day_after_month(grammar, at, left.part))?;
    if left.part.day.is_some() != right.part.day.is_some() {
        return None;
    }
    let end = right.part.reading()?;
    let start = left.part.completed_by(right.part).reading()?;
    let reading = DateReading::interval(start.start, end.end)?;
    let numeric = left.part.numeric && right.part.numeric;
    let ambiguous = left.part.ambiguous || right.part.ambiguous;
    Some(Expression { numeric, ambiguous, ..Expression::plain(reading, left.first, right.next) })
}

/// The `5, 2015` of `May 3-5, 2015`.
fn day_after_month(grammar: Grammar<'_>, pos: usize, left: Part) -> Option<Weekdayed> {
    let month = left.month.filter(|_| left.year.is_none())?;
    let (day, next) = day(grammar, pos)?;
    let at = grammar.skip(next, &[Class::Of, Class::YearUnit], ",");
    let year = grammar.year(at)?;
    let part = Part { year: Some(year), month: Some(month), day: Some(day), ..Part::default() };
    Some(Weekdayed { part, first: pos, next: at + 1, weekday: None })
}

/// `2015`, `en 2015`, `année 2015`, `in 2014 AD`, `1960 - 1961`. Years before 1000 need a month.
fn years(grammar: Grammar<'_>, pos: usize) -> Option<Expression> {
    let at = grammar.skip(pos, &[Class::YearUnit, Class::Of], "");
    let first = DateReading::year(grammar.year(at).filter(|year| *year >= 1000)?)?;
    let mut next = at + 1;
    let mut reading = first;
    if grammar.is_sign(next, "-–/") && grammar.year(next + 1).is_some() {
        reading = DateReading::interval(first.start, DateReading::year(grammar.year(next + 1)?)?.end)?;
        next += 2;
    }
    Some(Expression::plain(reading, at, next))
}

/// The place after `AD`, `A.D`, `م`, where one stands at `pos` behind a year.
fn after_era(grammar: Grammar<'_>, pos: usize) -> usize {
    let whole = grammar.word(pos, Class::Era).map(|(_, next)| next);
    whole.or_else(|| grammar.dotted(pos, Class::Era)).unwrap_or(pos)
}

/// Whether the token may be inside an expression or the time after it. Other words may not.
pub(super) fn may_go_on(cut: &Cut<'_>) -> bool {
    !cut.is_word() || with_folded(cut.surface, is_known)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lex::lex_through;
    use super::super::phrases::phrases;
    use super::*;

    /// Words of dates, times and eras, with a word of prose here and there.
    fn words() -> impl Strategy<Value = String> {
        let numbers = "1|3|12|28|2014|2015|20150528|٢٠١٥|20:24|14h30|5:45 p\\.m\\.";
        let names = "mai|mar|mardi|lundi|September|third|premier|trimestre|T2|hiver|semaine|semana|دجنبر|الربع|الثاني|شعبان|chaabane";
        let small = "le|du|au|de|of|the|last|année|AD|ad|UTC|min|à|er|x|prose|il|1436|هـ|م|الموافق|correspondant";
        phrases(&[numbers, names, small, r"-|/|,|\.|–"], 1..10)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn no_expression_goes_on_after_prose(words in words(), lang in 0..Lang::ALL.len()) {
            let through = lex_through(&words, 0, LONGEST, |_, token| token.begins.is_none());
            let all = lex(&words, 0, LONGEST);
            let facts = |tokens: &[_]| {
                let grammar = Grammar::new(tokens, Lang::ALL[lang]);
                expression(grammar, 0).map(|found| (found.reading, found.first, after_clock(grammar, &found)))
            };
            prop_assert_eq!(facts(&through), facts(&all));
        }
    }
}
