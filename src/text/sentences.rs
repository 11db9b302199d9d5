//! Sentence boundaries.

use std::ops::Range;

use super::lang::Lang;

/// Byte ranges of the sentences of `text`; every token lies in exactly one.
pub fn sentences(text: &str, tokens: &[Range<usize>], lang: Lang) -> Vec<Range<usize>> {
    let _ = lang;
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    for (i, token) in tokens.iter().enumerate() {
        let start = *open.get_or_insert(token.start);
        let ends = matches!(&text[token.clone()], "." | "!" | "?" | "…");
        if ends || i + 1 == tokens.len() {
            found.push(start..token.end);
            open = None;
        }
    }
    found
}
