//! Counts of types in a reusable table by id. Ids are numbered by frequency, so most tokens are counted near the
//! beginning of the table.

use crate::corpus::TypesOf;

/// Occurrences of a term, and the number of documents that contain it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Number of the term.
    pub(super) term: u32,
    pub(super) doc_freq: u32,
    pub(super) count: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    count: i64,
    doc_freq: u32,
    /// Mark of the last document counted in `doc_freq`.
    seen: u32,
}

#[derive(Debug)]
pub(super) struct Tallies {
    of: Vec<Tally>,
    met: Vec<u32>,
}

impl Tallies {
    /// For ids below `types`.
    pub(super) fn new(types: usize) -> Self {
        Self { of: vec![Tally::default(); types], met: Vec::new() }
    }

    /// Counts the tokens of a document. Marks must differ between documents and must not be 0.
    pub(super) fn count(&mut self, types: TypesOf<'_>, mark: u32) {
        self.count_ids(types.iter(), mark);
    }

    fn count_ids(&mut self, ids: impl Iterator<Item = u32>, mark: u32) {
        let Self { of, met, .. } = self;
        ids.for_each(|id| {
            let tally = &mut of[id as usize];
            if tally.count == 0 {
                met.push(id);
            }
            tally.count += 1;
            tally.doc_freq += u32::from(tally.seen != mark);
            tally.seen = mark;
        });
    }

    /// Takes out the counts of the types that satisfy `listed`, in no particular order, and resets the table.
    pub(super) fn take(&mut self, listed: impl Fn(u32) -> bool) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.met.len());
        for id in self.met.drain(..) {
            let tally = std::mem::take(&mut self.of[id as usize]);
            if listed(id) {
                rows.push(Row { term: id, doc_freq: tally.doc_freq, count: tally.count });
            }
        }
        rows
    }
}
