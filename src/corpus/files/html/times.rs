//! Which `time` element of a page says when it was published.
//!
//! A `time` that does not say what it is may be any date the article mentions. It counts only before the prose begins,
//! and only if its line has the form of a date line or of a publication label; the press reader knows these forms.

use std::ops::Range;

use super::article::Part;
use super::block::{Block, Kind, Time};
use crate::press::{Given, Origin, introduces_author, read};
use crate::text::Lang;

/// This many bytes of prose after the title are the article; fewer may be its lead.
const LEAD: usize = 200;
/// Most bytes in the words of a date.
const LONGEST: usize = 60;
/// Most bytes in the words on either side of it.
const LONGEST_SIDE: usize = 250;
/// Signs between the items of a line of facts, as in `Par X | 28 mai 2015 | Politique`.
const SEPARATORS: [char; 3] = ['|', '·', '•'];

/// The date of publication and where it stands.
pub(super) struct Stated {
    pub(super) date: String,
    /// The number of its block.
    pub(super) block: usize,
    /// Bytes of its line in the block, where that says nothing else.
    pub(super) line: Option<Range<usize>>,
}

/// The date of the first `time` that can be the page's own. Without one, that of an update with its label, where the words
/// that are shown do not tell its year.
pub(super) fn stated(blocks: &[Block], part: &Part, lang: Lang) -> Option<Stated> {
    let title = blocks.iter().position(|block| part.holds(block) && block.kind == Kind::Heading(1));
    let mut prose = 0;
    let mut began = false;
    let mut update = None;
    for (at, block) in blocks.iter().enumerate() {
        let own = part.holds(block);
        began |= own && !block.text.is_empty();
        let passed = began && !own;
        if passed || block.in_comments || part.leaves_to_others(block) {
            continue;
        }
        let states = |number: &usize| prose < LEAD && stands_apart(block, *number, prose, lang);
        if let Some(number) = (0..block.times.len()).find(states) {
            let line = line_of_date(block, number, lang);
            return Some(Stated { date: block.times[number].date.clone(), block: at, line });
        }
        let updated = |number: usize| {
            let date = updated(block, number, prose, lang)?;
            Some(Stated { date, block: at, line: line_of_date(block, number, lang) })
        };
        update = update.or_else(|| (0..block.times.len()).find_map(updated));
        if own && title.is_none_or(|title| title < at) {
            prose += block.prose();
        }
    }
    update
}

/// The label of an update and the day of the `time` behind it: `Mis à jour le <time>3 juin</time>`.
fn updated(block: &Block, number: usize, prose: usize, lang: Lang) -> Option<String> {
    let line = Line::of(block, number);
    if prose + line.start >= LEAD || line.is_of_prose() {
        return None;
    }
    let written = [line.before, line.label()].map(|label| format!("{} {}", label.trim(), line.time.day()));
    let shown = || said(&format!("{}{}", line.before, line.words), lang);
    written.into_iter().find(|written| said(written, lang) == Said::Update && shown() == Said::Nothing)
}

/// Whether the line of a `time` presents it as the publication date.
fn stands_apart(block: &Block, number: usize, prose: usize, lang: Lang) -> bool {
    let line = Line::of(block, number);
    if prose + line.start >= LEAD || line.is_of_prose() {
        return false;
    }
    let day = line.time.day();
    if [line.before, line.label()].iter().any(|label| said(&format!("{label} {day}"), lang) == Said::Update) {
        return false;
    }
    let before = if line.separated || is_byline(line.before) { "" } else { line.before };
    said(&format!("{before} {day} {}", line.after), lang) == Said::Publication
}

