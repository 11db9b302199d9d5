//! The tokens of dates and labels: numbers, folded words, signs.
//!
//! Only the beginnings of lines are cut this way, so this lexer is simpler than the tokenizer that counts. Apostrophes,
//! white space and marks of emphasis separate tokens; words are folded; letters and digits are different tokens (`1er`,
//! `20h30`).

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;

use super::fold::{fold, is_invisible, with_folded};
use super::vocabulary::Vocabulary;
use super::words::classes_begun;

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    /// Digits, ASCII or Arabic-Indic; `value` saturates.
    Number { value: u32, digits: usize },
    /// Letters, folded; a slice of the text if they are written like that.
    Word(Cow<'t, str>),
    /// Any other visible character.
    Sign(char),
}

/// The key of all numbers. Words and signs never look like it.
const NUMBER_KEY: &str = "0";

impl Kind<'_> {
    /// The key by which a token is looked up: the word, the sign, or `0` for any number.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Number { .. } => NUMBER_KEY.to_owned(),
            Self::Word(word) => word.to_string(),
            Self::Sign(sign) => sign.to_string(),
        }
    }

    /// What `vocabulary` knows of its key.
    pub(super) fn known_to<'v, T>(&self, vocabulary: &'v Vocabulary<T>) -> Option<&'v T> {
        match self {
            Self::Number { .. } => vocabulary.get(NUMBER_KEY),
            Self::Word(word) => vocabulary.get(word),
            Self::Sign(sign) => vocabulary.get(sign.encode_utf8(&mut [0; 4])),
        }
    }

    /// The same without the text it was read from.
    pub(super) fn into_owned(self) -> Kind<'static> {
        match self {
            Self::Number { value, digits } => Kind::Number { value, digits },
            Self::Word(word) => Kind::Word(Cow::Owned(word.into_owned())),
            Self::Sign(sign) => Kind::Sign(sign),
        }
    }
}

/// A token and where it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    /// The [classes](classes_begun) with a phrase that begins with it; `None` for a word that is not in dates.
    pub(super) begins: Option<u32>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Nothing stands between the previous token and this one.
    pub(super) glued: bool,
}

/// Cuts at most `limit` characters of `text`; offsets count from `base`.
pub(super) fn lex(text: &str, base: usize, limit: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len().min(limit) / BYTES_PER_TOKEN + 1);
    tokens.extend(cuts(text, limit).map(|cut| cut.token(base)));
    tokens
}

/// A token and the space after it rarely have fewer bytes.
const BYTES_PER_TOKEN: usize = 4;

/// Tokens as [`lex`] cuts them, up to the first one for which `stop` is true.
pub(super) fn lex_through(
    text: &str,
    base: usize,
    limit: usize,
    mut stop: impl FnMut(usize, &Token<'_>) -> bool,
) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(USUAL);
    for (number, cut) in cuts(text, limit).enumerate() {
        let token = cut.token(base);
        let last = stop(number, &token);
        tokens.push(token);
        if last {
            break;
        }
    }
    tokens
}

/// Tokens for which room is made at once.
const USUAL: usize = 8;

/// The first `count` tokens of `text`, or all where it has fewer.
pub(super) fn lex_first(text: &str, count: usize) -> Vec<Token<'_>> {
    cuts(text, usize::MAX).take(count).map(|cut| cut.token(0)).collect()
}

/// A token before it is folded.
pub(super) struct Cut<'t> {
    pub(super) surface: &'t str,
    pub(super) first: char,
    sort: Sort,
    /// How many characters it has.
    count: usize,
    pub(super) start: usize,
    pub(super) glued: bool,
}

