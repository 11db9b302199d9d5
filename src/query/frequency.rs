//! Terms over time: how often each type, or n-gram of types, occurs in each cell.
//!
//! Rows are sorted by period (null last), group, count descending and term in code point order. In a table over time, a
//! cell with no listed term has one row with term null and count 0, so that sums over the table keep every document and
//! token. With `top`, the most frequent terms of the whole table are listed in every cell.

mod grams;
mod layout;
mod words;

use rayon::prelude::*;
pub(super) use words::{Part, added_up, numbered, total_rows};

use super::column::{Coded, Rates, Runs, Texts};
use super::grid::{Grid, Grouping};
use super::tally::Row;
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};
use crate::text;
use crate::zeroed::Zeroed;

/// The parameters of the query.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Grouping by a column.
    pub grouping: Option<Grouping>,
    /// Tokens per term; n-grams never cross a mark or a sentence boundary.
    pub ngram: usize,
    /// Terms that occur less often than this in the whole table are not listed.
    pub min_count: i64,
    /// If set, lists only this many of the most frequent terms of the whole table.
    pub top: Option<usize>,
    /// Words that are not listed, and that no n-gram may contain.
    pub stopwords: Vec<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self { every: None, grouping: None, ngram: 1, min_count: 1, top: None, stopwords: Vec::new() }
    }
}

/// One row per term and cell.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Frequency {
    pub period: Runs<Option<Date>>,
    pub group: Runs<i64>,
    pub term: Coded<Zeroed<u32>>,
    pub count: Zeroed<i64>,
    pub doc_freq: Zeroed<i64>,
    pub per_million: Rates,
    pub n_docs: Runs<i64>,
    pub n_tokens: Runs<i64>,
    pub partial: Runs<bool>,
}

/// Counts terms.
///
/// # Errors
/// [`Error::Argument`] for an n-gram size of 0 and as in [`Grid::new`]; [`Error::Interrupted`] if `control` was told
/// to stop.
pub fn frequency(corpus: &Corpus, ask: &Ask, control: &Control) -> Result<Frequency> {
    corpus.ready(Need::Columns)?;
    let grid = Grid::new(corpus, ask.every, ask.grouping.as_ref())?;
    let counted = count(corpus, &grid, &listed_types(corpus, &ask.stopwords), ask.ngram, control)?;
    finish(counted, &grid, ask, control)
}

/// Counts all the terms of every cell.
pub(super) fn count<'a>(
    corpus: &'a Corpus,
    grid: &Grid,
    listed: &[bool],
    ngram: usize,
    control: &Control,
) -> Result<Counted<'a>> {
    match ngram {
        0 => Err(Error::Argument("ngram is 0: use 1 for words, 2 for pairs, and so on".to_owned())),
        1 => words::count(corpus, grid, listed, control),
        ngram => grams::count(corpus, grid, listed, ngram, control),
    }
}

/// The table of the terms counted.
pub(super) fn finish(mut counted: Counted<'_>, grid: &Grid, ask: &Ask, control: &Control) -> Result<Frequency> {
    let terms = choose(&counted, ask);
    if ask.top.is_some() {
        grid.check_rows(terms.as_ref().map_or(counted.terms, Vec::len))?;
    }
    control.check()?;
    let cells = std::mem::take(&mut counted.cells);
    let cells = list(cells, terms.as_deref(), counted.terms, ask);
    control.check()?;
    Ok(layout::lay_out(grid, &cells, terms.as_ref().map_or(counted.terms, Vec::len), || {
        counted.into_names(terms.as_deref())
    }))
}

/// Whether each type may be part of a term.
pub(super) fn listed_types(corpus: &Corpus, stopwords: &[String]) -> Vec<bool> {
    let vocabulary = &corpus.store().vocabulary;
    let mut listed: Vec<bool> = vocabulary.kinds().iter().map(|kind| kind.is_counted()).collect();
    for lang in corpus.languages() {
        for id in stopwords.iter().filter_map(|word| vocabulary.id(&text::norm(word, lang))) {
            listed[id as usize] = false;
        }
    }
    listed
}

