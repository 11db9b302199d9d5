//! Pairs of countries against units counted in plain loops, and the passages behind each cell.

use std::collections::{BTreeMap, BTreeSet};

use coopsec::Error;
use coopsec::corpus::Corpus;
use coopsec::lexicon::{Lexicon, NestedScope};
use coopsec::query::dyad_hits::dyad_hits;
use coopsec::query::dyads::{Ask, Subject, dyads};
use coopsec::query::units::Within;
use coopsec::text::Lang;
use proptest::prelude::*;
use proptest::sample::select;

use crate::grid::cells;
use crate::sample::{build, draft, drafts, every, go, grouping, groups, lexicon, slice};
use crate::together::{NAMES, is_near, themes_of, units, within, words};

/// A word for two countries, an agency, a service below a country, a region.
const ACTORS: &str = "
    [theme.country.ES]
    country = 'ES'
    fr = ['espagne', 'porte-parole']
    [theme.country.MA]
    country = 'MA'
    patterns = ['drogue']
    [theme.country.MA.service]
    fr = ['coopération']
    [theme.country.FR]
    country = 'FR'
    fr = ['porte-parole', 'terrorisme']
    [theme.agency]
    country = 'MA'
    es = ['cooperación']
    [theme.region]
    patterns = ['de', 'le']
";

fn actors() -> Lexicon {
    Lexicon::from_toml(ACTORS, "actors").unwrap()
}

fn subject<'a>(actors: &'a Lexicon, themes: Option<&'a Lexicon>, within: Within) -> Subject<'a> {
    Subject { actors, themes, hub: None, within, scope: NestedScope::Theme }
}

fn countries(unit: &[String], lang: Lang) -> BTreeSet<&'static str> {
    let of = |word: &String| match (word.as_str(), lang) {
        ("espagne", Lang::Fr) => vec!["ES"],
        ("porte-parole", Lang::Fr) => vec!["ES", "FR"],
        ("terrorisme", Lang::Fr) => vec!["FR"],
        ("coopération", Lang::Fr) | ("cooperación", Lang::Es) | ("drogue", _) => vec!["MA"],
        _ => Vec::new(),
    };
    unit.iter().flat_map(of).collect()
}

/// Whether some actor of a country has a pattern in a language.
fn has(country: &str, lang: Lang) -> bool {
    country == "MA" || lang == Lang::Fr
}

type Pair = (&'static str, &'static str);

fn pairs(unit: &[String], lang: Lang, hub: Option<&str>) -> Vec<Pair> {
    let all: Vec<&'static str> = countries(unit, lang).into_iter().collect();
    let both = all.iter().enumerate().flat_map(|(at, &left)| all[at + 1..].iter().map(move |&right| (left, right)));
    both.filter(|pair| hub.is_none_or(|hub| pair.0 == hub || pair.1 == hub)).collect()
}

/// Themes that a row can have: those of the sample lexicon, or none.
fn topics(with_themes: bool) -> Vec<Option<&'static str>> {
    if with_themes { NAMES.into_iter().map(Some).collect() } else { vec![None] }
}

