//! A search for rare bytes, written so that compilers make vector instructions of it.

use super::wide;

/// Bytes tested at once.
const BLOCK: usize = 64;
/// Bytes tested at once where a block holds a find.
const STEP: usize = 16;

/// The first place from `from` on where `test` holds of a byte and the two after it (0 behind the end of `bytes`).
/// `test` should not branch: `|` and `&`, not `||` and `&&`.
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
    while holds::<BLOCK>(bytes, at, &test) == Some(false) {
        at += BLOCK;
    }
    while holds::<STEP>(bytes, at, &test) == Some(false) {
        at += STEP;
    }
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (at..bytes.len()).find(|&at| test(byte(at), byte(at + 1), byte(at + 2)))
}

/// Whether `test` holds anywhere in the `N` bytes from `at`; `None` near the end.
#[inline(always)]
fn holds<const N: usize>(bytes: &[u8], at: usize, test: impl Fn(u8, u8, u8) -> bool) -> Option<bool> {
    let first = bytes.get(at..)?.first_chunk::<N>()?;
    let second = bytes.get(at + 1..)?.first_chunk::<N>()?;
    let third = bytes.get(at + 2..)?.first_chunk::<N>()?;
    let mut held = 0u8;
    for i in 0..N {
        held |= u8::from(test(first[i], second[i], third[i]));
    }
    Some(held != 0)
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
