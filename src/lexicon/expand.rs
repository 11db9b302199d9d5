//! Token patterns and the types of a vocabulary that they match, found once when a lexicon is compiled.

use std::borrow::Cow;
use std::fmt;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::clitics;
use super::pattern::regex;
use super::regexes::Regexes;
use crate::corpus::Vocabulary;
use crate::text::{Lang, fold_accents, norm};

/// Types that a thread compares with patterns at a time.
const PART: usize = 1 << 12;

/// A sign of a token pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Element {
    /// This sign.
    Sign(char),
    /// One sign, whichever.
    AnySign,
    /// Any signs, or none.
    AnyRun,
    /// A hyphen, or nothing.
    Hyphen,
}

/// A pattern for one token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Token {
    /// The whole norm.
    Norm(Vec<Element>),
    /// Any token that is counted.
    Word,
    /// A regular expression for the whole norm.
    Regex(String),
    /// A surface form.
    Exact(String),
}

/// As a pattern writes it.
impl fmt::Display for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Norm(elements) => elements.iter().try_for_each(|element| match element {
                Element::Sign(sign) => write!(out, "{sign}"),
                Element::AnySign => out.write_str("?"),
                Element::AnyRun => out.write_str("*"),
                Element::Hyphen => out.write_str("-"),
            }),
            Self::Word => out.write_str("*"),
            Self::Regex(source) => write!(out, "/{source}/"),
            Self::Exact(surface) => write!(out, "={surface}"),
        }
    }
}

/// Token patterns of a lexicon, each once.
#[derive(Default)]
pub(crate) struct Matchers {
    tokens: Vec<Token>,
    numbers: HashMap<Token, u32>,
}

impl Matchers {
    /// Number of a token pattern.
    pub(crate) fn intern(&mut self, token: Token) -> u32 {
        if let Some(&known) = self.numbers.get(&token) {
            return known;
        }
        // Bounded by the states of all patterns of a lexicon in memory.
        let number = self.tokens.len() as u32;
        self.tokens.push(token.clone());
        self.numbers.insert(token, number);
        number
    }

    /// Surfaces that exact matchers ask for, by matcher.
    pub(crate) fn surfaces(&self) -> Vec<Option<Box<str>>> {
        let surface = |token: &Token| match token {
            Token::Exact(surface) => Some(surface.as_str().into()),
            _ => None,
        };
        self.tokens.iter().map(surface).collect()
    }

    /// The token patterns, by number.
    pub(crate) fn into_tokens(self) -> Vec<Token> {
        self.tokens
    }

    fn regexes(&self, lang: Lang, fold: bool) -> Regexes {
        let numbered: Vec<(u32, &Token)> = (0u32..).zip(&self.tokens).collect();
        let compiled = numbered.into_par_iter().filter_map(|(matcher, token)| {
            let Token::Regex(source) = token else { return None };
            let source = if lang == Lang::Ar { clitics::folded(source) } else { Cow::Borrowed(source.as_str()) };
            let folded = if fold { fold_accents(&source) } else { Cow::Borrowed(&*source) };
            // A range such as [z-é] is none without accents; it is then compared as written, which compiled before.
            let read = |source: &str| regex(source).ok().map(|regex| (matcher, source.to_owned(), regex));
            read(&folded).or_else(|| read(&source))
        });
        Regexes::new(compiled.collect())
    }

    /// For every type, the matchers that it satisfies (those for surfaces by norm alone).
    pub(crate) fn expand(&self, vocabulary: &Vocabulary, lang: Lang, fold: bool) -> Table {
        let norms = Norms::new(vocabulary, fold);
        let mut expansion = Expansion { norms: &norms, lang, pairs: Vec::new() };
        let mut globs = Globs::default();
        for (matcher, token) in (0u32..).zip(&self.tokens) {
            expansion.token(matcher, token, &mut globs);
        }
        globs.run(&norms, &mut expansion.pairs);
        expansion.pairs.extend(norms.matched(&self.regexes(lang, fold)));
        Table::new(expansion.pairs, vocabulary.len())
    }
}

/// Norms as they are compared.
struct Norms<'a> {
    vocabulary: &'a Vocabulary,
    /// By type, where accents make no difference.
    folded: Option<Vec<Cow<'a, str>>>,
}

