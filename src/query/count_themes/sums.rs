//! Sums over documents: enough for the rates of a table and their limits.

use std::collections::BTreeMap;

use super::super::grid::{Cell as GridCell, Grid, Grouping};
use super::super::placed::join;
use super::super::themes::Part;
use crate::calendar::{Date, Every};
use crate::error::Result;
use crate::stats::rate::RateSums;
use crate::text::Lang;

/// Period, group and language; the language decides which themes count a document.
type Key = (Option<Date>, u32, Lang);

/// The documents of one period, group and language.
#[derive(Clone, Debug, Default)]
struct Cell {
    /// Documents and their tokens.
    documents: RateSums,
    /// Hits by theme, up to the last theme that has any.
    hits: Vec<RateSums>,
}

/// The sums over all documents met.
#[derive(Debug, Default)]
pub(super) struct Sums {
    cells: BTreeMap<Key, Cell>,
    /// First and last day stated by a document.
    span: Option<(Date, Date)>,
}

impl Cell {
    fn join(&mut self, other: &Self) {
        self.documents.join(&other.documents);
        self.hits.resize(self.hits.len().max(other.hits.len()), RateSums::default());
        self.hits.iter_mut().zip(&other.hits).for_each(|(sums, other)| sums.join(other));
    }

    /// Documents, tokens and hits of a theme.
    fn of_theme(&self, theme: usize) -> RateSums {
        let mut sums = self.documents;
        self.hits.get(theme).into_iter().for_each(|hits| sums.join(hits));
        sums
    }
}

impl Sums {
    /// Adds a document, with its hits by theme.
    pub(super) fn add(
        &mut self,
        key: Key,
        span: Option<(Date, Date)>,
        n_tokens: i64,
        hits: impl IntoIterator<Item = (u32, u32)>,
    ) {
        self.span = join(self.span, span);
        let cell = self.cells.entry(key).or_default();
        cell.documents.add_unit(n_tokens);
        for (theme, count) in hits {
            let theme = theme as usize;
            cell.hits.resize(cell.hits.len().max(theme + 1), RateSums::default());
            cell.hits[theme].add_hits(i64::from(count), n_tokens);
        }
    }

    /// Adds the sums of `other`; `groups` says where each group belongs.
    pub(super) fn join(&mut self, other: &Self, groups: Option<&Grouping>) {
        self.span = join(self.span, other.span);
        for (&(period, group, lang), cell) in &other.cells {
            let place = groups.map_or(0, |groups| groups.of[group as usize]);
            self.cells.entry((period, place, lang)).or_default().join(cell);
        }
    }

    pub(super) fn grid(&self, every: Option<Every>, groups: usize) -> Result<Grid> {
        let mut cells: BTreeMap<(Option<Date>, u32), GridCell> = BTreeMap::new();
        for (&(period, group, _), cell) in &self.cells {
            let sum = cells.entry((period, group)).or_default();
            sum.n_docs += cell.documents.units;
            sum.n_tokens += cell.documents.n_tokens;
        }
        let cells = cells.into_iter().map(|((period, group), cell)| (period, group as usize, cell));
        Grid::of_cells(cells.collect(), every, groups, self.span)
    }

    /// The parts of each cell of a grid, by theme; `covered` says for each language which themes it covers.
    pub(super) fn parts(&self, grid: &Grid, covered: &[Vec<bool>; Lang::ALL.len()], themes: usize) -> Vec<Vec<Part>> {
        let mut parts = vec![vec![Part::default(); themes]; grid.cells.len()];
        for (&(period, group, lang), cell) in &self.cells {
            let parts = &mut parts[grid.cell(period, group as usize)];
            for theme in (0..themes).filter(|&theme| covered[lang as usize][theme]) {
                parts[theme].join(&cell.of_theme(theme));
            }
        }
        parts
    }

    /// Documents of each language.
    pub(super) fn documents(&self) -> [usize; Lang::ALL.len()] {
        let mut documents = [0; Lang::ALL.len()];
        for (&(.., lang), cell) in &self.cells {
            documents[lang as usize] += cell.documents.units as usize;
        }
        documents
    }
}
