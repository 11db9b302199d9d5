//! TEI (P4 and P5), and the sources of TXM: a text whose attributes are its variables.

use super::super::FileText;
use super::super::html::BETWEEN;
use super::super::record::AUTHOR;
use super::super::variables::{described, states};
use super::prose::Part;
use super::tree::Element;
use crate::text::Lang;

/// Attributes of a text that say nothing about it as a document.
const TECHNICAL: [&str; 4] = ["n", "type", "rend", "part"];

/// The texts of a TEI file, or of a corpus of such.
pub(super) fn texts(root: Element<'_>) -> Vec<FileText> {
    root.outermost(|name| matches!(name, "tei" | "tei.2")).filter_map(of_tei).collect()
}

/// The elements `text` of any other file, if their attributes state something known; in a corpus, any attribute will do.
/// A drawing has such elements too.
pub(super) fn texts_with_variables(root: Element<'_>) -> Vec<FileText> {
    let is_corpus = root.local_name() == "corpus";
    let texts = root.outermost(|name| name == "text");
    let is_document = |text: &Element<'_>| {
        root.local_name() == "text" || text.attributes().iter().any(|(name, _)| is_corpus || states(name))
    };
    texts.filter(is_document).map(of_text).collect()
}

fn of_tei(tei: Element<'_>) -> Option<FileText> {
    let element = tei.child("text")?;
    let mut text = of_text(element);
    let Some(header) = tei.child("teiheader") else { return Some(text) };
    let source = header.find("sourcedesc");
    let statement = header.find("titlestmt");
    let stated = |name| statement.and_then(|statement| statement.child(name)).and_then(Element::line);
    let of_article = |inside: &Element<'_>| inside.local_name() == "title" && inside.attribute("level") == Some("a");
    let article = source.and_then(|source| source.inside().find(of_article)).and_then(Element::line);
    text.title = article.or_else(|| stated("title")).or(text.title);
    text.source = text.source.or_else(|| source.and_then(newspaper));
    text.url = text.url.or_else(|| source.and_then(address));
    text.lang = text.lang.or_else(|| lang(tei, element, header));
    if !text.fields.iter().any(|(name, _)| name == AUTHOR) {
        text.fields.extend(stated("author").map(|author| (AUTHOR.to_owned(), author)));
    }
    text.date = text.date.or_else(|| source.and_then(date)).or_else(|| header.find("creation").and_then(date));
    if text.date.is_none() {
        text.date = header.find("publicationstmt").and_then(date);
        let warning = "date: taken from publicationStmt, and so perhaps that of the electronic edition".to_owned();
        text.warnings.extend(text.date.is_some().then_some(warning));
    }
    Some(text)
}

/// A text with what its attributes state.
fn of_text(element: Element<'_>) -> FileText {
    let attributes = element.attributes().iter();
    let own = attributes
        .filter(|(name, value)| !name.contains(':') && !TECHNICAL.contains(&name.as_str()) && !value.trim().is_empty());
    let mut text = described(own.cloned().collect(), str::to_owned);
    let paragraphs = element.paragraphs(part);
    let head = element.find("head").and_then(Element::line);
    let is_headed =
        paragraphs.first().zip(head.as_ref()).is_some_and(|(first, head)| first.split_whitespace().eq(head.split(' ')));
    text.title_lines = usize::from(is_headed);
    text.title = text.title.or(head.filter(|_| is_headed));
    text.text = paragraphs.join(BETWEEN);
    text
}

/// The first day that an element states, or else the first words about a date.
fn date(element: Element<'_>) -> Option<String> {
    let dates = || element.inside().filter(|inside| inside.local_name() == "date");
    // `value` is that of P4.
    let stated = |date: Element<'_>| {
        ["when", "when-iso", "value"].into_iter().find_map(|name| date.attribute(name).map(str::to_owned))
    };
    dates().find_map(stated).or_else(|| dates().find_map(Element::line))
}

/// The journal that a text was printed in.
fn newspaper(source: Element<'_>) -> Option<String> {
    let journal = |inside: &Element<'_>| inside.local_name() == "title" && inside.attribute("level") == Some("j");
    source.inside().find(journal).or_else(|| source.find("publisher")).and_then(Element::line)
}

fn address(source: Element<'_>) -> Option<String> {
    let of_reference =
        source.inside().filter_map(|inside| inside.attribute("target")).find(|target| is_address(target));
    let named = || {
        source
            .inside()
            .filter(|inside| inside.local_name() == "idno")
            .find_map(Element::line)
            .filter(|line| is_address(line))
    };
    of_reference.map(str::to_owned).or_else(named)
}

fn is_address(words: &str) -> bool {
    words.starts_with("http://") || words.starts_with("https://")
}

fn lang(tei: Element<'_>, text: Element<'_>, header: Element<'_>) -> Option<String> {
    let used =
        header.find("langusage").and_then(|usage| usage.find("language")).and_then(|lang| lang.attribute("ident"));
    let stated = [text.attribute("xml:lang"), tei.attribute("xml:lang"), used];
    stated.into_iter().flatten().find(|lang| Lang::parse(lang).is_some()).map(str::to_owned)
}

fn part(name: &str) -> Part {
    match name {
        "p" | "ab" | "head" | "lg" | "u" | "sp" | "speaker" | "stage" | "item" | "row" | "opener" | "closer"
        | "trailer" | "salute" | "signed" | "dateline" | "byline" | "argument" | "epigraph" | "doctitle"
        | "titlepart" | "note" => Part::Paragraph,
        "div" | "div1" | "div2" | "div3" | "front" | "body" | "back" | "group" | "text" | "list" | "table"
        | "figure" => Part::Frame,
        "l" | "lb" => Part::Break,
        "w" | "cell" => Part::Word,
        "choice" => Part::Choice,
        "sic" | "orig" | "abbr" => Part::Replaced,
        // Running titles, what is said of a picture, what a tool adds to a word.
        "fw" | "figdesc" | "ana" => Part::Dropped,
        _ => Part::Inline,
    }
}
