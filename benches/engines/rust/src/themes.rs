//! Themes by month, with a double-array Aho-Corasick automaton over lower-cased text and a check of word boundaries.
//!
//! A star at the end of a pattern matches any rest of the word; both apostrophes are tried; a space in a phrase is
//! exactly one U+0020. A match inside a longer one of the same theme is not counted.

use std::collections::{BTreeMap, HashMap};
use std::error::Error;

use daachorse::DoubleArrayAhoCorasick;
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::corpus::{Corpus, Document};

struct Pattern {
    theme: usize,
    is_prefix: bool,
}

pub(crate) struct Lexicon {
    automaton: DoubleArrayAhoCorasick<u32>,
    /// Patterns with the same text, by the number of the text.
    patterns: Vec<Vec<Pattern>>,
}

type Counts = HashMap<(u32, usize), u64>;

impl Lexicon {
    pub(crate) fn read(json: &str) -> Result<Self, Box<dyn Error>> {
        let themes: BTreeMap<String, Vec<String>> = serde_json::from_str(json)?;
        let mut texts: BTreeMap<String, Vec<Pattern>> = BTreeMap::new();
        for (theme, written) in themes.values().enumerate() {
            for pattern in written {
                let is_prefix = pattern.ends_with('*');
                let text = pattern.trim_end_matches('*').to_lowercase();
                let typographic = text.replace('\'', "’");
                if typographic != text {
                    texts.entry(typographic).or_default().push(Pattern { theme, is_prefix });
                }
                texts.entry(text).or_default().push(Pattern { theme, is_prefix });
            }
        }
        let automaton = DoubleArrayAhoCorasick::new(texts.keys()).map_err(|error| error.to_string())?;
        Ok(Self { automaton, patterns: texts.into_values().collect() })
    }

    pub(crate) fn by_month(&self, corpus: &Corpus<'_>) -> Value {
        let counts = if rayon::current_num_threads() == 1 {
            corpus.documents.iter().fold(Counts::new(), |counts, document| self.add(counts, document))
        } else {
            let parts = corpus.documents.par_iter().fold(Counts::new, |counts, document| self.add(counts, document));
            parts.reduce(Counts::new, merge)
        };
        json!({"hits": counts.values().sum::<u64>()})
    }

    fn add(&self, mut counts: Counts, document: &Document<'_>) -> Counts {
        let text = document.text.to_lowercase();
        let mut matches: Vec<(usize, usize, usize)> = Vec::new();
        for found in self.automaton.find_overlapping_iter(&text) {
            if !ends_word(text[..found.start()].chars().next_back()) {
                continue;
            }
            let is_whole = ends_word(text[found.end()..].chars().next());
            let patterns = self.patterns[found.value() as usize].iter();
            let fitting = patterns.filter(|pattern| is_whole || pattern.is_prefix);
            matches.extend(fitting.map(|pattern| (pattern.theme, found.start(), found.end())));
        }
        matches.sort_unstable_by_key(|&(theme, start, end)| (theme, start, std::cmp::Reverse(end)));
        let mut last = (usize::MAX, 0);
        for (theme, _, end) in matches {
            if last.0 != theme || end > last.1 {
                *counts.entry((document.month, theme)).or_default() += 1;
                last = (theme, end);
            }
        }
        counts
    }
}

/// Whether a word cannot continue with this character.
fn ends_word(sign: Option<char>) -> bool {
    sign.is_none_or(|sign| !sign.is_alphanumeric() && sign != '_')
}

fn merge(mut one: Counts, other: Counts) -> Counts {
    for (cell, count) in other {
        *one.entry(cell).or_default() += count;
    }
    one
}
