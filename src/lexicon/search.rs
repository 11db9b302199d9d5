//! Finds the hits of a matcher in a document: only at the tokens that a pattern can begin with, and only in their
//! sentences.

use super::automaton::Run;
use super::matcher::{Document, Hit, Matcher, Role};
use super::resolve::{Candidate, Exclusion, NestedScope, Resolver};
use crate::text::surface_form;

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
        document: &Document<'_>,
        starters: &[u32],
        scope: NestedScope,
    ) -> &[Hit] {
        self.hits.clear();
        // Documents have fewer than 2^32 tokens, as their ids are stored.
        let length = document.ids.len() as u32;
        let (mut starters, mut starts) = (starters, document.sentence_starts);
        while let Some(&first) = starters.first() {
            starts = &starts[starts.partition_point(|&start| start <= first)..];
            let stop = starts.first().copied().unwrap_or(length).min(length);
            let (here, later) = starters.split_at(starters.partition_point(|&token| token < stop));
            self.sentence(matcher, document, here, stop);
            self.resolver.sentence(&matcher.tree, scope, &mut self.candidates, &self.exclusions, &mut self.hits);
            starters = later;
        }
        self.hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.theme, hit.pattern));
        &self.hits
    }

    /// All matches of a sentence, before they are resolved.
    fn sentence(&mut self, matcher: &Matcher, document: &Document<'_>, starters: &[u32], stop: u32) {
        self.candidates.clear();
        self.exclusions.clear();
        for &start in starters {
            for &pattern in matcher.starts.of(document.ids[start as usize]) {
                self.pattern(matcher, document, pattern, start..stop);
            }
        }
    }

    fn pattern(&mut self, matcher: &Matcher, document: &Document<'_>, pattern: u32, place: std::ops::Range<u32>) {
        let Self { candidates, exclusions, run, .. } = self;
        let start = place.start;
        let mut found = |end| match matcher.roles[pattern as usize] {
            Role::Count(theme) => candidates.push(Candidate { theme, pattern, start, end }),
            Role::Exclude(theme) => exclusions.push(Exclusion { theme, start, end }),
        };
        let matches = |wanted: u32, at: u32| {
            let exact = || {
                let surface = surface_form((document.surface)(at as usize));
                matcher.surfaces[wanted as usize].as_deref() == Some(&*surface)
            };
            matcher.matches(wanted, document.ids[at as usize], exact)
        };
        match &matcher.phrases[pattern as usize] {
            Some(phrase) => {
                let end = start.saturating_add(phrase.len() as u32);
                // The type of the first token is one that the phrase begins with; only its surface is open.
                let met = |at, wanted: u32| {
                    (at == start && matcher.surfaces[wanted as usize].is_none()) || matches(wanted, at)
                };
                if end <= place.end && (start..).zip(phrase).all(|(at, &wanted)| met(at, wanted)) {
                    found(end);
                }
            }
            None => matcher.automata[pattern as usize].ends(start, place.end, run, &matches, found),
        }
    }
}
