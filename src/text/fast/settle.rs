//! The commonest signs that may join words, settled on the masks: `l'ami`, `aujourd’hui`, `grand-père`, `dit-il`, `3,14`,
//! `M.`, and the full stops, dashes, colons and brackets that join nothing.
//!
//! Each sign is settled for itself. It may trust that what it touches is settled too, or else the chunk is read sign by
//! sign as a whole; so it looks only at what its own neighbours would not refuse.

use std::ops::Range;

use super::bytes::starts_small;
use super::groups::{follows, goes_on};
use super::masks::{Block, below, run_after, run_before};
use super::words::{Known, Norm};
use crate::text::segment::Rules;

/// Settles signs of the chunks of a text.
pub(super) struct Settler<'a> {
    pub(super) text: &'a [u8],
    pub(super) rules: Rules,
    pub(super) known: &'static Known,
}

impl Settler<'_> {
    /// Writes into the block, which starts at `at`, what the first sign of a chunk not yet settled joins; its length, or
    /// nothing where the chunk must be read sign by sign.
    #[inline(always)]
    pub(super) fn settle(&self, at: usize, block: &mut Block, first: usize) -> Option<usize> {
        let text = &self.text[at..];
        match text[first..] {
            [b'.', ..] => self.dot(text, block, first),
            [b'\'', ..] => self.apostrophe(text, block, first..first + 1),
            [0xE2, 0x80, 0x99, ..] => self.apostrophe(text, block, first..first + 3),
            [b'-', ..] => self.hyphen(text, block, first),
            [b'0'..=b'9', ..] => self.number(at, block, first),
            [b':', ..] => (!has(block.letters | block.special, first + 1)).then_some(1),
            [b'(', ..] => (first == 0 || !has(block.words(), first - 1)).then_some(1),
            _ => None,
        }
    }

    /// A dot stands alone before white space or a mark, unless its word is short or listed, and wherever no word is before
    /// it or a dot behind.
    #[inline(always)]
    fn dot(&self, text: &[u8], block: &mut Block, dot: usize) -> Option<usize> {
        let start = run_before(block.words(), dot);
        let word = &text[start..dot];
        let ellipsis = has(block.special, dot + 1) && text[dot + 1] == b'.';
        match *word {
            [] => return Some(1),
            [.., b'w' | b'W'] => return None,
            _ if ellipsis => return Some(1),
            _ if has(block.letters | block.special, dot + 1) => return None,
            [b'0'..=b'9'] => return Some(1),
            [_] | [0xC3 | 0xC5 | 0xD8 | 0xD9, _] => {}
            _ if self.known.any_dotted.contains(word) => {}
            _ => return Some(1),
        }
        let owned = !has_before(block.special, start) && self.known.dotted.contains(word);
        if owned {
            block.join(start..dot + 1);
        }
        owned.then_some(1)
    }

    /// An apostrophe between letters ends an elided word, or joins them; behind an elided word alone it belongs to it.
    #[inline(always)]
    fn apostrophe(&self, text: &[u8], block: &mut Block, sign: Range<usize>) -> Option<usize> {
        let (start, end) = (run_before(block.letters, sign.start), run_after(block.letters, sign.end));
        if has_before(block.special, start) {
            return None;
        }
        if end == sign.end {
            return self.last_apostrophe(text, block, start, sign);
        }
        if start == sign.start {
            return None;
        }
        let compound = compound_end(text, block, end)?;
        let head = &text[start..sign.start];
        let elided = self.rules.elision && self.is_elision(head)?;
        if elided && matches!(head, b"N" | b"M") {
            return None;
        }
        if elided && !self.is_listed(&text[start..compound], compound - start + 1 - sign.len())? {
            block.join(start..sign.end);
        } else {
            block.join(start..end);
        }
        Some(sign.len())
    }

    /// An apostrophe behind which no letter follows.
    fn last_apostrophe(&self, text: &[u8], block: &mut Block, start: usize, sign: Range<usize>) -> Option<usize> {
        let joined = has(block.special, sign.end) || matches!(text[sign.end], b',' | b';');
        if joined || start == sign.start {
            return None;
        }
        let elided = self.is_elision(&text[start..sign.start])?;
        block.join(if elided { start..sign.end } else { sign.clone() });
        Some(sign.len())
    }

    /// A hyphen between letters or digits joins them, unless it is that of a clitic; it stands alone before anything else.
    #[inline(always)]
    fn hyphen(&self, text: &[u8], block: &mut Block, sign: usize) -> Option<usize> {
        let words = block.words();
        let (start, end) = (run_before(words, sign), run_after(words, sign + 1));
        if end == sign + 1 {
            return Some(1);
        }
        let next = if has(block.special, end) { text[end] } else { b' ' };
        if start == sign || self.rules.split_hyphens || !matches!(next, b' ' | b'.' | b'-') {
            return None;
        }
        let inner = next == b'-' && has(words, end + 1);
        if !inner && self.known.clitics.may_hold(&text[sign + 1..end], end - sign - 1) {
            return self.clitic(text, block, start..end, sign);
        }
        block.join(sign - 1..sign + 2);
        Some(1)
    }

    /// The hyphen before what may be a clitic, which it then belongs to; nothing where a name may stand here, or another
    /// part before or behind.
    fn clitic(&self, text: &[u8], block: &mut Block, word: Range<usize>, sign: usize) -> Option<usize> {
        let clitic = &text[sign + 1..word.end];
        if !Norm::of(clitic)?.is_in(&self.known.clitics) {
            block.join(sign - 1..sign + 2);
            return Some(1);
        }
        let touches = word.start > 0 && !has(block.spaces, word.start - 1);
        let free = if touches { has(block.starts, word.start) } else { starts_small(&text[word.clone()]) };
        let hyphen_behind = has(block.special, word.end) && text[word.end] == b'-';
        if !free || hyphen_behind || !self.known.clitics.contains(clitic) {
            return None;
        }
        let listed = self.is_listed(&text[word.clone()], word.len())?;
        block.join(if listed { sign - 1..sign + 2 } else { sign..sign + 2 });
        Some(1)
    }

    /// Digits behind letters are part of the word; a number alone, which no other before or behind it makes longer.
    #[inline(always)]
    fn number(&self, at: usize, block: &mut Block, first: usize) -> Option<usize> {
        let (text, words) = (&self.text[at..], block.words());
        let (start, mut end) = (run_before(words, first), run_after(words, first));
        let joins = |end| has(block.digits, end + 1) && matches!(text[end], b',' | b';' | b'.') && has(block.digits, end - 1);
        let letters = |end| block.letters & below(end) & !below(start) != 0;
        let sure = if letters(end) {
            has(block.letters, start) && !joins(end)
        } else {
            while joins(end) {
                end = run_after(words, end + 1);
            }
            !letters(end) && !follows(self.text, at + start) && !goes_on(self.text, at + end)
        };
        if sure {
            block.join(start..end);
        }
        sure.then_some(end - first)
    }

    /// Whether a word, whose norm has `length` bytes, keeps its parts.
    #[inline(always)]
    fn is_listed(&self, word: &[u8], length: usize) -> Option<bool> {
        let lexicalised = &self.known.lexicalised;
        Some(lexicalised.may_hold(word, length) && Norm::of(word)?.is_in(lexicalised))
    }

    #[inline(always)]
    fn is_elision(&self, head: &[u8]) -> Option<bool> {
        Some(match *head {
            [letter @ 0..0x80] => self.known.elisions.contains(&[letter.to_ascii_lowercase()]),
            _ => Norm::of(head)?.is_in(&self.known.elisions),
        })
    }
}

/// Where the words end that hyphens join to the one that ends at `end`; nothing where another sign does.
#[inline(always)]
fn compound_end(text: &[u8], block: &Block, mut end: usize) -> Option<usize> {
    let words = block.words();
    while has(block.special, end) {
        match text[end] {
            b'-' if has(words, end + 1) => end = run_after(words, end + 1),
            b'-' | b'.' => break,
            _ => return None,
        }
    }
    Some(end)
}

#[inline(always)]
fn has(bits: u64, at: usize) -> bool {
    bits & below(at + 1) & !below(at) != 0
}

/// Whether the bit before `at` is set.
#[inline(always)]
fn has_before(bits: u64, at: usize) -> bool {
    at > 0 && has(bits, at - 1)
}
