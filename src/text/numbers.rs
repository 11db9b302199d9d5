//! Numbers: digits grouped in threes by a space, signs, times, dates and fractions; hours and units are cut off their
//! digits.

use std::ops::Range;

use hashbrown::HashSet;

use super::kind::is_digit;
use super::languages::Lists;
use super::piece::{Class, Piece};

/// Digits in a group.
const GROUP: usize = 3;

/// Pieces in the longest date or time, plus one more number: a longer chain is neither.
const LONGEST_CHAIN: usize = 7;

/// Joins the pieces of numbers, using the lists of a language.
pub(super) fn join(text: &str, known: &Lists, pieces: &mut Vec<Piece>) {
    let mut numbers = Numbers { text, known, pieces, joined: Vec::with_capacity(pieces.len()) };
    let mut at = 0;
    while at < pieces.len() {
        at = numbers.push(at);
    }
    *pieces = numbers.joined;
}

struct Numbers<'a> {
    text: &'a str,
    known: &'a Lists,
    pieces: &'a [Piece],
    /// The pieces joined so far.
    joined: Vec<Piece>,
}

impl Numbers<'_> {
    /// Pushes the number that starts at `at`, or just that piece if none does; returns the index of the next piece.
    fn push(&mut self, at: usize) -> usize {
        let number = if self.is_sign(at) { at + 1 } else { at };
        let mut end = at + 1;
        if self.pieces[number].class == Class::Number {
            end = self.groups_end(number);
            if self.may_go_on(number, end) && self.push_with_last(at, end) {
                return end + 1;
            }
            if end == number + 1 {
                end = self.chain_end(number);
            }
        }
        let mut piece = self.pieces[at].clone();
        if end > at + 1 {
            piece.range.end = self.pieces[end - 1].range.end;
            piece.class = Class::Number;
        }
        self.joined.push(piece);
        end
    }

    /// `-1`, `+14`, `−0,8`: a sign that touches its number and follows a space or an opening bracket, or starts the
    /// text.
    fn is_sign(&self, at: usize) -> bool {
        let Some(number) = self.pieces.get(at + 1) else { return false };
        let sign = matches!(self.pieces[at].text(self.text), "-" | "+" | "−" | "‑" | "±");
        let free = self.before(at).is_none_or(|c| c.is_whitespace() || c == '(');
        sign && free && number.class == Class::Number && self.pieces[at].touches(number)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..self.pieces[at].range.start].chars().next_back()
    }

    /// `1 500`, `10 000 000,5`: index after a leading number and the groups of three that follow it, one space before
    /// each.
    fn groups_end(&self, at: usize) -> usize {
        let mut end = at + 1;
        while self.may_go_on(at, end) && self.group_follows(end) {
            end += 1;
        }
        end
    }

    /// Whether the number from `at` to before `end` may go on in a group: its last piece is all digits.
    fn may_go_on(&self, at: usize, end: usize) -> bool {
        end < self.pieces.len()
            && digits(self.pieces[end - 1].text(self.text)).is_some()
            && (end > at + 1 || self.leads(at))
    }

    /// Whether a number has one to three digits, does not start with zero, and is not part of something else.
    fn leads(&self, at: usize) -> bool {
        let first = self.pieces[at].text(self.text);
        let short = digits(first).is_some_and(|n| (1..=GROUP).contains(&n)) && !first.starts_with('0');
        short && (self.is_second(at) || !self.is_glued(at))
    }

    fn group_follows(&self, at: usize) -> bool {
        let group = self.pieces[at].text(self.text);
        let whole = group.split([',', '.']).next().unwrap_or_default();
        let tail = &group[whole.len()..];
        self.pieces[at].class == Class::Number
            && self.is_one_space_before(at)
            && digits(whole) == Some(GROUP)
            && tail.chars().skip(1).all(is_digit)
            && !self.text[self.pieces[at].range.end..].starts_with(char::is_alphanumeric)
    }

    fn is_one_space_before(&self, at: usize) -> bool {
        let gap = &self.text[self.pieces[at - 1].range.end..self.pieces[at].range.start];
        matches!(gap, " " | "\u{A0}" | "\u{202F}" | "\u{2009}")
    }

    /// `1 500km`, `10 000e`: pushes the pieces from `at` to before `end` with the digits at `end` that letters touch,
    /// and a unit as a token of its own; false if those are neither group and unit nor group and ordinal.
    fn push_with_last(&mut self, at: usize, end: usize) -> bool {
        let Piece { range, class } = &self.pieces[end];
        let Some((_, letters)) = self.pieces[end].text(self.text).split_at_checked(GROUP) else { return false };
        let cut = range.end - letters.len();
        let group = digits(&self.text[range.start..cut]) == Some(GROUP) && self.is_one_space_before(end);
        let (unit, ordinal) = (self.known.units.contains(letters), self.known.ordinals.contains(letters));
        if *class != Class::Word || !group || !(unit || ordinal) {
            return false;
        }
        let start = self.pieces[at].range.start;
        if unit {
            self.joined.push(Piece { range: start..cut, class: Class::Number });
            self.joined.push(Piece { range: cut..range.end, class: Class::Word });
        } else {
            self.joined.push(Piece { range: start..range.end, class: Class::Word });
        }
        true
    }

    /// Whether a word or another number touches the piece on its left, as in `2010-626 000`.
    fn is_glued(&self, at: usize) -> bool {
        let before = self.before(at);
        before.is_some_and(|c| c.is_alphanumeric() || c == '/') || (before == Some('-') && self.left(at).is_some())
    }

    /// The piece before the sign before the piece at `at`, if all three touch.
    fn left(&self, at: usize) -> Option<&Piece> {
        let [.., left, sign] = &self.joined[..] else { return None };
        (left.is_wordlike() && left.touches(sign) && sign.touches(&self.pieces[at])).then_some(left)
    }

    /// `3 000-4 000`, `3 000/4 000`, `500-1 000`: whether the piece is the second number of a pair whose first has
    /// groups too, or could have.
    fn is_second(&self, at: usize) -> bool {
        let Some(left) = self.left(at).filter(|left| left.class == Class::Number) else { return false };
        let first = left.text(self.text);
        let grouped = first.contains(char::is_whitespace);
        match self.before(at) {
            Some('-') => grouped || digits(first).is_some_and(|n| n <= GROUP),
            Some('/') => grouped,
            _ => false,
        }
    }

    /// Index after a date (`25/01/06`), a proper fraction (`1/10`) or a time (`14:23`, `06:03:48`).
    fn chain_end(&self, at: usize) -> usize {
        let slashed = run_end(self.text, self.pieces, at, "/");
        if slashed == at + 5 || (slashed == at + 3 && is_fraction(self.text, self.pieces, at)) {
            return slashed;
        }
        let timed = run_end(self.text, self.pieces, at, ":");
        if timed > at + 1 && timed <= at + 5 { timed } else { at + 1 }
    }
}

/// The number of digits, if there is nothing else.
fn digits(text: &str) -> Option<usize> {
    text.chars().try_fold(0, |n, c| is_digit(c).then_some(n + 1))
}

/// Index after numbers of one or two digits separated by the sign; the last may be a year.
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

/// Digits of the minutes after an hour.
pub(super) const MINUTES: usize = 2;

/// Cuts `24h`, `20h30`, `1h30mn`, `160km` into numbers and units; false if `range` is nothing of the kind.
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
