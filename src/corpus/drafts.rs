//! Documents found but not yet read, in input order.
//!
//! A row of a table becomes a draft only on the thread that reads it, a block at a time: a million drafts at once would
//! take more memory than the counts they yield, and a single thread to make them.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use super::blocks::Filling;
use super::document::Draft;

/// A table whose rows are documents.
pub trait Table: Send + Sync {
    /// Number of rows.
    fn rows(&self) -> usize;

    /// Identity of a row.
    fn id(&self, row: usize) -> Cow<'_, str>;

    /// Bytes of the text of a row.
    fn bytes(&self, row: usize) -> usize;

    /// Everything known of a row.
    fn draft(&self, row: usize) -> Draft;
}

/// Documents on their way into a corpus.
#[derive(Debug, Default)]
pub struct Drafts(Vec<Run>);

/// Consecutive documents: drafts, or rows of a table.
enum Run {
    Own(Vec<Draft>),
    Rows(Arc<dyn Table>, Range<usize>),
}

impl From<Vec<Draft>> for Drafts {
    fn from(drafts: Vec<Draft>) -> Self {
        Self(vec![Run::Own(drafts)])
    }
}

impl Drafts {
    /// Adds a document.
    pub fn push(&mut self, draft: Draft) {
        push(&mut self.0, draft);
    }

    /// Adds the rows of a table.
    pub fn push_table(&mut self, table: impl Table + 'static) {
        let rows = 0..table.rows();
        self.0.push(Run::Rows(Arc::new(table), rows));
    }

    /// Identity of every document.
    pub(super) fn ids(&self) -> Vec<Cow<'_, str>> {
        let mut ids = Vec::new();
        for run in &self.0 {
            match run {
                Run::Own(drafts) => ids.extend(drafts.iter().map(|draft| Cow::from(&draft.id))),
                Run::Rows(table, rows) => ids.extend(rows.clone().map(|row| table.id(row))),
            }
        }
        ids
    }

    /// Blocks of documents, in order; several small tables may share one.
    pub(crate) fn into_blocks(self) -> Vec<Unread> {
        let mut blocks = Blocks::default();
        for run in self.0 {
            match run {
                Run::Own(drafts) => drafts.into_iter().for_each(|draft| blocks.push(draft)),
                Run::Rows(table, rows) => rows.for_each(|row| blocks.push_row(&table, row)),
            }
        }
        blocks.finish()
    }
}

/// Blocks being filled.
#[derive(Default)]
struct Blocks {
    full: Vec<Unread>,
    open: Unread,
    filling: Filling,
    documents: usize,
}

impl Blocks {
    fn push(&mut self, draft: Draft) {
        push(self.runs(draft.text.len()), draft);
    }

    fn push_row(&mut self, table: &Arc<dyn Table>, row: usize) {
        let runs = self.runs(table.bytes(row));
        match runs.last_mut() {
            Some(Run::Rows(last, rows)) if Arc::ptr_eq(last, table) => rows.end = row + 1,
            _ => runs.push(Run::Rows(Arc::clone(table), row..row + 1)),
        }
    }

    /// Where a document of `bytes` bytes belongs.
    fn runs(&mut self, bytes: usize) -> &mut Vec<Run> {
        if self.filling.is_full() {
            let next = Unread { first: self.documents, runs: Vec::new() };
            self.full.push(std::mem::replace(&mut self.open, next));
            self.filling = Filling::default();
        }
        self.filling.add(bytes);
        self.documents += 1;
        &mut self.open.runs
    }

    fn finish(mut self) -> Vec<Unread> {
        if !self.open.runs.is_empty() {
            self.full.push(self.open);
        }
        self.full
    }
}

/// Adds a draft to the last run, if that is one of drafts, or to a new one.
fn push(runs: &mut Vec<Run>, draft: Draft) {
    match runs.last_mut() {
        Some(Run::Own(drafts)) => drafts.push(draft),
        _ => runs.push(Run::Own(vec![draft])),
    }
}

