//! Sentences are disjoint, in order, at character boundaries, and each token lies in exactly one. None begins between
//! two tokens that are known to continue a sentence.

#![no_main]

use coopsec::text::{goes_on, segment, sentences};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (text, choice) = input::split(data);
    let rules = input::rules(choice);
    let mut tokens = Vec::new();
    segment(&text, rules, &mut tokens);
    let found = sentences(&text, &tokens, rules.lang);
    for pair in tokens.windows(2).filter(|pair| goes_on(&text, &pair[0], &pair[1], rules.lang)) {
        assert!(found.iter().all(|sentence| sentence.start != pair[1].start), "{pair:?} go on and do not");
    }
    let mut left = tokens.as_slice();
    let mut at = 0;
    for sentence in found {
        assert!(at <= sentence.start && sentence.start < sentence.end, "{sentence:?} after {at}");
        let words = text.get(sentence.clone()).expect("a sentence at character boundaries");
        assert!(!words.trim().is_empty());
        let within = left.iter().take_while(|token| token.end <= sentence.end).count();
        assert!(left[..within].iter().all(|token| sentence.start <= token.start), "a token before its sentence");
        assert!(within > 0, "{words:?} holds no token");
        left = &left[within..];
        at = sentence.end;
    }
    assert!(left.is_empty(), "{} tokens lie in no sentence", left.len());
});
