//! Names before the date of a line: `Rabat, le 12 mars 2014`, `Tanger - 12 mars 2014`, `EFE - Rabat - 12 marzo 2014`.
//!
//! A headline may have the same form, `Attentat de Nice, 14 juillet 2016`. Words for events and places known for one
//! (`Bataclan`) show some of them, and small words between others the rest (`Forum de Marrakech`). A comma shows a place. A
//! dash after an unknown name leaves a doubt; then the place of the line in the document decides.

use std::ops::Range;

use super::clock::behind_clock;
use super::expression::{Expression, after_clock, expression};
use super::islamic::close;
use super::lists::LISTS;
use super::notice::{ASIDE_SEPARATORS, Reader, SEPARATORS};

/// Signs between a place and its date.
pub(super) const PLACE_SEPARATORS: &str = ",|•·/";
/// The most tokens of a place before a date.
pub(super) const MOST_PLACE_TOKENS: usize = 6;

/// The most words of a place between an agency and its date.
const MOST_WORDS_OF_PLACE: usize = 3;

/// A date behind a name.
pub(super) struct Placed {
    pub(super) found: Expression,
    /// Nothing is known of the name.
    pub(super) doubtful: bool,
}

impl Placed {
    pub(super) fn known(found: Expression) -> Self {
        Self { found, doubtful: false }
    }
}

