//! What every notice has, judged by a few tokens as they are written.
//!
//! Nearly every line is prose, so this is asked before a line is lexed. It lets through too many lines rather than too few.

use super::expression::may_go_on;
use super::lex::{Cut, Cuts, begins_digit, cuts, may_begin_digit};
use super::lines::any_of;
use super::lists::{BYLINE, LABEL, LISTS, RUBRIC, SEE_ALSO, UNDATED, WHOLE};
use super::notice::LONGEST;
use super::placed::{MOST_PLACE_TOKENS, PLACE_SEPARATORS};
use crate::text::scan;

/// Whether the line, of which `begins` are the beginnings, has what every notice has: the first words of a notice without a
/// date, or a number and the form of a notice with one.
pub(super) fn may_be_notice(words: &str, begins: u16) -> bool {
    let undated = begins & UNDATED != 0
        || (begins & SEE_ALSO != 0 && LISTS.leads_to_link(words))
        || (begins & (RUBRIC | WHOLE) != 0 && LISTS.may_be_whole(words))
        || (begins & WHOLE != 0 && LISTS.may_be_paper(words));
    let owned = || scan::find(words.as_bytes(), 0, |first, second, _| (first == 0xC2) & (second == 0xA9)).is_some();
    let labelled = || begins & LABEL != 0 || (begins & (BYLINE | WHOLE) != 0 && may_be_authored(words));
    undated
        || (may_hold_date(words)
            && (labelled() || may_be_date_line(words) || may_hold_label(words) || may_be_counted(words)))
        || owned()
        || ends_with_capital(words)
        || may_be_relative(begins, words)
}

/// Whether the line may be only a time without a day. These lines are short.
fn may_be_relative(begins: u16, words: &str) -> bool {
    let begun = || words.starts_with(char::is_numeric) || LISTS.since.may_begin(words);
    words.len() <= LONGEST_RELATIVE && (begins & LABEL != 0 || begun())
}

/// The most bytes of a line that is only a time without a day.
const LONGEST_RELATIVE: usize = 60;

/// Whether the line may end with a credit behind a caption, `… / Ph. DR`, `… (Photo MAP)`: prose ends with a period.
pub(super) fn ends_with_capital(words: &str) -> bool {
    matches!(words.as_bytes(), [.., b'A'..=b'Z'] | [.., b'A'..=b'Z', b')'])
}

/// Whether only names, small words in names, labels and words of dates come between the first word, which introduces an
/// author or names an agency, and a number.
fn may_be_authored(words: &str) -> bool {
    let listed = [&LISTS.correspondent, &LISTS.number];
    let small = |cut: &Cut<'_>| {
        LISTS.beginning_with(cut) & (WHOLE | LABEL) != 0 || listed.iter().any(|list| list.may_begin_with(cut))
    };
    let joined = |cut: &Cut<'_>| cut.glued && cut.is_word();
    let in_name = |cut: &Cut<'_>| may_be_of_place(cut) || may_go_on(cut) || small(cut) || joined(cut);
    tokens(words)
        .skip(LISTS.byline.longest)
        .find(|cut| cut.is_number() || !in_name(cut))
        .is_some_and(|cut| cut.is_number())
}

/// The tokens that notices are read from.
fn tokens(words: &str) -> Cuts<'_> {
    cuts(words, LONGEST + 1)
}

/// Whether the line has a year, or a number where a time may stand.
fn may_hold_date(words: &str) -> bool {
    if !any_of(words.as_bytes(), may_begin_digit) {
        return false;
    }
    let mut digits = (0, 0);
    while let Some(run) = next_digits(words, digits.1) {
        let years = matches!(run.1 - run.0, 4 | 8) || !words.as_bytes()[run.0].is_ascii();
        if years || (digits.1 == 0 && may_be_time(words)) {
            return true;
        }
        digits = run;
    }
    false
}

/// Whether a number and a word for minutes or comments begin the line.
fn may_be_counted(words: &str) -> bool {
    let mut tokens = tokens(words);
    let unit = |cut: Cut<'_>| LISTS.minutes.may_begin_with(&cut) || LISTS.comments.may_begin_with(&cut);
    tokens.next().is_some_and(|cut| cut.is_number()) && tokens.next().is_some_and(unit)
}

/// Whether the first token may begin a time of day: a number, a sign, or a word that a date or time holds.
fn may_be_time(words: &str) -> bool {
    cuts(words, usize::MAX).next().is_some_and(|cut| may_go_on(&cut))
}

/// Bytes of the next run of ASCII digits from byte `from` on, or of what may be an Arabic-Indic digit.
fn next_digits(words: &str, from: usize) -> Option<(usize, usize)> {
    let start = scan::find(words.as_bytes(), from, |first, second, _| begins_digit(first, second))?;
    let run = words.as_bytes().iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
    Some((start, start + run.max(1)))
}

/// Whether a date or a time may stand at the beginning, or after a place and its separator.
fn may_be_date_line(words: &str) -> bool {
    may_be_date(tokens(words)) || after_place(words).is_some_and(may_be_date)
}

/// Whether the tokens may begin with a date or be a time: no other word comes before the first year.
fn may_be_date(mut tokens: Cuts<'_>) -> bool {
    let stop = tokens.find(|cut| cut.may_be_year() || !may_go_on(cut));
    stop.is_none_or(|cut| cut.is_number())
}

/// The tokens after names of places, with separators between them and behind them or not.
fn after_place(words: &str) -> Option<Cuts<'_>> {
    let mut tokens = tokens(words);
    for _ in 0..=MOST_PLACE_TOKENS + 1 {
        let before = tokens.clone();
        let cut = tokens.next()?;
        let of_word = cut.is_number() && cut.glued;
        if !(of_word || may_be_of_place(&cut) || cut.is_sign(PLACE_SEPARATORS) || cut.is_sign("–—()[")) {
            return Some(before);
        }
    }
    None
}

fn may_be_of_place(cut: &Cut<'_>) -> bool {
    let capital = cut.is_word() && !cut.first.is_lowercase();
    capital || cut.is_sign("-") || LISTS.particle.may_begin_with(cut)
}

/// Whether a separator has the first word of a label after it.
fn may_hold_label(words: &str) -> bool {
    let mut at = 0;
    while let Some(separator) = scan::find(words.as_bytes(), at, is_separator) {
        let mut after = words[separator..].chars();
        after.next();
        if LISTS.first_beginning(after.as_str()) & LABEL != 0 {
            return true;
        }
        at = separator + 1;
    }
    false
}

/// Whether the bytes may be a separator before a label, the Arabic comma included.
fn is_separator(first: u8, second: u8, third: u8) -> bool {
    let bracket = (first == b'(') | (first == b'[');
    let ascii = bracket | (first == b'|') | (first == b'-') | (first == b',') | (first == b'/');
    let dash = (third == 0x93) | (third == 0x94) | (third == 0xA2);
    let two = ((first == 0xC2) & (second == 0xB7)) | ((first == 0xD8) & (second == 0x8C));
    ascii | two | ((first == 0xE2) & (second == 0x80) & dash)
}

#[cfg(test)]
mod tests {
    use super::super::notice::LABEL_SEPARATORS;
    use super::*;

    #[test]
    fn bytes_tell_every_separator() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            let sign = cuts(c.encode_utf8(&mut [0; 4]), 1).next().is_some_and(|cut| cut.is_sign(LABEL_SEPARATORS));
            assert_eq!(is_separator(bytes[0], bytes[1], bytes[2]), sign, "{c:?}");
        }
    }
}