/// Units of each pair and theme in a document.
fn counts(
    corpus: &Corpus,
    at: usize,
    ask: (Within, bool),
    hub: Option<&str>,
) -> BTreeMap<(Pair, Option<&'static str>), i64> {
    let lang = corpus.document(at).lang;
    let mut counts = BTreeMap::new();
    for unit in units(corpus, at, ask.0) {
        let themes = themes_of(&unit, lang);
        for pair in pairs(&unit, lang, hub) {
            for topic in topics(ask.1).into_iter().filter(|topic| topic.is_none_or(|theme| themes.contains(theme))) {
                *counts.entry((pair, topic)).or_default() += 1;
            }
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn tables_are_the_units_counted(
        drafts in drafts(),
        every in every(),
        groups in groups(),
        within in within(),
        with_themes in any::<bool>(),
        hub in select(vec![None, Some("MA"), Some("FR")]),
    ) {
        let corpus = build(drafts);
        let (actors, themes) = (actors(), lexicon());
        let subject = Subject { hub, ..subject(&actors, with_themes.then_some(&themes), within) };
        let ask = Ask { every, grouping: grouping(&corpus, groups), ..Ask::default() };
        let table = dyads(&corpus, &subject, &ask, &go()).unwrap();
        let met = |at: usize| counts(&corpus, at, (within, false), hub).into_keys().map(|(pair, _)| pair);
        let listed: BTreeSet<Pair> = (0..corpus.len()).flat_map(met).collect();
        let mut at = 0;
        for cell in cells(&corpus, every, ask.grouping.as_ref()) {
            let found: Vec<_> = cell.documents.iter().map(|&document| counts(&corpus, document, (within, with_themes), hub)).collect();
            for &(left, right) in &listed {
                for topic in topics(with_themes) {
                    let here: Vec<i64> = found.iter().filter_map(|counts| counts.get(&((left, right), topic)).copied()).collect();
                    let covers = |document: &&usize| {
                        let lang = corpus.document(**document).lang;
                        has(left, lang) && has(right, lang) && topic.is_none_or(|theme| words(theme, lang).is_some())
                    };
                    let covered: Vec<&usize> = cell.documents.iter().filter(covers).collect();
                    let n_units: usize = covered.iter().map(|&&document| units(&corpus, document, within).len()).sum();
                    prop_assert_eq!((table.period[at], table.group[at], table.partial[at]), (cell.period, cell.group, cell.partial));
                    prop_assert_eq!((table.left.get(at), table.right.get(at), table.theme.get(at)), (Some(left), Some(right), topic));
                    prop_assert_eq!((table.count[at], table.doc_freq[at]), (here.iter().sum(), here.len() as i64));
                    prop_assert_eq!((table.n_docs[at], table.n_units[at]), (covered.len() as i64, n_units as i64));
                    let share = (!covered.is_empty()).then(|| here.len() as f64 / covered.len() as f64);
                    prop_assert!(is_near(table.doc_share[at], share));
                    prop_assert!(table.doc_share_low[at] <= share && share <= table.doc_share_high[at]);
                    at += 1;
                }
            }
        }
        prop_assert_eq!(table.count.len(), at);
    }

    #[test]
    fn the_rows_of_a_cell_are_its_count_and_stand_in_the_text(
        drafts in drafts(),
        within in within(),
        with_themes in any::<bool>(),
        hub in select(vec![None, Some("MA")]),
    ) {
        let corpus = build(drafts);
        let (actors, themes) = (actors(), lexicon());
        let subject = Subject { hub, ..subject(&actors, with_themes.then_some(&themes), within) };
        let table = dyads(&corpus, &subject, &Ask::default(), &go()).unwrap();
        let listed = dyad_hits(&corpus, &subject, &go()).unwrap();
        let rows = |left, right, theme| {
            let same = |row: &usize| (listed.left.get(*row), listed.right.get(*row), listed.theme.get(*row)) == (left, right, theme);
            (0..listed.doc_id.len()).filter(same).count() as i64
        };
        for at in 0..table.count.len() {
            prop_assert_eq!(rows(table.left.get(at), table.right.get(at), table.theme.get(at)), table.count[at]);
        }
        prop_assert_eq!(table.count.iter().sum::<i64>(), listed.doc_id.len() as i64);
        for row in 0..listed.doc_id.len() {
            let position = (0..corpus.len()).find(|&at| Some(corpus.id(at)) == listed.doc_id.get(row)).unwrap();
            let text = corpus.text(position);
            let passage = slice(&text, listed.start[row], listed.end[row]);
            let mut matches = vec![&listed.match_left[row], &listed.match_right[row]];
            if with_themes {
                matches.push(&listed.match_theme[row]);
            }
            prop_assert!(matches.iter().all(|one| passage.contains(*one)), "{passage:?} {matches:?}");
            prop_assert!(matches.iter().any(|one| passage.starts_with(*one)) && matches.iter().any(|one| passage.ends_with(*one)));
            let shown = listed.sentence.get(row).unwrap();
            let (start, length) = (listed.sentence_start[row], shown.chars().count() as i64);
            prop_assert_eq!(&slice(&text, start, start + length), shown);
            prop_assert!(start <= listed.start[row] && listed.end[row] <= start + length);
        }
    }
}

#[test]
fn a_word_that_names_two_countries_is_a_pair_by_itself() {
    let built_in = Lexicon::from_toml(include_str!("../../python/coopsec/lexicons/actors.toml"), "actors").unwrap();
    let texts = [
        "La coopération maroco-française s'étend.",
        "Le comité franco-marocain se réunit.",
        "La DGSN et la Guardia Civil travaillent ensemble.",
        "Europol et la DGSN travaillent ensemble.",
        "Le Maroc et la DGSN marocaine.",
    ];
    let drafts = (0..).zip(texts).map(|(at, text): (usize, _)| draft(&at.to_string(), text)).collect();
    let listed = dyad_hits(&build(drafts), &subject(&built_in, None, Within::Sentence), &go()).unwrap();
    let pairs: Vec<_> = (0..listed.doc_id.len())
        .map(|row| [&listed.doc_id, &listed.left, &listed.right].map(|column| column.get(row).unwrap()))
        .collect();
    assert_eq!(pairs, [["0", "FR", "MA"], ["1", "FR", "MA"], ["2", "ES", "MA"]]);
}

#[test]
fn themes_never_met_have_rows_of_zeros_for_every_pair() {
    let corpus = build(vec![draft("a", "Le terrorisme, la drogue.")]);
    let never = Lexicon::from_toml("[theme.never]\nfr = ['introuvable']", "test").unwrap();
    let (actors, ask) = (actors(), Ask::default());
    let table = dyads(&corpus, &subject(&actors, Some(&never), Within::Sentence), &ask, &go()).unwrap();
    assert_eq!((table.theme.get(0), table.count, table.doc_share), (Some("never"), vec![0], vec![Some(0.0)]));
}

#[test]
fn unknown_hubs_and_actors_without_countries_are_refused() {
    let corpus = build(vec![draft("a", "La drogue.")]);
    let actors = actors();
    for (hub, hint) in [("XX", "there are ES, FR, MA"), ("ma", "did you mean \"MA\"?")] {
        let refused = dyads(
            &corpus,
            &Subject { hub: Some(hub), ..subject(&actors, None, Within::Sentence) },
            &Ask::default(),
            &go(),
        );
        assert!(matches!(&refused, Err(Error::Argument(message)) if message.contains(hint)), "{refused:?}");
    }
    let refused = dyads(&corpus, &subject(&lexicon(), None, Within::Sentence), &Ask::default(), &go());
    assert!(matches!(refused, Err(Error::Lexicon { .. })));
}
