//! The most common signs that may join words, settled on the masks: `l'ami`, `aujourd’hui`, `grand-père`, `dit-il`,
//! `3,14`, `M.`, and the full stops, dashes, colons and brackets that join nothing.
//!
//! Each sign is settled on its own. It may assume that whatever it touches is settled too, since otherwise the whole
//! chunk is read sign by sign; so it checks only what its neighbours would not refuse.

use std::ops::Range;

use super::around::before;
use super::bytes::{sign, starts_small};
use super::groups::{GROUP, follows, goes_on};
use super::masks::{Block, WIDTH, has, has_before, run_after, run_before, span};
use super::words::{Known, Norm};
use crate::text::numbers::MINUTES;
use crate::text::segment::Rules;

/// Settles signs of the chunks of a text.
pub(super) struct Settler<'a> {
    pub(super) text: &'a [u8],
    pub(super) rules: Rules,
    pub(super) known: &'static Known,
}

impl Settler<'_> {
    /// Settles the first unsettled sign of a chunk, writing what it joins into the block, which starts at `at` with
    /// `text`. Returns the sign's length, or `None` if the chunk must be read sign by sign.
    #[inline(always)]
    pub(super) fn settle(&self, (at, text): (usize, &[u8]), block: &mut Block, first: usize) -> Option<usize> {
        match text[first..] {
            [b'\'', ..] => self.apostrophe(text, block, first..first + 1),
            [0xE2, 0x80, 0x99, ..] => self.apostrophe(text, block, first..first + 3),
            [b'.', ..] => self.dot(text, block, first),
            [b'-', ..] => self.hyphen(at, block, first),
            [b'0'..=b'9', ..] => self.number(at, block, first),
            [b':', ..] => (!has(block.letters | block.special, first + 1)).then_some(1),
            [b'(', ..] => (first == 0 || !has(block.words(), first - 1)).then_some(1),
            _ => None,
        }
    }

    /// A dot stands alone before white space or a mark unless its word is short or listed, and always when no word
    /// comes before it or another dot follows.
    #[inline(always)]
    fn dot(&self, text: &[u8], block: &mut Block, dot: usize) -> Option<usize> {
        let start = run_before(block.words(), dot);
        let word = &text[start..dot];
        let joins = has(block.letters | block.special, dot + 1);
        match *word {
            [] => return Some(1),
            [.., b'w' | b'W'] => return None,
            _ if joins => return (text[dot + 1] == b'.').then_some(1),
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

    /// An apostrophe between letters ends an elided word or joins them; with no letter after it, it belongs to the word
    /// before only if that is elided.
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

    /// An apostrophe with no letter after it.
    fn last_apostrophe(&self, text: &[u8], block: &mut Block, start: usize, sign: Range<usize>) -> Option<usize> {
        let joined = has(block.special, sign.end) || matches!(text.get(sign.end), Some(b',' | b';'));
        if joined || start == sign.start {
            return None;
        }
        let elided = self.is_elision(&text[start..sign.start])?;
        block.join(if elided { start..sign.end } else { sign.clone() });
        Some(sign.len())
    }

    /// A hyphen between letters or digits joins them, unless it is that of a clitic; before anything else it stands
    /// alone.
    #[inline(always)]
    fn hyphen(&self, at: usize, block: &mut Block, sign: usize) -> Option<usize> {
        let (text, words) = (&self.text[at..], block.words());
        let (start, end) = (run_before(words, sign), run_after(words, sign + 1));
        if end == sign + 1 {
            return Some(1);
        }
        let next = if has(block.special, end) { text[end] } else { b' ' };
        if start == sign || self.rules.split_hyphens || !matches!(next, b' ' | b'.' | b'-') {
            return None;
        }
        if has(block.digits, start) && self.known.parts_hours(&text[start..sign], text[sign + 1]) {
            return None;
        }
        let inner = next == b'-' && has(words, end + 1);
        if !inner && self.known.clitics.may_hold(&text[sign + 1..end], end - sign - 1) {
            return self.clitic(at, block, start..end, sign);
        }
        block.join(sign - 1..sign + 2);
        Some(1)
    }

    /// The hyphen before a possible clitic, to which it then belongs; `None` if there may be a name, or another part
    /// before or after it.
    fn clitic(&self, at: usize, block: &mut Block, word: Range<usize>, sign: usize) -> Option<usize> {
        let text = &self.text[at..];
        let clitic = &text[sign + 1..word.end];
        let small = self.known.clitics.contains(clitic);
        if !small && !Norm::of(clitic)?.is_in(&self.known.clitics) {
            block.join(sign - 1..sign + 2);
            return Some(1);
        }
        let hyphen_behind = has(block.special, word.end) && text[word.end] == b'-';
        if hyphen_behind || !small {
            return None;
        }
        let first = self.linked(text, block, &word).unwrap_or(sign);
        let whole = run_before(block.words(), first)..word.end;
        if !self.is_free(at, block, whole.start) {
            return None;
        }
        block.join(sign - 1..sign + 2);
        if !self.is_listed(&text[whole.clone()], whole.len())? {
            block.cut(first);
        }
        Some(1)
    }

    /// The hyphen before the `t` that links a clitic to its word and counts as part of the clitic, as in `a-t-il`.
    fn linked(&self, text: &[u8], block: &Block, word: &Range<usize>) -> Option<usize> {
        let hyphen = word.start.checked_sub(1)?;
        let joined = text[hyphen] == b'-' && !has(block.starts, word.start);
        (joined && self.known.clitics.contains(&text[word.clone()])).then_some(hyphen)
    }

    /// Whether the word at `start` in a block is certainly not part of a name, which would then include its clitic.
    fn is_free(&self, at: usize, block: &Block, start: usize) -> bool {
        if start > 0 && !has(block.spaces, start - 1) {
            return has(block.starts, start);
        }
        let capital = has(block.letters, start) && !starts_small(&self.text[at + start..]);
        !has(block.digits, start) && (!capital || before(self.text, at + start, self.known).is_some())
    }

    /// Digits, with the letters that touch them or the signs that join them to others.
    #[inline(always)]
    fn number(&self, at: usize, block: &mut Block, first: usize) -> Option<usize> {
        let text = &self.text[at..];
        let words = block.words();
        let (start, mut end) = (run_before(words, first), run_after(words, first));
        if block.letters & span(start..end) != 0 {
            let whole = !joins_digit(text, block, end);
            return whole.then(|| self.digits_in_word(text, block, start..end)).map(|()| end - first);
        }
        while joins_digit(text, block, end) {
            end = run_after(words, end + 1);
        }
        if block.letters & span(start..end) != 0 || follows(self.text, at + start) {
            return None;
        }
        if goes_on(self.text, at + end) {
            end = self.groups_end(at, block, start..end)?;
        }
        block.join(start..end);
        Some(end - first)
    }

    /// A word with digits stays whole, except for the unit or hour after the number at its start.
    fn digits_in_word(&self, text: &[u8], block: &mut Block, word: Range<usize>) {
        let is_first = has(block.digits, word.start) && has(block.starts, word.start);
        let goes_on = has(block.special, word.end) && text[word.end] == b'-' && has(block.words(), word.end + 1);
        block.join(word.clone());
        if !is_first || goes_on {
            return;
        }
        let unit = run_after(block.digits, word.start);
        let behind = run_after(block.letters, unit);
        if self.known.is_unit(&text[word.clone()], unit - word.start..behind - word.start) {
            let cuts = [unit, behind, behind + MINUTES];
            cuts.into_iter().filter(|&cut| cut < word.end).for_each(|cut| block.cut(cut));
        }
    }

    /// Where a number that goes on in groups of three ends; `None` if it does not start here, or if more than one mark
    /// comes between the last group and white space.
    fn groups_end(&self, at: usize, block: &Block, number: Range<usize>) -> Option<usize> {
        let text = &self.text[at..];
        let (start, mut end) = (number.start, number.end);
        let free = start == 0 || has(block.spaces, start - 1) || text[start - 1] == b'(';
        let leads = run_after(block.digits, start) == end && end - start <= GROUP && text[start] != b'0';
        if !free || !leads {
            return None;
        }
        while goes_on(self.text, at + end) {
            let group = end + sign(&text[end..]).1;
            if group >= WIDTH {
                return None;
            }
            end = run_after(block.words(), group);
            if end != group + GROUP {
                return None;
            }
            if joins_digit(text, block, end) {
                if text[end] == b';' {
                    return None;
                }
                end = run_after(block.words(), end + 1);
                break;
            }
        }
        let ends = has(block.spaces, end)
            || (has(block.spaces, end + 1)
                && matches!(text[end], b'.' | b',' | b';' | b':' | b'%' | b')' | b'?' | b'!'));
        (ends && block.letters & span(start..end) == 0).then_some(end)
    }

    /// Whether a word, whose norm has `length` bytes, is listed as one that is not split.
    #[inline(always)]
    fn is_listed(&self, word: &[u8], length: usize) -> Option<bool> {
        let lexicalised = &self.known.lexicalised;
        Some(lexicalised.may_hold(word, length) && (lexicalised.contains(word) || Norm::of(word)?.is_in(lexicalised)))
    }

    #[inline(always)]
    fn is_elision(&self, head: &[u8]) -> Option<bool> {
        if let [letter @ 0..0x80] = *head {
            return Some(self.known.is_elided_letter(letter));
        }
        let elisions = &self.known.elisions;
        Some(elisions.contains(head) || (elisions.may_hold(head, head.len()) && Norm::of(head)?.is_in(elisions)))
    }
}

/// Where the words that hyphens join to the one ending at `end` end; `None` if another sign joins them.
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

/// Whether a comma or dot at `end` joins the digits on either side of it.
#[inline(always)]
fn joins_digit(text: &[u8], block: &Block, end: usize) -> bool {
    has(block.digits, end + 1) && matches!(text[end], b',' | b';' | b'.') && has(block.digits, end - 1)
}
