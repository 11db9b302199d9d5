//! The hits of each document, as themes and counts.

use crate::corpus::{Control, Row, prefetch};
use crate::error::Result;
use crate::lexicon::Hit;
use crate::query::scan::{Scan, UNIT};

/// The hits of a unit of documents, as themes and counts.
struct Unit {
    counts: Box<[(u32, u32)]>,
    /// Where the counts of each document end, up to the last document that has any; each begins where the previous
    /// ends.
    ends: Box<[u32]>,
}

/// Counts hits, one document after another.
#[derive(Debug, Default)]
pub(in crate::query) struct HitsByTheme {
    of_theme: Vec<u32>,
    /// The themes with hits.
    met: Vec<u32>,
}

impl HitsByTheme {
    /// The themes of a document with their numbers of hits, sorted by theme.
    pub(in crate::query) fn count(&mut self, hits: &[Hit]) -> impl Iterator<Item = (u32, u32)> {
        let Self { of_theme, met } = self;
        for hit in hits {
            let theme = hit.theme as usize;
            if theme >= of_theme.len() {
                of_theme.resize(theme + 1, 0);
            }
            let count = &mut of_theme[theme];
            if *count == 0 {
                met.push(hit.theme);
            }
            *count += 1;
        }
        met.sort_unstable();
        met.drain(..).map(|theme| (theme, std::mem::take(&mut of_theme[theme as usize])))
    }
}

/// A unit being counted.
#[derive(Default)]
struct Counting {
    counts: Vec<(u32, u32)>,
    ends: Vec<u32>,
    hits: HitsByTheme,
}

impl Counting {
    fn add(&mut self, position: usize, hits: &[Hit]) {
        // Documents without hits end where the previous one does.
        self.ends.resize(position % UNIT, self.counts.len() as u32);
        self.counts.extend(self.hits.count(hits));
        // Fits: bounded by the tokens of a unit, which are in memory.
        self.ends.push(self.counts.len() as u32);
    }

    /// The finished unit, in no more memory than it needs; the buffers are reused for the next one.
    fn finish(&mut self) -> Unit {
        let unit = Unit { counts: self.counts.as_slice().into(), ends: self.ends.as_slice().into() };
        self.counts.clear();
        self.ends.clear();
        unit
    }
}

impl Unit {
    fn of(&self, row: usize) -> &[(u32, u32)] {
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        match (start, self.ends.get(row)) {
            (Some(start), Some(&end)) => &self.counts[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// The hits of each document, as themes and counts, sorted by theme.
pub(in crate::query) struct Counts(Vec<Unit>);

impl Counts {
    /// Searches every document for the themes.
    pub(in crate::query) fn new(scan: &Scan<'_>, control: &Control) -> Result<Self> {
        let count = |unit: &mut Counting, position, _: Row<'_>, hits: &[Hit]| {
            unit.add(position, hits);
            Ok(())
        };
        scan.gather(control, count, |unit| Ok(unit.finish())).map(Self)
    }

    /// Prefetches the index that says where the hits of a document are.
    pub(super) fn fetch_ends(&self, position: usize) {
        prefetch(&self.0[position / UNIT].ends, position % UNIT);
    }

    /// Prefetches the hits of a document; call it once [`fetch_ends`](Self::fetch_ends) has had time to work.
    pub(super) fn fetch(&self, position: usize) {
        let unit = &self.0[position / UNIT];
        // The end of one document's hits is the beginning of the next one's, mostly in the same cache line.
        prefetch(&unit.counts, unit.ends.get(position % UNIT).map_or(0, |&end| end as usize).saturating_sub(1));
    }

    /// The hits of the document at a position.
    pub(in crate::query) fn of(&self, position: usize) -> &[(u32, u32)] {
        self.0[position / UNIT].of(position % UNIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_without_hits_have_no_counts_wherever_they_stand() {
        let hit = |theme| Hit { theme, pattern: 0, start: 0, end: 1, rolled_up: false };
        let documents =
            [(1, vec![2, 0, 2]), (4, vec![1]), (UNIT - 1, vec![0]), (2 * UNIT, vec![3, 3]), (2 * UNIT + 1, vec![1])];
        let mut unit = Counting::default();
        let counts = (0..4).map(|number| {
            for (position, themes) in documents.iter().filter(|(position, _)| position / UNIT == number) {
                unit.add(*position, &themes.iter().map(|&theme| hit(theme)).collect::<Vec<_>>());
            }
            unit.finish()
        });
        let counts = Counts(counts.collect());
        for position in 0..4 * UNIT {
            let themes = documents.iter().find(|(of, _)| *of == position).map_or(&[][..], |(_, themes)| themes);
            let count = |theme: u32| (theme, themes.iter().filter(|&&other| other == theme).count() as u32);
            let expected: Vec<(u32, u32)> = (0..4).map(count).filter(|&(_, count)| count > 0).collect();
            counts.fetch_ends(position);
            counts.fetch(position);
            assert_eq!(counts.of(position), expected, "{position}");
        }
    }
}
