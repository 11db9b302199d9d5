//! Lines of a text, whatever ends them (LF, CR LF, CR and the line ends of Unicode).

use std::ops::Range;

use super::lex::is_line_end;
use super::notice::LONGEST;
use crate::text::wide;

/// A line that is not blank, without the white space around it; bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text begins here or a blank line stands before it.
    pub(super) after_blank: bool,
    /// Its place among the lines that are not blank.
    pub(super) number: usize,
    /// It has more characters than a notice can have.
    pub(super) is_long: bool,
}

impl Line {
    /// The words of the line.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// Room for so many lines is made at once; most documents have fewer.
const USUAL: usize = 16;

/// The lines of `text` from byte `from` that are not blank.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut found = Vec::with_capacity(USUAL);
    wide(
        #[inline(always)]
        || push_lines(text, from, &mut found),
    );
    found
}

#[inline(always)]
fn push_lines(text: &str, from: usize, found: &mut Vec<Line>) {
    let bytes = text.as_bytes();
    let mut after_blank = true;
    let mut at = from;
    while at < bytes.len() {
        // A line feed at the beginning of a line: a blank line, or the end of CR LF.
        if bytes[at] == b'\n' {
            after_blank |= at == 0 || bytes[at - 1] != b'\r';
            at += 1;
            continue;
        }
        let line = line_from(text, at);
        at = line.end;
        let words = trimmed(text, line);
        if words.is_empty() {
            after_blank = true;
        } else {
            // Most lines are paragraphs, and their length shows it.
            let is_long = is_longer(&bytes[words.clone()], LONGEST);
            found.push(Line { start: words.start, end: words.end, after_blank, number: found.len(), is_long });
            after_blank = false;
        }
    }
}

/// Whether `test`, which should not branch, is true for any of the bytes.
#[inline]
pub(super) fn any_of(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    wide(
        #[inline(always)]
        || any_in_blocks(bytes, test),
    )
}

#[inline(always)]
fn any_in_blocks(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    let any = |block: &[u8; BLOCK]| block.iter().fold(0, |any, &byte| any | u8::from(test(byte))) != 0;
    let mut at = 0;
    while let Some(block) = bytes[at..].first_chunk() {
        if any(block) {
            return true;
        }
        at += BLOCK;
    }
    // The last block overlaps the one before it.
    bytes.last_chunk().map_or_else(|| bytes.iter().any(|&byte| test(byte)), any)
}

/// Whether the words have more characters than `most`; they are read no further than needed.
pub(super) fn has_more(words: &[u8], most: usize) -> bool {
    wide(
        #[inline(always)]
        || is_longer(words, most),
    )
}

