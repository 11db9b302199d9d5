//! Patterns for the norm of one token, all compared with a norm at once: words, and globs with wildcards.
//!
//! Most norms begin with four bytes that no pattern begins with, and are rejected by that alone.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::expand::{Element, Norms, PART};
use crate::text::{Beginnings, LOOKED_AT, first_four};

/// Words, and patterns with wildcards indexed by their beginnings, so that each norm is compared with only a few.
#[derive(Debug, Default)]
pub(super) struct Globs {
    beginnings: Beginnings,
    /// By the first four bytes of the prefix.
    by_key: HashMap<u32, Vec<Glob>>,
    /// Those with a shorter prefix, by its first character.
    by_sign: HashMap<char, Vec<Glob>>,
    others: Vec<Glob>,
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

fn sign(element: &Element) -> Option<char> {
    if let Element::Sign(sign) = element { Some(*sign) } else { None }
}

impl Globs {
    /// Adds a pattern.
    pub(super) fn add(&mut self, matcher: u32, elements: Vec<Element>) {
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

    /// Calls `found` with the matcher of every pattern that matches a norm.
    pub(super) fn each(&self, norm: &str, found: impl FnMut(u32)) {
        if self.may_match(norm.as_bytes()) {
            self.matching(norm, &mut Reached::default(), found);
        }
    }

    /// Whether a pattern may match a norm; mostly decided by its first bytes.
    fn may_match(&self, norm: &[u8]) -> bool {
        !self.others.is_empty() || self.beginnings.hold(first_four(norm))
    }

    fn matching(&self, norm: &str, reached: &mut Reached, mut found: impl FnMut(u32)) {
        let (mut near, mut nearer) = (None, None);
        let four = first_four(norm.as_bytes());
        if self.beginnings.hold(four) {
            self.words.get(norm).into_iter().flatten().for_each(|&matcher| found(matcher));
            near = norm.chars().next().and_then(|first| self.by_sign.get(&first));
            nearer = self.by_key.get(&four);
        }
        let near = near.into_iter().chain(nearer).flatten();
        for glob in near.chain(&self.others).filter(|glob| glob.matches(norm, reached)) {
            found(glob.matcher);
        }
    }

    /// Adds a pair for every type and every matcher that it satisfies.
    pub(super) fn run(&self, norms: &Norms<'_>, pairs: &mut Vec<(u32, u32)>) {
        if self.by_key.is_empty() && self.by_sign.is_empty() && self.others.is_empty() && self.words.is_empty() {
            return;
        }
        let count = norms.ids().len();
        let parts = (0..count.div_ceil(PART)).into_par_iter();
        let ids = |part: usize| (part * PART) as u32..count.min((part + 1) * PART) as u32;
        let found: Vec<Vec<(u32, u32)>> = parts.map(|part| self.run_part(ids(part), norms)).collect();
        pairs.extend(found.into_iter().flatten());
    }

    fn run_part(&self, ids: std::ops::Range<u32>, norms: &Norms<'_>) -> Vec<(u32, u32)> {
        let (mut pairs, mut reached) = (Vec::new(), Reached::default());
        for id in ids.filter(|&id| self.may_match(norms.bytes_of(id))) {
            self.matching(norms.of(id), &mut reached, |matcher| pairs.push((id, matcher)));
        }
        pairs
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
        ];
        let mut vocabulary = Vocabulary::default();
        norms.iter().for_each(|norm| _ = vocabulary.intern(norm, TokenKind::Word));
        let (norms, mut globs, mut expected) = (Norms::new(&vocabulary, false), Globs::default(), Vec::new());
        for (matcher, pattern) in (0u32..).zip(patterns) {
            let elements = elements(pattern);
            let alone = |id: &u32| matches(&elements, norms.of(*id), &mut Default::default());
            expected.extend(norms.ids().filter(alone).map(|id| (id, matcher)));
            globs.add(matcher, elements.clone());
        }
        let mut found = Vec::new();
        globs.run(&norms, &mut found);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
