//! The most common signs, settled on the masks without a branch for each: `l'ami`, the full stop after a word,
//! `en 2015`. Whatever is unsure here is left to `settle`.

use super::masks::{Block, WIDTH, run_before};
use super::settle::Settler;

impl Settler<'_> {
    /// Settles signs of the bytes `inside` of a block, which form whole chunks, given what comes before the block and
    /// the text from there on. Returns the bits of those settled.
    #[inline(always)]
    pub(super) fn settle_plain(&self, (before, text): (&[u8], &[u8]), block: &mut Block, inside: u64) -> u64 {
        let dots = self.full_stops(text, block) | numbers(block, inside, before);
        let signs = self.elisions(text, block, inside);
        block.starts &= !signs;
        block.ends &= !signs;
        dots | signs
    }

    /// Dots that belong to no word before them and join nothing to what follows.
    #[inline(always)]
    fn full_stops(&self, text: &[u8], block: &Block) -> u64 {
        let words = block.words();
        let free = block.dots & !((block.letters | block.special) >> 1);
        let mut stops = free & (block.long() << 1 & block.spaces >> 1 | block.digits << 1) | block.dots & !(words << 1);
        // A word of one letter may be an initial.
        let mut rest = free & (block.letters & words << 1) << 1 & !stops;
        while rest != 0 {
            let dot = rest.trailing_zeros() as usize;
            rest &= rest - 1;
            stops |= u64::from(self.is_unlisted(&text[run_before(words, dot)..dot])) << dot;
        }
        stops
    }

    /// Whether a word of at least two bytes, a letter last, is certainly no abbreviation and starts no URL.
    #[inline(always)]
    fn is_unlisted(&self, word: &[u8]) -> bool {
        let [.., middle, last] = *word else { return false };
        let single = word.len() == 2 && !last.is_ascii();
        !single & (last | 0x20 != b'w') & !self.known.any_dotted.may_have(word[0], [middle, last], word.len())
    }

    /// The apostrophes of one-letter words before another word.
    #[inline(always)]
    fn elisions(&self, text: &[u8], block: &Block, inside: u64) -> u64 {
        if !self.rules.elision {
            return 0;
        }
        let single = block.letters & !((block.letters | block.special) << 1) & block.special >> 1;
        let (mut heads, mut signs) = (single & inside, 0);
        while heads != 0 {
            let head = heads.trailing_zeros() as usize;
            heads &= heads - 1;
            let Some(&[letter, first, second, third, fourth]) = text[head..].first_chunk() else { break };
            let curly = [first, second, third] == *"’".as_bytes();
            let (sign, next) = if curly { (0b1110, fourth) } else { (0b10, second) };
            let inner = block.letters & (sign << head << 1) & !(sign << head) != 0;
            let elided = (curly | (first == b'\'')) & inner & self.known.is_elided(letter, next);
            signs |= if elided { sign << head } else { 0 };
        }
        signs
    }
}

/// Digits of the numbers `inside` that are words of their own, with nothing around them that may join them to others.
/// `before` is the text before the block, where a number may share a space with the first one here.
#[inline(always)]
fn numbers(block: &Block, inside: u64, before: &[u8]) -> u64 {
    let first = block.digits & !(block.words() << 1) & inside;
    if first == 0 {
        return 0;
    }
    let ends = first.wrapping_add(block.digits) & !block.digits;
    let near = block.digits | block.foreign;
    let joined = block.words() | !block.spaces & block.digits >> 1;
    let leading = block.spaces & (block.foreign | near >> 1 | 1 << (WIDTH - 1));
    if ends & (joined | leading) != 0 {
        return 0;
    }
    let following = (block.spaces << 1 | 1) & (near << 2 | digits_before(before));
    let sure = first & !following;
    (sure.wrapping_add(block.digits) & !block.digits).wrapping_sub(sure)
}

/// Bits of the first two bytes of a block: set if the byte two places before may be a digit.
#[inline(always)]
fn digits_before(before: &[u8]) -> u64 {
    let may_be = |byte: u8| u64::from(byte.is_ascii_digit() | !byte.is_ascii());
    match *before {
        [.., first, second] => may_be(first) | may_be(second) << 1,
        _ => 0b11,
    }
}
