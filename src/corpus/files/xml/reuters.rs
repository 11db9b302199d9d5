//! Reuters, as in its collection 21578, which is in English: `TITLE`, `DATELINE` and `BODY` in a `TEXT`.

use super::super::FileText;
use super::super::record::{Facts, compose};
use super::tree::Element;

/// What ends a dispatch.
const SIGNED: &str = "Reuter";

pub(super) fn texts(root: Element<'_>) -> Vec<FileText> {
    root.outermost(|name| name == "reuters").map(text).collect()
}

fn text(dispatch: Element<'_>) -> FileText {
    let line = |name: &str| dispatch.find(name).and_then(Element::line);
    let facts = Facts {
        date: line("date"),
        lang: Some("en".to_owned()),
        number: dispatch.attribute("newid").map(str::to_owned),
        ..Facts::default()
    };
    let body = dispatch.find("body").map(body).unwrap_or_default();
    compose(line("title"), None, &body, facts)
}

/// Each indented line begins a paragraph.
fn body(element: Element<'_>) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in element.text().lines().filter(|line| !line.trim().is_empty()) {
        match paragraphs.last_mut() {
            Some(paragraph) if !line.starts_with("  ") => {
                paragraph.push(' ');
                paragraph.push_str(line.trim());
            }
            _ => paragraphs.push(line.trim().to_owned()),
        }
    }
    if let Some(last) = paragraphs.last_mut() {
        let signed = last.strip_suffix(SIGNED).or_else(|| last.strip_suffix(&SIGNED.to_uppercase()));
        *last = signed.unwrap_or(last).trim_end().to_owned();
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}
