//! Documents in one pass over text: where each belongs, and which parts of it are counted.

use std::ops::Range;

use crate::calendar::{Date, DateReading, Every};
use crate::corpus::{Control, Draft, InBlocks, Options, Text, prefetch};
use crate::error::Result;
use crate::press::Press;
use crate::text::{Lang, Rules};

/// How to read documents in one pass.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p> {
    pub(super) options: &'p Options,
    pub(super) every: Option<Every>,
    pub(super) control: &'p Control,
}

/// A document whose counted parts and place in the table are known.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) text: Text,
    pub(super) counted: Vec<Range<usize>>,
    pub(super) lang: Lang,
    /// First and last day of its date, if the date fits a period.
    pub(super) span: Option<(Date, Date)>,
    pub(super) period: Option<Date>,
}

impl Pass<'_> {
    /// Reads the zones and dates of some documents and appends them to `placed`. Words are read later, in a loop of
    /// their own, so that the code of each loop stays in the cache.
    pub(super) fn place(self, drafts: impl Iterator<Item = Draft>, placed: &mut Vec<Placed>) -> Result<()> {
        for draft in drafts {
            placed.push(self.place_one(draft)?);
        }
        Ok(())
    }

    fn place_one(self, draft: Draft) -> Result<Placed> {
        self.control.check()?;
        let (Press { date, counted, .. }, lang, _) = self.options.read_press(&draft)?;
        let (span, period) = days_of(date.map(|found| found.reading), self.every);
        Ok(Placed { text: draft.text, counted, lang, span, period })
    }

    /// How to cut texts of a language.
    pub(super) fn rules(self, lang: Lang) -> Rules {
        self.options.rules(lang)
    }
}

/// Bytes of a text to prefetch; the processor prefetches the rest by itself.
const AHEAD: usize = 512;
const LINE: usize = 64;

impl Placed {
    /// Prefetches the beginning of the text: in order of periods, consecutive texts are far apart in memory.
    pub(super) fn fetch(&self) {
        (0..AHEAD).step_by(LINE).for_each(|at| prefetch(self.text.as_bytes(), at));
    }
}

impl InBlocks for Placed {
    fn bytes(&self) -> usize {
        self.text.len()
    }

    fn goes_with(&self, next: &Self) -> bool {
        self.period == next.period
    }
}

/// First and last day of a date that fits a period, and the period. A year alone fits no month: it states neither the
/// first nor the last day of one.
pub(super) fn days_of(reading: Option<DateReading>, every: Option<Every>) -> (Option<(Date, Date)>, Option<Date>) {
    let period = reading.and_then(|reading| every?.period_of(&reading));
    let span = reading.map(|reading| (reading.start, reading.end));
    (span.filter(|_| period.is_some()), period)
}

/// The span that covers both.
pub(super) fn join(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        _ => a.or(b),
    }
}
