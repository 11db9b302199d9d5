//! What one thread does: it reads documents and looks for matches in them at once, where it knows all types that a match may
//! hold. Those with others wait, until the lexicon was compiled for these too; few do, as few types are of any pattern.

use std::cell::OnceCell;

use super::super::placed::{Pass, Placed};
use super::super::themes::HitsByTheme;
use super::sought::{Sought, Tokens};
use super::sums::Sums;
use crate::corpus::{Reader, Vocabulary};
use crate::error::Result;
use crate::lexicon::{Lexicon, Matcher, NestedScope, Search, Sieve};
use crate::text::Lang;

/// Documents that wait before the lexicon is compiled for the first time, and at most; each time twice as many may.
const FEWEST: usize = 8;
const MOST: usize = 1 << 12;

/// Tokens that are looked at together.
const RUN: usize = 64;

/// The token patterns that are looked for in each language that was met.
pub(super) type Sieves = [Option<Sieve>; Lang::ALL.len()];

/// What is looked for, and how.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    pub(super) lexicon: &'q Lexicon,
    pub(super) scope: NestedScope,
    pub(super) sieves: &'q Sieves,
    pub(super) pass: Pass<'q>,
}

/// A type as it is asked of every token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum State {
    /// No match begins with it.
    Other = 0,
    /// A match may begin with it.
    Starter = 1,
    /// A match may hold it, and the lexicon was not compiled for it yet.
    New = 2,
}

/// A type that no vocabulary has.
const NONE: u32 = u32::MAX;

/// Looks for matches of types of its own.
#[derive(Default)]
pub(super) struct Worker {
    reader: Reader,
    /// By the reader's types, as are the ids that the matchers know.
    states: Vec<State>,
    ids: Vec<u32>,
    /// Types that are new.
    new: Vec<(u32, Lang)>,
    /// All that a match may hold.
    vocabulary: Vocabulary,
    matchers: [Option<Matcher>; Lang::ALL.len()],
    waiting: Vec<Placed>,
    /// Documents that may wait.
    patience: usize,
    tokens: Tokens,
    starters: Vec<u32>,
    search: Search,
    hits: HitsByTheme,
    pub(super) sums: Sums,
}

impl From<Reader> for Worker {
    fn from(reader: Reader) -> Self {
        Self { reader, patience: FEWEST, ..Self::default() }
    }
}

impl Worker {
    /// Counts some documents, or lets them wait.
    pub(super) fn count(&mut self, documents: Vec<Placed>, question: Question<'_>) -> Result<()> {
        for document in documents {
            self.count_one(document, question)?;
            if self.waiting.len() >= self.patience {
                self.patience = MOST.min(2 * self.patience);
                self.count_waiting(question)?;
            }
            question.pass.control.step()?;
        }
        Ok(())
    }

    fn count_one(&mut self, document: Placed, question: Question<'_>) -> Result<()> {
        self.tokens.read(&document, &mut self.reader, question.pass)?;
        self.meet_types(document.lang, question.sieves);
        self.starters.clear();
        let is_known = self.find_starters();
        if !is_known {
            self.waiting.push(document);
            return Ok(());
        }
        let hits = match &self.matchers[document.lang as usize] {
            Some(matcher) if !self.starters.is_empty() => {
                let sentence_starts = OnceCell::new();
                let sought = Sought { document: &document, tokens: &self.tokens, ids: &self.ids, sentence_starts };
                self.search.hits(matcher, &sought, &self.starters, question.scope)
            }
            _ => &[],
        };
        let (key, n_tokens) = ((document.period, 0, document.lang), self.tokens.counted as i64);
        self.sums.add(key, document.span, n_tokens, self.hits.count(hits));
        Ok(())
    }

    /// Looks at the types that were met for the first time.
    fn meet_types(&mut self, lang: Lang, sieves: &Sieves) {
        let types = &self.reader.types;
        for number in self.states.len() as u32..types.len() as u32 {
            let is_held = sieves[lang as usize].as_ref().is_some_and(|sieve| sieve.holds(types.norm(number)));
            self.states.push(if is_held { State::New } else { State::Other });
            self.ids.push(NONE);
            if is_held {
                self.new.push((number, lang));
            }
        }
    }

    /// Finds the tokens of the document that a match may begin with; whether all types are known.
    fn find_starters(&mut self) -> bool {
        let (mut all, types) = (0, &self.tokens.types);
        for (first, types) in (0u32..).step_by(RUN).zip(types.chunks(RUN)) {
            // A bit a token: what is told of it is known too late to be a branch.
            let mut starters = 0u64;
            for (at, &number) in types.iter().enumerate() {
                let state = self.states[number as usize] as u8;
                all |= state;
                starters |= u64::from(state & State::Starter as u8) << at;
            }
            while starters != 0 {
                self.starters.push(first + starters.trailing_zeros());
                starters &= starters - 1;
            }
        }
        all & State::New as u8 == 0
    }

    /// Compiles the lexicon for what is new, and counts the documents that wait.
    pub(super) fn count_waiting(&mut self, question: Question<'_>) -> Result<()> {
        let types = &self.reader.types;
        for &(number, _) in &self.new {
            self.ids[number as usize] = self.vocabulary.intern(types.norm(number), types.kind(number));
        }
        for lang in Lang::ALL {
            if self.new.iter().any(|&(_, of)| of == lang) {
                let matcher = question.lexicon.compile(question.pass.rules(lang), &self.vocabulary)?;
                self.matchers[lang as usize] = Some(matcher);
            }
        }
        for (number, lang) in self.new.drain(..) {
            let id = self.ids[number as usize];
            let begins = self.matchers[lang as usize].as_ref().is_some_and(|matcher| matcher.is_starter(id));
            self.states[number as usize] = if begins { State::Starter } else { State::Other };
        }
        for document in std::mem::take(&mut self.waiting) {
            self.count_one(document, question)?;
        }
        Ok(())
    }
}
