//! Pages to text: the truth table, real pages, arbitrary markup.

use std::fs;

use coopsec::corpus::files::html::{declared_charset, html_text};
use coopsec::corpus::files::{FileText, read_bytes};
use coopsec::press::{Given, read};
use proptest::prelude::*;
use toml::Table;

use crate::shared::shared;

#[test]
fn the_table_of_pages() {
    let table: Table = include_str!("../cases/html.toml").parse().expect("a valid table");
    for row in table["html"].as_array().expect("an array of tables") {
        let text = |key: &str| row.get(key).map(|v| v.as_str().expect("a string").to_owned());
        let read = text("text").expect("every case has a text");
        let date_line = text("date_line").map(|line| {
            let start = read.find(&line).expect("the line stands in the text");
            start..start + line.len()
        });
        let expected = FileText {
            text: read,
            title: text("title"),
            date: text("date"),
            lang: text("lang"),
            source: text("source"),
            url: text("url"),
            title_lines: row.get("title_lines").map_or(0, |n| n.as_integer().expect("a number") as usize),
            date_line,
            ..FileText::default()
        };
        assert_eq!(html_text(&text("html").expect("every case has a page")), expected, "{:?}", text("name"));
    }
}

#[test]
fn wikinews_articles_begin_with_title_and_dateline() {
    let Some(dir) = shared("data/wikinews_fr/documents") else { return };
    let mut n_datelines = 0;
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        let page = fs::read(&path).expect("a file");
        let n_paragraphs = String::from_utf8_lossy(&page).matches("<p>").count();
        let file = read_bytes(&path.to_string_lossy(), page).expect("a page").remove(0);
        let title = file.title.expect("a title");
        let paragraphs: Vec<&str> = file.text.split("\n\n").collect();
        assert_eq!(paragraphs[0], title, "{}", path.display());
        assert!(paragraphs.len() >= n_paragraphs + file.title_lines, "{}", path.display());
        assert!(!file.text.contains(['<', '>', '\t']), "{}", path.display());
        let dateline: String = paragraphs[file.title_lines].chars().take(40).collect();
        n_datelines += usize::from(dateline.contains("2012") && dateline.contains('-'));
    }
    assert_eq!(n_datelines, 99);
}

#[test]
fn exports_are_read_in_their_true_encoding() {
    let Some(dir) = shared("data/press_exports") else { return };
    for (name, expected) in [("europresse_test1.html", "éèêù"), ("lexisnexis_test_fr.html", "éùàê")] {
        let file = read_bytes(name, fs::read(dir.join(name)).expect("a file")).expect("a page").remove(0);
        assert_eq!(file.encoding, "utf-8");
        assert!(file.text.contains(expected), "{name}: {}", file.text);
    }
}

#[test]
fn the_declared_encoding_is_found() {
    let declared = |page: &str| declared_charset(page.as_bytes());
    assert_eq!(
        declared("<META http-equiv=\"Content-Type\" content=\"text/html; charset=ISO-8859-1\">").as_deref(),
        Some("ISO-8859-1")
    );
    assert_eq!(declared("<meta charset='windows-1256'/>").as_deref(), Some("windows-1256"));
    assert_eq!(declared("<?xml version=\"1.0\" encoding=\"utf-8\"?><html>").as_deref(), Some("utf-8"));
    assert_eq!(declared("<p>charset=utf-8</p>"), None);
    let page = b"<meta charset=iso-8859-2><p>wsp\xF3\xB3praca</p>".to_vec();
    let file = read_bytes("page.htm", page).expect("a page").remove(0);
    assert_eq!((file.text.as_str(), file.encoding), ("współpraca", "iso-8859-2"));
}

