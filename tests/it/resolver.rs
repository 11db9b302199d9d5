//! Resolution of overlaps, against the truth table and a naive twin.

use proptest::prelude::*;

use crate::lookup::{Reading, cases, lexicon, rows};
use crate::naive::{self, Case, Item, Pattern};

const CASES: &str = include_str!("../cases/resolver.toml");

type Pairs = Vec<[String; 2]>;

#[test]
fn matches_count_as_the_table_says() {
    for case in cases(CASES, "case") {
        let name = &case["name"];
        let lexicon = lexicon(&case).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = case["text"].as_str().expect("a text");
        let found = rows(&lexicon, text, Reading::of(&case)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let expected = |key: &str| -> Pairs { case[key].clone().try_into().expect("rows of theme and match") };
        let own = found.iter().filter(|row| !row.rolled_up);
        assert_eq!(own.map(|row| [row.theme.clone(), row.text.clone()]).collect::<Pairs>(), expected("rows"), "{name}");
        if case.contains_key("rollup") {
            let all = found.into_iter().map(|row| [row.theme, row.text]);
            assert_eq!(all.collect::<Pairs>(), expected("rollup"), "{name}");
        }
    }
}

fn token() -> impl Strategy<Value = Item> {
    prop_oneof![
        12 => prop::sample::select(vec!["a", "b", "c", "d"]),
        2 => prop::sample::select(vec!["?", "*", "a*", "\\,"]),
        3 => prop::sample::select(vec!["/[a-c]/", "/a.?/", "=A", "é", "e"]),
    ]
    .prop_map(Item::Token)
}

/// A pattern that begins and ends with a token, with anything in between.
fn pattern() -> impl Strategy<Value = Pattern> {
    let gap = (0u32..4).prop_map(Item::Gap);
    let firm = || prop_oneof![6 => token(), 1 => Just(Item::Hyphen)];
    let inner = prop_oneof![6 => firm(), 2 => gap, 1 => Just(Item::Class)].prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(prop::collection::vec(inner, 0..3), 1..4)
            .prop_filter("an empty group is refused", |group| group.iter().any(|one| !one.is_empty()))
            .prop_map(Item::Group)
    });
    let long = (firm(), prop::collection::vec(inner, 0..3), firm());
    let long = long.prop_map(|(first, middle, last)| [vec![first], middle, vec![last]].concat());
    prop_oneof![1 => firm().prop_map(|one| vec![one]), 2 => long]
}

fn theme() -> impl Strategy<Value = naive::Theme> {
    let patterns = prop::collection::vec(pattern(), 0..3);
    let exclude = prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(pattern(), 1..2)];
    (any::<prop::sample::Index>(), patterns, exclude).prop_map(|(parent, patterns, exclude)| naive::Theme {
        parent,
        patterns,
        exclude,
    })
}

fn case() -> impl Strategy<Value = Case> {
    let themes = prop::collection::vec(theme(), 1..6);
    let exclude = prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec(pattern(), 1..2)];
    let words = vec!["a", "b", "c", "d", "e", "a", "b", "c", "d", "A", "é", "ab", "a-b", ",", "\n\n"];
    let words = prop::collection::vec(prop::sample::select(words), 0..14);
    (themes, exclude, words, any::<bool>(), any::<bool>())
        .prop_map(|(themes, exclude, words, lexicon_scope, fold)| Case { themes, exclude, words, lexicon_scope, fold })
}

/// Patterns with wide gaps in long sentences of few words, where each token begins many matches.
fn long_case() -> impl Strategy<Value = Case> {
    let word = || prop::sample::select(vec!["a", "b", "c", "*"]).prop_map(Item::Token);
    let gap = || (0u32..30).prop_map(Item::Gap);
    let one = (word(), gap(), word()).prop_map(|(first, gap, last)| vec![first, gap, last]);
    let two = (one.clone(), gap(), word()).prop_map(|(first, gap, last)| [first, vec![gap, last]].concat());
    let pattern = || prop_oneof![1 => word().prop_map(|one| vec![one]), 3 => one.clone(), 2 => two.clone()];
    let none_or_one = || prop_oneof![3 => Just(Vec::new()), 1 => prop::collection::vec(one.clone(), 1..2)];
    let theme = (any::<prop::sample::Index>(), prop::collection::vec(pattern(), 0..3), none_or_one())
        .prop_map(|(parent, patterns, exclude)| naive::Theme { parent, patterns, exclude });
    let words = || prop::sample::select(vec!["a", "a", "b", "c", "d", "d", "d", "d"]);
    let words = prop_oneof![
        prop::collection::vec(words(), 50..100),
        (words(), 40..100usize).prop_map(|(word, count)| vec![word; count]),
    ];
    (prop::collection::vec(theme, 1..4), words, any::<bool>()).prop_map(|(themes, words, lexicon_scope)| Case {
        themes,
        exclude: Vec::new(),
        words,
        lexicon_scope,
        fold: false,
    })
}

fn assert_like_the_twin(case: &Case) -> Result<(), TestCaseError> {
    let lexicon = case.lexicon();
    let found = rows(&lexicon, &case.words.join(" "), case.reading()).expect("the lexicon compiles");
    let found: Vec<naive::Row> =
        found.into_iter().map(|row| (row.theme, row.text, row.pattern, row.rolled_up)).collect();
    prop_assert_eq!(found, case.hits(&lexicon));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn matches_that_are_looked_for_again_are_those_of_the_naive_twin(case in long_case()) {
        assert_like_the_twin(&case)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn hits_equal_those_of_the_naive_twin(case in case()) {
        assert_like_the_twin(&case)?;
    }
}
