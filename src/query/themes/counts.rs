//! Hits of each document as theme and count.

use crate::corpus::{Control, Corpus};
use crate::error::Result;
use crate::lexicon::Hit;
use crate::query::scan::Scan;

/// Hits of some documents as position, theme and count.
#[derive(Default)]
struct Unit {
    counts: Vec<(u32, u32, i64)>,
    /// Hits of one document by theme, and the themes that have some.
    of_theme: Vec<i64>,
    met: Vec<u32>,
}

impl Unit {
    fn add(&mut self, position: usize, hits: &[Hit]) {
        for hit in hits {
            let theme = hit.theme as usize;
            if theme >= self.of_theme.len() {
                self.of_theme.resize(theme + 1, 0);
            }
            if self.of_theme[theme] == 0 {
                self.met.push(hit.theme);
            }
            self.of_theme[theme] += 1;
        }
        self.met.sort_unstable();
        let counts = self.met.drain(..).map(|theme| {
            let count = std::mem::take(&mut self.of_theme[theme as usize]);
            (position as u32, theme, count)
        });
        self.counts.extend(counts);
    }
}

/// Hits of each document as theme and count, by theme.
pub(super) struct Counts {
    starts: Vec<usize>,
    themes: Vec<(u32, i64)>,
}

impl Counts {
    /// Looks for the themes in every document.
    pub(super) fn new(corpus: &Corpus, scan: &Scan<'_>, control: &Control) -> Result<Self> {
        let units = scan.collect(control, |unit: &mut Unit, position, hits| unit.add(position, hits))?;
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
