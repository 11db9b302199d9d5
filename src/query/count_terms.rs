//! Terms over time in one pass over text, without keeping a corpus.
//!
//! Each worker keeps the counts of each period; texts and tokens are let go of as soon as they are counted, so memory
//! depends on the vocabulary and the periods, not on the number of documents. The sums of two workers, or of two
//! machines, merge by addition: (period, group, term, count, documents), and for each cell documents and tokens.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::column::Texts;
use super::frequency::{Ask, Frequency, count, finish, listed_types, ranked};
use super::grid::{Cell as GridCell, Grid, Grouping};
use super::tally::{Row, Tallies};
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus, Count, Draft, Need, Options, Reader, Vocabulary, Workers, merge, read_blocks};
use crate::error::{Error, Result};
use crate::press::Press;
use crate::text::{Lang, norm};

/// Tokens that a worker puts aside, by period, before it counts them: 64 MB.
const PENDING: usize = 1 << 24;
/// Tokens and documents that a worker counts before it puts the sums aside: no more than its counters hold. A text has
/// fewer tokens than bytes, and fewer than 4 GiB.
const COUNTED: usize = u32::MAX as usize;

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
    /// Corpora that were counted whole, for what a single pass over text does not tell.
    corpora: Vec<Worker>,
}

/// What is known of one period and group.
#[derive(Debug, Default)]
struct Cell {
    n_docs: i64,
    n_tokens: i64,
    /// One a type that a worker met.
    rows: Vec<Row>,
    /// Tokens that wait to be counted, and where each document ends.
    ids: Vec<u32>,
    ends: Vec<usize>,
}

/// How documents are read in one pass.
#[derive(Clone, Copy)]
struct Pass<'p> {
    options: &'p Options,
    every: Option<Every>,
    control: &'p Control,
}

/// Counts, by types of the worker's own.
#[derive(Debug)]
struct Worker {
    reader: Reader,
    cells: BTreeMap<Key, Cell>,
    /// First and last day that a document states.
    span: Option<(Date, Date)>,
    languages: [bool; Lang::ALL.len()],
    tallies: Tallies,
    /// Tokens that wait, or that the reader counts, and documents.
    pending: usize,
    /// Documents that the reader has counted.
    counted: u32,
}

impl From<Reader> for Worker {
    fn from(reader: Reader) -> Self {
        let languages = [false; Lang::ALL.len()];
        Self { reader, cells: BTreeMap::new(), span: None, languages, tallies: Tallies::new(0), pending: 0, counted: 0 }
    }
}

impl TermCounter {
    /// Nothing counted yet. Groups come with each corpus, so a grouping in `ask` is not looked at.
    pub fn new(options: Options, ask: Ask) -> Self {
        Self { options, ask, workers: Workers::default(), corpora: Vec::new() }
    }

    /// Counts the words of some more documents, in group 0.
    ///
    /// # Errors
    /// [`Error::Argument`] for n-grams, whose sentences only a corpus knows; [`Error::Interrupted`] where `control` was
    /// told to stop.
    pub fn add(&mut self, drafts: Vec<Draft>, control: &Control) -> Result<()> {
        if self.ask.ngram != 1 {
            return Err(Error::Argument("n-grams are counted in a corpus: build one of the documents".to_owned()));
        }
        let (options, every) = (self.options, self.ask.every);
        read_blocks(drafts, &self.workers, |drafts, worker: &mut Worker, _| {
            worker.read(&drafts, Pass { options: &options, every, control })?;
            worker.settle();
            Ok(())
        })?;
        Ok(())
    }

