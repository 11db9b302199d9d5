//! Europresse (Eureka, CEDROM-SNi).
//!
//! An article is an element with a header (newspaper, facts, title, authors), a section of text and a footer with a
//! copyright and a certificate. Older pages have none of these elements: the same parts follow one another in a cell of a
//! table, and only newspaper, facts and title are marked.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mark::Mark;
use super::{Article, Piece, marked};
use crate::corpus::files::FileText;
use crate::corpus::files::record::{Facts, compose, is_credit, joined};
use crate::press::date_within;
use crate::text::Lang;

/// `news·20150603·LM·…`, the code of a document.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\p{Ll}+·\d{8}·\S+").expect("a pattern"));

/// What ends the name of a newspaper: `Le Monde, no. 21852`, `Le Parisien  Val-de-Marne`.
static BEHIND_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[,;\n]|\s{2,}|\s(?i:no\b|n°|vol\b)\.?\s*\d").expect("a pattern"));

/// Begins the line that Europresse adds below an article of a site.
const ADDED: &str = "Cet article est paru dans";

/// Most words in a line that names an author.
const LONGEST_NAME: usize = 6;

pub(super) fn text(article: &Article) -> FileText {
    let parts = Parts::of(article);
    let mut unmarked = parts.unmarked_header();
    let source = article.of(Mark::Publication).find_map(newspaper).or_else(|| unmarked.next().and_then(newspaper));
    let facts = article.joined(Mark::Facts, " ").or_else(|| {
        let dated = unmarked.find(|line| date_within(line, Lang::Fr).is_some());
        joined(dated.into_iter(), " ")
    });
    let date = facts.as_deref().and_then(|line| date_within(line, Lang::Fr));
    let stated = Facts {
        source,
        rubric: facts.as_deref().zip(date.clone()).and_then(|(line, date)| section(&line[..date.start])),
        undated: facts.clone().filter(|_| date.is_none()),
        date: facts.zip(date).map(|(line, date)| line[date].to_owned()),
        author: parts.author(),
        number: article.pieces.iter().find_map(|piece| number(&piece.text)).map(str::to_owned),
        ..Facts::default()
    };
    compose(parts.title(), parts.lead(), &parts.body(), stated)
}

/// Where the parts of an article are among its pieces.
struct Parts<'a> {
    pieces: &'a [Piece],
    title: Range<usize>,
    text: Range<usize>,
    /// Whether the page is of the older form, in which nothing marks the text.
    is_old: bool,
}

impl<'a> Parts<'a> {
    fn of(article: &'a Article) -> Self {
        let pieces = article.pieces.as_slice();
        let first = |marks: &[Mark]| pieces.iter().position(|piece| marks.contains(&piece.mark));
        let start = first(&[Mark::Title]).or_else(|| first(&[Mark::TitleBlock])).unwrap_or(0);
        let end = start
            + match pieces.get(start).map(|piece| piece.mark) {
                Some(Mark::Title) => pieces[start..].iter().take_while(|piece| piece.mark == Mark::Title).count(),
                Some(Mark::TitleBlock) => 1,
                _ => 0,
            };
        let is_old = !article.is_element;
        let text = if is_old {
            end..end_of_old_text(pieces, end)
        } else {
            first(&[Mark::Section, Mark::Text]).unwrap_or(pieces.len()).max(end)..pieces.len()
        };
        Self { pieces, title: start..end, text, is_old }
    }

    /// Lines above the title that nothing marks: where newspaper and facts are not marked, they are among these, in this
    /// order.
    fn unmarked_header(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        marked(&self.pieces[..self.title.start], Mark::Plain)
    }

    fn title(&self) -> Option<String> {
        joined(self.pieces[self.title.clone()].iter().map(|piece| piece.text.as_str()), " ")
    }

    /// What stands between the title and the text and does not name its author.
    fn lead(&self) -> Option<String> {
        let below = self.pieces[self.title.end..self.text.start].iter();
        let lead = below.filter(|piece| match piece.mark {
            Mark::Subtitle | Mark::TitleBlock => true,
            Mark::Plain => !is_name(&piece.text),
            _ => false,
        });
        joined(lead.map(|piece| piece.text.as_str()), " ")
    }

    fn author(&self) -> Option<String> {
        if self.is_old {
            return joined(
                marked(&self.pieces[self.text.clone()], Mark::Plain).take(1).filter(|line| is_name(line)),
                " ",
            );
        }
        let below = &self.pieces[self.title.end..self.text.start];
        joined(marked(below, Mark::Author), ", ")
            .or_else(|| joined(marked(below, Mark::Plain).filter(|line| is_name(line)), ", "))
    }

    fn body(&self) -> Vec<&'a str> {
        let pieces = &self.pieces[self.text.clone()];
        if self.is_old {
            return marked(pieces, Mark::Plain).skip(usize::from(self.author().is_some())).collect();
        }
        let marked = |mark| marked(pieces, mark).filter(|line| !line.starts_with(ADDED)).collect::<Vec<_>>();
        let text = marked(Mark::Text);
        if text.is_empty() { marked(Mark::Section) } else { text }
    }
}

/// Where the text that begins at `from` ends in the older form: before the number of the document, and the copyright
/// above it.
fn end_of_old_text(pieces: &[Piece], from: usize) -> usize {
    let text = pieces[from..].iter().take_while(|piece| number(&piece.text).is_none()).count();
    let credited = pieces[from..from + text].last().is_some_and(|piece| is_credit(&piece.text));
    from + text - usize::from(credited)
}

/// `Le Monde` of `Le Monde, no. 21852`.
fn newspaper(publication: &str) -> Option<String> {
    let publication = publication.trim();
    let name = BEHIND_NAME.split(publication).next().unwrap_or(publication).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The section before the date in the line of facts.
fn section(facts: &str) -> Option<String> {
    let name = facts.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '|'));
    (!name.is_empty()).then(|| name.to_owned())
}

fn number(words: &str) -> Option<&str> {
    NUMBER.find(words).map(|found| found.as_str())
}

/// Whether a line is a few names and no sentence: `Ahmed Ben Salah et Claire Petit`.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |word: &&str| word.chars().count() <= 3 || word.starts_with(|c: char| c.is_uppercase() || c == '(');
    let begins = words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    begins
        && words.len() <= LONGEST_NAME
        && words.iter().all(capital)
        && !line.trim_end().ends_with(['.', '!', '?', '…', ':'])
}
