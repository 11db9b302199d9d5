//! Pieces: the UAX #29 segments that the rules of a language join and split.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::kind::is_digit;
use super::norm::{is_apostrophe, is_hyphen, is_invisible};
use super::spans;

const ZERO_WIDTH_SPACE: char = '\u{200B}';
const WORD_JOINER: &str = "\u{2060}";

/// What a piece is, as far as the rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Holds a letter.
    Word,
    /// Starts with a digit, holds no letter.
    Number,
    /// A URL, e-mail address, hashtag or mention: never joined, never split.
    Span,
    /// A hyphen that joins words.
    Hyphen,
    /// An apostrophe that stands alone.
    Apostrophe,
    /// One full stop.
    Dot,
    /// Anything else.
    Other,
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) class: Class,
}

impl Piece {
    pub(super) fn text<'a>(&self, text: &'a str) -> &'a str {
        &text[self.range.clone()]
    }

    /// Whether nothing, not even an invisible character, stands between this piece and the next.
    pub(super) fn touches(&self, next: &Self) -> bool {
        self.range.end == next.range.start
    }

    pub(super) fn is_wordlike(&self) -> bool {
        matches!(self.class, Class::Word | Class::Number)
    }
}

/// The pieces of a text: its spans, and between them the segments of UAX #29, trimmed and cut at U+202F, which UAX #29
/// counts as part of words; U+200B inside a word separates nothing.
pub(super) fn ground(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let whole = bridged(text);
    for span in spans::find(text) {
        segments(&whole, from..span.start, &mut pieces);
        from = span.end;
        pieces.push(Piece { range: span, class: Class::Span });
    }
    segments(&whole, from..text.len(), &mut pieces);
    pieces
}

/// The text with every U+200B inside words replaced by U+2060. Both take three bytes, but UAX #29 breaks at the first,
/// which only allows a line break, and not at the second.
fn bridged(text: &str) -> Cow<'_, str> {
    if !text.contains(ZERO_WIDTH_SPACE) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    while let Some(at) = text[out.len()..].find(is_invisible) {
        out.push_str(&text[out.len()..out.len() + at]);
        let behind = &text[out.len()..];
        let (run, after) = behind.split_at(behind.find(|c| !is_invisible(c)).unwrap_or(behind.len()));
        if is_inner(text[..out.len()].chars().rev()) && is_inner(after.chars()) {
            out.push_str(&run.replace(ZERO_WIDTH_SPACE, WORD_JOINER));
        } else {
            out.push_str(run);
        }
    }
    out.push_str(&text[out.len()..]);
    Cow::Owned(out)
}

/// Whether a word goes on in these characters: with a letter or digit, or with a hyphen or apostrophe followed by one.
fn is_inner(chars: impl Iterator<Item = char>) -> bool {
    let mut visible = chars.filter(|&c| !is_invisible(c));
    let is_part = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    match visible.next() {
        Some(c) if is_hyphen(c) || is_apostrophe(c) => visible.next().is_some_and(is_part),
        first => first.is_some_and(is_part),
    }
}

fn segments(text: &str, stretch: Range<usize>, pieces: &mut Vec<Piece>) {
    for (at, segment) in text[stretch.clone()].split_word_bound_indices() {
        let mut start = stretch.start + at;
        for part in segment.split_inclusive('\u{202F}') {
            push_trimmed(start, part, pieces);
            start += part.len();
        }
    }
}

fn push_trimmed(start: usize, part: &str, pieces: &mut Vec<Piece>) {
    let body = part.trim_start();
    let start = start + part.len() - body.len();
    let body = body.trim_end();
    if !body.chars().all(is_invisible) {
        pieces.push(Piece { range: start..start + body.len(), class: class(body) });
    }
}

/// Class of a segment; invisible characters in it are ignored.
fn class(segment: &str) -> Class {
    let mut visible = segment.chars().filter(|&c| !is_invisible(c));
    let first = visible.next().unwrap_or_default();
    if first.is_ascii_alphabetic() || segment.chars().any(char::is_alphabetic) {
        return Class::Word;
    }
    if is_digit(first) {
        return Class::Number;
    }
    match first {
        '.' => Class::Dot,
        _ if is_hyphen(first) => Class::Hyphen,
        _ if is_apostrophe(first) => Class::Apostrophe,
        _ => Class::Other,
    }
}
