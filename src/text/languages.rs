//! The word lists of each language, read once from `languages/*.toml`.

use std::sync::LazyLock;

use hashbrown::HashSet;

use super::lang::Lang;

/// Words that keep their dot, by what may follow them.
#[derive(Default)]
pub(super) struct Abbreviations {
    pub(super) before_name: HashSet<String>,
    /// Also ordinary words: abbreviations only before a capital that starts no sentence (`col. Martin`).
    pub(super) before_capital: HashSet<String>,
    pub(super) before_number: HashSet<String>,
    pub(super) inside: HashSet<String>,
    pub(super) may_end: HashSet<String>,
    /// Halves of a plural, only next to each other: `EE. UU.`.
    pub(super) doubled: HashSet<String>,
}

/// Word lists of one language.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) elisions: HashSet<String>,
    pub(super) lexicalised: HashSet<String>,
    pub(super) clitics: HashSet<String>,
    pub(super) joined: HashSet<String>,
    pub(super) endings: HashSet<String>,
    pub(super) units: HashSet<String>,
    pub(super) ordinals: HashSet<String>,
    pub(super) starters: HashSet<String>,
    pub(super) openers: HashSet<String>,
    pub(super) namers: HashSet<String>,
    pub(super) eras: HashSet<String>,
    pub(super) abbreviations: Abbreviations,
}

static FR: LazyLock<Lists> = LazyLock::new(|| read(include_str!("languages/fr.toml")));
static ES: LazyLock<Lists> = LazyLock::new(|| read(include_str!("languages/es.toml")));
static EN: LazyLock<Lists> = LazyLock::new(|| read(include_str!("languages/en.toml")));
static AR: LazyLock<Lists> = LazyLock::new(|| read(include_str!("languages/ar.toml")));
static UND: LazyLock<Lists> = LazyLock::new(Lists::default);

/// The lists of a language; empty ones for `Und`.
pub(super) fn lists(lang: Lang) -> &'static Lists {
    match lang {
        Lang::Fr => &FR,
        Lang::Es => &ES,
        Lang::En => &EN,
        Lang::Ar => &AR,
        Lang::Und => &UND,
    }
}

fn read(source: &str) -> Lists {
    let table: toml::Table = source.parse().expect("the word lists are TOML");
    let abbreviations = table.get("abbreviations").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    Lists {
        elisions: words(&table, "elisions"),
        lexicalised: words(&table, "lexicalised"),
        clitics: words(&table, "clitics"),
        joined: words(&table, "joined"),
        endings: words(&table, "endings"),
        units: words(&table, "units"),
        ordinals: words(&table, "ordinals"),
        starters: words(&table, "starters"),
        openers: words(&table, "openers"),
        namers: words(&table, "namers"),
        eras: words(&table, "eras"),
        abbreviations: Abbreviations {
            before_name: words(&abbreviations, "before_name"),
            before_capital: words(&abbreviations, "before_capital"),
            before_number: words(&abbreviations, "before_number"),
            inside: words(&abbreviations, "inside"),
            may_end: words(&abbreviations, "may_end"),
            doubled: words(&abbreviations, "doubled"),
        },
    }
}

fn words(table: &toml::Table, key: &str) -> HashSet<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_str).map(String::from).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_file_parses_and_holds_the_same_keys() {
        for source in [
            include_str!("languages/fr.toml"),
            include_str!("languages/es.toml"),
            include_str!("languages/en.toml"),
            include_str!("languages/ar.toml"),
        ] {
            let table: toml::Table = source.parse().expect("a word list that parses");
            let keys: BTreeSet<&str> = table.keys().map(String::as_str).collect();
            assert_eq!(
                keys,
                BTreeSet::from([
                    "abbreviations",
                    "clitics",
                    "elisions",
                    "endings",
                    "eras",
                    "joined",
                    "lexicalised",
                    "namers",
                    "openers",
                    "ordinals",
                    "starters",
                    "units"
                ])
            );
        }
    }

    #[test]
    fn lists_are_norms() {
        for lang in Lang::ALL {
            let lists = lists(lang);
            for word in lists
                .elisions
                .iter()
                .chain(&lists.lexicalised)
                .chain(&lists.clitics)
                .chain(&lists.starters)
                .chain(&lists.openers)
                .chain(&lists.namers)
                .chain(&lists.eras)
            {
                assert_eq!(crate::text::norm(word, lang), word.as_str());
            }
        }
    }
}
