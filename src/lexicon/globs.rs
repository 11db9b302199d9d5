//! Patterns for the norm of one token, all compared with a norm at once: words, and globs with wildcards.
//!
//! Most norms begin with four bytes that no pattern begins with, and are rejected by that alone. Patterns that begin
//! with a wildcard (`*lutte*`) are told apart by the longest literal in them.

use std::ops::Range;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::expand::{Element, Norms, PART};
use super::literals::Literals;
use crate::corpus::Control;
use crate::error::Result;
use crate::text::{Beginnings, LOOKED_AT, first_four};

/// Words, and patterns with wildcards indexed by their beginnings, so that each norm is compared with only a few.
#[derive(Debug)]
pub(super) struct Globs {
    beginnings: Beginnings,
    /// By the first four bytes of the prefix.
    by_key: HashMap<u32, Vec<Glob>>,
    /// Those with a shorter prefix, by its first character.
    by_sign: HashMap<char, Vec<Glob>>,
    /// Those that begin with a wildcard, and the literals in them.
    others: Vec<Glob>,
    literals: Literals,
    words: HashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Glob {
    matcher: u32,
    /// Characters before the first wildcard.
    prefix: String,
    /// Characters after the last wildcard.
    suffix: String,
    /// What follows the prefix.
    rest: Vec<Element>,
}

impl Glob {
    fn new(matcher: u32, mut elements: Vec<Element>) -> Self {
        let prefix: String = elements.iter().map_while(sign).collect();
        let rest = elements.split_off(prefix.chars().count());
        let mut suffix: Vec<char> = rest.iter().rev().map_while(sign).collect();
        suffix.reverse();
        Self { matcher, prefix, suffix: suffix.into_iter().collect(), rest }
    }

    fn matches(&self, norm: &str, reached: &mut Reached) -> bool {
        norm.ends_with(&self.suffix)
            && norm
                .strip_prefix(&self.prefix)
                .is_some_and(|behind| self.rest == [Element::AnyRun] || matches(&self.rest, behind, reached))
    }
}

/// The longest run of characters between wildcards, which every norm that is matched contains.
fn longest_literal(elements: &[Element]) -> Option<String> {
    let runs = elements.split(|element| sign(element).is_none());
    let longest = runs.map(|run| run.iter().filter_map(sign).collect::<String>()).max_by_key(String::len);
    longest.filter(|literal| !literal.is_empty())
}

fn sign(element: &Element) -> Option<char> {
    if let Element::Sign(sign) = element { Some(*sign) } else { None }
}

impl Globs {
    /// From each pattern and the number of its matcher.
    pub(super) fn new(patterns: impl IntoIterator<Item = (u32, Vec<Element>)>) -> Self {
        let mut globs = Self {
            beginnings: Beginnings::default(),
            by_key: HashMap::new(),
            by_sign: HashMap::new(),
            others: Vec::new(),
            literals: Literals::new(Vec::new()),
            words: HashMap::new(),
        };
        patterns.into_iter().for_each(|(matcher, elements)| globs.add(matcher, elements));
        let literals = globs.others.iter().map(|glob| longest_literal(&glob.rest).map(|literal| vec![literal]));
        globs.literals = Literals::new(literals.collect());
        globs
    }

    fn add(&mut self, matcher: u32, elements: Vec<Element>) {
        if let Some(word) = elements.iter().map(sign).collect::<Option<String>>() {
            self.beginnings.add_norm(word.as_bytes());
            self.words.entry(word).or_default().push(matcher);
            return;
        }
        let glob = Glob::new(matcher, elements);
        let Some(first) = glob.prefix.chars().next() else { return self.others.push(glob) };
        self.beginnings.add_prefix(glob.prefix.as_bytes());
        if glob.prefix.len() < LOOKED_AT {
            self.by_sign.entry(first).or_default().push(glob);
        } else {
            self.by_key.entry(first_four(glob.prefix.as_bytes())).or_default().push(glob);
        }
    }

    /// Calls `found` with the matcher of every pattern that matches a norm; `candidates` is kept between calls to save
    /// allocations.
    pub(super) fn each(&self, norm: &str, candidates: &mut Vec<u32>, found: impl FnMut(u32)) {
        if self.may_match(norm.as_bytes()) {
            self.matching(norm, candidates, &mut Reached::default(), found);
        }
    }

    /// Whether a pattern may match a norm; mostly decided by its first bytes.
    fn may_match(&self, norm: &[u8]) -> bool {
        !self.others.is_empty() || self.beginnings.hold(first_four(norm))
    }

    fn matching(&self, norm: &str, candidates: &mut Vec<u32>, reached: &mut Reached, mut found: impl FnMut(u32)) {
        let (mut near, mut nearer) = (None, None);
        let four = first_four(norm.as_bytes());
        if self.beginnings.hold(four) {
            self.words.get(norm).into_iter().flatten().for_each(|&matcher| found(matcher));
            near = norm.chars().next().and_then(|first| self.by_sign.get(&first));
            nearer = self.by_key.get(&four);
        }
        for glob in near.into_iter().chain(nearer).flatten().filter(|glob| glob.matches(norm, reached)) {
            found(glob.matcher);
        }
        if self.others.is_empty() {
            return;
        }
        self.literals.candidates(norm, candidates);
        for &index in candidates.iter() {
            let glob = &self.others[index as usize];
            if glob.matches(norm, reached) {
                found(glob.matcher);
            }
        }
    }

