//! Norms, surfaces and kinds.

use coopsec::text::{Lang, TokenKind, fold_accents, kind, norm, surface_form};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn norms() {
    let cases = [
        ("L’", "l'"),
        ("ÉTÉ", "été"),
        ("E\u{301}TE\u{301}", "été"),
        ("Straße", "strasse"),
        ("ŒUVRE", "œuvre"),
        ("porte‑parole", "porte-parole"),
        ("co\u{AD}opé\u{AD}ration", "coopération"),
        ("1\u{202F}500", "1 500"),
        ("mot\u{202F}", "mot"),
        ("ʼn", "'n"),
        ("ŉ", "'n"),
        ("\u{200B}", "\u{200B}"),
        ("ΑΣ", "ασ"),
    ];
    for (surface, expected) in cases {
        assert_eq!(norm(surface, Lang::Fr), expected, "{surface:?}");
    }
}

#[test]
fn arabic_norms() {
    let cases = [
        ("أَمْنٌ", "امن"),
        ("إسبانيا", "اسبانيا"),
        ("آسفي", "اسفي"),
        ("ٱلأمن", "الامن"),
        ("على", "علي"),
        ("الأمنـــي", "الامني"),
        ("ـ", "ـ"),
    ];
    for (surface, expected) in cases {
        assert_eq!(norm(surface, Lang::Ar), expected, "{surface:?}");
    }
    assert_eq!(norm("إسبانيا", Lang::Fr), "إسبانيا");
}

#[test]
fn surfaces_keep_their_case() {
    assert_eq!(surface_form("MAP"), "MAP");
    assert_eq!(surface_form("L’E\u{301}tat\u{AD}"), "L'État");
}

#[test]
fn accents_fold() {
    assert_eq!(fold_accents("coopération"), "cooperation");
    assert_eq!(fold_accents("çà"), "ca");
    assert_eq!(fold_accents("œuvre"), "œuvre");
}

#[test]
fn kinds() {
    let cases = [
        ("12ème", TokenKind::Word),
        ("f-16", TokenKind::Word),
        ("l'", TokenKind::Word),
        ("1 500", TokenKind::Number),
        ("7,5", TokenKind::Number),
        ("-6", TokenKind::Number),
        ("25/01/06", TokenKind::Number),
        ("٢٠١٤", TokenKind::Number),
        ("«", TokenKind::Punctuation),
        (".", TokenKind::Punctuation),
        ("%", TokenKind::Symbol),
        ("€", TokenKind::Symbol),
        ("🙂", TokenKind::Symbol),
        ("https://map.ma/x", TokenKind::Url),
        ("www.map.ma", TokenKind::Url),
        ("a.b@map.ma", TokenKind::Email),
        ("#maroc", TokenKind::Hashtag),
        ("@dgsn", TokenKind::Mention),
        ("@", TokenKind::Punctuation),
        ("#", TokenKind::Punctuation),
    ];
    for (norm, expected) in cases {
        assert_eq!(kind(norm), expected, "{norm:?}");
    }
}

proptest! {
    #[test]
    fn norm_is_stable(text in any::<String>(), lang in prop::sample::select(Lang::ALL.to_vec())) {
        let once = norm(&text, lang).into_owned();
        prop_assert_eq!(norm(&once, lang), once.as_str());
        prop_assert!(text.is_empty() || !once.is_empty());
    }

    #[test]
    fn composed_and_decomposed_are_one(text in "[a-zA-ZéÀçœÿŒßıİάΣΐﬁ'’‑\u{301}\u{327}\u{345}\u{AD}]{0,12}") {
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        prop_assert_eq!(norm(&composed, Lang::Fr), norm(&decomposed, Lang::Fr));
    }

    #[test]
    fn cheap_and_full_path_agree(text in "([ -~À-ÿŒœ’‑\u{202F}]|[A-Za-zÀ-ÿ]|[a-zA-Z-]){1,12}") {
        // A mark that does not compose forces the same text onto the full path.
        let marked = format!("{text}\u{200D}");
        let (cheap, full) = (norm(&text, Lang::Fr).into_owned(), norm(&marked, Lang::Fr).into_owned());
        prop_assert_eq!(cheap.trim(), full.trim_end_matches('\u{200D}').trim());
    }
}
