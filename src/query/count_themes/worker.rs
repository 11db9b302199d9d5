//! The work of one thread: it reads documents, learns the types that a match may contain as it meets them, and looks
//! for matches in each document while its text is at hand.

use std::cell::OnceCell;

use super::super::placed::Placed;
use super::super::themes::HitsByTheme;
use super::known::{Known, Question};
use super::sought::{Sought, Tokens};
use super::sums::Sums;
use crate::corpus::{Draft, Reader};
use crate::error::Result;
use crate::lexicon::Search;
use crate::text::{Heads, Lang};

/// Tokens that are tested together.
const RUN: usize = 64;

/// Looks for matches, with its own numbering of types.
#[derive(Debug, Default)]
pub(super) struct Worker {
    reader: Reader,
    known: Known,
    /// Always empty, kept for its memory.
    placed: Vec<Placed>,
    tokens: Tokens,
    starters: Vec<u32>,
    /// Tokens of a part to look up first, the later tokens that a match might continue with, and the types of either.
    some: Vec<u32>,
    behind: Vec<u32>,
    types: Vec<u32>,
    search: Search,
    hits: HitsByTheme,
    pub(super) sums: Sums,
}

impl From<Reader> for Worker {
    fn from(reader: Reader) -> Self {
        Self { reader, ..Self::default() }
    }
}

impl Worker {
    /// Reads some documents and counts their themes.
    pub(super) fn read(&mut self, drafts: impl Iterator<Item = Draft>, question: Question<'_>) -> Result<()> {
        let mut placed = std::mem::take(&mut self.placed);
        question.pass.place(drafts, &mut placed)?;
        for document in placed.drain(..) {
            self.count_one(&document, question)?;
            question.pass.control.step()?;
        }
        self.placed = placed;
        Ok(())
    }

    fn count_one(&mut self, document: &Placed, question: Question<'_>) -> Result<()> {
        let lang = document.lang;
        let sieve = question.sieve(lang)?;
        self.tokens.clear();
        self.starters.clear();
        for range in &document.counted {
            let text = &document.text[range.clone()];
            match sieve.heads() {
                Some(heads) => self.read_likely(text, heads, lang, question)?,
                None => self.read_all(text, lang, question)?,
            }
        }
        let hits = match self.known.matcher(lang) {
            Some(matcher) if !self.starters.is_empty() => {
                let sought = Sought { document, tokens: &self.tokens, sentence_starts: OnceCell::new() };
                let check = || question.pass.control.check();
                self.search.hits(matcher, &sought, &self.starters, question.scope, &check)?
            }
            _ => &[],
        };
        let n_tokens = self.tokens.counted as i64;
        self.sums.add((document.period, 0, lang), document.span, n_tokens, self.hits.count(hits));
        Ok(())
    }

    /// Reads a part of a document and looks up all its tokens.
    fn read_all(&mut self, text: &str, lang: Lang, question: Question<'_>) -> Result<()> {
        let mut cut = self.reader.cut(text, question.pass.rules(lang), question.pass.control)?;
        let first = self.tokens.add(&cut);
        self.types.clear();
        cut.push_types(&mut self.types)?;
        self.tokens.types[first..].copy_from_slice(&self.types);
        self.known.meet(cut.types(), lang, question)?;
        for (first, types) in (first as u32..).step_by(RUN).zip(self.types.chunks(RUN)) {
            // One bit per token instead of a branch: the branch would be mispredicted, as the answer arrives late.
            let bit = |(at, &number): (usize, &u32)| u64::from(self.known.begins(number)) << at;
            let mut starters = types.iter().enumerate().map(bit).fold(0, |all, bit| all | bit);
            while starters != 0 {
                self.starters.push(first + starters.trailing_zeros());
                starters &= starters - 1;
            }
        }
        Ok(())
    }

    /// Reads a part of a document and looks up only the tokens that may begin a match, judging by their first bytes,
    /// and the tokens after them that it may continue with.
    fn read_likely(&mut self, text: &str, heads: &Heads, lang: Lang, question: Question<'_>) -> Result<()> {
        let mut cut = self.reader.cut_seeking(text, question.pass.rules(lang), heads, question.pass.control)?;
        let first = self.tokens.add(&cut);
        let types = &mut self.tokens.types[first..];
        self.some.clear();
        self.some.extend(cut.likely());
        self.types.clear();
        cut.push_types_of(&self.some, &mut self.types)?;
        self.known.meet(cut.types(), lang, question)?;
        // Record all of these types before looking further, so that none is looked up twice.
        self.some.iter().zip(&self.types).for_each(|(&token, &number)| types[token as usize] = number);
        self.behind.clear();
        let (longest, mut next) = (question.sieve(lang)?.longest() as usize, 0);
        for (&token, &number) in self.some.iter().zip(&self.types).filter(|(_, number)| self.known.begins(**number)) {
            self.starters.push(first as u32 + token);
            if self.known.goes_on(number) {
                let until = (token as usize + longest).min(types.len());
                let window = next.max(token as usize + 1)..until;
                next = next.max(until);
                self.behind.extend(window.filter(|&at| types[at] == Tokens::UNREAD).map(|at| at as u32));
            }
        }
        self.types.clear();
        cut.push_types_of(&self.behind, &mut self.types)?;
        self.behind.iter().zip(&self.types).for_each(|(&token, &number)| types[token as usize] = number);
        self.known.meet(cut.types(), lang, question)
    }
}
