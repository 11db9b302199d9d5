//! Norms of tokens.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::{Lang, TokenKind};

fn clean(sign: char) -> Option<char> {
    match sign {
        '’' | 'ʼ' | '′' => Some('\''),
        '‐' | '‑' => Some('-'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' => None,
        _ => Some(sign),
    }
}

/// What is counted of a token.
pub fn norm(surface: &str, lang: Lang) -> Cow<'_, str> {
    let folded = surface_form(surface).to_lowercase();
    if lang != Lang::Ar {
        return folded.into();
    }
    let fold = |sign| match sign {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ـ' | '\u{64b}'..='\u{652}' => None,
        _ => Some(sign),
    };
    folded.chars().filter_map(fold).collect::<String>().into()
}

/// NFC and clean-up, case kept.
pub fn surface_form(surface: &str) -> Cow<'_, str> {
    surface.nfc().filter_map(clean).collect::<String>().into()
}

/// A norm without accents.
pub fn fold_accents(norm: &str) -> Cow<'_, str> {
    norm.nfd().filter(|&sign| !unicode_normalization::char::is_combining_mark(sign)).collect::<String>().into()
}

/// Kind of a token.
pub fn kind(norm: &str) -> TokenKind {
    if norm.chars().any(char::is_alphabetic) {
        TokenKind::Word
    } else if norm.chars().any(char::is_numeric) {
        TokenKind::Number
    } else {
        TokenKind::Punctuation
    }
}
