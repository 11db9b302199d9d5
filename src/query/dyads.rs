//! Dyads: unordered pairs of countries that occur together, by theme and period.
//!
//! Rows are sorted by period (null last), group, left and right code, and theme by name. The pairs listed are those
//! that occur together in some unit of the corpus, whatever its theme; each has a row in every period × group × theme.
//! `count` is the number of units (sentences, paragraphs, documents) in which both countries occur and, where themes
//! are asked for, the theme too; a unit counts once. A document whose language has no pattern for one of the two
//! countries or for the theme is left out of the denominators; `uncovered` says how many were.
//! [`dyad_hits`](super::dyad_hits) lists the passages, one per unit.

mod meetings;
mod roster;

use rayon::prelude::*;

pub(super) use meetings::{Meeting, Meetings};

use super::batches::batches;
use super::column::Coded;
use super::grid::{Grid, Grouping};
use super::themes::uncovered;
use super::units::{ByLang, Within};
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};
use crate::stats::normal::check_confidence;
use crate::stats::share::{share, wilson};
use crate::text::Lang;

/// Documents a thread looks at in one go.
const UNIT: usize = 256;

/// Which countries are paired, in which units, about which themes.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// A lexicon whose themes have the key `country`.
    pub actors: &'a Lexicon,
    /// Themes that the unit must mention too; `None` asks for the countries alone.
    pub themes: Option<&'a Lexicon>,
    /// A country that must be one of the two; `None` gives all pairs.
    pub hub: Option<&'a str>,
    /// What counts as together.
    pub within: Within,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

/// How the table is divided.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Grouping by a column.
    pub grouping: Option<Grouping>,
    /// Nominal coverage of the intervals.
    pub confidence: f64,
}

impl Default for Ask {
    fn default() -> Self {
        Self { every: None, grouping: None, confidence: 0.95 }
    }
}

/// One row per period, group, pair and theme.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Dyads {
    pub period: Vec<Option<Date>>,
    pub group: Vec<i64>,
    pub left: Coded,
    pub right: Coded,
    /// Null throughout without themes.
    pub theme: Coded,
    pub count: Vec<i64>,
    pub doc_freq: Vec<i64>,
    pub doc_share: Vec<Option<f64>>,
    pub doc_share_low: Vec<Option<f64>>,
    pub doc_share_high: Vec<Option<f64>>,
    pub n_docs: Vec<i64>,
    pub n_units: Vec<i64>,
    pub partial: Vec<bool>,
    /// Themes and listed countries for which some documents were left out, by name, with the number of these documents.
    pub uncovered: Vec<(String, usize)>,
}

/// Counts pairs of countries.
///
/// # Errors
/// [`crate::Error::Lexicon`] for actors without a country, [`crate::Error::Argument`] for an unknown hub and a
/// confidence outside 0 to 1, and as in [`Grid::new`] and [`Lexicon::compile`]; [`crate::Error::Interrupted`] if
/// `control` was told to stop.
pub fn dyads(corpus: &Corpus, subject: &Subject<'_>, ask: &Ask, control: &Control) -> Result<Dyads> {
    check_confidence(ask.confidence)?;
    corpus.ready(subject.within.need())?;
    let grid = Grid::new(corpus, ask.every, ask.grouping.as_ref())?;
    let meetings = Meetings::new(corpus, subject, control)?;
    let records = records(corpus, &meetings, control)?;
    let mut pairs: Vec<(u32, u32)> = records.iter().map(|record| record.pair).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let topics = meetings.topics.as_ref().map_or(1, |topics| topics.by_name.len());
    grid.check_rows(pairs.len().saturating_mul(topics))?;
    let units = subject.within.count(corpus, control)?;
    let (with_themes, covered) = (meetings.topics.is_some(), Covered::new(corpus, &meetings));
    let counter = Counter { corpus, grid: &grid, pairs, topics, with_themes, covered };
    let (sums, sizes) = (counter.sum(&records), counter.sizes(&units));
    let mut table = counter.lay_out(&sums, &sizes, &meetings, subject.themes, ask.confidence);
    table.uncovered = counter.uncovered(&meetings, subject.themes);
    Ok(table)
}

