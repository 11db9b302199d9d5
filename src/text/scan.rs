//! A search for rare bytes, written so that compilers vectorise it.

use super::wide;

/// Bytes tested at once.
const BLOCK: usize = 64;
/// Bytes read to test a block: each test sees two bytes after its own.
const SEEN: usize = BLOCK + 2;
/// Bytes in a `u64`.
const WORD: usize = 8;

/// The first place at or after `from` where `test` holds for a byte and the two after it (0 past the end of `bytes`).
/// `test` should not branch: use `|` and `&`, not `||` and `&&`.
#[inline]
pub(crate) fn find(bytes: &[u8], from: usize, test: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    wide(
        #[inline(always)]
        || find_by(bytes, from, test),
    )
}

#[inline(always)]
fn find_by(bytes: &[u8], from: usize, test: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    let mut at = from;
    while let Some(seen) = bytes.get(at..).and_then(|rest| rest.first_chunk::<SEEN>()) {
        if let Some(first) = find_in_block(seen, &test) {
            return Some(at + first);
        }
        at += BLOCK;
    }
    while at < bytes.len() {
        if let Some(first) = find_in_block(&padded(&bytes[at..]), &test) {
            return Some(at + first).filter(|&found| found < bytes.len());
        }
        at += BLOCK;
    }
    None
}

/// The first bytes of `rest`, padded with zeros.
fn padded(rest: &[u8]) -> [u8; SEEN] {
    let mut seen = [0; SEEN];
    let count = rest.len().min(SEEN);
    seen[..count].copy_from_slice(&rest[..count]);
    seen
}

/// The first place in a block where `test` holds.
#[inline(always)]
fn find_in_block(seen: &[u8; SEEN], test: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    let (first, second, third) = (seen.first_chunk()?, seen[1..].first_chunk()?, seen[2..].first_chunk()?);
    let words: [u64; BLOCK / WORD] = bytemuck::cast(held(first, second, third, test));
    // Nearly every block has no hit, which this shows without looking for the place.
    if words.iter().fold(0, |any, word| any | word) == 0 {
        return None;
    }
    let at = words.iter().position(|&word| word != 0)?;
    Some(at * WORD + u64::from_le(words[at]).trailing_zeros() as usize / 8)
}

/// For each byte, all ones if `test` holds, as vector comparisons yield it.
#[inline(always)]
fn held(
    first: &[u8; BLOCK],
    second: &[u8; BLOCK],
    third: &[u8; BLOCK],
    test: impl Fn(u8, u8, u8) -> bool,
) -> [u8; BLOCK] {
    std::array::from_fn(|at| if test(first[at], second[at], third[at]) { u8::MAX } else { 0 })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_find_is_that_of_a_plain_search(bytes in prop::collection::vec(0u8..6, 0..400), from in 0usize..410) {
            let test = |a: u8, b: u8, c: u8| (a == 1) & (b == 2) & ((c == 3) | (c == 0));
            let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
            let plain = (from..bytes.len()).find(|&at| test(byte(at), byte(at + 1), byte(at + 2)));
            prop_assert_eq!(find(&bytes, from, test), plain);
            prop_assert_eq!(find_by(&bytes, from, test), plain);
        }
    }
}