/// The line of a `time`, if it is a date line once the day replaces the words: `Par X, <time>il y a 2 jours</time>`.
fn line_of_date(block: &Block, number: usize, lang: Lang) -> Option<Range<usize>> {
    let from = block.times[number].start.min(block.text.len());
    let start = block.text[..from].rfind('\n').map_or(0, |at| at + 1);
    let end = block.text[from..].find('\n').map_or(block.text.len(), |at| from + at);
    let mut written = String::new();
    let mut at = start;
    for time in block.times.iter().filter(|time| (start..=end).contains(&time.start)) {
        // The words of an element that was never closed are text.
        if time.end > block.text.len() {
            return None;
        }
        written.push_str(&block.text[at..time.start]);
        written.push_str(time.day());
        at = time.end.clamp(time.start, end);
    }
    written.push_str(&block.text[at..end]);
    let day = block.times[number].day();
    let named = written.split_once(day).is_some_and(|(before, after)| is_byline(before) && after.trim().is_empty());
    (start < end && (named || said(&written, lang) != Said::Nothing)).then_some(start..end)
}

/// A `time` and the words around it, up to line ends, neighbouring `time` elements and separators.
struct Line<'a> {
    time: &'a Time,
    /// Where the line starts in its paragraph.
    start: usize,
    before: &'a str,
    /// Whether a separator comes between these words and the date.
    separated: bool,
    words: &'a str,
    after: &'a str,
    /// What follows the line in the paragraph.
    below: &'a str,
}

impl<'a> Line<'a> {
    fn of(block: &'a Block, number: usize) -> Self {
        let time = &block.times[number];
        let len = block.text.len();
        let (from, to) = (time.start.min(len), time.end.min(len));
        let last = number.checked_sub(1).map_or(0, |last| block.times[last].end.min(from));
        let next = block.times.get(number + 1).map_or(len, |next| next.start.clamp(to, len));
        let start = block.text[..from].rfind('\n').map_or(0, |at| at + 1);
        let before = &block.text[last.max(start)..from];
        let separated = before.trim_end().ends_with(SEPARATORS);
        let before = before.rsplit(SEPARATORS).find(|piece| !piece.trim().is_empty()).unwrap_or_default();
        let (after, below) = block.text[to..next].split_once('\n').unwrap_or((&block.text[to..next], ""));
        let after = after.split(SEPARATORS).next().unwrap_or_default();
        Self { time, start, before, separated, words: &block.text[from..to], after, below }
    }

    /// `Casablanca, <time>16 mai 2003</time>.` is about that day, and a sentence may be wrapped around it.
    fn is_of_prose(&self) -> bool {
        let long = self.words.len() > LONGEST || self.before.len().max(self.after.len()) > LONGEST_SIDE;
        let wrapped = self.below.trim_start().starts_with(char::is_lowercase);
        long || wrapped || self.after.trim_end().ends_with(['.', '!', '?', '…', '؟'])
    }

    /// What comes before the date inside the `time`, as in `<time>Mis à jour le 28 mai</time>`.
    fn label(&self) -> &'a str {
        self.words.find(char::is_numeric).map_or("", |digit| &self.words[..digit])
    }
}

/// What a line with a date says.
#[derive(Debug, PartialEq, Eq)]
enum Said {
    Publication,
    Update,
    /// It is not a date line.
    Nothing,
}

fn said(line: &str, lang: Lang) -> Said {
    // The date in a file name gives way to any date except that of an update.
    let given = Given { date: Some(line), lang, ..Given::default() };
    let rivalled = read(&Given { filename: Some("1999-01-01.txt"), ..given });
    match rivalled.date.map(|found| found.origin) {
        Some(Origin::Metadata) => Said::Publication,
        _ if read(&given).date.is_some() => Said::Update,
        _ => Said::Nothing,
    }
}

/// `Par Jean Dupont` before a date, with or without a sign between them.
fn is_byline(words: &str) -> bool {
    let mut words = words.split_whitespace().map(|word| word.trim_matches([',', '-', '–', '—']));
    let begins = words.next().is_some_and(introduces_author);
    let names: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let name = |word: &&str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    begins && (1..=6).contains(&names.len()) && names.iter().all(name)
}
