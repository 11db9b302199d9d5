//! Which paragraphs are the article, and the text they make.

use super::super::FileText;
use super::block::{Block, Kind};
use super::meta::Meta;

/// Joins the paragraphs of the article; the title comes first when its heading stands before the marked part.
pub(super) fn compose(blocks: Vec<Block>, meta: Meta) -> FileText {
    let blocks = without_forms(blocks);
    let part = choose(&blocks);
    let mut chosen: Vec<&Block> = blocks.iter().filter(|b| part.holds(b)).collect();
    let is_title = |b: &&Block| b.kind == Kind::Heading(1);
    if !chosen.iter().any(is_title) {
        let outside = blocks.iter().take_while(|b| !part.holds(b)).filter(is_title).last();
        chosen.splice(0..0, outside);
    }
    let title = chosen.iter().copied().find(is_title).map(|b| on_one_line(&b.text));
    let title_lines = chosen.iter().take_while(|b| b.kind != Kind::Prose).count();
    let paragraphs: Vec<&str> = chosen.iter().map(|b| b.text.as_str()).collect();
    FileText {
        text: paragraphs.join("\n\n"),
        title: title.or(meta.title_of_page()),
        date: meta.date(),
        lang: meta.lang,
        source: meta.site,
        url: meta.canonical.or(meta.og_url),
        title_lines,
        ..FileText::default()
    }
}

/// Forms are controls, unless nearly the whole page is one (as ASP.NET writes it).
fn without_forms(mut blocks: Vec<Block>) -> Vec<Block> {
    let size = |in_form: bool| blocks.iter().filter(|b| b.in_form == in_form).map(|b| b.text.len()).sum::<usize>();
    if size(false) * 5 > size(true) {
        blocks.retain(|b| !b.in_form);
    }
    blocks
}

/// The part of a page that is its article.
enum Part {
    /// The numbered outermost article element.
    Article(usize),
    /// All article elements: a page of several.
    Articles,
    /// The main element.
    Main,
    /// No part is marked.
    Whole,
}

impl Part {
    fn holds(&self, block: &Block) -> bool {
        match self {
            Self::Article(n) => block.article == Some(*n),
            Self::Articles => block.article.is_some(),
            Self::Main => block.in_main,
            Self::Whole => true,
        }
    }
}

/// One article, or the one with more than half of the text of all (the others are teasers); else main; else all articles.
fn choose(blocks: &[Block]) -> Part {
    let mut sizes: Vec<usize> = Vec::new();
    for block in blocks {
        if let Some(n) = block.article {
            sizes.resize(sizes.len().max(n + 1), 0);
            sizes[n] += block.text.len();
        }
    }
    let total: usize = sizes.iter().sum();
    let largest = sizes.iter().enumerate().max_by_key(|(_, size)| **size);
    match largest {
        Some((n, size)) if size * 2 > total => Part::Article(n),
        _ if blocks.iter().any(|b| b.in_main) => Part::Main,
        Some(_) => Part::Articles,
        None => Part::Whole,
    }
}

fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
