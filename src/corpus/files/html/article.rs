//! Which paragraphs are the article, and the text they form.

use std::collections::BTreeMap;

use super::super::FileText;
use super::block::{Block, Kind};
use super::meta::Meta;
use super::times;
use crate::text::Lang;

/// Joins the paragraphs of the article; a title and lead found before the marked part come first.
pub(super) fn compose(blocks: Vec<Block>, meta: Meta) -> FileText {
    let blocks = without_forms(blocks);
    let part = choose(&blocks);
    let chosen = chosen(&blocks, &part);
    let title = chosen.iter().copied().find(|b| is_title(b)).map(|b| on_one_line(&b.text));
    let title_lines = chosen.iter().take_while(|b| b.kind != Kind::Prose).count();
    let paragraphs: Vec<&str> = chosen.iter().map(|b| b.text.as_str()).collect();
    let lang = meta.lang.as_deref().and_then(Lang::parse).unwrap_or_default();
    let stated = times::stated(&blocks, &part, lang);
    let date_line = stated.as_ref().and_then(|stated| {
        let block = blocks.get(stated.block)?;
        let at = chosen.iter().position(|b| std::ptr::eq(*b, block))?;
        let start: usize = paragraphs[..at].iter().map(|text| text.len() + BETWEEN.len()).sum();
        stated.line.as_ref().map(|line| start + line.start..start + line.end)
    });
    FileText {
        text: paragraphs.join(BETWEEN),
        title: title.or(meta.title_of_page()),
        date: meta.date(|| stated.map(|stated| stated.date)),
        lang: meta.lang,
        source: meta.site,
        url: meta.canonical.or(meta.og_url),
        title_lines,
        date_line,
        ..FileText::default()
    }
}

/// What separates two paragraphs.
pub(in crate::corpus::files) const BETWEEN: &str = "\n\n";

/// The paragraphs of the part, preceded by the title before it and the lead between them.
fn chosen<'a>(blocks: &'a [Block], part: &Part) -> Vec<&'a Block> {
    let spoken = blocks.iter().filter(|b| !b.text.is_empty());
    let mut chosen: Vec<&Block> = spoken.clone().filter(|b| part.holds(b)).collect();
    if !chosen.iter().any(|b| is_title(b)) {
        let before: Vec<&Block> = spoken.take_while(|b| !part.holds(b)).collect();
        let title = before.iter().rposition(|b| is_title(b)).unwrap_or(before.len());
        // A part with a heading of its own begins there; whatever comes before it belongs to the site.
        let headed = chosen.first().is_some_and(|b| b.kind != Kind::Prose);
        let leads = |b: &&Block| !headed && b.prose() > 0 && b.article.is_none() && !b.in_comments;
        let lead = |b: &&Block| is_title(b) || leads(b);
        chosen.splice(0..0, before[title..].iter().copied().filter(lead));
    }
    chosen
}

fn is_title(block: &Block) -> bool {
    block.kind == Kind::Heading(1)
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The outermost article element of this number.
    Article(usize),
    /// All article elements, on a page with several.
    Articles,
    /// The main element.
    Main,
    /// No part is marked, or the prose is elsewhere.
    Whole,
}

impl Part {
    pub(super) fn holds(&self, block: &Block) -> bool {
        match self {
            Self::Article(n) => block.article == Some(*n),
            Self::Articles => block.article.is_some(),
            Self::Main => block.in_main,
            Self::Whole => true,
        }
    }

    /// Whether the block is in an article of its own that is not this part, as a teaser is.
    pub(super) fn leaves_to_others(&self, block: &Block) -> bool {
        let of_articles = matches!(self, Self::Article(_) | Self::Articles);
        block.article.is_some() && !(of_articles && self.holds(block))
    }
}

/// The article that contains most of the prose of all articles and of what surrounds them; else main; else all
/// articles; else the page. A teaser is an article too, so the mark alone proves nothing. Reader comments are not
/// weighed.
fn choose(blocks: &[Block]) -> Part {
    let own: Vec<&Block> = blocks.iter().filter(|b| !b.in_comments).collect();
    let bare = own.iter().all(|b| b.prose() == 0);
    let size = |b: &&Block| if bare { b.text.len() } else { b.prose() };
    let held = |part: Part| own.iter().copied().filter(|b| part.holds(b)).map(|b| size(&b)).sum::<usize>();
    let (page, main, articles) = (held(Part::Whole), held(Part::Main), held(Part::Articles));
    if let Some((n, largest)) = largest_article(&own, size) {
        let within_main = own.iter().filter(|b| b.article == Some(n)).all(|b| b.in_main);
        if largest * 2 > articles.max(if within_main { main } else { page }) {
            return Part::Article(n);
        }
    }
    if main * LEAST_MAIN > page {
        Part::Main
    } else if articles * 2 > page {
        Part::Articles
    } else {
        Part::Whole
    }
}

/// There is at most one main, and the texts around it can be long (consent, subscription), so a fifth of the prose is
/// enough.
const LEAST_MAIN: usize = 5;

/// Number and size of the largest article.
fn largest_article(blocks: &[&Block], size: impl Fn(&&Block) -> usize) -> Option<(usize, usize)> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for block in blocks {
        if let Some(n) = block.article {
            *sizes.entry(n).or_default() += size(block);
        }
    }
    sizes.into_iter().max_by_key(|(n, size)| (*size, *n))
}

fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
