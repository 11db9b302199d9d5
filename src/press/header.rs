//! The date header as exports write it, read without the grammar.

use super::fold::with_folded;
use super::islamic::ISLAMIC;
use super::plain::{gap, plain_word};
use super::words::{Class, classes_begun};
use crate::calendar::DateReading;

/// ` date 2014-06 ` or ` date 2014-06-12 ` before a word that ends it; bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PlainHeader {
    /// Where `date` begins.
    pub(super) start: usize,
    /// Where the date itself begins.
    pub(super) date: usize,
    /// Byte after the date.
    pub(super) end: usize,
    pub(super) reading: DateReading,
}

/// A plain header ends before this byte, and the next word begins before it.
const NEAR: usize = 40;
/// What is looked at after a plain header: so many words and signs, so many bytes.
const MOST_AFTER: usize = 4;
const LONGEST_AFTER: usize = 60;

/// The header of `words`, if it is plain and the next word cannot belong to the date. After `None` the grammar decides.
pub(super) fn plain_header(words: &str) -> Option<PlainHeader> {
    let bytes = words.as_bytes();
    let start = spaces(bytes, 0);
    let label = start + LABEL.len();
    if !bytes.get(start..label)?.eq_ignore_ascii_case(LABEL) {
        return None;
    }
    let date = spaces(bytes, label);
    let (year, month) = (number(bytes, date, 4)?, dashed(bytes, date + 4)?);
    let day = dashed(bytes, date + 7);
    // The words that follow may show that the year is of another calendar.
    if ISLAMIC.contains(&year) {
        return None;
    }
    let end = date + if day.is_some() { 10 } else { 7 };
    let next = spaces(bytes, end);
    if date == label || next == end || next > NEAR {
        return None;
    }
    if !ends_dates(&words[next..]) {
        return None;
    }
    let month = month as i8;
    let reading = match day {
        Some(day) => DateReading::day(year, month, day as i8),
        None => DateReading::month(year, month),
    };
    Some(PlainHeader { start, date, end, reading: reading? })
}

const LABEL: &[u8] = b"date";

/// Whether a word of prose comes first, after small words and signs only. Then no date, range or time goes on here: that
/// would need a number or the name of a day or a month.
fn ends_dates(words: &str) -> bool {
    let mut at = 0;
    for _ in 0..MOST_AFTER {
        at += gap(&words.as_bytes()[at..]);
        let rest = &words.as_bytes()[at..];
        at += match rest {
            [b'-' | b'"', ..] => 1,
            [0xE2, 0x80, 0x93 | 0x94, ..] => 3,
            // `«` and a no-break space.
            [0xC2, 0xAB | 0xA0, ..] => 2,
            _ => {
                let Some(word) = plain_word(&words[at..]) else { return false };
                match with_folded(word, classes_begun) {
                    None => return at + word.len() <= LONGEST_AFTER,
                    // Words without a class are of times and eras.
                    Some(classes) if classes != 0 && classes & !small() == 0 => word.len(),
                    Some(_) => return false,
                }
            }
        };
    }
    false
}

/// The classes of small words that stand between dates, as bits.
fn small() -> u32 {
    [Class::Article, Class::Of, Class::From, Class::To, Class::At].into_iter().fold(0, |all, class| all | class.bit())
}

/// The place after the spaces at `at`.
fn spaces(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| **byte == b' ').count()
}

/// The number of so many digits at `at`.
fn number(bytes: &[u8], at: usize, digits: usize) -> Option<i16> {
    let value = |sum: i16, digit: &u8| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0'));
    bytes.get(at..at + digits)?.iter().try_fold(0, value)
}

/// The number of two digits after a hyphen at `at`.
fn dashed(bytes: &[u8], at: usize) -> Option<i16> {
    if bytes.get(at) == Some(&b'-') { number(bytes, at + 1, 2) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::expression::{after_clock, expression};
    use super::super::grammar::Grammar;
    use super::super::lex::lex;
    use super::super::lists::LISTS;
    use super::super::part::is_finer_than_year;
    use super::super::phrases::phrases;
    use super::*;
    use crate::text::Lang;

    fn slow(words: &str, lang: Lang) -> Option<PlainHeader> {
        let tokens = lex(words, 0, 120);
        let grammar = Grammar::new(&tokens, lang);
        let found = expression(grammar, LISTS.header.at(&tokens, 0)?)?;
        let plain = is_finer_than_year(&found.reading) && found.wrong_weekday.is_none() && !found.ambiguous;
        let (after, date) = (after_clock(grammar, &found), tokens.get(found.first)?.start);
        let same = found.next == after && plain && !grammar.glued(after);
        let (start, end) = (tokens.first()?.start, tokens.get(after.checked_sub(1)?)?.end);
        same.then_some(PlainHeader { start, date, end, reading: found.reading })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn plain_headers_are_those_of_the_grammar(
            header in " ?(date|Date)  ?(2014|0999|2000)-(06|13|02|29)(-(06|29|31)){0,1} ",
            words in phrases(&[
                "Le|La|L’Espagne|Il|Été|premier|Un|De|Lundi|lundi|mai|T2|trimestre|2e|Septembre",
                "à|au|et|to|—|–|«|\"|-|«\u{A0}|a|du|14h30|14:30|2014|12|ad|AD|Z|UTC|semestre|S1|h|er|-|\\(|jour|semaine|الى|prose",
            ], 0..5),
            lang in 0..Lang::ALL.len(),
        ) {
            let text = header + &words;
            if let Some(plain) = plain_header(&text) {
                prop_assert_eq!(Some(plain), slow(&text, Lang::ALL[lang]));
            }
        }
    }

    #[test]
    fn headers_before_prose_are_plain() {
        let plain = |text: &str| plain_header(text).map(|found| text[found.date..found.end].to_owned());
        for (text, date) in [
            (" date 2017-08 L’Espagne", "2017-08"),
            ("date 2017-08 — Le port", "2017-08"),
            ("Date 2017-08-12 Le port", "2017-08-12"),
        ] {
            assert_eq!(plain(text).as_deref(), Some(date), "{text}");
        }
        for text in [
            "date 2017-13 Le",
            "date 2017-08 au 12",
            "date 2017-08-12 à 14h",
            "date 2017-08 AD Le",
            "date 2017-08Le",
            "date 2017",
            "",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