impl<'t> Cut<'t> {
    fn token(&self, base: usize) -> Token<'t> {
        let start = base + self.start;
        let kind = self.kind();
        let begins = if let Kind::Word(word) = &kind { classes_begun(word) } else { Some(0) };
        Token { kind, begins, start, end: start + self.surface.len(), glued: self.glued }
    }

    /// What the token is.
    pub(super) fn kind(&self) -> Kind<'t> {
        if self.is_number() {
            let values = self.surface.chars().filter_map(digit);
            let value = values.fold(0u32, |sum, next| sum.saturating_mul(10).saturating_add(next));
            return Kind::Number { value, digits: self.count };
        }
        let folded = if self.is_word() { fold(self.surface) } else { Cow::Borrowed("") };
        if folded.is_empty() { Kind::Sign(same_sign(self.first)) } else { Kind::Word(folded) }
    }

    pub(super) fn is_number(&self) -> bool {
        self.sort == Sort::Digit
    }

    /// Whether it has as many digits as a year, or a date in digits alone.
    pub(super) fn may_be_year(&self) -> bool {
        self.is_number() && matches!(self.count, 4 | 8)
    }

    pub(super) fn is_word(&self) -> bool {
        self.sort == Sort::Letter
    }

    /// Whether the token is one of `signs`.
    pub(super) fn is_sign(&self, signs: &str) -> bool {
        signs.contains(same_sign(self.first))
    }

    /// What `vocabulary` knows of the [key](Kind::key) of the token. No key is a word that is folded to nothing.
    pub(super) fn known_to<'v, T>(&self, vocabulary: &'v Vocabulary<T>) -> Option<&'v T> {
        let is_ascii = self.count == self.surface.len();
        match self.sort {
            Sort::Digit => vocabulary.get(NUMBER_KEY),
            Sort::Letter if is_ascii => vocabulary.get_ascii(self.surface),
            Sort::Letter => with_folded(self.surface, |word| vocabulary.get(word)),
            _ => vocabulary.get(same_sign(self.first).encode_utf8(&mut [0; 4])),
        }
    }
}

/// The tokens of at most `limit` characters of `text` as they are written, one after the other as they are asked for.
pub(super) fn cuts(text: &str, limit: usize) -> Cuts<'_> {
    Cuts { text, at: 0, left: limit, glued: false }
}

/// Tokens as they are written.
#[derive(Clone)]
pub(super) struct Cuts<'t> {
    text: &'t str,
    /// Byte that is read next.
    at: usize,
    /// Characters that may still be read.
    left: usize,
    glued: bool,
}

impl Cuts<'_> {
    /// The next character. Most are ASCII and need no decoding.
    #[inline]
    fn peek(&self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at).filter(|_| self.left > 0)?;
        if byte.is_ascii() { Some(char::from(byte)) } else { self.text[self.at..].chars().next() }
    }

    #[inline]
    fn pass(&mut self, c: char) {
        self.at += c.len_utf8();
        self.left -= 1;
    }

    /// Passes over the rest of a word or number, runs of ASCII at once.
    #[inline]
    fn pass_while(&mut self, of_ascii: Sort, wanted: impl Fn(char) -> bool) {
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            let rest = &rest[..rest.len().min(self.left)];
            let run = rest.iter().position(|byte| ASCII[usize::from(*byte)] != of_ascii).unwrap_or(rest.len());
            (self.at, self.left) = (self.at + run, self.left - run);
            if rest.get(run).is_none_or(u8::is_ascii) {
                return;
            }
            match self.peek().filter(|&next| wanted(next)) {
                Some(next) => self.pass(next),
                None => return,
            }
        }
    }
}

/// What a character does: begin a token, or separate two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Letter,
    Digit,
    /// It separates tokens.
    Gap,
    /// It is ignored.
    Invisible,
    Sign,
}

/// The sort of each byte of ASCII. The others are never looked up.
static ASCII: [Sort; 256] = {
    let mut sorts = [Sort::Sign; 256];
    let mut code = 0;
    while code < 128 {
        sorts[code] = match code as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => Sort::Letter,
            b'0'..=b'9' => Sort::Digit,
            b'\t'..=b'\r' | b' ' | b'\'' | b'*' | b'_' => Sort::Gap,
            _ => Sort::Sign,
        };
        code += 1;
    }
    sorts
};

