//! Terms over time in one pass over text, without keeping a corpus.
//!
//! The documents of a batch are read period by period, so that a worker counts one period at a time, in the same table
//! that looks up types. Texts and tokens are dropped with their block, so memory depends on the vocabulary and the
//! number of periods, not on the number of documents. The sums of two workers, or of two machines, merge by addition:
//! (period, group, term, count, documents), and for each cell documents and tokens.

mod sums;
mod worker;

use rayon::prelude::*;
use sums::{Sums, parts};
use worker::{Cell, Worker};

use super::column::Texts;
use super::frequency::{Ask, Counted, Frequency, Names, count, finish, listed_types, numbered};
use super::grid::{Cell as GridCell, Grid, Grouping};
use super::placed::{Pass, Placed, days_of};
use super::tally::Row;
use crate::calendar::Date;
use crate::corpus::{Control, Corpus, Drafts, Need, Options, Reader, Types, Workers, blocks, read_blocks};
use crate::error::{Error, Result};

/// Period and group.
type Key = (Option<Date>, u32);

/// Counts the terms of documents that come in batches.
///
/// ```
/// use coopsec::corpus::{Control, Draft, Options};
/// use coopsec::query::count_terms::TermCounter;
/// use coopsec::query::frequency;
///
/// let mut counter = TermCounter::new(Options::default(), frequency::Ask::default());
/// for text in ["Le Maroc et l'Espagne.", "Le port."] {
///     counter.add(vec![Draft { text: text.into(), ..Draft::default() }], &Control::default())?;
/// }
/// let table = counter.finish(None, &Control::default())?;
/// assert_eq!((table.term.get(0), table.count[0], table.doc_freq[0]), (Some("le"), 2, 2));
/// # Ok::<(), coopsec::Error>(())
/// ```
#[derive(Debug)]
pub struct TermCounter {
    options: Options,
    ask: Ask,
    workers: Workers<Worker>,
    /// Corpora counted as a whole, for questions that a single pass over text cannot answer.
    corpora: Vec<Worker>,
}

impl TermCounter {
    /// A counter with nothing counted yet. Groups come with each corpus, so any grouping in `ask` is ignored.
    pub fn new(options: Options, ask: Ask) -> Self {
        Self { options, ask, workers: Workers::default(), corpora: Vec::new() }
    }

    /// Counts the words of more documents, in group 0.
    ///
    /// # Errors
    /// [`Error::Argument`] for n-grams, whose sentences only a corpus knows; [`Error::Decode`] for a text of more than
    /// 4 GiB; [`Error::Interrupted`] if `control` was told to stop. After an error some of the documents may already be
    /// counted: discard the counter.
    pub fn add(&mut self, drafts: impl Into<Drafts>, control: &Control) -> Result<()> {
        if self.ask.ngram != 1 {
            return Err(Error::Argument("n-grams are counted in a corpus: build one of the documents".to_owned()));
        }
        let pass = Pass { options: &self.options, every: self.ask.every, control };
        let unread = drafts.into().into_blocks();
        if pass.every.is_none() {
            read_blocks(unread, &self.workers, |unread, worker, _| worker.read(unread.drafts(), pass))?;
            return Ok(());
        }
        let placed = read_blocks(unread, &self.workers, |unread, _, _| {
            let mut placed = Vec::new();
            pass.place(unread.drafts(), &mut placed).map(|()| placed)
        })?;
        read_blocks(blocks(by_period(placed)), &self.workers, |placed, worker, _| worker.count(&placed, pass))?;
        Ok(())
    }

    /// Counts the documents of a corpus; its groups are numbered from `first`.
    ///
    /// # Errors
    /// As in [`frequency`](super::frequency::frequency).
    pub fn add_corpus(
        &mut self,
        corpus: &Corpus,
        grouping: Option<&Grouping>,
        first: u32,
        control: &Control,
    ) -> Result<()> {
        corpus.ready(Need::Columns)?;
        let grid = Grid::new(corpus, self.ask.every, grouping)?;
        // Stopwords among single words are left out at the end, once all languages are known.
        let stopwords = if self.ask.ngram == 1 { &[] } else { self.ask.stopwords.as_slice() };
        let counted = count(corpus, &grid, &listed_types(corpus, stopwords), self.ask.ngram, control)?;
        let mut worker = Worker::from(Reader::default());
        // A worker is kept for each corpus, and a corpus may have few types: do not keep the large table of a reader.
        worker.reader.types = Types::default();
        let mut names = Texts::default();
        let mut numbers = vec![None; counted.terms];
        for (index, rows) in counted.cells.iter().enumerate().filter(|(index, _)| grid.cells[*index].n_docs > 0) {
            let mut number = |term: u32| {
                *numbers[term as usize].get_or_insert_with(|| {
                    counted.names.push(term, &mut names);
                    worker.reader.types.push(names[names.len() - 1].as_bytes())
                })
            };
            let rows = rows.iter().map(|row| (row, number(row.term))).map(|(row, term)| Row { term, ..*row }).collect();
            let (period, group) = grid.place(index);
            let GridCell { n_docs, n_tokens, .. } = grid.cells[index];
            let cell = Cell { n_docs, n_tokens, parts: vec![rows] };
            worker.cells.insert((grid.periods[period], first + group as u32), cell);
        }
        for position in 0..corpus.len() {
            let reading = corpus.reading(position);
            worker.meet(corpus.lang(position), days_of(reading, self.ask.every).0);
        }
        self.corpora.push(worker);
        Ok(())
    }

    /// The table of everything added. `groups` maps each group to its place in the table (groups with the same name
    /// share one) and gives the number of places.
    ///
    /// # Errors
    /// As in [`frequency`](super::frequency::frequency).
    ///
    /// # Panics
    /// If `groups` has fewer entries than groups were added.
    pub fn finish(self, groups: Option<&Grouping>, control: &Control) -> Result<Frequency> {
        let Self { ask, workers, corpora, .. } = self;
        let mut workers = workers.into_vec();
        workers.par_iter_mut().for_each(Worker::close);
        workers.extend(corpora);
        control.check()?;
        let mut sums = Sums::new(workers, groups);
        sums.leave_out(&ask.stopwords);
        control.check()?;
        let grid = sums.grid(ask.every, groups.map_or(1, |groups| groups.count))?;
        let Sums { norms, ids, cells, .. } = sums;
        let terms = norms.len();
        let (norms, ends) = norms.into_parts();
        let cells = numbered(parts(cells, &ids, &grid), terms);
        finish(Counted { cells, terms, names: Names::All(Texts::new(norms, ends)) }, &grid, &ask, control)
    }
}

/// The documents of all blocks, period by period, each moved once.
fn by_period(mut blocks: Vec<Vec<Placed>>) -> impl Iterator<Item = Placed> {
    let mut order: Vec<(Option<Date>, u32, u32)> = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
    for (block, documents) in (0..).zip(&blocks) {
        order.extend((0..).zip(documents).map(|(at, document)| (document.period, block, at)));
    }
    order.sort_unstable();
    order.into_iter().map(move |(_, block, at)| std::mem::take(&mut blocks[block as usize][at as usize]))
}
