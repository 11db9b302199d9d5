//! Words of ASCII and Latin-1, and what stands between them, told without cutting: nearly all lines begin with such a word, and
//! few of them begin a date.

/// The word at the beginning of the text, as [`cuts`](super::lex::cuts) has it, if its letters and the next character are of ASCII or Latin-1
/// (or an apostrophe). This does not look at each character.
#[inline]
pub(super) fn plain_word(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut end = letters(bytes);
    loop {
        let rest = &bytes[end..];
        match rest {
            [0xC3, second, ..] if !matches!(second, 0x97 | 0xB7) => end += 2 + letters(&rest[2..]),
            [] | [0..0x80, ..] | [0xE2, 0x80, 0x99, ..] => break,
            _ => return None,
        }
    }
    if end > 0 { text.get(..end) } else { None }
}

/// How many letters of ASCII the text begins with.
#[inline]
fn letters(text: &[u8]) -> usize {
    let mut count = 0;
    while let Some(eight) = text[count..].first_chunk() {
        let found = first_others(u64::from_le_bytes(*eight)).trailing_zeros() as usize / 8;
        count += found;
        if found < 8 {
            return count;
        }
    }
    count + text[count..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count()
}

/// Of eight bytes in a number, the first bit of each one that is not a letter of ASCII.
#[inline]
fn first_others(bytes: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let small = (bytes | (ONES * 0x20)) & (ONES * 0x7F);
    let (from_a, after_z) = (small + ONES * (0x80 - b'a' as u64), small + ONES * (0x7F - b'z' as u64));
    (!from_a | after_z | bytes) & (ONES * 0x80)
}

/// How many bytes of spaces and apostrophes the text begins with.
#[inline]
pub(super) fn gap(text: &[u8]) -> usize {
    let mut end = 0;
    loop {
        match text[end..] {
            [b' ' | b'\'', ..] => end += 1,
            [0xE2, 0x80, 0x99, ..] => end += 3,
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lex::cuts;
    use super::*;

    proptest! {
        #[test]
        fn plain_words_are_those_of_the_cuts(words in "[' ’]{0,2}[a-zA-Z]{0,20}[a-cA-Z0é×÷ÿÀœ' ’\u{AD}\u{301}_.\n\u{A0}٢ا]{0,8}") {
            let from = gap(words.as_bytes());
            let first = cuts(&words, 99).next();
            if let Some(word) = plain_word(&words[from..]) {
                prop_assert!(first.is_some_and(|cut| cut.is_word() && (cut.surface, cut.start) == (word, from)));
            }
        }
    }

    #[test]
    fn letters_are_told_eight_at_once() {
        for (byte, at) in (0..=u8::MAX).flat_map(|byte| (0..8).map(move |at| (byte, at))) {
            let mut eight = *b"azAZmMbB";
            eight[at] = byte;
            assert_eq!(letters(&eight), if byte.is_ascii_alphabetic() { 8 } else { at }, "{byte} at {at}");
        }
    }
}
