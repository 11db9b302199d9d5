//! A lexicon laid over a corpus: compiled once a language, asked once a document.

use std::cell::OnceCell;

use crate::corpus::{Corpus, DocumentTokens, Need};
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
            let matcher = lexicon.compile(corpus.rules(lang), &corpus.store().vocabulary)?;
            corpus.ready(if matcher.reads_text() { Need::Texts } else { Need::Columns })?;
            matchers[lang as usize] = Some(matcher);
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
        // Read for patterns that ask for surface forms, where their words occur.
        let text = OnceCell::new();
        let tokens: DocumentTokens<'_> = self.corpus.tokens(position);
        let surface = |token: usize| &text.get_or_init(|| self.corpus.text(position))[tokens.bytes(token, token)];
        let document =
            lexicon::Document { ids: &tokens.ids, sentence_starts: tokens.sentence_starts, surface: &surface };
        self.matcher(position).hits(&document, self.scope)
    }
}
