//! What every pattern comes to on a vocabulary: for those who audit a lexicon.

use super::automaton::Automaton;
use super::matcher::{Matcher, Role};

/// What a pattern comes to on the vocabulary that the matcher was compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternReport {
    /// The pattern, for [`Matcher::pattern_text`].
    pub pattern: u32,
    /// Index of its theme; `None` for an exclusion of all themes.
    pub theme: Option<u32>,
    /// Whether it cancels matches instead of counting.
    pub excludes: bool,
    /// Number of types that its tokens expand to.
    pub types: usize,
    /// Whether every token that a match needs is in the vocabulary.
    pub can_match: bool,
    /// A pattern of the same theme that finds all that this one finds, token pattern by token pattern.
    pub shadowed_by: Option<u32>,
}

impl Matcher {
    /// A report on every pattern of this language, in the order of their numbers.
    pub fn report(&self) -> Vec<PatternReport> {
        let types = self.tokens.inverse(self.surfaces.len());
        let includes = |outer: u32, inner: u32| {
            let (wide, narrow) = (&types[outer as usize], &types[inner as usize]);
            outer == inner
                || self.surfaces[outer as usize].is_none()
                    && wide.len() >= narrow.len()
                    && narrow.iter().all(|id| wide.binary_search(id).is_ok())
        };
        let one = |(pattern, automaton): (u32, &Automaton)| {
            let (theme, excludes) = match self.roles[pattern as usize] {
                Role::Count(theme) => (Some(theme), false),
                Role::Exclude(theme) => (theme, true),
            };
            let mut all: Vec<u32> =
                automaton.matchers().flat_map(|matcher| types[matcher as usize].iter().copied()).collect();
            all.sort_unstable();
            all.dedup();
            let can_match = automaton.can_match(|matcher| !types[matcher as usize].is_empty());
            let shadowed_by = if can_match { self.shadow(pattern, &includes) } else { None };
            PatternReport { pattern, theme, excludes, types: all.len(), can_match, shadowed_by }
        };
        (0u32..).zip(&self.automata).map(one).collect()
    }

    /// The first pattern of the same role that finds all that this one finds; of two that find the same, the first.
    fn shadow(&self, pattern: u32, includes: &impl Fn(u32, u32) -> bool) -> Option<u32> {
        let own = &self.automata[pattern as usize];
        let others = (0u32..)
            .zip(&self.automata)
            .filter(|(other, _)| *other != pattern && self.roles[*other as usize] == self.roles[pattern as usize]);
        let mut wider = others.filter(|(_, other)| other.includes(own, includes));
        wider.find(|(number, other)| *number < pattern || !own.includes(other, includes)).map(|(number, _)| number)
    }
}
