//! Kinds: what a token is made of, judged by its norm alone.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

use super::lang::Lang;
use super::norm::{is_apostrophe, norm};
use super::spans;
use super::token::TokenKind;

/// Kind of the token with this norm, so that every occurrence of a type has the same kind.
///
/// ```
/// use coopsec::text::{TokenKind, kind};
/// assert_eq!(kind("1 500"), TokenKind::Number);
/// assert_eq!(kind("12ème"), TokenKind::Word);
/// assert_eq!(kind("%"), TokenKind::Symbol);
/// ```
pub fn kind(norm: &str) -> TokenKind {
    of_plain(norm).unwrap_or_else(|| of_any(norm))
}

/// Whether a token is of a counted kind. Nearly all are decided without their norms: ASCII letters and digits always
/// survive in the norm, and so does the first character of a token where no marks are dropped, unless it is an
/// apostrophe that is a letter.
pub(super) fn is_counted(surface: &str, lang: Lang) -> bool {
    let begins = |c: char| c.is_alphanumeric() && !is_apostrophe(c);
    if let &[byte] = surface.as_bytes() {
        return byte.is_ascii_alphanumeric();
    }
    surface.bytes().any(|byte| byte.is_ascii_alphanumeric())
        || (lang != Lang::Ar && surface.starts_with(begins))
        || kind(&norm(surface, lang)).is_counted()
}

/// Flag of a byte: it is an ASCII letter.
const LETTER: u8 = 1;
/// Flag of a byte: a norm that contains it is not a plain number.
const NO_NUMBER: u8 = 2;
/// Flag of a byte: a norm that contains it is not a plain word. It is set for the signs found in addresses.
const NO_WORD: u8 = 4;

/// The flags of each byte.
static BYTES: [u8; 256] = bytes();

const fn bytes() -> [u8; 256] {
    let mut told = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let value = byte as u8;
        let number = value.is_ascii_digit() || matches!(value, b' ' | b',' | b'.' | b'-');
        let word = value.is_ascii_alphanumeric() || matches!(value, b'\'' | b'-') || !value.is_ascii();
        told[byte] = if value.is_ascii_alphabetic() { LETTER } else { 0 }
            | if number { 0 } else { NO_NUMBER }
            | if word { 0 } else { NO_WORD };
        byte += 1;
    }
    told
}

/// The fast path for nearly every type: none of the signs found in addresses, and a letter or a digit first.
fn of_plain(norm: &str) -> Option<TokenKind> {
    let told = norm.bytes().fold(0, |told, byte| told | BYTES[usize::from(byte)]);
    if told & NO_NUMBER == 0 && norm.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(TokenKind::Number);
    }
    let has_letter = told & LETTER != 0 || norm.starts_with(char::is_alphabetic);
    (told & NO_WORD == 0 && has_letter).then_some(TokenKind::Word)
}

fn of_any(norm: &str) -> TokenKind {
    if let Some(kind) = spans::kind(norm) {
        return kind;
    }
    if is_number(norm) {
        TokenKind::Number
    } else if norm.chars().any(char::is_alphanumeric) {
        TokenKind::Word
    } else if norm.chars().next().is_some_and(is_punctuation) {
        TokenKind::Punctuation
    } else {
        TokenKind::Symbol
    }
}

/// Starts with a digit or a fraction, after at most one sign, and contains no letter.
fn is_number(norm: &str) -> bool {
    let digits = norm.strip_prefix(['-', '+', '−']).unwrap_or(norm);
    digits.chars().next().is_some_and(char::is_numeric) && !norm.chars().any(char::is_alphabetic)
}

/// Decimal digits of any script.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.general_category() == GeneralCategory::DecimalNumber)
}

/// Unicode classes the percent signs as punctuation; they read as units.
fn is_punctuation(c: char) -> bool {
    !matches!(c, '%' | '‰') && c.general_category_group() == GeneralCategoryGroup::Punctuation
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_norms_have_the_kind_that_any_would(norm in "[0-9a-zé٣²Ⅳ ,.'@#:/%–−+-]{1,6}|\\PC{1,4}|www\\.[a-z0-9]{1,3}") {
            let plain = of_plain(&norm);
            prop_assert!(plain.is_none_or(|kind| kind == of_any(&norm)), "{norm:?} is {plain:?}");
        }
    }

    #[test]
    fn what_is_counted_is_told_as_by_its_norm() {
        let told = |&c: &char| c.is_ascii() || c.is_alphanumeric();
        for c in ('\0'..=char::MAX).filter(told) {
            for (surface, lang) in
                [(format!("{c}"), Lang::Fr), (format!("{c}\u{301}"), Lang::Fr), (format!("{c}"), Lang::Ar)]
            {
                assert_eq!(
                    is_counted(&surface, lang),
                    kind(&norm(&surface, lang)).is_counted(),
                    "{surface:?} {lang:?}"
                );
            }
        }
    }

    #[test]
    fn numbers_and_words_are_told_at_once() {
        for norm in ["1 500", "3,5", "12-10", "2017", "1.5", "12ème", "covid-19", "l'", "été", "9-aa"] {
            assert_eq!(of_plain(norm), Some(of_any(norm)), "{norm:?}");
        }
    }
}
