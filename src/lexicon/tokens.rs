//! From the tree of a pattern to its automaton: words are cut as in texts, hyphens become tolerant.

use super::automaton::{Automaton, State};
use super::expand::{Element, Matchers, Token};
use super::pattern::{ANY_RUN, ANY_SIGN, Fault, Item, Sequence};
use super::words::cut;
use crate::text::{Lang, Rules, TokenKind, kind, norm, surface_form};

/// Most states of one pattern.
const LARGEST: usize = 50_000;
/// Most parts of one hyphenated word; any run of them may be written together.
const MOST_PARTS: usize = 16;
const NO_TOKEN: &str = "no text can have this token: write a letter, a digit or another sign";

/// Whether a hyphen inside a word is a token of its own in the texts; plain UAX #29 also cuts there.
fn cuts_at_hyphens(rules: Rules) -> bool {
    rules.split_hyphens || rules.lang == Lang::Und
}

/// Compiles a pattern for texts cut by `rules`, adding its token patterns to `matchers`.
pub(crate) fn automaton(sequence: &[Item], rules: Rules, matchers: &mut Matchers) -> Result<Automaton, Fault> {
    let mut builder = Builder { states: vec![State::Accept], rules, matchers };
    let entry = builder.sequence(sequence, 0)?;
    Ok(Automaton::new(builder.states, entry))
}

struct Builder<'a> {
    states: Vec<State>,
    rules: Rules,
    matchers: &'a mut Matchers,
}

impl Builder<'_> {
    /// The state that leads through `sequence` to `next`.
    fn sequence(&mut self, sequence: &[Item], next: u32) -> Result<u32, Fault> {
        sequence.iter().rev().try_fold(next, |next, item| self.item(item, next))
    }

    fn item(&mut self, item: &Item, next: u32) -> Result<u32, Fault> {
        if self.states.len() > LARGEST {
            return Err(Fault::new(
                1,
                format!("the pattern needs more than {LARGEST} states: split it into several patterns"),
            ));
        }
        match item {
            Item::Words { text, column } => self.words(text, *column, next),
            Item::Exact { text, column } => self.exact(text, *column, next),
            Item::Regex { source, .. } => Ok(self.token(Token::Regex(source.clone()), next)),
            Item::Gap { tokens, .. } => Ok(self.push(State::Gap { tokens: *tokens, next })),
            Item::Group(alternatives) => self.group(alternatives, next),
            Item::Class { name, column } => {
                Err(Fault::new(*column, format!("class {name:?} was not replaced by its patterns")))
            }
        }
    }

    fn group(&mut self, alternatives: &[Sequence], next: u32) -> Result<u32, Fault> {
        let entries = alternatives.iter().map(|one| self.sequence(one, next)).collect::<Result<_, _>>()?;
        Ok(self.split(entries))
    }

    fn push(&mut self, state: State) -> u32 {
        self.states.push(state);
        // Fits: `LARGEST` is far below 2^32.
        self.states.len() as u32 - 1
    }

    fn split(&mut self, mut entries: Vec<u32>) -> u32 {
        entries.sort_unstable();
        entries.dedup();
        match entries[..] {
            [only] => only,
            _ => self.push(State::Split(entries.into_boxed_slice())),
        }
    }

    fn token(&mut self, token: Token, next: u32) -> u32 {
        let matcher = self.matchers.intern(token);
        self.push(State::Token { matcher, next })
    }

    fn exact(&mut self, text: &str, column: usize, next: u32) -> Result<u32, Fault> {
        let tokens = cut(text, self.rules);
        let mut surfaces: Vec<(String, bool)> =
            tokens.iter().map(|token| (surface_form(&token.text).into_owned(), token.joined)).collect();
        surfaces.retain(|(surface, _)| !surface.is_empty());
        if surfaces.is_empty() {
            return Err(Fault::new(column, NO_TOKEN));
        }
        let lang = self.rules.lang;
        let may_be_one = |word: &str, following: &str| may_own_dot(&norm(word, lang), following);
        self.in_a_row(&surfaces, next, may_be_one, |builder, surface, next| {
            Ok(builder.token(Token::Exact(surface.to_owned()), next))
        })
    }

    fn words(&mut self, text: &str, column: usize, next: u32) -> Result<u32, Fault> {
        let pieces = cut(text, Rules { split_hyphens: false, ..self.rules });
        let mut tokens: Vec<(String, bool)> =
            pieces.into_iter().map(|piece| (norm(&piece.text, self.rules.lang).into_owned(), piece.joined)).collect();
        tokens.retain(|(norm, _)| !norm.is_empty());
        if self.rules.lang == Lang::Und {
            tokens = hyphens_joined(tokens);
        }
        if tokens.is_empty() {
            return Err(Fault::new(column, NO_TOKEN));
        }
        let may_be_one = |word: &str, following: &str| is_elided(word, following) || may_own_dot(word, following);
        self.in_a_row(&tokens, next, may_be_one, |builder, norm, next| builder.word(norm, column, next))
    }

    /// Tokens in a row; two that nothing separates may be a single token in a text.
    fn in_a_row(
        &mut self,
        tokens: &[(String, bool)],
        next: u32,
        may_be_one: impl Fn(&str, &str) -> bool,
        mut token: impl FnMut(&mut Self, &str, u32) -> Result<u32, Fault>,
    ) -> Result<u32, Fault> {
        let mut entries = vec![next; tokens.len() + 1];
        for (index, (text, joined)) in tokens.iter().enumerate().rev() {
            entries[index] = token(self, text, entries[index + 1])?;
            let following = tokens.get(index + 1).filter(|(following, _)| *joined && may_be_one(text, following));
            if let Some((following, _)) = following {
                let whole = token(self, &format!("{text}{following}"), entries[index + 2])?;
                entries[index] = self.split(vec![whole, entries[index]]);
            }
        }
        Ok(entries[0])
    }

    /// One token of a text that keeps hyphens; in the texts, `cyber-sécurité` may be one token or two.
    fn word(&mut self, norm: &str, column: usize, next: u32) -> Result<u32, Fault> {
        let parts = hyphenated(norm);
        if parts.len() > MOST_PARTS {
            return Err(Fault::new(column, format!("the word has more than {MOST_PARTS} parts joined by hyphens")));
        }
        let whole = self.parts(&parts, next);
        match norm.strip_prefix('-') {
            // Where hyphens split words, the inverted clitic `-ce` is two tokens.
            Some(rest) if cuts_at_hyphens(self.rules) && !rest.is_empty() => {
                let rest = self.parts(&hyphenated(rest), next);
                let cut = self.token(hyphen(), rest);
                Ok(self.split(vec![whole, cut]))
            }
            _ => Ok(whole),
        }
    }

    /// Every way to write the parts together (with or without hyphens) or apart.
    fn parts(&mut self, parts: &[Vec<Element>], next: u32) -> u32 {
        let mut entries = vec![next; parts.len() + 1];
        let mut after = vec![next; parts.len() + 1];
        for first in (0..parts.len()).rev() {
            let options = (first..parts.len()).map(|last| {
                let token = joined(&parts[first..=last], parts.len());
                self.token(token, after[last + 1])
            });
            let options = options.collect();
            entries[first] = self.split(options);
            after[first] = entries[first];
            if first > 0 && cuts_at_hyphens(self.rules) {
                let apart = self.token(hyphen(), entries[first]);
                after[first] = self.split(vec![entries[first], apart]);
            }
        }
        entries[0]
    }
}