impl<'a> Norms<'a> {
    fn new(vocabulary: &'a Vocabulary, fold: bool) -> Self {
        let folded = || (0..vocabulary.len() as u32).into_par_iter().map(|id| fold_accents(vocabulary.norm(id)));
        Self { vocabulary, folded: fold.then(|| folded().collect()) }
    }

    fn of(&self, id: u32) -> &str {
        self.folded.as_ref().map_or_else(|| self.vocabulary.norm(id), |folded| &folded[id as usize])
    }

    fn ids(&self) -> std::ops::Range<u32> {
        0..self.vocabulary.len() as u32
    }

    /// The types that regular expressions match, with their matchers.
    fn matched(&self, regexes: &Regexes) -> Vec<(u32, u32)> {
        if regexes.is_empty() {
            return Vec::new();
        }
        let count = self.ids().len();
        let parts = (0..count.div_ceil(PART)).into_par_iter().flat_map_iter(|part| {
            let (mut pairs, mut candidates) = (Vec::new(), Vec::new());
            for id in (part * PART) as u32..count.min((part + 1) * PART) as u32 {
                regexes.matching(self.of(id), &mut candidates, |matcher| pairs.push((id, matcher)));
            }
            pairs
        });
        parts.collect()
    }
}

struct Expansion<'a> {
    norms: &'a Norms<'a>,
    lang: Lang,
    pairs: Vec<(u32, u32)>,
}

impl Expansion<'_> {
    fn folds(&self) -> bool {
        self.norms.folded.is_some()
    }

    fn token(&mut self, matcher: u32, token: &Token, globs: &mut Globs) {
        let vocabulary = self.norms.vocabulary;
        match token {
            Token::Norm(elements) => {
                let elements = if self.folds() { fold_elements(elements) } else { elements.clone() };
                let variants = if self.lang == Lang::Ar { clitics::variants(&elements) } else { vec![elements] };
                for variant in variants {
                    match literal(&variant) {
                        Some(text) => globs.add_literal(matcher, text),
                        None => globs.add(matcher, variant),
                    }
                }
            }
            Token::Word => {
                let counted = self.norms.ids().filter(|&id| vocabulary.kind(id).is_counted());
                self.pairs.extend(counted.map(|id| (id, matcher)));
            }
            // Those of all are looked for in parallel.
            Token::Regex(_) => {}
            Token::Exact(surface) => {
                let id = vocabulary.id(&norm(surface, self.lang));
                self.pairs.extend(id.map(|id| (id, matcher)));
            }
        }
    }
}

fn fold_elements(elements: &[Element]) -> Vec<Element> {
    let mut folded = Vec::with_capacity(elements.len());
    for &element in elements {
        match element {
            Element::Sign(sign) => {
                folded.extend(fold_accents(sign.encode_utf8(&mut [0; 4])).chars().map(Element::Sign));
            }
            other => folded.push(other),
        }
    }
    folded
}

/// The text of a pattern that has only signs.
fn literal(elements: &[Element]) -> Option<String> {
    let sign = |element: &Element| if let Element::Sign(sign) = element { Some(*sign) } else { None };
    elements.iter().map(sign).collect()
}

/// Patterns with wildcards by their first sign, and words, so that a type meets few of them.
#[derive(Default)]
struct Globs {
    by_sign: HashMap<char, Vec<Glob>>,
    others: Vec<Glob>,
    literals: HashMap<String, Vec<u32>>,
}

struct Glob {
    matcher: u32,
    /// Signs before the first wildcard.
    prefix: String,
    elements: Vec<Element>,
}

/// What a norm that matches begins with: most norms are none by that alone.
struct Beginnings {
    /// By the first two bytes.
    globs: Vec<bool>,
    /// By the first byte, bit `n` set where a word has `n` bytes; the last bit stands for all above.
    literals: [u64; 256],
}

impl Globs {
    fn add(&mut self, matcher: u32, elements: Vec<Element>) {
        let sign = |element: &Element| if let Element::Sign(sign) = element { Some(*sign) } else { None };
        let prefix: String = elements.iter().map_while(sign).collect();
        let first = prefix.chars().next();
        let glob = Glob { matcher, prefix, elements };
        match first {
            Some(first) => self.by_sign.entry(first).or_default().push(glob),
            None => self.others.push(glob),
        }
    }

