//! Nexis Uni: headline, newspaper, date, copyright, facts behind labels, `Body`, text, `Classification`, more facts, `End
//! of Document`. Before the first article stands a list of all.

use super::date;
use super::fact::{Fact, Stated, fact_in_any_case};
use crate::corpus::files::FileText;
use crate::corpus::files::record::{compose, is_credit, joined};

/// Before the text.
const BODY: [&str; 2] = ["Body", "Text"];
/// Behind the text, on a line of its own.
const BEHIND: [&str; 2] = ["Classification", "Graphic"];
/// Behind the article.
pub(super) const END: &str = "End of Document";

/// The articles; `None` if there are none.
pub(super) fn texts(lines: &[String]) -> Option<Vec<FileText>> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let mut articles: Vec<&[&str]> = lines.split(|line| *line == END).collect();
    // What stands behind the last one is an article only if the file was cut off.
    let is_whole = articles.len() > 1 && articles.last().is_some_and(|last| body_of(last).is_none());
    articles.pop_if(|_| is_whole);
    let any = articles.iter().any(|article| body_of(article).is_some());
    (any && lines.contains(&END)).then(|| articles.into_iter().map(text).collect())
}

fn text(lines: &[&str]) -> FileText {
    let body = body_of(lines).unwrap_or(lines.len());
    let (head, text) = (&lines[..body], lines.get(body + 1..).unwrap_or_default());
    let behind = text.iter().position(|line| BEHIND.contains(line)).unwrap_or(text.len());
    let facts = text[..behind].iter().rev().take_while(|line| is_fact(line) || is_credit(line)).count();
    let (text, below) = text.split_at(behind - facts);
    let stated = Stated(head.iter().chain(below).filter_map(|line| fact_in_any_case(line)).collect());
    // Headline and newspaper stand above the date, or else above copyright and facts.
    let is_name = |line: &&str| !is_fact(line) && !is_credit(line);
    let dated = head.iter().rposition(|line| is_name(line) && date(line).is_some());
    let end = dated.unwrap_or_else(|| head.iter().rposition(is_name).map_or(0, |last| last + 1));
    let above = |lines: usize| end.checked_sub(lines).map(|at| head[at].to_owned());
    let date = dated.and_then(|at| date(head[at])).map(str::to_owned);
    let lead = joined(stated.value(Fact::Lead).into_iter(), " ");
    compose(above(2), lead, text, stated.facts(above(1), date))
}

fn body_of(lines: &[&str]) -> Option<usize> {
    lines.iter().position(|line| BODY.contains(line))
}

fn is_fact(line: &str) -> bool {
    fact_in_any_case(line).is_some()
}
