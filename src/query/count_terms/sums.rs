//! The counts of all workers, in one shared vocabulary.

use std::collections::BTreeMap;

use super::super::frequency::{NONE, Part, total_rows};
use super::super::grid::{Cell as GridCell, Grid, Grouping};
use super::super::placed::join;
use super::super::tally::Row;
use super::Key;
use super::worker::{Cell, Worker};
use crate::calendar::{Date, Every};
use crate::corpus::{Merged, SortedNorms, Types, merge_in_order};
use crate::error::Result;
use crate::text::{Lang, norm};

/// The sums of all workers.
pub(super) struct Sums {
    pub(super) norms: SortedNorms,
    pub(super) ids: Vec<Ids>,
    pub(super) cells: BTreeMap<Key, Sum>,
    span: Option<(Date, Date)>,
    languages: Vec<Lang>,
}

/// The shared ids of a worker's types, or of all types.
pub(super) struct Ids {
    /// By the worker's own number of the type; [`NONE`] for types that are left out.
    of: Vec<u32>,
    /// Whether no two types share an id, as types of different languages may.
    apart: bool,
}

/// What was counted in a period and at a place in the table.
#[derive(Default)]
pub(super) struct Sum {
    n_docs: i64,
    n_tokens: i64,
    /// Rows, each part with the index of the [`Ids`] it is numbered by: those of the worker that counted it, or those
    /// of all.
    parts: Vec<(usize, Vec<Row>)>,
}

impl Sums {
    pub(super) fn new(workers: Vec<Worker>, groups: Option<&Grouping>) -> Self {
        let types: Vec<&Types> = workers.iter().map(|worker| &worker.reader.types).collect();
        let (norms, Merged { ids, totals }) = merge_in_order(&types);
        let apart = workers.iter().map(|worker| worker.languages.iter().filter(|&&met| met).count() < 2);
        let mut ids: Vec<Ids> = ids.into_iter().zip(apart).map(|(of, apart)| Ids { of, apart }).collect();
        let met = |lang: &Lang| workers.iter().any(|worker| worker.languages[*lang as usize]);
        let languages = Lang::ALL.into_iter().filter(met).collect();
        let span = workers.iter().fold(None, |span, worker| join(span, worker.span));
        let mut cells: BTreeMap<Key, Sum> = BTreeMap::new();
        for (worker, Worker { reader, cells: own, .. }) in workers.into_iter().enumerate() {
            // Free its memory in the background.
            rayon::spawn(move || drop(reader));
            for ((period, group), Cell { n_docs, n_tokens, parts }) in own {
                let place = groups.map_or(0, |groups| groups.of[group as usize]);
                let sum = cells.entry((period, place)).or_default();
                sum.n_docs += n_docs;
                sum.n_tokens += n_tokens;
                sum.parts.extend(parts.into_iter().map(|rows| (worker, rows)));
            }
        }
        if let Some(totals) = totals {
            // Counts over all periods, of all workers and types.
            let place = groups.map_or(0, |groups| groups.of[0]);
            // A row is as large as a total, so this reuses its memory.
            let rows = total_rows(totals.into_iter()).collect();
            cells.entry((None, place)).or_default().parts.push((ids.len(), rows));
            ids.push(Ids { of: (0..norms.len() as u32).collect(), apart: true });
        }
        Self { norms, ids, cells, span, languages }
    }

    /// Drops the rows of the given words.
    pub(super) fn leave_out(&mut self, stopwords: &[String]) {
        if stopwords.is_empty() {
            return;
        }
        let ids = |&lang: &Lang| stopwords.iter().map(move |word| (lang, word));
        let words = self.languages.iter().flat_map(ids);
        let mut out = vec![false; self.norms.len()];
        words.filter_map(|(lang, word)| self.norms.id(&norm(word, lang))).for_each(|id| out[id as usize] = true);
        self.ids.iter_mut().flat_map(|ids| &mut ids.of).filter(|id| out[**id as usize]).for_each(|id| *id = NONE);
    }

    pub(super) fn grid(&self, every: Option<Every>, groups: usize) -> Result<Grid> {
        let cells = self.cells.iter().map(|(&(period, group), sum)| {
            (period, group as usize, GridCell { n_docs: sum.n_docs, n_tokens: sum.n_tokens, ..GridCell::default() })
        });
        Grid::of_cells(cells.collect(), every, groups, self.span)
    }
}

/// The parts of each cell.
pub(super) fn parts<'n>(sums: BTreeMap<Key, Sum>, ids: &'n [Ids], grid: &Grid) -> Vec<Vec<Part<'n>>> {
    let mut cells: Vec<Vec<Part<'_>>> = grid.cells.iter().map(|_| Vec::new()).collect();
    for ((period, group), sum) in sums {
        let part = |(worker, rows): (usize, Vec<Row>)| {
            let Ids { of, apart } = &ids[worker];
            Part { rows, numbers: of, apart: *apart }
        };
        cells[grid.cell(period, group as usize)] = sum.parts.into_iter().map(part).collect();
    }
    cells
}
