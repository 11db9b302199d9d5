//! What depends on the kind of processor: classifying the bytes of a block, writing its tokens, and telling which of
//! them may be sought.

use super::masks::{WIDTH, below};
use super::tokens::{Room, write};
use crate::text::heads::Heads;

/// What the bytes of a block are, taken one by one; bytes beyond ASCII are read afterwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes {
    /// ASCII letters.
    pub(super) letters: u64,
    /// ASCII digits.
    pub(super) digits: u64,
    pub(super) dots: u64,
    /// ASCII white space.
    pub(super) spaces: u64,
    /// ASCII that may join its neighbours: digits, `# ' ( + - . / : @ _` and unprintable characters; the backtick is
    /// included as well.
    pub(super) special: u64,
    pub(super) beyond: u64,
    /// The lead bytes of the letters U+00C0 to U+00FF.
    pub(super) latin: u64,
    /// The last bytes of `×` and `÷`, which lie in that range but are not letters.
    pub(super) signs: u64,
}

/// A kind of processor. All give the same results.
pub(super) trait Machine: Copy {
    fn classes(self, block: &[u8; WIDTH]) -> Classes;

    /// Writes the tokens of the block at `at` from the bits of their starts and ends, and returns their number. What
    /// follows them in `room` may be overwritten.
    #[inline(always)]
    fn write(self, room: &mut Room, at: u32, starts: u64, ends: u64) -> usize {
        write(room, at, starts, ends)
    }

    /// Which tokens of the block at the start of `text`, given by `starts`, may be sought: one bit each, by number.
    /// `foreign` marks the bytes of signs and of characters beyond U+00FF. A machine that cannot test blocks returns
    /// all of them.
    #[inline(always)]
    fn likely(self, _text: &[u8], _foreign: u64, starts: u64, _sought: &Heads) -> u64 {
        below(starts.count_ones() as usize)
    }
}

/// What every processor of the architecture has.
#[derive(Clone, Copy)]
pub(super) struct Baseline;

impl Machine for Baseline {
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

    /// The classes of a block, with instructions that every x86-64 has.
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
        // SAFETY: SSE2 is enabled where this is compiled, and the only load, which needs no alignment, reads the 16
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

/// The classes of an ASCII byte: letter, digit, dot, white space, may join its neighbours.
pub(super) const fn ascii(byte: u8) -> [bool; 5] {
    let space = byte == b' ' || matches!(byte, b'\t'..=b'\r');
    let sign = matches!(byte, b'#' | b'\'' | b'(' | b'+' | b'-'..=b':' | b'@' | b'_' | b'`');
    let special = sign || (byte.is_ascii_control() && !space);
    [byte.is_ascii_alphabetic(), byte.is_ascii_digit(), byte == b'.', space, special]
}

#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod portable {
    use super::{Classes, WIDTH, ascii};

    /// The classes of a block, byte by byte.
    pub(super) fn classes(block: &[u8; WIDTH]) -> Classes {
        let mut all = Classes::default();
        for (i, &byte) in block.iter().enumerate() {
            let bit = |holds: bool| u64::from(holds) << i;
            let [letter, digit, dot, space, special] = ascii(byte).map(bit);
            all.letters |= letter;
            all.digits |= digit;
            all.dots |= dot;
            all.spaces |= space;
            all.special |= special;
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
impl Machine for Plain {
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        portable::classes(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_agree_with_bytes() {
        for byte in 0..=u8::MAX {
            for at in 0..WIDTH {
                let mut block = [b' '; WIDTH];
                block[at] = byte;
                block[(at + 1) % WIDTH] = byte.wrapping_mul(31);
                let plain = Plain.classes(&block);
                assert_eq!(Baseline.classes(&block), plain, "{byte} at {at}");
                #[cfg(target_arch = "x86_64")]
                if let Some(wide) = super::super::wide::Wide::detect() {
                    assert_eq!(wide.classes(&block), plain, "{byte} at {at}");
                }
                #[cfg(target_arch = "x86_64")]
                if let Some(widest) = super::super::widest::Widest::detect() {
                    assert_eq!(widest.classes(&block), plain, "{byte} at {at}");
                }
            }
        }
    }
}
