//! What one thread does: it reads where documents belong, and counts them cell by cell.

use std::collections::BTreeMap;

use super::super::ascending::Ascending;
use super::super::frequency::added_up;
use super::super::placed::{Pass, Placed, join};
use super::super::tally::Row;
use super::Key;
use crate::calendar::Date;
use crate::corpus::Reader;
use crate::error::Result;
use crate::text::Lang;

/// Tokens and documents that a worker counts before it puts the sums aside: no more than its counters hold. A text has
/// fewer tokens than bytes, and fewer than 4 GiB.
const COUNTED: usize = u32::MAX as usize;
/// Rows that a worker keeps before it adds up those of a type that come of different batches: 64 MB.
const ROWS: usize = 1 << 22;

/// What is known of one period and group.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub(super) n_docs: i64,
    pub(super) n_tokens: i64,
    /// Counts of different documents, in each part one row a type of the worker.
    pub(super) parts: Vec<Vec<Row>>,
}

/// Counts, by types of the worker's own.
#[derive(Debug)]
pub(super) struct Worker {
    pub(super) reader: Reader,
    pub(super) cells: BTreeMap<Key, Cell>,
    /// First and last day that a document states.
    pub(super) span: Option<(Date, Date)>,
    pub(super) languages: [bool; Lang::ALL.len()],
    /// The cell that the reader counts in.
    open: Option<Key>,
    /// Tokens and documents that the reader has counted, and the documents alone.
    pending: usize,
    documents: u32,
    /// Rows of all cells, and those that were there when they were last added up.
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
            open: None,
            pending: 0,
            documents: 0,
            rows: 0,
            added_up: 0,
        }
    }
}

impl Worker {
    /// Takes note of the language and the dates of a document.
    pub(super) fn meet(&mut self, lang: Lang, span: Option<(Date, Date)>) {
        self.languages[lang as usize] = true;
        self.span = join(self.span, span);
    }

    /// Counts some documents.
    pub(super) fn count(&mut self, documents: Vec<Placed>, pass: Pass<'_>) -> Result<()> {
        for document in documents {
            self.count_one(&document, pass)?;
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
        let rules = pass.rules(*lang);
        for range in counted {
            let mut cut = self.reader.cut_counted(&text[range.clone()], rules, pass.control)?;
            self.pending += cut.tokens().len();
            match pass.every {
                Some(_) => cut.count_types_noted(self.documents)?,
                None => cut.count_types(self.documents)?,
            }
        }
        Ok(())
    }

    /// Lets the reader count a document of a cell, and of so many bytes.
    fn open(&mut self, key: Key, bytes: usize) {
        if self.open != Some(key) || self.pending + bytes > COUNTED {
            self.close();
        }
        self.open = Some(key);
        self.pending += 1;
        self.cells.entry(key).or_default().n_docs += 1;
    }

    /// Takes what the reader has counted.
    pub(super) fn close(&mut self) {
        let Some(key) = self.open.take() else { return };
        let mut rows = Vec::with_capacity(self.reader.counted_types());
        self.reader.take_counts(|term, count| {
            rows.push(Row { term, doc_freq: count.doc_freq, count: i64::from(count.count) });
        });
        self.rows += rows.len();
        let cell = self.cells.entry(key).or_default();
        cell.n_tokens += rows.iter().map(|row| row.count).sum::<i64>();
        cell.parts.push(rows);
        (self.pending, self.documents) = (0, 0);
    }

    /// Adds up the rows of a type in a cell, so that memory does not grow with the documents.
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
    use crate::corpus::{Control, Draft, Options};

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
        for every in [None, Every::parse("year").ok()] {
            let pass = Pass { options: &options, every, control: &Control::default() };
            let mut worker = Worker::from(Reader::default());
            for times in 1..4 {
                let documents = [("2020", "Le port, le port."), ("2021", "Le port."), ("2020", "Le port, le port.")];
                worker.count(pass.place(drafts(&documents)).unwrap(), pass).unwrap();
                worker.close();
                worker.add_up();
                let (period, expected) = match every {
                    Some(every) => {
                        (every.period_of(&DateReading::year(2020).unwrap()), (2 * times, 8 * times, 4 * times))
                    }
                    None => (None, (3 * times, 10 * times, 5 * times)),
                };
                let Cell { n_docs, n_tokens, parts } = &worker.cells[&(period, 0)];
                assert_eq!((*n_docs, *n_tokens, parts.len(), parts[0].len()), (expected.0, expected.1, 1, 2));
                for row in &parts[0] {
                    assert_eq!((row.count, i64::from(row.doc_freq)), (expected.2, expected.0));
                }
            }
        }
    }
}