/// Puts word, hyphen and word together again if nothing separated them.
fn hyphens_joined(tokens: Vec<(String, bool)>) -> Vec<(String, bool)> {
    let mut all: Vec<(String, bool)> = Vec::with_capacity(tokens.len());
    for (norm, joined) in tokens {
        match all.last_mut() {
            Some((before, follows)) if *follows && (norm == "-" && joined || before.ends_with('-')) => {
                before.push_str(&norm);
                *follows = joined;
            }
            _ => all.push((norm, joined)),
        }
    }
    all
}

/// `prud'hom*` is cut where `prud'hommes` is not: only the vocabulary shows which words stay whole.
fn is_elided(word: &str, following: &str) -> bool {
    word.ends_with('\'') && following.contains([ANY_RUN, ANY_SIGN]) && !following.starts_with(ANY_RUN)
}

/// `col. haddou`, `art. *`: whether a word keeps its dot depends on what follows in the text, and on its capitals.
fn may_own_dot(word: &str, following: &str) -> bool {
    following == "." && kind(word) == TokenKind::Word
}

fn hyphen() -> Token {
    Token::Norm(vec![Element::Sign('-')])
}

/// The parts of a word between its inner hyphens; a single part if its hyphens are not tolerant.
fn hyphenated(norm: &str) -> Vec<Vec<Element>> {
    let parts: Vec<&str> = norm.split('-').collect();
    let inner = if parts.first().is_some_and(|first| first.is_empty()) { &parts[1..] } else { &parts[..] };
    if !matches!(kind(norm), TokenKind::Word | TokenKind::Number) || inner.iter().any(|part| part.is_empty()) {
        return vec![elements(norm)];
    }
    let mut all: Vec<Vec<Element>> = inner.iter().map(|part| elements(part)).collect();
    if inner.len() < parts.len() {
        all[0].insert(0, Element::Sign('-'));
    }
    all
}

fn elements(norm: &str) -> Vec<Element> {
    let element = |sign| match sign {
        ANY_RUN => Element::AnyRun,
        ANY_SIGN => Element::AnySign,
        sign => Element::Sign(sign),
    };
    let mut all: Vec<Element> = norm.chars().map(element).collect();
    all.dedup_by(|right, left| *right == Element::AnyRun && *left == Element::AnyRun);
    all
}

/// Parts written as one token. Between hyphens, `*` stands for a non-empty part: `cyber-*` does not find `cyber` alone,
/// and `*` as a part by itself is a word, not a comma.
fn joined(parts: &[Vec<Element>], of: usize) -> Token {
    if of > 1 && parts.len() == 1 && parts[0] == [Element::AnyRun] {
        return Token::Word;
    }
    let mut all = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            all.push(Element::Hyphen);
        }
        if of > 1 && *part == [Element::AnyRun] {
            all.push(Element::AnySign);
        }
        all.extend_from_slice(part);
    }
    Token::Norm(all)
}
