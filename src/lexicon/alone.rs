//! Hits of a token that nothing longer begins with and no other match holds: the same wherever a type of its family
//! stands, and so resolved once. Nearly all hits of a lexicon of words are such.

use super::graph::Starts;
use super::matcher::{Hit, Role};
use super::resolve::{Candidate, NestedScope, Resolver, Tree};

/// The hits of each family as if its token were the first of its document.
#[derive(Debug)]
pub(super) struct Alone {
    hits: Vec<Hit>,
    /// Where those of each family begin, and the end of all.
    starts: Vec<u32>,
}

impl Default for Alone {
    /// Knows no families.
    fn default() -> Self {
        Self { hits: Vec::new(), starts: vec![0] }
    }
}

impl Alone {
    /// Resolves the matches of one token of each family that is not known. A single span takes tokens from no other, so that
    /// both scopes give the same.
    pub(super) fn extend(&mut self, starts: &Starts, families: u32, roles: &[Role], tree: &Tree) {
        let (mut resolver, mut candidates) = (Resolver::default(), Vec::new());
        for family in self.starts.len() as u32 - 1..families {
            candidates.clear();
            for &pattern in starts.ends(family) {
                if let Role::Count(theme) = roles[pattern as usize] {
                    candidates.push(Candidate { theme, pattern, start: 0, end: 1 });
                }
            }
            resolver.document(tree, NestedScope::Theme, &mut candidates, &[], &mut self.hits);
            // Bounded by the types and patterns in memory.
            self.starts.push(self.hits.len() as u32);
        }
    }

    /// Adds the hits of a token of a family.
    #[inline]
    pub(super) fn add(&self, family: u32, start: u32, hits: &mut Vec<Hit>) {
        let family = family as usize;
        for hit in &self.hits[self.starts[family] as usize..self.starts[family + 1] as usize] {
            hits.push(Hit { start, end: start + 1, ..*hit });
        }
    }
}
