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
                if end > start + 1 && !document.is_in_one_sentence(start..end) {
                    return;
                }
                until = until.max(end);
                // Ends come in ascending order.
                let last = &mut longest[pattern as usize];
                match matcher.roles[pattern as usize] {
                    Role::Count(theme) => {
                        match candidates
                            .get_mut(*last as usize)
                            .filter(|one| (one.pattern, one.start) == (pattern, start))
                        {
                            Some(known) => {
                                known.has_shorter |= end > known.end;
                                known.end = end;
                            }
                            None => {
                                *last = candidates.len() as u32;
                                candidates.push(Candidate { theme, pattern, start, end, has_shorter: false });
                            }
                        }
                    }
                    Role::Exclude(theme) => {
                        match exclusions
                            .get_mut(*last as usize)
                            .filter(|one| (one.pattern, one.start) == (pattern, start))
                        {
                            Some(known) => known.end = end,
                            None => {
                                *last = exclusions.len() as u32;
                                exclusions.push(Exclusion { theme, pattern, start, end });
                            }
                        }
                    }
                }
            });
        }
        resolver.document(&matcher.tree, scope, candidates, exclusions, hits, &mut shorter)?;
        Ok(hits)
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
