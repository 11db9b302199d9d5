//! The work of one thread: it works out where documents belong, and counts them cell by cell.

use std::collections::BTreeMap;

use super::super::ascending::Ascending;
use super::super::frequency::added_up;
use super::super::placed::{Pass, Placed, join};
use super::super::tally::Row;
use super::Key;
use crate::calendar::Date;
use crate::corpus::{Draft, Reader};
use crate::error::Result;
use crate::text::Lang;

/// Tokens and documents that a worker counts before it sets the sums aside: no more than its counters can hold. A text
/// has fewer tokens than bytes, and fewer than 4 GiB.
const COUNTED: usize = u32::MAX as usize;
/// Rows that a worker keeps before it adds up those of the same type from different batches: 64 MB.
const ROWS: usize = 1 << 22;

/// The counts of one period and group.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) n_docs: i64,
    pub(super) n_tokens: i64,
    /// Counts over disjoint sets of documents; in each part, one row per type of the worker.
    pub(super) parts: Vec<Vec<Row>>,
}

/// Counts by the worker's own types.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) reader: Reader,
    pub(super) cells: BTreeMap<Key, Cell>,
    /// First and last day stated by a document that belongs to a period.
    pub(super) span: Option<(Date, Date)>,
    pub(super) languages: [bool; Lang::ALL.len()],
    /// Always empty, kept for its memory: allocating it afresh for each block costs as much as reading the zones.
    placed: Vec<Placed>,
    /// The cell that the reader is counting; without periods, its counts are added to the types.
    open: Option<Key>,
    over_time: bool,
    /// Tokens and documents that the reader has counted, and the documents alone.
    pending: usize,
    documents: u32,
    /// Rows in all cells, now and when they were last added up.
    rows: usize,
    added_up: usize,
}

impl From<Reader> for Worker {
    fn from(reader: Reader) -> Self {
        Self {
            reader,
            cells: BTreeMap::new(),
            span: None,
            languages: [false; Lang::ALL.len()],
            placed: Vec::new(),
            open: None,
            over_time: false,
            pending: 0,
            documents: 0,
            rows: 0,
            added_up: 0,
        }
    }
}

impl Worker {
    /// Notes the language and the dates of a document.
    pub(super) fn meet(&mut self, lang: Lang, span: Option<(Date, Date)>) {
        self.languages[lang as usize] = true;
        self.span = join(self.span, span);
    }

    /// Reads and counts some documents.
    pub(super) fn read(&mut self, drafts: impl Iterator<Item = Draft>, pass: Pass<'_>) -> Result<()> {
        let mut placed = std::mem::take(&mut self.placed);
        pass.place(drafts, &mut placed)?;
        self.count(&placed, pass)?;
        placed.clear();
        self.placed = placed;
        Ok(())
    }

    /// Counts some documents.
    pub(super) fn count(&mut self, documents: &[Placed], pass: Pass<'_>) -> Result<()> {
        self.over_time = pass.every.is_some();
        for (next, document) in (1..).zip(documents) {
            documents.get(next).into_iter().for_each(Placed::fetch);
            self.count_one(document, pass)?;
            pass.control.step()?;
        }
        if self.rows > ROWS.max(2 * self.added_up) {
            self.add_up();
        }
        Ok(())
    }

    fn count_one(&mut self, document: &Placed, pass: Pass<'_>) -> Result<()> {
        let Placed { text, counted, lang, span, period } = document;
        self.meet(*lang, *span);
        self.open((*period, 0), text.len());
        self.documents += 1;
        let (rules, mut n_tokens) = (pass.rules(*lang), 0);
        for range in counted {
            let mut cut = self.reader.cut_counted(&text[range.clone()], rules, pass.control)?;
            n_tokens += cut.tokens().len();
            if pass.every.is_some() {
                cut.count_types_noted(self.documents)?;
            } else {
                cut.count_types(self.documents)?;
            }
        }
        self.pending += n_tokens;
        let cell = self.cells.entry((*period, 0)).or_default();
        cell.n_docs += 1;
        cell.n_tokens += n_tokens as i64;
        Ok(())
    }

