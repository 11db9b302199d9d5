//! The truth tables in tests/cases.

use std::path::Path;

use coopsec::text::{Lang, Rules, segment};

/// The cases of a table in tests/cases.
pub(crate) fn table(stem: &str) -> Vec<toml::Table> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(stem).with_extension("toml");
    let source = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let table: toml::Table = source.parse().unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let cases: Vec<_> =
        table["case"].as_array().expect("cases").iter().map(|c| c.as_table().expect("a table").clone()).collect();
    assert!(!cases.is_empty());
    cases
}

/// A list of strings in a case.
pub(crate) fn strings(case: &toml::Table, key: &str) -> Option<Vec<String>> {
    let list = case.get(key)?.as_array()?;
    Some(list.iter().map(|v| v.as_str().expect("a string").to_owned()).collect())
}

/// The language and options of a case.
pub(crate) fn rules(case: &toml::Table) -> Rules {
    let lang = case.get("lang").map_or(Lang::Fr, |l| l.as_str().and_then(Lang::parse).expect("a language"));
    let switch = |key: &str, default: bool| case.get(key).map_or(default, |v| v.as_bool().expect("true or false"));
    Rules { lang, elision: switch("elision", true), split_hyphens: switch("split_hyphens", false) }
}

/// The tokens of a text as strings.
pub(crate) fn tokens(text: &str, rules: Rules) -> Vec<&str> {
    let mut ranges = Vec::new();
    segment(text, rules, &mut ranges);
    ranges.into_iter().map(|range| &text[range]).collect()
}
