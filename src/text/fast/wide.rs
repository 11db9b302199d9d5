//! The fast path with the instructions of newer x86-64 processors: 32-byte vectors, and instructions that count and
//! clear bits. The code is the same as for every other processor, compiled again; a `Wide` is proof that the processor
//! has them.
#![allow(unsafe_code, reason = "what the processor can do is only known when the program runs")]

use core::arch::x86_64::{
    __m256i, _mm_loadu_si128, _mm256_and_si256, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256,
    _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_shuffle_epi8, _mm256_slli_epi16,
    _mm256_srli_epi16, _mm256_sub_epi8,
};
use std::hint::black_box;

use super::machine::{Classes, Machine};
use super::masks::WIDTH;
use super::{Ranges, walk_by};
use crate::text::segment::Source;

/// Only made by [`Wide::detect`].
#[derive(Clone, Copy)]
pub(super) struct Wide(());

impl Wide {
    /// `None` if the processor lacks any of the features.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt");
        has.then_some(Self(()))
    }

    pub(super) fn walk(self, source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
        // SAFETY: a `Wide` exists only if the processor has the features.
        unsafe { walk(self, source, out, go_on) }
    }
}

/// Compiles [`walk_by`] for the features that [`Wide::detect`] has checked.
///
/// # Safety
/// The processor must have the features.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn walk(wide: Wide, source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    walk_by(wide, source, out, go_on);
}

impl Machine for Wide {
    #[inline(always)]
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        let halves = block.as_ptr().cast::<__m256i>();
        // SAFETY: a `Wide` exists only if the processor has AVX2, and the block has twice 32 bytes.
        unsafe { classes([_mm256_loadu_si256(halves), _mm256_loadu_si256(halves.add(1))]) }
    }
}

/// ASCII that is neither letter nor mark, as eight sets. Each holds the bytes whose high half is in one set of numbers
/// and whose low half is in another. The last two sets are white space.
const SETS: [(u16, u16); 8] = [
    // Digits and the colon.
    (set(&[3]), set(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xA])),
    // `#`, `'`, `(`, `+`, `-`, `.`, `/`.
    (set(&[2]), set(&[3, 7, 8, 0xB, 0xD, 0xE, 0xF])),
    // `@` and the backtick.
    (set(&[4, 6]), set(&[0])),
    // `_` and U+007F.
    (set(&[5, 7]), set(&[0xF])),
    (set(&[0]), set(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 0xE, 0xF])),
    (set(&[1]), u16::MAX),
    (set(&[2]), set(&[0])),
    (set(&[0]), set(&[9, 0xA, 0xB, 0xC, 0xD])),
];

const fn set(numbers: &[u8]) -> u16 {
    let (mut set, mut at) = (0, 0);
    while at < numbers.len() {
        set |= 1 << numbers[at];
        at += 1;
    }
    set
}

/// For each half of a byte, one bit per set: a byte is in the sets that both its halves are in.
static HALVES: [[u8; 16]; 2] = {
    let (mut halves, mut at) = ([[0; 16]; 2], 0);
    while at < 8 * 16 {
        let (set, half) = (at / 16, at % 16);
        halves[0][half] |= ((SETS[set].0 >> half & 1) as u8) << set;
        halves[1][half] |= ((SETS[set].1 >> half & 1) as u8) << set;
        at += 1;
    }
    halves
};

/// The classes of the bytes of both halves of a block.
///
/// # Safety
/// The processor must have AVX2.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn classes(halves: [__m256i; 2]) -> Classes {
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let or = |a, b| _mm256_or_si256(a, b);
    // SAFETY: each table has the sixteen bytes that are loaded.
    let [high, low] = HALVES.each_ref().map(|table| unsafe { _mm_loadu_si128(table.as_ptr().cast()) });
    let (high, low) = (_mm256_broadcastsi128_si256(high), _mm256_broadcastsi128_si256(low));
    let [first, second] = halves.map(|bytes| {
        let is = |byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
        let lower = or(bytes, all(0x20));
        let from = _mm256_sub_epi8(lower, all(b'a'));
        let letters = _mm256_cmpeq_epi8(_mm256_min_epu8(from, all(b'z' - b'a')), from);
        let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), all(0xF));
        // Bytes beyond ASCII are in no set, as the table look-up gives 0 for them.
        let sets = _mm256_and_si256(_mm256_shuffle_epi8(low, bytes), _mm256_shuffle_epi8(high, upper));
        let none = _mm256_cmpeq_epi8(sets, all(0));
        // The movemask that follows reads the highest bit of each byte.
        let spaces = or(sets, _mm256_slli_epi16::<1>(sets));
        let numeral = _mm256_slli_epi16::<7>(sets);
        [letters, numeral, is(b':'), is(b'.'), spaces, none, bytes, is(0xC3), _mm256_cmpeq_epi8(lower, all(0xB7))]
    });
    let bits = |class: usize| {
        let half = |mask| u64::from(_mm256_movemask_epi8(mask) as u32);
        half(first[class]) | half(second[class]) << 32
    };
    let spaces = bits(4);
    Classes {
        letters: bits(0),
        // Otherwise the compiler takes these masks apart and tests bit after bit.
        digits: black_box(bits(1) & !bits(2)),
        dots: black_box(bits(3)),
        spaces,
        special: !(bits(5) | spaces),
        beyond: bits(6),
        latin: bits(7),
        signs: bits(8),
    }
}
