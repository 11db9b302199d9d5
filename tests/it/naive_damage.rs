//! Damage counted the slow way: a separate pass over all characters for every kind.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What `damage` returns, computed character by character.
pub(crate) fn damage(text: &str) -> Vec<String> {
    let mut warnings = Vec::new();
    let mut warn = |n: usize, one: &str, several: &str| match n {
        0 => {}
        1 => warnings.push(format!("damaged text: 1 {one}")),
        n => warnings.push(format!("damaged text: {n} {several}")),
    };
    warn(
        text.matches('\u{FFFD}').count(),
        "replacement character (U+FFFD) stands for lost letters",
        "replacement characters (U+FFFD) stand for lost letters",
    );
    warn(
        count_question_marks(text),
        "word with ? in the place of a letter (as in coop?ration)",
        "words with ? in the place of a letter (as in coop?ration)",
    );
    warn(
        count_mojibake(text),
        "letter of UTF-8 read in another encoding (as in coopÃ©ration)",
        "letters of UTF-8 read in another encoding (as in coopÃ©ration)",
    );
    warnings
}

/// A single unknown word may be a question without a space (`quoi?non`); a known word or a second one cannot.
fn count_question_marks(text: &str) -> usize {
    if !text.contains('?') {
        return 0;
    }
    let (mut inside, mut known) = (0, 0);
    for chunk in text.split_whitespace().filter(|c| c.contains('?') && !is_address(c)) {
        let is_known = LOST.is_known(chunk);
        known += usize::from(is_known);
        inside += usize::from(!is_known && has_inner_mark(chunk));
    }
    if known > 0 || inside > 1 { known + inside } else { 0 }
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
    let list: toml::Table = include_str!("../../src/text/decode/damage.toml").parse().unwrap_or_default();
    let words = list.get("words").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_str);
    let lost = |w: &str| w.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect::<String>();
    // `l?` and `?` are more often questions than damaged words.
    let telling = |w: &String| w.trim_end_matches('?').len() >= 3 && w.trim_matches('?').len() >= 2;
    let beginnings: HashSet<String> = words.map(lost).filter(telling).collect();
    let longest = beginnings.iter().map(String::len).max().unwrap_or(0);
    Lost { beginnings, longest }
});

impl Lost {
    /// The mark must stand before a letter of the same word: `sécurité?` ends a question.
    fn is_known(&self, chunk: &str) -> bool {
        let word = chunk.rsplit(['\'', '’', '«', '"', '(']).next().unwrap_or(chunk);
        let head: String = word.chars().take(self.longest).flat_map(char::to_lowercase).collect();
        let marked = head.char_indices().filter(|(_, c)| *c == '?').map(|(i, _)| i).next();
        let Some(first) = marked else { return false };
        let ends = head.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|&end| end > first + 1);
        ends.map(|end| &head[..end]).any(|start| self.beginnings.contains(start))
    }
}

/// Sequences that are one UTF-8 character read byte by byte, restricted to those no correct text has.
fn count_mojibake(text: &str) -> usize {
    let mut chars = text.chars().peekable();
    let (mut n, mut before, mut arabic) = (0, ' ', 0);
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
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
        n += usize::from(hit);
        // Arabic read as windows-1252 alternates these leads with signs or letters.
        arabic += usize::from(matches!(c, 'Ø' | 'Ù') && !next.is_ascii() && !next.is_whitespace());
        before = c;
    }
    if arabic >= 4 { n + arabic } else { n }
}

/// A windows-1252 character of the bytes 80 to BF that is not a letter.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{BF}' | '\u{2013}'..='\u{2122}' | '\u{2C6}' | '\u{2DC}' | '\u{192}') && c != '\u{A0}'
        || matches!(c, 'ª' | 'º' | 'Š' | 'Œ' | 'Ž' | 'š' | 'œ' | 'ž' | 'Ÿ')
}
