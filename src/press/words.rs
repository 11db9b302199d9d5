//! The words of date expressions, read from `months.toml`.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::fold::fold;
use super::lex::{Cut, Kind, Token, cuts};
use super::vocabulary::Vocabulary;
use crate::text::Lang;

/// What a word can mean in a date expression. It may have several meanings (`mar` is a month and a weekday); then its place
/// decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Month,
    Weekday,
    Season,
    Cardinal,
    Ordinal,
    Last,
    DayUnit,
    WeekUnit,
    MonthUnit,
    YearUnit,
    Quarter,
    Half,
    Article,
    Of,
    From,
    To,
    At,
    Hour,
    Minute,
    /// A time zone.
    Zone,
    /// A time zone only in texts of its own language.
    OwnZone,
    /// What marks a year of our era, or one of the Islamic calendar.
    Era,
    Hijra,
    /// A month of the Islamic calendar.
    Islamic,
    /// What stands between the same day of two calendars.
    Same,
    Suffix,
}

impl Class {
    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }
}

struct Meaning {
    class: Class,
    lang: Lang,
    value: u8,
}

/// Words to meanings; a key is the folded words of a phrase joined by a space.
static WORDS: LazyLock<HashMap<String, Vec<Meaning>>> = LazyLock::new(load);

/// The classes of phrases that begin with a word, as bits; 0 for later words of phrases, and for letters between dots.
static BEGINNINGS: LazyLock<Vocabulary<u32>> = LazyLock::new(|| {
    let mut found: HashMap<String, u32> = HashMap::new();
    WORDS.iter().for_each(|(key, meanings)| {
        for (place, word) in key.split(' ').enumerate() {
            let classes = meanings.iter().fold(0, |classes, meaning| classes | meaning.class.bit());
            *found.entry(word.to_owned()).or_default() |= if place == 0 { classes } else { 0 };
        }
    });
    let dotted = WORDS.iter().filter(|(key, meanings)| may_be_dotted(key, meanings));
    for letter in dotted.flat_map(|(key, _)| key.chars()) {
        found.entry(letter.into()).or_default();
    }
    Vocabulary::new(found)
});

const LONGEST_PHRASE: usize = 3;

/// Whether the folded word may be in a date, a time or an era, or is a sign that is folded to nothing.
pub(super) fn is_known(word: &str) -> bool {
    word.is_empty() || classes_begun(word).is_some()
}

/// [`is_known`] of a word of ASCII letters before it is folded.
pub(super) fn is_known_ascii(word: &str) -> bool {
    BEGINNINGS.get_ascii(word).is_some()
}

/// The classes with a phrase that begins with the folded word, one bit each; `None` for nearly all words, which are not in
/// dates, times or eras.
pub(super) fn classes_begun(word: &str) -> Option<u32> {
    // Only Arabic words have clitics.
    if word.as_bytes().first().is_some_and(u8::is_ascii) {
        return BEGINNINGS.get(word).copied();
    }
    let whole = BEGINNINGS.get(stem(word));
    let after = after_clitic(word, word).and_then(|rest| BEGINNINGS.get(rest));
    whole.or(after).map(|_| whole.unwrap_or(&0) | after.unwrap_or(&0))
}

