//! LexisNexis: what its styles do not say is told by the places of parts and by their labels.

use coopsec::corpus::files::read_bytes;

use crate::exports::{field, read};
use crate::shared::shared;

/// An article of LexisNexis: its number, newspaper, date, and the blocks below the date.
fn lexisnexis(number: usize, newspaper: &str, date: &str, blocks: &[&str]) -> String {
    let block =
        |text: &str| format!("<br><div class=\"c5\"><p class=\"c6\"><span class=\"c7\">{text}</span></p>\n</div>");
    let blocks: String = blocks.iter().map(|text| block(text)).collect();
    format!(
        "<a name=\"DOC_ID_0_{}\"></a><!-- Hide XML section from browser\n<DOC NUMBER={number}>\n<DOCFULL> -->\
         <br><div class=\"c0\"><p class=\"c1\"><span class=\"c2\">{number} of 2 DOCUMENTS</span></p>\n</div>\
         <br><div class=\"c0\"><br><p class=\"c1\"><img src=\"logo.gif\"><br><span class=\"c2\">{newspaper}</span></p>\n</div>\
         <br><div class=\"c3\"><p class=\"c1\">{date}</p></div>{blocks}\
         <!-- Hide XML section from browser\n</DOCFULL>\n</DOC> --><br class=\"c10\">",
        number - 1
    )
}

#[test]
fn every_article_of_lexisnexis_is_a_document() {
    let first = lexisnexis(
        1,
        "Le Journal",
        "<span class=\"c4\">3</span><span class=\"c2\"> June 2015 Wednesday</span>",
        &[
            "Rabat et <span class=\"c4\">Madrid</span> coopèrent",
            "RUBRIQUE: </span><span class=\"c2\">INTERNATIONAL; Pg. 35",
            "AUTEUR: De notre correspondante",
            "LONGUEUR: 143 mots",
            "ENCART:&nbsp;Une cellule démantelée",
            "MAROC: le ministre l’a dit.</span></p>\n<p class=\"c9\"><span class=\"c2\">Il est \nrevenu.",
            "SUJET: POLICE (90%); </span><span class=\"c4\">TERRORISME</span><span class=\"c2\"> (88%)",
            "DATE-CHARGEMENT: 4 June 2015",
            "LANGUE: FRENCH; FRANÇAIS",
            "Copyright 2015 Le Journal<br>Tous Droits Réservés",
        ],
    );
    let second = lexisnexis(
        2,
        "The Gazette (London)",
        "June 4, 2015 Thursday 5:14 PM GMT",
        &[
            "Ministers meet",
            "SECTION: WORLD NEWS; Pg. 3",
            "LENGTH: 12 words",
            "DATELINE: RABAT",
            "They met.",
            "LOAD-DATE: June 5, 2015",
        ],
    );
    let page = format!("<html><head><title>&nbsp;</title></head><body>{first}{second}</body></html>");
    let [first, second] = &read(&page)[..] else { panic!("two documents") };
    let owned = |words: &str| Some(words.to_owned());
    assert_eq!(
        first.text,
        "Rabat et Madrid coopèrent\n\nUne cellule démantelée\n\nMAROC: le ministre l’a dit.\n\nIl est revenu."
    );
    assert_eq!((first.article, first.title_lines, &first.title), (Some(1), 2, &owned("Rabat et Madrid coopèrent")));
    assert_eq!((&first.source, &first.rubric), (&owned("Le Journal"), &owned("INTERNATIONAL")));
    assert_eq!((&first.date, &first.lang), (&owned("3 June 2015"), &owned("FRENCH")));
    assert_eq!((field(first, "author"), first.warnings.len()), (Some("De notre correspondante"), 0));
    assert_eq!(second.text, "Ministers meet\n\nThey met.");
    assert_eq!((&second.source, &second.rubric), (&owned("The Gazette (London)"), &owned("WORLD NEWS")));
    assert_eq!((&second.date, &second.lang, second.article), (&owned("June 4, 2015"), &None, Some(2)));
}