/// The number of units of a document in which a pair occurs, with a theme or (`None`) whatever the theme.
struct Record {
    position: u32,
    pair: (u32, u32),
    theme: Option<u32>,
    units: i64,
}

fn records(corpus: &Corpus, meetings: &Meetings<'_>, control: &Control) -> Result<Vec<Record>> {
    let units = batches(corpus.len(), UNIT).map(|documents| {
        control.check()?;
        let (mut records, mut met) = (Vec::new(), Vec::new());
        for position in documents {
            meetings.visit(position, |Meeting { left, right, themes }| {
                let pair = (left[0].item, right[0].item);
                met.push((pair, None));
                met.extend(themes.iter().map(|theme| (pair, Some(theme[0].item))));
            });
            met.sort_unstable();
            let record = |same: &[((u32, u32), Option<u32>)]| {
                let (pair, theme) = same[0];
                Record { position: position as u32, pair, theme, units: same.len() as i64 }
            };
            records.extend(met.chunk_by(|a, b| a == b).map(record));
            met.clear();
        }
        Ok(records)
    });
    Ok(units.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect())
}

/// Which countries and themes have a pattern in each language.
struct Covered {
    countries: ByLang<Vec<bool>>,
    themes: ByLang<Vec<bool>>,
}

impl Covered {
    fn new(corpus: &Corpus, meetings: &Meetings<'_>) -> Self {
        let mut themes: ByLang<Vec<bool>> = [const { Vec::new() }; Lang::ALL.len()];
        for position in 0..corpus.len() {
            let here = &mut themes[corpus.lang(position) as usize];
            if let Some(topics) = meetings.topics.as_ref().filter(|_| here.is_empty()) {
                let matcher = topics.scan.matcher(position);
                here.extend(topics.by_name.iter().map(|&theme| matcher.covers(theme)));
            }
        }
        Self { countries: meetings.roster.covered(corpus, &meetings.scan), themes }
    }

    /// Whether a language covers the pair and the theme; without themes, the pair alone.
    fn holds(&self, lang: usize, pair: (u32, u32), theme: usize) -> bool {
        let countries = &self.countries[lang];
        let has = |country: u32| countries.get(country as usize).copied().unwrap_or_default();
        has(pair.0) && has(pair.1) && self.themes[lang].get(theme).copied().unwrap_or(true)
    }
}

/// Units and documents with a pair and theme.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: i64,
    doc_freq: i64,
}

/// Documents and units of a cell, for each language.
type Sizes = ByLang<(i64, i64)>;

struct Counter<'a> {
    corpus: &'a Corpus,
    grid: &'a Grid,
    pairs: Vec<(u32, u32)>,
    /// Themes per pair; 1 without themes.
    topics: usize,
    with_themes: bool,
    covered: Covered,
}

