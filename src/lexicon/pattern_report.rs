//! What every pattern can reach in a vocabulary, for auditing a lexicon.

use super::automaton::Automaton;
use super::expand::{Element, Token};
use super::makeable::is_made;
use super::matcher::{Matcher, Role};
use super::shadows::Shadows;
use crate::corpus::Control;
use crate::error::Result;

/// Whether a pattern can match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every token that a match needs is present.
    Here,
    /// A token that a match needs is absent, though a text of the language could contain it.
    NotHere,
    /// No text of the language can contain a token that a match needs, because the segmenter would cut it.
    Never,
}

impl Reach {
    /// The name in the column `reach`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Here => "here",
            Self::NotHere => "not here",
            Self::Never => "never",
        }
    }
}

/// The reach of a pattern in the vocabulary that the matcher was compiled for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternReport {
    /// The pattern, for [`Matcher::pattern_text`].
    pub pattern: u32,
    /// Index of its theme; `None` for an exclusion of all themes.
    pub theme: Option<u32>,
    /// Whether it cancels matches instead of counting.
    pub excludes: bool,
    /// Number of types that its tokens expand to.
    pub types: usize,
    /// Whether it can match.
    pub reach: Reach,
    /// The tokens, as written, that are missing on the path to a match that lacks the fewest.
    pub missing: Vec<String>,
    /// A pattern of the same theme that finds everything this one finds, token pattern by token pattern.
    pub shadowed_by: Option<u32>,
}

impl Matcher {
    /// A report on every pattern of this language, in order of their numbers, over the types of the vocabulary that
    /// satisfy `is_there`.
    ///
    /// # Errors
    /// [`crate::Error::Interrupted`] if `control` was told to stop.
    pub fn report(&self, is_there: &(impl Fn(u32) -> bool + ?Sized), control: &Control) -> Result<Vec<PatternReport>> {
        let types = self.families.types(self.forms.len());
        let there: Vec<Vec<u32>> =
            types.iter().map(|ids| ids.iter().copied().filter(|&id| is_there(id)).collect()).collect();
        let shadows = Shadows::new(self, &types);
        let one = |(pattern, automaton): (u32, &Automaton)| {
            control.check()?;
            let (theme, excludes) = match self.roles[pattern as usize] {
                Role::Count(theme) => (Some(theme), false),
                Role::Exclude(theme) => (theme, true),
            };
            let mut all: Vec<u32> =
                automaton.matchers().flat_map(|matcher| there[matcher as usize].iter().copied()).collect();
            all.sort_unstable();
            all.dedup();
            let (reach, missing) = self.reach(automaton, &there);
            let shadowed_by = if reach == Reach::Here { shadows.of(pattern) } else { None };
            Ok(PatternReport { pattern, theme, excludes, types: all.len(), reach, missing, shadowed_by })
        };
        (0u32..).zip(&self.automata).map(one).collect()
    }

    fn reach(&self, automaton: &Automaton, there: &[Vec<u32>]) -> (Reach, Vec<String>) {
        let absent = automaton.missing(|matcher| !there[matcher as usize].is_empty());
        if absent.is_empty() {
            return (Reach::Here, Vec::new());
        }
        let is_made = |matcher: u32| {
            let form = &self.forms[matcher as usize];
            !there[matcher as usize].is_empty() || is_made(form, self.rules)
        };
        let never = automaton.missing(is_made);
        let words =
            |matchers: &[u32]| matchers.iter().map(|&matcher| self.forms[matcher as usize].to_string()).collect();
        if never.is_empty() { (Reach::NotHere, words(&absent)) } else { (Reach::Never, words(&never)) }
    }

    /// For each type, whether a token pattern names it, even as part of a phrase or of an exclusion; a wildcard alone
    /// names nothing.
    pub(crate) fn named_types(&self) -> Vec<bool> {
        let names = |token: &Token| match token {
            Token::Word => false,
            Token::Norm(elements) => {
                elements.iter().any(|element| !matches!(element, Element::AnyRun | Element::AnySign))
            }
            Token::Regex(_) | Token::Exact(_) => true,
        };
        let naming: Vec<bool> = self.forms.iter().map(names).collect();
        let is_named = |family: u32| self.families.matchers(family).iter().any(|&matcher| naming[matcher as usize]);
        self.families.numbers().iter().map(|&family| is_named(family)).collect()
    }
}
