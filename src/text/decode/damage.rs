//! Text that was damaged before it reached us: flagged, never repaired.
//!
//! Three kinds: characters already lost (U+FFFD), accents turned into question marks (`coop?ration`), and UTF-8 read as
//! windows-1252 or Mac Roman (`CoopÃ©ration`, `lâ€™accord`, `Ø§Ù„`).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::scan;

/// What is damaged in the text, one sentence per kind; empty for sound text.
pub fn damage(text: &str) -> Vec<String> {
    let found = count(text);
    let mut warnings = Vec::new();
    let mut warn = |n: usize, [one, several]: [&str; 2], what: &str| {
        if n > 0 {
            warnings.push(format!("damaged text: {n} {} {what}", if n == 1 { one } else { several }));
        }
    };
    let replaced = ["replacement character (U+FFFD) stands", "replacement characters (U+FFFD) stand"];
    warn(found.replaced, replaced, "for lost letters");
    warn(found.question_marks(), ["word", "words"], "with ? in the place of a letter (as in coop?ration)");
    warn(found.mojibake(), ["letter", "letters"], "of UTF-8 read in another encoding (as in coopÃ©ration)");
    warnings
}

/// Counts of the damage found.
#[derive(Default)]
struct Found {
    replaced: usize,
    /// Words with a question mark inside: listed ones (`known`) and others (`inside`).
    known: usize,
    inside: usize,
    misread: usize,
    arabic: usize,
}

/// One pass: the surrounding characters are looked at only where a byte can begin damage.
fn count(text: &str) -> Found {
    let mut found = Found::default();
    let (mut from, mut marked_to) = (0, 0);
    while let Some(at) = scan::find(text.as_bytes(), from, may_be_damaged) {
        let mut behind = text[at..].chars();
        let (c, next) = (behind.next().unwrap_or(' '), behind.next().unwrap_or(' '));
        match c {
            '\u{FFFD}' => found.replaced += 1,
            '?' if at >= marked_to && !next.is_whitespace() => marked_to = found.take_marked(text, at),
            '?' => {}
            _ => found.take_pair(text[..at].chars().next_back().unwrap_or(' '), c, next),
        }
        from = at + c.len_utf8();
    }
    found
}

/// Whether damage can begin at the first of three bytes: `?`, U+FFFD, or one of the lead characters of
/// [`Found::take_pair`] before a non-ASCII character, since none of the signs they are misread with is ASCII. Few other
/// characters pass.
fn may_be_damaged(first: u8, second: u8, third: u8) -> bool {
    let latin = (first == 0xC3) & ((second <= 0x99) | (second == 0xA2)) & (third >= 0x80);
    let root = (first == 0xE2) & (second == 0x88);
    (first == b'?') | (first == 0xEF) | latin | root
}

impl Found {
    /// Takes in the run of non-space characters around the question mark at byte `at`; returns the byte after it.
    fn take_marked(&mut self, text: &str, at: usize) -> usize {
        let start = text[..at].trim_end_matches(|c: char| !c.is_whitespace()).len();
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
        let chunk = &text[start..end];
        if !is_address(chunk) {
            let is_known = LOST.is_known(chunk);
            self.known += usize::from(is_known);
            self.inside += usize::from(!is_known && has_inner_mark(chunk));
        }
        end
    }

    /// A single unknown word may be a question that lost its space (`quoi?non`); a known word, or a second one, may
    /// not.
    fn question_marks(&self) -> usize {
        if self.known > 0 || self.inside > 1 { self.known + self.inside } else { 0 }
    }

    /// Takes in two characters that may be one UTF-8 character read byte by byte, given the one before them; only
    /// sequences that no correct text has.
    fn take_pair(&mut self, before: char, c: char, next: char) {
        let hit = match c {
            // U+00C0..U+00FF: `Ã©`; quotes and dashes after a Portuguese `Ã` are left alone.
            'Ã' => is_sign(next) && !"»”’…–—“".contains(next) || (next == '\u{A0}' && before.is_lowercase()),
            // U+00A0..U+00BF: `Â«`, `Â°`.
            'Â' => !before.is_uppercase() && matches!(next, '\u{A0}' | '«' | '»' | '°' | '§' | '·' | '©' | '¿' | '¡'),
            // U+2013..U+2026: `â€™`.
            'â' => next == '€' || next == '\u{80}',
            // `Å“` is œ inside a word.
            'Å' => before.is_lowercase() && matches!(next, '“' | '’'),
            // UTF-8 read as Mac Roman.
            '√' => matches!(next, '©' | '®' | '†' | '¢' | '™' | 'ß' | '¥' | '¨'),
            _ => false,
        };
        self.misread += usize::from(hit);
        // Arabic read as windows-1252 alternates these lead characters with signs or letters.
        self.arabic += usize::from(matches!(c, 'Ø' | 'Ù') && !next.is_ascii() && !next.is_whitespace());
    }

    fn mojibake(&self) -> usize {
        if self.arabic >= 4 { self.misread + self.arabic } else { self.misread }
    }
}

fn is_address(chunk: &str) -> bool {
    chunk.contains(['/', '=', '&', '@']) || chunk.starts_with("www.")
}

/// A single `?` between two letters of the same case.
fn has_inner_mark(chunk: &str) -> bool {
    let mut before = ' ';
    let mut chars = chunk.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let same_case =
            (before.is_lowercase() && after.is_lowercase()) || (before.is_uppercase() && after.is_uppercase());
        if c == '?' && same_case {
            return true;
        }
        before = c;
    }
    false
}

/// The beginnings of frequent accented words, with `?` for each accented letter.
struct Lost {
    beginnings: HashSet<String>,
    longest: usize,
}

static LOST: LazyLock<Lost> = LazyLock::new(|| {
    let list: toml::Table = include_str!("damage.toml").parse().expect("damage.toml is TOML");
    let words = list.get("words").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str);
    let lost = |w: &str| w.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect::<String>();
    // `l?` and `?` are questions more often than words.
    let telling = |w: &String| w.trim_end_matches('?').len() >= 3 && w.trim_matches('?').len() >= 2;
    let beginnings: HashSet<String> = words.map(lost).filter(telling).collect();
    let longest = beginnings.iter().map(String::len).max().unwrap_or(0);
    Lost { beginnings, longest }
});

impl Lost {
    /// The question mark must come before a letter of the same word: in `sécurité?` it ends a question.
    fn is_known(&self, chunk: &str) -> bool {
        let word = chunk.rsplit(['\'', '’', '«', '"', '(']).next().unwrap_or(chunk);
        let head: String = word.chars().take(self.longest).flat_map(char::to_lowercase).collect();
        let marked = head.char_indices().filter(|(_, c)| *c == '?').map(|(i, _)| i).next();
        let Some(first) = marked else { return false };
        let ends = head.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|&end| end > first + 1);
        ends.map(|end| &head[..end]).any(|start| self.beginnings.contains(start))
    }
}

/// A windows-1252 character for a byte from 0x80 to 0xBF that is not a letter.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{BF}' | '\u{2013}'..='\u{2122}' | '\u{2C6}' | '\u{2DC}' | '\u{192}') && c != '\u{A0}'
        || matches!(c, 'ª' | 'º' | 'Š' | 'Œ' | 'Ž' | 'š' | 'œ' | 'ž' | 'Ÿ')
}
