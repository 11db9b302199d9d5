//! Dates in the path of a URL and in a file name.
//!
//! A path must hold a year and a month, a file name at least a year of 1600 to 2100 at its start or end, cut off by a
//! sign: `45513.txt` is a number, `1789-Washington.txt` states a year. The press is not older, and smaller numbers usually
//! count something. A number after a word that counts files, `article-1812.txt`, is not a year, and a number on its own is
//! a year only from 1900. Inside a name, only days in the form of programs count: `…-du-13-11-2015-…` is from a title.

use super::expression::{Expression, whole};
use super::fold::fold;
use super::lists::LISTS;
use crate::calendar::{DateReading, Precision};
use crate::text::Lang;

/// A date and the words it was read from.
pub(super) type Dated = (DateReading, String);

/// `/2017/08/29/`, `/2016/1221/`, `/20170829/`, `/2017-08-29-titre`, `/2017/08/`.
pub(super) fn of_url(url: &str) -> Option<Dated> {
    let path = path_of(url);
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    (0..segments.len())
        .find_map(|first| slashed(&segments[first..]).or_else(|| edges(stem(segments[first]), Precision::Month)))
}

/// `2017-08-29_titre.txt`, `20170829.txt`, `article-2015-05.md`, `1789-Washington.txt`, `lemonde_2015-05-28_titre.txt`.
pub(super) fn of_filename(name: &str) -> Option<Dated> {
    let name = stem(name.rsplit(['/', '\\']).next()?);
    if let Some(day) = short_day(name) {
        return Some(day);
    }
    let edge = edges(name, Precision::Year);
    if edge.as_ref().is_some_and(|(reading, _)| reading.precision == Precision::Day) {
        edge
    } else {
        inner(name).or(edge)
    }
}

fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let host = url.contains("://") || rest.starts_with("www.");
    if host { rest.split_once('/').map_or("", |(_, path)| path) } else { rest }
}

/// The name without its extensions, which are short and begin with a letter.
fn stem(base: &str) -> &str {
    let mut stem = base;
    while let Some((before, extension)) = stem.rsplit_once('.') {
        let known = extension.len() <= 8 && extension.starts_with(|c: char| c.is_ascii_alphabetic());
        if before.is_empty() || !known {
            break;
        }
        stem = before;
    }
    stem
}

fn slashed(segments: &[&str]) -> Option<Dated> {
    let digits =
        |at: usize, n: usize| segments.get(at).filter(|s| s.len() == n && s.bytes().all(|b| b.is_ascii_digit()));
    let year = digits(0, 4)?;
    let written = if let (Some(month), Some(day)) = (digits(1, 2), digits(2, 2)) {
        (format!("{year}-{month}-{day}"), 3)
    } else if let Some(both) = digits(1, 4) {
        (format!("{year}-{}-{}", &both[..2], &both[2..]), 2)
    } else {
        (format!("{year}-{}", digits(1, 2)?), 2)
    };
    let reading = plausible(whole(&written.0, Lang::Und)?.reading)?;
    Some((reading, segments[..written.1].join("/")))
}

const MOST_CHUNKS: usize = 5;

/// The longest date that can be read at the start or the end of a name.
fn edges(name: &str, coarsest: Precision) -> Option<Dated> {
    let chunks = chunks(name);
    let n_chunks = chunks.len();
    let most = n_chunks.min(MOST_CHUNKS);
    let runs = (1..=most).rev().flat_map(|n| [(0, n), (n_chunks - n, n_chunks)]);
    runs.into_iter().find_map(|(first, last)| {
        let written = &name[chunks[first].0..chunks[last - 1].1];
        let reading = plausible(chunked(written, n_chunks)?)?;
        let fine = coarsest == Precision::Year || reading.precision != Precision::Year;
        // `2015-02-30` is not a day, so its beginning is not taken for a month.
        let more = |chunk: usize| chunks.get(chunk).is_some_and(|&(start, end)| is_part(&name[start..end]));
        let cut = reading.precision != Precision::Day && (more(last) || first.checked_sub(1).is_some_and(more));
        let alone = n_chunks == 1 && reading.end.year() < FIRST_YEAR_ALONE;
        let counted = || first.checked_sub(1).is_some_and(|before| counts(&name[chunks[before].0..chunks[before].1]));
        let number = reading.precision == Precision::Year && last - first == 1 && (alone || counted());
        (fine && !cut && !number).then(|| (reading, written.to_owned()))
    })
}

/// From here on, a number that is the whole name is a year; smaller numbers usually count files.
const FIRST_YEAR_ALONE: i16 = 1900;

