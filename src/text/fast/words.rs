//! The word lists in a form that answers in a few instructions.

use std::ops::Range;
use std::sync::LazyLock;

use hashbrown::HashSet;

use crate::text::lang::Lang;
use crate::text::languages::{Lists, lists};
use crate::text::numbers;

/// Longest listed word, in bytes.
const LONGEST: usize = 64;

/// The lists that the fast path uses.
pub(super) struct Known {
    pub(super) lists: &'static Lists,
    pub(super) elisions: Words,
    /// One bit for each ASCII letter among them.
    elided_letters: u32,
    /// Indexed by the low bits of an ASCII letter: one bit for the low bits of each byte before which the letter's
    /// apostrophe may not separate it from what follows.
    kept: [u32; 64],
    pub(super) lexicalised: Words,
    pub(super) clitics: Words,
    pub(super) endings: Words,
    pub(super) joined: Words,
    pub(super) units: Words,
    /// Always abbreviations, whatever follows.
    pub(super) dotted: Words,
    /// Abbreviations only before a capital that starts no sentence.
    pub(super) before_capital: Words,
    pub(super) before_number: Words,
    /// Abbreviations before any word or number.
    pub(super) inside: Words,
    /// Abbreviations only next to each other.
    pub(super) doubled: Words,
    /// All abbreviations.
    pub(super) any_dotted: Words,
    /// Words that start a sentence when capitalised.
    pub(super) starters: Words,
}

static KNOWN: [LazyLock<Known>; Lang::ALL.len()] = [
    LazyLock::new(|| Known::new(Lang::Fr)),
    LazyLock::new(|| Known::new(Lang::Es)),
    LazyLock::new(|| Known::new(Lang::En)),
    LazyLock::new(|| Known::new(Lang::Ar)),
    LazyLock::new(|| Known::new(Lang::Und)),
];

impl Known {
    pub(super) fn of(lang: Lang) -> &'static Self {
        &KNOWN[lang as usize]
    }

    fn new(lang: Lang) -> Self {
        let lists = lists(lang);
        let dots = &lists.abbreviations;
        let always = [&dots.before_name, &dots.may_end];
        let maybe = [&dots.before_capital, &dots.before_number, &dots.inside, &dots.doubled];
        Self {
            lists,
            elisions: Words::new(&[&lists.elisions]),
            elided_letters: (b'a'..=b'z')
                .filter(|&letter| lists.elisions.contains(&*char::from(letter).to_string()))
                .fold(0, |letters, letter| letters | 1 << (letter - b'a')),
            kept: kept(lists),
            lexicalised: Words::new(&[&lists.lexicalised]),
            clitics: Words::new(&[&lists.clitics]),
            endings: Words::new(&[&lists.endings]),
            joined: Words::new(&[&lists.joined]),
            units: Words::new(&[&lists.units]),
            dotted: Words::new(&always),
            before_capital: Words::new(&[&dots.before_capital]),
            before_number: Words::new(&[&dots.before_number]),
            inside: Words::new(&[&dots.inside]),
            doubled: Words::new(&[&dots.doubled]),
            any_dotted: Words::new(&[&always[..], &maybe].concat()),
            starters: Words::new(&[&lists.starters]),
        }
    }
}

impl Known {
    /// Whether an ASCII letter, in either case, is an elided word.
    #[inline(always)]
    pub(super) fn is_elided_letter(&self, letter: u8) -> bool {
        self.elided_letters >> (letter.to_ascii_lowercase() - b'a') & 1 != 0
    }

    /// Whether an ASCII letter is certainly an elided word, given that an apostrophe separates it from a letter whose
    /// first byte is `next`: no listed word and no name begins with them.
    #[inline(always)]
    pub(super) fn is_elided(&self, letter: u8, next: u8) -> bool {
        self.kept[usize::from(letter % 64)] >> (next % 32) & 1 == 0
    }

