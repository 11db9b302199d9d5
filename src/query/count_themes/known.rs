//! What a thread knows about the types it has met: which can begin a match, and which token patterns they satisfy.

use std::sync::{Mutex, OnceLock, PoisonError};

use super::super::placed::Pass;
use crate::corpus::Types;
use crate::error::Result;
use crate::lexicon::{Lexicon, Matcher, NestedScope, Sieve};
use crate::text::Lang;

/// The token patterns to look for in each language; made by the first thread to meet the language, while the others
/// wait.
#[derive(Debug, Default)]
pub(super) struct Sieves {
    made: [OnceLock<Sieve>; Lang::ALL.len()],
    making: Mutex<()>,
}

/// What to look for, and how.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    pub(super) lexicon: &'q Lexicon,
    pub(super) scope: NestedScope,
    pub(super) sieves: &'q Sieves,
    pub(super) pass: Pass<'q>,
}

impl<'q> Question<'q> {
    pub(super) fn sieve(self, lang: Lang) -> Result<&'q Sieve> {
        let Sieves { made, making } = self.sieves;
        let sieve = &made[lang as usize];
        if let Some(made) = sieve.get() {
            return Ok(made);
        }
        // No deadlock: the holder of the lock waits for no other thread.
        let _making = making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = sieve.get() {
            return Ok(made);
        }
        let made = self.lexicon.sieve(self.pass.rules(lang), self.pass.control)?;
        Ok(sieve.get_or_init(|| made))
    }
}

/// A match may begin with the type.
const BEGINS: u8 = 1;
/// A match of several tokens may begin with the type.
const GOES_ON: u8 = 2;

/// The types of a reader.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// For each type, its flags [`BEGINS`] and [`GOES_ON`].
    begins: Vec<u8>,
    /// By language; `None` until a type of the language satisfies a token pattern.
    matchers: [Option<Matcher>; Lang::ALL.len()],
}

impl Known {
    /// The matcher of a language, or `None` if no type of the language satisfies a token pattern.
    pub(super) fn matcher(&self, lang: Lang) -> Option<&Matcher> {
        self.matchers[lang as usize].as_ref()
    }

    /// Whether a match may begin with a type.
    #[inline(always)]
    pub(super) fn begins(&self, number: u32) -> bool {
        self.begins[number as usize] & BEGINS != 0
    }

    /// Whether a match of several tokens may begin with a type.
    pub(super) fn goes_on(&self, number: u32) -> bool {
        self.begins[number as usize] & GOES_ON != 0
    }

    /// Takes in the types that were met for the first time, in texts of one language.
    pub(super) fn meet(&mut self, types: &Types, lang: Lang, question: Question<'_>) -> Result<()> {
        let new = self.begins.len() as u32..types.len() as u32;
        if new.is_empty() {
            return Ok(());
        }
        let (sieve, mut pairs, mut candidates) = (question.sieve(lang)?, Vec::new(), Vec::new());
        for number in new.clone() {
            sieve.satisfied(types.norm(number), &mut candidates, |pattern| pairs.push((number, pattern)));
        }
        self.begins.resize(types.len(), 0);
        if pairs.is_empty() {
            return Ok(());
        }
        let matcher = match &mut self.matchers[lang as usize] {
            Some(matcher) => matcher,
            none => none.insert(question.lexicon.compile_for_none(question.pass.rules(lang), question.pass.control)?),
        };
        matcher.learn(pairs, types.len());
        for number in new.filter(|&number| matcher.is_starter(number)) {
            self.begins[number as usize] = BEGINS | if matcher.may_go_on(number) { GOES_ON } else { 0 };
        }
        Ok(())
    }
}
