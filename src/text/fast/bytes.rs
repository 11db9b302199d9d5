//! The signs that the fast path knows, read from the first bytes of a character.

/// What a character is to the fast path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Letter,
    Digit,
    /// White space that ends a chunk.
    Space,
    /// A token of its own wherever it occurs.
    Mark,
    Apostrophe,
    Dot,
    Hyphen,
    /// Comma or semicolon: they join within numbers.
    Comma,
    Colon,
    Slash,
    /// An opening bracket.
    Bracket,
    /// Left to the careful path.
    Other,
}

/// The class and length of the first character of `bytes`, which begins at a character boundary. A character cut off by
/// the end of the slice is `Other`.
#[inline]
pub(super) fn sign(bytes: &[u8]) -> (Sign, usize) {
    match *bytes {
        [] => (Sign::Space, 0),
        [byte, ..] if byte.is_ascii() => (ASCII[usize::from(byte)], 1),
        [0xC3, tail, ..] => (if matches!(tail, 0x97 | 0xB7) { Sign::Other } else { Sign::Letter }, 2),
        [0xE2, 0x80, tail, ..] => (punctuation(tail), 3),
        [0xC2, tail, ..] => (latin_sign(tail), 2),
        [0xE2, 0x82, 0xAC, ..] => (Sign::Mark, 3),
        [0xC5, 0x92 | 0x93, ..] => (Sign::Letter, 2),
        [0xD8, 0xA1..=0xBA, ..] | [0xD9, 0x80..=0x8A, ..] => (Sign::Letter, 2),
        [0xD8, 0x8C, ..] => (Sign::Comma, 2),
        [0xD8, 0x9B | 0x9F, ..] => (Sign::Mark, 2),
        [first, ..] => (Sign::Other, length(first)),
    }
}

/// [`sign`] for a character beyond ASCII and Latin-1 letters, handling the most common ones without a call.
#[inline(always)]
pub(super) fn sign_beyond(bytes: &[u8]) -> (Sign, usize) {
    match *bytes {
        [0xE2, 0x80, tail, ..] => (punctuation(tail), 3),
        [0xC2, tail, ..] => (latin_sign(tail), 2),
        _ => sign(bytes),
    }
}

/// No-break space, guillemets, the opening marks of Spanish, `§`, `©`, `®`.
fn latin_sign(tail: u8) -> Sign {
    match tail {
        0xA0 => Sign::Space,
        0xA1 | 0xA7 | 0xA9 | 0xAB | 0xAE | 0xBB | 0xBF => Sign::Mark,
        _ => Sign::Other,
    }
}

/// Apostrophe, dashes, double quotation marks, ellipsis, narrow no-break space.
fn punctuation(tail: u8) -> Sign {
    match tail {
        0x93 | 0x94 | 0x9C | 0x9D | 0xA6 => Sign::Mark,
        0x99 => Sign::Apostrophe,
        0xAF => Sign::Space,
        _ => Sign::Other,
    }
}

fn length(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

static ASCII: [Sign; 128] = {
    let mut signs = [Sign::Other; 128];
    let mut byte = 0;
    while byte < 128 {
        signs[byte as usize] = ascii(byte);
        byte += 1;
    }
    signs
};

const fn ascii(byte: u8) -> Sign {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' => Sign::Letter,
        b'0'..=b'9' => Sign::Digit,
        b' ' | b'\t'..=b'\r' => Sign::Space,
        b'\'' => Sign::Apostrophe,
        b'.' => Sign::Dot,
        b'-' => Sign::Hyphen,
        b',' | b';' => Sign::Comma,
        b':' => Sign::Colon,
        b'/' => Sign::Slash,
        b'(' => Sign::Bracket,
        b'#' | b'@' | b'_' | b'+' | 0..=0x1F | 0x7F => Sign::Other,
        _ => Sign::Mark,
    }
}

/// Where the chunk at `at` ends: at white space or at the end of the text.
pub(super) fn chunk_end(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while end < text.len() {
        let (sign, length) = sign(&text[end..]);
        if sign == Sign::Space {
            break;
        }
        end += length;
    }
    end.min(text.len())
}

/// Where the white space at `at` ends.
pub(super) fn spaces_end(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while let (Sign::Space, length @ 1..) = sign(&text[end..]) {
        end += length;
    }
    end
}

/// Where the chunk before `at` starts, skipping the white space between.
pub(super) fn chunk_before(text: &[u8], at: usize) -> usize {
    let mut start = at;
    while let Some(length) = space_before(&text[..start]) {
        start -= length;
    }
    while start > 0 && space_before(&text[..start]).is_none() {
        start -= 1;
    }
    start
}

/// Length of the white space character at the end of `text`.
pub(super) fn space_before(text: &[u8]) -> Option<usize> {
    match *text {
        [.., 0xC2, 0xA0] => Some(2),
        [.., 0xE2, 0x80, 0xAF] => Some(3),
        [.., b' ' | b'\t'..=b'\r'] => Some(1),
        _ => None,
    }
}

/// The run of letters at the end of `text`: ASCII, U+00C0 to U+00FF and `œ`.
pub(super) fn letters_before(text: &[u8]) -> &[u8] {
    let mut start = text.len();
    loop {
        match text[..start] {
            [.., b'a'..=b'z' | b'A'..=b'Z'] => start -= 1,
            [.., 0xC3, 0x80..=0x96 | 0x98..=0xB6 | 0xB8..=0xBF] | [.., 0xC5, 0x92 | 0x93] => start -= 2,
            _ => return &text[start..],
        }
    }
}

/// Whether a word starts with a small letter.
pub(super) fn starts_small(word: &[u8]) -> bool {
    matches!(*word, [b'a'..=b'z', ..] | [0xC3, 0x9F..=0xBF, ..] | [0xC5, 0x93, ..])
}
