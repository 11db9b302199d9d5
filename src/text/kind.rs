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
    // Nearly every type: a letter first, and none of the signs that addresses have.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'' || byte == b'-' || !byte.is_ascii();
    if norm.starts_with(char::is_alphabetic) && norm.bytes().all(plain) {
        return TokenKind::Word;
    }
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
