//! The fast path with the instructions of newer x86-64 processors: vectors of 32 bytes, and those that count and clear
//! bits. The code is that of every other processor, compiled once more; `Wide` is the proof that the processor has them.
#![allow(unsafe_code, reason = "what the processor can do is only known when the program runs")]

use core::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_sub_epi8,
};

use std::ops::Range;

use super::masks::{Classes, Classify, WIDTH};
use super::walk_by;
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

    pub(super) fn walk(self, text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
        // SAFETY: that there is a `Wide` says that the processor has the features.
        unsafe { walk(self, text, rules, out) }
    }
}

/// Is called with what the processor was asked for.
///
/// # Safety
/// The processor has the features.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn walk(wide: Wide, text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
    walk_by(wide, text, rules, out);
}

impl Classify for Wide {
    #[inline(always)]
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        let [first, second] = [0, 1].map(|half| {
            // SAFETY: that there is a `Wide` says that the processor has AVX2, and each half of the block has 32 bytes.
            unsafe { half_classes(block.as_ptr().add(32 * half).cast()) }
        });
        let join = |of: fn(&Half) -> u32| u64::from(of(&first)) | u64::from(of(&second)) << 32;
        let spaces = join(|half| half.spaces);
        Classes {
            letters: join(|half| half.letters),
            digits: join(|half| half.digits),
            spaces,
            special: join(|half| half.joining) | (join(|half| half.controls) & !spaces),
            beyond: join(|half| half.beyond),
            latin: join(|half| half.latin),
            signs: join(|half| half.signs),
        }
    }
}

/// Classes of 32 bytes.
struct Half {
    letters: u32,
    digits: u32,
    spaces: u32,
    joining: u32,
    controls: u32,
    beyond: u32,
    latin: u32,
    signs: u32,
}

/// The classes of the 32 bytes at an address that need not be aligned.
///
/// # Safety
/// The processor has AVX2, and the 32 bytes may be read.
#[target_feature(enable = "avx2")]
#[inline]
unsafe fn half_classes(address: *const __m256i) -> Half {
    // SAFETY: whoever calls has AVX2 and 32 bytes at the address; nothing else touches memory.
    unsafe {
        let bytes = _mm256_loadu_si256(address);
        let all = |byte: u8| _mm256_set1_epi8(byte as i8);
        let or = |a, b| _mm256_or_si256(a, b);
        let is = |byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
        let within = |bytes, first: u8, last: u8| {
            let from = _mm256_sub_epi8(bytes, all(first));
            _mm256_cmpeq_epi8(_mm256_min_epu8(from, all(last - first)), from)
        };
        let bits = |mask| _mm256_movemask_epi8(mask) as u32;
        let lower = or(bytes, all(0x20));
        let lowered = |byte: u8| _mm256_cmpeq_epi8(lower, all(byte));
        let quotes = _mm256_cmpeq_epi8(or(bytes, all(4)), all(b'\''));
        let signs = or(or(quotes, is(b'(')), or(is(b'+'), within(bytes, b'-', b':')));
        Half {
            letters: bits(within(lower, b'a', b'z')),
            digits: bits(within(bytes, b'0', b'9')),
            spaces: bits(or(is(b' '), within(bytes, b'\t', b'\r'))),
            joining: bits(or(signs, or(lowered(0x7F), lowered(b'`')))),
            controls: bits(_mm256_cmpeq_epi8(_mm256_min_epu8(bytes, all(0x1F)), bytes)),
            beyond: bits(bytes),
            latin: bits(is(0xC3)),
            signs: bits(lowered(0xB7)),
        }
    }
}