    /// Counts the documents of a corpus; its groups are numbered from `first` on.
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
        // Single words are left out at the end, by all the languages that were met.
        let stopwords = if self.ask.ngram == 1 { &[] } else { self.ask.stopwords.as_slice() };
        let counted = count(corpus, &grid, &listed_types(corpus, stopwords), self.ask.ngram, control)?;
        let mut worker = Worker::from(Reader::default());
        let mut names = Texts::default();
        let mut numbers = vec![None; counted.terms];
        for (index, rows) in counted.cells.iter().enumerate().filter(|(index, _)| grid.cells[*index].n_docs > 0) {
            let mut number = |term: u32| {
                *numbers[term as usize].get_or_insert_with(|| {
                    (counted.name)(term, &mut names);
                    worker.reader.types.push(&names[names.len() - 1])
                })
            };
            let rows = rows.iter().map(|row| (row, number(row.term))).map(|(row, term)| Row { term, ..*row }).collect();
            let (period, group) = grid.place(index);
            let GridCell { n_docs, n_tokens, .. } = grid.cells[index];
            let cell = Cell { n_docs, n_tokens, rows, ..Cell::default() };
            worker.cells.insert((grid.periods[period], first + group as u32), cell);
        }
        for position in 0..corpus.len() {
            let reading = corpus.reading(position);
            worker.meet(corpus.lang(position), reading.map(|reading| (reading.start, reading.end)));
        }
        self.corpora.push(worker);
        Ok(())
    }

    /// The table of all that was added. `groups` says where each group stands in it, several in one place where they are
    /// the same, and how many places there are.
    ///
    /// # Errors
    /// As in [`frequency`](super::frequency::frequency).
    pub fn finish(self, groups: Option<&Grouping>, control: &Control) -> Result<Frequency> {
        let Self { ask, workers, corpora, .. } = self;
        let mut workers = workers.into_vec();
        workers.par_iter_mut().for_each(Worker::empty);
        workers.extend(corpora);
        control.check()?;
        let mut sums = Sums::new(workers, groups);
        sums.leave_out(&ask.stopwords);
        control.check()?;
        let grid = sums.grid(ask.every, groups.map_or(1, |groups| groups.count))?;
        let mut cells: Vec<Vec<Row>> = grid.cells.iter().map(|_| Vec::new()).collect();
        for ((period, group), cell) in sums.cells {
            cells[grid.cell(period, group as usize)] = cell.rows;
        }
        finish(ranked(&sums.vocabulary, cells), &grid, &ask, control)
    }
}

impl Worker {
    fn meet(&mut self, lang: Lang, span: Option<(Date, Date)>) {
        self.languages[lang as usize] = true;
        self.span = join(self.span, span);
    }

    /// Counts some documents: the zones of all are read before the words of any, so that the code of either stays in the
    /// cache.
    fn read(&mut self, drafts: &[Draft], pass: Pass<'_>) -> Result<()> {
        let read = |draft| pass.control.check().and_then(|()| pass.options.read_press(draft));
        let presses = drafts.iter().map(read).collect::<Result<Vec<_>>>()?;
        for (draft, (press, lang, _)) in drafts.iter().zip(presses) {
            self.count(&draft.text, &press, lang, pass)?;
            pass.control.step()?;
        }
        Ok(())
    }

    fn count(&mut self, text: &str, press: &Press, lang: Lang, pass: Pass<'_>) -> Result<()> {
        let reading = press.date.as_ref().map(|found| found.reading);
        self.meet(lang, reading.map(|reading| (reading.start, reading.end)));
        let period = reading.and_then(|reading| pass.every?.period_of(&reading));
        if pass.every.is_none() && self.pending + text.len() > COUNTED {
            self.empty();
        }
        let cell = self.cells.entry((period, 0)).or_default();
        cell.n_docs += 1;
        self.pending += 1;
        let (rules, counted) = (pass.options.rules(lang), press.counted.iter().map(|range| &text[range.clone()]));
        if pass.every.is_none() {
            self.counted += 1;
            for text in counted {
                let mut cut = self.reader.cut_counted(text, rules, pass.control)?;
                cut.count_types(self.counted)?;
                self.pending += cut.tokens().len();
            }
            return Ok(());
        }
        let before = cell.ids.len();
        for text in counted {
            self.reader.cut_counted(text, rules, pass.control)?.push_types(&mut cell.ids)?;
        }
        cell.ends.push(cell.ids.len());
        self.pending += cell.ids.len() - before;
        Ok(())
    }

    /// Counts what waits, where there is much of it.
    fn settle(&mut self) {
        if self.pending > PENDING && self.counted == 0 {
            self.empty();
        }
    }

    /// Counts what waits; each cell then has one row a type, so that memory does not grow with the documents.
    fn empty(&mut self) {
        let Self { reader, tallies, .. } = self;
        for (key, cell) in &mut self.cells {
            let waits = !(cell.ids.is_empty() && cell.rows.is_empty());
            if self.counted > 0 && *key == (None, 0) {
                let row = |term, count: Count| Row { term, doc_freq: count.doc_freq, count: i64::from(count.count) };
                reader.take_counts(|term, count| cell.rows.push(row(term, count)));
                cell.rows.retain(|row| reader.types.kind(row.term).is_counted());
            }
            if waits {
                cell.tally(tallies, reader.types.len());
                cell.rows.drain(..).for_each(|row| tallies.add(row));
                cell.rows = tallies.take(|term| reader.types.kind(term).is_counted());
            }
            cell.n_tokens = cell.rows.iter().map(|row| row.count).sum();
        }
        (self.pending, self.counted) = (0, 0);
    }
}

