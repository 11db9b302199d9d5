//! Lines that say whose a text or a picture is: `© AFP`, `Copyright 2015 Reuters`, `Source : MAP`, `(Avec agences)`, `Le Monde avec AFP`.

use std::ops::Range;

use super::dateline::Dated;
use super::expression::{Expression, after_clock};
use super::lists::LISTS;
use super::notice::{Notice, Reader};

/// Signs between a source and the date of its text.
const SOURCE_SEPARATORS: &str = ",|·•-–—(/";

/// Who is named in a row.
#[derive(Default)]
struct Named {
    /// A paper.
    paper: Option<String>,
    /// The first agency.
    agency: Option<String>,
    /// Agencies are named, or `agences` are told of.
    told: bool,
}

impl Reader<'_> {
    pub(super) fn credit(&self) -> Option<Notice> {
        // `Reporting by John Smith; editing by Jane Doe`.
        let staff = LISTS.staff.at(self.tokens(), 0).is_some_and(|next| {
            let own = LISTS.agency(self.text, self.tokens(), next).is_none();
            own && self.capitalised(next) && (self.words_from(0) <= 8 || self.line.of(self.text).contains(';'))
        });
        // `(c) le troisième point`, `(c) Le troisième point.` are of a list.
        let marked = LISTS.credit_mark.at(self.tokens(), 0).is_some_and(|next| {
            let owner = !self.surface(next).starts_with(char::is_alphabetic) || self.capitalised(next);
            let listed = self.surface(0) == "(" && self.ends_a_sentence() && self.numbers_from(next) == 0;
            owner && self.words_from(0) <= 12 && !listed
        });
        let labelled = LISTS.credit.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":/"));
        let owned = labelled.is_some_and(|next| self.is_name(next + 1..self.tokens().len()));
        let taken = LISTS.credit.at(self.tokens(), self.grammar.skip(0, &[], "([")).and_then(|next| {
            let (_, after) = LISTS.agency(self.text, self.tokens(), next)?;
            (self.grammar.skip(after, &[], ")].") == self.tokens().len()).then_some(after)
        });
        let whole = LISTS.credit_line.at(self.tokens(), 0).is_some_and(|next| self.grammar.is_end(next));
        (staff || marked || owned || whole || taken.is_some() || self.is_copyright()).then_some(Notice::Credit)
    }

    /// Whether a year and an owner follow the word, `Copyright 2015 Reuters`, `Copyright Le Matin 2015`, in a line of some words or
    /// one that reserves rights: `© 2015 AFP. Tous droits réservés. …`.
    fn is_copyright(&self) -> bool {
        let tokens = self.tokens();
        let Some(next) = LISTS.copyright.at(tokens, 0).or_else(|| LISTS.credit_mark.at(tokens, 0)) else {
            return false;
        };
        let last = tokens.len() - 1;
        let dated = self.grammar.year(next).is_some();
        let named = || {
            (dated && self.is_name(next + 1..last + 1))
                || (self.grammar.year(last).is_some() && self.is_name(next..last))
        };
        let reserved = || (next..=last).any(|at| LISTS.rights.at(tokens, at).is_some());
        ((dated || self.capitalised(next)) && reserved()) || (named() && !self.ends_a_sentence())
    }

    pub(super) fn source(&self) -> Option<Notice> {
        if let Some(next) = LISTS.source.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":")) {
            let found = self.last_day(next + 2);
            let end = found.as_ref().map_or(self.tokens().len(), |(end, _)| *end);
            let dated = found.map(|(_, found)| Dated::new(self.grammar, found));
            return self.named_source(next + 1..end).map(|name| Notice::Source { name: Some(name), dated });
        }
        if let Some(name) = self.bracketed_source() {
            return Some(Notice::Source { name: Some(name.to_owned()), dated: None });
        }
        let named = self.named(self.grammar.skip(0, &[], "([-–—"))?;
        Some(Notice::Source { name: named.paper.or(named.agency), dated: None })
    }

    /// The agency of `(Source : MAP)`. Anything else in brackets may be a remark of the article.
    fn bracketed_source(&self) -> Option<&str> {
        let label = LISTS.source.at(self.tokens(), 1).filter(|_| self.grammar.is_sign(0, "(["))?;
        let name = Some(label + 1).filter(|_| self.grammar.is_sign(label, ":"))?;
        let (agency, next) = LISTS.agency(self.text, self.tokens(), name)?;
        self.are_signs(next..self.tokens().len()).then_some(agency)
    }

    /// The name of a paper that is the whole line.
    pub(super) fn paper(&self) -> Option<Notice> {
        let whole = LISTS.press.at(self.tokens(), 0) == Some(self.tokens().len()) && self.capitalised(0);
        whole.then(|| Notice::Paper(self.line.of(self.text).to_owned()))
    }

    /// Who is named from `pos` to the end: `Avec AFP et Reuters`, `(Avec agences)`, `La Rédaction avec MAP`, `Le Monde avec AFP`. One of
    /// them at least is an agency.
    fn named(&self, pos: usize) -> Option<Named> {
        let (mut at, mut found) = (pos, Named::default());
        loop {
            at = LISTS.with.at(self.tokens(), self.grammar.skip(at, &[], "(")).unwrap_or(at);
            at = self.one_named(at, &mut found)?;
            let closed = self.grammar.skip(at, &[], ")].-–—");
            if closed == self.tokens().len() {
                // `Agences` alone may head a passage on them.
                let alone = pos == 0 && LISTS.agencies.at(self.tokens(), 0) == Some(at);
                return (found.told && !alone).then_some(found);
            }
            let with = || LISTS.with.at(self.tokens(), self.grammar.skip(at, &[], "(")).is_some();
            let joined = LISTS.joining.at(self.tokens(), at).is_some() || self.grammar.is_sign(at, ",/&-–—+|");
            if !(joined || with()) {
                return None;
            }
            at += usize::from(joined);
        }
    }

    /// The place after the agency, the desk or the paper at `pos`.
    fn one_named(&self, pos: usize, found: &mut Named) -> Option<usize> {
        let tokens = self.tokens();
        if let Some((name, next)) = LISTS.agency(self.text, tokens, pos) {
            found.agency.get_or_insert_with(|| name.to_owned());
            found.told = true;
            return Some(next);
        }
        if let Some(next) = LISTS.agencies.at(tokens, pos) {
            found.told = true;
            return Some(next);
        }
        if let Some(next) = LISTS.desk.at(tokens, pos) {
            return Some(next);
        }
        // `Le Monde - Rabat` names a paper as `EFE | Rabat` does an agency.
        if let Some(next) = LISTS.town.at(tokens, pos).filter(|_| self.capitalised(pos)) {
            found.told |= found.paper.is_some();
            return Some(next);
        }
        let next = LISTS.press.at(tokens, pos).filter(|_| self.capitalised(pos))?;
        let (first, last) = (tokens.get(pos)?, tokens.get(next.checked_sub(1)?)?);
        found.paper.get_or_insert_with(|| self.text[first.start..last.end].to_owned());
        Some(next)
    }

    /// The full date that ends the line, and the sign or `du` before it, behind `pos`: `MAP, 28 mai 2015`.
    fn last_day(&self, pos: usize) -> Option<(usize, Expression)> {
        let leads =
            |at: &usize| self.grammar.is_sign(*at, SOURCE_SEPARATORS) || matches!(self.surface(*at), "du" | "del");
        (pos..self.tokens().len()).filter(leads).find_map(|at| {
            let labelled = LISTS.header.at(self.tokens(), at + 1).map(|next| self.grammar.skip(next, &[], ":"));
            let found = self.day_at(labelled.unwrap_or(at + 1))?;
            let after = after_clock(self.grammar, &found);
            let closed = self.grammar.skip(after, &[], ").]") >= self.tokens().len();
            (closed || self.grammar.is_sign(after, "|")).then_some((at, found))
        })
    }

    fn named_source(&self, name: Range<usize>) -> Option<String> {
        let agency = name.clone().find_map(|at| LISTS.agency(self.text, self.tokens(), at));
        let words = self.words_from(name.start) - self.words_from(name.end);
        let brief = (1..=6).contains(&words);
        if let Some(site) = self.site(name.clone()) {
            return Some(site);
        }
        if let Some((name, _)) = agency.filter(|_| brief) {
            return Some(name.to_owned());
        }
        let whole = name.end == self.tokens().len();
        let ended = whole && self.ends_a_sentence();
        let proper = brief && !ended && (self.capitalised(name.start) || words <= 2);
        let (first, last) = (self.tokens().get(name.start)?, self.tokens().get(name.end.checked_sub(1)?)?);
        let end = if whole { self.line.end } else { last.end };
        proper.then(|| self.text[first.start..end].trim().to_owned())
    }

    /// The host of an address that is the whole name: `Source : https://www.map.ma/fr/actualites`.
    fn site(&self, name: Range<usize>) -> Option<String> {
        let address = self.text[self.tokens().get(name.start)?.start..self.line.end].trim();
        let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        let host = bare.or(address.starts_with("www.").then_some(address))?.split('/').next()?;
        let whole = name.end == self.tokens().len() && !address.contains(char::is_whitespace) && host.contains('.');
        whole.then(|| host.trim_start_matches("www.").to_owned())
    }
}
