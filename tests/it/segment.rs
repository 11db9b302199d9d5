//! Tokens: truth table, the Unicode test file, treebanks, properties.

use std::ops::Range;

use coopsec::text::{Lang, Rules, norm, segment};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::cases::{rules, strings, table, tokens};
use crate::shared::shared_text;
use crate::treebank::Treebank;

#[test]
fn truth_table() {
    for case in table("tokens") {
        let text = case["text"].as_str().expect("a text");
        let rules = rules(&case);
        let found = tokens(text, rules);
        assert_eq!(found, strings(&case, "tokens").expect("tokens"), "tokens of {text:?}");
        if let Some(norms) = strings(&case, "norms") {
            let found: Vec<_> = found.into_iter().map(|token| norm(token, rules.lang)).collect();
            assert_eq!(found, norms, "norms of {text:?}");
        }
    }
}

#[test]
fn unicode_word_break_test() {
    let Some(source) = shared_text("data/unicode17/WordBreakTest_17.txt") else { return };
    let und = Rules { lang: Lang::Und, ..Rules::default() };
    let mut lines = 0;
    for line in source.lines().filter(|line| line.starts_with('÷')) {
        let expected = words_of_test(line);
        let text: String = expected.concat();
        let expected: Vec<&String> = expected.iter().filter(|w| !w.chars().all(char::is_whitespace)).collect();
        assert_eq!(tokens(&text, und), expected, "{line}");
        lines += 1;
    }
    assert!(lines > 1500, "{lines} lines read");
}

/// `÷ 0061 × 0308 ÷ 0020 ÷ # …` as the strings between the `÷`.
fn words_of_test(line: &str) -> Vec<String> {
    let codes = line.split('#').next().unwrap_or_default();
    let words =
        codes.split('÷').map(|word| word.split_whitespace().filter(|code| *code != "×").map(character).collect());
    words.filter(|word: &String| !word.is_empty()).collect()
}

fn character(code: &str) -> char {
    u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("a code point")
}

#[track_caller]
fn treebank_reaches(file: &str, lang: Lang, f1: f64) {
    let Some(source) = shared_text(&format!("data/ud/{file}-ud-dev.conllu")) else { return };
    let score = Treebank::parse(&source).tokens(lang);
    assert!(score.gold > 5000, "{} words read", score.gold);
    assert!(score.f1() >= f1, "P {:.4} R {:.4} {:?}", score.precision(), score.recall(), score.confusions());
}

#[test]
fn treebank_french() {
    treebank_reaches("fr_gsd", Lang::Fr, 0.999);
    treebank_reaches("fr_sequoia", Lang::Fr, 0.998);
}

#[test]
fn treebank_spanish() {
    treebank_reaches("es_gsd", Lang::Es, 0.998);
}

#[test]
fn treebank_english() {
    treebank_reaches("en_ewt", Lang::En, 0.99);
}

/// Text made of the characters that the rules look at.
fn press_like() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zA-Zéàçœ]{1,6}",
        "[0-9]{1,4}",
        "[ \u{A0}\u{202F}\u{2009}\n]",
        "['’ʼ′‐‑.,:;/°²(@#\"«»“”!?…)\\-]",
        "[\u{AD}\u{200B}\u{200D}\u{FEFF}\u{301}\u{308}]",
        Just("aujourd'hui".to_owned()),
        Just("-t-il".to_owned()),
        Just("qu’".to_owned()),
        Just("J.-C.".to_owned()),
        Just("https://a.b/c".to_owned()),
        "[ء-ي]{1,4}",
    ];
    prop::collection::vec(part, 0..30).prop_map(|parts| parts.concat())
}

fn any_rules() -> impl Strategy<Value = Rules> {
    let lang = prop::sample::select(Lang::ALL.to_vec());
    (lang, any::<bool>(), any::<bool>()).prop_map(|(lang, elision, split_hyphens)| Rules {
        lang,
        elision,
        split_hyphens,
    })
}

