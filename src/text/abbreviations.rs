//! Dots that belong to a word: listed abbreviations, initials, dotted acronyms.

use unicode_normalization::char::is_combining_mark;

use super::lang::Lang;
use super::languages::lists;
use super::norm::{is_apostrophe, norm, surface_form};
use super::piece::{Class, Piece};

/// Longest word looked up, in bytes: no abbreviation is longer, and it bounds the cost of a look-up.
const LONGEST: usize = 64;

/// Hyphenated words that may stand before the last letter of an abbreviation.
const MOST_PARTS: usize = 3;

/// Joins the dots of abbreviations to their words.
pub(super) fn join(text: &str, lang: Lang, pieces: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while at < pieces.len() {
        let mut piece = pieces[at].clone();
        let dotted = Dotted { text, lang, before: &joined, rest: &pieces[at..] };
        at += 1;
        if dotted.owns_dot() {
            piece.range.end = pieces[at].range.end;
            at += 1;
        }
        joined.push(piece);
    }
    *pieces = joined;
}

/// The word to decide on, at the start of `rest`.
struct Dotted<'a> {
    text: &'a str,
    lang: Lang,
    before: &'a [Piece],
    rest: &'a [Piece],
}

impl Dotted<'_> {
    fn owns_dot(&self) -> bool {
        let [word, dot, after @ ..] = self.rest else { return false };
        if word.class != Class::Word || dot.class != Class::Dot || !word.touches(dot) {
            return false;
        }
        let ellipsis = after.first().is_some_and(|next| next.class == Class::Dot && dot.touches(next));
        let word = behind_apostrophe(word.text(self.text));
        !ellipsis && word.len() <= LONGEST && self.is_abbreviation(&surface_form(word), dot, after.first())
    }

    /// A listed word, an acronym, an initial, or a single letter before a lower-case word (`p. ex.`) or a hyphen.
    fn is_abbreviation(&self, word: &str, dot: &Piece, next: Option<&Piece>) -> bool {
        let known = &lists(self.lang).abbreviations;
        let number_next = next.is_some_and(|n| n.class == Class::Number);
        let listed = known.before_name.contains(word) || known.may_end.contains(word);
        listed
            || (known.before_capital.contains(word) && self.capital_follows(next))
            || (number_next && known.before_number.contains(word))
            || (known.inside.contains(word) && next.is_some_and(Piece::is_wordlike))
            || is_acronym(word)
            || (self.is_half(word) && (self.half_follows() || self.follows_half()))
            || (is_initial(word) && (self.name_goes_on(dot, next) || self.follows_initial()))
            || (is_letter(word) && next.is_some_and(|n| n.text(self.text).starts_with(char::is_lowercase)))
            || (is_letter(word) && (self.is_hyphened(dot) || self.ends_hyphened()))
    }

    /// `c.-à-d.`, `p.-d.g.`: a hyphen and a word follow the dot, all touching.
    fn is_hyphened(&self, dot: &Piece) -> bool {
        let [_, _, hyphen, word, ..] = self.rest else { return false };
        hyphen.class == Class::Hyphen && dot.touches(hyphen) && word.is_wordlike() && hyphen.touches(word)
    }

    /// The end of `c.-à-d.`: it follows touching hyphens and words, the first of which has its dot.
    fn ends_hyphened(&self) -> bool {
        let mut word = self.rest.first();
        self.before.rchunks_exact(2).take(MOST_PARTS).find_map(|pair| {
            let ([before, hyphen], Some(next)) = (pair, word.replace(&pair[0])) else { return Some(false) };
            let joined = hyphen.class == Class::Hyphen && before.touches(hyphen) && hyphen.touches(next);
            let dotted = before.text(self.text).ends_with('.');
            (!joined || dotted || !before.is_wordlike()).then_some(joined && dotted)
        }) == Some(true)
    }

    /// A single capital is an initial if what follows starts no sentence: a hyphen, a number (`L. 642-3`), or any word
    /// but a capitalised function word.
    fn name_goes_on(&self, dot: &Piece, next: Option<&Piece>) -> bool {
        let Some(next) = next else { return false };
        let word = next.text(self.text);
        match next.class {
            Class::Hyphen => dot.touches(next),
            Class::Number => true,
            Class::Word => !self.starts_sentence(word),
            _ => false,
        }
    }

    /// `le col. Martin`, but neither `franchi le col. Il` nor `un cap.` at the end of a sentence.
    fn capital_follows(&self, next: Option<&Piece>) -> bool {
        let word = next.filter(|next| next.class == Class::Word).map_or("", |next| next.text(self.text));
        word.starts_with(char::is_uppercase) && !self.starts_sentence(word)
    }

    fn starts_sentence(&self, word: &str) -> bool {
        let head = match word.char_indices().take(LONGEST).find(|&(_, c)| is_apostrophe(c)) {
            Some((at, mark)) => &word[..at + mark.len_utf8()],
            None => word,
        };
        let capital = head.starts_with(char::is_uppercase) && head.len() <= LONGEST;
        let single = is_letter(head) && head.len() == word.len();
        capital && !single && lists(self.lang).starters.contains(norm(head, self.lang).as_ref())
    }

    /// `EE.` of `EE. UU.`.
    fn half_follows(&self) -> bool {
        let [_, _, next, dot, ..] = self.rest else { return false };
        dot.class == Class::Dot && next.touches(dot) && self.is_half(next.text(self.text))
    }

    /// `UU.` of `EE. UU.`.
    fn follows_half(&self) -> bool {
        let before = self.before.last().and_then(|before| before.text(self.text).strip_suffix('.'));
        before.is_some_and(|before| self.is_half(before))
    }

    fn is_half(&self, word: &str) -> bool {
        lists(self.lang).abbreviations.doubled.contains(word)
    }

    /// The second half of `J.-C.`.
    fn follows_initial(&self) -> bool {
        let ([.., first, hyphen], Some(word)) = (self.before, self.rest.first()) else { return false };
        let touching = first.touches(hyphen) && hyphen.touches(word);
        touching && hyphen.class == Class::Hyphen && first.text(self.text).ends_with('.')
    }
}

/// What follows the last apostrophe: `M` of `l'M`, `U.E` of `l’U.E`.
pub(super) fn behind_apostrophe(word: &str) -> &str {
    word.rsplit(is_apostrophe).next().unwrap_or(word)
}

/// `U.E`, `R.E.M`, `a.C`: single letters separated by dots; `EE.UU`: doubled letters, the Spanish plural.
pub(super) fn is_acronym(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| is_letter(part) || is_doubled(part))
}

fn is_doubled(part: &str) -> bool {
    let mut letters = part.chars();
    let first = letters.next().filter(|c| c.is_uppercase());
    first.is_some() && letters.next() == first && letters.next().is_none()
}

fn is_initial(word: &str) -> bool {
    is_letter(word) && word.starts_with(char::is_uppercase)
}

fn is_letter(part: &str) -> bool {
    let mut chars = part.chars().filter(|&c| !is_combining_mark(c));
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}
