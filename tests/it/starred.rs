//! Texts behind starred lines, the form of IRaMuTeQ and Alceste.

use coopsec::corpus::files::{FileText, read_bytes};
use proptest::prelude::*;

use crate::shared::shared;

fn read(text: &str) -> Vec<FileText> {
    read_bytes("corpus.txt", text.as_bytes().to_vec()).expect("a text")
}

/// The fields as `name=value`.
fn fields(text: &FileText) -> Vec<String> {
    text.fields.iter().map(|(name, value)| format!("{name}={value}")).collect()
}

#[test]
fn every_starred_line_begins_a_text() {
    let texts = read(
        "\u{FEFF}\n**** *source_le_monde *date_2015_05_28 *titre_Rabat_et_Madrid *rubrique_monde *n_1 *entretien\r\n\
         -*coopération\nUn accord.\n\n -*  Un tiret.\n-*migration\nUne visite.\n\n\
         **** *journal_La_Gazette *url_https://exemple.ma/un_accord *langue_es *Publié_3_juin_2015 *titre_\nTexto.\n\
         0003 *n_3 *langue_wolof\n**** pas de variable\n0004 rapports\n",
    );
    assert_eq!(texts.iter().map(|text| text.article).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    let [first, second, third] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(first.text, "Un accord.\n\n -*  Un tiret.\nUne visite.");
    assert_eq!(first.source.as_deref(), Some("le monde"));
    assert_eq!(first.date.as_deref(), Some("2015-05-28"));
    assert_eq!(first.title.as_deref(), Some("Rabat et Madrid"));
    assert_eq!(first.rubric.as_deref(), Some("monde"));
    assert_eq!(fields(first), ["n=1", "entretien=true"]);
    assert_eq!(second.source.as_deref(), Some("La Gazette"));
    assert_eq!(second.url.as_deref(), Some("https://exemple.ma/un_accord"));
    assert_eq!((second.lang.as_deref(), second.title.as_deref()), (Some("es"), Some("")));
    assert_eq!(second.date.as_deref(), Some("3 juin 2015"));
    // Not a language that is read.
    assert_eq!((third.lang.as_deref(), fields(third)), (None, vec!["n=3".to_owned(), "langue=wolof".to_owned()]));
    assert_eq!((third.text.as_str(), third.encoding), ("**** pas de variable\n0004 rapports", "utf-8"));
}

#[test]
fn a_text_alone_is_the_file() {
    let texts = read("**** *author_Une_autrice *source_Le Monde diplomatique *x\n\nUn accord.");
    assert_eq!((texts.len(), texts[0].article), (1, None));
    assert_eq!(texts[0].source.as_deref(), Some("Le Monde diplomatique"));
    assert_eq!(fields(&texts[0]), ["author=Une autrice", "x=true"]);
    assert_eq!(texts[0].text, "Un accord.");
}

#[test]
fn parts_of_a_date_make_one() {
    for (variables, date) in [
        ("*annee_2015", Some("2015")),
        ("*an_2015 *mois_5", Some("2015-05")),
        ("*mois_05 *Année_2015 *jour_03", Some("2015-05-03")),
        ("*année_2015 *mois_mai", Some("mai 2015")),
        ("*year_2015 *month_May *day_3", Some("3 May 2015")),
        ("*annee_2015 *mois_mai *jour_lundi", Some("mai 2015")),
        ("*annee_2015 *jour_3", Some("2015")),
        ("*annee_15 *mois_5", None),
        ("*mois_5", None),
        ("*annee_2015 *date_2016-02", Some("2016-02")),
    ] {
        let text = read(&format!("**** {variables}\nUn accord.")).remove(0);
        assert_eq!(text.date.as_deref(), date, "{variables}");
        let parts = variables.split(' ').filter(|variable| !variable.starts_with("*date"));
        let expected: Vec<String> = parts.map(|part| part[1..].replace('_', "=")).collect();
        assert_eq!(fields(&text), expected, "{variables}");
    }
}

#[test]
fn other_texts_stay_as_they_are() {
    for text in [
        "****\nUn accord.",
        "**** Un accord *signé",
        "*** *n_1\nUn accord.",
        "***** *n_1\nUn accord.",
        "* *n_1",
        "0001\nUn accord.",
        "2015 *n_1 accords",
        "001 *n_1\nUn accord.",
        "0001 *\nUn accord.",
        "Un accord.\n**** *n_1\nUn autre.",
        "",
    ] {
        let texts = read(text);
        assert_eq!(texts.len(), 1, "{text}");
        assert_eq!((texts[0].text.as_str(), texts[0].fields.len()), (text, 0), "{text}");
    }
    let note = read_bytes("note.md", b"**** *n_1\nUn accord.".to_vec()).expect("a note").remove(0);
    assert_eq!(note.text, "**** *n_1\nUn accord.");
}

#[test]
fn a_real_file_is_read() {
    let Some(dir) = shared("data/press_exports") else { return };
    let bytes = std::fs::read(dir.join("alceste_test.txt")).expect("a file");
    let texts = read_bytes("alceste_test.txt", bytes).expect("a text");
    let seen: Vec<(String, usize)> =
        texts.iter().map(|text| (fields(text).join(" "), text.text.lines().count())).collect();
    let expected = [("var1=1 var2=levela boolean1=true", 3), ("boolean2=true var1=2 var2=levelb", 1)];
    assert_eq!(seen, expected.map(|(fields, lines)| (fields.to_owned(), lines)));
}

proptest! {
    #[test]
    fn texts_are_what_stands_between_starred_lines(
        written in prop::collection::vec((prop::collection::vec("[a-z]{1,3}_[a-zé0-9-]{1,4}", 1..4), "([a-zé .\n-]{0,20}|-\\*[a-z]{1,3}\n[a-zé .\n]{0,9})"), 1..5),
        end in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        let whole: String = written.iter().map(|(names, text)| {
            let line: String = names.iter().map(|name| format!(" *v{name}")).collect();
            format!("****{line}{end}{text}{end}")
        }).collect();
        let texts = read(&whole);
        prop_assert_eq!(texts.len(), written.len());
        for (text, (names, body)) in texts.iter().zip(&written) {
            let expected: Vec<String> = names.iter().map(|name| format!("v{}", name.replace('_', "="))).collect();
            prop_assert_eq!(fields(text), expected);
            let kept: Vec<&str> = body.split_inclusive('\n').filter(|line| !line.starts_with("-*")).collect();
            let kept = kept.concat();
            prop_assert_eq!(text.text.as_str(), kept.trim());
        }
    }
}
