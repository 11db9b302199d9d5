//! Numbers that a single space may join: `1 500`.
//!
//! A number of one to three digits may go on in a group of three. The digits around the space decide, so that two years
//! next to each other (`2015 2016`) or `de 10 à 20` stay separate.

use super::bytes::{Sign, sign, space_before};
use super::masks::WIDTH;

/// Most digits of a number that may go on in a group, and the digits of a group.
pub(super) const GROUP: usize = 3;

/// Whether the digits at `start` may be a group of the number before them.
#[inline]
pub(super) fn follows(text: &[u8], start: usize) -> bool {
    let Some(space) = space_before(&text[..start]) else { return false };
    is_gap(text, start - space, start)
}

/// Whether the number that ends at `end` may go on in the next chunk.
#[inline]
pub(super) fn goes_on(text: &[u8], end: usize) -> bool {
    let (sign, length) = sign(&text[end..]);
    sign == Sign::Space && length > 0 && is_gap(text, end, end + length)
}

/// Whether the white space from `start` to `end` may be inside a number.
fn is_gap(text: &[u8], start: usize, end: usize) -> bool {
    !matches!(text[start], b'\t'..=b'\r') && may_lead(&text[..start]) && may_be_group(&text[end..])
}

/// Whether a number that may go on ends here. Anything but a known letter or sign is taken for a digit.
fn may_lead(before: &[u8]) -> bool {
    match *before {
        [] => false,
        [.., b'0'..=b'9'] => {
            let digits = before.iter().rev().take(GROUP + 1).take_while(|byte| byte.is_ascii_digit()).count();
            digits <= GROUP && !is_glued(&before[..before.len() - digits])
        }
        [.., byte] if byte.is_ascii() => false,
        [.., 0xC2 | 0xC3, _] | [.., 0xE2, _, _] => false,
        _ => true,
    }
}

/// Whether a word or another number touches the digits after `before`, so that no group can follow them. Before a
/// hyphen, only a whole chunk is certain to be a word: in `@nom-5` it is not. A short number, or the last group of one,
/// is the first of a pair whose second may go on.
fn is_glued(before: &[u8]) -> bool {
    match *before {
        [ref left @ .., b'-'] => {
            let letters = left.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).take(WIDTH).count();
            let (rest, word) = left.split_at(left.len() - letters);
            letters > 0 && !is_short(word) && (rest.is_empty() || space_before(rest).is_some())
        }
        [ref left @ .., b'/'] => !is_short(&left[left.len().saturating_sub(GROUP)..]),
        [.., last] => last.is_ascii_alphabetic(),
        [] => false,
    }
}

/// Whether there are only digits, and no more than a group has.
fn is_short(word: &[u8]) -> bool {
    word.len() <= GROUP && word.iter().all(u8::is_ascii_digit)
}

/// Whether a group may start here: three digits and not four. Letters or a hyphen after them are left to the careful
/// path.
fn may_be_group(after: &[u8]) -> bool {
    match *after {
        [b'0'..=b'9', ..] => {
            let digits = digits(after);
            match sign(&after[digits..]).0 {
                Sign::Other => digits == GROUP || !after[digits].is_ascii(),
                _ => digits == GROUP,
            }
        }
        [0x80..=0xC1 | 0xC4..=0xE1 | 0xE3.., ..] => true,
        _ => false,
    }
}

/// Number of digits at the start of `bytes`.
pub(super) fn digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}
