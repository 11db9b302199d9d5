//! Finds the hits of a matcher in a document, looking only at the tokens with which a pattern can begin. Sentences are
//! asked for only once a match of several tokens has been found.

use std::ops::Range;

use super::graph::{Tokens, Walk};
use super::matcher::{Hit, Matcher, Role};
use super::resolve::{Candidate, Exclusion, NestedScope, Resolver};
use crate::error::Result;
use crate::text::surface_form;

/// What a search needs to know about a document.
pub(crate) trait Searched {
    /// Number of tokens.
    fn len(&self) -> u32;
    /// Type of a token.
    fn id(&self, token: u32) -> u32;
    /// Surface of a token; called only for patterns that ask for an exact surface.
    fn surface(&self, token: u32) -> &str;
    /// The end of the sentence that contains a token, or any later place while that is not known.
    fn stop(&self, token: u32) -> u32;
    /// Whether a run of tokens, which ends no later than [`Searched::stop`], lies within one sentence.
    fn is_in_one_sentence(&self, tokens: Range<u32>) -> bool;
}

/// Working state of a search, kept from one document to the next to save allocations.
#[derive(Debug, Default)]
pub(crate) struct Search {
    walk: Walk,
    other_walk: Walk,
    candidates: Vec<Candidate>,
    exclusions: Vec<Exclusion>,
    /// By pattern, the place of its last candidate or exclusion.
    longest: Vec<u32>,
    resolver: Resolver,
    hits: Vec<Hit>,
}

impl Search {
    /// The hits of a document, as from [`Matcher::hits`]; `starters` are the document's tokens whose types are among
    /// [`Matcher::starters`], ascending.
    ///
    /// # Errors
    /// Those of `check`, which is called again and again: a long sentence may take a while.
    pub(crate) fn hits(
        &mut self,
        matcher: &Matcher,
        document: &impl Searched,
        starters: &[u32],
        scope: NestedScope,
        check: &dyn Fn() -> Result<()>,
    ) -> Result<&[Hit]> {
        self.hits.clear();
        self.candidates.clear();
        self.exclusions.clear();
        let tokens = Read { matcher, document, stop: u32::MAX };
        let Self { walk, other_walk, candidates, exclusions, longest, resolver, hits } = self;
        longest.resize(matcher.roles.len().max(longest.len()), 0);
        let mut shorter = |candidate: &Candidate, limit| {
            check()?;
            Ok(shorter(matcher, document, other_walk, candidate, limit))
        };
        // The end of the waiting candidates. They are resolved once no later one can share a token with them, or at the
        // very end if what comes later may cancel them.
        let mut until = 0;
        let mut together = Together { tokens: 0..0, broken: 0 };
        for &start in starters {
            if !matcher.excludes && start >= until {
                if !candidates.is_empty() {
                    resolver.document(&matcher.tree, scope, candidates, &[], hits, &mut shorter)?;
                    candidates.clear();
                }
                let family = tokens.family(start);
                if matcher.starts.are_all(family, &tokens, start) {
                    matcher.alone.add(family, start, hits);
                    continue;
                }
            }
            check()?;
            matcher.graph.matches(&matcher.starts, &tokens, start, walk, |pattern, end| {
                if end > start + 1 && !together.holds(document, start, end) {
                    return;
                }
                until = until.max(end);
                // Ends come in ascending order, so the longest match so far is made longer.
                let place = &mut longest[pattern as usize];
                match matcher.roles[pattern as usize] {
                    Role::Count(theme) => match candidates.get_mut(*place as usize) {
                        Some(known) if (known.pattern, known.start) == (pattern, start) => {
                            known.has_shorter |= end > known.end;
                            known.end = end;
                        }
                        _ => add(candidates, place, Candidate { theme, pattern, start, end, has_shorter: false }),
                    },
                    Role::Exclude(theme) => match exclusions.get_mut(*place as usize) {
                        Some(known) if (known.pattern, known.start) == (pattern, start) => known.end = end,
                        _ => add(exclusions, place, Exclusion { theme, pattern, start, end }),
                    },
                }
            });
        }
        resolver.document(&matcher.tree, scope, candidates, exclusions, hits, &mut shorter)?;
        Ok(hits)
    }
}

/// Adds a match to a list and keeps its place.
fn add<T>(list: &mut Vec<T>, place: &mut u32, found: T) {
    *place = list.len() as u32;
    list.push(found);
}

/// Tokens that are known to lie within one sentence, so that of many matches that begin and end near each other, each
/// token is looked at once.
struct Together {
    tokens: Range<u32>,
    /// The end of a run that begins among them and crosses into another sentence.
    broken: u32,
}

