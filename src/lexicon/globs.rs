//! Patterns for the norms of one token, all compared with a norm at once: words, and signs with wildcards among them.
//!
//! Most norms begin with four bytes that none of the patterns begins with, and are passed by that alone.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::expand::{Element, Norms, PART};

/// Bytes that a norm is told by.
const KEY: usize = 4;
/// Bits of their hash.
const BITS: u32 = 15;

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

/// What a norm that matches begins with.
#[derive(Debug)]
struct Beginnings {
    /// Hashes of first bytes, a bit each: of words and of long prefixes.
    keys: [u64; 1 << (BITS - u64::BITS.ilog2())],
    /// First two bytes of short prefixes, a bit each.
    short: [u64; 1 << (u16::BITS - u64::BITS.ilog2())],
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

impl Default for Beginnings {
    /// Those of no norm.
    fn default() -> Self {
        Self { keys: [0; 1 << (BITS - u64::BITS.ilog2())], short: [0; 1 << (u16::BITS - u64::BITS.ilog2())] }
    }
}

impl Beginnings {
    fn add_word(&mut self, word: &str) {
        set(&mut self.keys, hash(key(word.as_bytes())));
    }

    /// Adds all norms with a prefix, which is not empty.
    fn add_prefix(&mut self, prefix: &str) {
        match prefix.as_bytes() {
            // Any byte may be the second.
            &[only] => (0..256).for_each(|second| set(&mut self.short, usize::from(only) | second << 8)),
            prefix @ ([_, _] | [_, _, _]) => set(&mut self.short, two(key(prefix))),
            _ => self.add_word(prefix),
        }
    }

    /// Whether anything may match a norm.
    fn hold(&self, norm: &[u8]) -> bool {
        let key = key(norm);
        let holds = |bits: &[u64], at: usize| bits[at / 64] >> (at % 64) & 1 != 0;
        holds(&self.keys, hash(key)) | holds(&self.short, two(key))
    }
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

/// The first bytes as a number, zeros where there are fewer.
fn key(norm: &[u8]) -> u32 {
    let bytes = norm.first_chunk::<KEY>().copied().unwrap_or_else(|| {
        let mut bytes = [0; KEY];
        bytes[..norm.len()].copy_from_slice(norm);
        bytes
    });
    u32::from_le_bytes(bytes)
}

fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS)) as usize
}

fn two(key: u32) -> usize {
    key as usize & 0xFFFF
}

fn sign(element: &Element) -> Option<char> {
    if let Element::Sign(sign) = element { Some(*sign) } else { None }
}

impl Globs {
    /// Adds a pattern.
    pub(super) fn add(&mut self, matcher: u32, elements: Vec<Element>) {
        if let Some(word) = elements.iter().map(sign).collect::<Option<String>>() {
            self.beginnings.add_word(&word);
            self.words.entry(word).or_default().push(matcher);
            return;
        }
        let glob = Glob::new(matcher, elements);
        let Some(first) = glob.prefix.chars().next() else { return self.others.push(glob) };
        self.beginnings.add_prefix(&glob.prefix);
        if glob.prefix.len() < KEY {
            self.by_sign.entry(first).or_default().push(glob);
        } else {
            self.by_key.entry(key(glob.prefix.as_bytes())).or_default().push(glob);
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
        !self.others.is_empty() || self.beginnings.hold(norm)
    }

    fn matching(&self, norm: &str, reached: &mut Reached, mut found: impl FnMut(u32)) {
        let (mut near, mut nearer) = (None, None);
        if self.beginnings.hold(norm.as_bytes()) {
            self.words.get(norm).into_iter().flatten().for_each(|&matcher| found(matcher));
            near = norm.chars().next().and_then(|first| self.by_sign.get(&first));
            nearer = self.by_key.get(&key(norm.as_bytes()));
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
