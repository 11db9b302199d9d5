//! The fast path with 64-byte vectors (AVX-512): a block is one vector, and comparisons yield bit masks directly.
#![allow(unsafe_code, reason = "what the processor can do is only known when the program runs")]

use core::arch::x86_64::{
    __m512i, _mm_unpackhi_epi8, _mm_unpacklo_epi8, _mm512_add_epi32, _mm512_and_si512, _mm512_castsi512_si128,
    _mm512_cmpeq_epi8_mask, _mm512_cvtepu8_epi32, _mm512_loadu_si512, _mm512_maskz_compress_epi8,
    _mm512_maskz_loadu_epi8, _mm512_maskz_permutex2var_epi8, _mm512_movepi8_mask, _mm512_movm_epi8, _mm512_or_si512,
    _mm512_permutex2var_epi8, _mm512_permutexvar_epi8, _mm512_set1_epi8, _mm512_set1_epi32, _mm512_storeu_si512,
    _mm512_test_epi8_mask, _pext_u64,
};
use std::mem::offset_of;
use std::ops::Range;

use super::machine::{Classes, Machine, ascii};
use super::masks::{WIDTH, below};
use super::tokens::{self, Room};
use super::wide::Wide;
use super::{Ranges, walk_by};
use crate::text::heads::{DEPTH, Heads};
use crate::text::segment::Source;

/// Only made by [`Widest::detect`].
#[derive(Clone, Copy)]
pub(super) struct Widest(());

impl Widest {
    /// `None` if the processor lacks any of the features.
    #[inline]
    pub(super) fn detect() -> Option<Self> {
        // With AVX-512 enabled, the compiler takes AVX2 for granted.
        let has = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512vbmi")
            && is_x86_feature_detected!("avx512vbmi2");
        Wide::detect().filter(|_| has).map(|_| Self(()))
    }

    pub(super) fn walk(self, source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
        // SAFETY: a `Widest` exists only if the processor has the features.
        unsafe { walk(self, source, out, go_on) }
    }
}

/// Compiles [`walk_by`] for the features that [`Widest::detect`] has checked.
///
/// # Safety
/// The processor must have the features.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn walk(widest: Widest, source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    walk_by(widest, source, out, go_on);
}

impl Machine for Widest {
    #[inline(always)]
    fn classes(self, block: &[u8; WIDTH]) -> Classes {
        // SAFETY: a `Widest` exists only if the processor has the features.
        unsafe { classes(block) }
    }

    #[inline(always)]
    fn write(self, room: &mut Room, at: u32, starts: u64, ends: u64) -> usize {
        let count = starts.count_ones() as usize;
        if count > MANY {
            return tokens::write(room, at, starts, ends);
        }
        // SAFETY: a `Widest` exists only if the processor has the features.
        unsafe { write_many(room, at, starts, ends) }
        count
    }

    #[inline(always)]
    fn likely(self, text: &[u8], foreign: u64, starts: u64, sought: &Heads) -> u64 {
        // SAFETY: a `Widest` exists only if the processor has the features.
        unsafe { likely(text, foreign, starts, sought) }
    }
}

/// The classes of each ASCII byte, one bit per class.
static CLASSES: [u8; 2 * WIDTH] = {
    let (mut all, mut at) = ([0; 2 * WIDTH], 0);
    while at < 5 * all.len() {
        let (byte, class) = (at / 5, at % 5);
        all[byte] |= (ascii(byte as u8)[class] as u8) << class;
        at += 1;
    }
    all
};

/// The classes of the bytes of a block.
///
/// # Safety
/// The processor must have the features.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
unsafe fn classes(block: &[u8; WIDTH]) -> Classes {
    // SAFETY: the block and each half of the table have 64 bytes.
    let [bytes, low, high] = unsafe {
        [block.as_slice(), &CLASSES[..WIDTH], &CLASSES[WIDTH..]].map(|from| _mm512_loadu_si512(from.as_ptr().cast()))
    };
    let all = |byte: u8| _mm512_set1_epi8(byte as i8);
    let beyond = _mm512_movepi8_mask(bytes);
    let classes = _mm512_maskz_permutex2var_epi8(!beyond, low, bytes, high);
    let [letters, digits, dots, spaces, special] =
        [0, 1, 2, 3, 4].map(|class| _mm512_test_epi8_mask(classes, all(1 << class)));
    let latin = _mm512_cmpeq_epi8_mask(bytes, all(0xC3));
    let signs = _mm512_cmpeq_epi8_mask(_mm512_or_si512(bytes, all(0x20)), all(0xB7));
    Classes { letters, digits, dots, spaces, special, beyond, latin, signs }
}

/// The places 0 to 63 of a block's bytes.
static PLACES: [u8; WIDTH] = {
    let (mut places, mut at) = ([0; WIDTH], 0);
    while at < WIDTH {
        places[at] = at as u8;
        at += 1;
    }
    places
};

/// Tokens written at once, in two vectors; few blocks have more.
const MANY: usize = 16;