impl Together {
    /// Whether a run of tokens lies within one sentence; runs come in order of their first token.
    fn holds(&mut self, document: &impl Searched, start: u32, end: u32) -> bool {
        if !self.tokens.contains(&start) {
            *self = Self { tokens: start..start + 1, broken: u32::MAX };
        }
        if end <= self.tokens.end || end >= self.broken {
            return end <= self.tokens.end;
        }
        let goes_on = document.is_in_one_sentence(self.tokens.end - 1..end);
        match goes_on {
            true => self.tokens.end = end,
            false => self.broken = end,
        }
        goes_on
    }
}

/// The longest match of a candidate's pattern that begins where it begins and ends no later than `limit`.
fn shorter(
    matcher: &Matcher,
    document: &impl Searched,
    walk: &mut Walk,
    candidate: &Candidate,
    limit: u32,
) -> Option<Candidate> {
    let tokens = Read { matcher, document, stop: limit };
    let mut found: Option<Candidate> = None;
    matcher.graph.matches(&matcher.starts, &tokens, candidate.start, walk, |pattern, end| {
        if pattern == candidate.pattern && end <= limit {
            let has_shorter = found.is_some_and(|known| known.has_shorter || end > known.end);
            found = Some(Candidate { end, has_shorter, ..*candidate });
        }
    });
    found
}

/// A document as seen by the matcher's walks.
struct Read<'a, D> {
    matcher: &'a Matcher,
    document: &'a D,
    /// No match may end after this token.
    stop: u32,
}

impl<D: Searched> Tokens for Read<'_, D> {
    fn len(&self) -> u32 {
        self.document.len()
    }

    fn family(&self, token: u32) -> u32 {
        self.matcher.families.of(self.document.id(token))
    }

    fn matchers(&self, family: u32) -> &[u32] {
        self.matcher.families.matchers(family)
    }

    fn is_met(&self, matcher: u32, token: u32) -> bool {
        let wanted = self.matcher.surfaces[matcher as usize].as_deref();
        wanted.is_none_or(|wanted| wanted == &*surface_form(self.document.surface(token)))
    }

    fn stop(&self, token: u32) -> u32 {
        self.document.stop(token).min(self.stop)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::corpus::{Control, Vocabulary};
    use crate::error::Error;
    use crate::lexicon::single;
    use crate::text::{Rules, TokenKind};

    /// A sentence of one word again and again, which counts what it is asked.
    struct Repeated {
        tokens: u32,
        asked: Cell<usize>,
    }

    impl Searched for Repeated {
        fn len(&self) -> u32 {
            self.tokens
        }

        fn id(&self, _: u32) -> u32 {
            0
        }

        fn surface(&self, _: u32) -> &str {
            "mot"
        }

        fn stop(&self, _: u32) -> u32 {
            self.tokens
        }

        fn is_in_one_sentence(&self, tokens: Range<u32>) -> bool {
            self.asked.set(self.asked.get() + tokens.len());
            true
        }
    }

    fn matcher(pattern: &str) -> Matcher {
        let mut vocabulary = Vocabulary::default();
        vocabulary.intern("mot", TokenKind::Word);
        single(pattern).unwrap().compile(Rules::default(), &vocabulary, &Control::default()).unwrap()
    }

    #[test]
    fn a_wide_gap_costs_no_more_than_the_text_is_long() {
        let document = Repeated { tokens: 5000, asked: Cell::new(0) };
        let starters: Vec<u32> = (0..document.tokens).collect();
        for (pattern, longest) in [("mot ~100 mot", 102), ("mot ~100 mot ~100 mot", 203)] {
            document.asked.set(0);
            let mut search = Search::default();
            let found = search.hits(&matcher(pattern), &document, &starters, NestedScope::Theme, &|| Ok(())).unwrap();
            let spans = found.iter().map(|hit| (hit.start, hit.end));
            let expected = (0..5000).step_by(longest).map(|start| (start, (start + longest as u32).min(5000)));
            assert!(spans.eq(expected), "{found:?}");
            assert!(document.asked.get() <= 10_000, "{}", document.asked.get());
            assert!(search.candidates.len() <= 5000);
        }
    }

    #[test]
    fn a_search_that_shall_stop_stops_within_a_document() {
        let document = Repeated { tokens: 5000, asked: Cell::new(0) };
        let (starters, asked): (Vec<u32>, _) = ((0..document.tokens).collect(), Cell::new(0));
        let check = || {
            asked.set(asked.get() + 1);
            if asked.get() < 10 { Ok(()) } else { Err(Error::Interrupted) }
        };
        let mut search = Search::default();
        let stopped = search.hits(&matcher("mot ~100 mot"), &document, &starters, NestedScope::Theme, &check);
        assert!(matches!(stopped, Err(Error::Interrupted)));
        assert_eq!(asked.get(), 10);
    }
}
