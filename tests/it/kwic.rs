//! Concordance lines against the tokens around each word.

use coopsec::Error;
use coopsec::corpus::Corpus;
use coopsec::query::kwic::{Ask, Kwic, kwic};
use proptest::prelude::*;

use crate::sample::{Token, build, draft, drafts, go, one_line, sentences, slice};

/// Document, left, keyword, right.
type Line = (String, String, String, String);

fn lines(table: &Kwic) -> Vec<Line> {
    let line = |at: usize| {
        let [left, keyword, right] = [&table.left, &table.keyword, &table.right].map(|column| column[at].to_owned());
        (table.doc_id.get(at).unwrap().to_owned(), left, keyword, right)
    };
    (0..table.doc_id.len()).map(line).collect()
}

/// Lines of a run of tokens beyond which contexts do not reach.
fn lines_within(text: &str, id: &str, tokens: &[Token], word: &str, window: usize) -> Vec<Line> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.norm == word) {
        let first = &tokens[at.saturating_sub(window)];
        let last = &tokens[at.saturating_add(window).min(tokens.len() - 1)];
        let left = one_line(&text[first.start..token.start]);
        let right = one_line(&text[token.end..last.end]);
        found.push((id.to_owned(), left, text[token.start..token.end].to_owned(), right));
    }
    found
}

fn expected(corpus: &Corpus, word: &str, ask: Ask) -> Vec<Line> {
    let mut found = Vec::new();
    for position in 0..corpus.len() {
        let document = corpus.document(position);
        let mut runs = sentences(corpus, position);
        if ask.across_sentences {
            runs = vec![runs.into_iter().flatten().collect()];
        }
        for run in runs {
            found.extend(lines_within(&corpus.text(position), &document.id, &run, word, ask.window));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn contexts_are_the_tokens_around_the_word(
        drafts in drafts(),
        word in prop::sample::select(vec!["drogue", "coopération", "l'", "de", "absent"]),
        window in prop::sample::select(vec![0, 1, 3, 100, usize::MAX]),
        across_sentences in any::<bool>(),
    ) {
        let corpus = build(drafts);
        let ask = Ask { window, across_sentences };
        let table = kwic(&corpus, word, ask, &go()).unwrap();
        prop_assert_eq!(lines(&table), expected(&corpus, word, ask));
        for at in 0..table.doc_id.len() {
            let document = (0..corpus.len()).find(|&position| Some(corpus.id(position)) == table.doc_id.get(at)).unwrap();
            prop_assert_eq!(&slice(&corpus.text(document), table.start[at], table.end[at]), &table.keyword[at]);
        }
    }
}

#[test]
fn a_window_stays_in_the_sentence_unless_asked() {
    let corpus = build(vec![draft("a", "Un port ouvre. La drogue passe le détroit. Rien ne bouge.")]);
    let line = |across_sentences| lines(&kwic(&corpus, "drogue", Ask { window: 4, across_sentences }, &go()).unwrap());
    let row = |left: &str, right: &str| vec![("a".to_owned(), left.to_owned(), "drogue".to_owned(), right.to_owned())];
    assert_eq!(line(false), row("La", "passe le détroit."));
    assert_eq!(line(true), row("port ouvre. La", "passe le détroit."));
}

#[test]
fn a_pattern_that_cannot_be_read_is_refused() {
    let corpus = build(vec![draft("a", "La drogue.")]);
    for pattern in ["(drogue", "", "/(/"] {
        let refused = kwic(&corpus, pattern, Ask { window: 3, across_sentences: false }, &go());
        assert!(matches!(refused, Err(Error::Pattern { .. })), "{pattern:?}: {refused:?}");
    }
}