    /// Whether the letters at `unit`, after the number that a word begins with, are cut off, as in `20h30` and `5km`.
    pub(super) fn is_unit(&self, word: &[u8], unit: Range<usize>) -> bool {
        let last = unit.end == word.len();
        !self.units.is_empty() && ((last && self.units.contains(&word[unit])) || numbers::is_hour(word))
    }

    /// Whether the hyphen between a word and text that starts with byte `next` separates two hours.
    pub(super) fn parts_hours(&self, word: &[u8], next: u8) -> bool {
        !self.units.is_empty() && next.is_ascii_digit() && numbers::is_hour(word)
    }
}

/// Computes [`Known::kept`]: all bytes for letters that are not an elided word, or that may start a name.
fn kept(lists: &Lists) -> [u32; 64] {
    let mut kept = [u32::MAX; 64];
    for letter in (b'a'..=b'z').chain(b'A'..=b'Z').filter(|letter| !matches!(letter, b'M' | b'N')) {
        let elided = char::from(letter.to_ascii_lowercase()).to_string();
        if !lists.elisions.contains(&elided) {
            continue;
        }
        let tails = lists.lexicalised.iter().filter_map(|word| word.strip_prefix(&elided)?.strip_prefix('\''));
        let firsts = tails.filter_map(|tail| tail.bytes().next());
        // The norm of a word that begins with `ß` begins with `s`, so the lead byte of `ß` counts as well.
        let firsts = firsts.flat_map(|first| [first, if first == b's' { 0xC3 } else { first }]);
        kept[usize::from(letter % 64)] = firsts.fold(0, |bytes, first| bytes | 1 << (first % 32));
    }
    kept
}

/// A set of words. Those of up to eight bytes are kept as numbers in an open-addressing table.
pub(super) struct Words {
    short: Vec<u64>,
    long: HashSet<Box<[u8]>>,
    /// A filter: one bit for each length, first byte and last two bytes that occur, hashed.
    seen: [u64; 16],
}

impl Words {
    fn new(lists: &[&HashSet<String>]) -> Self {
        let mut words: Vec<&[u8]> = lists.iter().copied().flatten().map(String::as_bytes).collect();
        words.sort_unstable();
        words.dedup();
        let mut all =
            Self { short: vec![0; (4 * words.len()).next_power_of_two()], long: HashSet::new(), seen: [0; 16] };
        for word in words {
            all.insert(word);
        }
        all
    }

    fn insert(&mut self, word: &[u8]) {
        let (Some(&first), Some(&last)) = (word.first(), word.last()) else { return };
        let (cell, bit) = trait_of(first, middle(word), last, word.len());
        self.seen[cell] |= bit;
        let Some(number) = packed(word) else {
            self.long.insert(word.into());
            return;
        };
        let mut at = self.home(number);
        while self.short[at] != 0 {
            at = self.cell(at + 1);
        }
        self.short[at] = number;
    }

    #[inline(always)]
    pub(super) fn contains(&self, word: &[u8]) -> bool {
        let (Some(&first), Some(&last)) = (word.first(), word.last()) else { return false };
        self.has_trait(trait_of(first, middle(word), last, word.len())) && self.holds(word)
    }

    /// Whether the list may have a word of at least two bytes, given its first and its last two bytes, all ASCII
    /// letters.
    #[inline(always)]
    pub(super) fn may_have(&self, first: u8, [middle, last]: [u8; 2], length: usize) -> bool {
        self.has_trait(trait_of(first, middle_of(middle), last, length))
    }

    /// Whether the list may have the norm of a word, which is `length` bytes long.
    #[inline(always)]
    pub(super) fn may_hold(&self, word: &[u8], length: usize) -> bool {
        let last = match *word {
            [.., last @ 0..0x80] => last.to_ascii_lowercase(),
            [.., 0xC3, 0x9F] | [0xC3, 0x9F, ..] => return true,
            [.., 0xC3, last @ 0x80..=0x9E] => last + 0x20,
            [.., 0xC5, _] => 0x93,
            [.., last] => last,
            [] => return false,
        };
        self.has_trait(trait_of(word[0].to_ascii_lowercase(), middle(word), last, length))
    }

