//! Known words. Nearly every word of prose is looked up here, and few are found.

use hashbrown::HashMap;

use super::fold::with_lower;

/// Words and what is known of each. First byte, last byte and length rule out most other words without a look-up.
#[derive(Debug)]
pub(super) struct Vocabulary<T> {
    words: HashMap<Box<[u8]>, T>,
    shapes: Shapes,
}

impl<T> Vocabulary<T> {
    pub(super) fn new(words: impl IntoIterator<Item = (String, T)>) -> Self {
        let words: HashMap<Box<[u8]>, T> =
            words.into_iter().map(|(word, known)| (word.into_bytes().into_boxed_slice(), known)).collect();
        let shapes = Shapes::of(words.keys().map(|word| &**word));
        Self { words, shapes }
    }

    /// What is known of the folded word.
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let (&first, &last) = (word.as_bytes().first()?, word.as_bytes().last()?);
        if self.shapes.may_have(first, last, word.len()) { self.words.get(word.as_bytes()) } else { None }
    }

    /// What is known of a word of ASCII that is not folded yet. Most unknown words are ruled out without folding.
    pub(super) fn get_ascii(&self, word: &str) -> Option<&T> {
        let (first, last) = (word.as_bytes().first()?, word.as_bytes().last()?);
        let may_have = self.shapes.may_have(first.to_ascii_lowercase(), last.to_ascii_lowercase(), word.len());
        if may_have { with_lower(word.as_bytes(), |word| self.words.get(word)) } else { None }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (&str, &T)> {
        self.words.iter().map(|(word, known)| (std::str::from_utf8(word).expect("words are text"), known))
    }
}

/// The first byte, last byte and length of each word, hashed: one bit is set for each.
#[derive(Debug)]
struct Shapes {
    bits: Box<[u64]>,
    /// How far a hash is shifted to give the number of a bit.
    shift: u32,
}

/// Bits for each word, so that few others have one of the bits that are set.
const BITS_PER_WORD: usize = 16;

impl Shapes {
    fn of<'w>(words: impl ExactSizeIterator<Item = &'w [u8]>) -> Self {
        let count = (words.len() * BITS_PER_WORD).next_power_of_two().max(64);
        let mut shapes = Self { bits: vec![0; count / 64].into(), shift: u32::BITS - count.trailing_zeros() };
        for word in words {
            if let (Some(&first), Some(&last)) = (word.first(), word.last()) {
                let bit = shapes.bit(first, last, word.len());
                shapes.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        shapes
    }

    fn may_have(&self, first: u8, last: u8, length: usize) -> bool {
        let bit = self.bit(first, last, length);
        self.bits.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 != 0)
    }

    fn bit(&self, first: u8, last: u8, length: usize) -> usize {
        let shape = u32::from_le_bytes([first, last, length as u8, 0]);
        // The golden ratio spreads numbers that differ in few bits.
        (shape.wrapping_mul(0x9E37_79B9) >> self.shift) as usize
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_are_found_as_in_a_map(words in prop::collection::vec("[a-cé]{1,3}|[a-b]{30,33}", 0..12), asked in "[a-cé]{0,3}|[a-b]{30,33}") {
            let map: HashMap<String, usize> = words.iter().cloned().zip(0..).collect();
            let vocabulary = Vocabulary::new(map.clone());
            for word in words.iter().chain([&asked]) {
                prop_assert_eq!(vocabulary.get(word), map.get(word));
                if word.is_ascii() {
                    prop_assert_eq!(vocabulary.get_ascii(&word.to_uppercase()), map.get(word));
                }
            }
        }
    }
}
