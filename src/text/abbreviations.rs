//! Dots that belong to a word: listed abbreviations, initials, dotted acronyms.

use super::lang::Lang;
use super::languages::{Abbreviations, lists};
use super::piece::{Class, Piece};

/// No abbreviation is longer, and no lookup costs more.
const LONGEST: usize = 16;

/// Joins the dots of abbreviations to their words.
pub(super) fn join(text: &str, lang: Lang, pieces: &mut Vec<Piece>) {
    let known = &lists(lang).abbreviations;
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let mut piece = pieces[at].clone();
        at += 1;
        if piece.class == Class::Word
            && dot_follows(pieces, at)
            && owns_dot(text, known, &joined, &piece, &pieces[at..])
        {
            piece.range.end = pieces[at].range.end;
            at += 1;
        }
        joined.push(piece);
    }
    *pieces = joined;
}

fn dot_follows(pieces: &[Piece], at: usize) -> bool {
    pieces.get(at).is_some_and(|dot| dot.class == Class::Dot && pieces[at - 1].touches(dot))
}

/// `rest` starts with the dot.
fn owns_dot(text: &str, known: &Abbreviations, before: &[Piece], word: &Piece, rest: &[Piece]) -> bool {
    let surface = word.text(text);
    if surface.len() > LONGEST || is_ellipsis(rest) {
        return false;
    }
    let next = rest.get(1);
    if known.before_number.contains(surface) && next.is_some_and(|n| n.class == Class::Number) {
        return true;
    }
    is_acronym(surface)
        || known.before_name.contains(surface)
        || known.inside.contains(surface)
        || known.may_end.contains(surface)
        || (is_initial(surface) && initial_here(text, before, word, rest))
}

fn is_ellipsis(rest: &[Piece]) -> bool {
    rest.len() > 1 && rest[1].class == Class::Dot && rest[0].touches(&rest[1])
}

/// `U.E`, `R.E.M`, `a.C`: single letters with dots between them.
fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(is_letter)
}

fn is_letter(part: &str) -> bool {
    let mut chars = part.chars().filter(|&c| !unicode_normalization::char::is_combining_mark(c));
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

fn is_initial(word: &str) -> bool {
    is_letter(word) && word.chars().next().is_some_and(char::is_uppercase)
}

/// A single capital is an initial where a name goes on: a capitalised word or a hyphen and an initial follow, or it ends
/// a pair such as `J.-C.`.
fn initial_here(text: &str, before: &[Piece], word: &Piece, rest: &[Piece]) -> bool {
    let Some(next) = rest.get(1) else { return follows_initial(text, before, word) };
    let touching = rest[0].touches(next);
    if next.class == Class::Hyphen && touching {
        return true;
    }
    let capital = next.class == Class::Word && next.text(text).chars().next().is_some_and(char::is_uppercase);
    capital || follows_initial(text, before, word)
}

fn follows_initial(text: &str, before: &[Piece], word: &Piece) -> bool {
    let [.., first, hyphen] = before else { return false };
    hyphen.class == Class::Hyphen && hyphen.touches(word) && first.touches(hyphen) && first.text(text).ends_with('.')
}
