//! Norms in code point order, which is that of their bytes.

use std::cmp::Ordering;

use rayon::prelude::*;

/// Bytes of a norm that its key holds.
const INLINE: usize = 15;

/// What a norm is sorted by: its first fifteen bytes, then its length, which counts as sixteen where it is more, as one
/// number. Norms that fit, nearly all, compare as their keys do; of two keys of longer ones that are equal, the norms still
/// have to compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key(u128);

impl Key {
    pub(super) fn new(norm: &str) -> Self {
        let (mut bytes, length) = ([0; INLINE + 1], norm.len().min(INLINE));
        bytes[..length].copy_from_slice(&norm.as_bytes()[..length]);
        bytes[INLINE] = norm.len().min(INLINE + 1) as u8;
        Self(u128::from_be_bytes(bytes))
    }

    /// Appends the bytes of the norm, where the key tells all of them; whether it does.
    pub(super) fn push_to(self, text: &mut Vec<u8>) -> bool {
        if self.is_whole() {
            text.extend_from_slice(&self.0.to_be_bytes()[..self.length()]);
        }
        self.is_whole()
    }

    fn length(self) -> usize {
        usize::from(self.0 as u8)
    }

    fn is_whole(self) -> bool {
        self.length() <= INLINE
    }
}

/// Compares two norms by their keys, and by themselves where that is not enough.
pub(super) fn compare<'n, T: Copy>(a: &(Key, T), b: &(Key, T), norm: impl Fn(T) -> &'n str) -> Ordering {
    a.0.cmp(&b.0).then_with(|| if a.0.is_whole() { Ordering::Equal } else { norm(a.1).cmp(norm(b.1)) })
}

/// Sorts what has a norm on one thread; equal ones stand in any order.
pub(super) fn sort_alone<'n, T: Copy>(entries: &mut [(Key, T)], norm: impl Fn(T) -> &'n str) {
    // Numbers alone are compared without a branch; norms that share a key are few.
    entries.sort_unstable_by_key(|&(key, _)| key);
    for same in entries.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| !same[0].0.is_whole()) {
        same.sort_unstable_by(|a, b| norm(a.1).cmp(norm(b.1)));
    }
}

/// Sorts what has a norm; equal ones stand in any order.
pub(super) fn sort<'n, T: Copy + Send>(entries: &mut [(Key, T)], norm: impl Fn(T) -> &'n str + Sync) {
    let piece = entries.len().div_ceil(rayon::current_num_threads()).max(1);
    entries.par_chunks_mut(piece).for_each(|piece| sort_alone(piece, &norm));
    // Pieces in order are runs to this sort, which it merges.
    entries.sort_by(|a, b| compare(a, b, &norm));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn zeros_and_ends_are_told_apart() {
        let long = "abcdefghijklmno";
        let norms =
            ["", "\0", "\0\0", "a", "a\0", "a\0\0", "aa", "é", "\u{10FFFF}", &long[..14], long, "abcdefghijklmnop"];
        let zeros = [0, 1, 2, 14, 15, 16, 17].map(|zeros| format!("a{}", "\0".repeat(zeros)));
        let all: Vec<&str> = norms.into_iter().chain(zeros.iter().map(String::as_str)).collect();
        for (a, b) in all.iter().flat_map(|a| all.iter().map(move |b| (*a, *b))) {
            let [of_a, of_b] = [a, b].map(Key::new);
            assert_eq!(compare(&(of_a, a), &(of_b, b), |norm| norm), a.cmp(b), "{a:?} {b:?}");
            let mut bytes = vec![b'>'];
            assert_eq!(of_a.push_to(&mut bytes), a.len() <= INLINE);
            assert_eq!(&bytes[1..], if a.len() <= INLINE { a.as_bytes() } else { &[] });
        }
    }

    proptest! {
        #[test]
        fn norms_are_sorted_as_strings(norms in proptest::collection::vec("[a\0éz]{0,20}|\\PC{0,6}", 0..40)) {
            let mut entries: Vec<(Key, usize)> = norms.iter().enumerate().map(|(at, norm)| (Key::new(norm), at)).collect();
            sort(&mut entries, |at| norms[at].as_str());
            let mut expected = norms.clone();
            expected.sort();
            prop_assert!(entries.iter().map(|&(_, at)| &norms[at]).eq(&expected));
        }
    }
}
