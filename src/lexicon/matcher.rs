//! A lexicon compiled for the texts of one language, with a vocabulary known beforehand or with types learned as they
//! are met.

use std::ops::Range;

use super::alone::Alone;
use super::automaton::Automaton;
use super::classes::Classes;
use super::expand::{Matchers, Token};
use super::families::Families;
use super::graph::{Graph, Starts};
use super::resolve::{NestedScope, Tree};
use super::search::{Search, Searched};
use super::theme::{Lexicon, Written};
use super::tokens::automaton;
use crate::corpus::{Control, Vocabulary};
use crate::error::{Error, Result};
use crate::text::{Lang, Rules};

/// A document as the matcher reads it.
pub struct Document<'a> {
    /// Type of every token.
    pub ids: &'a [u32],
    /// Token at which each sentence begins, ascending, the first 0.
    pub sentence_starts: &'a [u32],
    /// Surface of a token; called only for patterns that ask for an exact surface.
    pub surface: &'a dyn Fn(usize) -> &'a str,
}

impl Searched for Document<'_> {
    fn len(&self) -> u32 {
        // A document has fewer than 2^32 tokens, the limit of how ids are stored.
        self.ids.len() as u32
    }

    fn id(&self, token: u32) -> u32 {
        self.ids[token as usize]
    }

    fn surface(&self, token: u32) -> &str {
        (self.surface)(token as usize)
    }

    fn stop(&self, token: u32) -> u32 {
        let next = self.sentence_starts.partition_point(|&start| start <= token);
        self.sentence_starts.get(next).copied().unwrap_or(u32::MAX).min(self.len())
    }

    fn is_in_one_sentence(&self, _: Range<u32>) -> bool {
        true
    }
}

/// A match that counts for a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Index of the theme among [`Lexicon::themes`].
    pub theme: u32,
    /// The pattern, for [`Matcher::pattern_text`].
    pub pattern: u32,
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// Whether the theme is an ancestor that counts a descendant's pattern.
    pub rolled_up: bool,
}

/// What a match of a pattern does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Role {
    /// Counts for this theme and its ancestors.
    Count(u32),
    /// Cancels matches within this theme's subtree, or everywhere.
    Exclude(Option<u32>),
}

/// Finds the hits of a lexicon in documents; shared between threads.
#[derive(Debug)]
pub struct Matcher {
    texts: Vec<String>,
    pub(super) roles: Vec<Role>,
    pub(super) automata: Vec<Automaton>,
    /// The matchers that each type satisfies.
    pub(super) families: Families,
    /// All patterns, joined.
    pub(super) graph: Graph,
    pub(super) starts: Starts,
    pub(super) alone: Alone,
    /// Whether any pattern cancels matches of others.
    pub(super) excludes: bool,
    pub(super) surfaces: Vec<Option<Box<str>>>,
    /// Token patterns, by matcher.
    pub(super) forms: Vec<Token>,
    /// How the texts are cut into tokens.
    pub(super) rules: Rules,
    pub(super) tree: Tree,
    covered: Vec<bool>,
}

impl Lexicon {
    /// Compiles the patterns for texts cut by `rules`, expanding them on the types of `vocabulary`.
    ///
    /// # Errors
    /// [`Error::Pattern`] for a pattern that cannot be read; [`Error::Interrupted`] if `control` was told to stop.
    pub fn compile(&self, rules: Rules, vocabulary: &Vocabulary, control: &Control) -> Result<Matcher> {
        let compiler = Compiler::read(self, rules, control)?;
        let pairs = compiler.matchers.expand(vocabulary, rules.lang, self.fold_accents, control)?;
        let mut matcher = compiler.finish();
        matcher.learn(pairs, vocabulary.len());
        Ok(matcher)
    }

    /// Compiles without a vocabulary; types are added as they are met, by [`Matcher::learn`].
    ///
    /// # Errors
    /// As in [`Lexicon::compile`].
    pub(crate) fn compile_for_none(&self, rules: Rules, control: &Control) -> Result<Matcher> {
        Ok(Compiler::read(self, rules, control)?.finish())
    }

    /// Whether each theme or a descendant has any pattern in a language.
    pub(crate) fn covered(&self, lang: Lang) -> Vec<bool> {
        let tree = self.tree();
        let mut covered = vec![false; self.themes.len()];
        for (index, theme) in (0u32..).zip(&self.themes) {
            if theme.patterns.iter().any(|written| written.is_for(lang)) {
                tree.line(index).for_each(|theme| covered[theme as usize] = true);
            }
        }
        covered
    }

    fn tree(&self) -> Tree {
        Tree::new(self.themes.iter().map(|theme| theme.parent))
    }
}

/// The patterns of a lexicon, parsed.
pub(super) struct Compiler<'a> {
    lexicon: &'a Lexicon,
    classes: Classes,
    rules: Rules,
    pub(super) matchers: Matchers,
    texts: Vec<String>,
    roles: Vec<Role>,
    pub(super) automata: Vec<Automaton>,
}

