//! Splits inside a joined piece: elided words, inverted clitics, hours.

use std::ops::Range;

use super::languages::{Lists, lists};
use super::norm::{is_apostrophe, is_hyphen, norm};
use super::piece::{Class, Piece};
use super::segment::Rules;

/// No listed word is longer, decomposed letters and soft hyphens included.
const LONGEST: usize = 64;

/// Pushes the tokens of a piece.
pub(super) fn split(text: &str, piece: &Piece, rules: Rules, out: &mut Vec<Range<usize>>) {
    let known = lists(rules.lang);
    if piece.class != Class::Word {
        out.push(piece.range.clone());
        return;
    }
    let mut start = piece.range.start;
    let end = piece.range.end;
    if rules.elision && !known.elisions.is_empty() {
        while let Some(length) = elided(&text[start..end], rules, known) {
            out.push(start..start + length);
            start += length;
        }
    }
    clitics(text, start..end, rules, known, out);
}

fn elided(word: &str, rules: Rules, known: &Lists) -> Option<usize> {
    let (at, mark) = word.char_indices().take(LONGEST).find(|&(_, c)| is_apostrophe(c))?;
    let end = at + mark.len_utf8();
    if end == word.len() || !known.elisions.contains(norm(&word[..at], rules.lang).as_ref()) {
        return None;
    }
    (!is_listed(word, rules, known)).then_some(end)
}

fn is_listed(word: &str, rules: Rules, known: &Lists) -> bool {
    word.len() <= LONGEST && known.lexicalised.contains(norm(word, rules.lang).as_ref())
}

fn clitics(text: &str, range: Range<usize>, rules: Rules, known: &Lists, out: &mut Vec<Range<usize>>) {
    let word = &text[range.clone()];
    let mut cuts = Vec::new();
    if !known.clitics.is_empty() && !is_listed(word, rules, known) {
        let mut end = word.len();
        while let Some(at) = last_clitic(&word[..end], rules, known) {
            cuts.push(range.start + at);
            end = at;
        }
    }
    let mut start = range.start;
    for &cut in cuts.iter().rev() {
        out.push(start..cut);
        start = cut;
    }
    out.push(start..range.end);
}

/// Where the last clitic of a word starts, its hyphen included.
fn last_clitic(word: &str, rules: Rules, known: &Lists) -> Option<usize> {
    let mut hyphens = word.char_indices().rev().take(LONGEST).filter(|&(_, c)| is_hyphen(c));
    let (at, sign) = hyphens.next()?;
    if at == 0 {
        return None;
    }
    let is_clitic =
        |at: usize, sign: char| known.clitics.contains(norm(&word[at + sign.len_utf8()..], rules.lang).as_ref());
    match hyphens.next() {
        Some((before, sign)) if before > 0 && is_clitic(before, sign) => Some(before),
        _ => is_clitic(at, sign).then_some(at),
    }
}
