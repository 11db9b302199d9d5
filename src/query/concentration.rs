//! Where the hits come from: the source and the story with the most hits of each theme, in each period and in the whole
//! corpus.
//!
//! Only themes with hits have rows: first those of the whole corpus, then by period (documents without one last), each
//! sorted by name of theme. Among equally large sources or stories the first wins.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::documents::stories;
use super::grid::{Grid, Grouping};
use super::scan::Scan;
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{Lexicon, NestedScope};

/// The parameters of the query.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Source of each document.
    pub sources: Grouping,
    /// The group of documents whose source is unknown; it does not count as a source.
    pub unknown: Option<u32>,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

/// One row per theme with hits, over the whole corpus and in each period.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "columns that the module describes")]
pub struct Concentration {
    /// Whether the row is about the whole corpus.
    pub whole: Vec<bool>,
    pub period: Vec<Option<Date>>,
    pub theme: Vec<String>,
    pub count: Vec<i64>,
    /// Group of the source with the most hits (-1 if no source is known), and its hits.
    pub source: Vec<i64>,
    pub source_count: Vec<i64>,
    /// Id of the first document of the story with the most hits, its number of documents with hits, and its hits.
    pub story: Vec<String>,
    pub story_docs: Vec<i64>,
    pub story_count: Vec<i64>,
}

/// The cell of the whole corpus, which sorts before the periods.
const WHOLE: u32 = 0;

/// Cell (period + 1, or [`WHOLE`]) and theme.
type Place = (u32, u32);

/// Document, theme, and the number of hits of the theme in the document.
type Hits = (u32, u32, i64);

/// Finds the largest source and story.
///
/// # Errors
/// As in [`Grid::new`] and [`Lexicon::compile`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn concentration(corpus: &Corpus, lexicon: &Lexicon, ask: &Ask, control: &Control) -> Result<Concentration> {
    corpus.ready(Need::Columns)?;
    let grid = Grid::new(corpus, ask.every, Some(&ask.sources))?;
    let scan = Scan::new(corpus, lexicon, ask.scope, control)?;
    let units = scan.collect(control, |unit: &mut Vec<Hits>, position, hits| {
        let mut themes: Vec<u32> = hits.iter().map(|hit| hit.theme).collect();
        themes.sort_unstable();
        unit.extend(themes.chunk_by(|a, b| a == b).map(|run| (position as u32, run[0], run.len() as i64)));
    })?;
    let hits: Vec<Hits> = units.concat();
    let story_of = stories(corpus, control)?;
    let cell_of = grid.cell_of_documents();
    let cells = |position: u32| {
        // Without periods, the whole corpus is the only cell.
        let period = ask.every.map(|_| grid.place(cell_of[position as usize]).0 as u32 + 1);
        [Some(WHOLE), period].into_iter().flatten()
    };
    let by_source = |position: u32| Some(ask.sources.of[position as usize]).filter(|&of| Some(of) != ask.unknown);
    let by_story = |position: u32| u32::try_from(story_of[position as usize]).ok();
    let sources = largest(&hits, cells, |position| by_source(position).map(|source| (source, position)));
    let stories = largest(&hits, cells, |position| by_story(position).map(|story| (story, position)));
    control.check()?;
    let mut totals: BTreeMap<Place, i64> = BTreeMap::new();
    for &(position, theme, count) in &hits {
        cells(position).for_each(|cell| *totals.entry((cell, theme)).or_default() += count);
    }
    Ok(Found { totals, sources, stories }.lay_out(corpus, lexicon, &grid))
}

/// The source or story with the most hits: its number, its first document with hits, how many such documents it has,
/// and its hits.
#[derive(Clone, Copy)]
struct Largest {
    member: u32,
    first: u32,
    documents: i64,
    count: i64,
}

fn largest<I: Iterator<Item = u32>>(
    hits: &[Hits],
    cells: impl Fn(u32) -> I + Sync,
    member: impl Fn(u32) -> Option<(u32, u32)> + Sync,
) -> BTreeMap<Place, Largest> {
    let mut rows: Vec<(Place, (u32, u32), i64)> = hits
        .par_iter()
        .flat_map_iter(|&(position, theme, count)| {
            let member = member(position);
            cells(position).filter_map(move |cell| Some(((cell, theme), member?, count)))
        })
        .collect();
    rows.par_sort_unstable();
    let mut found: BTreeMap<Place, Largest> = BTreeMap::new();
    for run in rows.chunk_by(|a, b| (a.0, a.1.0) == (b.0, b.1.0)) {
        let (place, (member, first), _) = run[0];
        let count = run.iter().map(|row| row.2).sum();
        let one = Largest { member, first, documents: run.len() as i64, count };
        let best = found.entry(place).or_insert(one);
        if count > best.count {
            *best = one;
        }
    }
    found
}

/// Hits, and the largest source and story, of each theme and cell.
struct Found {
    totals: BTreeMap<Place, i64>,
    sources: BTreeMap<Place, Largest>,
    stories: BTreeMap<Place, Largest>,
}

impl Found {
    fn lay_out(&self, corpus: &Corpus, lexicon: &Lexicon, grid: &Grid) -> Concentration {
        let name = |theme: u32| lexicon.themes()[theme as usize].name.as_str();
        let mut places: Vec<(Place, i64)> = self.totals.iter().map(|(&place, &count)| (place, count)).collect();
        places.sort_by_key(|&((cell, theme), _)| (cell, name(theme)));
        let mut table = Concentration::default();
        for (place, count) in places {
            table.whole.push(place.0 == WHOLE);
            table.period.push(place.0.checked_sub(1).and_then(|period| grid.periods[period as usize]));
            table.theme.push(name(place.1).to_owned());
            table.count.push(count);
            let source = self.sources.get(&place);
            table.source.push(source.map_or(-1, |source| i64::from(source.member)));
            table.source_count.push(source.map_or(0, |source| source.count));
            let story = self.stories.get(&place);
            table.story.push(story.map_or("", |story| corpus.id(story.first as usize)).to_owned());
            table.story_docs.push(story.map_or(0, |story| story.documents));
            table.story_count.push(story.map_or(0, |story| story.count));
        }
        table
    }
}
