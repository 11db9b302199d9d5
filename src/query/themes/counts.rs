//! Hits of each document as theme and count.

use crate::corpus::{Control, Corpus};
use crate::error::Result;
use crate::query::scan::Scan;

/// Hits of some documents as position, theme and count.
#[derive(Default)]
struct Unit {
    counts: Vec<(u32, u32, i64)>,
    themes: Vec<u32>,
}

/// Hits of each document as theme and count, by theme.
pub(super) struct Counts {
    starts: Vec<usize>,
    themes: Vec<(u32, i64)>,
}

impl Counts {
    /// Looks for the themes in every document.
    pub(super) fn new(corpus: &Corpus, scan: &Scan<'_>, control: &Control) -> Result<Self> {
        let units = scan.collect(control, |unit: &mut Unit, position, hits| {
            unit.themes.extend(hits.iter().map(|hit| hit.theme));
            unit.themes.sort_unstable();
            let runs = unit.themes.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as i64));
            unit.counts.extend(runs.map(|(theme, count)| (position as u32, theme, count)));
            unit.themes.clear();
        })?;
        let mut counts = Self { starts: vec![0; corpus.len() + 1], themes: Vec::new() };
        for (position, theme, count) in units.iter().flat_map(|unit| &unit.counts) {
            counts.starts[*position as usize + 1] += 1;
            counts.themes.push((*theme, *count));
        }
        for position in 0..corpus.len() {
            counts.starts[position + 1] += counts.starts[position];
        }
        Ok(counts)
    }

    /// Hits of the document at a position.
    pub(super) fn of(&self, position: usize) -> &[(u32, i64)] {
        &self.themes[self.starts[position]..self.starts[position + 1]]
    }
}
