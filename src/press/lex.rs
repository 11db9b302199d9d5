//! The few tokens dates and labels are made of: numbers, folded words, signs.
//!
//! Only heads of lines are cut this way, so this lexer is coarser than the tokenizer that counts: apostrophes and
//! white space and marks of emphasis separate, words are folded (case, accents, Arabic harakat, hamza seats and tatweel), a run of letters and
//! a run of digits are two tokens (`1er`, `20h30`).

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Digits, ASCII or Arabic-Indic; `value` saturates.
    Number { value: u32, digits: usize },
    /// Letters, folded.
    Word(String),
    /// Anything else that shows.
    Sign(char),
}

/// No word or sign is written so.
const NUMBER_KEY: &str = "0";

impl Kind {
    /// What tokens are looked up by before they are folded into a string of their own: the word, the sign, `0` for any number.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Number { .. } => NUMBER_KEY.to_owned(),
            Self::Word(word) => word.clone(),
            Self::Sign(sign) => sign.to_string(),
        }
    }
}

/// A token and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Nothing stands between the previous token and this one.
    pub(super) glued: bool,
}

/// Cuts at most `limit` characters of `text`; offsets count from `base`.
pub(super) fn lex(text: &str, base: usize, limit: usize) -> Vec<Token> {
    let token = |cut: Cut<'_>| {
        let (start, end) = (base + cut.start, base + cut.start + cut.surface.len());
        Token { kind: kind(cut.surface, cut.first), start, end, glued: cut.glued }
    };
    cuts(text, limit).map(token).collect()
}

/// A token before it is folded.
pub(super) struct Cut<'t> {
    pub(super) surface: &'t str,
    pub(super) first: char,
    start: usize,
    glued: bool,
}

impl Cut<'_> {
    pub(super) fn is_number(&self) -> bool {
        digit(self.first).is_some()
    }

    pub(super) fn is_word(&self) -> bool {
        is_letter(self.first) && !self.is_number()
    }

    /// Calls `look` with the [key](Kind::key) of the token.
    pub(super) fn with_key<T>(&self, look: impl FnOnce(&str) -> T) -> T {
        let mut sign = [0; 4];
        let sign = same_sign(self.first).encode_utf8(&mut sign);
        if self.is_number() {
            look(NUMBER_KEY)
        } else if self.is_word() {
            with_folded(self.surface, |word| look(if word.is_empty() { sign } else { word }))
        } else {
            look(sign)
        }
    }
}

/// The tokens of at most `limit` characters of `text` as they are written, one after the other as they are asked for.
pub(super) fn cuts(text: &str, limit: usize) -> impl Iterator<Item = Cut<'_>> {
    let mut chars = text.char_indices().take(limit).peekable();
    let mut glued = false;
    std::iter::from_fn(move || {
        loop {
            let (start, first) = chars.next()?;
            if is_invisible(first) {
                continue;
            }
            if first.is_whitespace() || is_apostrophe(first) || is_emphasis(first) {
                glued = false;
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut run = |same: fn(char) -> bool| {
                while let Some((at, next)) = chars.next_if(|&(_, next)| same(next)) {
                    end = at + next.len_utf8();
                }
            };
            if digit(first).is_some() {
                run(|c| digit(c).is_some());
            } else if is_letter(first) {
                run(|c| is_letter(c) || is_invisible(c));
            }
            return Some(Cut { surface: &text[start..end], first, start, glued: std::mem::replace(&mut glued, true) });
        }
    })
}

/// Whether the tokens are all there is in `text`, whose first byte is `base`.
pub(super) fn is_all(tokens: &[Token], text: &str, base: usize) -> bool {
    let end = tokens.last().map_or(0, |last| last.end - base);
    lex(&text[end..], 0, 8).is_empty() && text.len() - end < 32
}

/// Whether the character separates two lines; CR LF is two such characters.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that carry no meaning here: soft hyphen, joiners, direction marks, byte order mark.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn kind(surface: &str, first: char) -> Kind {
    if digit(first).is_some() {
        let values = surface.chars().filter_map(digit);
        let value = values.fold(0u32, |sum, next| sum.saturating_mul(10).saturating_add(next));
        return Kind::Number { value, digits: surface.chars().count() };
    }
    let folded = if is_letter(first) { fold(surface) } else { String::new() };
    if folded.is_empty() { Kind::Sign(same_sign(first)) } else { Kind::Word(folded) }
}

/// Calls `look` with the folded word; ASCII, which most words are, is folded without a string of its own.
pub(super) fn with_folded<T>(word: &str, look: impl FnOnce(&str) -> T) -> T {
    let mut buffer = [0; 32];
    if let Some(lower) = buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return look(std::str::from_utf8(lower).unwrap_or_default());
    }
    look(&fold(word))
}

/// The form in which words are compared.
pub(super) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.chars().try_fold(String::with_capacity(word.len()), push_latin).unwrap_or_else(|| fold_any(word))
}

/// Appends a letter of ASCII or Latin-1 as it is folded; `None` for any other character.
fn push_latin(mut folded: String, letter: char) -> Option<String> {
    match u32::from(letter) {
        0..0x80 => folded.push(letter.to_ascii_lowercase()),
        code @ 0xC0..0x100 => folded.push(LATIN[code as usize - 0xC0]),
        _ => return None,
    }
    Some(folded)
}

/// The letters from U+00C0 on, folded; each becomes one character.
static LATIN: LazyLock<[char; 64]> = LazyLock::new(|| {
    std::array::from_fn(|at| fold_any(&char::from(0xC0 + at as u8).to_string()).chars().next().unwrap_or('\0'))
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

/// Arabic punctuation by its Latin kin.
fn same_sign(c: char) -> char {
    match c {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        _ => c,
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || (c >= FIRST_COMBINING && is_combining_mark(c))
}

/// No combining mark comes before it in Unicode.
const FIRST_COMBINING: char = '\u{300}';

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '′')
}

/// Marks of emphasis in Markdown.
fn is_emphasis(c: char) -> bool {
    matches!(c, '*' | '_')
}

fn digit(c: char) -> Option<u32> {
    match c {
        '\u{660}'..='\u{669}' => Some(u32::from(c) - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(u32::from(c) - 0x6F0),
        _ => c.to_digit(10),
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
