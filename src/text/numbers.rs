//! Numbers: digits grouped in threes by a space, signs, times, dates and fractions; hours and units cut off their digits.

use std::ops::Range;

use hashbrown::HashSet;

use super::kind::is_digit;
use super::piece::{Class, Piece};

/// Pieces of the longest date or time, and one number more: a longer chain is neither.
const LONGEST_CHAIN: usize = 7;

/// Joins the pieces of numbers.
pub(super) fn join(text: &str, pieces: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let end = number_end(text, pieces, at);
        let mut piece = pieces[at].clone();
        if end > at + 1 {
            piece.range.end = pieces[end - 1].range.end;
            piece.class = Class::Number;
        }
        joined.push(piece);
        at = end;
    }
    *pieces = joined;
}

/// Index after the number that starts at `at`; `at + 1` where none does.
fn number_end(text: &str, pieces: &[Piece], at: usize) -> usize {
    if is_sign(text, pieces, at) {
        return number_end_unsigned(text, pieces, at + 1);
    }
    if pieces[at].class == Class::Number { number_end_unsigned(text, pieces, at) } else { at + 1 }
}

fn number_end_unsigned(text: &str, pieces: &[Piece], at: usize) -> usize {
    let grouped = groups_end(text, pieces, at);
    if grouped > at + 1 { grouped } else { chain_end(text, pieces, at) }
}

/// `-1`, `+14`, `−0,8`: a sign that touches its number and follows a space or an opening bracket.
fn is_sign(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some(number) = pieces.get(at + 1) else { return false };
    let sign = matches!(pieces[at].text(text), "-" | "+" | "−" | "‑" | "±");
    let free = text[..pieces[at].range.start].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    sign && free && number.class == Class::Number && pieces[at].touches(number)
}

/// `1 500`, `10 000 000,5`: one to three digits, no zero first, then groups of three behind one space each.
fn groups_end(text: &str, pieces: &[Piece], at: usize) -> usize {
    let first = pieces[at].text(text);
    let leads =
        digits(first).is_some_and(|n| (1..=3).contains(&n)) && !first.starts_with('0') && !is_glued(text, pieces, at);
    let mut end = at + 1;
    while leads && end < pieces.len() && group_follows(text, pieces, end) {
        end += 1;
        if digits(pieces[end - 1].text(text)).is_none() {
            break;
        }
    }
    end
}

fn group_follows(text: &str, pieces: &[Piece], at: usize) -> bool {
    let gap = &text[pieces[at - 1].range.end..pieces[at].range.start];
    let group = pieces[at].text(text);
    let whole = group.split([',', '.']).next().unwrap_or_default();
    let tail = &group[whole.len()..];
    pieces[at].class == Class::Number
        && is_one_space(gap)
        && digits(whole) == Some(3)
        && tail.chars().skip(1).all(is_digit)
        && !text[pieces[at].range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

/// Whether a word or another number touches the piece from the left, as in `2010-626 000`.
fn is_glued(text: &str, pieces: &[Piece], at: usize) -> bool {
    let before = text[..pieces[at].range.start].chars().next_back();
    before.is_some_and(|c| c.is_alphanumeric() || c == '/')
        || (before == Some('-') && at > 1 && pieces[at - 2].is_wordlike() && pieces[at - 2].touches(&pieces[at - 1]))
}

fn is_one_space(gap: &str) -> bool {
    matches!(gap, " " | "\u{A0}" | "\u{202F}" | "\u{2009}")
}

/// How many digits, where there is nothing else.
fn digits(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |n, c| is_digit(c).then_some(n + 1))
}

/// `25/01/06` and proper fractions (`1/10`); `14:23` and `06:03:48`.
fn chain_end(text: &str, pieces: &[Piece], at: usize) -> usize {
    let slashed = run_end(text, pieces, at, "/");
    if slashed == at + 5 || (slashed == at + 3 && is_fraction(text, pieces, at)) {
        return slashed;
    }
    let timed = run_end(text, pieces, at, ":");
    if timed > at + 1 && timed <= at + 5 { timed } else { at + 1 }
}

/// Index after numbers of one or two digits with the sign between them; the last may be a year.
fn run_end(text: &str, pieces: &[Piece], at: usize, sign: &str) -> usize {
    let mut end = at + 1;
    while let [left, mark, right, ..] = &pieces[end - 1..] {
        if end > at + LONGEST_CHAIN {
            break;
        }
        let touching = left.touches(mark) && mark.touches(right);
        let short = digits(left.text(text)).is_some_and(|n| n <= 2) && digits(right.text(text)).is_some_and(|n| n <= 4);
        if mark.text(text) != sign || !touching || !short {
            break;
        }
        end += 2;
    }
    end
}

fn is_fraction(text: &str, pieces: &[Piece], at: usize) -> bool {
    let value = |i: usize| pieces[i].text(text).parse::<u32>().ok();
    matches!((value(at), value(at + 2)), (Some(part), Some(whole)) if part < whole)
}

/// Whether a word is an hour: `24h`, `20h30`, `1h30mn`.
pub(super) fn is_hour(word: &[u8]) -> bool {
    let minutes = match word {
        [b'0'..=b'9', b'h' | b'H', minutes @ ..] => minutes,
        [b'0'..=b'9', b'0'..=b'9', b'h' | b'H', minutes @ ..] => minutes,
        _ => return false,
    };
    match minutes.split_at_checked(MINUTES) {
        Some((number, unit)) => {
            let is_unit = [&b""[..], b"mn", b"min"].iter().any(|known| unit.eq_ignore_ascii_case(known));
            is_unit && number.iter().all(u8::is_ascii_digit)
        }
        None => minutes.is_empty(),
    }
}

/// Digits of the minutes behind an hour.
pub(super) const MINUTES: usize = 2;

/// Cuts `24h`, `20h30`, `1h30mn`, `160km` into numbers and units; false where `range` is no such thing.
pub(super) fn split_unit(
    text: &str,
    range: Range<usize>,
    units: &HashSet<String>,
    out: &mut Vec<Range<usize>>,
) -> bool {
    let piece = &text[range.clone()];
    let Some(unit) = piece.find(|c| !is_digit(c)) else { return false };
    let after = piece[unit..].find(is_digit).map_or(piece.len(), |at| unit + at);
    let hour = is_hour(piece.as_bytes());
    if unit == 0 || units.is_empty() || !(hour || (after == piece.len() && units.contains(&piece[unit..]))) {
        return false;
    }
    let cuts = [0, unit, after, piece.len().min(after + MINUTES), piece.len()];
    out.extend(cuts.windows(2).filter(|w| w[0] < w[1]).map(|w| range.start + w[0]..range.start + w[1]));
    true
}
