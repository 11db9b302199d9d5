//! Keys: short forms as one number, the same for forms that differ in case or apostrophe alone.
//!
//! A key stands for all the surface forms whose norms it decides: letters of ASCII and Latin-1 are small, and `’` at the
//! end, as elided words have it, is `'`. Norms do the same and more, so forms of one key have one norm; the opposite does not hold,
//! and forms that some other rule of norms joins have keys of their own.

use std::ops::Range;

/// Bytes of a form that fit its key beside the length.
pub(super) const INLINE: usize = 15;
const WIDTH: usize = 16;

/// Which bytes are kept of a form, by their number.
static KEEP: [[u8; WIDTH]; WIDTH] = masks();
/// What is put behind them, by their number and whether an apostrophe is: it, and the length.
static PUT: [[[u8; WIDTH]; WIDTH]; 2] = [tails(false), tails(true)];

const fn masks() -> [[u8; WIDTH]; WIDTH] {
    let mut masks = [[0; WIDTH]; WIDTH];
    let mut length = 0;
    while length < WIDTH {
        let mut at = 0;
        while at < length {
            masks[length][at] = 0xFF;
            at += 1;
        }
        length += 1;
    }
    masks
}

const fn tails(apostrophe: bool) -> [[u8; WIDTH]; WIDTH] {
    let mut tails = [[0; WIDTH]; WIDTH];
    let mut length = 0;
    while length < WIDTH {
        if apostrophe && length < INLINE {
            tails[length][length] = b'\'';
            tails[length][INLINE] = length as u8 + 1;
        } else {
            tails[length][INLINE] = length as u8;
        }
        length += 1;
    }
    tails
}

/// Stands for the key of a form that is too long to have one; no key is equal to it.
pub(super) const LONG: u128 = u128::MAX;

/// The key of the form at `token`, which starts and ends at character boundaries and is not empty; never 0.
#[inline(always)]
pub(super) fn key(text: &[u8], token: &Range<usize>) -> u128 {
    let length = token.len();
    if length > INLINE {
        return LONG;
    }
    let start = token.start.wrapping_sub(1);
    let Some(window) = text.get(start..).and_then(|rest| rest.first_chunk::<{ WIDTH + 1 }>()) else {
        return key_at_edge(text, token);
    };
    let apostrophe = usize::from(window[length] == 0x99 && length >= 3 && window[length - 2..length] == [0xE2, 0x80]);
    number(window, length, apostrophe)
}

/// The key of a form with so many bytes, which begins at the second byte of the window.
#[inline(always)]
fn number(window: &[u8; WIDTH + 1], length: usize, apostrophe: usize) -> u128 {
    let kept = length - 3 * apostrophe;
    fold(window, &KEEP[kept & INLINE], &PUT[apostrophe][kept & INLINE])
}

/// [`key`] near the ends of the text.
#[cold]
fn key_at_edge(text: &[u8], token: &Range<usize>) -> u128 {
    let mut window = [0; WIDTH + 1];
    let form = &text[token.clone()];
    window[1..=form.len()].copy_from_slice(form);
    number(&window, form.len(), usize::from(matches!(form, [.., 0xE2, 0x80, 0x99])))
}

