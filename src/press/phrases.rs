//! Phrases of listed words, for property tests.

use std::ops::Range;

use proptest::prelude::*;

/// A number of words with spaces between them. The words are alternatives of regular expressions.
pub(super) fn phrases(words: &[&str], counts: Range<usize>) -> impl Strategy<Value = String> + use<> {
    let word = prop::string::string_regex(&words.join("|")).expect("the words of a test are regular expressions");
    prop::collection::vec(word, counts).prop_map(|words| words.join(" "))
}
