//! Patterns for the norms of one token, all compared with a norm at once: words, and signs with wildcards among them.
//!
//! Most norms begin with four bytes that none of the patterns begins with, and are passed by that alone.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::expand::{Element, Norms, PART};
use crate::text::{Beginnings, LOOKED_AT, first_four};

/// Words, and patterns with wildcards by what they begin with, so that a norm meets few of them.
#[derive(Debug, Default)]
pub(super) struct Globs {
    beginnings: Beginnings,
    /// By their first bytes.
    by_key: HashMap<u32, Vec<Glob>>,
    /// Those of fewer bytes before the first wildcard, by their first sign.
    by_sign: HashMap<char, Vec<Glob>>,
    others: Vec<Glob>,
    words: HashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Glob {
    matcher: u32,
    /// Signs before the first wildcard.
    prefix: String,
    /// Signs behind the last.
    suffix: String,
    /// What stands behind the prefix.
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

    /// Tells the matchers of the patterns that match a norm.
    pub(super) fn each(&self, norm: &str, found: impl FnMut(u32)) {
        if self.may_match(norm.as_bytes()) {
            self.matching(norm, &mut Reached::default(), found);
        }
    }

    /// Whether a pattern may match a norm, as mostly its first bytes tell.
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

    /// Adds the types that match, with their matchers.
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

/// Elements that were reached, kept between norms to spare memory traffic.
type Reached = [Vec<bool>; 2];

/// Whether the elements match the whole text; keeps the set of elements reached, so it costs signs times elements.
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