fn sort(c: char) -> Sort {
    if c.is_ascii() { ASCII[usize::from(c as u8)] } else { sort_any(c) }
}

fn sort_any(c: char) -> Sort {
    // U+02BC is a letter only inside a word.
    if is_apostrophe(c) || is_emphasis(c) || c.is_whitespace() {
        Sort::Gap
    } else if is_letter(c) {
        Sort::Letter
    } else if digit(c).is_some() {
        Sort::Digit
    } else if is_invisible(c) {
        Sort::Invisible
    } else {
        Sort::Sign
    }
}

impl<'t> Iterator for Cuts<'t> {
    type Item = Cut<'t>;

    fn next(&mut self) -> Option<Cut<'t>> {
        loop {
            let (start, left) = (self.at, self.left);
            let first = self.peek()?;
            let sort = sort(first);
            self.pass(first);
            match sort {
                Sort::Letter => self.pass_while(Sort::Letter, |c| is_letter(c) || is_invisible(c)),
                Sort::Digit => self.pass_while(Sort::Digit, |c| digit(c).is_some()),
                Sort::Gap => {
                    self.glued = false;
                    continue;
                }
                Sort::Invisible => continue,
                Sort::Sign => {}
            }
            let glued = std::mem::replace(&mut self.glued, true);
            let (surface, count) = (&self.text[start..self.at], left - self.left);
            return Some(Cut { surface, first, sort, count, start, glued });
        }
    }
}

/// Whether the tokens are all there is in `text`, whose first byte is `base`.
pub(super) fn is_all(tokens: &[Token<'_>], text: &str, base: usize) -> bool {
    let end = tokens.last().map_or(0, |last| last.end - base);
    lex(&text[end..], 0, 8).is_empty() && text.len() - end < 32
}

/// Whether the character separates two lines; CR LF is two such characters.
pub(super) fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The Latin sign for Arabic punctuation.
fn same_sign(c: char) -> char {
    match c {
        '،' => ',',
        '؛' => ';',
        '؟' => '?',
        _ => c,
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ') || (!c.is_ascii() && is_far_letter(c))
}

fn is_far_letter(c: char) -> bool {
    // Typographic apostrophes, dashes, spaces and joiners are not letters; looking them up takes long.
    !('\u{2000}'..='\u{206F}').contains(&c) && (is_arabic_letter(c) || is_listed_letter(c))
}

/// Whether the character is a letter of the Arabic alphabet, or a mark above or below one.
fn is_arabic_letter(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{65F}')
}

fn is_listed_letter(c: char) -> bool {
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

/// Whether the byte begins a digit, or another character of the blocks that Arabic digits are in.
#[inline(always)]
pub(super) fn may_begin_digit(byte: u8) -> bool {
    byte.is_ascii_digit() | (byte | 2 == 0xDB)
}

/// Whether the bytes begin what [`digit`] takes for one.
pub(super) fn begins_digit(first: u8, second: u8) -> bool {
    let arabic = (first == 0xD9) & (0xA0..=0xA9).contains(&second);
    let persian = (first == 0xDB) & (0xB0..=0xB9).contains(&second);
    first.is_ascii_digit() | arabic | persian
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_unicode() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == is_listed_letter(c)));
    }

    #[test]
    fn digits_are_no_letters_and_told_by_bytes() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes);
            assert_eq!(begins_digit(bytes[0], bytes[1]), digit(c).is_some(), "{c:?}");
            assert!(digit(c).is_none() || (!is_letter(c) && may_begin_digit(bytes[0])), "{c:?}");
        }
    }

    #[test]
    fn characters_of_ascii_are_sorted_as_any() {
        assert!(('\0'..='\x7F').all(|c| sort(c) == sort_any(c)));
        assert!((0x80..=0xFF_usize).all(|byte| ASCII[byte] == Sort::Sign));
    }
}