#[test]
fn parts_of_lexisnexis_that_are_missing_are_told_by_their_place() {
    let parts = |date: &str, blocks: &[&str]| {
        let text = read(&lexisnexis(1, "Le Journal", date, blocks)).remove(0);
        (text.title, text.text, text.warnings)
    };
    let title = || Some("Titre".to_owned());
    let undated = || vec!["date: the export states none".to_owned()];
    // No date: what follows the newspaper is the headline, even if a day stands in it.
    let page = lexisnexis(1, "Le Journal", "", &["Attentat du 3 juin 2015", "LONGUEUR: 9 mots", "Le port."]);
    let text = read(&page).remove(0);
    assert_eq!((text.source.as_deref(), text.title.as_deref()), (Some("Le Journal"), Some("Attentat du 3 juin 2015")));
    assert_eq!((text.text.as_str(), text.warnings), ("Attentat du 3 juin 2015\n\nLe port.", undated()));
    // No facts above the text, or none at all; no headline; no text.
    assert_eq!(
        parts("3 juin 2015", &["Titre", "Le port.", "SUJET: PORTS"]),
        (title(), "Titre\n\nLe port.".into(), vec![])
    );
    assert_eq!(parts("3 juin 2015", &["Titre", "Un.", "© Le Journal"]), (title(), "Titre\n\nUn.".into(), vec![]));
    assert_eq!(parts("3 juin 2015", &["LONGUEUR: 2 mots", "Le port."]), (None, "Le port.".into(), vec![]));
    assert_eq!(parts("3 juin 2015", &["Titre", "LONGUEUR: 0 mots"]).1, "Titre");
    // A copyright above the newspaper, an edition below it, a language that is not ours.
    let page = lexisnexis(
        1,
        "Copyright 2004 Le Journal<br>Tous droits réservés</span></p><p><span>Le Journal<br>Edition 1",
        "3 juin 2004",
        &["Titre", "LENGTH: 2 words", "Un.", "LANGUAGE: GERMAN; DEUTSCH"],
    );
    let text = read(&page).remove(0);
    assert_eq!((text.source.as_deref(), text.article), (Some("Le Journal"), None));
    assert_eq!(text.warnings, ["language: \"GERMAN; DEUTSCH\" is not one of fr, es, en, ar, und"]);
}

#[test]
fn a_page_with_such_an_anchor_need_not_be_an_export() {
    let page = "<h1>Titre</h1><a name=\"DOC_ID_0_0\"></a><p>SOMMAIRE: le port de Tanger s’agrandit.</p>";
    assert_eq!(read(page)[0].text, "Titre\n\nSOMMAIRE: le port de Tanger s’agrandit.");
}

#[test]
fn a_real_export_is_read_article_by_article() {
    let Some(dir) = shared("data/press_exports") else { return };
    let page = std::fs::read(dir.join("lexisnexis_test_fr.html")).expect("a readable file");
    let texts = read_bytes("export.html", page).expect("a page");
    let dates: Vec<_> = texts.iter().map(|text| text.date.as_deref().unwrap_or_default()).collect();
    assert_eq!(dates, ["12 April 2013", "14 October 2013", "10 March 2013"]);
    assert!(texts.iter().all(|text| text.source.as_deref() == Some("My newpaper")));
    assert_eq!(texts[1].title.as_deref(), Some("Another title, with accents: éà"));
    let expected =
        "Another title, with accents: éà\n\nIntroduction to article\n\nSome text.\n\nMore text. And even more.";
    assert_eq!((texts[1].text.as_str(), texts[1].rubric.as_deref()), (expected, Some("ECONOMIE - ENTREPRISES")));
    assert_eq!((field(&texts[1], "author"), texts[2].text.lines().last()), (Some("Author 2"), Some("Last article.")));
}
