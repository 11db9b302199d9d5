//! Exports of press databases: each article is a document.

use coopsec::corpus::files::{FileText, read_bytes};
use proptest::prelude::*;

pub(super) fn read(page: &str) -> Vec<FileText> {
    read_bytes("export.html", page.as_bytes().to_vec()).expect("a page")
}

pub(super) fn field<'a>(text: &'a FileText, name: &str) -> Option<&'a str> {
    text.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// An article of Europresse as it is written today.
fn europresse(newspaper: &str, facts: &str, title: &str, text: &str, number: &str) -> String {
    format!(
        "<article><header><img sourcecode=\"XX\">\
         <div class=\"rdp__DocPublicationName\"><span class=\"DocPublicationName\">{newspaper}</span></div>\
         <div class=\"rdp__DocHeader\"><span class=\"DocHeader\">{facts}</span></div>\
         <div class=\"titreArticle\"><p class=\"sm-margin-bottomNews\">COOPÉRATION</p>\
         <p class=\"sm-margin-TopNews titreArticleVisu rdp__articletitle\">{title}</p>\
         <p class=\"sm-margin-TopNews rdp__subtitle\">Un chapeau court</p></div>\
         <p class=\"sm-margin-bottomNews\">Par la rédaction</p></header>\
         <section><div class=\"DocText clearfix\"><div class=\"docOcurrContainer\">{text}</div></div></section>\
         <div class=\"apd-wrapper\"><div class=\"source-name-APD\">Le Journal du soir</div></div>\
         <aside><div><b>Note(s) : </b><p>Une note.</p></div></aside>\
         <footer><div class=\"Doc-LegalInfo\"><small>© 2015 Le Journal. Tous droits réservés.</small></div>\
         <div class=\"publiC-lblNodoc\">{number}</div>\
         <div class=\"publiC-lblCertificatIssuedTo\">Ce certificat est émis à une université.</div></footer></article>"
    )
}

const TEXT: &str = "<p>Rabat et <mark>Madrid</mark> coop&egrave;rent.</p><p>Une cellule a été <b>déman</b>telée.</p>";

fn page(articles: &[String]) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title></title>\
         <style>.DocPublicationName{{color:red}}</style></head><body>{}</body></html>",
        articles.join(" ")
    )
}

#[test]
fn every_article_of_europresse_is_a_document() {
    let added =
        "<p>Le port.</p><p><a href=\"https://exemple.fr\">Cet article est paru dans La Croix (site web)</a></p>";
    let second = europresse("La Croix", "mercredi 11 septembre 2024 134 mots, p. 11", "Deux", added, "");
    let texts = read(&page(&[
        europresse(
            "\n  Le Journal, no. 21852\n  ",
            "International, mercredi 3 juin 2015 - 14:23 UTC +02:00 512 mots, p. 4",
            "Rabat et <mark>Madrid</mark>",
            TEXT,
            "news·20150603·LM·0q1503_1256056",
        ),
        second,
    ]));
    assert_eq!(texts.iter().map(|text| text.article).collect::<Vec<_>>(), [Some(1), Some(2)]);
    let [first, second] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(
        first.text,
        "Rabat et Madrid\n\nUn chapeau court\n\nRabat et Madrid coopèrent.\n\nUne cellule a été démantelée."
    );
    let owned = |words: &str| Some(words.to_owned());
    assert_eq!((&first.title, first.title_lines), (&owned("Rabat et Madrid"), 2));
    assert_eq!((&first.source, &first.rubric), (&owned("Le Journal"), &owned("International")));
    assert_eq!((&first.date, &first.lang), (&owned("mercredi 3 juin 2015"), &None));
    assert_eq!(field(first, "author"), Some("Par la rédaction"));
    assert_eq!(field(first, "document_number"), Some("news·20150603·LM·0q1503_1256056"));
    assert_eq!((first.encoding, first.warnings.as_slice()), ("utf-8", [].as_slice()));
    assert_eq!((&second.date, &second.rubric), (&owned("mercredi 11 septembre 2024"), &None));
    assert_eq!(field(second, "document_number"), None);
    assert_eq!(second.text, "Deux\n\nUn chapeau court\n\nLe port.");
}

