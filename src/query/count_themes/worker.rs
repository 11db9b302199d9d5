//! What one thread does: it reads documents, learns of types that a match may hold as it meets them, and looks for matches
//! in each document while its text is at hand.

use std::cell::OnceCell;

use super::super::placed::{Pass, Placed};
use super::super::themes::HitsByTheme;
use super::sought::{Sought, Tokens};
use super::sums::Sums;
use crate::corpus::Reader;
use crate::error::Result;
use crate::lexicon::{Lexicon, Matcher, NestedScope, Search, Sieve};
use crate::text::Lang;

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

/// Looks for matches of types of its own.
#[derive(Debug, Default)]
pub(super) struct Worker {
    reader: Reader,
    /// Of each type of the reader, 1 if a match may begin with it, else 0.
    begins: Vec<u8>,
    /// By language; the types are those of the reader.
    matchers: [Option<Matcher>; Lang::ALL.len()],
    tokens: Tokens,
    starters: Vec<u32>,
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
    /// Counts some documents.
    pub(super) fn count(&mut self, documents: Vec<Placed>, question: Question<'_>) -> Result<()> {
        for document in documents {
            self.count_one(&document, question)?;
            question.pass.control.step()?;
        }
        Ok(())
    }

    fn count_one(&mut self, document: &Placed, question: Question<'_>) -> Result<()> {
        let lang = document.lang;
        self.tokens.read(document, &mut self.reader, question.pass)?;
        self.meet_types(lang, question)?;
        self.find_starters();
        let hits = match &self.matchers[lang as usize] {
            Some(matcher) if !self.starters.is_empty() => {
                let sought = Sought { document, tokens: &self.tokens, sentence_starts: OnceCell::new() };
                self.search.hits(matcher, &sought, &self.starters, question.scope)
            }
            _ => &[],
        };
        let n_tokens = self.tokens.counted as i64;
        self.sums.add((document.period, 0, lang), document.span, n_tokens, self.hits.count(hits));
        Ok(())
    }

    /// Looks at the types that were met for the first time.
    fn meet_types(&mut self, lang: Lang, Question { lexicon, sieves, pass, .. }: Question<'_>) -> Result<()> {
        let (types, known) = (&self.reader.types, self.begins.len() as u32);
        let (mut pairs, mut candidates) = (Vec::new(), Vec::new());
        if let Some(sieve) = &sieves[lang as usize] {
            for number in known..types.len() as u32 {
                sieve.satisfied(types.norm(number), &mut candidates, |pattern| pairs.push((number, pattern)));
            }
        }
        self.begins.resize(types.len(), 0);
        if pairs.is_empty() {
            return Ok(());
        }
        let matcher = match &mut self.matchers[lang as usize] {
            Some(matcher) => matcher,
            none => none.insert(lexicon.compile_for_none(pass.rules(lang))?),
        };
        matcher.learn(pairs, types.len());
        for number in known..types.len() as u32 {
            self.begins[number as usize] = u8::from(matcher.is_starter(number));
        }
        Ok(())
    }

    /// Finds the tokens of the document that a match may begin with.
    fn find_starters(&mut self) {
        self.starters.clear();
        for (first, types) in (0u32..).step_by(RUN).zip(self.tokens.types.chunks(RUN)) {
            // A bit a token: what is told of it is known too late to be a branch.
            let bit = |(at, &number): (usize, &u32)| u64::from(self.begins[number as usize]) << at;
            let mut starters = types.iter().enumerate().map(bit).fold(0, |all, bit| all | bit);
            while starters != 0 {
                self.starters.push(first + starters.trailing_zeros());
                starters &= starters - 1;
            }
        }
    }
}
