//! Pairs of themes against units counted in plain loops.

use coopsec::corpus::Corpus;
use coopsec::lexicon::{Lexicon, NestedScope};
use coopsec::query::cooccurrence::{Ask, cooccurrence};
use coopsec::query::units::Within;
use proptest::prelude::*;

use crate::grid::{Cell, cells};
use crate::sample::{build, dated, draft, drafts, every, go, grouping, groups, lexicon};
use crate::together::{NAMES, g2, is_near, themes_of, units, within, words};

/// Units with both themes, with the left, with the right, and in all, over documents whose language has both.
fn counts(corpus: &Corpus, cell: &Cell, within: Within, left: &str, right: &str) -> [f64; 4] {
    let mut sums = [0.0; 4];
    for &position in &cell.documents {
        let lang = corpus.document(position).lang;
        if words(left, lang).is_none() || words(right, lang).is_none() {
            continue;
        }
        for unit in units(corpus, position, within) {
            let themes = themes_of(&unit, lang);
            let (a, b) = (themes.contains(left), themes.contains(right));
            [a && b, a, b, true]
                .into_iter()
                .zip(&mut sums)
                .for_each(|(counts, sum)| *sum += f64::from(u8::from(counts)));
        }
    }
    sums
}

fn npmi([joint, left, right, total]: [f64; 4]) -> Option<f64> {
    if left == 0.0 || right == 0.0 || joint == total {
        return None;
    }
    if joint == 0.0 {
        return Some(-1.0);
    }
    let (a, b, both) = (left / total, right / total, joint / total);
    Some((both / (a * b)).ln() / -both.ln())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn tables_are_the_units_counted(drafts in drafts(), every in every(), groups in groups(), within in within()) {
        let corpus = build(drafts);
        let ask = Ask { within, every, grouping: grouping(&corpus, groups), scope: NestedScope::Theme };
        let table = cooccurrence(&corpus, &lexicon(), &ask, &go()).unwrap();
        let mut at = 0;
        for cell in cells(&corpus, every, ask.grouping.as_ref()) {
            for (place, left) in NAMES.into_iter().enumerate() {
                for right in NAMES.into_iter().skip(place + 1) {
                    if (left, right) == ("cooperation", "cooperation.abroad") {
                        continue;
                    }
                    let sums = counts(&corpus, &cell, within, left, right);
                    let [joint, with_left, with_right, total] = sums;
                    prop_assert_eq!((table.period[at], table.group[at], table.partial[at]), (cell.period, cell.group, cell.partial));
                    prop_assert_eq!((table.left.get(at), table.right.get(at)), (Some(left), Some(right)));
                    prop_assert_eq!((table.count[at], table.n_units[at]), (joint as i64, total as i64));
                    prop_assert!(is_near(table.expected[at], (total > 0.0).then(|| with_left * with_right / total)));
                    prop_assert!(is_near(table.npmi[at], npmi(sums)), "{:?} for {:?}", table.npmi[at], sums);
                    let expected = (total > 0.0).then(|| g2(joint, with_left, with_right, total));
                    prop_assert!(is_near(table.g2[at], expected), "{:?} for {:?}", table.g2[at], expected);
                    at += 1;
                }
            }
        }
        prop_assert_eq!(table.count.len(), at);
    }
}

#[test]
fn a_unit_counts_once_and_a_theme_and_its_ancestor_are_no_pair() {
    let corpus = build(vec![
        dated("a", "2017", "La drogue et la drogue, le terrorisme. Le terrorisme.\n\nLa drogue."),
        dated("b", "2017", "Rien ici."),
    ]);
    let row = |within| {
        let ask = Ask { within, ..Ask::default() };
        let table = cooccurrence(&corpus, &lexicon().select(&["drugs", "terrorism"]).unwrap(), &ask, &go()).unwrap();
        assert_eq!(table.count.len(), 1);
        (table.count[0], table.n_units[0], table.expected[0].unwrap())
    };
    assert_eq!(row(Within::Sentence), (1, 4, 1.0));
    assert_eq!(row(Within::Paragraph), (1, 3, 2.0 / 3.0));
    assert_eq!(row(Within::Document), (1, 2, 0.5));
    let family = lexicon().select(&["cooperation"]).unwrap();
    assert_eq!(cooccurrence(&corpus, &family, &Ask::default(), &go()).unwrap().count.len(), 0);
}

#[test]
fn pairs_of_too_many_themes_are_refused_before_they_are_listed() {
    // A list of them would take 80 GB.
    let themes: String = (0..200_000).map(|theme| format!("[theme.t{theme}]\nfr = ['mot{theme}']\n")).collect();
    let corpus = build(vec![draft("a", "Le crime organisé recule.")]);
    let lexicon = Lexicon::from_toml(&themes, "test").unwrap();
    let refused = cooccurrence(&corpus, &lexicon, &Ask::default(), &go()).unwrap_err().to_string();
    assert!(refused.contains("× 19999900000 rows"), "{refused}");
}

#[test]
fn one_span_in_two_themes_is_a_pair_unless_the_lexicon_is_one_scope() {
    let text = "[theme.a]\nfr = ['crime organisé']\n[theme.b]\nfr = ['crime']";
    let both = Lexicon::from_toml(text, "test").unwrap();
    let corpus = build(vec![draft("a", "Le crime organisé recule.")]);
    let count = |scope| cooccurrence(&corpus, &both, &Ask { scope, ..Ask::default() }, &go()).unwrap().count[0];
    assert_eq!((count(NestedScope::Theme), count(NestedScope::Lexicon)), (1, 0));
}