    #[inline(always)]
    fn has_trait(&self, (cell, bit): (usize, u64)) -> bool {
        self.seen[cell] & bit != 0
    }

    #[inline(never)]
    fn holds(&self, word: &[u8]) -> bool {
        let Some(number) = packed(word) else { return self.long.contains(word) };
        let mut at = self.home(number);
        while self.short[at] != 0 {
            if self.short[at] == number {
                return true;
            }
            at = self.cell(at + 1);
        }
        false
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seen == [0; 16]
    }

    /// Where the search for a number starts; at most a quarter of the table is in use.
    fn home(&self, number: u64) -> usize {
        self.cell((number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize)
    }

    /// The length of the table is a power of two.
    fn cell(&self, at: usize) -> usize {
        at & (self.short.len() - 1)
    }
}

#[inline(always)]
fn trait_of(first: u8, middle: u8, last: u8, length: usize) -> (usize, u64) {
    let sum = usize::from(first) * 31 + usize::from(middle) * 41 + usize::from(last) * 37 + length * 5;
    (sum / 64 % 16, 1 << (sum % 64))
}

/// The last but one byte of a word, in lower case; 0 if it is not an ASCII letter.
#[inline(always)]
fn middle(word: &[u8]) -> u8 {
    match *word {
        [.., letter, _] => middle_of(letter),
        _ => 0,
    }
}

#[inline(always)]
fn middle_of(letter: u8) -> u8 {
    if letter.is_ascii_alphabetic() { letter.to_ascii_lowercase() } else { 0 }
}

/// A word of one to eight bytes as a number that is not zero.
#[inline]
fn packed(word: &[u8]) -> Option<u64> {
    if word.len() > 8 {
        return None;
    }
    let number = word.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
    (number != 0).then_some(number)
}

/// The norm of a word made of letters that the fast path knows.
pub(super) struct Norm {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Norm {
    /// `None` if the word is too long, or contains the one letter that folds to two.
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        if word.len() > LONGEST {
            return None;
        }
        let mut norm = Self { bytes: [0; LONGEST], length: 0 };
        let mut rest = word;
        while let [first, behind @ ..] = rest {
            rest = behind;
            match (*first, rest) {
                (0xC3, [0x9F, ..]) => return None,
                (0xC3, [tail @ 0x80..=0x9E, behind @ ..]) => {
                    norm.push(&[0xC3, tail + 0x20]);
                    rest = behind;
                }
                (0xC5, [0x92, behind @ ..]) => {
                    norm.push(&[0xC5, 0x93]);
                    rest = behind;
                }
                (0xE2, [0x80, 0x99, behind @ ..]) => {
                    norm.push(b"'");
                    rest = behind;
                }
                (byte, _) => norm.push(&[byte.to_ascii_lowercase()]),
            }
        }
        Some(norm)
    }

    fn push(&mut self, bytes: &[u8]) {
        self.bytes[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }

    pub(super) fn is_in(&self, words: &Words) -> bool {
        words.contains(&self.bytes[..self.length])
    }
}

#[cfg(test)]
mod tests {
    use super::super::masks::LONG;
    use super::*;

    #[test]
    fn dots_are_told_from_words_as_they_are_listed() {
        for lang in Lang::ALL {
            let dots = &lists(lang).abbreviations;
            let lists = [
                &dots.before_name,
                &dots.may_end,
                &dots.before_capital,
                &dots.before_number,
                &dots.inside,
                &dots.doubled,
            ];
            for word in lists.into_iter().flatten() {
                let letters = word.chars().all(char::is_alphabetic);
                assert!(!letters || word.len() < LONG, "a long word is not an abbreviation: {word}");
                assert!(!word.ends_with(|last: char| last.is_ascii_digit()), "digits end no abbreviation: {word}");
            }
        }
    }
}
