//! Pieces: the UAX #29 segments that the rules of a language join and split.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::kind::is_digit;
use super::norm::{is_apostrophe, is_hyphen, is_invisible};
use super::spans;

/// What a piece is, as far as the rules ask.
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
/// takes for a part of words.
pub(super) fn ground(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for span in spans::find(text) {
        segments(text, from..span.start, &mut pieces);
        from = span.end;
        pieces.push(Piece { range: span, class: Class::Span });
    }
    segments(text, from..text.len(), &mut pieces);
    pieces
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

/// Class of a segment; invisible characters in it do not count.
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
