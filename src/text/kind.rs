//! Kinds: what a token is made of, read from its norm alone.

use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory};

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

/// Nearly every type: none of the signs that addresses have, and a letter or a digit first.
fn of_plain(norm: &str) -> Option<TokenKind> {
    let (mut is_word, mut is_number) = (true, norm.starts_with(|c: char| c.is_ascii_digit()));
    for byte in norm.bytes() {
        is_word &= byte.is_ascii_alphanumeric() || byte == b'\'' || byte == b'-' || !byte.is_ascii();
        is_number &= byte.is_ascii_digit() || matches!(byte, b' ' | b',' | b'.' | b'-');
    }
    let has_letter = || norm.starts_with(char::is_alphabetic) || norm.bytes().any(|byte| byte.is_ascii_alphabetic());
    if is_number { Some(TokenKind::Number) } else { (is_word && has_letter()).then_some(TokenKind::Word) }
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

/// Starts with a digit, a sign at most before it, and holds no letter.
fn is_number(norm: &str) -> bool {
    let digits = norm.strip_prefix(['-', '+', '−']).unwrap_or(norm);
    digits.chars().next().is_some_and(is_digit) && !norm.chars().any(char::is_alphabetic)
}

/// Decimal digits of any script.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (!c.is_ascii() && c.general_category() == GeneralCategory::DecimalNumber)
}

/// Unicode files the percent signs under punctuation; they read as units.
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
    fn numbers_and_words_are_told_at_once() {
        for norm in ["1 500", "3,5", "12-10", "2017", "1.5", "12ème", "covid-19", "l'", "été", "9-aa"] {
            assert_eq!(of_plain(norm), Some(of_any(norm)), "{norm:?}");
        }
    }
}
