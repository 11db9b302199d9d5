//! Keys: short forms as one number, the same for forms that differ in case or apostrophe alone.
//!
//! A text is first *folded*, which changes no length, so that tokens stand where they stood: letters of ASCII and Latin-1
//! are made small, and `’` becomes `'` and two zeros. The key of a form is then sixteen bytes of the folded text, with zeros
//! for those of other tokens. Norms do the same and more, so forms of one key have one norm; the opposite does not hold, and
//! forms that some other rule of norms joins have keys of their own.

use std::ops::Range;

use crate::text::wide;

/// Bytes of a form that fit its key.
pub(super) const INLINE: usize = 16;
/// Bytes on either side that tell how a byte is folded.
const ABOUT: usize = 2;

/// Stands for the key of a form that has none; no key is equal to it, as no text holds its bytes.
pub(super) const LONG: u128 = u128::MAX;

/// What is kept of sixteen bytes, by the number of those that belong to the form.
static KEEP: [u128; INLINE + 1] = keep();

const fn keep() -> [u128; INLINE + 1] {
    let mut keep = [u128::MAX; INLINE + 1];
    let mut length = 0;
    while length < INLINE {
        keep[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    keep
}

/// A folded text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text, with a key's width of zeros behind; empty where the text itself holds a zero, so that none of its forms
    /// has a key.
    bytes: Vec<u8>,
}

impl Folded {
    /// Folds a text in place of the one before.
    pub(super) fn fold(&mut self, text: &str) {
        let text = text.as_bytes();
        self.bytes.clear();
        self.bytes.resize(text.len() + INLINE, 0);
        if wide(
            #[inline(always)]
            || fold(text, &mut self.bytes[..text.len()]),
        ) {
            self.bytes.clear();
        }
    }

    /// The bytes that keys are read from.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Folds a text into a place of its length; whether it holds a zero.
#[inline(always)]
fn fold(text: &[u8], folded: &mut [u8]) -> bool {
    let at = |place: usize| place.checked_sub(ABOUT).and_then(|place| text.get(place)).copied().unwrap_or(0);
    let about = |place: usize| std::array::from_fn(|offset| at(place + offset));
    let (end, mut zeros) = (text.len().saturating_sub(ABOUT), false);
    for place in (0..ABOUT.min(end)).chain(end..text.len()) {
        (folded[place], zeros) = (byte(about(place)), zeros | (text[place] == 0));
    }
    // Slices of one length, so that compilers make vector instructions of it.
    if let Some(inner) = folded.get_mut(ABOUT..end) {
        let n = inner.len();
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|offset| &text[offset..][..n]);
        for i in 0..n {
            inner[i] = byte([a[i], b[i], c[i], d[i], e[i]]);
            zeros |= c[i] == 0;
        }
    }
    zeros
}

/// How the middle one of five bytes is folded.
#[inline(always)]
fn byte([a, b, c, d, e]: [u8; 2 * ABOUT + 1]) -> u8 {
    // U+00C0 to U+00DE without the sign of multiplication.
    let latin = (b == 0xC3) & (0x80..=0x9E).contains(&c) & (c != 0x97);
    let small = c.wrapping_add(u8::from(c.is_ascii_uppercase() | latin) << 5);
    let apostrophe = |first, second, third| (first == 0xE2) & (second == 0x80) & (third == 0x99);
    let behind = apostrophe(b, c, d) | apostrophe(a, b, c);
    if apostrophe(c, d, e) {
        b'\''
    } else if behind {
        0
    } else {
        small
    }
}

/// The key of the form at `token`, which starts and ends at character boundaries of a text, given in folded bytes, and is
/// not empty; never 0.
#[inline(always)]
pub(super) fn key_of_token(folded: &[u8], token: &Range<usize>) -> u128 {
    let length = token.end.wrapping_sub(token.start);
    let Some(keep) = KEEP.get(length) else { return none() };
    let Some(rest) = folded.get(token.start..) else { return none() };
    let Some(window) = rest.first_chunk() else { return none() };
    u128::from_le_bytes(*window) & keep
}

/// Beside the path of nearly all forms, and not a value to be made ready on it.
#[cold]
#[inline(never)]
fn none() -> u128 {
    LONG
}

/// The key of a norm; [`LONG`] where it has none.
pub(super) fn key_of_norm(norm: &str) -> u128 {
    let mut bytes = [0; INLINE];
    match bytes.get_mut(..norm.len()) {
        Some(place) if !norm.is_empty() && !norm.contains('\0') => place.copy_from_slice(norm.as_bytes()),
        _ => return LONG,
    }
    u128::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Lang, norm};

    /// The key, by the letter of its description.
    fn plain(text: &str, form: &str) -> Option<String> {
        let small = |c: char| match c {
            'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => c.to_lowercase().next().unwrap(),
            _ => c,
        };
        let folded: String = form.chars().map(small).collect();
        (form.len() <= INLINE && !text.contains('\0')).then(|| folded.replace('’', "'\0\0"))
    }

    fn check(before: &str, form: &str, behind: &str) {
        let text = [before, form, behind].concat();
        let mut folded = Folded::default();
        folded.fold(&text);
        let key = key_of_token(folded.bytes(), &(before.len()..before.len() + form.len()));
        let Some(plain) = plain(&text, form) else {
            assert_eq!(key, LONG, "{form:?} in {text:?}");
            return;
        };
        let mut bytes = [0; INLINE];
        bytes[..plain.len()].copy_from_slice(plain.as_bytes());
        assert!(key == u128::from_le_bytes(bytes) && key != 0 && key != LONG, "{form:?} in {text:?}");
        // All that a key tells of a form is enough for its norm. No token begins or ends with white space.
        if form.trim() == form {
            for lang in Lang::ALL {
                assert_eq!(norm(&plain.replace('\0', ""), lang), norm(form, lang), "{form:?} in {lang:?}");
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
                assert_eq!(wide(|| fold(&text, &mut folded)), text.contains(&0));
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

    proptest! {
        #[test]
        fn forms_of_one_key_have_one_norm(before in "[aÃ’]?", form in "([a-zA-ZÀ-ÿß’'İIi\u{300}-\u{310}ŒœΣσςＡ]|\\PC){1,20}", behind in "[a ’]{0,20}") {
            check(&before, &form, &behind);
        }
    }
}