    fn add_literal(&mut self, matcher: u32, text: String) {
        self.literals.entry(text).or_default().push(matcher);
    }

    fn beginnings(&self) -> Beginnings {
        let mut beginnings = Beginnings { globs: vec![false; 1 << 16], literals: [0; 256] };
        self.by_sign.values().flatten().for_each(|glob| match glob.prefix.len() {
            // Any byte may be the second.
            1 => (0..256).for_each(|second| beginnings.globs[first(&glob.prefix) | second << 8] = true),
            _ => beginnings.globs[two(&glob.prefix)] = true,
        });
        self.literals.keys().for_each(|text| beginnings.literals[first(text)] |= bit(text.len()));
        beginnings
    }

    fn run(&self, norms: &Norms<'_>, pairs: &mut Vec<(u32, u32)>) {
        if self.by_sign.is_empty() && self.others.is_empty() && self.literals.is_empty() {
            return;
        }
        let (beginnings, count) = (self.beginnings(), norms.ids().len());
        let parts = (0..count.div_ceil(PART)).into_par_iter();
        let ids = |part: usize| (part * PART) as u32..count.min((part + 1) * PART) as u32;
        let found: Vec<Vec<(u32, u32)>> = parts.map(|part| self.run_part(ids(part), norms, &beginnings)).collect();
        pairs.extend(found.into_iter().flatten());
    }

    fn run_part(&self, ids: std::ops::Range<u32>, norms: &Norms<'_>, beginnings: &Beginnings) -> Vec<(u32, u32)> {
        let mut pairs = Vec::new();
        let mut reached = [Vec::new(), Vec::new()];
        for id in ids {
            let norm = norms.of(id);
            let begins = first(norm);
            if beginnings.literals[begins] & bit(norm.len()) != 0 {
                let matchers = self.literals.get(norm).map(Vec::as_slice).unwrap_or_default();
                pairs.extend(matchers.iter().map(|&matcher| (id, matcher)));
            }
            let sign = norm.chars().next().filter(|_| beginnings.globs[two(norm)]);
            let near = sign.and_then(|sign| self.by_sign.get(&sign)).map(Vec::as_slice);
            for glob in near.unwrap_or_default().iter().chain(&self.others) {
                if norm.starts_with(&glob.prefix) && glob_matches(&glob.elements, norm, &mut reached) {
                    pairs.push((id, glob.matcher));
                }
            }
        }
        pairs
    }
}

/// The first byte of a text; 0 where there is none.
fn first(text: &str) -> usize {
    usize::from(text.as_bytes().first().copied().unwrap_or_default())
}

/// The first two bytes of a text, zeros where it has fewer.
fn two(text: &str) -> usize {
    let second = text.as_bytes().get(1).copied().unwrap_or_default();
    first(text) | usize::from(second) << 8
}

fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

/// Whether the elements match the whole norm; keeps the set of elements reached, so it costs signs times elements.
fn glob_matches(elements: &[Element], norm: &str, [now, then]: &mut [Vec<bool>; 2]) -> bool {
    now.clear();
    now.resize(elements.len() + 1, false);
    now[0] = true;
    skip(elements, now);
    for sign in norm.chars() {
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

/// A list of numbers for every type.
#[derive(Debug, Default)]
pub(crate) struct Table {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Table {
    /// From (type, value) pairs, each list sorted and without repeats.
    pub(crate) fn new(mut pairs: Vec<(u32, u32)>, types: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0u32; types + 1];
        for (id, _) in &pairs {
            starts[*id as usize + 1] += 1;
        }
        for index in 0..types {
            starts[index + 1] += starts[index];
        }
        Self { starts, values: pairs.into_iter().map(|(_, value)| value).collect() }
    }

    /// The list of a type; none for a type that came to the vocabulary later.
    pub(crate) fn of(&self, id: u32) -> &[u32] {
        let id = id as usize;
        match (self.starts.get(id), self.starts.get(id + 1)) {
            (Some(&start), Some(&end)) => &self.values[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Number of types that have a list, be it empty.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// For every value below a bound, its types in order.
    pub(crate) fn inverse(&self, values: usize) -> Vec<Vec<u32>> {
        let mut inverse = vec![Vec::new(); values];
        for id in 0..self.len() as u32 {
            self.of(id).iter().for_each(|&value| inverse[value as usize].push(id));
        }
        inverse
    }
}
