//! Lines that are only a date, and which of them date the document. The same form is read in metadata.
//!
//! They are among the first or last lines of the text, and apart from its prose: where prose is broken into short lines, a
//! line like `16 mai 2003` may be the middle of a sentence.

use std::collections::{BTreeMap, BTreeSet};

use super::author::names_author;
use super::dateline::Dated;
use super::expression::{expression, whole};
use super::grammar::Grammar;
use super::lex::lex;
use super::lines::{Line, lines};
use super::lists::LISTS;
use super::notice::{Notice, notice};
use super::title::is_headline;
use super::words::Class;
use crate::calendar::DateReading;
use crate::text::Lang;

/// A date line must be among so many first or last lines.
pub(super) const DATE_LINES: usize = 3;

/// The most characters of a line that counts documents.
const LONGEST_COUNT: usize = 40;

/// With so many dates above passages, none of them dates the document.
const DAYS_OF_A_STORY: usize = 3;

/// The lines of a document.
pub(super) struct Page<'a> {
    pub(super) text: &'a str,
    pub(super) lines: &'a [Line],
    pub(super) lang: Lang,
    /// Its title is known, or is its first line.
    pub(super) titled: bool,
}

/// The date lines among the first or last lines that are not other notices, `headings` passed over.
pub(super) fn date_lines(page: &Page<'_>, found: &BTreeMap<usize, Notice>, headings: usize) -> Vec<usize> {
    let is_date = |at: &usize| matches!(found.get(at), Some(Notice::DateLine { .. }));
    let counting = || (headings..page.lines.len()).filter(|at| is_date(at) || !found.contains_key(at));
    let near = counting().take(DATE_LINES).chain(counting().rev().take(DATE_LINES));
    let last_prose = counting().rev().find(|at| !is_date(at));
    if page.tells_of_days(found) || page.holds_several() {
        return Vec::new();
    }
    let mut dated: Vec<usize> = Vec::new();
    for at in near.filter(is_date).collect::<BTreeSet<usize>>() {
        let zone = |before: &usize| found.contains_key(before) && (!is_date(before) || dated.contains(before));
        let below_a_zone = at.checked_sub(1).as_ref().is_some_and(zone);
        let prose_follows = last_prose > Some(at);
        let source_follows = matches!(found.get(&(at + 1)), Some(Notice::Source { .. }));
        let apart = below_a_zone || page.begins(at) || ((prose_follows || source_follows) && page.is_behind_words(at));
        let apart = apart && (found.contains_key(&(at + 1)) || !page.goes_on(at));
        // `Paris, 13 novembre 2015.` above prose tells of that day. The period of `17:45 h.` belongs to the `h`.
        let timed = matches!(found.get(&at), Some(Notice::DateLine { timed: true, .. }));
        let sentence = prose_follows && page.words(at).ends_with('.') && !timed;
        let paged = matches!(found.get(&at), Some(Notice::DateLine { paged: true, .. }));
        if apart
            && !sentence
            && (!paged || prose_follows)
            && !page.is_the_headline(at, found)
            && !page.lists_days(at, found)
        {
            dated.push(at);
        }
    }
    dated
}

