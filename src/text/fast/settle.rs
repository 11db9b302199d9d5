//! The commonest signs that may join words, settled on the masks: `l'ami`, `aujourd’hui`, `grand-père`, the full stop,
//! colon and bracket that join nothing.

use std::ops::Range;

use super::masks::{Block, below};
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
            [b':', ..] => (!has(block.letters | block.special, first + 1)).then_some(1),
            [b'(', ..] => (first == 0 || !has(block.letters, first - 1)).then_some(1),
            _ => None,
        }
    }

    /// A dot before white space or a mark stands alone, unless its word is short or listed.
    #[inline(always)]
    fn dot(&self, text: &[u8], block: &Block, dot: usize) -> Option<usize> {
        let start = block.run_before(dot);
        let joins = has(block.letters | block.special, dot + 1);
        let word = &text[start..dot];
        let alone = match *word {
            [] => true,
            [_] | [0xC3 | 0xC5 | 0xD8 | 0xD9, _] | [.., b'w' | b'W'] => false,
            _ => !self.known.any_dotted.contains(word),
        };
        (alone && !joins).then_some(1)
    }

    /// An apostrophe between letters ends an elided word, or joins them.
    #[inline(always)]
    fn apostrophe(&self, text: &[u8], block: &mut Block, sign: Range<usize>) -> Option<usize> {
        let (start, end) = (block.run_before(sign.start), block.run_after(sign.end));
        let within = start < sign.start && sign.end < end;
        let joined = has(block.special, end) && text[end] != b'.';
        if !within || joined || (start > 0 && has(block.special, start - 1)) {
            return None;
        }
        let head = &text[start..sign.start];
        let elided = self.rules.elision && self.is_elision(head)?;
        if elided && (matches!(head, b"N" | b"M") || self.may_be_listed(head, &text[sign.end..end])) {
            return None;
        }
        let inner = below(sign.end + usize::from(!elided)) & !below(sign.start);
        block.starts &= !inner;
        block.ends &= !inner;
        Some(sign.len())
    }

    /// A hyphen between letters joins them, unless it is that of a clitic.
    #[inline(always)]
    fn hyphen(&self, text: &[u8], block: &mut Block, sign: usize) -> Option<usize> {
        let (start, end) = (block.run_before(sign), block.run_after(sign + 1));
        let within = start < sign && sign + 1 < end;
        let next = if has(block.special, end) { text[end] } else { b' ' };
        if !within || self.rules.split_hyphens || !matches!(next, b' ' | b'.' | b'-') {
            return None;
        }
        if !self.known.clitics.is_empty() && Norm::of(&text[sign + 1..end])?.is_in(&self.known.clitics) {
            return None;
        }
        let inner = below(sign + 2) & !below(sign);
        block.starts &= !inner;
        block.ends &= !inner;
        Some(1)
    }

    /// Whether a list may hold a word that starts with an elision.
    fn may_be_listed(&self, head: &[u8], tail: &[u8]) -> bool {
        self.known.lexicalised.may_hold(head[0], tail, head.len() + 1)
    }

    #[inline(always)]
    fn is_elision(&self, head: &[u8]) -> Option<bool> {
        Some(match *head {
            [letter @ 0..0x80] => self.known.elisions.contains(&[letter.to_ascii_lowercase()]),
            _ => Norm::of(head)?.is_in(&self.known.elisions),
        })
    }
}

#[inline(always)]
fn has(bits: u64, at: usize) -> bool {
    bits & below(at + 1) & !below(at) != 0
}
