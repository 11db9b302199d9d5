//! Known words. Nearly every word of prose is looked up here, and few are found.

use hashbrown::HashMap;

use super::fold::with_folded;

/// Words and what is known of each. First byte, last byte and length rule out most other words without a look-up.
#[derive(Debug)]
pub(super) struct Vocabulary<T> {
    words: HashMap<String, T>,
    /// The lengths of words that begin, or end, with a byte, one bit each. Bytes that differ only in their first two bits share
    /// a place.
    beginning: [u32; PLACES],
    ending: [u32; PLACES],
}

const PLACES: usize = 64;

fn place(byte: u8) -> usize {
    usize::from(byte) % PLACES
}

impl<T> Vocabulary<T> {
    pub(super) fn new(words: HashMap<String, T>) -> Self {
        let (mut beginning, mut ending) = ([0; PLACES], [0; PLACES]);
        words.keys().for_each(|word| {
            if let (Some(first), Some(last)) = (word.bytes().next(), word.bytes().next_back()) {
                beginning[place(first)] |= length_bit(word);
                ending[place(last)] |= length_bit(word);
            }
        });
        Self { words, beginning, ending }
    }

    /// What is known of the folded word.
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let (&first, &last) = (word.as_bytes().first()?, word.as_bytes().last()?);
        if self.may_have(first, last, word) { self.words.get(word) } else { None }
    }

    /// What is known of a word of ASCII that is not folded yet. Most unknown words are ruled out without folding.
    pub(super) fn get_ascii(&self, word: &str) -> Option<&T> {
        let (first, last) = (word.as_bytes().first()?, word.as_bytes().last()?);
        let may_have = self.may_have(first.to_ascii_lowercase(), last.to_ascii_lowercase(), word);
        if may_have { with_folded(word, |word| self.words.get(word)) } else { None }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = (&String, &T)> {
        self.words.iter()
    }

    fn may_have(&self, first: u8, last: u8, word: &str) -> bool {
        self.beginning[place(first)] & self.ending[place(last)] & length_bit(word) != 0
    }
}

/// One bit for each length; long words share one.
fn length_bit(word: &str) -> u32 {
    1 << word.len().min(31)
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