/// The key of a norm.
pub(super) fn key_of_norm(norm: &str) -> u128 {
    if norm.is_empty() { LONG } else { key(norm.as_bytes(), &(0..norm.len())) }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
use self::vector::fold;

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
use self::portable::fold;

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod vector {
    #![allow(unsafe_code, reason = "the vector instructions of the processor")]

    use core::arch::x86_64::{
        __m128i, _mm_add_epi8, _mm_and_si128, _mm_andnot_si128, _mm_cmpeq_epi8, _mm_cvtsi128_si64, _mm_loadu_si128,
        _mm_min_epu8, _mm_or_si128, _mm_set1_epi8, _mm_sub_epi8, _mm_unpackhi_epi64,
    };

    use super::WIDTH;

    /// Makes letters small, keeps some bytes, and puts others behind them, with the instructions that every x86-64 has.
    #[inline(always)]
    pub(super) fn fold(window: &[u8; WIDTH + 1], keep: &[u8; WIDTH], put: &[u8; WIDTH]) -> u128 {
        // SAFETY: SSE2 is switched on where this is compiled, and the loads, which need no alignment, read the first and
        // the last 16 bytes of the 17 of `window`, and the 16 of `keep` and `put`; the other instructions touch no memory.
        unsafe {
            let load = |bytes: *const u8| _mm_loadu_si128(bytes.cast::<__m128i>());
            let (before, bytes) = (load(window.as_ptr()), load(window.as_ptr().add(1)));
            let all = |byte: u8| _mm_set1_epi8(byte as i8);
            let within = |first: u8, last: u8| {
                let from = _mm_sub_epi8(bytes, all(first));
                _mm_cmpeq_epi8(_mm_min_epu8(from, all(last - first)), from)
            };
            let behind = _mm_and_si128(_mm_cmpeq_epi8(before, all(0xC3)), within(0x80, 0x9E));
            let latin = _mm_andnot_si128(_mm_cmpeq_epi8(bytes, all(0x97)), behind);
            let capital = _mm_or_si128(within(b'A', b'Z'), latin);
            let small = _mm_add_epi8(bytes, _mm_and_si128(capital, all(0x20)));
            let folded = _mm_or_si128(_mm_and_si128(small, load(keep.as_ptr())), load(put.as_ptr()));
            let halves = [folded, _mm_unpackhi_epi64(folded, folded)].map(|half| _mm_cvtsi128_si64(half) as u64);
            u128::from(halves[0]) | u128::from(halves[1]) << 64
        }
    }
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod portable {
    use super::WIDTH;

    /// Makes letters small, keeps some bytes, and puts others behind them, byte by byte.
    pub(super) fn fold(window: &[u8; WIDTH + 1], keep: &[u8; WIDTH], put: &[u8; WIDTH]) -> u128 {
        u128::from_le_bytes(std::array::from_fn(|at| {
            let (before, byte) = (window[at], window[at + 1]);
            let ascii = byte.is_ascii_uppercase();
            // U+00C0 to U+00DE without the sign of multiplication.
            let latin = (before == 0xC3) & (0x80..=0x9E).contains(&byte) & (byte != 0x97);
            let small = byte.wrapping_add(u8::from(ascii | latin) << 5);
            small & keep[at] | put[at]
        }))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Lang, norm};

    /// The key, by the letter of its description.
    fn plain(form: &str) -> Option<String> {
        if form.len() > INLINE {
            return None;
        }
        let apostrophe = form.strip_suffix('’');
        let small = |c: char| match c {
            'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' => c.to_lowercase().next().unwrap(),
            _ => c,
        };
        let mut key: String = apostrophe.unwrap_or(form).chars().map(small).collect();
        key.extend(apostrophe.map(|_| '\''));
        Some(key)
    }

    fn bytes(key: u128) -> Option<String> {
        let bytes = key.to_le_bytes();
        let length = usize::from(bytes[INLINE]);
        assert!(key == LONG || (key != 0 && bytes[length..INLINE].iter().all(|&byte| byte == 0)));
        (length <= INLINE).then(|| String::from_utf8(bytes[..length].to_vec()).unwrap())
    }

    fn check(before: &str, form: &str, behind: &str) {
        let text = [before, form, behind].concat();
        let key = key(text.as_bytes(), &(before.len()..before.len() + form.len()));
        assert_eq!(bytes(key), plain(form), "{form:?} in {text:?}");
        // No token begins or ends with white space.
        if let Some(same) = bytes(key).filter(|_| form.trim() == form) {
            for lang in Lang::ALL {
                assert_eq!(norm(&same, lang), norm(form, lang), "{form:?} in {lang:?}");
            }
        }
    }

    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    #[test]
    fn vectors_agree_with_bytes() {
        for (before, byte) in (0..=u8::MAX).flat_map(|before| (0..=u8::MAX).map(move |byte| (before, byte))) {
            for at in [0, 1, 7, 8, WIDTH - 1] {
                let mut window = [b'M'; WIDTH + 1];
                (window[at], window[at + 1]) = (before, byte);
                let (keep, put) = (&KEEP[INLINE - at % 3], &PUT[at % 2][at]);
                assert_eq!(vector::fold(&window, keep, put), portable::fold(&window, keep, put), "{before} {byte}");
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
        fn forms_of_one_key_have_one_norm(before in "[aÃ’]?", form in "([a-zA-ZÀ-ÿß’'İIi\u{300}-\u{310}ŒœΣσςＡ]|\\PC){1,8}", behind in "[a ’]{0,20}") {
            check(&before, &form, &behind);
        }
    }
}
