//! Token patterns, and the types of a vocabulary that satisfy them, found once when a lexicon is compiled for it. The
//! `sieve` module does the same for one norm at a time.

use std::borrow::Cow;
use std::fmt;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::clitics;
use super::globs::Globs;
use super::pattern::regex;
use super::regexes::Regexes;
use crate::corpus::{Control, NormBytes, Vocabulary};
use crate::error::Result;
use crate::text::{Lang, fold_accents, norm};

/// Number of types that a thread compares with the patterns at a time.
pub(super) const PART: usize = 1 << 12;

/// A character or wildcard of a token pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Element {
    /// This character.
    Sign(char),
    /// Any one character.
    AnySign,
    /// Any number of characters, or none.
    AnyRun,
    /// A hyphen, or nothing.
    Hyphen,
}

/// A pattern for one token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Token {
    /// A pattern for the whole norm.
    Norm(Vec<Element>),
    /// Any counted token.
    Word,
    /// A regular expression for the whole norm.
    Regex(String),
    /// A surface form.
    Exact(String),
}

/// Writes the token as in a pattern.
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

/// The token patterns of a lexicon, each once.
#[derive(Default)]
pub(crate) struct Matchers {
    pub(super) tokens: Vec<Token>,
    numbers: HashMap<Token, u32>,
}

impl Matchers {
    /// The number of a token pattern, which is added if new.
    pub(crate) fn intern(&mut self, token: Token) -> u32 {
        if let Some(&known) = self.numbers.get(&token) {
            return known;
        }
        // Fits: bounded by the states of all patterns of a lexicon, which are in memory.
        let number = self.tokens.len() as u32;
        self.tokens.push(token.clone());
        self.numbers.insert(token, number);
        number
    }

    /// The surface that each exact matcher asks for, by matcher.
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

    /// The regular expressions, compiled in parallel.
    fn regexes(&self, lang: Lang, fold: bool, control: &Control) -> Result<Regexes> {
        let numbered: Vec<(u32, &Token)> = (0u32..).zip(&self.tokens).collect();
        let read = |one| control.check().map(|()| compiled(one, lang, fold)).transpose();
        Ok(Regexes::new(numbered.into_par_iter().filter_map(read).collect::<Result<_>>()?))
    }

    /// The regular expressions, compiled on this thread, as the other threads may all be busy.
    pub(super) fn regexes_in_turn(&self, lang: Lang, fold: bool, control: &Control) -> Result<Regexes> {
        let read = |one| control.check().map(|()| compiled(one, lang, fold)).transpose();
        Ok(Regexes::new((0u32..).zip(&self.tokens).filter_map(read).collect::<Result<_>>()?))
    }

    /// The patterns of norms, in the form in which they are compared with norms.
    pub(super) fn globs(&self, lang: Lang, fold: bool) -> Globs {
        let variants = |(matcher, token): (u32, &Token)| {
            let Token::Norm(elements) = token else { return Vec::new() };
            let elements = if fold { fold_elements(elements) } else { elements.clone() };
            let variants = if lang == Lang::Ar { clitics::variants(&elements) } else { vec![elements] };
            variants.into_iter().map(|variant| (matcher, variant)).collect()
        };
        Globs::new((0u32..).zip(&self.tokens).flat_map(variants))
    }

    /// Pairs of a type and a matcher that it satisfies (patterns for surfaces are compared by norm alone).
    ///
    /// # Errors
    /// [`crate::Error::Interrupted`] if `control` was told to stop.
    pub(crate) fn expand(
        &self,
        vocabulary: &Vocabulary,
        lang: Lang,
        fold: bool,
        control: &Control,
    ) -> Result<Vec<(u32, u32)>> {
        let (norms, mut pairs) = (Norms::new(vocabulary, fold), Vec::new());
        for (matcher, token) in (0u32..).zip(&self.tokens) {
            match token {
                Token::Word => {
                    let counted = norms.ids().filter(|&id| vocabulary.kind(id).is_counted());
                    pairs.extend(counted.map(|id| (id, matcher)));
                }
                Token::Exact(surface) => pairs.extend(vocabulary.id(&norm(surface, lang)).map(|id| (id, matcher))),
                // These are all looked up together, below.
                Token::Norm(_) | Token::Regex(_) => {}
            }
        }
        pairs.extend(self.globs(lang, fold).run(&norms, control)?);
        pairs.extend(norms.matched(&self.regexes(lang, fold, control)?, control)?);
        Ok(pairs)
    }
}

/// A regular expression, compiled as it is compared with norms.
fn compiled((matcher, token): (u32, &Token), lang: Lang, fold: bool) -> Option<(u32, String, regex::Regex)> {
    let Token::Regex(source) = token else { return None };
    let source = if lang == Lang::Ar { clitics::folded(source) } else { Cow::Borrowed(source.as_str()) };
    let folded = if fold { fold_accents(&source) } else { Cow::Borrowed(&*source) };
    // Without accents, a range such as [z-é] is not a range: compile it as written, which is known to work.
    let read = |source: &str| regex(source).ok().map(|regex| (matcher, source.to_owned(), regex));
    read(&folded).or_else(|| read(&source))
}

/// Norms in the form in which they are compared.
pub(super) struct Norms<'a> {
    vocabulary: &'a Vocabulary,
    bytes: NormBytes<'a>,
    /// By type, if accents are ignored.
    folded: Option<Vec<Cow<'a, str>>>,
}

impl<'a> Norms<'a> {
    pub(super) fn new(vocabulary: &'a Vocabulary, fold: bool) -> Self {
        let folded = || (0..vocabulary.len() as u32).into_par_iter().map(|id| fold_accents(vocabulary.norm(id)));
        Self { vocabulary, bytes: vocabulary.norm_bytes(), folded: fold.then(|| folded().collect()) }
    }

    pub(super) fn of(&self, id: u32) -> &str {
        self.folded.as_ref().map_or_else(|| self.vocabulary.norm(id), |folded| &folded[id as usize])
    }

    pub(super) fn bytes_of(&self, id: u32) -> &[u8] {
        self.folded.as_ref().map_or_else(|| self.bytes.of(id), |folded| folded[id as usize].as_bytes())
    }

    pub(super) fn ids(&self) -> std::ops::Range<u32> {
        0..self.vocabulary.len() as u32
    }

    /// The types that regular expressions match, with their matchers.
    fn matched(&self, regexes: &Regexes, control: &Control) -> Result<Vec<(u32, u32)>> {
        if regexes.is_empty() {
            return Ok(Vec::new());
        }
        let count = self.ids().len();
        let parts = (0..count.div_ceil(PART)).into_par_iter().map(|part| {
            let (mut pairs, mut candidates) = (Vec::new(), Vec::new());
            for id in (part * PART) as u32..count.min((part + 1) * PART) as u32 {
                control.check()?;
                regexes.matching(self.of(id), &mut candidates, |matcher| pairs.push((id, matcher)));
            }
            Ok(pairs)
        });
        Ok(parts.collect::<Result<Vec<_>>>()?.concat())
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
