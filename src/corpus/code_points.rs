//! Norms in code point order, which is the order of their bytes.

use std::cmp::Ordering;

use bytemuck::{Pod, Zeroable};
use rayon::prelude::*;

/// Bytes of a norm stored in its entry.
const INLINE: usize = 11;

/// A norm to be sorted and the number that identifies it, packed into one integer: its first eleven bytes, its length
/// (twelve if it is longer than eleven), its number. Norms that fit, nine out of ten in French and half of those in
/// Arabic, compare as their entries do; two longer ones that share these bytes have to be compared themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Pod, Zeroable)]
#[repr(transparent)]
pub(super) struct Entry(u128);

impl Entry {
    pub(super) fn new(norm: &str, number: u32) -> Self {
        Self::beginning(norm.as_bytes(), norm.len(), number)
    }

    /// The entry of the norm that is the first `length` bytes of `bytes`; with bytes to spare after it, a single load
    /// reads it.
    pub(super) fn beginning(bytes: &[u8], length: usize, number: u32) -> Self {
        const WIDTH: usize = size_of::<u128>();
        let first = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut first = [0; WIDTH];
            first[..bytes.len()].copy_from_slice(bytes);
            first
        });
        let inline = u128::MAX.checked_shl((8 * (WIDTH - length.min(INLINE))) as u32).unwrap_or_default();
        let key = u128::from_be_bytes(first) & inline;
        Self(key | (length.min(INLINE + 1) as u128) << u32::BITS | u128::from(number))
    }

    fn with_key(key: u128, number: u32) -> Self {
        Self(key << u32::BITS | u128::from(number))
    }

    pub(super) fn number(self) -> u32 {
        self.0 as u32
    }

    /// Appends the bytes of the norm if the entry has all of them, and returns whether it does.
    pub(super) fn push_to(self, text: &mut Vec<u8>) -> bool {
        if self.is_whole() {
            text.extend_from_slice(&self.0.to_be_bytes()[..self.length()]);
        }
        self.is_whole()
    }

    fn key(self) -> u128 {
        self.0 >> u32::BITS
    }

    fn length(self) -> usize {
        usize::from(self.key() as u8)
    }

    fn is_whole(self) -> bool {
        self.length() <= INLINE
    }
}

/// Compares two norms by their entries, and by their bytes if that is not enough.
fn compare<'n>(a: Entry, b: Entry, norm: impl Fn(u32) -> &'n [u8]) -> Ordering {
    let far = |entry: Entry| if entry.is_whole() { &[] } else { norm(entry.number()) };
    a.key().cmp(&b.key()).then_with(|| far(a).cmp(far(b)))
}

/// Below this number, norms that begin alike are compared directly.
const FEW: usize = 16;
/// So are norms that agree in this many bytes: a text may have two long ones that differ only at the end.
const FAR: usize = 8 * INLINE;

/// Sorts on one thread, equal norms in any order, and reports for each entry, in the resulting order, whether its norm
/// differs from the one before.
pub(super) fn sort_alone<'n>(entries: &mut [Entry], norm: impl Fn(u32) -> &'n [u8], mut is_another: impl FnMut(bool)) {
    sort_from(0, entries, &norm, &mut is_another);
}

/// Sorts entries that hold the bytes of norms from `start` on; the norms agree before that.
fn sort_from<'n>(
    start: usize,
    entries: &mut [Entry],
    norm: &impl Fn(u32) -> &'n [u8],
    is_another: &mut impl FnMut(bool),
) {
    // Plain integers are compared without a branch.
    entries.sort_unstable();
    for same in entries.chunk_by_mut(|a, b| a.key() == b.key()) {
        if same.len() == 1 || same[0].is_whole() {
            (0..same.len()).for_each(|at| is_another(at == 0));
            continue;
        }
        let norm_of = |entry: &Entry| norm(entry.number());
        if same.len() < FEW || start >= FAR {
            same.sort_unstable_by(|a, b| norm_of(a).cmp(norm_of(b)));
            // While the bytes of the norms are still in the cache.
            is_another(true);
            same.windows(2).for_each(|pair| is_another(norm_of(&pair[0]) != norm_of(&pair[1])));
            continue;
        }
        // The bytes that follow are compared in the same way.
        let (key, next) = (same[0].key(), start + INLINE);
        for entry in &mut *same {
            let behind = &norm_of(entry)[next..];
            *entry = Entry::beginning(behind, behind.len(), entry.number());
        }
        sort_from(next, same, norm, is_another);
        same.iter_mut().for_each(|entry| *entry = Entry::with_key(key, entry.number()));
    }
}

/// Sorts in parallel; equal norms are in any order.
pub(super) fn sort<'n>(entries: &mut [Entry], norm: impl Fn(u32) -> &'n [u8] + Sync) {
    let piece = entries.len().div_ceil(rayon::current_num_threads()).max(1);
    entries.par_chunks_mut(piece).for_each(|piece| sort_alone(piece, &norm, |_| ()));
    // To this sort, sorted pieces are runs, which it merges.
    entries.sort_by(|&a, &b| compare(a, b, &norm));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zeros_and_ends_are_told_apart() {
        let long = "abcdefghijk";
        let norms = [
            "",
            "\0",
            "\0\0",
            "a",
            "a\0",
            "a\0\0",
            "aa",
            "é",
            "\u{10FFFF}",
            &long[..10],
            long,
            "abcdefghijkl",
            "abcdefghijkm",
        ];
        let zeros = [0, 1, 2, 10, 11, 12, 13].map(|zeros| format!("a{}", "\0".repeat(zeros)));
        let all: Vec<&str> = norms.into_iter().chain(zeros.iter().map(String::as_str)).collect();
        let entries: Vec<Entry> = (0..).zip(&all).map(|(number, norm)| Entry::new(norm, number)).collect();
        for ((&a, of_a), (&b, of_b)) in
            all.iter().zip(&entries).flat_map(|a| all.iter().zip(&entries).map(move |b| (a, b)))
        {
            assert_eq!(compare(*of_a, *of_b, |number| all[number as usize].as_bytes()), a.cmp(b), "{a:?} {b:?}");
            assert_eq!(all[of_a.number() as usize], a);
            let mut bytes = vec![b'>'];
            assert_eq!(of_a.push_to(&mut bytes), a.len() <= INLINE);
            assert_eq!(&bytes[1..], if a.len() <= INLINE { a.as_bytes() } else { &[] });
        }
    }

    proptest! {
        #[test]
        fn norms_are_sorted_as_strings(norms in proptest::collection::vec("[a\0éz]{0,16}|\\PC{0,6}|(aaaaaaaaaaé){0,10}[ab]{0,12}", 0..80)) {
            let mut entries: Vec<Entry> = (0..).zip(&norms).map(|(number, norm)| Entry::new(norm, number)).collect();
            sort(&mut entries, |number| norms[number as usize].as_bytes());
            let mut expected = norms.clone();
            expected.sort();
            prop_assert!(entries.iter().map(|entry| &norms[entry.number() as usize]).eq(&expected));
            let mut others = Vec::new();
            sort_alone(&mut entries, |number| norms[number as usize].as_bytes(), |is_another| others.push(is_another));
            prop_assert!(entries.iter().map(|entry| &norms[entry.number() as usize]).eq(&expected));
            let first = |at: usize| at == 0 || expected[at - 1] != expected[at];
            prop_assert!(others.into_iter().eq((0..expected.len()).map(first)));
        }
    }
}
