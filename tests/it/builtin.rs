//! The built-in lexicons against their truth tables.

use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::Lexicon;
use coopsec::query::hits::{Ask, hits};
use coopsec::text::Lang;

use crate::cases::table;
use crate::sample::go;

/// A theme and the words that matched.
type Found = (String, String);

const THEMES: &str = include_str!("../../python/coopsec/lexicons/security-cooperation.toml");
const ACTORS: &str = include_str!("../../python/coopsec/lexicons/actors.toml");
const LANGS: [Lang; 4] = [Lang::Fr, Lang::Es, Lang::En, Lang::Ar];

fn lexicon(source: &str) -> Lexicon {
    Lexicon::from_toml(source, "built in").expect("a valid lexicon")
}

fn expected(case: &toml::Table) -> Vec<Found> {
    let word = |value: &toml::Value| value.as_str().expect("a string").to_owned();
    let pairs = case["expect"].as_array().expect("a list").iter().map(|pair| pair.as_array().expect("a pair"));
    pairs.map(|pair| (word(&pair[0]), word(&pair[1]))).collect()
}

fn draft(number: usize, case: &toml::Table) -> Draft {
    let text = case["text"].as_str().expect("a text").to_owned();
    let lang = case["lang"].as_str().and_then(Lang::parse);
    Draft { id: number.to_string(), text: text.into(), lang, ..Draft::default() }
}

fn assert_hits(stem: &str, source: &str) {
    let cases = table(stem);
    let drafts: Vec<Draft> = cases.iter().enumerate().map(|(number, case)| draft(number, case)).collect();
    let corpus = Corpus::build(drafts, Options::default(), &Control::default()).expect("a corpus");
    let found = hits(&corpus, &lexicon(source), Ask::default(), &go()).expect("hits");
    for (number, case) in cases.iter().enumerate() {
        let id = number.to_string();
        let rows = (0..found.doc_id.len()).filter(|&row| found.doc_id.get(row) == Some(&id));
        let row_of = |row: usize| (found.theme.get(row).unwrap().to_owned(), found.matched[row].to_owned());
        let seen: Vec<Found> = rows.map(row_of).collect();
        let mut awaited = expected(case);
        let mut sorted = seen.clone();
        awaited.sort();
        sorted.sort();
        assert_eq!(sorted, awaited, "{}", case["text"]);
    }
}

#[test]
fn every_sentence_has_its_themes_and_no_others() {
    assert_hits("themes", THEMES);
}

#[test]
fn every_sentence_has_its_actors_and_no_others() {
    assert_hits("actors", ACTORS);
}

#[test]
fn every_built_in_theme_is_described_and_there_in_four_languages() {
    for (source, own) in [(THEMES, true), (ACTORS, false)] {
        for theme in lexicon(source).themes() {
            assert!(theme.label.is_some() && theme.kind.is_some(), "{}", theme.name);
            assert!(!own || theme.definition.is_some(), "{}", theme.name);
            let is_group = ["country", "region", "agency"].contains(&theme.name.as_str());
            let is_in = |lang| theme.patterns.iter().any(|written| written.lang == Some(lang));
            assert!(is_group || LANGS.into_iter().all(is_in), "{}", theme.name);
        }
    }
}

#[test]
fn countries_bear_their_code_and_agencies_belong_to_known_countries() {
    let actors = lexicon(ACTORS);
    let codes: Vec<&str> = actors.themes().iter().filter_map(|theme| theme.name.strip_prefix("country.")).collect();
    assert!(codes.len() > 100);
    for theme in actors.themes() {
        match (theme.name.strip_prefix("country."), theme.country()) {
            (Some(code), country) => assert_eq!(country, Some(code)),
            (None, Some(country)) => assert!(theme.name.starts_with("agency.") && codes.contains(&country)),
            (None, None) => {}
        }
    }
}

#[test]
fn every_written_lexicon_comes_back() {
    for source in [THEMES, ACTORS] {
        let lexicon = lexicon(source);
        assert_eq!(Lexicon::from_toml(&lexicon.to_toml(), "again").expect("valid"), lexicon);
    }
}