fn check_cover(text: &str, rules: Rules) {
    let mut found: Vec<Range<usize>> = Vec::new();
    segment(text, rules, &mut found);
    let mut from = 0;
    for token in &found {
        let gap = text.get(from..token.start).expect("a gap on char boundaries");
        let surface = text.get(token.clone()).expect("a token on char boundaries");
        assert!(!surface.chars().all(char::is_whitespace), "{text:?}: white space token");
        assert!(!gap.chars().any(char::is_alphanumeric), "{text:?}: {gap:?} lost");
        assert!(!norm(surface, rules.lang).is_empty());
        from = token.end;
    }
    assert!(text[from..].chars().all(|c| !c.is_alphanumeric()));
}

proptest! {
    #[test]
    fn tokens_and_gaps_are_the_text(text in press_like(), rules in any_rules()) {
        check_cover(&text, rules);
    }

    #[test]
    fn tokens_and_gaps_are_any_text(text in any::<String>(), rules in any_rules()) {
        check_cover(&text, rules);
    }

    #[test]
    fn und_is_the_standard(text in any::<String>(), press in press_like()) {
        for text in [text, press] {
            let words = text.split_word_bounds().filter(|w| !w.chars().all(char::is_whitespace));
            let und = Rules { lang: Lang::Und, ..Rules::default() };
            prop_assert_eq!(tokens(&text, und), words.collect::<Vec<_>>());
        }
    }

    #[test]
    fn decomposed_text_has_the_same_norms(text in press_like(), lang in prop::sample::select(Lang::ALL.to_vec())) {
        let rules = Rules { lang, ..Rules::default() };
        let (composed, decomposed): (String, String) = (text.nfc().collect(), text.nfd().collect());
        let norms = |text: &str| tokens(text, rules).into_iter().map(|t| norm(t, lang).into_owned()).collect::<Vec<_>>();
        prop_assert_eq!(norms(&composed), norms(&decomposed));
    }

    #[test]
    fn zero_width_characters_in_words_change_no_norm(
        words in prop::collection::vec("[a-zéàç]{1,5}(['’-][a-zéàç]{1,4}){0,2}", 1..6),
        signs in prop::collection::vec("[\u{AD}\u{200B}\u{200D}\u{2060}]{1,2}", 1..4),
        lang in prop::sample::select(vec![Lang::Fr, Lang::Es, Lang::En, Lang::Ar]),
    ) {
        let plain = words.join(" ");
        let mut marked = String::new();
        for (at, c) in plain.chars().enumerate() {
            if at > 0 && c != ' ' && !marked.ends_with(' ') {
                marked.push_str(&signs[at % signs.len()]);
            }
            marked.push(c);
        }
        let rules = Rules { lang, ..Rules::default() };
        let norms = |text: &str| tokens(text, rules).into_iter().map(|t| norm(t, lang).into_owned()).collect::<Vec<_>>();
        prop_assert_eq!(norms(&plain), norms(&marked));
    }
}

/// Finishes quickly only if the work is linear: a quadratic pass over these texts would take minutes.
#[test]
fn long_runs_of_one_sign() {
    for unit in ["\u{301}", "'", "-", ".", "a"] {
        run(unit, 1_000_000);
    }
    for unit in [
        "a-",
        "a\u{200B}",
        "-\u{200B}",
        "a\u{200B}\u{200B}\u{200B}'",
        "\u{200B}",
        "a'",
        "l'",
        "a.",
        "A. ",
        "1 000 ",
        "-t-il",
        "/",
        "1/",
        "1:",
        "@a",
        "a@",
        "a.@",
        "#",
        "(",
        "a(s)",
        "www.",
    ] {
        run(unit, 100_000);
    }
}

fn run(unit: &str, length: usize) {
    let text = format!("a{}", unit.repeat(length / unit.len()));
    let mut found = Vec::new();
    segment(&text, Rules::default(), &mut found);
    assert!(!found.is_empty() && found[0].start == 0, "{unit:?}");
}