    /// Pairs of a type and a matcher that it satisfies.
    ///
    /// # Errors
    /// [`crate::Error::Interrupted`] if `control` was told to stop.
    pub(super) fn run(&self, norms: &Norms<'_>, control: &Control) -> Result<Vec<(u32, u32)>> {
        if self.by_key.is_empty() && self.by_sign.is_empty() && self.others.is_empty() && self.words.is_empty() {
            return Ok(Vec::new());
        }
        let count = norms.ids().len();
        let parts = (0..count.div_ceil(PART)).into_par_iter();
        let ids = |part: usize| (part * PART) as u32..count.min((part + 1) * PART) as u32;
        let found = parts.map(|part| self.run_part(ids(part), norms, control));
        Ok(found.collect::<Result<Vec<_>>>()?.concat())
    }

    fn run_part(&self, ids: Range<u32>, norms: &Norms<'_>, control: &Control) -> Result<Vec<(u32, u32)>> {
        let (mut pairs, mut candidates, mut reached) = (Vec::new(), Vec::new(), Reached::default());
        for id in ids.filter(|&id| self.may_match(norms.bytes_of(id))) {
            // A norm may be compared with thousands of patterns.
            control.check()?;
            self.matching(norms.of(id), &mut candidates, &mut reached, |matcher| pairs.push((id, matcher)));
        }
        Ok(pairs)
    }
}

/// Elements reached now and next; kept between norms to save allocations.
type Reached = [Vec<bool>; 2];

/// Whether the elements match the whole text. Tracks the set of elements reached, so the cost is at most characters
/// times elements.
fn matches(elements: &[Element], text: &str, [now, then]: &mut Reached) -> bool {
    now.clear();
    now.resize(elements.len() + 1, false);
    now[0] = true;
    skip(elements, now);
    for sign in text.chars() {
        then.clear();
        then.resize(elements.len() + 1, false);
        for (index, element) in elements.iter().enumerate().filter(|(index, _)| now[*index]) {
            match element {
                Element::Sign(own) => then[index + 1] |= *own == sign,
                Element::AnySign => then[index + 1] = true,
                Element::AnyRun => then[index] = true,
                Element::Hyphen => then[index + 1] |= sign == '-',
            }
        }
        skip(elements, then);
        std::mem::swap(now, then);
    }
    now[elements.len()]
}

fn skip(elements: &[Element], reached: &mut [bool]) {
    for (index, element) in elements.iter().enumerate() {
        if matches!(element, Element::AnyRun | Element::Hyphen) {
            reached[index + 1] |= reached[index];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Vocabulary;
    use crate::text::TokenKind;

    fn elements(pattern: &str) -> Vec<Element> {
        let element = |sign| match sign {
            '*' => Element::AnyRun,
            '?' => Element::AnySign,
            '=' => Element::Hyphen,
            sign => Element::Sign(sign),
        };
        pattern.chars().map(element).collect()
    }

    #[test]
    fn each_pattern_finds_among_others_what_it_finds_by_itself() {
        let norms = [
            "",
            "d",
            "du",
            "dur",
            "dure",
            "durée",
            "durer",
            "é",
            "éa",
            "été",
            "étés",
            "ét",
            "a-b",
            "ab",
            "abc",
            "abab",
            "terrorisme",
            "terrorismes",
            "terre",
            "\u{0}",
            "d\u{0}",
        ];
        let patterns = [
            "d",
            "du",
            "dure",
            "durée",
            "é",
            "ét",
            "été",
            "d*",
            "du*",
            "dur*",
            "dure*",
            "durée*",
            "é*",
            "ét*",
            "*e",
            "*é*",
            "?",
            "d?",
            "?u*",
            "a=b",
            "ab*ab",
            "a*b",
            "terroris*",
            "terr?*",
            "dur*re",
            "*",
            "*ur*",
            "?*b=a",
            "*r?*e*",
            "??",
        ];
        let mut vocabulary = Vocabulary::default();
        norms.iter().for_each(|norm| _ = vocabulary.intern(norm, TokenKind::Word));
        let (norms, mut expected) = (Norms::new(&vocabulary, false), Vec::new());
        for (matcher, pattern) in (0u32..).zip(patterns) {
            let alone = |id: &u32| matches(&elements(pattern), norms.of(*id), &mut Default::default());
            expected.extend(norms.ids().filter(alone).map(|id| (id, matcher)));
        }
        let globs = Globs::new((0u32..).zip(patterns.map(elements)));
        let mut found = globs.run(&norms, &Control::default()).unwrap();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_pattern_that_begins_with_a_wildcard_is_compared_only_with_norms_that_hold_its_literal() {
        let globs = Globs::new((0u32..).zip(["*terroris*", "?*ab*abc", "*é", "*?"].map(elements)));
        let mut candidates = Vec::new();
        for (norm, expected) in [("antiterroriste", vec![0, 3]), ("aab", vec![3]), ("abcé", vec![1, 2, 3])] {
            globs.literals.candidates(norm, &mut candidates);
            assert_eq!(candidates, expected, "{norm}");
        }
    }

    #[test]
    fn comparing_stops_when_it_is_told_to() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.intern("mer", TokenKind::Word);
        let (globs, control) = (Globs::new([(0, elements("*er"))]), Control::default());
        control.stop();
        let stopped = globs.run(&Norms::new(&vocabulary, false), &control);
        assert!(matches!(stopped, Err(crate::Error::Interrupted)));
    }
}
