//! Feeds: RSS and Atom. Each item is a document with what the feed gives of its text.

use super::super::FileText;
use super::super::html::{BETWEEN, html_text};
use super::super::record::{Facts, compose};
use super::prose::Part;
use super::tree::Element;
use crate::text::Lang;

/// Elements that hold the text of an item, the fullest first. Their names are compared whole: `media:content` is a
/// picture.
const TEXTS: [&str; 4] = ["content:encoded", "content", "description", "summary"];
const DATES: [&str; 5] = ["pubdate", "published", "dc:date", "issued", "updated"];
const AUTHORS: [&str; 2] = ["dc:creator", "author"];

pub(super) fn texts(root: Element<'_>) -> Vec<FileText> {
    let channel = root.child("channel").unwrap_or(root);
    let items = root.inside().filter(|element| matches!(element.name(), "item" | "entry"));
    items.map(|item| text(item, channel)).collect()
}

fn text(item: Element<'_>, channel: Element<'_>) -> FileText {
    let title = one_of(item, &["title"]).and_then(words);
    let body = TEXTS.iter().find_map(|name| one_of(item, &[*name]).and_then(words));
    let langs = [
        own(channel, &["language", "dc:language"]),
        item.attribute("xml:lang").map(str::to_owned),
        channel.attribute("xml:lang").map(str::to_owned),
    ];
    let facts = Facts {
        source: one_of(channel, &["title"]).and_then(words),
        rubric: own(item, &["category"]),
        date: own(item, &DATES),
        lang: langs.into_iter().flatten().find(|lang| Lang::parse(lang).is_some()),
        author: own(item, &AUTHORS),
        ..Facts::default()
    };
    FileText { url: url(item), ..compose(title, None, body.as_slice(), facts) }
}

/// The first of these elements that is directly inside another and not blank.
fn one_of<'a>(element: Element<'a>, names: &[&str]) -> Option<Element<'a>> {
    let found = |name: &&str| element.children().find(|child| child.name() == *name);
    names.iter().filter_map(found).find(|child| !child.text().trim().is_empty())
}

/// What it holds.
fn own(element: Element<'_>, names: &[&str]) -> Option<String> {
    one_of(element, names).map(|child| child.text().trim().to_owned())
}

/// The words of an element that holds HTML, as text or, in XHTML, as elements.
fn words(element: Element<'_>) -> Option<String> {
    let words = match element.children().next() {
        Some(_) => element.paragraphs(part).join(BETWEEN),
        None => html_text(&element.text()).text,
    };
    (!words.is_empty()).then_some(words)
}

fn part(name: &str) -> Part {
    match name {
        "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "ul" | "ol" | "blockquote" | "pre" | "table"
        | "tr" | "figure" | "figcaption" => Part::Paragraph,
        "br" => Part::Break,
        "td" | "th" => Part::Word,
        "script" | "style" => Part::Dropped,
        _ => Part::Inline,
    }
}

fn url(item: Element<'_>) -> Option<String> {
    let links = item.children().filter(|child| child.name() == "link");
    let is_page = |link: &Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let address = |link: Element<'_>| link.attribute("href").map(str::to_owned).or_else(|| link.line());
    links.filter(is_page).find_map(address)
}
