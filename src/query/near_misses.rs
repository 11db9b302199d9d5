//! Words that a lexicon may have missed: frequent neighbours of the hits of a theme, and words that begin like those in
//! its hits, but that no pattern names.
//!
//! A word is *named* if a token pattern of the lexicon matches it, even as part of a phrase or of an exclusion; a
//! wildcard alone names nothing. Candidates are words of three or more letters that are not named.
//!
//! - A **neighbour** of a theme lies within a window of a hit, in the same sentence and outside the hits. Its count
//!   there is compared with its count elsewhere in the documents of the language: it needs a G² over four cells
//!   (Dunning 1993) of at least [`LEAST_G2`], and at least twice the expected count.
//! - A **kin** of a theme begins like a named word in one of its hits: the common beginning has at least
//!   [`LEAST_BEGINNING`] letters and makes up at least [`LEAST_COMMON`] of the longer word.
//!
//! Both need a least count and two documents. Rows are sorted by theme name, language and kind, then neighbours by G²
//! and kin by count, both descending, then by term; at most `top` rows per theme, language and kind.

use std::collections::{BTreeMap, BTreeSet};

use super::census::census;
use super::scan::Scan;
use super::tally::Row;
use super::vicinity::{Place, Vicinity};
use crate::corpus::{Control, Corpus, Need, Vocabulary};
use crate::error::{Error, Result};
use crate::lexicon::{Hit, Lexicon, NestedScope};
use crate::stats::association::Contrast;
use crate::text::{Lang, TokenKind};

/// The value of chi-squared with one degree of freedom that chance exceeds once in a thousand.
const LEAST_G2: f64 = 10.83;
/// Least ratio of observed to expected count.
const LEAST_RATIO: f64 = 2.0;
/// Least number of letters in the common beginning of two kin.
const LEAST_BEGINNING: usize = 5;
/// Least share of the longer word taken by the common beginning.
const LEAST_COMMON: f64 = 0.6;
/// Least number of documents with a candidate.
const LEAST_DOCS: u32 = 2;
/// Least number of letters in a candidate.
const LEAST_LETTERS: usize = 3;

/// The parameters of the query.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Tokens on each side of a hit, marks included.
    pub window: usize,
    /// Least number of occurrences: of a neighbour within windows, of a kin anywhere.
    pub min_count: i64,
    /// Most rows per theme, language and kind.
    pub top: usize,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

impl Default for Ask {
    fn default() -> Self {
        Self { window: 5, min_count: 3, top: 20, scope: NestedScope::Theme }
    }
}

/// One row per theme, language, kind and term.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct NearMisses {
    pub theme: Vec<String>,
    pub lang: Vec<&'static str>,
    /// `neighbour` or `kin`.
    pub kind: Vec<&'static str>,
    pub term: Vec<String>,
    /// The word of a hit that a kin begins like; `None` for a neighbour.
    pub like: Vec<Option<String>>,
    /// Occurrences in all documents of the language.
    pub count: Vec<i64>,
    pub doc_freq: Vec<i64>,
    /// Occurrences within the windows of the theme's hits.
    pub near: Vec<i64>,
    pub expected: Vec<f64>,
    /// Signed log-likelihood of `near`.
    pub g2: Vec<f64>,
}

/// Finds near misses.
///
/// # Errors
/// As in [`Lexicon::compile`]; [`Error::Argument`] for a window or least count below 1; [`Error::Interrupted`] if
/// `control` was told to stop.
pub fn near_misses(corpus: &Corpus, lexicon: &Lexicon, ask: Ask, control: &Control) -> Result<NearMisses> {
    if ask.window == 0 {
        return Err(Error::Argument("window is 0: give 1 or more".to_owned()));
    }
    if ask.min_count < 1 {
        return Err(Error::Argument(format!("min_count is {}: give 1 or more", ask.min_count)));
    }
    corpus.ready(Need::Columns)?;
    let scan = Scan::new(corpus, lexicon, ask.scope, control)?;
    let parts = scan.collect(control, |part: &mut Surroundings, position, hits| {
        part.look(corpus, position, hits, ask.window);
    })?;
    let around = Surroundings::sum(parts);
    let mut rows: Vec<Found> = Vec::new();
    let mut languages = Vec::new();
    for (lang, matcher) in scan.by_language() {
        let words = Words::new(corpus, lang, &matcher.named_types(), ask.min_count, control)?;
        languages.push((lang, words));
    }
    for theme in lexicon.by_name() {
        for (lang, words) in &languages {
            control.check()?;
            let key = (*lang as u8, theme as u32);
            rows.extend(words.neighbours(key, &around, ask));
            rows.extend(words.kin(key, &around, ask));
        }
    }
    Ok(lay_out(lexicon, &corpus.store().vocabulary, rows))
}

