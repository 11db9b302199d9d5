//! The built-in lexicon against its truth table.

use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::Lexicon;
use coopsec::query::hits::{Ask, hits};
use coopsec::text::Lang;

use crate::cases::table;
use crate::sample::go;

/// A theme and the words it was found in.
type Found = (String, String);

fn lexicon() -> Lexicon {
    let source = include_str!("../../python/coopsec/lexicons/security-cooperation.toml");
    Lexicon::from_toml(source, "security-cooperation.toml").expect("a valid lexicon")
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

#[test]
fn every_sentence_has_its_hits_and_no_others() {
    let cases = table("themes");
    let drafts = cases.iter().enumerate().map(|(number, case)| draft(number, case)).collect();
    let corpus = Corpus::build(drafts, Options::default(), &Control::default()).expect("a corpus");
    let found = hits(&corpus, &lexicon(), Ask::default(), &go()).expect("hits");
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
