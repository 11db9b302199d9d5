//! LexisNexis: what its styles do not say is told by the places of parts and by their labels.

use coopsec::corpus::files::{FileText, read_bytes};

use crate::exports::{field, read};
use crate::shared::shared;
use crate::word::{docx, paragraph};

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
    assert_eq!(parts("3 juin 2015", &["Titre", "LONGUEUR: 9 mots", "Document 1 de 3"]).1, "Titre\n\nDocument 1 de 3");
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

const WRAPPED: &str = "Terms: (maroc)\n\n                               1 of 2 DOCUMENTS\n\n\n
                                  Le Journal
                                  Édition 2\n
                            3 juin 2015 mercredi\n
Rabat et Madrid
coopèrent\n
RUBRIQUE: INTERNATIONAL; Pg. 35\n\nLONGUEUR: 143 mots\n
Le port de Tanger
s’agrandit.\n
Fin.\n\n\nSUJET: PORTS (90%);
MER (80%)\n\nLANGUE: FRENCH\n\n
                       Copyright 2015 Le Journal
                              Tous droits réservés\n
                               2 of 2 DOCUMENTS\n
                                  The Gazette\n
                            June 4, 2015 Thursday\n
Ministers meet\n\nLENGTH: 2 words\n\nThey met.\n\nLOAD-DATE: June 5, 2015\n";

#[test]
fn articles_in_plain_text_are_told_by_their_numbers() {
    let plain = |text: &str| read_bytes("export.txt", text.as_bytes().to_vec()).expect("a text");
    for text in [WRAPPED.to_owned(), WRAPPED.replace('\n', "\r\n")] {
        let [first, second] = &plain(&text)[..] else { panic!("two documents") };
        assert_eq!(first.text, "Rabat et Madrid coopèrent\n\nLe port de Tanger s’agrandit.\n\nFin.");
        assert_eq!((first.source.as_deref(), first.rubric.as_deref()), (Some("Le Journal"), Some("INTERNATIONAL")));
        assert_eq!((first.date.as_deref(), first.lang.as_deref()), (Some("3 juin 2015"), Some("FRENCH")));
        assert_eq!((second.text.as_str(), second.article), ("Ministers meet\n\nThey met.", Some(2)));
    }
    // A line that only looks like a number, in a text of one's own, is part of it.
    for own in ["Annexes\n\nDocument 1 de 3\n\nLe port.", "Body\n\nLe port.", "End of Document\n\nLe port."] {
        assert_eq!(plain(own)[0].text, own);
    }
}

const UNI: [&str; 24] = [
    "Documents (2)",
    "1. Rabat et Madrid",
    "",
    "Rabat et Madrid",
    "Le Journal",
    "3 juin 2015 mercredi",
    "Copyright 2015 Le Journal Tous droits réservés",
    "Section:\u{A0}POLITIQUE; Pg. 4",
    "Length:\u{A0}12 words",
    "Byline:\u{A0}De notre correspondante",
    "Highlight:\u{A0}Un chapeau.",
    "Body",
    "",
    "Subject: le port.",
    "Fin.",
    "Classification",
    "Language: FRENCH; FRANÇAIS",
    "Load-Date: June 4, 2015",
    "End of Document",
    "Sans date",
    "La Gazette",
    "Length: 2 words",
    "Body",
    "Un.",
];

#[test]
fn articles_of_nexis_uni_are_told_by_what_stands_around_them() {
    let check = |texts: Vec<FileText>| {
        let [first, second] = &texts[..] else { panic!("two documents: {texts:?}") };
        assert_eq!(first.text, "Rabat et Madrid\n\nUn chapeau.\n\nSubject: le port.\n\nFin.");
        assert_eq!((first.source.as_deref(), first.rubric.as_deref()), (Some("Le Journal"), Some("POLITIQUE")));
        assert_eq!((first.date.as_deref(), first.lang.as_deref()), (Some("3 juin 2015"), Some("FRENCH")));
        assert_eq!((field(first, "author"), first.title_lines), (Some("De notre correspondante"), 2));
        assert_eq!((second.text.as_str(), second.source.as_deref()), ("Sans date\n\nUn.", Some("La Gazette")));
        assert_eq!(second.warnings, ["date: the export states none"]);
    };
    check(read_bytes("export.txt", UNI.join("\n").into_bytes()).expect("a text"));
    let paragraphs: String = UNI.iter().map(|words| paragraph("Normal", words)).collect();
    check(read_bytes("export.docx", docx(&paragraphs)).expect("a document"));
    let whole = [UNI.as_slice(), &["End of Document", "Page 2"]].concat().join("\n");
    check(read_bytes("export.txt", whole.into_bytes()).expect("a text"));
}