/// Language and theme.
type Key = (u8, u32);

/// The words in and around the hits of themes.
#[derive(Default)]
struct Surroundings {
    /// Occurrences of a type within windows.
    near: BTreeMap<(Key, u32), i64>,
    /// Counted tokens within windows.
    sizes: BTreeMap<Key, i64>,
    /// Types within hits.
    inside: BTreeSet<(Key, u32)>,
    ids: Vec<u32>,
    vicinity: Vicinity,
}

impl Surroundings {
    fn look(&mut self, corpus: &Corpus, position: usize, hits: &[Hit], window: usize) {
        corpus.types(position).unpack(&mut self.ids);
        let (starts, lang) = (corpus.sentence_starts(position), corpus.lang(position) as u8);
        let mut by_theme: Vec<&Hit> = hits.iter().collect();
        by_theme.sort_by_key(|hit| hit.theme);
        for hits in by_theme.chunk_by(|a, b| a.theme == b.theme) {
            let places = self.vicinity.find(hits.iter().copied(), window, starts, self.ids.len());
            let (key, vocabulary) = ((lang, hits[0].theme), &corpus.store().vocabulary);
            for (&id, place) in self.ids.iter().zip(places) {
                match place {
                    Place::Inside => {
                        self.inside.insert((key, id));
                    }
                    Place::Near if vocabulary.kind(id).is_counted() => {
                        *self.near.entry((key, id)).or_default() += 1;
                        *self.sizes.entry(key).or_default() += 1;
                    }
                    Place::Near | Place::Far => {}
                }
            }
        }
    }

    fn sum(parts: Vec<Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            part.near.into_iter().for_each(|(key, count)| *all.near.entry(key).or_default() += count);
            part.sizes.into_iter().for_each(|(key, count)| *all.sizes.entry(key).or_default() += count);
            all.inside.extend(part.inside);
        }
        all
    }

    fn inside(&self, key: Key) -> impl Iterator<Item = u32> + '_ {
        self.inside.range((key, 0)..=(key, u32::MAX)).map(|&(_, id)| id)
    }

    fn near(&self, key: Key) -> impl Iterator<Item = (u32, i64)> + '_ {
        self.near.range((key, 0)..=(key, u32::MAX)).map(|(&(_, id), &count)| (id, count))
    }
}

/// A row with numbers for names.
struct Found {
    key: Key,
    term: u32,
    like: Option<u32>,
    total: Row,
    near: i64,
    expected: f64,
    g2: f64,
}

/// The words of one language.
struct Words<'a> {
    vocabulary: &'a Vocabulary,
    named: Vec<bool>,
    counts: Vec<Row>,
    /// Counted tokens.
    size: i64,
    /// Candidates for kin, by their first letters.
    by_beginning: BTreeMap<String, Vec<u32>>,
}

impl<'a> Words<'a> {
    fn new(corpus: &'a Corpus, lang: Lang, named: &[bool], least: i64, control: &Control) -> Result<Self> {
        let vocabulary = &corpus.store().vocabulary;
        let counts = census(corpus, control, |position| corpus.lang(position) == lang)?;
        let size = counts.iter().filter(|row| vocabulary.kind(row.term).is_counted()).map(|row| row.count).sum();
        let named = named.to_vec();
        let mut words = Self { vocabulary, named, counts, size, by_beginning: BTreeMap::new() };
        for row in &words.counts {
            if row.count >= least && words.is_candidate(row.term) {
                let beginning = beginning(vocabulary.norm(row.term));
                words.by_beginning.entry(beginning).or_default().push(row.term);
            }
        }
        Ok(words)
    }

