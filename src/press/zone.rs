//! The parts of a press document.

use std::ops::Range;

use super::lines::trimmed;

/// What a zone is. Title and body are counted, the others are fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ZoneKind {
    /// `---` or `+++` block at the top of a file.
    FrontMatter,
    /// `date 2017-08` at the very start.
    Header,
    /// `© Copyright : DR`.
    Credit,
    /// Section of the paper: `INTERNATIONAL`.
    Rubric,
    /// Headline; counted.
    Title,
    /// `Rabat, 28 mai 2015 (MAP) -`.
    Dateline,
    /// A line that is only a date, or a label with its date.
    DateLine,
    /// `Source : MAP`.
    SourceLine,
    /// `Lire aussi : …`.
    SeeAlso,
}

impl ZoneKind {
    /// Every kind by name, in order.
    pub const NAMES: [&'static str; 9] =
        ["front_matter", "header", "credit", "rubric", "title", "dateline", "date_line", "source_line", "see_also"];

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A zone: bytes `start..end` of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// What is counted: titles, and everything outside the zones, without the white space around each piece.
pub(super) fn counted(text: &str, zones: &[Zone]) -> Vec<Range<usize>> {
    let titles = zones.iter().filter(|zone| zone.kind == ZoneKind::Title).count();
    let mut found = Vec::with_capacity(zones.len() + titles + 1);
    let mut at = 0;
    for zone in zones {
        push_words(text, at..zone.start, &mut found);
        if zone.kind == ZoneKind::Title {
            push_words(text, zone.start..zone.end, &mut found);
        }
        at = zone.end;
    }
    push_words(text, at..text.len(), &mut found);
    found
}

fn push_words(text: &str, piece: Range<usize>, found: &mut Vec<Range<usize>>) {
    let words = trimmed(text, piece);
    if !words.is_empty() {
        found.push(words);
    }
}
