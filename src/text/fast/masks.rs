//! Sixty-four bytes of text as bit masks: bit `i` describes byte `i`.

use std::ops::Range;

use super::bytes::{Sign, sign_beyond};
use super::machine::Machine;

/// Bytes in a block.
pub(super) const WIDTH: usize = 64;

/// Bytes of a run of letters longer than any abbreviation's.
pub(super) const LONG: usize = 7;

/// What `fast` walks over: where words and marks start and end, and where that takes more care.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// White space, all of its bytes.
    pub(super) spaces: u64,
    pub(super) letters: u64,
    pub(super) digits: u64,
    pub(super) dots: u64,
    /// Bytes of characters beyond U+00FF, and of the signs U+0080 to U+00BF.
    pub(super) foreign: u64,
    /// First bytes of runs of letters and digits, and of marks.
    pub(super) starts: u64,
    /// The byte after each of these tokens.
    pub(super) ends: u64,
    /// What may join or be joined. Such a sign, like any byte that is not a letter or digit, counts as a mark in
    /// `starts`.
    pub(super) special: u64,
}

impl Block {
    /// The block at the start of a text, padded with white space past its end.
    #[inline(always)]
    pub(super) fn of(text: &[u8], machine: impl Machine) -> Self {
        if let Some(block) = text.first_chunk::<WIDTH>() {
            return Self::new(block, machine);
        }
        let mut padded = [b' '; WIDTH];
        padded[..text.len()].copy_from_slice(text);
        Self::new(&padded, machine)
    }

    #[inline(always)]
    fn new(block: &[u8; WIDTH], machine: impl Machine) -> Self {
        let classes = machine.classes(block);
        let latin = classes.latin | classes.latin << 1;
        let products = classes.signs & classes.latin << 1;
        let products = products | products >> 1;
        let mut letters = classes.letters | (latin & !products);
        let mut spaces = classes.spaces;
        let mut special = classes.special | products;
        let mut inner = 0;
        let foreign = classes.beyond & !latin;
        let mut rest = foreign;
        while rest != 0 {
            let at = rest.trailing_zeros() as usize;
            if block[at..].starts_with("’".as_bytes()) {
                special |= 0b111 << at;
                rest &= !(0b111 << at);
                continue;
            }
            let (sign, length) = sign_beyond(&block[at..]);
            let bytes = below(length) << at;
            match sign {
                Sign::Letter => letters |= bytes,
                Sign::Space => spaces |= bytes,
                Sign::Mark => inner |= bytes & (bytes << 1),
                _ => special |= bytes,
            }
            rest &= !bytes;
        }
        let words = letters | classes.digits;
        let starts = (words & !(words << 1)) | !(words | spaces | inner);
        Self {
            spaces,
            letters,
            digits: classes.digits,
            dots: classes.dots,
            foreign,
            starts,
            ends: (starts | spaces) & (!spaces << 1),
            special,
        }
    }
}

impl Block {
    /// Letters and digits.
    #[inline(always)]
    pub(super) fn words(&self) -> u64 {
        self.letters | self.digits
    }

    /// Ends of words too long to be abbreviations.
    #[inline(always)]
    pub(super) fn long(&self) -> u64 {
        let two = self.letters & self.letters << 1;
        let four = two & two << 2;
        four & four << (LONG - 4)
    }

    /// Among the tokens that start at `starts`, those without a letter or digit: if there were one, it would come
    /// first, or after the hyphen of a clitic.
    #[inline(always)]
    pub(super) fn marks(&self, starts: u64) -> u64 {
        let words = self.words();
        starts & !(words | (words & !self.starts) >> 1)
    }

    /// Ends of all tokens but the given marks, which are given by their starts.
    #[inline(always)]
    pub(super) fn ends_without(&self, marks: u64) -> u64 {
        // A bit added to a run of ones comes to rest at the first zero, here the last byte of its mark.
        let last = self.ends >> 1;
        let ends = marks.wrapping_add(!last) & last;
        self.ends & !(ends << 1)
    }

    /// Makes the bytes of `range` one token; one already starts there.
    #[inline(always)]
    pub(super) fn join(&mut self, range: Range<usize>) {
        let inner = span(range.start + 1..range.end);
        self.starts &= !inner;
        self.ends &= !inner;
    }

    /// Splits a token before `at`.
    #[inline(always)]
    pub(super) fn cut(&mut self, at: usize) {
        self.starts |= span(at..at + 1);
        self.ends |= span(at..at + 1);
    }
}

/// Start of the run of bits of `runs` that ends before `at`, a place in the block.
#[inline(always)]
pub(super) fn run_before(runs: u64, at: usize) -> usize {
    at - (runs << (WIDTH - 1 - at) << 1).leading_ones() as usize
}

/// End of the run of bits of `runs` from `at`, a place in the block.
#[inline(always)]
pub(super) fn run_after(runs: u64, at: usize) -> usize {
    at + (runs >> at).trailing_ones() as usize
}

/// Whether the bit at `at` is set; false past the block.
#[inline(always)]
pub(super) fn has(bits: u64, at: usize) -> bool {
    at < WIDTH && bits >> at & 1 != 0
}

/// Whether the bit before `at` is set.
#[inline(always)]
pub(super) fn has_before(bits: u64, at: usize) -> bool {
    bits << 1 >> at & 1 != 0
}

/// The bits below `end`, which may lie slightly past the block; branch-free, as no processor could predict the branch.
#[inline(always)]
pub(super) fn below(end: usize) -> u64 {
    !(u64::MAX << (end % WIDTH)) | ((end / WIDTH) as u64).wrapping_neg()
}

/// The bits of a range.
#[inline(always)]
pub(super) fn span(range: Range<usize>) -> u64 {
    below(range.end) & !below(range.start)
}

#[cfg(test)]
mod tests {
    use super::super::machine::Baseline;
    use super::*;

    #[test]
    fn words_and_marks() {
        let block = Block::of("é (œ «ça») : d'a".as_bytes(), Baseline);
        let bits = |places: &[u32]| places.iter().fold(0, |bits, place| bits | 1 << place);
        assert_eq!(block.spaces & below(21), bits(&[2, 6, 15, 17]));
        assert_eq!(block.starts & below(21), bits(&[0, 3, 4, 7, 9, 12, 14, 16, 18, 19, 20]));
        assert_eq!(block.ends & below(22), bits(&[2, 4, 6, 9, 12, 14, 15, 17, 19, 20, 21]));
        assert_eq!(block.special & below(21), bits(&[3, 16, 19]));
    }
}
