//! Words joined by hyphens, and the few other signs that join letters (`n°`, `km/h`).

use super::piece::{Class, Piece};
use super::segment::Rules;

/// Joins hyphenated words and other compounds.
pub(super) fn join(text: &str, rules: Rules, pieces: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let end = compound_end(text, rules, pieces, at);
        let mut piece = pieces[at].clone();
        if end > at + 1 {
            piece.range.end = pieces[end - 1].range.end;
            piece.class = Class::Word;
        }
        joined.push(piece);
        at = end;
    }
    *pieces = joined;
}

fn compound_end(text: &str, rules: Rules, pieces: &[Piece], at: usize) -> usize {
    let mut end = at + 1;
    if !pieces[at].is_wordlike() {
        return end;
    }
    while let [left, sign, rest @ ..] = &pieces[end - 1..] {
        if !left.touches(sign) {
            break;
        }
        let next = rest.first().filter(|next| sign.touches(next) && next.is_wordlike());
        match (sign.class, next) {
            (Class::Hyphen, Some(_)) if !rules.split_hyphens => end += 2,
            (Class::Apostrophe, Some(_)) if sign.text(text) == "′" => end += 2,
            _ => break,
        }
    }
    end
}
