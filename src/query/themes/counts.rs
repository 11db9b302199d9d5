//! Hits of each document as theme and count.

use crate::corpus::Control;
use crate::error::Result;
use crate::lexicon::Hit;
use crate::query::scan::{Scan, UNIT};

/// Hits of the documents of a unit as theme and count.
#[derive(Default)]
struct Unit {
    counts: Vec<(u32, i64)>,
    /// Where those of a document end, up to the last that has some; they begin where those of the one before end.
    ends: Vec<u32>,
    /// Hits of one document by theme, and the themes that have some.
    of_theme: Vec<i64>,
    met: Vec<u32>,
}

impl Unit {
    fn add(&mut self, position: usize, hits: &[Hit]) {
        // Documents without hits end where the one before ends.
        self.ends.resize(position % UNIT, self.counts.len() as u32);
        for hit in hits {
            let theme = hit.theme as usize;
            if theme >= self.of_theme.len() {
                self.of_theme.resize(theme + 1, 0);
            }
            let count = &mut self.of_theme[theme];
            if *count == 0 {
                self.met.push(hit.theme);
            }
            *count += 1;
        }
        self.met.sort_unstable();
        let counts = self.met.drain(..).map(|theme| (theme, std::mem::take(&mut self.of_theme[theme as usize])));
        self.counts.extend(counts);
        // Bounded by the tokens of a unit in memory.
        self.ends.push(self.counts.len() as u32);
    }

    fn of(&self, row: usize) -> &[(u32, i64)] {
        let start = row.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        match (start, self.ends.get(row)) {
            (Some(start), Some(&end)) => &self.counts[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// Hits of each document as theme and count, by theme.
pub(super) struct Counts(Vec<Unit>);

impl Counts {
    /// Looks for the themes in every document.
    pub(super) fn new(scan: &Scan<'_>, control: &Control) -> Result<Self> {
        scan.collect(control, |unit: &mut Unit, position, hits| unit.add(position, hits)).map(Self)
    }

    /// Hits of the document at a position.
    pub(super) fn of(&self, position: usize) -> &[(u32, i64)] {
        self.0[position / UNIT].of(position % UNIT)
    }
}
