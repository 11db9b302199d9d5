//! Terms over time: how often each type, or n-gram of types, occurs in each cell.
//!
//! Rows are sorted by period (null last), group, count descending and term in code point order. In a table over
//! time a cell none of whose terms is listed has one row with the term null and count 0, so that sums over the table keep
//! every document and token. With `top`, the most frequent terms of the whole table are listed in every cell.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::grid::{Cell, Grid, Grouping};
use crate::calendar::{Date, Every};
use crate::corpus::{Corpus, DocumentTokens, Need};
use crate::error::{Error, Result};
use crate::stats::rate::per_million;
use crate::text;

/// Tokens a unit of parallel work.
const UNIT: i64 = 1 << 20;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Period size.
    pub every: Option<Every>,
    /// Division by a column.
    pub grouping: Option<Grouping>,
    /// Tokens a term; n-grams never cross a mark or a sentence.
    pub ngram: usize,
    /// Terms that occur less often in the whole table are not listed.
    pub min_count: i64,
    /// Only so many most frequent terms of the whole table.
    pub top: Option<usize>,
    /// Words that are not listed (and that no n-gram may hold).
    pub stopwords: Vec<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self { every: None, grouping: None, ngram: 1, min_count: 1, top: None, stopwords: Vec::new() }
    }
}

/// One row a term and cell.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Frequency {
    pub period: Vec<Option<Date>>,
    pub group: Vec<i64>,
    pub term: Vec<Option<String>>,
    pub count: Vec<i64>,
    pub doc_freq: Vec<i64>,
    pub per_million: Vec<Option<f64>>,
    pub n_docs: Vec<i64>,
    pub n_tokens: Vec<i64>,
    pub partial: Vec<bool>,
}

/// Occurrences of a term, and documents that hold it.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: i64,
    doc_freq: i64,
    /// Last document counted in `doc_freq`, plus one.
    seen: u32,
}

type Counts = HashMap<Box<[u32]>, Tally>;

/// Counts terms.
///
/// # Errors
/// [`Error::Argument`] for an n-gram size of 0 and as in [`Grid::new`].
pub fn frequency(corpus: &Corpus, ask: &Ask) -> Result<Frequency> {
    if ask.ngram == 0 {
        return Err(Error::Argument("ngram is 0: use 1 for words, 2 for pairs, and so on".to_owned()));
    }
    corpus.ready(Need::Columns)?;
    let grid = Grid::new(corpus, ask.every, ask.grouping.as_ref())?;
    let counter = Counter { corpus, ngram: ask.ngram, listed: listed_types(corpus, &ask.stopwords) };
    let cells = counter.count_cells(&grid);
    let names = Terms::choose(corpus, &cells, ask);
    if ask.top.is_some() {
        grid.check_rows(names.names.len())?;
    }
    Ok(lay_out(&grid, &cells, &names, ask))
}

/// Whether each type may be part of a term.
fn listed_types(corpus: &Corpus, stopwords: &[String]) -> Vec<bool> {
    let vocabulary = &corpus.store().vocabulary;
    let mut listed: Vec<bool> = vocabulary.iter().map(|(id, _)| vocabulary.kind(id).is_counted()).collect();
    for lang in corpus.languages() {
        for id in stopwords.iter().filter_map(|word| vocabulary.id(&text::norm(word, lang))) {
            listed[id as usize] = false;
        }
    }
    listed
}

struct Counter<'a> {
    corpus: &'a Corpus,
    ngram: usize,
    listed: Vec<bool>,
}

impl Counter<'_> {
    /// Counts of every cell. A large cell is divided into units, so that one period alone uses every thread.
    fn count_cells(&self, grid: &Grid) -> Vec<Counts> {
        let units: Vec<(usize, &[u32])> = grid
            .cells
            .iter()
            .enumerate()
            .flat_map(|(cell, content)| units(content).map(move |part| (cell, part)))
            .collect();
        let counted: Vec<(usize, Counts)> =
            units.into_par_iter().map(|(cell, documents)| (cell, self.count(documents))).collect();
        let mut cells: Vec<Counts> = grid.cells.iter().map(|_| Counts::default()).collect();
        for (cell, counts) in counted {
            add(&mut cells[cell], counts);
        }
        cells
    }

    fn count(&self, documents: &[u32]) -> Counts {
        let mut counts = Counts::default();
        for &position in documents {
            let tokens = self.corpus.tokens(position as usize);
            for sentence in 0..tokens.sentence_starts.len() {
                self.count_sentence(&tokens, sentence, position + 1, &mut counts);
            }
        }
        counts
    }

    fn count_sentence(&self, tokens: &DocumentTokens<'_>, sentence: usize, seen: u32, counts: &mut Counts) {
        let ids = &tokens.ids[tokens.sentence(sentence)];
        for gram in ids.windows(self.ngram).filter(|gram| gram.iter().all(|&id| self.listed[id as usize])) {
            let tally = match counts.get_mut(gram) {
                Some(tally) => tally,
                None => counts.entry(gram.into()).or_default(),
            };
            tally.count += 1;
            if tally.seen != seen {
                tally.seen = seen;
                tally.doc_freq += 1;
            }
        }
    }
}

/// Runs of a cell's documents of about [`UNIT`] tokens; their number depends on the corpus alone.
fn units(cell: &Cell) -> impl Iterator<Item = &[u32]> {
    let parts = usize::try_from(cell.n_tokens / UNIT).unwrap_or(0) + 1;
    cell.documents.chunks(cell.documents.len().div_ceil(parts).max(1))
}