#[test]
fn the_newspaper_is_named_without_its_issue_and_edition() {
    for (written, expected) in [
        ("Le Monde, no. 21852", "Le Monde"),
        ("Le Parisien   Val-de-Marne", "Le Parisien"),
        ("Le Parisien&nbsp;&nbsp;Val-de-Marne", "Le Parisien"),
        ("Ouest-France <span>Rennes</span>", "Ouest-France"),
        ("Le Figaro no. 22123", "Le Figaro"),
        ("Le Figaro n° 22123", "Le Figaro"),
        ("Le Temps; Édition du soir", "Le Temps"),
        ("Le Monde (site web)", "Le Monde (site web)"),
        ("Le Monde.fr", "Le Monde.fr"),
        ("20 Minutes", "20 Minutes"),
        ("Revue de droit, Vol. 14, no 4", "Revue de droit"),
    ] {
        let texts = read(&page(&[europresse(written, "3 juin 2015", "Titre", TEXT, "")]));
        assert_eq!(texts[0].source.as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn an_article_without_a_date_says_so() {
    let undated = |facts: &str| {
        let text = read(&page(&[europresse("Le Monde", facts, "Titre", TEXT, "news·20150603·LM·1")])).remove(0);
        (text.date, text.rubric, text.warnings)
    };
    let found = undated("Politique, p. 16");
    assert_eq!(found, (None, None, vec!["date: the export states none in \"Politique, p. 16\"".to_owned()]));
    assert_eq!(undated("").2, ["date: the export states none"]);
}

#[test]
fn a_single_article_is_one_document_and_an_empty_one_keeps_its_number() {
    let whole = europresse("Le Monde", "3 juin 2015", "Titre", TEXT, "");
    let [single] = &read(&page(std::slice::from_ref(&whole)))[..] else { panic!("one document") };
    assert_eq!((single.article, single.source.as_deref()), (None, Some("Le Monde")));
    let empty = "<article><header><div class=DocPublicationName>Le Monde</div></header><footer>©</footer></article>";
    let texts = read(&page(&[whole.clone(), empty.to_owned(), whole]));
    let seen: Vec<_> = texts.iter().map(|text| (text.article, text.text.is_empty())).collect();
    assert_eq!(seen, [(Some(1), false), (Some(2), true), (Some(3), false)]);
}

#[test]
fn an_article_of_a_title_alone_is_read_and_says_so() {
    let alert = "<article><header><span class=\"DocPublicationName\">Agence</span>\
                 <span class=\"DocHeader\">3 juin 2015</span><p class=\"titreArticleVisu\">Séisme à Fès</p>\
                 <div>Claire Petit</div></header><section></section></article>";
    let text = read(&page(&[alert.to_owned()])).remove(0);
    assert_eq!((text.text.as_str(), field(&text, "author")), ("Séisme à Fès", Some("Claire Petit")));
    assert_eq!(text.warnings, ["text: the export holds only the title of this article"]);
}

#[test]
fn parts_without_marks_are_told_by_their_place() {
    let page = "<article><header><div>Le Monde</div><div>samedi 6 juin 2015</div><div class=titreArticle><p>Un titre</p>\
                <p>Un chapeau</p></div><div>Claire Petit</div><div>Les ministres se sont vus à Rabat.</div></header>\
                <section><p>Il a plu.</p></section></article>";
    let whole = europresse("Le Monde", "3 juin 2015", "Titre", TEXT, "");
    let text = read(&[page.to_owned(), whole].concat()).remove(0);
    assert_eq!(text.text, "Un titre\n\nUn chapeau Les ministres se sont vus à Rabat.\n\nIl a plu.");
    assert_eq!((text.title.as_deref(), text.date.as_deref()), (Some("Un titre"), Some("samedi 6 juin 2015")));
    assert_eq!((text.source.as_deref(), text.rubric.as_deref()), (Some("Le Monde"), None));
    assert_eq!(field(&text, "author"), Some("Claire Petit"));
    let subsection = "<article><header><span class=DocPublicationName>Le Monde</span><div>MÉDIAS</div><div>Le <span>samedi 6 \
                      juin 2015</span></div><p class=titreArticleVisu>Un titre</p></header><section>Il a plu.</section></article>";
    let text = read(subsection).remove(0);
    assert_eq!((text.source.as_deref(), text.date.as_deref()), (Some("Le Monde"), Some("samedi 6 juin 2015")));
}

#[test]
fn other_pages_are_read_as_before() {
    for page in [
        "<style>.DocPublicationName{}</style><article><h1>Un</h1><p>Il a plu.</p></article><article>Deux</article>",
        "<p>La classe DocPublicationName et la classe articleParagraph.</p>",
        "<span class=DocPublicationName>Le Monde</span><p>Il a plu.</p>",
        "<div class=\"article enArticle\"><p>Rain. articleParagraph</p></div>",
    ] {
        let texts = read(page);
        assert_eq!((texts.len(), texts[0].article), (1, None), "{page}");
        assert!(texts[0].text.contains("Il a plu") || texts[0].text.contains("articleParagraph"), "{texts:?}");
    }
}

#[test]
fn broken_articles_end_where_the_next_begins() {
    let open = "<article><header><span class=DocPublicationName>Le Monde<div class=titreArticle><p class=titreArticleVisu>Un</p>\
                </div><section><div class=DocText><p>Il a plu.";
    let closed = "</div></div></section></div></div></article>";
    let titles = |pages: &[String]| -> Vec<(String, String)> {
        let of = |text: FileText| (text.title.unwrap_or_default(), text.text);
        read(&page(pages)).into_iter().map(of).collect()
    };
    let expected = ("Un".to_owned(), "Un\n\nIl a plu.".to_owned());
    assert_eq!(titles(&[open.to_owned(), open.to_owned()]), vec![expected.clone(); 2]);
    let stray = format!("{open}{closed}");
    assert_eq!(titles(&[stray.clone(), open.to_owned(), stray]), vec![expected; 3]);
}

/// The older form: parts follow one another in a cell, and only three of them are marked.
fn old(newspaper: &str, facts: &str, title: &str, text: &str) -> String {
    format!(
        "<table><tr><td><table id=tbHeaderImages><tr><td><img></td></tr></table>\
         <span class=\"DocPublicationName\">{newspaper}</span><br>{facts}<br><br>\
         <span class=\"TitreArticleVisu\">{title}</span><br><br>{text}<p></p><b><i>© 2012 Le Journal. Tous droits \
         réservés.</i></b><p></p>Numéro de document : news·20121004·PO·2040056000<br><br><table><tr><td>\
         news·20121004·PO·2040056000</td></tr><tr><td>Ce certificat est émis à <b>Université</b>.</td></tr></table></td>\
         </tr></table>"
    )
}

#[test]
fn older_pages_of_europresse_are_read_too() {
    let facts = "<span class=\"DocHeader\">Politique, </span><span class=\"DocHeader\">jeudi </span>\
                 <span class=\"DocHeader\">4 octobre 2012</span><span class=\"DocHeader\">, p. 03</span>";
    let signed =
        "Claire Petit<br><p></p><font>Les ministres se sont <span style=\"color:red\">vus</span>.</font><p></p>Fin.";
    let form = "<form><input type=button value=Sauvegarder></form>";
    let page = [
        form.to_owned(),
        old("l'Humanité", facts, "Un titre", "Il a plu.<p></p>Il pleut."),
        old("Le Soir", facts, "Deux", signed),
    ];
    let texts = read(&page.concat());
    let [first, second] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(first.text, "Un titre\n\nIl a plu.\n\nIl pleut.");
    assert_eq!((first.source.as_deref(), first.rubric.as_deref()), (Some("l'Humanité"), Some("Politique")));
    assert_eq!((first.date.as_deref(), field(first, "author")), (Some("jeudi 4 octobre 2012"), None));
    assert_eq!(field(first, "document_number"), Some("news·20121004·PO·2040056000"));
    assert_eq!(second.text, "Deux\n\nLes ministres se sont vus.\n\nFin.");
    assert_eq!(field(second, "author"), Some("Claire Petit"));
}

/// Rows of an article of Factiva.
fn rows(lang: &str, rows: &[(&str, &str)]) -> String {
    let row = |(letters, cell): &(&str, &str)| {
        format!("<tr><td align=right class=\"index\"><b>{letters}</b>&nbsp;</td><td>{cell}</td></tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<span></span><div class=\"article {lang}Article\"><table>{rows}</table><br></div><br>")
}

#[test]
fn articles_of_factiva_are_read_from_lettered_rows() {
    let paragraph = "<p class=\"articleParagraph frarticleParagraph\">";
    let lead = format!("{paragraph}Rabat et <b>Madrid</b>\ncoopèrent.</p>");
    let text = format!("{paragraph}Une cellule a été démantelée.</p>{paragraph}Fin.</p>");
    let first = rows(
        "fr",
        &[
            ("SE", "Monde"),
            ("HD", "<b class='frHeadline'>Un accord signé</b>\n"),
            ("BY", "Claire Petit"),
            ("WC", "295 mots"),
            ("PD", "29 décembre 2011"),
            ("ET", "15:32"),
            ("SN", "Le Journal"),
            ("SC", "JOURN"),
            ("LA", "Français"),
            ("CY", "(c) Le Journal."),
            ("LP", &lead),
            ("TD", &text),
            ("NS", "gpol : Domestic Politics"),
            ("PUB", "Une société"),
            ("AN", "Document JOURN00020111229e7ct0001r"),
        ],
    );
    let second = rows("en", &[("HD", "<b class=enHeadline>Rain</b>"), ("SN", "The Paper"), ("LP", &lead)]);
    let head = "<head><title>Factiva</title></head><h1>Factiva</h1><form>";
    let texts = read(&format!("{head}{first}{second}<div id=pageFooter>© 2011 Factiva, Inc.</div></form>"));
    let [first, second] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(first.text, "Un accord signé\n\nRabat et Madrid coopèrent.\n\nUne cellule a été démantelée.\n\nFin.");
    assert_eq!((first.title.as_deref(), first.title_lines), (Some("Un accord signé"), 1));
    assert_eq!((first.source.as_deref(), first.rubric.as_deref()), (Some("Le Journal"), Some("Monde")));
    assert_eq!((first.date.as_deref(), first.lang.as_deref()), (Some("29 décembre 2011"), Some("Français")));
    assert_eq!(field(first, "author"), Some("Claire Petit"));
    assert_eq!(field(first, "document_number"), Some("JOURN00020111229e7ct0001r"));
    assert_eq!((first.article, second.article), (Some(1), Some(2)));
    assert_eq!(
        (second.lang.as_deref(), second.warnings.as_slice()),
        (Some("en"), ["date: the export states none".to_owned()].as_slice())
    );
}

/// An article of Factiva whose facts are in order and not named.
fn ordered(lang: &str, facts: &[&str]) -> String {
    let facts: String = facts.iter().map(|fact| format!("<div>{fact}</div>")).collect();
    format!(
        "<div id=\"article-X\" class=\"article\"><div class=\"article {lang}Article\"><p>\n</p><div>News</div>\
         <div id=\"hd\"><span class=\"{lang}Headline counted\">A port  </span></div><div class=\"author\">By A. Writer </div>\
         {facts}<p></p><p class=\"articleParagraph {lang}articleParagraph\">It <span class=companylink>rains</span>.</p>\
         <p>Photo: the port.</p><p>Some Publisher</p><p>Document IINM000020171113edbd0000d</p></div></div><br>"
    )
}

#[test]
fn articles_of_factiva_are_read_from_facts_in_order() {
    let english = [
        "Special to the paper",
        "1,808 words",
        "13 November 2017",
        "The Paper",
        "IINM",
        "1; National",
        "13",
        "English",
        "(c) 2017",
    ];
    let timed = ["295 mots", "29 décembre 2011", "15:32", "24 heures", "VQH", "Anglais", "(c)"];
    let german = ["877 Wörter", "9 Januar 1993", "Die Zeitung", "ZEIT", "Deutsch", "(c)"];
    let texts = read(&[ordered("en", &english), ordered("en", &timed), ordered("de", &german)].concat());
    let [first, second, third] = &texts[..] else { panic!("{texts:?}") };
    assert_eq!(first.text, "A port\n\nIt rains.");
    assert_eq!((first.date.as_deref(), first.source.as_deref()), (Some("13 November 2017"), Some("The Paper")));
    assert_eq!((first.rubric.as_deref(), first.lang.as_deref()), (Some("News"), Some("English")));
    assert_eq!(field(first, "author"), Some("By A. Writer"));
    assert_eq!(field(first, "document_number"), Some("IINM000020171113edbd0000d"));
    assert_eq!((second.date.as_deref(), second.source.as_deref()), (Some("29 décembre 2011"), Some("24 heures")));
    assert_eq!(third.warnings, ["language: \"de\" is not one of fr, es, en, ar, und"]);
}

#[test]
fn the_true_encoding_of_an_export_is_found() {
    let whole = page(&[europresse("L'Économiste", "3 juin 2015", "Été", "<p>Coopération.</p>", "news·20150603·LM·1")]);
    let declared = whole.replace("charset=\"utf-8\"", "charset=\"ISO-8859-1\"");
    let latin: Vec<u8> = declared.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    for (bytes, encoding) in [(declared.into_bytes(), "utf-8"), (latin, "windows-1252")] {
        let text = read_bytes("a.html", bytes).expect("a page").remove(0);
        assert_eq!((text.encoding, text.source.as_deref()), (encoding, Some("L'Économiste")));
        assert_eq!(field(&text, "document_number"), Some("news·20150603·LM·1"));
    }
}

#[test]
fn large_and_broken_exports_are_read() {
    let n = 20_000;
    let begun = "<article><span class=DocPublicationName>a</span><p class=titreArticleVisu>b</p><section>";
    for page in [
        europresse("Le Monde", "3 juin 2015", "Titre", TEXT, "news·20150603·LM·1").repeat(2_000),
        rows("fr", &[("HD", "a"), ("LP", "<p class=articleParagraph>b</p>")]).repeat(2_000),
        "<span class=DocPublicationName>a</span>".repeat(n),
        "<span class=DocPublicationName>a".repeat(n),
        begun.repeat(n),
        begun.to_owned() + &"<b>".repeat(n) + &"</i>".repeat(n),
        begun.to_owned() + "<i><div>" + &"<b>".repeat(n) + &"</i>".repeat(n),
        begun.to_owned() + "<table>" + &"<b>".repeat(n) + &"<td></td>".repeat(n),
        begun.to_owned() + "<p>" + &"<b>".repeat(n) + &"<hr>".repeat(n),
        begun.to_owned() + &"<td>".repeat(n) + &"</tr>".repeat(n),
        "<div class=\"article frArticle\"><p class=articleParagraph>a".repeat(n),
        "<a name=DOC_ID_0_0></a><p>1 of 9 DOCUMENTS".repeat(n),
        "<a name=DOC_ID_0_0></a>".to_owned() + &"<p>RUBRIQUE: a<p>SUJET: b".repeat(n),
    ] {
        assert!(!read(&page).is_empty(), "{page:.60}");
    }
}

proptest! {
    #[test]
    fn any_order_of_parts_is_read(parts in prop::collection::vec(0..PARTS.len(), 0..40)) {
        let page: String = parts.iter().map(|&part| PARTS[part]).collect();
        let texts = read(&page);
        prop_assert!(!texts.is_empty());
        let numbers: Vec<usize> = texts.iter().filter_map(|text| text.article).collect();
        prop_assert!(numbers.is_empty() || numbers == (1..=texts.len()).collect::<Vec<_>>());
        for text in &texts {
            prop_assert!(text.text.split("\n\n").count() >= text.title_lines);
        }
    }
}

const PARTS: [&str; 27] = [
    "<article>",
    "</article>",
    "<span class=DocPublicationName>Le Monde, no. 3",
    "<span class=DocHeader>Politique, 3 juin 2015, p. 3",
    "</span>",
    "<div class=titreArticle>",
    "<p class=titreArticleVisu>Titre",
    "<p class=rdp__subtitle>Chapeau",
    "<section>",
    "</section>",
    "<div class=DocText><p>Texte.",
    "</div>",
    "<footer>news·20150603·LM·1",
    "© 2015",
    "<div class='article frArticle'>",
    "<td class=index>HD",
    "<td>",
    "<b class=frHeadline>Titre</b>",
    "<div>295 mots</div>",
    "<div>3 juin 2015</div>",
    "<p class=articleParagraph>Texte.",
    "Document JOURN00020111229e7ct0001r",
    "<a name=DOC_ID_0_0></a>",
    "<p>1 of 9 DOCUMENTS",
    "<p>RUBRIQUE: MONDE",
    "<p>SUJET: PORTS",
    "<p>LANGUE: FRENCH",
];
