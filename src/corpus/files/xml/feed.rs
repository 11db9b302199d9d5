//! Feeds: RSS and Atom. Each item is a document with what the feed gives of its text.

use super::super::FileText;
use super::super::html::html_text;
use super::super::record::{Facts, compose};
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
    let title = own(item, &["title"]).map(|title| words(&title));
    let body =
        TEXTS.iter().find_map(|name| own(item, &[*name]).map(|body| words(&body)).filter(|body| !body.is_empty()));
    let langs = [
        own(channel, &["language", "dc:language"]),
        item.attribute("xml:lang").map(str::to_owned),
        channel.attribute("xml:lang").map(str::to_owned),
    ];
    let facts = Facts {
        source: own(channel, &["title"]).map(|title| words(&title)),
        rubric: own(item, &["category"]),
        date: own(item, &DATES),
        lang: langs.into_iter().flatten().find(|lang| Lang::parse(lang).is_some()),
        author: own(item, &AUTHORS),
        ..Facts::default()
    };
    FileText { url: url(item), ..compose(title.filter(|title| !title.is_empty()), None, body.as_slice(), facts) }
}

/// What the first of these elements directly inside another holds.
fn own(element: Element<'_>, names: &[&str]) -> Option<String> {
    let found = |name: &&str| element.children().find(|child| child.name() == *name).map(Element::text);
    names.iter().find_map(found).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The words of HTML that an element holds as text.
fn words(html: &str) -> String {
    html_text(html).text
}

fn url(item: Element<'_>) -> Option<String> {
    let links = item.children().filter(|child| child.name() == "link");
    let is_page = |link: &Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let address = |link: Element<'_>| link.attribute("href").map(str::to_owned).or_else(|| link.line());
    links.filter(is_page).find_map(address)
}
