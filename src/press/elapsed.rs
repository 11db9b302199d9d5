//! Lines that say when a text was published, but of no known day: `Publié à 18:02`, `Publié hier à 18:02`, `Il y a 3 jours`.
//!
//! They date nothing and are not counted.

use super::clock::clock;
use super::lists::LISTS;
use super::notice::{Notice, Reader};

impl Reader<'_> {
    /// The time without a day that is the whole line.
    pub(super) fn relative(&self) -> Option<Notice> {
        let label = [&LISTS.publication, &LISTS.update].iter().find_map(|list| list.at(self.tokens(), 0));
        let at = label.map_or(0, |next| self.grammar.skip(next, &[], ":"));
        let end = self.elapsed(at).or_else(|| label.and_then(|_| self.near_day(at)))?;
        (self.capitalised_or_number(0) && self.grammar.is_end(end))
            .then_some(Notice::Relative { labelled: label.is_some() })
    }

    /// Whether the words before a number of units that have passed stand at `pos`.
    pub(super) fn since(&self, pos: usize) -> bool {
        LISTS.since.at(self.tokens(), pos).is_some()
    }

    fn capitalised_or_number(&self, pos: usize) -> bool {
        self.capitalised(pos) || self.grammar.number(pos).is_some()
    }

    /// The place after `il y a 3 jours`, `3 days ago`.
    fn elapsed(&self, pos: usize) -> Option<usize> {
        if let Some(count) = LISTS.since.at(self.tokens(), pos) {
            self.grammar.number(count)?;
            return LISTS.unit.at(self.tokens(), count + 1);
        }
        self.grammar.number(pos)?;
        LISTS.passed.at(self.tokens(), pos + 1)
    }

    /// The place after `hier`, `hier à 18:02`, `à 18:02`.
    fn near_day(&self, pos: usize) -> Option<usize> {
        let day = LISTS.near_day.at(self.tokens(), pos);
        clock(self.grammar, day.unwrap_or(pos)).or(day)
    }
}
