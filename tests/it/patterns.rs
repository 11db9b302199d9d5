//! The pattern language, against the truth table.

use coopsec::Error;

use crate::lookup::{Reading, cases, lexicon, rows, texts};

const CASES: &str = include_str!("../cases/patterns.toml");

#[test]
fn patterns_find_what_the_table_says() {
    for case in cases(CASES, "case") {
        let name = &case["name"];
        let lexicon = lexicon(&case).unwrap_or_else(|error| panic!("{name}: {error}"));
        let text = case["text"].as_str().expect("a text");
        let found = rows(&lexicon, text, Reading::of(&case)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found = found.into_iter().filter(|row| !row.rolled_up);
        if case.contains_key("rows") {
            let expected: Vec<[String; 2]> = case["rows"].clone().try_into().expect("rows of theme and match");
            assert_eq!(found.map(|row| [row.theme, row.text]).collect::<Vec<_>>(), expected, "{name}");
        } else {
            assert_eq!(found.map(|row| row.text).collect::<Vec<_>>(), texts(&case, "matches"), "{name}");
        }
    }
}

#[test]
fn a_fault_names_theme_pattern_and_column() {
    for case in cases(CASES, "refused") {
        let name = &case["name"];
        let error = lexicon(&case).err().unwrap_or_else(|| panic!("{name}: was accepted"));
        let told = error.to_string();
        let Error::Pattern { origin, theme, column, message, .. } = error else { panic!("{name}: {told}") };
        let theme = theme.unwrap_or_default();
        assert_eq!(origin, "case", "{name}");
        assert_eq!(theme, case.get("theme").map_or("t", |theme| theme.as_str().expect("a theme")), "{name}: {told}");
        assert_eq!(Some(column as i64), case["column"].as_integer(), "{name}: {told}");
        assert!(message.contains(case["message"].as_str().expect("words")), "{name}: {told}");
    }
}

#[test]
fn a_malformed_lexicon_says_where() {
    for case in cases(CASES, "malformed") {
        let name = &case["name"];
        let error = lexicon(&case).err().unwrap_or_else(|| panic!("{name}: was accepted"));
        assert!(matches!(error, Error::Lexicon { .. }), "{name}: {error:?}");
        assert!(error.to_string().contains(case["message"].as_str().expect("words")), "{name}: {error}");
    }
}