    /// Makes the reader ready to count a document of a cell, `bytes` long.
    fn open(&mut self, key: Key, bytes: usize) {
        if self.open != Some(key) || self.pending + bytes > COUNTED {
            self.close();
        }
        self.open = Some(key);
        self.pending += 1;
    }

    /// Sets aside what the reader has counted.
    pub(super) fn close(&mut self) {
        let Some(key) = self.open.take() else { return };
        (self.pending, self.documents) = (0, 0);
        if !self.over_time {
            return self.reader.add_counts();
        }
        let mut rows = Vec::with_capacity(self.reader.counted_types());
        self.reader.take_counts(|term, count| {
            rows.push(Row { term, doc_freq: count.doc_freq, count: i64::from(count.count) });
        });
        self.rows += rows.len();
        self.cells.entry(key).or_default().parts.push(rows);
    }

    /// Adds up the rows of each type in a cell, so that memory does not grow with the number of documents.
    fn add_up(&mut self) {
        let mut order = Ascending::new(self.reader.types.len());
        for cell in self.cells.values_mut().filter(|cell| cell.parts.len() > 1) {
            cell.parts = vec![added_up(cell.parts.drain(..).flatten(), &mut order)];
        }
        self.rows = self.cells.values().flat_map(|cell| &cell.parts).map(Vec::len).sum();
        self.added_up = self.rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DateReading, Every};
    use crate::corpus::{Control, Merged, Options, Total, merge_in_order};

    const DOCUMENTS: [(&str, &str); 3] =
        [("2020", "Le port, le port."), ("2021", "Le port."), ("2020", "Le port, le port.")];

    fn drafts(texts: &[(&str, &str)]) -> Vec<Draft> {
        let draft = |&(date, text): &(&str, &str)| Draft {
            date: (!date.is_empty()).then(|| date.to_owned()),
            text: text.into(),
            ..Draft::default()
        };
        texts.iter().map(draft).collect()
    }

    #[test]
    fn a_cell_has_one_row_a_type_once_its_parts_are_added_up() {
        let options = Options::default();
        let every = Every::parse("year").unwrap();
        let pass = Pass { options: &options, every: Some(every), control: &Control::default() };
        let mut worker = Worker::from(Reader::default());
        for times in 1..4 {
            worker.read(drafts(&DOCUMENTS).into_iter(), pass).unwrap();
            worker.close();
            worker.add_up();
            let period = every.period_of(&DateReading::year(2020).unwrap());
            let Cell { n_docs, n_tokens, parts } = &worker.cells[&(period, 0)];
            assert_eq!((*n_docs, *n_tokens, parts.len(), parts[0].len()), (2 * times, 8 * times, 1, 2));
            for row in &parts[0] {
                assert_eq!((row.count, i64::from(row.doc_freq)), (4 * times, 2 * times));
            }
        }
    }

    #[test]
    fn without_periods_types_have_the_counts_of_all_batches() {
        let options = Options::default();
        let pass = Pass { options: &options, every: None, control: &Control::default() };
        let mut worker = Worker::from(Reader::default());
        for times in 1..4 {
            worker.read(drafts(&DOCUMENTS).into_iter(), pass).unwrap();
            worker.close();
            let Cell { n_docs, n_tokens, parts } = &worker.cells[&(None, 0)];
            assert_eq!((*n_docs, *n_tokens, parts.len()), (3 * times, 10 * times, 0));
            let (_, Merged { totals, .. }) = merge_in_order(&[&worker.reader.types]);
            let expected = Total { count: 5 * times as u64, doc_freq: 3 * times as u32 };
            assert_eq!(totals.unwrap(), [expected; 2]);
        }
    }
}