/// Appends the name of a term to a column.
type Push<'a> = Box<dyn Fn(u32, &mut Texts) + Send + Sync + 'a>;

/// Names of terms by number.
pub(super) enum Names<'a> {
    Each(Push<'a>),
    All(Texts),
}

impl Names<'_> {
    /// Appends the name of a term to a column.
    pub(super) fn push(&self, term: u32, names: &mut Texts) {
        match self {
            Self::Each(push) => push(term, names),
            Self::All(all) => names.push(&all[term as usize]),
        }
    }
}

/// Terms numbered in code point order, and the terms of each cell in any order.
pub(super) struct Counted<'a> {
    pub(super) cells: Vec<Vec<Row>>,
    /// Upper bound of the numbers; some numbers may occur in no cell.
    pub(super) terms: usize,
    pub(super) names: Names<'a>,
}

impl Counted<'_> {
    /// Names of the chosen terms, or of all terms.
    fn into_names(self, chosen: Option<&[u32]>) -> Texts {
        match (chosen, self.names) {
            (None, Names::All(names)) => names,
            (None, names) => Texts::of_rows(self.terms, |row, texts| names.push(row as u32, texts)),
            (Some(chosen), names) => Texts::of_rows(chosen.len(), |row, texts| names.push(chosen[row], texts)),
        }
    }
}

/// The terms to list, ascending; `None` if every term that occurs is listed and there are no more numbers than rows, so
/// that unused numbers do no harm.
fn choose(counted: &Counted<'_>, ask: &Ask) -> Option<Vec<u32>> {
    let rows: usize = counted.cells.iter().map(Vec::len).sum();
    if ask.top.is_none() && ask.min_count <= 1 && rows >= counted.terms {
        return None;
    }
    let mut totals = vec![0; counted.terms];
    counted.cells.iter().flatten().for_each(|row| totals[row.term as usize] += row.count);
    let is_chosen = |&term: &u32| totals[term as usize] >= ask.min_count.max(1);
    let mut chosen: Vec<u32> = (0..counted.terms as u32).filter(is_chosen).collect();
    if let Some(top) = ask.top {
        chosen.sort_unstable_by_key(|&term| (std::cmp::Reverse(totals[term as usize]), term));
        chosen.truncate(top);
        chosen.sort_unstable();
    }
    Some(chosen)
}

/// Stands for the absence of a term.
pub(super) const NONE: u32 = u32::MAX;

/// The rows to list in each cell, with terms numbered by their place among the chosen ones.
fn list(mut cells: Vec<Vec<Row>>, chosen: Option<&[u32]>, terms: usize, ask: &Ask) -> Vec<Vec<Row>> {
    let places = chosen.map(|chosen| {
        let mut places = vec![NONE; terms];
        (0u32..).zip(chosen).for_each(|(place, &term)| places[term as usize] = place);
        places
    });
    cells.par_iter_mut().for_each(|rows| {
        if let Some(places) = &places {
            rows.iter_mut().for_each(|row| row.term = places[row.term as usize]);
            rows.retain(|row| row.term != NONE);
        }
        if ask.top.is_some() {
            *rows = with_zeros(rows, chosen.map_or(terms, <[u32]>::len));
        }
        if rows.is_empty() && ask.every.is_some() {
            rows.push(Row { term: NONE, ..Row::default() });
        }
    });
    cells
}

/// A row for every term, with zeros for those that the cell does not contain.
fn with_zeros(rows: &[Row], terms: usize) -> Vec<Row> {
    let mut all: Vec<Row> = (0..terms as u32).map(|term| Row { term, ..Row::default() }).collect();
    rows.iter().for_each(|row| all[row.term as usize] = *row);
    all
}
