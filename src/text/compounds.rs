//! Compounds: words joined by hyphens, and the few other signs that join letters (`n°`, `km/h`, `m²`, `élu(e)s`,
//! `90's`).

use super::languages::{Lists, lists};
use super::norm::norm;
use super::numbers;
use super::piece::{Class, Piece};
use super::segment::Rules;

/// Longest word with a slash or an elision, in bytes.
const LONGEST: usize = 32;

/// Joins hyphenated words and other compounds.
pub(super) fn join(text: &str, rules: Rules, pieces: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let joiner = Joiner { text, rules, known: lists(rules.lang), pieces };
    let mut at = 0;
    while at < pieces.len() {
        let end = joiner.compound_end(at);
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

struct Joiner<'a> {
    text: &'a str,
    rules: Rules,
    known: &'static Lists,
    pieces: &'a [Piece],
}

impl Joiner<'_> {
    /// Index after the compound that starts at `at`.
    fn compound_end(&self, at: usize) -> usize {
        if self.is_degree(at) {
            return at + 2;
        }
        let mut end = at + 1;
        if !self.pieces[at].is_wordlike() {
            return end;
        }
        while let Some(length) = self.joins(at, end) {
            end += length;
        }
        end
    }

    /// How many pieces from `end` on belong to the compound that starts at `at`.
    fn joins(&self, at: usize, end: usize) -> Option<usize> {
        let (left, sign) = (&self.pieces[end - 1], self.pieces.get(end)?);
        if !left.touches(sign) {
            return None;
        }
        let next = self.pieces.get(end + 1).filter(|next| sign.touches(next));
        let next_word = next.is_some_and(Piece::is_wordlike);
        match (sign.class, sign.text(self.text)) {
            (Class::Hyphen, _) => {
                let joins = next_word && !self.rules.split_hyphens && !self.parts_hours(left, next?);
                joins.then_some(2)
            }
            (Class::Apostrophe, "′") if next.is_some_and(|n| n.class == Class::Word) => Some(2),
            (Class::Apostrophe, _) => self.apostrophe(at, end),
            (_, "°") => (at + 1 == end && matches!(left.text(self.text), "n" | "N")).then_some(1),
            (_, "(") => self.suffix(end),
            (_, "/") => self.slash(end),
            _ => self.listed(left, sign).then_some(1),
        }
    }

    /// Whether the hyphen separates two hours: `9h-18h`, `20h30-22`.
    fn parts_hours(&self, left: &Piece, right: &Piece) -> bool {
        let is_hour = numbers::is_hour(left.text(self.text).as_bytes());
        is_hour && !self.known.units.is_empty() && right.text(self.text).starts_with(|c: char| c.is_ascii_digit())
    }

    /// An apostrophe that UAX #29 leaves alone: after an elided word, before a quotation mark, a digit or a space
    /// (`l’“Etat”`), or in a decade (`90's`).
    fn apostrophe(&self, at: usize, end: usize) -> Option<usize> {
        let (word, mark) = (&self.pieces[end - 1], &self.pieces[end]);
        let next = self.pieces.get(end + 1).filter(|next| mark.touches(next));
        if word.class == Class::Number {
            return next.is_some_and(|n| n.text(self.text) == "s").then_some(2);
        }
        let quoted =
            at > 0 && self.pieces[at - 1].class == Class::Apostrophe && self.pieces[at - 1].touches(&self.pieces[at]);
        let surface = word.text(self.text);
        let elided = surface.rsplit(super::norm::is_apostrophe).next().unwrap_or(surface);
        let known = elided.len() <= LONGEST && self.known.elisions.contains(norm(elided, self.rules.lang).as_ref());
        (known && !quoted).then_some(1)
    }

    /// `élu(e)s`, `AUTRE(S)`: a short ending in brackets, perhaps with an `s` after it.
    fn suffix(&self, end: usize) -> Option<usize> {
        let [word, open, ending, close, rest @ ..] = &self.pieces[end - 1..] else { return None };
        let short = self.known.endings.contains(ending.text(self.text));
        let whole = open.touches(ending) && ending.touches(close) && close.text(self.text) == ")";
        if word.class != Class::Word || !short || !whole {
            return None;
        }
        let plural = rest.first().is_some_and(|s| close.touches(s) && matches!(s.text(self.text), "s" | "S"));
        Some(if plural { 4 } else { 3 })
    }

    /// A slash joins only listed words (`km/h`); any other slash separates words.
    fn slash(&self, end: usize) -> Option<usize> {
        let (left, right) = (&self.pieces[end - 1], self.pieces.get(end + 1)?);
        self.listed(left, right).then_some(2)
    }

    /// Whether the text from one piece to another is a listed word.
    fn listed(&self, from: &Piece, to: &Piece) -> bool {
        let range = from.range.start..to.range.end;
        range.len() <= LONGEST && self.known.joined.contains(norm(&self.text[range], self.rules.lang).as_ref())
    }

    /// `°C` after a space is one token; touching its number, the degree sign stands alone.
    fn is_degree(&self, at: usize) -> bool {
        let Some(next) = self.pieces.get(at + 1) else { return false };
        let sign = &self.pieces[at];
        let free = at == 0 || !self.pieces[at - 1].touches(sign);
        free && sign.text(self.text) == "°" && sign.touches(next) && matches!(next.text(self.text), "C" | "F")
    }
}