/// Whether a number after this word counts files.
fn counts(word: &str) -> bool {
    LISTS.file_number.may_begin_with_word(&fold(word))
}

/// The only day inside a name that is written in digits with the year first: `2015-05-28`, `20150528`.
fn inner(name: &str) -> Option<Dated> {
    let chunks = chunks(name);
    let digits = |&(start, end): &(usize, usize), most: usize| {
        end - start == most && name.as_bytes()[start..end].iter().all(u8::is_ascii_digit)
    };
    let day = |first: usize| {
        let (start, end) = match &chunks[first..] {
            [whole, ..] if digits(whole, 8) => *whole,
            [year, month, day, ..] if digits(year, 4) && digits(month, 2) && digits(day, 2) => (year.0, day.1),
            _ => return None,
        };
        let reading = plausible(chunked(&name[start..end], chunks.len())?)?;
        (reading.precision == Precision::Day).then(|| (reading, name[start..end].to_owned()))
    };
    let mut days = (0..chunks.len()).filter_map(day);
    days.next().filter(|(reading, _)| days.all(|(other, _)| other == *reading))
}

/// The day at the beginning of a name that has one digit for its month or its day, `2015-6-3_titre`. A further number would
/// count something.
fn short_day(name: &str) -> Option<Dated> {
    let chunks = chunks(name);
    let [year, month, day, rest @ ..] = chunks.as_slice() else { return None };
    let digits = |&(start, end): &(usize, usize)| name.as_bytes()[start..end].iter().all(u8::is_ascii_digit);
    let brief = |&(start, end): &(usize, usize)| end - start <= 2;
    let sign = |before: &(usize, usize), next: &(usize, usize)| &name[before.1..next.0];
    let same = sign(year, month) == sign(month, day) && sign(year, month).len() == 1;
    let fits = year.1 == 4 && [year, month, day].into_iter().all(digits) && brief(month) && brief(day) && same;
    if !fits || day.1 == FULL_DAY || rest.first().is_some_and(digits) {
        return None;
    }
    let written = &name[..day.1];
    let reading = plausible(whole(&written.replace(sign(year, month), "-"), Lang::Und)?.reading)?;
    (reading.precision == Precision::Day).then(|| (reading, written.to_owned()))
}

/// Bytes of a day that is written in full, `2015-06-03`.
const FULL_DAY: usize = 10;

/// Whether a part of a name may be a month or a day.
fn is_part(chunk: &str) -> bool {
    chunk.len() == 2 && chunk.bytes().all(|byte| byte.is_ascii_digit())
}

/// Letters and digits of a name between its signs, and the `T` before a time of day.
fn chunks(name: &str) -> Vec<(usize, usize)> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = name.as_bytes();
    let timed = |at: usize| bytes[at] == b'T' && at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1));
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (at, c) in name.char_indices().filter(|&(at, c)| c.is_alphanumeric() && !timed(at)) {
        let end = at + c.len_utf8();
        match found.last_mut() {
            Some(last) if last.1 == at => last.1 = end,
            _ => found.push((at, end)),
        }
    }
    found
}

/// The date written by some chunks of a name that has `n_chunks`.
fn chunked(written: &str, n_chunks: usize) -> Option<DateReading> {
    let letters = written.contains(char::is_alphabetic);
    let sign = if letters { " " } else { "-" };
    let chunks: Vec<&str> = written.split(|c: char| !c.is_alphanumeric()).filter(|chunk| !chunk.is_empty()).collect();
    // In `part-3-2015`, 3 is the number of a part; a month in a name has two digits.
    let short = chunks.iter().any(|chunk| chunk.len() == 1);
    if short && !letters {
        return None;
    }
    let reading = whole(&chunks.join(sign), Lang::Fr).or_else(|| year_first(&chunks, n_chunks))?.reading;
    // A year must be at the start or the end of a name, so `en-2015-titre` has none.
    (!letters || reading.precision != Precision::Year).then_some(reading)
}

/// The day of `2015-juin-03`, or the month if the whole name is `2015-juin`: in `2015-sept-morts`, *sept* is the number.
fn year_first(chunks: &[&str], n_chunks: usize) -> Option<Expression> {
    let digits = |chunk: &str, n: usize| chunk.len() == n && chunk.bytes().all(|byte| byte.is_ascii_digit());
    match chunks {
        [year, month, day] if digits(year, 4) && digits(day, 2) => whole(&format!("{day} {month} {year}"), Lang::Fr),
        [year, month] if digits(year, 4) && n_chunks == 2 => whole(&format!("{month} {year}"), Lang::Fr),
        _ => None,
    }
}

