//! Sentences: truth table, treebanks, properties.

use std::ops::Range;

use coopsec::text::{Lang, Rules, goes_on, segment, sentences};
use proptest::prelude::*;

use crate::cases::{rules, strings, table};
use crate::naive_sentences;
use crate::shared::shared_text;
use crate::treebank::Treebank;

fn split(text: &str, rules: Rules) -> Vec<&str> {
    let mut tokens = Vec::new();
    segment(text, rules, &mut tokens);
    sentences(text, &tokens, rules.lang).into_iter().map(|range| &text[range]).collect()
}

/// Checks that no sentence begins between two tokens that `goes_on` joins, and returns the number of such pairs.
fn told_at_once(text: &str, tokens: &[Range<usize>], lang: Lang) -> usize {
    let slow = naive_sentences::sentences(text, tokens, lang);
    let joined = tokens.windows(2).filter(|pair| goes_on(text, &pair[0], &pair[1], lang));
    let broken = joined.clone().find(|pair| slow.iter().any(|sentence| sentence.start == pair[1].start));
    assert_eq!(broken, None, "{text:?}");
    joined.count()
}

#[test]
fn truth_table() {
    for case in table("sentences") {
        let text = case["text"].as_str().expect("a text");
        assert_eq!(split(text, rules(&case)), strings(&case, "sentences").expect("sentences"), "{text:?}");
    }
}

#[track_caller]
fn treebank_reaches(file: &str, lang: Lang, f1: f64) {
    let Some(source) = shared_text(&format!("data/ud/{file}-ud-dev.conllu")) else { return };
    let score = Treebank::parse(&source).sentences(lang);
    assert!(score.gold > 400, "{} sentences read", score.gold);
    assert!(score.f1() >= f1, "P {:.4} R {:.4} {:?}", score.precision(), score.recall(), score.confusions());
}

#[test]
fn treebank_french() {
    treebank_reaches("fr_gsd", Lang::Fr, 0.985);
    treebank_reaches("fr_sequoia", Lang::Fr, 0.955);
}

#[test]
fn treebank_spanish() {
    treebank_reaches("es_gsd", Lang::Es, 0.985);
}

proptest! {
    #[test]
    fn every_token_lies_in_one_sentence(
        text in "([A-Za-zé]{1,5}|[ \n\r.!?…\"«»()'-]|M\\.|\u{2029}|1\\.|\u{308}|\u{200B}){0,40}",
        lang in prop::sample::select(Lang::ALL.to_vec()),
    ) {
        let mut tokens = Vec::new();
        segment(&text, Rules { lang, ..Rules::default() }, &mut tokens);
        let found = sentences(&text, &tokens, lang);
        let mut from = 0;
        for sentence in &found {
            prop_assert!(from <= sentence.start && sentence.start < sentence.end);
            prop_assert!(text.get(sentence.clone()).is_some());
            from = sentence.end;
        }
        for token in &tokens {
            let holders = found.iter().filter(|s| s.start <= token.start && token.end <= s.end).count();
            prop_assert_eq!(holders, 1);
        }
    }

    #[test]
    fn sentences_are_those_of_the_slow_way(
        text in "(\\PC|[ \n\r.!?;:,…\"«»“”()\\[\\]'’-]| (Il|Cette|Les|À|M|Mme|Rabat|le|grande|maison|etc)[. ]|L’|\u{A0}|\u{2029}|1\\.){0,60}",
        lang in prop::sample::select(Lang::ALL.to_vec()),
    ) {
        let mut tokens = Vec::new();
        segment(&text, Rules { lang, ..Rules::default() }, &mut tokens);
        prop_assert_eq!(sentences(&text, &tokens, lang), naive_sentences::sentences(&text, &tokens, lang));
        told_at_once(&text, &tokens, lang);
    }

    #[test]
    fn a_blank_line_always_breaks(left in "[A-Za-z.,]{1,8}( [a-z]{1,5}){0,3}", right in "[a-zA-Z]{1,8}") {
        let text = format!("{left}\n \n{right}");
        prop_assert_eq!(split(&text, Rules::default()).last().copied(), Some(right.as_str()));
    }
}

/// The texts of the treebanks, seven sentences per text, joined by spaces and by line breaks.
#[test]
fn real_texts_are_split_as_the_slow_way_does() {
    for (bank, lang) in [("fr_sequoia", Lang::Fr), ("es_gsd", Lang::Es)] {
        let Some(source) = shared_text(&format!("data/ud/{bank}-ud-dev.conllu")) else { return };
        let texts: Vec<&str> = source.lines().filter_map(|line| line.strip_prefix("# text = ")).collect();
        assert!(texts.len() > 400);
        for (window, joint) in texts.chunks(7).flat_map(|window| [" ", "\n", "\n\n"].map(|joint| (window, joint))) {
            let text = window.join(joint);
            let mut tokens = Vec::new();
            segment(&text, Rules { lang, ..Rules::default() }, &mut tokens);
            let slow = naive_sentences::sentences(&text, &tokens, lang);
            assert_eq!(sentences(&text, &tokens, lang), slow, "{text:?}");
            assert!(told_at_once(&text, &tokens, lang) * 2 > tokens.len(), "{text:?}");
        }
    }
}

/// Finishes quickly only if the work is linear.
#[test]
fn long_runs_of_one_sign() {
    for unit in [".", ")", ".)", "\"", "\n", "a\n", "A\n\n", "\r\n", "- ", ". \u{301}", "A. ", "é", "a ", "(…) "] {
        let text = unit.repeat(100_000 / unit.len());
        for lang in [Lang::Fr, Lang::Und] {
            let mut tokens = Vec::new();
            segment(&text, Rules { lang, ..Rules::default() }, &mut tokens);
            let found = sentences(&text, &tokens, lang);
            assert_eq!(found.is_empty(), tokens.is_empty(), "{unit:?}");
        }
    }
}