#[inline(always)]
fn is_longer(words: &[u8], most: usize) -> bool {
    let bytes = words.len();
    if bytes <= most || bytes > most * 4 {
        return bytes > most;
    }
    // A block of known size is counted without a loop.
    if words.first_chunk::<COUNTED>().is_some_and(|block| block.len() - continuations(block) > most) {
        return true;
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
#[inline(always)]
fn continuations(block: &[u8]) -> usize {
    usize::from(block.iter().map(|&byte| u8::from((byte as i8) < -0x40)).sum::<u8>())
}

/// The bytes of `piece` without the white space around them.
#[inline]
pub(super) fn trimmed(text: &str, piece: Range<usize>) -> Range<usize> {
    let shows = |at: usize| text.as_bytes()[at].is_ascii_graphic();
    // Nearly all that is read begins with a letter and ends with a period or a line feed.
    let end = piece.end - usize::from(text.as_bytes()[piece.start..piece.end].last() == Some(&b'\n'));
    if piece.start < end && shows(piece.start) && shows(end - 1) { piece.start..end } else { trimmed_any(text, piece) }
}

fn trimmed_any(text: &str, piece: Range<usize>) -> Range<usize> {
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

/// The line that begins at `from`, its end included.
#[inline(always)]
fn line_from(text: &str, from: usize) -> Range<usize> {
    let mut at = from;
    while let Some(found) = may_end_from(text.as_bytes(), at) {
        if let Some(end) = after_end(text, found) {
            return from..end;
        }
        at = found + 1;
    }
    from..text.len()
}

/// The first place from `at` on where [a line may end](may_end).
#[inline(always)]
fn may_end_from(bytes: &[u8], mut at: usize) -> Option<usize> {
    while let Some(many) = sides::<MANY>(bytes, at) {
        if may_end_in(many) {
            break;
        }
        at += MANY;
    }
    while let Some(block) = sides(bytes, at) {
        if let Some(place) = first_end(block) {
            return Some(at + place);
        }
        at += BLOCK;
    }
    // Spaces behind the end.
    let rest = bytes.get(at..)?;
    let mut last = [b' '; BLOCK + 1];
    last[..rest.len()].copy_from_slice(rest);
    sides(&last, 0).and_then(first_end).map(|place| at + place)
}

/// Bytes tested at once, and bytes in which the first end is looked for.
const MANY: usize = 2 * BLOCK;
const BLOCK: usize = 64;

/// Bytes, and those that follow each.
type Sides<'t, const COUNT: usize> = (&'t [u8; COUNT], &'t [u8; COUNT]);

#[inline(always)]
fn sides<const COUNT: usize>(bytes: &[u8], at: usize) -> Option<Sides<'_, COUNT>> {
    let seen = bytes.get(at..)?;
    Some((seen.first_chunk()?, seen.get(1..)?.first_chunk()?))
}

#[inline(always)]
fn may_end_in((first, second): Sides<'_, MANY>) -> bool {
    first.iter().zip(second).fold(0, |any, (&first, &second)| any | may_end(first, second)) != 0
}

#[inline(always)]
fn first_end((first, second): Sides<'_, BLOCK>) -> Option<usize> {
    let mut held = [0_u8; BLOCK];
    held.iter_mut().zip(first).zip(second).for_each(|((held, &first), &second)| *held = may_end(first, second));
    let words: [u64; BLOCK / 8] = bytemuck::cast(held);
    let at = words.iter().position(|&word| word != 0)?;
    Some(at * 8 + u64::from_le(words[at]).trailing_zeros() as usize / 8)
}

/// 1 where a line may end at the first byte, else 0: the ends that are ASCII, U+0085 by its two bytes, and U+2028 and
/// U+2029 by their last two. The sum of two bytes separates them in one step from nearly all others. Tabs and controls pass
/// too, because one comparison is cheaper than two.
#[inline(always)]
fn may_end(first: u8, second: u8) -> u8 {
    let sum = first.wrapping_add(second);
    u8::from(first <= 0x0D) | u8::from(sum == NEXT_LINE) | u8::from(sum | 1 == SEPARATOR)
}

const NEXT_LINE: u8 = 0xC2_u8.wrapping_add(0x85);
const SEPARATOR: u8 = 0x80_u8.wrapping_add(0xA9);

/// Byte after the line end of which [`may_end`] found a byte.
fn after_end(text: &str, found: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match (bytes[found], bytes.get(found + 1)) {
        (0x80, Some(0xA8 | 0xA9)) => (found > 0 && bytes[found - 1] == 0xE2).then_some(found + 2),
        (0xC2, Some(0x85)) => Some(found + 2),
        (end, _) => (end.is_ascii() && is_line_end(char::from(end))).then_some(found + 1),
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
            assert_eq!(line_from(&text, 0).end < text.len(), is_line_end(c), "{c:?}");
        }
    }

    #[test]
    fn bytes_of_other_characters_end_no_line() {
        for c in '\0'..='\u{FFFF}' {
            let text = format!("{c}\u{AD}x");
            assert_eq!(line_from(&text, 0).end < text.len(), is_line_end(c), "{c:?}");
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

    /// The slow way: character by character.
    fn slow_lines(text: &str, from: usize) -> Vec<Line> {
        let (mut found, mut at, mut after_blank) = (Vec::new(), from, true);
        for piece in text[from..].split_inclusive(is_line_end) {
            let words = piece.trim();
            let start = at + piece.len() - piece.trim_start().len();
            if piece == "\n" {
                after_blank |= !text[..at].ends_with('\r');
            } else if words.is_empty() {
                after_blank = true;
            } else {
                let (number, is_long) = (found.len(), words.chars().count() > LONGEST);
                found.push(Line { start, end: start + words.len(), after_blank, number, is_long });
                after_blank = false;
            }
            at += piece.len();
        }
        found
    }

    proptest! {
        #[test]
        fn lines_are_those_of_a_plain_search(
            pieces in prop::collection::vec(
                ("[a-c .ôé’«\u{A0}\t]{0,9}|[a-cô ]{0,140}|[a-cé’]{290,340}", "\n|\r\n|\r|\n\n|\u{85}|\u{2028}|\u{2029}|\u{B}|'"),
                0..7,
            ),
            skipped in 0_usize..4,
        ) {
            let text: String = pieces.into_iter().map(|(words, end)| words + &end).collect();
            let from = text.char_indices().nth(skipped).map_or(0, |(from, _)| from);
            let slow = slow_lines(&text, from);
            prop_assert_eq!(&lines(&text, from), &slow);
            let mut plain = Vec::new();
            push_lines(&text, from, &mut plain);
            prop_assert_eq!(&plain, &slow);
        }

        #[test]
        fn any_byte_is_found(bytes in prop::collection::vec(0_u8..200, 0..300), sought in 0_u8..250) {
            prop_assert_eq!(any_of(&bytes, |byte| byte == sought), bytes.contains(&sought));
        }

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
