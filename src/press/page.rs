//! What a page puts around an article: the way to it, its section, links, buttons, reading times, words on comments, and
//! what exports count.

use std::collections::BTreeMap;

use super::lex::is_all;
use super::lists::{BEFORE_LINK, LISTS};
use super::notice::{Notice, Reader, SEPARATORS};

/// The most words of a section behind its label.
const MOST_SECTION_WORDS: usize = 4;

/// Takes back a network that stands alone: `Facebook` may be a headline, but not beside other buttons.
pub(super) fn keep_rows(found: &mut BTreeMap<usize, Notice>) {
    let is_button = |at: usize| matches!(found.get(&at), Some(Notice::Button | Notice::Network));
    let is_lonely = |at: usize| !(is_button(at + 1) || at.checked_sub(1).is_some_and(is_button));
    let networks = found.iter().filter(|(_, notice)| matches!(notice, Notice::Network)).map(|(at, _)| *at);
    for at in networks.filter(|&at| is_lonely(at)).collect::<Vec<_>>() {
        found.remove(&at);
    }
}

impl Reader<'_> {
    pub(super) fn see_also(&self) -> Option<Notice> {
        let start = self.grammar.skip(0, &[], BEFORE_LINK);
        let next = LISTS.see_also.at(self.tokens(), start)?;
        let whole = next >= self.tokens().len() && is_all(self.tokens(), self.line.of(self.text), self.line.start);
        let dash = self.grammar.is_sign(next, "-") && !self.grammar.glued(next);
        // `Lire aussi Tarifa, porte de l’Europe`, but not `Lire aussi ce livre est un plaisir.`
        let title = || self.capitalised(next) || self.grammar.is_sign(next, "«“\"");
        let linked = || LISTS.link.at(self.tokens(), start) == Some(next) && title() && !self.ends_a_sentence();
        (whole || dash || self.grammar.is_sign(next, ":|>»–—→►") || linked()).then_some(Notice::SeeAlso)
    }

    /// The path from the first page of a site to this one; the section is its second step.
    pub(super) fn trail(&self) -> Option<Notice> {
        let signs = "/>›»|";
        let first = LISTS.home.at(self.tokens(), 0).filter(|&at| self.grammar.is_sign(at, signs))?;
        let last =
            (first + 1..self.tokens().len()).find(|&at| self.grammar.is_sign(at, signs)).unwrap_or(self.tokens().len());
        let (start, end) = (self.tokens().get(first + 1)?.start, self.tokens().get(last - 1)?.end);
        Some(Notice::Trail(self.text.get(start..end)?.to_owned()))
    }

    /// The section behind its label: `Rubrique : Maroc`, `From the section Africa`.
    pub(super) fn section(&self) -> Option<Notice> {
        let label = LISTS.section_label.at(self.tokens(), 0).filter(|_| self.capitalised(0))?;
        let next = if self.grammar.is_sign(label, ":") { label + 1 } else { Some(label).filter(|&next| next > 1)? };
        let brief = (1..=MOST_SECTION_WORDS).contains(&self.words_from(next)) && self.numbers_from(next) == 0;
        let name = self.text[self.tokens().get(next)?.start..self.line.end].to_owned();
        (brief && self.capitalised(next) && !self.ends_a_sentence()).then_some(Notice::Trail(name))
    }

    pub(super) fn rubric(&self) -> Option<Notice> {
        let mut next = LISTS.rubric.at(self.tokens(), 0)?;
        // `Politique | Sécurité`, `Actualités > Maroc`.
        while let Some(after) = LISTS.rubric.at(self.tokens(), next + 1).filter(|_| self.grammar.is_sign(next, "|>/›»"))
        {
            next = after;
        }
        (self.grammar.is_end(next) && self.capitalised(0)).then_some(Notice::Rubric)
    }

    /// A line that is only a reading time: `Temps de lecture : 3 min`, `3 min de lecture`. A number of minutes alone is one only
    /// behind a date.
    pub(super) fn reading_time(&self) -> Option<Notice> {
        let told = LISTS.reading_time.at(self.tokens(), 0);
        let at = told.map_or(0, |next| self.grammar.skip(next, &[], ":"));
        self.grammar.number(at)?;
        let unit = LISTS.minutes.at(self.tokens(), at + 1);
        let end = unit.or(told.map(|_| at + 1))?;
        let says = told.is_some() || unit.is_some_and(|next| next > at + 2);
        let notice = if says { Notice::ReadingTime } else { Notice::TimeLine };
        self.grammar.is_end(end).then_some(notice)
    }

    /// A row of buttons: `Partager sur Facebook`, `Tweeter | Imprimer`, `Facebook`.
    pub(super) fn buttons(&self) -> Option<Notice> {
        let count = self.tokens().len();
        let (mut at, mut networks, mut told) = (0, 0, false);
        while at < count {
            if let Some(next) = LISTS.button.at(self.tokens(), at) {
                at = LISTS.through.at(self.tokens(), next).unwrap_or(next);
                told = true;
            } else if let Some(next) = LISTS.network.at(self.tokens(), at) {
                // `Suivez-nous sur Facebook et Twitter`.
                at = LISTS.joining.at(self.tokens(), next).filter(|_| told).unwrap_or(next);
                networks += 1;
            } else {
                return None;
            }
            at = self.grammar.skip(at, &[], SEPARATORS);
        }
        let shown = self.capitalised(0) && !self.ends_a_sentence();
        let row = if told || networks > 1 { Notice::Button } else { Notice::Network };
        shown.then_some(row)
    }

    /// A line on comments, with their number or a phrase: `3 commentaires`, `Laisser un commentaire`.
    pub(super) fn comments(&self) -> Option<Notice> {
        let counted = usize::from(self.grammar.number(0).is_some());
        let end = LISTS.comments.at(self.tokens(), counted).filter(|&next| next > 1)?;
        self.grammar.is_end(end).then_some(Notice::Button)
    }

    /// Only a town, which may stand below a date.
    pub(super) fn town(&self) -> Option<Notice> {
        let end = LISTS.town.at(self.tokens(), 0)?;
        (end == self.tokens().len()).then_some(Notice::TimeLine)
    }

    /// Whether only a word on comments follows: `3 juin 2015 | Aucun commentaire`.
    pub(super) fn comments_close(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], SEPARATORS);
        let counted = at + usize::from(self.grammar.number(at).is_some());
        LISTS.comments.at(self.tokens(), counted).is_some_and(|next| self.grammar.is_end(next))
    }

    /// What an export or a printer counts: `Document 3 de 12`, `Page 1 of 3`, `Page 1/3`.
    pub(super) fn counted(&self) -> Option<Notice> {
        let first = LISTS.counted.at(self.tokens(), 0)?;
        let of = LISTS.of_all.at(self.tokens(), first + 1);
        let last = of.or(Some(first + 2).filter(|_| self.grammar.is_sign(first + 1, "/")))?;
        let numbers = (self.grammar.number(first)?.0, self.grammar.number(last)?.0);
        let counts = (1..=numbers.1).contains(&numbers.0) && last + 1 == self.tokens().len();
        counts.then_some(Notice::Source { name: None, dated: None })
    }

    /// A fact that a database puts around a text, its label in capitals: `LONGUEUR: 312 mots`.
    pub(super) fn fact(&self) -> Option<Notice> {
        let label = LISTS.fact_label.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":"))?;
        let words = &self.text[self.line.start..self.tokens()[label].start];
        (!words.contains(char::is_lowercase)).then_some(Notice::Source { name: None, dated: None })
    }
}
