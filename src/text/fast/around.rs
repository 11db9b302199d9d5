//! What comes before and after a chunk, as far as a few bytes show.

use super::bytes::{Sign, chunk_end, letters_before, sign, space_before, spaces_end, starts_small};
use super::groups::digits;
use super::words::{Known, Norm};

/// What the careful path would find before a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    /// No word: a mark, a line break or the start of the text.
    Mark,
    /// A word that starts with a small letter.
    Small,
}

/// The first piece that the careful path would find after a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// A word that starts with a small letter.
    Small,
    /// A word that starts with a capital.
    Capital,
    /// A capitalised word from the list of those that start a sentence.
    Starter,
    Number,
    /// A mark or the end of the text.
    Mark,
}

/// What comes before the chunk that starts at `start`; `None` if unsure.
pub(super) fn before(text: &[u8], start: usize, known: &Known) -> Option<Before> {
    let mut before = &text[..start];
    while let Some(space) = space_before(before) {
        if matches!(before.last(), Some(b'\n' | b'\r' | 0x0B | 0x0C)) {
            return Some(Before::Mark);
        }
        before = &before[..before.len() - space];
    }
    let word = letters_before(before);
    if !word.is_empty() {
        return (is_chunk(before, word) && starts_small(word)).then_some(Before::Small);
    }
    let mark = match *before {
        [] => true,
        [ref before @ .., b'.'] => is_lone_dot(before, known),
        // An ending in brackets is part of its word: `élu(e)`.
        [.., b')'] => false,
        _ => ends_in_mark(before),
    };
    mark.then_some(Before::Mark)
}

/// Whether the dot after `before`, followed by white space, belongs to no word. No list has a word that ends in a
/// digit.
fn is_lone_dot(before: &[u8], known: &Known) -> bool {
    let word = letters_before(before);
    if word.is_empty() {
        return before.ends_with(b".") || before.last().is_some_and(u8::is_ascii_digit) || ends_in_mark(before);
    }
    let short = sign(word).1 == word.len();
    let address = word.ends_with(b"w") || word.ends_with(b"W");
    is_chunk(before, word) && !short && !address && !known.any_dotted.contains(word)
}

/// Whether the word at the end of `before` touches nothing.
fn is_chunk(before: &[u8], word: &[u8]) -> bool {
    let rest = &before[..before.len() - word.len()];
    rest.is_empty() || space_before(rest).is_some()
}

fn ends_in_mark(before: &[u8]) -> bool {
    match *before {
        [.., 0xC2, 0xAB | 0xBB] | [.., 0xE2, 0x80, 0x93 | 0x94 | 0x9C | 0x9D | 0xA6] => true,
        [.., last] => matches!(sign(&[last]).0, Sign::Mark | Sign::Comma | Sign::Colon | Sign::Hyphen),
        [] => false,
    }
}

/// What comes after the chunk that ends at `end`; `None` if unsure.
pub(super) fn behind(text: &[u8], end: usize, known: &Known) -> Option<Behind> {
    let start = spaces_end(text, end);
    let chunk = &text[start..chunk_end(text, start)];
    if !is_free_of_spans(chunk) {
        return None;
    }
    match sign(chunk).0 {
        Sign::Space | Sign::Mark | Sign::Comma | Sign::Bracket => Some(Behind::Mark),
        Sign::Letter => word(chunk, known),
        Sign::Digit => is_end(chunk, digits(chunk)).then_some(Behind::Number),
        _ => None,
    }
}

/// Whether no sign of a chunk can belong to a URL, an address, a mention or a hashtag, and the fast path knows all of
/// them.
fn is_free_of_spans(chunk: &[u8]) -> bool {
    let mut at = 0;
    while at < chunk.len() {
        let (sign, length) = sign(&chunk[at..]);
        let www = sign == Sign::Dot && matches!(chunk[..at], [.., b'w' | b'W']);
        if www || matches!(sign, Sign::Other | Sign::Slash) {
            return false;
        }
        at += length;
    }
    true
}

/// Whether a word or number ends at `at`, followed by white space, a mark or a hyphen.
fn is_end(chunk: &[u8], at: usize) -> bool {
    let (first, length) = sign(&chunk[at..]);
    match first {
        Sign::Space | Sign::Mark | Sign::Hyphen | Sign::Bracket => true,
        Sign::Dot | Sign::Comma => !matches!(sign(&chunk[at + length..]).0, Sign::Letter | Sign::Digit),
        _ => false,
    }
}

/// Classifies the word that starts a chunk, or its elided head.
fn word(chunk: &[u8], known: &Known) -> Option<Behind> {
    let letters = letters(chunk);
    let mut head = letters;
    let (next, length) = sign(&chunk[letters..]);
    let mut end = letters;
    if next == Sign::Apostrophe {
        head += length;
        end = head + self::letters(&chunk[head..]);
        if end == head {
            return None;
        }
    }
    if !is_end(chunk, end) {
        return None;
    }
    if starts_small(chunk) {
        return Some(Behind::Small);
    }
    let single = head == letters && sign(chunk).1 == letters;
    let starter = !single && Norm::of(&chunk[..head])?.is_in(&known.starters);
    matches!(*chunk, [b'A'..=b'Z', ..] | [0xC3, 0x80..=0x9E, ..] | [0xC5, 0x92, ..]).then_some(if starter {
        Behind::Starter
    } else {
        Behind::Capital
    })
}

/// Length in bytes of the run of letters at the start of `bytes`.
fn letters(bytes: &[u8]) -> usize {
    let mut end = 0;
    while let (Sign::Letter, length) = sign(&bytes[end..]) {
        end += length;
    }
    end
}
