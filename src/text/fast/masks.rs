//! Sixty-four bytes of text as bit masks: bit `i` tells about byte `i`.

use std::ops::Range;

use super::bytes::{Sign, sign_beyond};

/// Bytes in a block.
pub(super) const WIDTH: usize = 64;

/// Bytes of letters that no abbreviation has.
pub(super) const LONG: usize = 7;

/// What the bytes of a block are by themselves; the bytes beyond ASCII are read afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    /// ASCII letters.
    pub(super) letters: u64,
    /// ASCII digits.
    pub(super) digits: u64,
    pub(super) dots: u64,
    /// ASCII white space.
    pub(super) spaces: u64,
    /// ASCII that may join its neighbours: digits and `# ' ( + - . / : @ _`, and what cannot be printed; the backtick
    /// comes along.
    pub(super) special: u64,
    pub(super) beyond: u64,
    /// The first bytes of the letters U+00C0 to U+00FF.
    pub(super) latin: u64,
    /// The last bytes of `×` and `÷`, which are among them and no letters.
    pub(super) signs: u64,
}

/// What `fast` walks over: where words and marks start and end, and where that is not so easily said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// White space, all the bytes of it.
    pub(super) spaces: u64,
    pub(super) letters: u64,
    pub(super) digits: u64,
    pub(super) dots: u64,
    /// Beyond U+00FF, and the signs of U+0080 to U+00BF.
    pub(super) foreign: u64,
    /// First bytes of runs of letters and digits and of marks.
    pub(super) starts: u64,
    /// The byte after each of them.
    pub(super) ends: u64,
    /// What may join or be joined: a sign here, as any byte that is no letter or digit, passes for a mark in `starts`.
    pub(super) special: u64,
}

impl Block {
    /// The block that a text begins with; white space stands for what is beyond its end.
    #[inline(always)]
    pub(super) fn of(text: &[u8], classify: impl Classify) -> Self {
        if let Some(block) = text.first_chunk::<WIDTH>() {
            return Self::new(block, classify);
        }
        let mut padded = [b' '; WIDTH];
        padded[..text.len()].copy_from_slice(text);
        Self::new(&padded, classify)
    }