impl Page<'_> {
    fn words(&self, at: usize) -> &str {
        self.lines.get(at).map_or("", |line| line.of(self.text))
    }

    /// Whether dates stand above passages of the text (`11 mars 2012`, prose, `24 mai 2014`, prose) or form a list: three
    /// different days say when things happened, not when the text was published.
    fn tells_of_days(&self, found: &BTreeMap<usize, Notice>) -> bool {
        let above_prose = |at: usize| match found.get(&(at + 1)) {
            Some(below) => matches!(below, Notice::DateLine { .. }),
            None => self.ends_a_sentence(at + 1),
        };
        let days = found.iter().filter_map(|(&at, notice)| match notice {
            Notice::DateLine { dated, .. } if above_prose(at) => Some(dated.expression.reading.start),
            _ => None,
        });
        days.collect::<BTreeSet<_>>().len() >= DAYS_OF_A_STORY
    }

    /// Whether the page is an export of several documents, each with its own date: `1 of 3 DOCUMENTS`.
    fn holds_several(&self) -> bool {
        // Most documents begin with something else, and their first line need not be cut.
        if !self.words(0).starts_with('1') {
            return false;
        }
        let tokens = lex(self.words(0), 0, LONGEST_COUNT);
        let grammar = Grammar::new(&tokens, self.lang);
        let numbers = (grammar.number(0), grammar.number(2));
        LISTS.counted.at(&tokens, 3) == Some(4)
            && tokens.len() == 4
            && matches!(numbers, (Some((1, _)), Some((2.., _))))
    }

    /// Whether lines with a date in brackets before other words, as the one at `at`, form a list.
    fn lists_days(&self, at: usize, found: &BTreeMap<usize, Notice>) -> bool {
        let open = self.words(at).chars().next().filter(|c| matches!(c, '(' | '['));
        let headed = matches!(found.get(&at), Some(Notice::DateLine { end, .. }) if *end < self.lines[at].end);
        let Some(open) = open.filter(|_| headed) else { return false };
        let dated = |line: &Line| {
            let words = line.of(self.text);
            let is_date = || expression(Grammar::new(&lex(words, 0, LONGEST_COUNT), self.lang), 1).is_some();
            words.starts_with(open) && is_date()
        };
        self.lines[at + 1..].iter().any(dated)
    }

    /// Whether an unknown name with a date, `Gdim Izik - 8 novembre 2010`, is probably the headline: it stands above the
    /// prose, and no line above or below it can be the headline.
    fn is_the_headline(&self, at: usize, found: &BTreeMap<usize, Notice>) -> bool {
        let doubtful = matches!(found.get(&at), Some(Notice::DateLine { doubtful: true, .. }));
        let first = || (0..at).all(|above| found.contains_key(&above));
        let below = || (at + 1..self.lines.len()).find(|below| !found.contains_key(below));
        let prose = |below: usize| !is_headline(self.text, self.lines, below);
        doubtful && !self.titled && first() && below().is_none_or(prose)
    }

    /// Whether a paragraph or a sentence ends before the line.
    fn begins(&self, at: usize) -> bool {
        let ended = at.checked_sub(1).is_none_or(|before| self.ends_a_sentence(before));
        ended || self.lines.get(at).is_some_and(|line| line.after_blank)
    }

    /// Whether a sentence ends with the line.
    pub(super) fn ends_a_sentence(&self, at: usize) -> bool {
        let closing = ['"', '»', '”', '’', '\'', ')', ']', ' ', '\u{A0}', '\u{202F}'];
        self.words(at).trim_end_matches(closing).ends_with(['.', '!', '?', '…', '؟', '۔'])
    }

    /// Whether the sentence goes on in the next line: that begins with a small letter and does not name the author, or
    /// the line itself is like `On June 3, 2015`, `في 3 يونيو 2015`.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let next = self.lines.get(at + 1).filter(|next| !next.after_blank);
        next.is_some_and(|next| {
            let words = next.of(self.text);
            let told = || LISTS.within.at(&lex(self.words(at), 0, LAST_WORD), 0).is_some();
            (words.starts_with(char::is_lowercase) && !names_author(words)) || told()
        })
    }

    /// Whether the line before is complete.
    fn is_behind_words(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| !self.is_open(before))
    }

    /// Whether the line ends in a word or a sign after which something must follow: `au`, `le`, a comma.
    fn is_open(&self, at: usize) -> bool {
        let words = self.words(at);
        let from = words.char_indices().rev().nth(LAST_WORD).map_or(0, |(from, _)| from);
        let tokens = lex(&words[from..], 0, LAST_WORD + 1);
        let grammar = Grammar::new(&tokens, self.lang);
        let small = |pos: usize| {
            let classes = [Class::Article, Class::Of, Class::From, Class::To, Class::At];
            classes.iter().any(|&class| grammar.word(pos, class).is_some_and(|(_, next)| next == tokens.len()))
        };
        words.ends_with([',', ';', '،', '؛']) || tokens.len().checked_sub(1).is_some_and(small)
    }
}

/// The most characters of a word before a date, with the space before it.
const LAST_WORD: usize = 12;

/// The date of a text that is only a date, else `None`. White space, a weekday or an article before it and a time of day
/// after a full date are allowed, and so is the form of a date line, which cells of exports have (`05/12/2019 Libé`,
/// `4 août 2018 - 15h20 - Monde`, `Rabat, le 12 mars 2014`).
///
/// ```
/// use coopsec::{press::parse_date, text::Lang};
/// assert_eq!(parse_date("Lundi 16 Février 2015", Lang::Fr).unwrap().start.to_string(), "2015-02-16");
/// assert!(parse_date("lundi prochain", Lang::Fr).is_none());
/// ```
pub fn parse_date(text: &str, lang: Lang) -> Option<DateReading> {
    let lined = || match stated(text, lang)? {
        Notice::DateLine { dated, .. } => Some(dated.expression.reading),
        _ => None,
    };
    whole(text, lang).map(|expression| expression.reading).or_else(lined)
}

/// The date of words that have the form of a date line or a label, and whether it is the date of an update.
pub(super) fn stated_date(words: &str, lang: Lang) -> Option<(Dated, bool)> {
    match stated(words, lang)? {
        Notice::DateLine { dated, .. } => Some((dated, false)),
        Notice::Label { dated, update, .. } => Some((dated, update)),
        _ => None,
    }
}

/// What the first line is, if the other lines are only a time, a section, a source or an update.
fn stated(words: &str, lang: Lang) -> Option<Notice> {
    if words.len() > LONGEST_STATED {
        return None;
    }
    let lines = lines(words, 0);
    let (first, rest) = lines.split_first()?;
    let aside = |line: &Line| {
        let seen = notice(words, *line, lang);
        let update = matches!(seen, Some(Notice::Label { update: true, .. }));
        update || matches!(seen, Some(Notice::TimeLine | Notice::Rubric | Notice::Source { .. }))
    };
    rest.iter().all(aside).then(|| notice(words, *first, lang))?
}

/// The most bytes of metadata that states a date.
const LONGEST_STATED: usize = 640;
