//! Words of a text: UAX #29, hyphenated words whole, French elision.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::Lang;

/// How a text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Language of the text.
    pub lang: Lang,
    /// Whether elided words are tokens of their own.
    pub elision: bool,
    /// Whether hyphenated words are cut.
    pub split_hyphens: bool,
}

/// Appends the byte ranges of the tokens.
pub fn segment(text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
    let first = out.len();
    for (start, piece) in text.split_word_bound_indices() {
        if piece.chars().all(char::is_whitespace) {
            continue;
        }
        let range = start..start + piece.len();
        if !rules.split_hyphens && joins(text, &out[first..], &range) {
            if let Some(last) = out.last_mut() {
                last.end = range.end;
            }
            continue;
        }
        match piece.char_indices().find(|(_, sign)| matches!(sign, '\'' | '’')) {
            Some((at, sign)) if rules.elision && rules.lang == Lang::Fr && piece != "aujourd'hui" => {
                let cut = start + at + sign.len_utf8();
                out.push(start..cut);
                if cut < range.end {
                    out.push(cut..range.end);
                }
            }
            _ => out.push(range),
        }
    }
}

fn joins(text: &str, before: &[Range<usize>], next: &Range<usize>) -> bool {
    let Some(last) = before.last() else { return false };
    let word = |part: &str| part.chars().all(char::is_alphanumeric);
    let hyphen = matches!(&text[next.clone()], "-" | "‐" | "‑")
        && text[next.end..].chars().next().is_some_and(char::is_alphanumeric);
    last.end == next.start
        && (hyphen && text[last.clone()].chars().next_back().is_some_and(char::is_alphanumeric)
            || text[last.clone()].ends_with(['-', '‐', '‑']) && word(&text[next.clone()]) && last.len() > 1)
}
