//! Keys: short forms as single integers, the same for forms that differ only in case or apostrophe.
//!
//! A text is first *folded*, which changes no length, so that tokens stay where they were: ASCII and Latin-1 letters
//! are lower-cased, and `’` becomes `'` followed by two bytes that no text contains. The key of a form is its bytes in
//! the folded text, filled up with such bytes to sixteen. Norms do the same and more, so forms with one key have one
//! norm. The converse does not hold: forms joined by some other rule of norms have different keys.

use std::ops::Range;

use crate::text::{TELLING, wide};

/// Longest form, in bytes, that fits its key.
pub(super) const INLINE: usize = 16;
/// Bytes on either side that affect how a byte is folded.
const ABOUT: usize = 2;

/// Fills the places of a key that hold no byte of a form; never occurs in UTF-8.
const FILL: u8 = 0xFF;
/// The key of all forms that are too long for one; no other form has it.
pub(super) const LONG: u128 = u128::MAX;

/// The filling of a key, by length of the form; the last one, for longer forms, is all filling.
static FILLED: [u128; INLINE + 2] = filled();

const fn filled() -> [u128; INLINE + 2] {
    let mut filled = [LONG; INLINE + 2];
    let mut length = 1;
    while length < INLINE {
        filled[length] = LONG << (8 * length);
        length += 1;
    }
    filled[INLINE] = 0;
    filled
}

/// A folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text, followed by at least a key's width of leftover bytes.
    bytes: Vec<u8>,
}

impl Folded {
    /// Folds a text, replacing the previous one.
    pub(super) fn fold(&mut self, text: &str) {
        let text = text.as_bytes();
        if self.bytes.len() < text.len() + INLINE {
            self.bytes.resize(text.len() + INLINE, FILL);
        }
        let folded = &mut self.bytes[..text.len()];
        wide(
            #[inline(always)]
            || fold(text, folded),
        );
    }

    /// The first bytes of the form at `token`, and of what follows it.
    #[inline(always)]
    pub(super) fn first_bytes(&self, token: &Range<u32>) -> [u8; TELLING] {
        let mut bytes = [0; TELLING];
        bytes.copy_from_slice(&self.bytes[token.start as usize..token.start as usize + TELLING]);
        bytes
    }

    /// The bytes from which keys are read.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Folds a text into a buffer of the same length.
#[inline(always)]
fn fold(text: &[u8], folded: &mut [u8]) {
    let at = |place: usize| place.checked_sub(ABOUT).and_then(|place| text.get(place)).copied().unwrap_or(0);
    let about = |place: usize| std::array::from_fn(|offset| at(place + offset));
    let end = text.len().saturating_sub(ABOUT);
    for place in (0..ABOUT.min(end)).chain(end..text.len()) {
        folded[place] = byte(about(place));
    }
    // Slices of equal length, so that compilers vectorise the loop.
    if let Some(inner) = folded.get_mut(ABOUT..end) {
        let n = inner.len();
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|offset| &text[offset..][..n]);
        for i in 0..n {
            inner[i] = byte([a[i], b[i], c[i], d[i], e[i]]);
        }
    }
}

/// How the middle one of five bytes is folded.
#[inline(always)]
fn byte([a, b, c, d, e]: [u8; 2 * ABOUT + 1]) -> u8 {
    // U+00C0 to U+00DE, except the multiplication sign.
    let latin = (b == 0xC3) & (0x80..=0x9E).contains(&c) & (c != 0x97);
    let small = c.wrapping_add(u8::from(c.is_ascii_uppercase() | latin) << 5);
    let apostrophe = |first, second, third| (first == 0xE2) & (second == 0x80) & (third == 0x99);
    let behind = apostrophe(b, c, d) | apostrophe(a, b, c);
    if apostrophe(c, d, e) {
        b'\''
    } else if behind {
        FILL
    } else {
        small
    }
}

/// The key of the form at `token`, which is not empty and starts and ends at character boundaries of a text, given as
/// folded bytes. Never 0, as the only token made of zero bytes is a single one.
#[inline(always)]
pub(super) fn key_of_token(folded: &[u8], token: &Range<u32>) -> u128 {
    let (start, length) = (token.start as usize, token.end.wrapping_sub(token.start) as usize);
    let mut window = [0; INLINE];
    window.copy_from_slice(&folded[start..start + INLINE]);
    u128::from_le_bytes(window) | FILLED[length.min(INLINE + 1)]
}

/// The norm of the forms with this key, as bytes, if the key alone determines it: no letters but ASCII and those of
/// Latin-1 that fold to one letter.
pub(super) fn own_norm(key: &[u8; INLINE]) -> Option<&[u8]> {
    let length = INLINE - (u128::from_le_bytes(*key).leading_ones() / u8::BITS) as usize;
    // Latin-1 letters begin with 0xC3, and `ß` is the one that ends in 0x9F. All sixteen bytes are tested at once:
    // filling is not plain.
    let is_plain = |byte: u8| (byte == 0xC3) | ((byte < 0xC0) & (byte != 0x9F));
    let plain = key.iter().fold(0u8, |plain, &byte| plain + u8::from(is_plain(byte)));
    (usize::from(plain) == length).then(|| &key[..length])
}

