//! The fast and the careful path give the same tokens, all of them or only the counted ones: disjoint, in order, at
//! character boundaries, omitting only invisible characters. Norms are stable.

#![no_main]

use coopsec::text::{CodePoints, kind, norm, segment, segment_counted, segment_slowly, surface_form};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (text, choice) = input::split(data);
    let rules = input::rules(choice);
    let mut tokens = Vec::new();
    segment(&text, rules, &mut tokens);
    let mut careful = Vec::new();
    segment_slowly(&text, rules, &mut careful);
    assert_eq!(tokens, careful, "the fast path is not the careful one");
    let mut counted = Vec::new();
    segment_counted(&text, rules, &mut counted);
    careful.retain(|token| kind(&norm(&text[token.clone()], rules.lang)).is_counted());
    assert_eq!(counted, careful, "the counted tokens are not those of the careful path");
    let places = CodePoints::new(&text);
    let mut rebuilt = String::new();
    let mut at = 0;
    for token in tokens {
        assert!(at <= token.start && token.start < token.end, "{token:?} after {at}");
        let gap = text.get(at..token.start).expect("a gap at character boundaries");
        let surface = text.get(token.clone()).expect("a token at character boundaries");
        assert!(gap.chars().all(is_unseen), "{gap:?} is left out");
        assert!(!surface.chars().all(char::is_whitespace), "white space is a token");
        assert_eq!(places.at(token.end), text[..token.end].chars().count());
        let once = norm(surface, rules.lang);
        assert!(!once.is_empty(), "{surface:?} has no norm");
        assert_eq!(norm(&once, rules.lang), once, "the norm of {surface:?} is no norm");
        let form = surface_form(surface);
        assert_eq!(surface_form(&form), form, "the surface form of {surface:?} is none");
        kind(&once);
        rebuilt.push_str(gap);
        rebuilt.push_str(surface);
        at = token.end;
    }
    rebuilt.push_str(&text[at..]);
    assert!(text[at..].chars().all(is_unseen), "{:?} is left out", &text[at..]);
    assert_eq!(rebuilt, text);
});

/// White space, and zero-width characters, which form no token by themselves.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{FEFF}')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || c.is_whitespace()
}