impl<'a> Compiler<'a> {
    /// Parses the patterns that apply to texts cut by `rules`.
    pub(super) fn read(lexicon: &'a Lexicon, rules: Rules, control: &Control) -> Result<Self> {
        let mut compiler = Self {
            lexicon,
            classes: lexicon.read_classes()?,
            rules,
            matchers: Matchers::default(),
            texts: Vec::new(),
            roles: Vec::new(),
            automata: Vec::new(),
        };
        for (index, theme) in (0u32..).zip(&lexicon.themes) {
            compiler.add(&theme.name, &theme.patterns, Role::Count(index), control)?;
        }
        for (index, theme) in (0u32..).zip(&lexicon.themes) {
            compiler.add(&theme.name, &theme.exclude, Role::Exclude(Some(index)), control)?;
        }
        compiler.add("exclude", &lexicon.exclude, Role::Exclude(None), control)?;
        Ok(compiler)
    }

    fn add(&mut self, theme: &str, patterns: &[Written], role: Role, control: &Control) -> Result<()> {
        for written in patterns.iter().filter(|written| written.is_for(self.rules.lang)) {
            control.check()?;
            let sequence = self.classes.pattern(&written.text);
            let compiled = sequence.and_then(|sequence| automaton(&sequence, self.rules, &mut self.matchers));
            let compiled = compiled.map_err(|fault| self.lexicon.pattern_error(theme, &written.text, fault))?;
            self.texts.push(written.text.clone());
            self.roles.push(role);
            self.automata.push(compiled);
        }
        Ok(())
    }

    /// A matcher that knows no types yet.
    fn finish(self) -> Matcher {
        Matcher {
            families: Families::default(),
            starts: Starts::default(),
            alone: Alone::default(),
            excludes: self.roles.iter().any(|role| matches!(role, Role::Exclude(_))),
            surfaces: self.matchers.surfaces(),
            forms: self.matchers.into_tokens(),
            rules: self.rules,
            graph: Graph::new(&self.automata),
            tree: self.lexicon.tree(),
            covered: self.lexicon.covered(self.rules.lang),
            texts: self.texts,
            roles: self.roles,
            automata: self.automata,
        }
    }
}

impl Matcher {
    /// The hits of every theme, including those that ancestors get from descendants, sorted by start, end and theme.
    /// The count of a theme is the number of its hits.
    pub fn hits(&self, document: &Document<'_>, scope: NestedScope) -> Vec<Hit> {
        let tokens = (0u32..).zip(document.ids);
        let starters = tokens.filter(|&(_, &id)| self.is_starter(id)).map(|(token, _)| token);
        let mut search = Search::default();
        let found = search.hits(self, document, &starters.collect::<Vec<u32>>(), scope, &|| Ok(()));
        found.expect("nothing stops this search").to_vec()
    }

    /// Adds the types after those already known, up to `types`, given as pairs of a type and a token pattern that it
    /// satisfies.
    pub(crate) fn learn(&mut self, pairs: Vec<(u32, u32)>, types: usize) {
        self.families.extend(pairs, types);
        self.starts.extend(&self.graph, &self.families, |matcher| self.surfaces[matcher as usize].is_some());
        // There are no more families than types.
        self.alone.extend(&self.starts, self.families.len() as u32, &self.roles, &self.tree);
    }

    /// Types that a match can begin with, ascending.
    pub(crate) fn starters(&self) -> impl Iterator<Item = u32> + '_ {
        // A type that satisfies no token pattern cannot begin a match.
        self.families.satisfying().filter(|&(_, family)| self.starts.can_begin_with(family)).map(|(id, _)| id)
    }

    pub(crate) fn is_starter(&self, id: u32) -> bool {
        self.starts.can_begin_with(self.families.of(id))
    }

    /// Whether a match that begins with a type may contain more tokens.
    pub(crate) fn may_go_on(&self, id: u32) -> bool {
        self.starts.may_go_on(&self.graph, self.families.of(id))
    }

    /// A pattern as written.
    pub fn pattern_text(&self, pattern: u32) -> &str {
        &self.texts[pattern as usize]
    }

    /// Whether a theme or a descendant has any pattern in this language.
    pub fn covers(&self, theme: usize) -> bool {
        self.covered.get(theme).copied().unwrap_or_default()
    }

    /// A surface form that a pattern asks for, if any does: only the text has these.
    pub fn exact_form(&self) -> Option<&str> {
        self.surfaces.iter().flatten().next().map(|form| &**form)
    }
}

impl NestedScope {
    /// Reads `theme` or `lexicon`.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "theme" => Ok(Self::Theme),
            "lexicon" => Ok(Self::Lexicon),
            _ => Err(Error::Argument(format!("nested_scope is {word:?}: use theme or lexicon"))),
        }
    }
}