/// The key of a norm; [`LONG`] if it has none.
pub(super) fn key_of_norm(norm: &str) -> u128 {
    let mut bytes = [FILL; INLINE];
    let Some(place) = bytes.get_mut(..norm.len()) else { return LONG };
    place.copy_from_slice(norm.as_bytes());
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{self, Lang, norm};

    /// The key, spelled out as its description says.
    fn plain(form: &str) -> Option<String> {
        let small = |c: char| match c {
            'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => c.to_lowercase().next().unwrap(),
            _ => c,
        };
        let folded: String = form.chars().map(small).collect();
        (form.len() <= INLINE).then_some(folded)
    }

    fn check(before: &str, form: &str, behind: &str) {
        let text = [before, form, behind].concat();
        let mut folded = Folded::default();
        folded.fold(&text);
        let key = key_of_token(folded.bytes(), &(before.len() as u32..(before.len() + form.len()) as u32));
        let Some(plain) = plain(form) else {
            assert_eq!(key, LONG, "{form:?} in {text:?}");
            return;
        };
        let apostrophe = [b'\'', FILL, FILL];
        let bytes = plain.split('’').map(str::as_bytes).collect::<Vec<_>>().join(&apostrophe[..]);
        let bytes: Vec<u8> = bytes.into_iter().chain([FILL; INLINE]).take(INLINE).collect();
        assert_eq!(key.to_le_bytes(), bytes[..], "{form:?} in {text:?}");
        assert!(key != 0 && key != LONG, "{form:?} in {text:?}");
        // Whatever a key says of a form is enough for its norm. No token begins or ends with white space.
        if form.trim() == form {
            for lang in Lang::ALL {
                assert_eq!(norm(&plain.replace('’', "'"), lang), norm(form, lang), "{form:?} in {lang:?}");
                assert!(
                    own_norm(&key.to_le_bytes()).is_none_or(|own| own == norm(form, lang).as_bytes()),
                    "{form:?} in {lang:?}"
                );
            }
        }
    }

    #[test]
    fn every_byte_is_folded_by_its_neighbours() {
        let bytes = [b'M', b'm', 0x00, 0x80, 0x96, 0x97, 0x98, 0x99, 0x9E, 0x9F, 0xC3, 0xE2];
        let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
        for _ in 0..3 {
            texts = texts.iter().flat_map(|text| bytes.map(|byte| [text.as_slice(), &[byte]].concat())).collect();
            for (before, text) in
                [0, 1, 2, 40].into_iter().flat_map(|before| texts.iter().map(move |text| (before, text)))
            {
                let text = [vec![b'.'; before], text.clone(), vec![b'.'; before]].concat();
                let mut folded = vec![0; text.len()];
                wide(|| fold(&text, &mut folded));
                let at = |place: usize| text.get(place.wrapping_sub(ABOUT)).copied().unwrap_or(0);
                let expected = (0..text.len()).map(|place| byte(std::array::from_fn(|offset| at(place + offset))));
                assert!(folded.iter().copied().eq(expected), "{text:x?}");
            }
        }
    }

    #[test]
    fn characters_have_their_keys() {
        for c in ('\0'..='\u{700}').chain('\u{1E00}'..='\u{2100}') {
            for form in [format!("{c}"), format!("É{c}"), format!("{c}’"), format!("I{c}I")] {
                check("", &form, "");
                check("Ã", &form, "’ et la suite du texte");
            }
        }
    }

    #[test]
    fn no_token_but_one_zero_is_made_of_zeros_alone() {
        let text = "a\0\0 7\0\0\0b \0\0.\0\0";
        for lang in Lang::ALL {
            let mut tokens = Vec::new();
            text::segment(text, text::Rules { lang, ..text::Rules::default() }, &mut tokens);
            let alone = text.match_indices('\0').filter(|&(at, _)| tokens.contains(&(at..at + 1)));
            assert_eq!(alone.count(), 9, "{lang:?}: {tokens:?}");
        }
    }

    #[test]
    fn keys_tell_most_norms() {
        for form in ["le", "LE", "d’", "3,14", "été", "ÉTÉ", "élu(e)s", "1 500", "abcdefghijklmnop"] {
            let mut folded = Folded::default();
            folded.fold(form);
            let key = key_of_token(folded.bytes(), &(0..form.len() as u32)).to_le_bytes();
            assert_eq!(own_norm(&key), Some(norm(form, Lang::Fr).as_bytes()), "{form}");
        }
        for form in ["groß", "aujourd’hui", "cœur", "e\u{301}t", "1\u{A0}500"] {
            let mut folded = Folded::default();
            folded.fold(form);
            let key = key_of_token(folded.bytes(), &(0..form.len() as u32)).to_le_bytes();
            assert_eq!(own_norm(&key), None, "{form}");
        }
    }

    proptest! {
        #[test]
        fn forms_of_one_key_have_one_norm(before in "[aÃ’]?", form in "([a-zA-ZÀ-ÿß’'İIi\u{300}-\u{310}ŒœΣσςＡ]|\\PC){1,20}", behind in "[a ’]{0,20}") {
            check(&before, &form, &behind);
        }
    }
}