#[test]
fn deep_and_broken_pages_take_linear_time() {
    let n = 50_000;
    for page in [
        "<div>".repeat(n),
        "<div>".repeat(n) + &"</nav>".repeat(n),
        "<article><h1>".repeat(n / 2) + &"</article>".repeat(n),
        "<p>a<br>".repeat(n),
        "<time datetime=2012-01-01>".repeat(n),
        "<p><time datetime=2012-01-01>a".repeat(n),
        "<span hidden>".repeat(n) + &"</p>".repeat(n),
        "<article>a</article>".repeat(n),
        "<a href='".repeat(n),
        "&".repeat(n),
        "<!--".repeat(n),
    ] {
        let start = std::time::Instant::now();
        html_text(&page);
        assert!(start.elapsed().as_secs() < 10, "{:.40} took {:?}", page, start.elapsed());
    }
}

#[test]
fn an_update_dates_a_page_only_where_nothing_else_does_and_is_marked() {
    let dated = |page: &str| {
        let file = html_text(page);
        let given =
            Given { text: &file.text, date: file.date.as_deref(), title_lines: file.title_lines, ..Given::default() };
        let press = read(&given);
        (press.date.map(|found| (found.reading.start.to_string(), found.origin.name())), press.warnings.len())
    };
    let found = |day: &str, origin| Some((day.to_owned(), origin));
    let update = "<h1>Titre</h1><p>Mis à jour le <time datetime=2016-01-02>2 janvier 2016</time></p>";
    assert_eq!(dated(&format!("{update}<p>Publié le 28 mai 2015</p><p>Il a plu.")), (found("2015-05-28", "label"), 0));
    assert_eq!(dated(&format!("{update}<p>Il a plu.")), (found("2016-01-02", "label"), 1));
    let event =
        "<h1>Titre</h1><p>Rabat, 28 mai 2015 (MAP) - Il viendra le <time datetime=2015-12-01>1er décembre</time>.";
    assert_eq!(dated(event), (found("2015-05-28", "dateline"), 0));
}

/// Markup made of the tags that change the parser's state, well nested or not.
fn markup() -> impl Strategy<Value = String> {
    let plain =
        "p|div|h1|h2|article|main|nav|aside|form|pre|br|b|title|script|style|li|table|td|svg|svg/|time|noscript|header";
    let stating = "time datetime=2015-05-28|p hidden|b hidden|div style=display:none|div class=comments";
    let tags = plain.split('|').chain(stating.split('|')).collect::<Vec<_>>();
    let tag = prop::sample::select(tags);
    let piece = (tag, any::<bool>(), " ?[a-zé\u{A0}]{0,5}\n?").prop_map(|(tag, end, text)| {
        let slash = if end { "/" } else { "" };
        let tag = if end { tag.split(' ').next().unwrap_or(tag) } else { tag };
        format!("<{slash}{tag}>{text}")
    });
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_markup_gives_clean_paragraphs(page in markup()) {
        let file = html_text(&page);
        let paragraphs: Vec<&str> = file.text.split("\n\n").collect();
        prop_assert!(file.text.is_empty() || file.title_lines <= paragraphs.len());
        prop_assert!(!file.text.contains('<'));
        prop_assert!(!file.text.starts_with(['\n', ' ']) || page.contains("pre"));
        prop_assert!(!file.text.ends_with(['\n', ' ']));
    }

    #[test]
    fn any_text_is_read(page in "\\PC{0,200}") {
        html_text(&page);
    }

    #[test]
    fn text_without_markup_is_kept(words in prop::collection::vec("[a-zéœ’]{1,9}", 1..30)) {
        prop_assert_eq!(html_text(&words.join("\n  ")).text, words.join(" "));
    }
}

#[test]
fn the_line_of_a_time_is_no_title_and_not_counted() {
    let page =
        html_text("<div><time datetime=\"2015-05-28\">il y a 2 jours</time></div><p>Il a plu.</p><p>Il pleut.</p>");
    let date_line = page.date_line.as_ref().map(|line| (line.start, line.end));
    let press = read(&Given { text: &page.text, date: page.date.as_deref(), date_line, ..Given::default() });
    assert_eq!(press.title, None);
    assert_eq!(press.counted.len(), 1);
    assert_eq!(&page.text[press.counted[0].clone()].trim(), &"Il a plu.\n\nIl pleut.");
}
