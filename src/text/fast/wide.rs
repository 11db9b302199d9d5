//! The fast path with the instructions of newer x86-64 processors: vectors of 32 bytes, and those that count and clear
//! bits. The code is that of every other processor, compiled once more; `Wide` is the proof that the processor has them.
#![allow(unsafe_code, reason = "what the processor can do is only known when the program runs")]

use core::arch::x86_64::{
    __m256i, _mm256_andnot_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_sub_epi8,
};
use std::hint::black_box;

use super::masks::{Classes, Classify, WIDTH};
use super::{Ranges, walk_by};
use crate::text::segment::Rules;

/// Made by [`Wide::detect`] alone.
#[derive(Clone, Copy)]
pub(super) struct Wide(());

impl Wide {
    /// Nothing where the processor has not all that is needed.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        let has = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt");
        has.then_some(Self(()))
    }

    pub(super) fn walk(self, text: &str, rules: Rules, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
        // SAFETY: that there is a `Wide` says that the processor has the features.
        unsafe { walk(self, text, rules, out, go_on) }
    }
}

/// Is called with what the processor was asked for.
///
/// # Safety
/// The processor has the features.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn walk(wide: Wide, text: &str, rules: Rules, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    walk_by(wide, text, rules, out, go_on);
}

impl Classify for Wide {
    #[inline(always)]
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        let halves = block.as_ptr().cast::<__m256i>();
        // SAFETY: that there is a `Wide` says that the processor has AVX2, and the block has two times 32 bytes.
        unsafe { classes([_mm256_loadu_si256(halves), _mm256_loadu_si256(halves.add(1))]) }
    }
}

/// The classes of the bytes of both halves of a block.
///
/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn classes(halves: [__m256i; 2]) -> Classes {
    let all = |byte: u8| _mm256_set1_epi8(byte as i8);
    let or = |a, b| _mm256_or_si256(a, b);
    let within = |bytes, first: u8, last: u8| {
        let from = _mm256_sub_epi8(bytes, all(first));
        _mm256_cmpeq_epi8(_mm256_min_epu8(from, all(last - first)), from)
    };
    let [first, second] = halves.map(|bytes| {
        let is = |byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
        let lower = or(bytes, all(0x20));
        let lowered = |byte: u8| _mm256_cmpeq_epi8(lower, all(byte));
        let quotes = _mm256_cmpeq_epi8(or(bytes, all(4)), all(b'\''));
        let spaces = or(is(b' '), within(bytes, b'\t', b'\r'));
        let controls = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, all(0x1F)), bytes);
        let signs = or(or(quotes, is(b'(')), or(is(b'+'), within(bytes, b'-', b':')));
        let special = or(or(signs, _mm256_andnot_si256(spaces, controls)), or(lowered(0x7F), lowered(b'`')));
        let (letters, digits) = (within(lower, b'a', b'z'), within(bytes, b'0', b'9'));
        [letters, digits, is(b'.'), spaces, special, bytes, is(0xC3), lowered(0xB7)]
    });
    let bits = |class: usize| {
        let half = |mask| u64::from(_mm256_movemask_epi8(mask) as u32);
        half(first[class]) | half(second[class]) << 32
    };
    Classes {
        letters: bits(0),
        digits: bits(1),
        // Or else the compiler takes the mask apart and tests bit after bit.
        dots: black_box(bits(2)),
        spaces: bits(3),
        special: bits(4),
        beyond: bits(5),
        latin: bits(6),
        signs: bits(7),
    }
}
