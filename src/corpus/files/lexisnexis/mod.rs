//! LexisNexis, and Nexis Uni, which followed it.
//!
//! Nothing marks the parts of an article: their order says what they are, and labels. Here are the articles of
//! LexisNexis (number, newspaper, date, headline, facts behind labels, text, more facts, copyright), in HTML and in plain
//! text; those of Nexis Uni are in `uni`.

mod fact;
mod uni;

use std::sync::LazyLock;

use regex::Regex;

use self::fact::{Fact, Stated, fact};
use super::FileText;
use super::record::{compose, is_credit, joined};
use crate::press::date_within;
use crate::text::Lang;

/// `1 of 3 DOCUMENTS`, `Document 1 de 3`: stands above each article.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d+ of \d+ DOCUMENTS?|Document \d+ (?:de|sur) \d+|Dokument \d+ von \d+)$").expect("a pattern")
});
/// What every such line has.
const COUNTED: [&str; 3] = [" DOCUMENT", "Document ", "Dokument "];

/// Whether a line is one of the database.
pub(super) fn is_known(line: &str) -> bool {
    is_count(line) || fact(line).is_some()
}

/// The articles of a plain text; `None` if it is not an export.
pub(super) fn plain_texts(text: &str) -> Option<Vec<FileText>> {
    let may_be_counted = COUNTED.iter().any(|words| text.contains(words));
    if may_be_counted && text.lines().any(|line| is_count(line.trim())) {
        return texts_of(&blocks(text));
    }
    let lines = || text.lines().map(str::to_owned).collect::<Vec<_>>();
    text.contains(uni::END).then(|| texts_of(&lines()))?
}

/// The articles, given what stands in the file line by line or paragraph by paragraph; `None` if it is not an export.
pub(super) fn texts_of(lines: &[String]) -> Option<Vec<FileText>> {
    // In a text of one's own, a line may look like a number, but facts do not stand behind such labels.
    let has_facts = || lines.iter().any(|line| fact(line.trim()).is_some());
    let Some(first) = lines.iter().position(|line| is_count(line.trim())).filter(|_| has_facts()) else {
        return uni::texts(lines).map(numbered);
    };
    let articles = lines[first + 1..].split(|line| is_count(line.trim()));
    Some(numbered(articles.map(article_text).collect()))
}

/// The articles, numbered from 1 if there are several.
fn numbered(mut texts: Vec<FileText>) -> Vec<FileText> {
    if texts.len() > 1 {
        texts.iter_mut().zip(1..).for_each(|(text, number)| text.article = Some(number));
    }
    texts
}

/// Columns by which a line is moved to the right, if it stands in the middle of the page.
const CENTERED: usize = 10;

/// What stands between blank lines: a paragraph on one line, what is centred line by line.
fn blocks(text: &str) -> Vec<String> {
    let (mut blocks, mut open): (Vec<String>, bool) = (Vec::new(), false);
    for line in text.lines() {
        let words = line.trim();
        let is_centered = line.len() - line.trim_start().len() >= CENTERED;
        match blocks.last_mut().filter(|_| open && !words.is_empty()) {
            Some(block) => {
                block.push(if is_centered { '\n' } else { ' ' });
                block.push_str(words);
            }
            None if !words.is_empty() => blocks.push(words.to_owned()),
            None => {}
        }
        open = !words.is_empty();
    }
    blocks
}

/// An article, given what stands in it line by line.
pub(super) fn article_text(lines: &[impl AsRef<str>]) -> FileText {
    let trimmed = lines.iter().map(|line| line.as_ref().trim()).enumerate();
    // Further down, such a line is a paragraph.
    let lines: Vec<&str> = trimmed.filter(|(at, line)| *at > 0 || !is_count(line)).map(|(_, line)| line).collect();
    let head = &lines[..lines.iter().position(|line| fact(line).is_some()).unwrap_or(lines.len())];
    let dated = head.iter().position(|line| date(line).is_some());
    let source = head[..dated.unwrap_or(head.len().min(1))].iter().find(|line| !is_credit(line));
    let parts = Parts::of(&lines[dated.map_or(1, |at| at + 1).min(lines.len())..]);
    let source = source.and_then(|line| joined(line.lines().take(1), " "));
    let date = dated.and_then(|at| date(head[at])).map(str::to_owned);
    compose(parts.title(), parts.lead(), &parts.body, parts.stated.facts(source, date))
}

/// What stands below the date.
struct Parts<'a> {
    /// Headline, and what stands below it.
    headings: &'a [&'a str],
    body: Vec<&'a str>,
    stated: Stated<'a>,
}

impl<'a> Parts<'a> {
    fn of(lines: &'a [&'a str]) -> Self {
        let is_above = |line: &&str| fact(line).is_some_and(|(fact, _)| fact.is_above());
        let is_below = |line: &&str| fact(line).is_some_and(|(fact, _)| !fact.is_above());
        let end = lines.iter().position(is_below).unwrap_or(lines.len());
        let (above, below) = lines.split_at(end);
        // Without facts above the text, only the headline can be told from it.
        let headings = above.iter().position(is_above).unwrap_or(above.len().min(1));
        let text = &above[headings..];
        let text = &text[text.iter().take_while(|line| is_above(line)).count()..];
        let stated = Stated(above.iter().chain(below).filter_map(|line| fact(line)).collect());
        let credited = text.iter().rev().take_while(|line| is_credit(line)).count();
        Self { headings: &above[..headings], body: text[..text.len() - credited].to_vec(), stated }
    }

    fn title(&self) -> Option<String> {
        joined(self.headings.iter().copied().take(1), " ")
    }

    fn lead(&self) -> Option<String> {
        joined(self.headings.iter().copied().skip(1).chain(self.stated.value(Fact::Lead)), " ")
    }
}

fn is_count(line: &str) -> bool {
    COUNT.is_match(line)
}

/// The date that a line begins with.
fn date(line: &str) -> Option<&str> {
    date_within(line, Lang::Fr).filter(|place| place.start == 0).map(|place| &line[place])
}
