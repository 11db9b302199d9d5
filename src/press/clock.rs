//! Times of day, which are recognised only to be passed over: a document is dated to the day.

use super::grammar::Grammar;
use super::lex::Kind;
use super::words::Class;

pub(super) const MINUTES: [&str; 3] = ["min", "mn", "m"];
pub(super) const ZONES: [&str; 11] = ["z", "utc", "gmt", "cet", "cest", "wet", "west", "est", "edt", "pst", "pdt"];

/// The place after a time of day at `pos`, separators before it included: `à 14:23`, `T06:19:31.75Z`, `14h:03 CET`.
pub(super) fn clock(grammar: Grammar<'_>, pos: usize) -> Option<usize> {
    let start = grammar.skip(pos, &[Class::At], ",-–—|·•/(:");
    grammar.small(start).filter(|hour| (0..=24).contains(hour))?;
    let mut at = start + 1;
    let marked = grammar.word(at, Class::Hour).filter(|_| !grammar.is_sign(at, ":"));
    if let Some((_, next)) = marked {
        at = minutes_after_mark(grammar, next);
    } else {
        if !grammar.is_sign(at, ":") || !grammar.glued(at) {
            return None;
        }
        grammar.small(at + 1)?;
        at = seconds(grammar, at + 2);
    }
    Some(zone(grammar, at))
}

fn minutes_after_mark(grammar: Grammar<'_>, pos: usize) -> usize {
    let at = if grammar.is_sign(pos, ":") { pos + 1 } else { pos };
    let two_digits = grammar.number(at).is_some_and(|(_, digits)| digits == 2);
    let minutes = two_digits && grammar.small(at).is_some_and(|minutes| (0..60).contains(&minutes));
    if !minutes {
        return pos;
    }
    let after = at + 1;
    if is_word(grammar, after, &MINUTES) { after + 1 } else { after }
}

fn seconds(grammar: Grammar<'_>, pos: usize) -> usize {
    let mut at = pos;
    if grammar.is_sign(at, ":") && grammar.small(at + 1).is_some() {
        at += 2;
        if grammar.is_sign(at, ".,") && grammar.glued(at + 1) && grammar.number(at + 1).is_some() {
            at += 2;
        }
    }
    grammar.word(at, Class::Hour).map_or(at, |(_, next)| next)
}

/// Names of time zones and offsets from UTC.
fn zone(grammar: Grammar<'_>, pos: usize) -> usize {
    let mut at = if grammar.is_sign(pos, "(") { pos + 1 } else { pos };
    let named = is_word(grammar, at, &ZONES);
    if named {
        at += 1;
    }
    if grammar.is_sign(at, "+-") && grammar.glued(at + 1) && grammar.number(at + 1).is_some_and(|(_, n)| n <= 4) {
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

fn is_word(grammar: Grammar<'_>, pos: usize, names: &[&str]) -> bool {
    matches!(grammar.tokens.get(pos).map(|token| &token.kind), Some(Kind::Word(word)) if names.contains(&word.as_ref()))
}