/// The number of the phrase of `class` at `pos` and the place after it. Words of `lang` go first; those of other languages
/// are known too, because exports mix them (French labels, English dates).
#[inline]
pub(super) fn phrase(tokens: &[Token<'_>], pos: usize, class: Class, lang: Lang) -> Option<(u8, usize)> {
    // Most tokens begin none, which is told before anything is called.
    let may_begin = tokens.get(pos)?.begins? & class.bit() != 0;
    if may_begin { longest_phrase(tokens, pos, class, lang) } else { None }
}

fn longest_phrase(tokens: &[Token<'_>], pos: usize, class: Class, lang: Lang) -> Option<(u8, usize)> {
    let mut found = None;
    let mut key = String::new();
    let mut at = pos;
    for _ in 0..LONGEST_PHRASE {
        let Some(word) = word_at(tokens, at) else { break };
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(stem(word));
        at += 1;
        if let Some(value) = meaning(&key, class, lang).or_else(|| meaning(after_clitic(word, &key)?, class, lang)) {
            found = Some((value, at));
        }
        if tokens.get(at).is_some_and(|next| next.glued && next.kind == Kind::Sign('-')) {
            at += 1;
        }
    }
    found
}

/// Whether the word may be written with dots: `p.m.`, `A.D.`
fn may_be_dotted(key: &str, meanings: &[Meaning]) -> bool {
    key.len() == 2 && meanings.iter().any(|meaning| matches!(meaning.class, Class::Hour | Class::Era))
}

/// The place after a word of `class` that has two letters with a dot between them: `p.m`.
pub(super) fn dotted(tokens: &[Token<'_>], pos: usize, class: Class, lang: Lang) -> Option<usize> {
    let dot = || tokens.get(pos + 1).is_some_and(|token| token.kind == Kind::Sign('.'));
    let first = word_at(tokens, pos).filter(|word| word.len() == 1 && dot())?;
    let last = word_at(tokens, pos + 2).filter(|word| word.len() == 1)?;
    meaning(&format!("{first}{last}"), class, lang).map(|_| pos + 3)
}

fn word_at<'a>(tokens: &'a [Token<'_>], pos: usize) -> Option<&'a str> {
    match &tokens.get(pos)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

fn meaning(key: &str, class: Class, lang: Lang) -> Option<u8> {
    let meanings = WORDS.get(key)?;
    let of_class = |own: bool| meanings.iter().find(|m| m.class == class && (m.lang == lang) == own);
    of_class(true).or_else(|| of_class(false)).map(|m| m.value)
}

/// A word without the Arabic article, with or without `و` before it.
fn stem(word: &str) -> &str {
    if word.starts_with(|c: char| c.is_ascii()) {
        return word;
    }
    let bare = word.strip_prefix("وال").or_else(|| word.strip_prefix("ال"));
    bare.filter(|rest| rest.chars().count() >= 2).unwrap_or(word)
}

/// A one-word key without the Arabic clitic `ب` or `ل` (`بايلول`).
fn after_clitic<'k>(word: &str, key: &'k str) -> Option<&'k str> {
    if key != word || key.starts_with(|c: char| c.is_ascii()) {
        return None;
    }
    let rest = key.strip_prefix(['ب', 'ل'])?;
    Some(stem(rest)).filter(|rest| rest.chars().count() >= 2)
}

fn load() -> HashMap<String, Vec<Meaning>> {
    let table: toml::Table = include_str!("months.toml").parse().expect("months.toml is TOML");
    let mut words: HashMap<String, Vec<Meaning>> = HashMap::new();
    for (code, groups) in &table {
        let lang = Lang::parse(code).expect("months.toml names languages");
        for (group, rows) in groups.as_table().into_iter().flatten() {
            for (row, phrases) in rows.as_table().into_iter().flatten() {
                let (class, value) = class_of(group, row);
                for written in phrases.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                    words.entry(key_of(written)).or_default().push(Meaning { class, lang, value });
                }
            }
        }
    }
    words
}

fn key_of(written: &str) -> String {
    let words = cuts(written, usize::MAX).filter(Cut::is_word).map(|cut| fold(cut.surface));
    words.map(|word| stem(&word).to_owned()).collect::<Vec<_>>().join(" ")
}

fn class_of(group: &str, row: &str) -> (Class, u8) {
    let class = match (group, row) {
        ("month", _) => Class::Month,
        ("weekday", _) => Class::Weekday,
        ("season", _) => Class::Season,
        ("day", _) => Class::Cardinal,
        ("ordinal", _) => Class::Ordinal,
        (_, "last") => Class::Last,
        (_, "day") => Class::DayUnit,
        (_, "week") => Class::WeekUnit,
        (_, "month") => Class::MonthUnit,
        (_, "year") => Class::YearUnit,
        (_, "quarter") => Class::Quarter,
        (_, "half") => Class::Half,
        (_, "article") => Class::Article,
        (_, "of") => Class::Of,
        (_, "from") => Class::From,
        (_, "to") => Class::To,
        (_, "at") => Class::At,
        (_, "hour") => Class::Hour,
        (_, "minute") => Class::Minute,
        (_, "zone") => Class::Zone,
        (_, "own_zone") => Class::OwnZone,
        (_, "era") => Class::Era,
        (_, "hijra") => Class::Hijra,
        (_, "islamic") => Class::Islamic,
        (_, "same") => Class::Same,
        _ => Class::Suffix,
    };
    (class, row.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::super::lex::lex;
    use super::*;

    fn month(text: &str, lang: Lang) -> Option<u8> {
        phrase(&lex(text, 0, 99), 0, Class::Month, lang).map(|(value, _)| value)
    }

    #[test]
    fn months_are_read_without_accents_case_or_article() {
        assert_eq!(month("AOÛT", Lang::Fr), Some(8));
        assert_eq!(month("fevr", Lang::Fr), Some(2));
        assert_eq!(month("دجنبر", Lang::Ar), Some(12));
        assert_eq!(month("كانون الثاني", Lang::Ar), Some(1));
        assert_eq!(month("بأيلول", Lang::Ar), Some(9));
        assert_eq!(month("jeudi", Lang::Fr), None);
    }

    #[test]
    fn every_phrase_is_found_by_its_first_word() {
        WORDS.iter().for_each(|(key, meanings)| {
            let tokens = lex(key, 0, 99);
            for meaning in meanings {
                let found = phrase(&tokens, 0, meaning.class, meaning.lang).map(|(_, next)| next);
                assert_eq!(found, Some(tokens.len()), "{key}");
                assert!(key.split(' ').all(is_known));
            }
        });
        assert!(["a", "p", "m", "d"].into_iter().all(is_known));
    }

    #[test]
    fn every_group_of_the_data_is_known() {
        let table: toml::Table = include_str!("months.toml").parse().unwrap();
        for groups in table.values() {
            let names: Vec<_> = groups.as_table().unwrap().keys().map(String::as_str).collect();
            assert_eq!(names.len(), 6, "{names:?}");
        }
    }
}
