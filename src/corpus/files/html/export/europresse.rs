//! Europresse (Eureka, CEDROM-SNi).
//!
//! An article is an element with a header (newspaper, facts, title, authors), a section of text and a footer with a copyright
//! and a certificate. Pages saved before about 2014 have neither of these elements: the same parts follow one another in a
//! cell of a table, and only newspaper, facts and title are marked.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::mark::Mark;
use super::{Article, Facts, Piece, compose, joined};
use crate::corpus::files::FileText;
use crate::press::date_within;
use crate::text::Lang;

/// `news·20150603·LM·…`, the code of a document.
static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\p{Ll}+·\d{8}·\S+").ok());

/// What ends the name of a newspaper: `Le Monde, no. 21852`, `Le Parisien  Val-de-Marne`.
static BEHIND_NAME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[,;\n]|\s{2,}|\s(?i:no|n°|vol)\b\.?\s*\d").ok());

/// Most words in a line that names an author.
const LONGEST_NAME: usize = 6;

pub(super) fn text(article: &Article) -> FileText {
    let parts = Parts::of(article);
    let facts = article.joined(Mark::Facts, " ").or_else(|| parts.unmarked_facts());
    let date = facts.as_deref().and_then(|line| date_within(line, Lang::Fr));
    let rubric = facts.as_deref().zip(date.clone()).and_then(|(line, date)| section(&line[..date.start]));
    let stated = Facts {
        source: article.of(Mark::Publication).find_map(newspaper),
        rubric,
        undated: facts.clone().filter(|_| date.is_none()),
        date: facts.zip(date).map(|(line, date)| line[date].to_owned()),
        author: parts.author(),
        number: article.pieces.iter().find_map(|piece| number(&piece.text)).map(str::to_owned),
        ..Facts::default()
    };
    let title = article.joined(Mark::Title, " ").or_else(|| parts.unmarked_title());
    compose(title, parts.lead(), &parts.body(), stated)
}

/// Where the parts of an article are among its pieces.
struct Parts<'a> {
    pieces: &'a [Piece],
    /// The title.
    title: Range<usize>,
    /// What may be text, and where to look for its author.
    text: Range<usize>,
    /// Whether only the text of an older page is meant: whatever stands behind the title.
    is_bare: bool,
}

impl<'a> Parts<'a> {
    fn of(article: &'a Article) -> Self {
        let pieces = article.pieces.as_slice();
        let first = |marks: &[Mark]| pieces.iter().position(|piece| marks.contains(&piece.mark));
        let start = first(&[Mark::Title]).or_else(|| first(&[Mark::TitleBlock])).unwrap_or(0);
        let titled = pieces.get(start).filter(|piece| matches!(piece.mark, Mark::Title | Mark::TitleBlock));
        let of_title = |piece: &&Piece| titled.is_some_and(|title| title.mark == piece.mark);
        let end = start + pieces[start..].iter().take_while(of_title).count();
        let is_bare = !article.is_element;
        let text = if is_bare {
            let signed = pieces[end..].iter().position(|piece| number(&piece.text).is_some());
            let last = signed.map_or(pieces.len(), |at| end + at);
            let credited = pieces[end..last].last().is_some_and(|piece| is_credit(&piece.text));
            end..last - usize::from(credited)
        } else {
            let begin = first(&[Mark::Section, Mark::Text]).unwrap_or(pieces.len());
            begin.max(end)..pieces.len()
        };
        Self { pieces, title: start..end, text, is_bare }
    }

    /// Facts that are not marked stand above the title.
    fn unmarked_facts(&self) -> Option<String> {
        joined(plain(&self.pieces[..self.title.start]), ", ")
    }

    fn unmarked_title(&self) -> Option<String> {
        self.pieces[self.title.clone()].first().and_then(|piece| joined([piece.text.as_str()].into_iter(), " "))
    }

    /// The line below the title.
    fn lead(&self) -> Option<String> {
        let below = self.pieces[self.title.end..].iter();
        let lead = below.filter(|piece| matches!(piece.mark, Mark::Subtitle | Mark::TitleBlock));
        joined(lead.map(|piece| piece.text.as_str()), " ")
    }

    fn author(&self) -> Option<String> {
        if self.is_bare {
            let first = self.pieces[self.text.clone()].first().filter(|piece| is_name(&piece.text))?;
            return joined([first.text.as_str()].into_iter(), " ");
        }
        let above = &self.pieces[self.title.end.min(self.text.start)..self.text.start];
        let marked = above.iter().filter(|piece| piece.mark == Mark::Author).map(|piece| piece.text.as_str());
        joined(marked, ", ").or_else(|| joined(plain(above), ", "))
    }

    fn body(&self) -> Vec<&'a str> {
        let pieces = &self.pieces[self.text.clone()];
        if self.is_bare {
            return plain(pieces).skip(usize::from(self.author().is_some())).collect();
        }
        let of = |mark: Mark| pieces.iter().filter(move |piece| piece.mark == mark).map(|piece| piece.text.as_str());
        let text: Vec<&str> = of(Mark::Text).collect();
        if text.is_empty() { of(Mark::Section).collect() } else { text }
    }
}

fn plain(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().filter(|piece| piece.mark == Mark::Plain).map(|piece| piece.text.as_str())
}

/// `Le Monde` of `Le Monde, no. 21852`.
fn newspaper(publication: &str) -> Option<String> {
    let publication = publication.trim();
    let name = BEHIND_NAME.as_ref().and_then(|ends| ends.split(publication).next()).unwrap_or(publication).trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The section before the date in the line of facts.
fn section(facts: &str) -> Option<String> {
    let name = facts.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '|'));
    (!name.is_empty()).then(|| name.to_owned())
}

fn number(words: &str) -> Option<&str> {
    NUMBER.as_ref()?.find(words).map(|found| found.as_str())
}

fn is_credit(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    ["©", "(c)", "copyright"].iter().any(|sign| line.starts_with(sign))
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