    fn is_candidate(&self, id: u32) -> bool {
        let norm = self.vocabulary.norm(id);
        !self.named[id as usize]
            && self.counts[id as usize].doc_freq >= LEAST_DOCS
            && self.vocabulary.kind(id) == TokenKind::Word
            && norm.chars().filter(|sign| sign.is_alphabetic()).count() >= LEAST_LETTERS
    }

    fn found(&self, key: Key, term: u32, like: Option<u32>, around: &Surroundings) -> Found {
        let total = self.counts[term as usize];
        let near = around.near.get(&(key, term)).copied().unwrap_or_default();
        let size = around.sizes.get(&key).copied().unwrap_or_default();
        let contrast = Contrast {
            target: near,
            reference: total.count - near,
            target_size: size,
            reference_size: self.size - size,
        };
        let expected = total.count as f64 * size as f64 / self.size.max(1) as f64;
        Found { key, term, like, total, near, expected, g2: contrast.g2() }
    }

    fn neighbours(&self, key: Key, around: &Surroundings, ask: Ask) -> Vec<Found> {
        let near = around.near(key).filter(|&(id, near)| near >= ask.min_count && self.is_candidate(id));
        let mut found: Vec<Found> = near.map(|(id, _)| self.found(key, id, None, around)).collect();
        found.retain(|one| one.g2 >= LEAST_G2 && one.near as f64 >= LEAST_RATIO * one.expected);
        found.sort_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| self.norm(a).cmp(self.norm(b))));
        found.truncate(ask.top);
        found
    }

    fn kin(&self, key: Key, around: &Surroundings, ask: Ask) -> Vec<Found> {
        let mut like: BTreeMap<u32, (usize, u32)> = BTreeMap::new();
        for word in around.inside(key).filter(|&id| self.named[id as usize]) {
            let norm = self.vocabulary.norm(word);
            let near = self.by_beginning.get(&beginning(norm)).map(Vec::as_slice).unwrap_or_default();
            for &term in near {
                let Some(common) = common_beginning(norm, self.vocabulary.norm(term)) else { continue };
                let best = like.entry(term).or_insert((common, word));
                // The closest word; among equally close ones, the first in code point order.
                if common > best.0 || common == best.0 && norm < self.vocabulary.norm(best.1) {
                    *best = (common, word);
                }
            }
        }
        let found = like.into_iter().map(|(term, (_, word))| self.found(key, term, Some(word), around));
        let mut found: Vec<Found> = found.collect();
        found.sort_by(|a, b| b.total.count.cmp(&a.total.count).then_with(|| self.norm(a).cmp(self.norm(b))));
        found.truncate(ask.top);
        found
    }

    fn norm(&self, found: &Found) -> &str {
        self.vocabulary.norm(found.term)
    }
}

fn beginning(norm: &str) -> String {
    norm.chars().take(LEAST_BEGINNING).collect()
}

/// The number of letters that two words share at the beginning, if enough to make them kin.
fn common_beginning(left: &str, right: &str) -> Option<usize> {
    let common = left.chars().zip(right.chars()).take_while(|(a, b)| a == b).count();
    let longer = left.chars().count().max(right.chars().count());
    (common >= LEAST_BEGINNING && common as f64 >= LEAST_COMMON * longer as f64).then_some(common)
}

fn lay_out(lexicon: &Lexicon, vocabulary: &Vocabulary, rows: Vec<Found>) -> NearMisses {
    let mut table = NearMisses::default();
    for row in rows {
        table.theme.push(lexicon.themes()[row.key.1 as usize].name.clone());
        table.lang.push(Lang::ALL[row.key.0 as usize].code());
        table.kind.push(if row.like.is_some() { "kin" } else { "neighbour" });
        table.term.push(vocabulary.norm(row.term).to_owned());
        table.like.push(row.like.map(|word| vocabulary.norm(word).to_owned()));
        table.count.push(row.total.count);
        table.doc_freq.push(i64::from(row.total.doc_freq));
        table.near.push(row.near);
        table.expected.push(row.expected);
        table.g2.push(row.g2);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kin_share_most_of_their_letters() {
        assert_eq!(common_beginning("radicalisation", "radicaliser"), Some(9));
        assert_eq!(common_beginning("contre", "contrebande"), None);
        assert_eq!(common_beginning("port", "ports"), None);
        assert_eq!(common_beginning("frontière", "frontières"), Some(9));
    }
}