impl Counter<'_> {
    /// Sums the records by cell, pair and theme.
    fn sum(&self, records: &[Record]) -> Vec<Sum> {
        let cells = self.grid.cell_of_documents();
        let mut sums = vec![Sum::default(); self.grid.cells.len() * self.pairs.len() * self.topics];
        for record in records.iter().filter(|record| record.theme.is_some() == self.with_themes) {
            let pair = self.pairs.partition_point(|&pair| pair < record.pair);
            let row = cells[record.position as usize] * self.pairs.len() + pair;
            let sum = &mut sums[row * self.topics + record.theme.map_or(0, |theme| theme as usize)];
            sum.count += record.units;
            sum.doc_freq += 1;
        }
        sums
    }

    fn sizes(&self, units: &[i64]) -> Vec<Sizes> {
        let sizes = |documents: &[u32]| {
            let mut sizes = Sizes::default();
            for &position in documents {
                let size = &mut sizes[self.corpus.lang(position as usize) as usize];
                *size = (size.0 + 1, size.1 + units[position as usize]);
            }
            sizes
        };
        self.grid.cells.par_iter().map(|cell| sizes(&cell.documents)).collect()
    }

    fn lay_out(
        &self,
        sums: &[Sum],
        sizes: &[Sizes],
        meetings: &Meetings<'_>,
        themes: Option<&Lexicon>,
        confidence: f64,
    ) -> Dyads {
        let codes = || Coded::new(meetings.roster.codes.iter().map(String::as_str).collect(), Vec::new());
        let mut table = Dyads { left: codes(), right: codes(), theme: names(meetings, themes), ..Dyads::default() };
        let mut rows = sums.iter();
        for (cell, sizes) in sizes.iter().enumerate() {
            let (period, group) = self.grid.place(cell);
            for &pair in &self.pairs {
                for (theme, sum) in (0..self.topics).zip(&mut rows) {
                    table.period.push(self.grid.periods[period]);
                    table.group.push(group as i64);
                    table.left.push(pair.0);
                    table.right.push(pair.1);
                    table.theme.push(if themes.is_some() { theme as u32 } else { u32::MAX });
                    table.partial.push(self.grid.partial[period]);
                    let languages = (0..sizes.len()).filter(|&lang| self.covered.holds(lang, pair, theme));
                    let size = languages.fold((0, 0), |sum, lang| (sum.0 + sizes[lang].0, sum.1 + sizes[lang].1));
                    table.push(*sum, size, confidence);
                }
            }
        }
        table
    }

    /// The uncovered themes, and the uncovered countries of the pairs.
    fn uncovered(&self, meetings: &Meetings<'_>, themes: Option<&Lexicon>) -> Vec<(String, usize)> {
        let mut listed = vec![false; meetings.roster.codes.len()];
        let countries = self.pairs.iter().flat_map(|pair| [pair.0, pair.1]);
        countries.for_each(|country| listed[country as usize] = true);
        let mut documents: ByLang<usize> = ByLang::default();
        (0..self.corpus.len()).for_each(|position| documents[self.corpus.lang(position) as usize] += 1);
        let missing = |country: usize| {
            let lacks = |lang: &usize| !self.covered.countries[*lang].get(country).copied().unwrap_or(true);
            (0..documents.len()).filter(lacks).map(|lang| documents[lang]).sum::<usize>()
        };
        let codes = meetings.roster.codes.iter().enumerate().filter(|&(country, _)| listed[country]);
        let left = codes.map(|(country, code)| (code.clone(), missing(country))).filter(|&(_, count)| count > 0);
        let topics = meetings.topics.as_ref().zip(themes);
        left.chain(topics.map_or_else(Vec::new, |(topics, themes)| uncovered(&topics.scan, themes, None))).collect()
    }
}

/// The column of themes, with no rows yet.
pub(super) fn names(meetings: &Meetings<'_>, themes: Option<&Lexicon>) -> Coded {
    let both = meetings.topics.as_ref().zip(themes);
    let names =
        both.map(|(topics, themes)| topics.by_name.iter().map(|&theme| themes.themes()[theme].name.as_str()).collect());
    Coded::new(names.unwrap_or_default(), Vec::new())
}

impl Dyads {
    fn push(&mut self, sum: Sum, (n_docs, n_units): (i64, i64), confidence: f64) {
        let limits = wilson(sum.doc_freq, n_docs, confidence);
        self.count.push(sum.count);
        self.doc_freq.push(sum.doc_freq);
        self.doc_share.push(share(sum.doc_freq, n_docs));
        self.doc_share_low.push(limits.map(|limits| limits.0));
        self.doc_share_high.push(limits.map(|limits| limits.1));
        self.n_docs.push(n_docs);
        self.n_units.push(n_units);
    }
}