fn plausible(reading: DateReading) -> Option<DateReading> {
    (reading.start.year() >= 1600 && reading.end.year() <= 2100).then_some(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(found: Option<Dated>) -> Option<String> {
        found.map(|(reading, raw)| format!("{} {} {raw}", reading.start, reading.precision.name()))
    }

    #[test]
    fn file_names_state_dates() {
        let is = |name: &str, expected: Option<&str>| assert_eq!(iso(of_filename(name)).as_deref(), expected, "{name}");
        is("2017-08-29_titre.txt", Some("2017-08-29 day 2017-08-29"));
        is("dir/20170829.txt.gz", Some("2017-08-29 day 20170829"));
        is("article-2015-05.md", Some("2015-05-01 month 2015-05"));
        is("1789-Washington.txt", Some("1789-01-01 year 1789"));
        is("12_mars_2014-titre.txt", Some("2014-03-12 day 12_mars_2014"));
        is("45513.txt", None);
        is("43971.html", None);
        is("9999-titre.txt", None);
        is("loi2015.txt", None);
        is("a-2015-b.txt", None);
        is("20171329.txt", None);
        is("article_1234.txt", None);
        is("R-1373-2001.txt", Some("2001-01-01 year 2001"));
        is("article-1812.txt", None);
        is("Page_1999.txt", None);
        is("Numéro 2015.txt", None);
        is("article-2015-titre.txt", None);
        is("1812.txt", None);
        is("2015.txt", Some("2015-01-01 year 2015"));
        is("figaro-1898.txt", Some("1898-01-01 year 1898"));
        is("2015-article-3.txt", Some("2015-01-01 year 2015"));
        is("2015-juin-03.txt", Some("2015-06-03 day 2015-juin-03"));
        is("2015_JUN_03_titre.txt", Some("2015-06-03 day 2015_JUN_03"));
        is("03-juin-2015.txt", Some("2015-06-03 day 03-juin-2015"));
        is("2015-sept-morts.txt", Some("2015-01-01 year 2015"));
        is("2015_juin.txt", Some("2015-06-01 month 2015_juin"));
        is("2015 - 06 - 03 titre.txt", Some("2015-06-03 day 2015 - 06 - 03"));
        for impossible in
            ["2015-02-30.txt", "31-02-2015.txt", "2015-13-40.txt", "2015-02-30-titre.txt", "a-30-02-2015.md"]
        {
            is(impossible, None);
        }
        is("2015-6-3.txt", Some("2015-06-03 day 2015-6-3"));
        is("2015_6_03_titre.txt", Some("2015-06-03 day 2015_6_03"));
        is("2015.6.3-titre.txt", Some("2015-06-03 day 2015.6.3"));
        for counted in ["2015-6-3-2.txt", "2015-6_3.txt", "2015-6-31.txt", "3-6-2015.txt"] {
            is(counted, Some("2015-01-01 year 2015"));
        }
        is("2015-05-28T10-30-00.txt", Some("2015-05-28 day 2015-05-28"));
        is("20150528T103000.txt", Some("2015-05-28 day 20150528"));
        is("2015-05-12345.txt", Some("2015-05-01 month 2015-05"));
        is("lemonde_2015-05-28_titre.txt", Some("2015-05-28 day 2015-05-28"));
        is("art_20150528_1.txt", Some("2015-05-28 day 20150528"));
        is("copie-2003_11_20 (2).txt", Some("2003-11-20 day 2003_11_20"));
        is("2016-lemonde-2015-05-28-p3.txt", Some("2015-05-28 day 2015-05-28"));
        is("attentats-du-13-11-2015-recit.txt", None);
        is("a_2015-05-28_b_2015-05-29_c.txt", None);
        is("a_2015-02-30_b.txt", None);
        is("art_12345678_1.txt", None);
    }

    #[test]
    fn urls_state_dates_in_their_path() {
        let is = |url: &str, expected: Option<&str>| assert_eq!(iso(of_url(url)).as_deref(), expected, "{url}");
        is("https://a.example/2017/08/29/titre", Some("2017-08-29 day 2017/08/29"));
        is("https://a.example/fr/2016/1221/titre.html", Some("2016-12-21 day 2016/1221"));
        is("http://a.example/2017/08/titre", Some("2017-08-01 month 2017/08"));
        is("https://a.example/titre-2017-08-29.html", Some("2017-08-29 day 2017-08-29"));
        is("https://a.example/titre-en-2015", None);
        is("https://a.example/?date=2017-08-29", None);
        is("https://2017-08.example/", None);
        is("https://a.example/2015-02-30-titre", None);
        is("https://a.example/1020/1112/x", None);
        is("", None);
    }
}
