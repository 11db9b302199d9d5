//! Times of day. They are recognised only to be skipped, since a document is dated to the day.

use super::grammar::Grammar;
use super::lists::LISTS;
use super::words::Class;
use crate::text::Lang;

/// The place after a time of day at `pos`, separators before it included: `à 14:23`, `T06:19:31.75Z`, `14h:03 CET`.
pub(super) fn clock(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let start = grammar.skip(pos, &[Class::At], ",-–—|·•/(:");
    grammar.small(start).filter(|hour| (0..=24).contains(hour))?;
    let mut at = start + 1;
    let told = || (pos..start).any(|at| grammar.word(at, Class::At).is_some());
    if let Some(next) = mark(grammar, at) {
        at = minutes_after_mark(grammar, next);
    } else if let Some(next) = minutes_in_words(grammar, at).filter(|_| told()) {
        at = next;
    } else if let Some(next) = dotted(grammar, at, told()) {
        return Some(next);
    } else {
        if !grammar.is_sign(at, ":") || !grammar.glued(at) {
            return None;
        }
        grammar.small(at + 1)?;
        at = seconds(grammar, at + 2);
    }
    Some(zone(grammar, at))
}

/// The place after `h`, `PM`, `p.m.`.
fn mark(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let closed = |next: usize| next + usize::from(grammar.is_sign(next, "."));
    let dotted = grammar.dotted(pos, Class::Hour).map(closed);
    dotted.or_else(|| grammar.word(pos, Class::Hour).map(|(_, next)| next))
}

/// The place after the word for minutes, where one stands at `pos`.
fn after_minutes(grammar: Grammar<'_>, pos: usize) -> usize {
    grammar.word(pos, Class::Minute).map_or(pos, |(_, next)| next)
}

/// `الساعة 17 و45 دقيقة`: the minutes after the hour.
fn minutes_in_words(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let (_, at) = grammar.word(pos, Class::To)?;
    grammar.small(at).filter(|minutes| (0..60).contains(minutes))?;
    Some(after_minutes(grammar, at + 1))
}

/// The token after minutes that follow a dot: `17.45 BST`, `17.45h`, `à 17.45`. A word before them (`told`), an hour mark or
/// a time zone shows that this is not a decimal number.
fn dotted(grammar: Grammar<'_>, pos: usize, told: bool) -> Option<usize> {
    let glued = grammar.is_sign(pos, ".") && grammar.glued(pos) && grammar.glued(pos + 1);
    let minutes = grammar.number(pos + 1).filter(|&(minutes, digits)| glued && minutes < 60 && digits == 2);
    let after = minutes.map(|_| pos + 2)?;
    let marked = mark(grammar, after).unwrap_or(after);
    let next = zone(grammar, marked);
    (told || next > after).then_some(next)
}

fn minutes_after_mark(grammar: Grammar<'_>, pos: usize) -> usize {
    let at = if grammar.is_sign(pos, ":") { pos + 1 } else { pos };
    let two_digits = grammar.number(at).is_some_and(|(_, digits)| digits == 2);
    let minutes = two_digits && grammar.small(at).is_some_and(|minutes| (0..60).contains(&minutes));
    if !minutes {
        return pos;
    }
    after_minutes(grammar, at + 1)
}

fn seconds(grammar: Grammar<'_>, pos: usize) -> usize {
    let mut at = pos;
    if grammar.is_sign(at, ":") && grammar.small(at + 1).is_some() {
        at += 2;
        if grammar.is_sign(at, ".,") && grammar.glued(at + 1) && grammar.number(at + 1).is_some() {
            at += 2;
        }
    }
    mark(grammar, at).unwrap_or(at)
}

/// The place of a date behind the time of day at `pos`: `10:30 | 03/06/2015`, `À 10h30, le 3 juin 2015`.
pub(super) fn behind_clock(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    clock(grammar, pos).map(|next| grammar.skip(next, &[], ",|·•-–—/"))
}

/// Names of time zones and offsets from UTC.
fn zone(grammar: Grammar<'_>, pos: usize) -> usize {
    let mut at = if grammar.is_sign(pos, "(") { pos + 1 } else { pos };
    let own = || grammar.word(at, Class::OwnZone).filter(|_| grammar.lang == Lang::En);
    let named = grammar.word(at, Class::Zone).or_else(own);
    if let Some((_, next)) = named {
        at = next;
    } else if let Some(next) = LISTS.zone.at(grammar.tokens, at) {
        at = next;
    }
    // `17:45-3 يونيو 2015` goes on to a date.
    let least = if named.is_some() { 1 } else { 2 };
    let digits = grammar.number(at + 1).filter(|(_, n)| (least..=4).contains(n));
    let offset = digits.is_some() && grammar.word(at + 2, Class::Month).is_none();
    if grammar.is_sign(at, "+-") && grammar.glued(at + 1) && offset {
        at += 2;
        if grammar.is_sign(at, ":") && grammar.small(at + 1).is_some() {
            at += 2;
        }
    }
    let moved = at > pos + usize::from(grammar.is_sign(pos, "("));
    if !moved {
        return pos;
    }
    if grammar.is_sign(at, ")") { at + 1 } else { at }
}