impl Reader<'_> {
    /// The date of `Rabat, le 12 mars 2014`, `Le Matin | 12 mars 2014`, `Tanger - 12 mars 2014`, `Rabat 12 MAR 2014 - 17:45 CET`,
    /// `مدريد/18 دجنبر 2014/ومع/`, `Rabat (Maroc), 12 mars 2014`: names of at most six tokens from `start` on before it.
    pub(super) fn placed_date(&self, start: usize) -> Option<Placed> {
        let grammar = self.grammar;
        let mut name = LISTS.byline.at(self.tokens(), start).unwrap_or(start);
        let mut known = false;
        let mut at = start;
        while at < start + MOST_PLACE_TOKENS {
            let particle = LISTS.particle.at(self.tokens(), at).is_some() && at > start;
            let hyphen = grammar.is_sign(at, "-") && grammar.glued(at);
            // `H24Info`, `Le360`.
            let number = at > start && grammar.glued(at) && grammar.number(at).is_some();
            let parted = at > start && (grammar.is_sign(at, PLACE_SEPARATORS) || self.is_dash(at));
            let bracket = at > start && grammar.is_sign(at, "()");
            if !(self.capitalised(at) || particle || hyphen || number || parted || bracket) {
                return None;
            }
            // `Ahmed Alaoui | Rabat - 12 mars 2014`, `Rabat, Maroc, 12 mars 2014`: one of the names may be known.
            known |= parted && self.is_known_name(name..at);
            at += 1;
            name = if parted { at } else { name };
            // `Attentats du 16 mai 2003` is a headline; a comma shows a place.
            let date = at + usize::from(grammar.is_sign(at, PLACE_SEPARATORS) || self.is_dash(at));
            if let Some(found) = expression(grammar, date) {
                // `Oliver Cromwell (Huntingdon, 25 avril 1599`.
                let closed = close(grammar, start, at) == Some(at);
                return if closed { self.placed(name..at, known, date, found) } else { None };
            }
        }
        None
    }

    /// The date at `date` behind a name, with a sign, an article or a time. `known` says whether a name before this one is known.
    fn placed(&self, name: Range<usize>, known: bool, date: usize, found: Expression) -> Option<Placed> {
        // In `Maroc - Espagne - …` only the first may be a section.
        let section = name.start == 0 && LISTS.rubric.at(self.tokens(), 0) == Some(name.end);
        let known = known || section || self.is_known_name(name.clone());
        // `BELGA Publié le 3 juin 2015 à 17h45`, `Le Point - Publié le 03/06/2015` have a label.
        let labelled = (1..name.end).any(|at| LISTS.publication.at(self.tokens(), at).is_some());
        let sign = date > name.end;
        // `Le Matin du 3 juin 2015` is the issue of a paper.
        let issue = LISTS.issue_of.at(self.tokens(), date).is_some()
            && self.paper_at(name.start).is_some_and(|(_, end)| end == date);
        let of = !issue && LISTS.belonging.at(self.tokens(), date).is_some();
        // `Rabat, le 12 mars 2014` is not a headline.
        let article = found.first > date && !of;
        let timed = after_clock(self.grammar, &found) > found.next;
        if labelled || !(known || self.may_be_name(name.clone())) || !(sign || (!of && (known || timed))) {
            return None;
        }
        let told = self.grammar.is_sign(name.end, PLACE_SEPARATORS) || (sign && article);
        Some(Placed { found, doubtful: !(told || (known && (sign || article || timed))) })
    }

    /// The section before a date from token `first` on, or behind it at `after`: `International, 3 juin 2015`, `3 juin 2015 - Monde`.
    pub(super) fn section_beside(&self, start: usize, first: usize, after: usize) -> Option<String> {
        let begins = LISTS.rubric.at(self.tokens(), start);
        let before = begins.filter(|&next| next < first && self.grammar.is_sign(next, ASIDE_SEPARATORS));
        let at = self.grammar.skip(after, &[], SEPARATORS);
        let behind = || LISTS.rubric.at(self.tokens(), at).filter(|&next| at > after && self.grammar.is_end(next));
        let (from, end) = before.map(|end| (start, end)).or_else(|| behind().map(|end| (at, end)))?;
        // `LE MONDE | 12.03.2014` names the paper.
        let section = self.capitalised(from) && self.paper_at(from).is_none();
        section.then(|| self.text[self.tokens()[from].start..self.tokens()[end - 1].end].to_owned())
    }

    /// Whether a dash with white space around it stands at `pos`.
    fn is_dash(&self, pos: usize) -> bool {
        self.grammar.is_sign(pos, "-–—") && !self.grammar.glued(pos + 1)
    }

    /// Whether a name before a date is known to be that of a place, a paper or a desk.
    fn is_known_name(&self, name: Range<usize>) -> bool {
        let tokens = self.tokens();
        let place =
            [&LISTS.place, &LISTS.town, &LISTS.press].iter().any(|list| list.at(tokens, name.start) == Some(name.end));
        let paper = || (name.start..name.start + 2).any(|at| LISTS.paper.at(tokens, at).is_some());
        place || LISTS.made.at(tokens, 0).is_some() || paper()
    }

    /// Whether the words before a date may be a name rather than a headline.
    fn may_be_name(&self, name: Range<usize>) -> bool {
        let told = (0..name.end).any(|at| LISTS.event.at(self.tokens(), at).is_some());
        let first = name.start == 0 || self.grammar.is_sign(name.start - 1, "([");
        !(told || (first && { name }.any(|at| self.belongs(at))))
    }

    /// Whether a small word joins the words before and after it: `de`, but not in `Fort-de-France`.
    fn belongs(&self, at: usize) -> bool {
        let joined = at > 0 && self.grammar.is_sign(at - 1, "-") && self.grammar.glued(at);
        !joined && !self.capitalised(at) && LISTS.belonging.at(self.tokens(), at).is_some()
    }

    /// The date behind an agency at the beginning, a place between them or not: `(AFP) 12 mars 2014`, `AFP - 12/03/2014`,
    /// `(MAP, 28 mai 2015)`, `EUROPA PRESS 12/03/2014`, `EFE - Rabat - 12 marzo 2014`.
    pub(super) fn agency_date(&self) -> Option<(Expression, String)> {
        let signs = ")],-–—|/.";
        let (name, next) = LISTS.agency(self.text, self.tokens(), self.grammar.skip(0, &[], "(["))?;
        let parted = self.grammar.skip(next, &[], signs);
        let place = (parted..parted + MOST_WORDS_OF_PLACE).take_while(|&at| parted > next && self.is_of_place(at));
        let behind = place.map(|at| self.grammar.skip(at + 1, &[], signs));
        let timed = || behind_clock(self.grammar, parted).and_then(|at| expression(self.grammar, at));
        let found = [parted].into_iter().chain(behind).find_map(|at| expression(self.grammar, at)).or_else(timed)?;
        Some((found, name.to_owned()))
    }

    fn is_of_place(&self, pos: usize) -> bool {
        self.capitalised(pos) && LISTS.event.at(self.tokens(), pos).is_none()
    }
}
