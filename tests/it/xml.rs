//! XML: each article of an export, each text of a corpus and each item of a feed is a document.

use coopsec::corpus::files::{FileText, read_bytes};
use proptest::prelude::*;

use crate::exports::field;
use crate::shared::shared;

fn read(file: &str) -> Vec<FileText> {
    read_bytes("corpus.xml", file.as_bytes().to_vec()).expect("a form that is known")
}

fn refused(file: &str) -> String {
    read_bytes("corpus.xml", file.as_bytes().to_vec()).expect_err("no text").to_string()
}

fn owned(words: &str) -> Option<String> {
    Some(words.to_owned())
}

const FACTIVA: &str = "<PPSResponse><ppsArticleResponse xmlns='http://global.factiva.com/pps/2.0'>
<article><accessionNo>JOURN00020150603eb630001r</accessionNo><baseLanguage>FR</baseLanguage>
<byline>De notre correspondante</byline><copyright>(c) 2015</copyright>
<headline><paragraph><hlt>Rabat</hlt> et Madrid</paragraph></headline>
<leadParagraph><paragraph>Un chapeau.</paragraph></leadParagraph>
<publicationDate><dateTime>2015-06-03T01:35:58Z</dateTime></publicationDate>
<sectionName>Monde</sectionName><sourceName>Le Journal</sourceName>
<tailParagraphs><paragraph>Le port &amp; la\n mer.</paragraph><paragraph>Fin.</paragraph></tailParagraphs></article>
<article><accessionNo>2</accessionNo><baseLanguage>DE</baseLanguage><pages />
<headline><paragraph>Nur der Titel</paragraph></headline></article>
</ppsArticleResponse></PPSResponse>";

#[test]
fn every_article_of_factiva_is_a_document() {
    let [first, second] = &read(FACTIVA)[..] else { panic!("two documents") };
    assert_eq!(first.text, "Rabat et Madrid\n\nUn chapeau.\n\nLe port & la mer.\n\nFin.");
    assert_eq!((first.article, first.title_lines, &first.title), (Some(1), 1, &owned("Rabat et Madrid")));
    assert_eq!((&first.source, &first.rubric), (&owned("Le Journal"), &owned("Monde")));
    assert_eq!((&first.date, &first.lang), (&owned("2015-06-03T01:35:58Z"), &owned("FR")));
    assert_eq!(field(first, "author"), Some("De notre correspondante"));
    assert_eq!(field(first, "document_number"), Some("JOURN00020150603eb630001r"));
    assert!(first.warnings.is_empty());
    assert_eq!(second.warnings.len(), 3, "{:?}", second.warnings);
}

#[test]
fn texts_of_tei_have_what_their_header_states() {
    let tei = |source: &str, text: &str| {
        format!(
            "<?xml version='1.0' encoding='UTF-8'?><TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='fr'><teiHeader><fileDesc>
             <titleStmt><title>Le port de Tanger</title><author>La rédaction</author></titleStmt>
             <publicationStmt><publisher>Université</publisher><date when='2021-02-03'/></publicationStmt>
             <sourceDesc>{source}</sourceDesc></fileDesc></teiHeader>{text}</TEI>"
        )
    };
    let source =
        "<bibl><title level='a'>Le port</title><title level='j'>Le Matin</title><date when='2015-05-28'>28 mai</date>
                  <ref target='https://exemple.ma/port'/></bibl>";
    let text = "<text><body><head>Le port de\n Tanger</head><p>Rabat et <hi>Madrid</hi> coopèrent,<lb/>dit-on.</p><p>Fin.</p></body></text>";
    let [first] = &read(&tei(source, text))[..] else { panic!("one document") };
    assert_eq!(first.text, "Le port de Tanger\n\nRabat et Madrid coopèrent,\ndit-on.\n\nFin.");
    assert_eq!((first.article, first.title_lines, &first.title), (None, 1, &owned("Le port")));
    assert_eq!((&first.source, &first.date), (&owned("Le Matin"), &owned("2015-05-28")));
    assert_eq!((&first.lang, &first.url), (&owned("fr"), &owned("https://exemple.ma/port")));
    assert_eq!((field(first, "author"), first.warnings.len()), (Some("La rédaction"), 0));
    // Without a date of the source, that of the edition is taken and marked; a title in the header is no part of the text.
    let bare = tei("<p>born digital</p>", "<text><body><p>Un.</p></body></text>");
    let [second] = &read(&bare)[..] else { panic!("one document") };
    assert_eq!((second.text.as_str(), second.title_lines, &second.date), ("Un.", 0, &owned("2021-02-03")));
    assert!(second.warnings[0].contains("publicationStmt"), "{:?}", second.warnings);
    let corpus = format!("<teiCorpus><teiHeader/>{bare}{bare}</teiCorpus>");
    assert_eq!(read(&corpus).iter().map(|text| text.article).collect::<Vec<_>>(), [Some(1), Some(2)]);
}