    #[inline(always)]
    fn new(block: &[u8; WIDTH], classify: impl Classify) -> Self {
        let classes = classify.classes(block);
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

    /// Ends of words that are too long for an abbreviation.
    #[inline(always)]
    pub(super) fn long(&self) -> u64 {
        let two = self.letters & self.letters << 1;
        let four = two & two << 2;
        four & four << (LONG - 4)
    }

    /// Of the tokens that start at `starts` those that hold no letter or digit: one of its bytes would come first, or behind
    /// the hyphen of a clitic.
    #[inline(always)]
    pub(super) fn marks(&self, starts: u64) -> u64 {
        let words = self.words();
        starts & !(words | (words & !self.starts) >> 1)
    }

    /// Ends of the tokens but those of marks, given by their starts.
    #[inline(always)]
    pub(super) fn ends_without(&self, marks: u64) -> u64 {
        // A bit that is added to ones comes to rest at the first zero, the last byte of its mark.
        let last = self.ends >> 1;
        let ends = marks.wrapping_add(!last) & last;
        self.ends & !(ends << 1)
    }

    /// Makes one token of the bytes of `range`, where one starts already.
    #[inline(always)]
    pub(super) fn join(&mut self, range: Range<usize>) {
        let inner = span(range.start + 1..range.end);
        self.starts &= !inner;
        self.ends &= !inner;
    }

    /// Parts a token before `at`.
    #[inline(always)]
    pub(super) fn cut(&mut self, at: usize) {
        self.starts |= span(at..at + 1);
        self.ends |= span(at..at + 1);
    }
}

/// Where the bits of `runs` that end before `at`, a place in the block, start.
#[inline(always)]
pub(super) fn run_before(runs: u64, at: usize) -> usize {
    at - (runs << (WIDTH - 1 - at) << 1).leading_ones() as usize
}

/// Where the bits of `runs` from `at`, a place in the block, on end.
#[inline(always)]
pub(super) fn run_after(runs: u64, at: usize) -> usize {
    at + (runs >> at).trailing_ones() as usize
}

/// Whether the bit at `at` is set; none is beyond the block.
#[inline(always)]
pub(super) fn has(bits: u64, at: usize) -> bool {
    at < WIDTH && bits >> at & 1 != 0
}

/// Whether the bit before `at` is set.
#[inline(always)]
pub(super) fn has_before(bits: u64, at: usize) -> bool {
    bits << 1 >> at & 1 != 0
}

/// The bits below `end`, at most a few beyond the block; without a branch, which no processor would guess.
#[inline(always)]
pub(super) fn below(end: usize) -> u64 {
    !(u64::MAX << (end % WIDTH)) | ((end / WIDTH) as u64).wrapping_neg()
}

/// The bits of a range.
#[inline(always)]
pub(super) fn span(range: Range<usize>) -> u64 {
    below(range.end) & !below(range.start)
}

/// A way to tell the classes of a block; all give the same.
pub(super) trait Classify: Copy {
    fn classes(self, block: &[u8; WIDTH]) -> Classes;
}

/// With what every processor of the kind has.
#[derive(Clone, Copy)]
pub(super) struct Baseline;

impl Classify for Baseline {
    #[inline(always)]
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
        return vector::classes(block);
        #[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
        portable::classes(block)
    }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod vector {
    #![allow(unsafe_code, reason = "the vector instructions of the processor")]

    use core::arch::x86_64::{
        _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8, _mm_sub_epi8,
    };

    use super::{Classes, WIDTH};

    /// The classes of a block with the instructions that every x86-64 has.
    #[inline(always)]
    pub(super) fn classes(block: &[u8; WIDTH]) -> Classes {
        let mut all = Classes::default();
        for (i, quarter) in block.chunks_exact(16).enumerate() {
            add(quarter, i * 16, &mut all);
        }
        all
    }

    #[inline(always)]
    fn add(quarter: &[u8], shift: usize, all: &mut Classes) {
        assert!(quarter.len() == 16);
        // SAFETY: SSE2 is switched on where this is compiled, and the one load, which needs no alignment, reads the 16
        // bytes of `quarter`; the other instructions touch no memory.
        unsafe {
            let bytes = _mm_loadu_si128(quarter.as_ptr().cast());
            let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8));
            let or = |a, b| _mm_or_si128(a, b);
            let within = |bytes, first: u8, last: u8| {
                let from = _mm_sub_epi8(bytes, _mm_set1_epi8(first as i8));
                _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8((last - first) as i8)), from)
            };
            let bits = |mask| (_mm_movemask_epi8(mask) as u64) << shift;
            let lower = or(bytes, _mm_set1_epi8(0x20));
            let beyond = bits(bytes);
            let spaces = bits(or(is(b' '), within(bytes, b'\t', b'\r')));
            let controls = bits(_mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1F)), bytes));
            let lowered = |byte: u8| _mm_cmpeq_epi8(lower, _mm_set1_epi8(byte as i8));
            let quotes = _mm_cmpeq_epi8(or(bytes, _mm_set1_epi8(4)), _mm_set1_epi8(b'\'' as i8));
            let signs = or(or(quotes, is(b'(')), or(is(b'+'), within(bytes, b'-', b':')));
            let joining = or(signs, or(lowered(0x7F), lowered(b'`')));
            all.letters |= bits(within(lower, b'a', b'z'));
            all.digits |= bits(within(bytes, b'0', b'9'));
            all.dots |= bits(is(b'.'));
            all.spaces |= spaces;
            all.special |= bits(joining) | (controls & !spaces);
            all.beyond |= beyond;
            all.latin |= bits(is(0xC3));
            all.signs |= bits(lowered(0xB7));
        }
    }
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod portable {
    use super::{Classes, WIDTH};

    /// The classes of a block, byte by byte.
    pub(super) fn classes(block: &[u8; WIDTH]) -> Classes {
        let mut all = Classes::default();
        for (i, &byte) in block.iter().enumerate() {
            let bit = |holds: bool| u64::from(holds) << i;
            let space = byte == b' ' || matches!(byte, b'\t'..=b'\r');
            all.letters |= bit(byte.is_ascii_alphabetic());
            all.digits |= bit(byte.is_ascii_digit());
            all.dots |= bit(byte == b'.');
            all.spaces |= bit(space);
            let special = matches!(byte, b'#' | b'\'' | b'(' | b'+' | b'-'..=b':' | b'@' | b'_' | b'`');
            all.special |= bit(special || (byte.is_ascii_control() && !space));
            all.beyond |= bit(!byte.is_ascii());
            all.latin |= bit(byte == 0xC3);
            all.signs |= bit(matches!(byte, 0x97 | 0xB7));
        }
        all
    }
}

/// Byte by byte, as on processors without vectors.
#[cfg(test)]
#[derive(Clone, Copy)]
pub(super) struct Plain;

#[cfg(test)]
impl Classify for Plain {
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        portable::classes(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    #[test]
    fn vectors_agree_with_bytes() {
        for byte in 0..=u8::MAX {
            for at in 0..WIDTH {
                let mut block = [b' '; WIDTH];
                block[at] = byte;
                block[(at + 1) % WIDTH] = byte.wrapping_mul(31);
                let plain = portable::classes(&block);
                assert_eq!(vector::classes(&block), plain, "{byte} at {at}");
                if let Some(wide) = super::super::wide::Wide::detect() {
                    assert_eq!(wide.classes(&block), plain, "{byte} at {at}");
                }
            }
        }
    }

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