/// Units hold whole documents, so document frequencies add up.
fn add(total: &mut Counts, part: Counts) {
    if total.is_empty() {
        *total = part;
        return;
    }
    // In any order: sums do not depend on it.
    for (gram, tally) in part {
        let sum = total.entry(gram).or_default();
        sum.count += tally.count;
        sum.doc_freq += tally.doc_freq;
    }
}

/// The terms that are listed, in code point order, and the rank of each.
struct Terms {
    names: Vec<String>,
    ranks: HashMap<Box<[u32]>, usize>,
}

impl Terms {
    fn choose(corpus: &Corpus, cells: &[Counts], ask: &Ask) -> Self {
        let mut totals: HashMap<&[u32], i64> = HashMap::new();
        // In any order: sums do not depend on it.
        for (gram, tally) in cells.iter().flatten() {
            *totals.entry(gram).or_default() += tally.count;
        }
        let mut chosen: Vec<(String, i64, &[u32])> = totals
            .into_iter()
            .filter(|&(_, count)| count >= ask.min_count)
            .map(|(gram, count)| (name(corpus, gram), count, gram))
            .collect();
        if let Some(top) = ask.top {
            chosen.sort_unstable_by(|a, b| (b.1, &a.0, a.2).cmp(&(a.1, &b.0, b.2)));
            chosen.truncate(top);
        }
        chosen.sort_unstable_by(|a, b| (&a.0, a.2).cmp(&(&b.0, b.2)));
        let ranks = chosen.iter().enumerate().map(|(rank, (_, _, gram))| ((*gram).into(), rank)).collect();
        Self { names: chosen.into_iter().map(|(name, _, _)| name).collect(), ranks }
    }

    /// Every term, zeros included.
    fn whole(&self, counts: &Counts) -> Vec<(usize, Tally)> {
        let mut rows = vec![Tally::default(); self.names.len()];
        for (rank, tally) in self.observed(counts) {
            rows[rank] = tally;
        }
        rows.into_iter().enumerate().collect()
    }

    /// The terms of one cell, in no order.
    fn observed(&self, counts: &Counts) -> Vec<(usize, Tally)> {
        counts.iter().filter_map(|(gram, &tally)| Some((*self.ranks.get(gram)?, tally))).collect()
    }
}

fn name(corpus: &Corpus, gram: &[u32]) -> String {
    let norms: Vec<&str> = gram.iter().map(|&id| corpus.store().vocabulary.norm(id)).collect();
    norms.join(" ")
}

fn lay_out(grid: &Grid, cells: &[Counts], terms: &Terms, ask: &Ask) -> Frequency {
    let mut table = Frequency::default();
    for (index, counts) in cells.iter().enumerate() {
        let mut rows = if ask.top.is_some() { terms.whole(counts) } else { terms.observed(counts) };
        rows.sort_unstable_by_key(|&(rank, tally)| (std::cmp::Reverse(tally.count), rank));
        if rows.is_empty() && ask.every.is_some() {
            table.push(grid, index, None, Tally::default());
        }
        for (rank, tally) in rows {
            table.push(grid, index, Some(&terms.names[rank]), tally);
        }
    }
    table
}

impl Frequency {
    fn push(&mut self, grid: &Grid, cell: usize, term: Option<&str>, tally: Tally) {
        let (period, group) = grid.place(cell);
        let content = &grid.cells[cell];
        self.period.push(grid.periods[period]);
        self.group.push(group as i64);
        self.term.push(term.map(str::to_owned));
        self.count.push(tally.count);
        self.doc_freq.push(tally.doc_freq);
        self.per_million.push(per_million(tally.count, content.n_tokens));
        self.n_docs.push(content.n_docs());
        self.n_tokens.push(content.n_tokens);
        self.partial.push(grid.partial[period]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(count: i64, doc_freq: i64) -> Tally {
        Tally { count, doc_freq, seen: 0 }
    }

    #[test]
    fn units_divide_the_documents_of_a_large_cell_and_keep_their_order() {
        for (documents, n_tokens, expected) in
            [(0, 0, 0), (1, UNIT * 9, 1), (7, UNIT - 1, 1), (7, UNIT, 2), (7, UNIT * 50, 7)]
        {
            let cell = Cell { documents: (0..documents).collect(), n_tokens };
            assert_eq!(units(&cell).count(), expected, "{documents} documents of {n_tokens} tokens");
            assert_eq!(units(&cell).flatten().copied().collect::<Vec<u32>>(), cell.documents);
        }
    }

    #[test]
    fn counts_of_units_add_up() {
        let counts = |rows: &[(u32, Tally)]| rows.iter().map(|&(id, tally)| ([id].into(), tally)).collect::<Counts>();
        let mut total = Counts::default();
        add(&mut total, counts(&[(1, tally(3, 2)), (2, tally(1, 1))]));
        add(&mut total, counts(&[(1, tally(4, 1)), (5, tally(2, 2))]));
        let sum = |id: u32| total.get([id].as_slice()).map(|tally| (tally.count, tally.doc_freq));
        assert_eq!([sum(1), sum(2), sum(5), sum(9)], [Some((7, 3)), Some((1, 1)), Some((2, 2)), None]);
    }
}
