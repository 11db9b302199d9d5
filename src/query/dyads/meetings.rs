//! Where two countries occur in the same unit, and the themes that occur there too.

use super::super::scan::Scan;
use super::super::units::{Occurrence, Occurrences, Within, by_item, by_unit};
use super::Subject;
use super::roster::Roster;
use crate::corpus::{Control, Corpus};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};

/// Two countries that occur in the same unit.
pub(in super::super) struct Meeting<'m> {
    pub(in super::super) left: &'m [Occurrence],
    pub(in super::super) right: &'m [Occurrence],
    /// The occurrences of each theme in the unit, themes sorted by name; empty without a lexicon of themes.
    pub(in super::super) themes: &'m [&'m [Occurrence]],
}

/// A lexicon of themes applied to the corpus, themes sorted by name.
pub(in super::super) struct Topics<'a> {
    pub(in super::super) scan: Scan<'a>,
    /// The lexicon's number of each theme, in order of name.
    pub(in super::super) by_name: Vec<usize>,
    occurrences: Occurrences,
}

/// Countries, and themes if asked for, in every unit of every document.
pub(in super::super) struct Meetings<'a> {
    pub(in super::super) roster: Roster,
    pub(in super::super) scan: Scan<'a>,
    pub(in super::super) topics: Option<Topics<'a>>,
    hub: Option<u32>,
    actors: Occurrences,
}

impl<'a> Meetings<'a> {
    pub(in super::super) fn new(corpus: &'a Corpus, subject: &Subject<'_>, control: &Control) -> Result<Self> {
        let roster = Roster::new(subject.actors)?;
        let hub = subject.hub.map(|code| roster.find(code)).transpose()?;
        let scan = Scan::new(corpus, subject.actors, subject.scope, control)?;
        // A match counts once, for the country of its own theme; an ancestor has the same country, or a more distant
        // one.
        let country = |hit: &crate::lexicon::Hit| roster.country(hit.theme).filter(|_| !hit.rolled_up);
        let actors = Occurrences::find(corpus, &scan, subject.within, country, control)?;
        let topics = |themes| Topics::new(corpus, themes, subject.within, subject.scope, control);
        let topics = subject.themes.map(topics).transpose()?;
        Ok(Self { roster, scan, topics, hub, actors })
    }

    /// Visits every pair of countries in every unit of a document, by unit, left and right country.
    pub(in super::super) fn visit(&self, position: usize, mut each: impl FnMut(Meeting<'_>)) {
        let mut topics = self.topics.as_ref().map_or(&[][..], |topics| topics.occurrences.of(position));
        for unit in by_unit(self.actors.of(position)) {
            let countries: Vec<&[Occurrence]> = by_item(unit).collect();
            if countries.len() < 2 {
                continue;
            }
            topics = &topics[topics.partition_point(|one| one.unit < unit[0].unit)..];
            let here = &topics[..topics.partition_point(|one| one.unit == unit[0].unit)];
            let themes: Vec<&[Occurrence]> = by_item(here).collect();
            for (at, &left) in (1..).zip(&countries) {
                for &right in &countries[at..] {
                    if self.hub.is_none_or(|hub| left[0].item == hub || right[0].item == hub) {
                        each(Meeting { left, right, themes: &themes });
                    }
                }
            }
        }
    }
}

impl<'a> Topics<'a> {
    fn new(
        corpus: &'a Corpus,
        lexicon: &Lexicon,
        within: Within,
        scope: NestedScope,
        control: &Control,
    ) -> Result<Self> {
        let rank = lexicon.ranks();
        let scan = Scan::new(corpus, lexicon, scope, control)?;
        let occurrences = Occurrences::find(corpus, &scan, within, |hit| Some(rank[hit.theme as usize]), control)?;
        Ok(Self { scan, by_name: lexicon.by_name(), occurrences })
    }
}