/// Writes the tokens of a block, at most [`MANY`].
///
/// # Safety
/// The processor must have the features.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
#[inline]
unsafe fn write_many(room: &mut Room, at: u32, starts: u64, ends: u64) {
    // SAFETY: the table has 64 bytes, the width of a block.
    let places = unsafe { _mm512_loadu_si512(PLACES.as_ptr().cast()) };
    let first = |bits: u64| _mm512_castsi512_si128(_mm512_maskz_compress_epi8(bits, places));
    let (starts, ends) = (first(starts), first(ends));
    let at = _mm512_set1_epi32(at as i32);
    let ranges = [_mm_unpacklo_epi8(starts, ends), _mm_unpackhi_epi8(starts, ends)]
        .map(|pairs| _mm512_add_epi32(_mm512_cvtepu8_epi32(pairs), at));
    const { assert!(size_of::<[Range<u32>; MANY]>() == size_of::<[__m512i; 2]>() && MANY <= size_of::<Room>() / 8) };
    const { assert!(offset_of!(Range<u32>, start) == 0 && offset_of!(Range<u32>, end) == 4) };
    let room = room.as_mut_ptr().cast::<__m512i>();
    // SAFETY: the room is larger than both vectors, each of eight ranges, and a range is its start followed by its end;
    // any two numbers make a valid range.
    unsafe {
        _mm512_storeu_si512(room, ranges[0]);
        _mm512_storeu_si512(room.add(1), ranges[1]);
    }
}

/// For each depth, every place of a block moved that far ahead.
static BEHIND: [[u8; WIDTH]; DEPTH] = {
    let (mut all, mut at) = ([[0; WIDTH]; DEPTH], 0);
    while at < DEPTH * WIDTH {
        let (depth, place) = (at / WIDTH, at % WIDTH);
        all[depth][place] = ((place + depth) % WIDTH) as u8;
        at += 1;
    }
    all
};

/// Which tokens may be sought. No token reaches past the block, and it is followed by white space or the end of the
/// text.
///
/// # Safety
/// The processor must have the features.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi2")]
#[inline]
unsafe fn likely(text: &[u8], foreign: u64, starts: u64, sought: &Heads) -> u64 {
    let inside = below(text.len().min(WIDTH));
    // SAFETY: only bytes of the text are read.
    let block = unsafe { _mm512_maskz_loadu_epi8(inside, text.as_ptr().cast()) };
    // SAFETY: the slice has 64 bytes.
    let load = |bytes: &[u8]| unsafe { _mm512_loadu_si512(bytes[..WIDTH].as_ptr().cast()) };
    let (mut sets, mut unknown) = ([_mm512_set1_epi8(-1); 2], 0);
    for (depth, (behind, table)) in BEHIND.iter().zip(&sought.tables).enumerate() {
        let bytes = _mm512_permutexvar_epi8(load(behind), block);
        unknown |= foreign >> depth;
        let passed = _mm512_movm_epi8(unknown | _mm512_movepi8_mask(bytes));
        for (sets, table) in sets.iter_mut().zip(table) {
            let found = _mm512_permutex2var_epi8(load(table), bytes, load(&table[WIDTH..]));
            *sets = _mm512_and_si512(*sets, _mm512_or_si512(found, passed));
        }
    }
    let any = _mm512_or_si512(sets[0], sets[1]);
    _pext_u64(_mm512_test_epi8_mask(any, any), starts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn tokens_are_written_as_one_by_one(bits in prop::collection::btree_set(0u32..64, 0..64), at in 0u32..1 << 31) {
            let Some(widest) = Widest::detect() else { return Ok(()) };
            // Alternating starts and ends.
            let side = |odd| bits.iter().enumerate().filter(|(number, _)| number % 2 == odd).fold(0, |all, (_, bit)| all | 1 << bit);
            let (starts, ends) = (side(0), side(1));
            let [mut rooms, mut one_by_one]: [Room; 2] = std::array::from_fn(|_| std::array::from_fn(|_| 0..0));
            let count = widest.write(&mut rooms, at, starts, ends);
            prop_assert_eq!(count, tokens::write(&mut one_by_one, at, starts, ends));
            let whole = count.min(ends.count_ones() as usize);
            prop_assert_eq!(&rooms[..whole], &one_by_one[..whole]);
        }

        #[test]
        fn forms_are_told_as_one_by_one(
            forms in prop::collection::vec("[a-dA-DÉéß]{1,6}|[a-d]?(e\u{301}|ﬁ|’|œ)[a-d]{0,4}", 1..5),
            sought in prop::collection::vec("[a-d]{1,3}|[a-dé]{1,5}|[a-d]?(é|fi|'|œ)[a-d]{1,3}", 1..30),
        ) {
            let Some(widest) = Widest::detect() else { return Ok(()) };
            let heads = Heads::of(sought.iter().map(String::as_str));
            let text = forms.join(" ");
            let first = |at: &usize| *at == 0 || text[..*at].ends_with(' ');
            let starts = (0..text.len()).filter(|&at| text.is_char_boundary(at)).filter(first).fold(0, |all, at| all | 1 << at);
            let foreign = |&(_, c): &(usize, char)| !c.is_ascii() && !matches!(c, 'À'..='ÿ');
            let foreign = text.char_indices().filter(foreign).fold(0, |all, (at, c)| all | below(c.len_utf8()) << at);
            let likely = widest.likely(text.as_bytes(), foreign, starts, &heads);
            for (number, form) in forms.iter().enumerate() {
                let (told, may_begin) = (likely >> number & 1 == 1, heads.may_begin(form));
                prop_assert!(told || !may_begin, "{form} {sought:?}");
                prop_assert!(may_begin || !told || form.len() < DEPTH, "{form} {sought:?}");
            }
        }
    }
}
