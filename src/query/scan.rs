//! A lexicon laid over a corpus: compiled once a language, asked once a document.

use crate::corpus::{Corpus, DocumentTokens};
use crate::error::Result;
use crate::lexicon::{self, Hit, Lexicon, Matcher, NestedScope};
use crate::text::Lang;

pub(super) struct Scan<'a> {
    corpus: &'a Corpus,
    scope: NestedScope,
    matchers: [Option<Matcher>; Lang::ALL.len()],
}

impl<'a> Scan<'a> {
    /// Compiles the lexicon for every language of the corpus.
    pub(super) fn new(corpus: &'a Corpus, lexicon: &Lexicon, scope: NestedScope) -> Result<Self> {
        let mut matchers = [const { None }; Lang::ALL.len()];
        for lang in corpus.languages() {
            matchers[lang as usize] = Some(lexicon.compile(corpus.rules(lang), &corpus.store().vocabulary)?);
        }
        Ok(Self { corpus, scope, matchers })
    }

    /// The matcher of a document's language.
    pub(super) fn matcher(&self, position: usize) -> &Matcher {
        let lang = self.corpus.lang(position);
        self.matchers[lang as usize].as_ref().expect("a matcher was compiled for every language of the corpus")
    }

    /// Matches in one document, ancestors' included, sorted by start, end and theme.
    pub(super) fn hits(&self, position: usize) -> Vec<Hit> {
        let text = self.corpus.text(position);
        let tokens: DocumentTokens<'_> = self.corpus.tokens(position);
        let surface = |token: usize| &text[tokens.bytes(token, token)];
        let document =
            lexicon::Document { ids: &tokens.ids, sentence_starts: tokens.sentence_starts, surface: &surface };
        self.matcher(position).hits(&document, self.scope)
    }
}
