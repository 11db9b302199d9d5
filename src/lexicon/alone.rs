//! Hits of a single token that begins nothing longer and lies in no other match: they are the same wherever a type of
//! its family occurs, and so resolved once. Nearly all hits of a lexicon of words are of this kind.

use super::graph::Starts;
use super::matcher::{Hit, Role};
use super::resolve::{Candidate, NestedScope, Resolver, Tree};

/// The hits of each family, as if its token were the first of its document.
#[derive(Debug)]
pub(super) struct Alone {
    hits: Vec<Hit>,
    /// Where the hits of each family begin, and the end of all.
    starts: Vec<u32>,
}

impl Default for Alone {
    /// No families yet.
    fn default() -> Self {
        Self { hits: Vec::new(), starts: vec![0] }
    }
}

impl Alone {
    /// Resolves the one-token matches of each family not seen before. A single span competes with no other for tokens,
    /// so both scopes give the same result.
    pub(super) fn extend(&mut self, starts: &Starts, families: u32, roles: &[Role], tree: &Tree) {
        let (mut resolver, mut candidates) = (Resolver::default(), Vec::new());
        for family in self.starts.len() as u32 - 1..families {
            candidates.clear();
            for &pattern in starts.ends(family) {
                if let Role::Count(theme) = roles[pattern as usize] {
                    candidates.push(Candidate { theme, pattern, start: 0, end: 1, has_shorter: false });
                }
            }
            let none = &mut |_: &Candidate, _| Ok(None);
            let resolved = resolver.document(tree, NestedScope::Theme, &mut candidates, &[], &mut self.hits, none);
            resolved.expect("nothing is shorter than one token, so nothing is looked for that could fail");
            // Bounded by the types and patterns in memory.
            self.starts.push(self.hits.len() as u32);
        }
    }

    /// Adds the hits of a token whose type is of the given family.
    #[inline]
    pub(super) fn add(&self, family: u32, start: u32, hits: &mut Vec<Hit>) {
        let family = family as usize;
        for hit in &self.hits[self.starts[family] as usize..self.starts[family + 1] as usize] {
            hits.push(Hit { start, end: start + 1, ..*hit });
        }
    }
}
