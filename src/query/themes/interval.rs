//! From the units of the cells to the table's rates and their limits.

use rayon::prelude::*;

use super::Ask;
use super::units::{Coverage, Source};
use crate::corpus::Control;
use crate::error::Result;
use crate::stats::bootstrap::{limits, resample};
use crate::stats::rate::RateSums;
use crate::stats::share::{share, wilson};
use crate::stats::standard::{self, Stratum};

/// What the table says about a theme in a cell; rates are per token.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct Row {
    pub(super) n_docs: i64,
    pub(super) doc_freq: i64,
    pub(super) n_tokens: i64,
    pub(super) count: i64,
    pub(super) rate: Option<f64>,
    pub(super) limits: Option<(f64, f64)>,
    pub(super) share: Option<f64>,
    pub(super) share_limits: Option<(f64, f64)>,
    /// Share of the standard that the cell covers.
    pub(super) covered: Option<f64>,
}

/// A part of a cell: one theme and, if the table is standardised, one stratum.
#[derive(Clone, Debug, Default)]
pub(in crate::query) struct Part {
    sums: RateSums,
    n_docs: i64,
    doc_freq: i64,
    /// Limits by resampling; `None` if units are not resampled, or if the resamples carry no information.
    resampled: Option<(f64, f64)>,
}

/// By cell, stratum and theme.
pub(in crate::query) type Parts = Vec<Vec<Vec<Part>>>;

impl Part {
    /// Adds documents, each of which is a unit.
    pub(in crate::query) fn join(&mut self, documents: &RateSums) {
        self.sums.join(documents);
        self.n_docs += documents.units;
        self.doc_freq += documents.with_hits;
    }
}

/// The parts of each cell, given the documents of its strata.
pub(super) fn parts(
    source: &Source<'_>,
    ask: &Ask,
    cells: &[Vec<Vec<u32>>],
    themes: usize,
    control: &Control,
) -> Result<Parts> {
    let coverages = Coverage::of_themes(&source.scan, themes);
    let parts = cells.par_iter().enumerate().map(|(cell, strata)| {
        control.check()?;
        Ok(strata.iter().map(|documents| parts_of(source, ask, documents, &coverages, cell)).collect())
    });
    parts.collect()
}

/// The rows of each cell, by theme.
pub(in crate::query) fn rows(parts: &Parts, ask: &Ask, themes: usize) -> Vec<Vec<Row>> {
    let standards: Vec<Standard> = (0..themes).map(|theme| Standard::new(parts, theme)).collect();
    let row = |strata: &Vec<Vec<Part>>| -> Vec<Row> {
        let of_theme =
            |theme: usize| standards[theme].row(&strata.iter().map(|part| &part[theme]).collect::<Vec<_>>(), ask);
        (0..themes).map(of_theme).collect()
    };
    parts.par_iter().map(row).collect()
}

/// The part of each theme, over some documents of a cell.
fn parts_of(source: &Source<'_>, ask: &Ask, documents: &[u32], coverages: &[Coverage], cell: usize) -> Vec<Part> {
    let mut parts = vec![Part::default(); coverages.iter().map(|coverage| coverage.themes.len()).sum()];
    for (number, coverage) in coverages.iter().enumerate() {
        let units = source.units(documents, coverage);
        let sums = units.sums();
        for (place, &theme) in coverage.themes.iter().enumerate() {
            let doc_freq = units.doc_freq[place];
            parts[theme] = Part { sums: sums[place], n_docs: units.n_docs, doc_freq, resampled: None };
        }
        if !ask.method.resamples() || units.tokens.len() < 2 {
            continue;
        }
        let seen: Vec<usize> = (0..coverage.themes.len()).filter(|&place| sums[place].count > 0).collect();
        if seen.is_empty() {
            continue;
        }
        let hits: Vec<_> = seen.iter().map(|&place| &units.hits[place]).collect();
        let stream = (cell * coverages.len() + number) as u64;
        let rates = resample(&units.tokens, &hits, ask.resampling, stream);
        for ((&place, hits), rates) in seen.iter().zip(hits).zip(&rates) {
            parts[coverage.themes[place]].resampled = limits(ask.method, rates, &units.tokens, hits, ask.confidence);
        }
    }
    parts
}

/// What the whole table says about a theme.
struct Standard {
    /// Mean number of hits in a unit that has any.
    hits_per_unit: f64,
    /// Share of each stratum in all tokens, and in all documents.
    weights: Vec<(f64, f64)>,
}

impl Standard {
    fn new(parts: &[Vec<Vec<Part>>], theme: usize) -> Self {
        let all = || parts.iter().flatten().map(|strata| &strata[theme]);
        let (count, with_hits) = all().fold((0, 0), |sum, part| (sum.0 + part.sums.count, sum.1 + part.sums.with_hits));
        let hits_per_unit = if with_hits == 0 { 1.0 } else { count as f64 / with_hits as f64 };
        let strata = parts.first().map_or(0, Vec::len);
        let mut held = vec![(0_i64, 0_i64); strata];
        for (stratum, part) in parts.iter().flat_map(|cell| cell.iter().enumerate()) {
            held[stratum].0 += part[theme].sums.n_tokens;
            held[stratum].1 += part[theme].n_docs;
        }
        let (tokens, docs) = held.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let part = |part: i64, whole: i64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
        Self { hits_per_unit, weights: held.iter().map(|&(t, d)| (part(t, tokens), part(d, docs))).collect() }
    }

    /// The row of a cell, from its strata.
    fn row(&self, strata: &[&Part], ask: &Ask) -> Row {
        let mut row = Row::default();
        for part in strata {
            row.n_docs += part.n_docs;
            row.doc_freq += part.doc_freq;
            row.n_tokens += part.sums.n_tokens;
            row.count += part.sums.count;
        }
        if ask.standard.is_some() {
            self.standardise(&mut row, strata, ask);
        } else if let [part] = strata {
            row.rate = part.sums.rate();
            row.limits = part.resampled.or_else(|| part.sums.limits(ask.method, ask.confidence, self.hits_per_unit));
            row.share = share(row.doc_freq, row.n_docs);
            row.share_limits = wilson(row.doc_freq, row.n_docs, ask.confidence);
        }
        row
    }

    fn standardise(&self, row: &mut Row, parts: &[&Part], ask: &Ask) {
        let stratum = |(part, &(of_tokens, of_docs)): (&&Part, &(f64, f64))| Stratum {
            of_tokens,
            of_docs,
            sums: part.sums,
            n_docs: part.n_docs,
            doc_freq: part.doc_freq,
        };
        let strata: Vec<Stratum> = parts.iter().zip(&self.weights).map(stratum).collect();
        row.covered = Some(standard::covered(&strata));
        if let Some((rate, estimate)) = standard::rate(&strata) {
            row.rate = Some(rate);
            row.limits = estimate.map(|estimate| match row.count {
                // The rule for a theme without hits works on units and ignores strata.
                0 => (0.0, unseen(&strata, ask.confidence, self.hits_per_unit)),
                _ => estimate.limits(ask.method, ask.confidence),
            });
        }
        if let Some((share, limits)) = standard::share(&strata, ask.confidence) {
            row.share = Some(share);
            row.share_limits = Some(limits);
        }
    }
}

fn unseen(strata: &[Stratum], confidence: f64, hits_per_unit: f64) -> f64 {
    let mut sums = RateSums::default();
    for stratum in strata {
        sums.units += stratum.sums.units;
        sums.n_tokens += stratum.sums.n_tokens;
    }
    sums.unseen(confidence, hits_per_unit)
}
