//! A pattern is refused with a message, or compiles to a matcher that terminates and whose hits each lie within a
//! sentence.
//!
//! The first line is the pattern, the rest the document, in which a line feed ends a sentence.

#![no_main]

use std::ops::Range;

use coopsec::corpus::{Control, Vocabulary};
use coopsec::lexicon::{Document, Lexicon, Matcher, NestedScope, single};
use coopsec::text::{Rules, kind, norm, segment};
use libfuzzer_sys::fuzz_target;

/// A document longer than this tests the fuzzer's patience, not the matcher.
const LONGEST: usize = 400;

fuzz_target!(|data: &[u8]| {
    let (text, choice) = input::split(data);
    // First, the whole input as a lexicon in TOML.
    if let Ok(lexicon) = Lexicon::from_toml(&text, "fuzz") {
        let again = Lexicon::from_toml(&lexicon.to_toml(), "fuzz").expect("what is written can be read");
        assert_eq!(again.to_toml(), lexicon.to_toml());
    }
    let (pattern, document) =
        text.split_once('\n').unwrap_or((&text, "échange de renseignements contre le terrorisme"));
    let document: String = document.chars().take(LONGEST).collect();
    match single(pattern) {
        Ok(lexicon) => look_up(&lexicon, &document, input::rules(choice)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

fn look_up(lexicon: &Lexicon, text: &str, rules: Rules) {
    let (tokens, starts) = cut(text, rules);
    let mut vocabulary = Vocabulary::default();
    let intern = |range: &Range<usize>| {
        let norm = norm(&text[range.clone()], rules.lang);
        vocabulary.intern(&norm, kind(&norm))
    };
    let ids: Vec<u32> = tokens.iter().map(intern).collect();
    let Ok(matcher) = lexicon.compile(rules, &vocabulary, &Control::default()) else { return };
    let surface = |token: usize| &text[tokens[token].clone()];
    let document = Document { ids: &ids, sentence_starts: &starts, surface: &surface };
    for scope in [NestedScope::Theme, NestedScope::Lexicon] {
        check(&matcher, &document, scope);
    }
}

fn check(matcher: &Matcher, document: &Document<'_>, scope: NestedScope) {
    let mut last = 0;
    for hit in matcher.hits(document, scope) {
        assert!(hit.start < hit.end && hit.end as usize <= document.ids.len(), "{hit:?}");
        assert!(hit.start >= last, "{hit:?} overlaps a hit of its theme");
        let inside = document.sentence_starts.iter().all(|&start| start <= hit.start || start >= hit.end);
        assert!(inside, "{hit:?} crosses a sentence");
        last = hit.end;
    }
}

fn cut(text: &str, rules: Rules) -> (Vec<Range<usize>>, Vec<u32>) {
    let (mut tokens, mut starts, mut from) = (Vec::new(), Vec::new(), 0);
    for sentence in text.split_inclusive('\n') {
        starts.push(u32::try_from(tokens.len()).expect("a short text"));
        let mut ranges = Vec::new();
        segment(sentence, rules, &mut ranges);
        tokens.extend(ranges.into_iter().map(|range| from + range.start..from + range.end));
        from += sentence.len();
    }
    (tokens, starts)
}
