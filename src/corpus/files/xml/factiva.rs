//! Factiva (Dow Jones), as programs receive it: an element per fact.

use super::super::FileText;
use super::super::record::{Facts, compose, joined};
use super::prose::Part;
use super::tree::Element;

/// Whether there are articles of the database.
pub(super) fn wrote(root: Element<'_>) -> bool {
    articles(root).next().is_some()
}

pub(super) fn texts(root: Element<'_>) -> Vec<FileText> {
    articles(root).map(text).collect()
}

/// The accession number tells an article from elements of the same name in other files.
fn articles(root: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    root.outermost(|name| name == "article").filter(|article| article.child("accessionno").is_some())
}

fn text(article: Element<'_>) -> FileText {
    let line = |name: &str| article.child(name).and_then(Element::line);
    let paragraphs = ["leadparagraph", "tailparagraphs"].into_iter().filter_map(|name| article.child(name));
    let body: Vec<String> = paragraphs.flat_map(|element| element.paragraphs(part)).collect();
    let titles = article.child("headline").map(|headline| headline.paragraphs(part)).unwrap_or_default();
    let facts = Facts {
        source: line("sourcename"),
        rubric: line("sectionname"),
        date: line("publicationdate"),
        author: line("byline"),
        number: line("accessionno"),
        ..Facts::default()
    };
    compose(joined(titles.iter().map(String::as_str), " "), None, &body, facts.in_lang(line("baselanguage")))
}

fn part(name: &str) -> Part {
    if name == "paragraph" { Part::Paragraph } else { Part::Inline }
}
