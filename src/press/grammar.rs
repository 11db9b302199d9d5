//! Small steps over tokens, shared by every rule that reads dates.

use super::islamic::ISLAMIC;
use super::lex::{Kind, Token};
use super::words::{Class, dotted, phrase};
use crate::text::Lang;

/// The most tokens of a date expression.
const LONGEST_EXPRESSION: usize = 24;

/// The tokens of one line and its language. Every method says what stands at a place, and where that ends.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'a> {
    pub(super) tokens: &'a [Token<'a>],
    pub(super) lang: Lang,
    /// The classes of which phrases may begin with any of the tokens.
    begun: u32,
    /// Whether any token may hold a year of the Islamic calendar.
    islamic: bool,
}

/// Whether it is a year of the Islamic calendar, or a date in digits alone, in which one may stand.
fn may_be_islamic(kind: &Kind<'_>) -> bool {
    match kind {
        Kind::Number { value, digits: 4 } => i16::try_from(*value).is_ok_and(|year| ISLAMIC.contains(&year)),
        Kind::Number { digits: 8, .. } => true,
        _ => false,
    }
}

impl<'a> Grammar<'a> {
    pub(super) fn new(tokens: &'a [Token<'a>], lang: Lang) -> Self {
        let (mut begun, mut islamic) = (0, false);
        for token in tokens {
            begun |= token.begins.unwrap_or(0);
            islamic |= may_be_islamic(&token.kind);
        }
        Self { tokens, lang, begun, islamic }
    }

    /// Whether the line may hold a day of the Islamic calendar. It rarely does, so this is asked first.
    pub(super) fn may_have_islamic(&self) -> bool {
        self.islamic
    }

    /// Whether the line may hold a phrase of one of the classes. It rarely does, so this is asked first.
    pub(super) fn may_have(&self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.begun & class.bit() != 0)
    }

    /// A phrase of the class: its number and the place after it.
    #[inline]
    pub(super) fn word(&self, pos: usize, class: Class) -> Option<(u8, usize)> {
        phrase(self.tokens, pos, class, self.lang)
    }

    /// The place after a word of the class that has dots between its letters: `p.m`.
    pub(super) fn dotted(&self, pos: usize, class: Class) -> Option<usize> {
        dotted(self.tokens, pos, class, self.lang)
    }

    /// A number and how many digits it has.
    pub(super) fn number(&self, pos: usize) -> Option<(u32, usize)> {
        match self.tokens.get(pos)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// A number of one or two digits.
    pub(super) fn small(&self, pos: usize) -> Option<i8> {
        let (value, digits) = self.number(pos)?;
        i8::try_from(value).ok().filter(|_| digits <= 2)
    }

    /// A year of exactly four digits.
    pub(super) fn year(&self, pos: usize) -> Option<i16> {
        let (value, digits) = self.number(pos)?;
        i16::try_from(value).ok().filter(|_| digits == 4)
    }

    /// Whether a year or a date of eight digits follows soon. Every expression has one and most prose does not, so this is
    /// asked first.
    pub(super) fn year_ahead(&self, pos: usize) -> bool {
        let near = self.tokens.iter().skip(pos).take(LONGEST_EXPRESSION);
        near.into_iter().any(|token| matches!(token.kind, Kind::Number { digits: 4 | 8, .. }))
    }

    /// The sign at `pos`.
    pub(super) fn sign(&self, pos: usize) -> Option<char> {
        match self.tokens.get(pos)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    /// Whether one of `signs` stands at `pos`.
    #[inline]
    pub(super) fn is_sign(&self, pos: usize, signs: &str) -> bool {
        self.sign(pos).is_some_and(|sign| signs.contains(sign))
    }

    /// Whether the token at `pos` touches the one before it.
    pub(super) fn glued(&self, pos: usize) -> bool {
        self.tokens.get(pos).is_some_and(|token| token.glued)
    }

    /// The place after at most three words of `classes` or `signs`.
    pub(super) fn skip(&self, pos: usize, classes: &[Class], signs: &str) -> usize {
        let mut at = pos;
        for _ in 0..3 {
            if self.is_sign(at, signs) {
                at += 1;
            } else if let Some((_, next)) = classes.iter().find_map(|&class| self.word(at, class)) {
                at = next;
            } else {
                break;
            }
        }
        at
    }

    /// Whether nothing but closing signs follows.
    pub(super) fn is_end(&self, pos: usize) -> bool {
        self.skip(pos, &[], ".,;") >= self.tokens.len()
    }
}