impl Cell {
    fn tally(&mut self, tallies: &mut Tallies, types: usize) {
        tallies.grow(types);
        let mut start = 0;
        for end in self.ends.drain(..) {
            tallies.count_next(&self.ids[start..end]);
            start = end;
        }
        self.ids.clear();
    }
}

/// What workers counted in a cell, each with the ids of its types.
type Parts<'a> = Vec<(&'a [u32], Vec<Row>)>;

/// The sums of all workers, by one vocabulary.
struct Sums {
    vocabulary: Vocabulary,
    cells: BTreeMap<Key, Cell>,
    span: Option<(Date, Date)>,
    languages: Vec<Lang>,
}

impl Sums {
    fn new(workers: Vec<Worker>, groups: Option<&Grouping>) -> Self {
        let mut vocabulary = Vocabulary::default();
        let types: Vec<_> = workers.iter().map(|worker| &worker.reader.types).collect();
        let maps = merge(&types, &mut vocabulary).ids;
        let met = |lang: &Lang| workers.iter().any(|worker| worker.languages[*lang as usize]);
        let languages = Lang::ALL.into_iter().filter(met).collect();
        let span = workers.iter().fold(None, |span, worker| join(span, worker.span));
        let mut cells: BTreeMap<Key, (Cell, Parts<'_>)> = BTreeMap::new();
        for (Worker { reader, cells: own, tallies, .. }, ids) in workers.into_iter().zip(&maps) {
            // Their memory is given back beside what follows.
            rayon::spawn(move || drop((reader, tallies)));
            for ((period, group), cell) in own {
                let place = groups.map_or(0, |groups| groups.of[group as usize]);
                let (sum, parts) = cells.entry((period, place)).or_default();
                sum.n_docs += cell.n_docs;
                sum.n_tokens += cell.n_tokens;
                parts.push((ids, cell.rows));
            }
        }
        let by_vocabulary = |(key, (cell, parts)): (Key, (Cell, Parts<'_>))| {
            let rows = parts
                .iter()
                .flat_map(|(ids, rows)| rows.iter().map(|row| Row { term: ids[row.term as usize], ..*row }));
            (key, Cell { rows: rows.collect(), ..cell })
        };
        let cells = cells.into_par_iter().map(by_vocabulary).collect();
        Self { vocabulary, cells, span, languages }
    }

    fn leave_out(&mut self, stopwords: &[String]) {
        if stopwords.is_empty() {
            return;
        }
        let ids = |&lang: &Lang| stopwords.iter().map(move |word| (lang, word));
        let words = self.languages.iter().flat_map(ids);
        let out: Vec<u32> = words.filter_map(|(lang, word)| self.vocabulary.id(&norm(word, lang))).collect();
        self.cells.values_mut().for_each(|cell| cell.rows.retain(|row| !out.contains(&row.term)));
    }

    fn grid(&self, every: Option<Every>, groups: usize) -> Result<Grid> {
        let cells = self.cells.iter().map(|(&(period, group), cell)| {
            (period, group as usize, GridCell { n_docs: cell.n_docs, n_tokens: cell.n_tokens, ..GridCell::default() })
        });
        Grid::of_cells(cells.collect(), every, groups, self.span)
    }
}

fn join(a: Option<(Date, Date)>, b: Option<(Date, Date)>) -> Option<(Date, Date)> {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        _ => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_row_a_type_however_often_it_is_emptied() {
        let counter = TermCounter::new(Options::default(), Ask::default());
        let mut worker = Worker::from(Reader::default());
        for times in 1..4 {
            let draft = Draft { text: "Le port, le port.".into(), ..Draft::default() };
            worker
                .read(&[draft], Pass { options: &counter.options, every: None, control: &Control::default() })
                .unwrap();
            worker.empty();
            let cell = &worker.cells[&(None, 0)];
            assert_eq!((cell.rows.len(), cell.n_docs, cell.n_tokens), (2, times, 4 * times));
            assert!(cell.rows.iter().all(|row| (row.count, i64::from(row.doc_freq)) == (2 * times, times)));
        }
    }
}