#[test]
fn attributes_of_texts_are_their_variables() {
    let corpus =
        "<corpus><text id='a_1' date='2015-05-28' journal='Le Matin' pays='maroc'><p>Un.</p><p>Deux.</p></text>
                  <text annee='2016' mois='juin' titre='Le_port' url='http://a/b_c'>Trois.</text></corpus>";
    let [first, second] = &read(corpus)[..] else { panic!("two documents") };
    assert_eq!((first.text.as_str(), first.article), ("Un.\n\nDeux.", Some(1)));
    assert_eq!((&first.date, &first.source), (&owned("2015-05-28"), &owned("Le Matin")));
    assert_eq!((field(first, "id"), field(first, "pays")), (Some("a_1"), Some("maroc")));
    assert_eq!(
        (&second.date, &second.title, &second.url),
        (&owned("juin 2016"), &owned("Le_port"), &owned("http://a/b_c"))
    );
}

#[test]
fn words_are_parted_as_their_elements_say() {
    let text = |inside: &str| read(&format!("<TEI><text><body>{inside}</body></text></TEI>")).remove(0).text;
    let tagged = "<p><w>L'</w><w>accord</w><pc>,</pc><w>signé</w></p>\n<p><w><form>Fin</form><ana>NOM</ana></w></p>";
    assert_eq!(text(tagged), "L'accord, signé\n\nFin");
    assert_eq!(text("<lg><l>Un vers</l><l>un autre</l></lg><p>Fin.</p>"), "Un vers\nun autre\n\nFin.");
    assert_eq!(
        text("<p>L’<choice><sic>Espange</sic><corr>Espagne</corr></choice> et <abbr>M.</abbr> X.</p>"),
        "L’Espagne et M. X."
    );
    assert_eq!(
        text("<table><row><cell>Un</cell><cell>Deux</cell></row><row><cell>3</cell></row></table>"),
        "Un Deux\n\n3"
    );
    // Where no element is a paragraph, blank lines part them.
    let plain = "<text date='2015'>\nUn accord.\n \nUne visite\nà Rabat.\n</text>";
    assert_eq!(read(plain)[0].text, "Un accord.\n\nUne visite à Rabat.");
    assert_eq!(read("<text>Sans <hi>attribut</hi>.</text>")[0].text, "Sans attribut.");
}

#[test]
fn items_of_feeds_are_documents() {
    let rss = "<rss version='2.0'><channel><title>Le Matin</title><language>fr-FR</language>
        <item><title>Rabat &amp; Madrid</title><link>https://exemple.ma/1</link><pubDate>Thu, 28 May 2015 10:00:00 GMT</pubDate>
        <dc:creator>La rédaction</dc:creator><category>Monde</category><description>Un résumé.</description>
        <media:content url='x.jpg'/><content:encoded><![CDATA[<p>Le port.</p><p>La mer &amp; le ciel.</p>]]></content:encoded></item>
        <item><title>Deux</title><description>&lt;p&gt;Le &lt;b&gt;port&lt;/b&gt;.&lt;/p&gt;</description></item></channel></rss>";
    let [first, second] = &read(rss)[..] else { panic!("two documents") };
    assert_eq!(first.text, "Rabat & Madrid\n\nLe port.\n\nLa mer & le ciel.");
    assert_eq!((&first.source, &first.rubric, &first.lang), (&owned("Le Matin"), &owned("Monde"), &owned("fr-FR")));
    assert_eq!((&first.date, &first.url), (&owned("Thu, 28 May 2015 10:00:00 GMT"), &owned("https://exemple.ma/1")));
    assert_eq!((field(first, "author"), first.title_lines), (Some("La rédaction"), 1));
    assert_eq!((second.text.as_str(), second.date.as_deref()), ("Deux\n\nLe port.", None));
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='es'><title>El Diario</title><entry><title>Uno</title>
        <link rel='self' href='https://a/self'/><link href='https://a/1'/><published>2015-06-03T10:00:00Z</published>
        <updated>2016-01-01T00:00:00Z</updated><author><name>A. B.</name></author><content type='html'>&lt;p&gt;El puerto.</content></entry></feed>";
    let [entry] = &read(atom)[..] else { panic!("one document") };
    assert_eq!(
        (entry.text.as_str(), entry.source.as_deref(), entry.lang.as_deref()),
        ("Uno\n\nEl puerto.", Some("El Diario"), Some("es"))
    );
    assert_eq!((entry.date.as_deref(), entry.url.as_deref()), (Some("2015-06-03T10:00:00Z"), Some("https://a/1")));
    assert_eq!(field(entry, "author"), Some("A. B."));
    let xhtml = "<feed><entry><title type='xhtml'><div>Le <b>port</b></div></title><content type='xhtml'>\
        <div><p>Un.</p><p>Deux<br/>et trois.</p></div></content></entry></feed>";
    assert_eq!(read(xhtml)[0].text, "Le port\n\nUn.\n\nDeux\net trois.");
}