impl fmt::Debug for Run {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own(drafts) => drafts.fmt(formatter),
            Self::Rows(_, rows) => write!(formatter, "rows {rows:?} of a table"),
        }
    }
}

/// A block of documents, to be read by one thread.
#[derive(Default)]
pub(crate) struct Unread {
    /// Position of its first document among all.
    pub(super) first: usize,
    runs: Vec<Run>,
}

impl Unread {
    /// The documents; those of a table are made one by one.
    pub(crate) fn drafts(self) -> impl Iterator<Item = Draft> {
        self.runs.into_iter().flat_map(|run| {
            let (own, rows) = match run {
                Run::Own(drafts) => (drafts, None),
                Run::Rows(table, rows) => (Vec::new(), Some((table, rows))),
            };
            let of_table = |(table, rows): (Arc<dyn Table>, Range<usize>)| rows.map(move |row| table.draft(row));
            own.into_iter().chain(rows.into_iter().flat_map(of_table))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::blocks::{BLOCK, BLOCK_BYTES};
    use super::*;

    /// A table whose rows have these lengths in bytes.
    struct Sizes(Vec<usize>);

    impl Table for Sizes {
        fn rows(&self) -> usize {
            self.0.len()
        }

        fn id(&self, row: usize) -> Cow<'_, str> {
            format!("row {row}").into()
        }

        fn bytes(&self, row: usize) -> usize {
            self.0[row]
        }

        fn draft(&self, row: usize) -> Draft {
            Draft { id: self.id(row).into_owned(), text: "x".repeat(self.0[row]).into(), ..Draft::default() }
        }
    }

    #[test]
    fn rows_are_in_the_blocks_that_their_drafts_would_be_in() {
        let many = vec![3; 2 * BLOCK + 1];
        for sizes in [vec![], vec![0], vec![BLOCK_BYTES, 10, BLOCK_BYTES - 10, BLOCK_BYTES / 2, 0], many] {
            let (own, mut rows) = (Sizes(sizes.clone()), Drafts::default());
            rows.push_table(Sizes(sizes));
            let own = Drafts::from((0..own.rows()).map(|row| own.draft(row)).collect::<Vec<_>>());
            assert_eq!(own.ids(), rows.ids());
            let shape = |drafts: Drafts| {
                let blocks = drafts.into_blocks().into_iter();
                let ids = |block: Unread| block.drafts().map(|draft| draft.id).collect::<Vec<_>>();
                blocks.map(|block| (block.first, ids(block))).collect::<Vec<_>>()
            };
            assert_eq!(shape(own), shape(rows));
        }
    }

    #[test]
    fn files_and_tables_keep_their_order() {
        let mut drafts = Drafts::default();
        let own = |id: &str| Draft { id: id.to_owned(), ..Draft::default() };
        drafts.push(own("a"));
        drafts.push(own("b"));
        drafts.push_table(Sizes(vec![0, 1]));
        drafts.push(own("c"));
        let expected = ["a", "b", "row 0", "row 1", "c"];
        assert_eq!(drafts.ids(), expected);
        let blocks = drafts.into_blocks();
        assert_eq!(blocks.iter().map(|block| block.first).collect::<Vec<_>>(), [0]);
        assert!(blocks.into_iter().flat_map(Unread::drafts).map(|draft| draft.id).eq(expected));
    }

    #[test]
    fn small_tables_share_blocks() {
        let mut drafts = Drafts::default();
        (0..2 * BLOCK).for_each(|_| drafts.push_table(Sizes(vec![1])));
        drafts.push_table(Sizes(vec![BLOCK_BYTES, 1]));
        let firsts: Vec<usize> = drafts.into_blocks().iter().map(|block| block.first).collect();
        assert_eq!(firsts, [0, BLOCK, 2 * BLOCK, 2 * BLOCK + 1]);
    }
}
