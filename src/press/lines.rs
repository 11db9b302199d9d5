//! Lines of a text, whatever ends them (LF, CR LF, CR and their Unicode kin).

use std::ops::Range;

use super::lex::is_line_end;
use crate::text::scan;

/// A line that is not blank, without the white space around it; bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text begins here or a blank line stands before it.
    pub(super) after_blank: bool,
    /// Its place among the lines that are not blank.
    pub(super) number: usize,
}

impl Line {
    /// The words of the line.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// Lines for which room is made at once; most documents have fewer.
const USUAL: usize = 16;

/// The lines of `text` from byte `from` that are not blank.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut found = Vec::with_capacity(USUAL);
    let mut after_blank = true;
    let mut at = from;
    let bytes = text.as_bytes();
    while at < text.len() {
        // A line feed at the beginning of a line: a blank line, or the end of CR LF.
        if bytes[at] == b'\n' {
            after_blank |= at == 0 || bytes[at - 1] != b'\r';
            at += 1;
            continue;
        }
        let after = after_line(text, at);
        let words = trimmed(text, at..after);
        if words.is_empty() {
            after_blank = true;
        } else {
            found.push(Line { start: words.start, end: words.end, after_blank, number: found.len() });
            after_blank = false;
        }
        at = after;
    }
    found
}

/// Whether more characters begin in the words than `most`, read no further than needed.
pub(super) fn has_more(words: &[u8], most: usize) -> bool {
    let bytes = words.len();
    if bytes <= most || bytes > most * 4 {
        return bytes > most;
    }
    let mut left = most;
    words.chunks(COUNTED).any(|block| {
        let begun = block.len() - continuations(block);
        let more = begun > left;
        left = left.saturating_sub(begun);
        more
    })
}

/// Bytes counted at once: enough for the longest notice in most languages, and few enough for a count in one byte, since
/// at least one in four begins a character.
const COUNTED: usize = 320;

/// Bytes that begin no character.
fn continuations(block: &[u8]) -> usize {
    usize::from(block.iter().map(|&byte| u8::from(byte & 0xC0 == 0x80)).sum::<u8>())
}

/// The bytes of `piece` without the white space around them.
pub(super) fn trimmed(text: &str, piece: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut start, mut end) = (piece.start, piece.end);
    while start < end && is_ascii_space(bytes[start]) {
        start += 1;
    }
    while start < end && is_ascii_space(bytes[end - 1]) {
        end -= 1;
    }
    // Other white space is rare, and begins and ends with bytes that are not ASCII.
    if start == end || (bytes[start].is_ascii() && bytes[end - 1].is_ascii()) {
        return start..end;
    }
    let words = text[start..end].trim_start();
    end - words.len()..end - words.len() + words.trim_end().len()
}

/// Whether the byte is white space by itself, as `char::is_whitespace` has it.
fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Byte after the line that `from` stands in, its end included.
fn after_line(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(found) = scan::find(text.as_bytes(), at, may_end) {
        if let Some(end) = after_end(text, found) {
            return end;
        }
        at = found + 1;
    }
    text.len()
}

/// Whether a line may end at the first byte: the ends that are ASCII, U+0085, and the last two bytes of U+2028 and
/// U+2029. Those are told by two bytes, as a third would cost as much as the two, and few other characters have them;
/// tabs and controls are let through too, as one comparison is cheaper than two.
fn may_end(first: u8, second: u8, _: u8) -> bool {
    let next_line = (first == 0xC2) & (second == 0x85);
    let separator = (first == 0x80) & (second | 1 == 0xA9);
    (first <= 0x0D) | next_line | separator
}

/// Byte after the line end of which [`may_end`] found a byte.
fn after_end(text: &str, found: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes[found] {
        0x80 => (found > 0 && bytes[found - 1] == 0xE2).then_some(found + 2),
        0xC2 => Some(found + 2),
        end => is_line_end(char::from(end)).then_some(found + 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_end_where_the_lexer_ends_them() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            assert_eq!(after_line(&text, 0) < text.len(), is_line_end(c), "{c:?}");
        }
    }

    #[test]
    fn bytes_of_other_characters_end_no_line() {
        for c in '\0'..='\u{FFFF}' {
            let text = format!("{c}\u{AD}x");
            assert_eq!(after_line(&text, 0) < text.len(), is_line_end(c), "{c:?}");
        }
    }

    #[test]
    fn white_space_is_trimmed_as_char_has_it() {
        for c in '\0'..='\u{FFFF}' {
            let text = format!(" {c}a\u{A0}{c}");
            let words = trimmed(&text, 0..text.len());
            assert_eq!(&text[words.clone()], text.trim(), "{text:?}");
            assert_eq!(words.start, text.len() - text.trim_start().len(), "{text:?}");
            assert_eq!(trimmed(&text, 1..1 + c.len_utf8()).is_empty(), c.is_whitespace(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn characters_are_counted_as_chars_has_them(words in "[aé€\u{1F600}]{0,9}|[aé€\u{1F600}]{300,700}", most in 0usize..700) {
            prop_assert_eq!(has_more(words.as_bytes(), most), words.chars().count() > most);
        }
    }

    #[test]
    fn every_line_end_works_alike() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "b ", "", " c"].join(end);
            let found = lines(&text, 0);
            assert_eq!(found.iter().map(|line| line.of(&text)).collect::<Vec<_>>(), ["a", "b", "c"]);
            assert_eq!(found.iter().map(|line| line.after_blank).collect::<Vec<_>>(), [true, false, true]);
        }
    }
}
