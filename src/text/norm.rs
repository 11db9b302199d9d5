//! Norms: the form under which a token is counted.
//!
//! NFC, full case folding (Unicode chapter 3.13, folded on NFD so that the result is stable), apostrophes as `'`,
//! hyphens as `-`, soft hyphens and zero-width characters dropped, the no-break spaces inside numbers as plain spaces.
//! Arabic also loses tatweel and harakat, and has one form of alef and one of ya.

use std::borrow::Cow;

use caseless::Caseless;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::lang::Lang;

/// Norm of a token; never empty.
///
/// ```
/// use coopsec::text::{Lang, norm};
/// assert_eq!(norm("L’", Lang::Fr), "l'");
/// assert_eq!(norm("COOPE\u{301}RATION", Lang::Fr), "coopération");
/// assert_eq!(norm("أَمْنٌ", Lang::Ar), "امن");
/// ```
pub fn norm(surface: &str, lang: Lang) -> Cow<'_, str> {
    if let Some(simple) = latin(surface) {
        return simple;
    }
    let cleaned = surface.chars().filter_map(clean);
    let folded = cleaned.nfd().default_case_fold().map(apostrophe).nfc();
    let text: String = if lang == Lang::Ar { folded.filter_map(fold_arabic).nfc().collect() } else { folded.collect() };
    let text = text.trim();
    if text.is_empty() { surface_form(surface) } else { Cow::Owned(text.to_owned()) }
}

/// Surface form after NFC and the clean-up of apostrophes, hyphens and invisible characters; case is kept.
pub fn surface_form(surface: &str) -> Cow<'_, str> {
    let clean_already = surface.chars().all(|c| clean(c) == Some(c));
    if clean_already && is_nfc_quick(surface.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(surface);
    }
    let text: String = surface.chars().filter_map(clean).nfc().collect();
    let text = text.trim();
    if text.is_empty() { Cow::Borrowed(surface) } else { Cow::Owned(text.to_owned()) }
}

/// Norm without its accents, for lexicons that ignore them.
pub fn fold_accents(norm: &str) -> Cow<'_, str> {
    if norm.is_ascii() {
        return Cow::Borrowed(norm);
    }
    let bare: String = norm.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect();
    if bare.is_empty() || bare == norm { Cow::Borrowed(norm) } else { Cow::Owned(bare) }
}

/// The cheap path: ASCII, Latin-1 and the few signs of French typography, none of which compose with each other.
fn latin(surface: &str) -> Option<Cow<'_, str>> {
    if is_norm(surface.as_bytes()) {
        return Some(Cow::Borrowed(surface));
    }
    if let Some(small) = small(surface) {
        return Some(Cow::Owned(small));
    }
    let mut changed = false;
    for c in surface.chars() {
        changed |= latin_fold(c)? != c;
    }
    if !changed {
        return Some(Cow::Borrowed(surface));
    }
    let mut folded = String::with_capacity(surface.len());
    folded.extend(surface.chars().filter_map(latin_fold));
    let trimmed = folded.trim();
    if trimmed.is_empty() {
        return None;
    }
    Some(Cow::Owned(if trimmed.len() == folded.len() { folded } else { trimmed.to_owned() }))
}

/// Whether this is only ASCII without capitals and the small letters U+00E0 to U+00FF, as most forms are: it is then
/// its own norm.
fn is_norm(surface: &[u8]) -> bool {
    let mut before = 0;
    surface.iter().all(|&byte| {
        let fits = match byte {
            0..0x80 => !byte.is_ascii_uppercase(),
            0xC3 => true,
            0xA0..=0xBF => before == 0xC3,
            _ => false,
        };
        before = byte;
        fits
    })
}

/// Lower-cases a word made of ASCII letters, hyphens and the letters U+00C0 to U+00FF; `None` for any other word, and
/// for `ß`.
fn small(surface: &str) -> Option<String> {
    let mut bytes = surface.as_bytes().to_vec();
    let mut before = 0;
    for byte in &mut bytes {
        let written = *byte;
        match (before, written) {
            (0xC3, 0x97 | 0x9F) => return None,
            (0xC3, 0x80..=0x9E) => *byte += 0x20,
            (0xC3, _) | (_, 0xC3 | b'a'..=b'z' | b'-') => {}
            (_, b'A'..=b'Z') => *byte += 0x20,
            _ => return None,
        }
        before = written;
    }
    String::from_utf8(bytes).ok()
}

fn latin_fold(c: char) -> Option<char> {
    match c {
        'µ' | 'ß' | '\u{AD}' => None,
        'Œ' => Some('œ'),
        'œ' => Some('œ'),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        'À'..='Ö' | 'Ø'..='Þ' => c.to_lowercase().next(),
        '\0'..='\u{FF}' | '’' | '‐' | '‑' | '\u{202F}' => clean(c),
        _ => None,
    }
}

/// One character of the cleaned-up surface form, or `None` if it is invisible.
fn clean(c: char) -> Option<char> {
    match c {
        _ if is_invisible(c) => None,
        '‐' | '‑' => Some('-'),
        '\u{A0}' | '\u{202F}' | '\u{2009}' => Some(' '),
        _ => Some(apostrophe(c)),
    }
}

fn apostrophe(c: char) -> char {
    if is_apostrophe(c) { '\'' } else { c }
}

/// Apostrophes: typewriter, typographic, modifier letter, prime.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '′')
}

/// Hyphens that join words.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// The soft hyphen and zero-width characters, direction marks among them, which are never part of a norm.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FEFF}')
}

fn fold_arabic(c: char) -> Option<char> {
    match c {
        'ـ' | '\u{64B}'..='\u{65F}' | '\u{670}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' | 'ی' => Some('ي'),
        _ => Some(c),
    }
}
