//! Folding: the form in which words are compared, without case, accents, Arabic harakat, hamza seats and tatweel.

use std::borrow::Cow;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Characters that carry no meaning here: soft hyphen, joiners, direction marks, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Calls `look` with the folded word; short words of ASCII and Latin-1, as most are, are folded without a string of
/// their own, and not at all where they are written so.
pub(super) fn with_folded<T>(word: &str, look: impl FnOnce(&str) -> T) -> T {
    if is_written_folded(word) {
        return look(word);
    }
    let mut buffer = [0; SHORT];
    match fold_into(word, &mut buffer) {
        Some(folded) => look(folded),
        None => look(&fold_any(word)),
    }
}

/// Calls `look` with the bytes of a word of ASCII in small letters; short words need no memory of their own.
pub(super) fn with_lower<T>(word: &[u8], look: impl FnOnce(&[u8]) -> T) -> T {
    let mut buffer = [0; SHORT];
    let Some(place) = buffer.get_mut(..word.len()) else { return look(&word.to_ascii_lowercase()) };
    place.copy_from_slice(word);
    // All of the buffer at once, as its size is known.
    buffer.make_ascii_lowercase();
    look(&buffer[..word.len()])
}

fn is_written_folded(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
}

/// No short word has more bytes.
const SHORT: usize = 32;

/// The folded word, written to `buffer`; `None` for long words, and for other letters than those of ASCII and those of
/// Latin-1 that are folded to one of ASCII.
fn fold_into<'b>(word: &str, buffer: &'b mut [u8; SHORT]) -> Option<&'b str> {
    if word.is_ascii() {
        let place = buffer.get_mut(..word.len())?;
        place.copy_from_slice(word.as_bytes());
        place.make_ascii_lowercase();
        return std::str::from_utf8(place).ok();
    }
    let latin = &*LATIN;
    let (mut end, mut rest) = (0, word.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let folded = match byte {
            0..0x80 => byte.to_ascii_lowercase(),
            0xC3 => latin[usize::from(*after.first()?) % latin.len()],
            _ => 0,
        };
        if folded == 0 {
            return None;
        }
        *buffer.get_mut(end)? = folded;
        end += 1;
        rest = if byte == 0xC3 { &after[1..] } else { after };
    }
    std::str::from_utf8(buffer.get(..end)?).ok()
}

/// The form in which words are compared.
pub(super) fn fold(word: &str) -> Cow<'_, str> {
    if is_written_folded(word) {
        Cow::Borrowed(word)
    } else if word.is_ascii() {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Owned(with_folded(word, str::to_owned))
    }
}

/// The letters from U+00C0 on by their second byte, folded; 0 for those that are not folded to a letter of ASCII.
static LATIN: LazyLock<[u8; 64]> = LazyLock::new(|| {
    std::array::from_fn(|at| match fold_any(&char::from(0xC0 + at as u8).to_string()).as_bytes() {
        [letter] => *letter,
        _ => 0,
    })
});

fn fold_any(word: &str) -> String {
    let plain = word.nfkd().filter(|&c| !is_combining_mark(c) && !is_invisible(c) && c != '\u{640}');
    plain.flat_map(char::to_lowercase).map(same_letter).collect()
}

fn same_letter(c: char) -> char {
    match c {
        'ى' => 'ي',
        'ة' => 'ه',
        'ٱ' => 'ا',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_alike_on_either_path() {
        for letter in ('\0'..='\u{2FF}').map(String::from) {
            let words = [letter.clone(), format!("a{letter}"), format!("{letter}É")];
            assert!(words.iter().all(|word| fold(word) == fold_any(word)), "{letter:?}");
        }
    }
}
