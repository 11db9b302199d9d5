//! Finds the hits of a matcher in a document: only at the tokens that a pattern can begin with. Sentences are asked for
//! where a match of several tokens was found, and for nothing else.

use std::ops::Range;

use super::automaton::Run;
use super::matcher::{Hit, Matcher, Role};
use super::resolve::{Candidate, Exclusion, NestedScope, Resolver};
use crate::text::surface_form;

/// What a search asks of a document.
pub(crate) trait Searched {
    /// Number of tokens.
    fn len(&self) -> u32;
    /// Type of a token.
    fn id(&self, token: u32) -> u32;
    /// Surface of a token; asked only where a pattern is exact.
    fn surface(&self, token: u32) -> &str;
    /// Where the sentence of a token ends; where that is not known yet, a place behind it.
    fn stop(&self, token: u32) -> u32;
    /// Whether a run of tokens stands in one sentence.
    fn is_in_one_sentence(&self, tokens: Range<u32>) -> bool;
}

/// What a search needs and keeps from one document to the next, to spare memory traffic.
#[derive(Debug, Default)]
pub(crate) struct Search {
    run: Run,
    candidates: Vec<Candidate>,
    exclusions: Vec<Exclusion>,
    resolver: Resolver,
    hits: Vec<Hit>,
}

impl Search {
    /// The hits of a document as [`Matcher::hits`] gives them; `starters` are its tokens whose types are among
    /// [`Matcher::starters`], ascending.
    pub(crate) fn hits(
        &mut self,
        matcher: &Matcher,
        document: &impl Searched,
        starters: &[u32],
        scope: NestedScope,
    ) -> &[Hit] {
        self.hits.clear();
        self.candidates.clear();
        self.exclusions.clear();
        for &start in starters {
            for &pattern in matcher.starts.of(document.id(start)) {
                match matcher.words[pattern as usize] {
                    Some(theme) => self.candidates.push(Candidate { theme, pattern, start, end: start + 1 }),
                    None => self.pattern(matcher, document, pattern, start),
                }
            }
        }
        self.resolver.document(&matcher.tree, scope, &mut self.candidates, &self.exclusions, &mut self.hits);
        &self.hits
    }

    /// All matches of a pattern that begin at a token, before they are resolved.
    fn pattern(&mut self, matcher: &Matcher, document: &impl Searched, pattern: u32, start: u32) {
        let Self { candidates, exclusions, run, .. } = self;
        let found = |end: u32| {
            if end > start + 1 && !document.is_in_one_sentence(start..end) {
                return;
            }
            match matcher.roles[pattern as usize] {
                Role::Count(theme) => candidates.push(Candidate { theme, pattern, start, end }),
                Role::Exclude(theme) => exclusions.push(Exclusion { theme, start, end }),
            }
        };
        let matches = |wanted: u32, at: u32| {
            let exact = || {
                let surface = surface_form(document.surface(at));
                matcher.surfaces[wanted as usize].as_deref() == Some(&*surface)
            };
            matcher.matches(wanted, document.id(at), exact)
        };
        match &matcher.phrases[pattern as usize] {
            Some(phrases) => {
                let firsts = matcher.tokens.of(document.id(start));
                ends_of(phrases, firsts, start..document.len(), &matches, found);
            }
            None => matcher.automata[pattern as usize].ends(start, document.stop(start), run, &matches, found),
        }
    }
}

/// Tells every end of a phrase that begins with the first of some tokens, each once and in order. Phrases stand by length and
/// then by their matchers, so that of the many that a class of words stands for only those are looked at that begin with a
/// matcher of the first token.
fn ends_of(
    phrases: &[Box<[u32]>],
    firsts: &[u32],
    tokens: Range<u32>,
    matches: &impl Fn(u32, u32) -> bool,
    mut found: impl FnMut(u32),
) {
    let is_there = |phrase: &[u32]| (tokens.start..).zip(phrase).all(|(at, &wanted)| matches(wanted, at));
    let mut rest = phrases;
    while let Some(length) = rest.first().map(|phrase| phrase.len()) {
        let (same, longer) = rest.split_at(rest.partition_point(|phrase| phrase.len() == length));
        rest = longer;
        let end = tokens.start.saturating_add(length as u32);
        if end > tokens.end {
            break;
        }
        let mut beginning = firsts.iter().flat_map(|first| {
            let from = same.partition_point(|phrase| phrase.first() < Some(first));
            same[from..].iter().take_while(move |phrase| phrase.first() == Some(first))
        });
        if beginning.any(|phrase| is_there(phrase)) {
            found(end);
        }
    }
}