#[test]
fn other_files_are_refused_by_their_root() {
    assert!(refused("<a:plist version='1.0'><dict/></a:plist>").contains("no articles in it: its root is <a:plist>"));
    assert!(refused("<html><body><p>Un.</p></body></html>").contains("<html>"));
    assert!(refused("<rss><channel><title>Vide</title></channel></rss>").contains("<rss>"));
    assert!(refused("<a><text>Sans attribut.</text></a>").contains("<a>"));
    assert!(refused("<svg><text x='1' id='a'>Une légende</text></svg>").contains("<svg>"));
    assert!(refused("Rien que du texte.").contains("it has no element"));
    assert!(refused("").contains("it has no element"));
}

#[test]
fn files_that_are_cut_off_or_deep_are_read_and_say_so() {
    let n = 50_000;
    let text = &read(&FACTIVA[..FACTIVA.find("<paragraph>Fin").expect("an end")])[0];
    assert!(text.text.ends_with("la mer.") && text.warnings[0].starts_with("xml: "), "{text:?}");
    for file in [
        "<div>".repeat(n),
        "<div>a".repeat(n) + &"</nav>".repeat(n),
        "<p>a</p>".repeat(n),
        "&".repeat(n),
        "<!--".repeat(n),
    ] {
        let text = &read(&format!("<text a='b'>Un.{file}"))[0];
        assert!(text.text.starts_with("Un.") && !text.warnings.is_empty());
    }
    assert_eq!(read(&"<text a='b'>Un.".repeat(n)).len(), 1);
    assert_eq!(read(&("<corpus>".to_owned() + &"<text a='b'>Un.</text>".repeat(n) + "</corpus>")).len(), n);
}

#[test]
fn nothing_that_a_file_declares_is_expanded_and_its_encoding_is_used() {
    let bomb = "<!DOCTYPE corpus [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><corpus><text d='e'>&b;&x;</text></corpus>";
    assert_eq!(read(bomb)[0].text, "&b;&x;");
    let file = b"<?xml version='1.0' encoding='ISO-8859-1'?><corpus><text d='e'>\xE9t\xE9</text></corpus>";
    let texts = read_bytes("corpus.xml", file.to_vec()).expect("a text");
    assert_eq!(texts[0].text, "été");
}

#[test]
fn real_exports_are_read() {
    let Some(dir) = shared("data/press_exports") else { return };
    let texts = |name: &str| read_bytes(name, std::fs::read(dir.join(name)).expect("a readable file")).expect("texts");
    let factiva = texts("factiva_test.xml");
    assert_eq!(factiva.len(), 3);
    assert_eq!(
        factiva[1].text,
        "TEST - second article de test\n\nVoici le chapeau du premier article de test.\n\nVoici le corps du second article de test. Et un mot accentué."
    );
    assert!(factiva.iter().all(|text| text.warnings.is_empty() && text.source.as_deref() == Some("My Newspaper")));
    let [dispatch] = &texts("tm_crude/reut-00001.xml")[..] else { panic!("one document") };
    assert!(
        dispatch
            .text
            .starts_with("DIAMOND SHAMROCK (DIA) CUTS CRUDE PRICES\n\nDiamond Shamrock Corp said that effective")
    );
    assert!(dispatch.text.ends_with("citing weak oil markets.") && dispatch.lang.as_deref() == Some("en"));
    assert_eq!((dispatch.date.as_deref(), dispatch.text.split("\n\n").count()), (Some("26-FEB-1987 17:00:56.04"), 5));
}

proptest! {
    #[test]
    fn any_order_of_elements_is_read_or_refused(parts in prop::collection::vec(0..PARTS.len(), 0..40)) {
        let file: String = parts.iter().map(|&part| PARTS[part]).collect();
        if let Ok(texts) = read_bytes("corpus.xml", file.into_bytes()) {
            prop_assert!(!texts.is_empty());
            let numbers: Vec<usize> = texts.iter().filter_map(|text| text.article).collect();
            prop_assert!(numbers.is_empty() || numbers == (1..=texts.len()).collect::<Vec<_>>());
            for text in &texts {
                prop_assert!(text.text.split("\n\n").count() >= text.title_lines);
            }
        }
    }
}

const PARTS: [&str; 28] = [
    "<TEI>",
    "</TEI>",
    "<teiHeader>",
    "</teiHeader>",
    "<sourceDesc><date when='2015'/>",
    "</sourceDesc>",
    "<text date='2015'>",
    "</text>",
    "<body><head>Titre</head>",
    "<p>Un.",
    "</p>",
    "<lb/>",
    "<rss>",
    "<item><title>Titre</title>",
    "</item>",
    "<description>&lt;p>Deux.",
    "</description>",
    "<article>",
    "</article>",
    "<accessionNo>1</accessionNo>",
    "<headline><paragraph>Titre",
    "</paragraph></headline>",
    "<tailParagraphs>",
    "<reuters><body>  Un.\n  Reuter",
    "</body></reuters>",
    "<![CDATA[<p>]]>",
    "&x;",
    "<entry><link href='a'/>",
];
