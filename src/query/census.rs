//! How often each type occurs, and in how many documents.

use rayon::prelude::*;

use super::spare::Spare;
use super::tally::{Row, Tallies};
use crate::corpus::{Control, Corpus};
use crate::error::Result;

/// Documents a thread counts in one go.
const UNIT: usize = 256;

/// Counts in the documents whose position satisfies `wanted`.
///
/// One row per type of the vocabulary, by id; types that those documents lack have count 0.
pub(super) fn census(corpus: &Corpus, control: &Control, wanted: impl Fn(usize) -> bool) -> Result<Vec<Row>> {
    let types = corpus.store().vocabulary.len();
    let positions: Vec<u32> =
        (0..corpus.len()).filter(|&position| wanted(position)).map(|position| position as u32).collect();
    let tallies = Spare::new(|| Tallies::new(types));
    positions.par_chunks(UNIT).try_for_each(|positions| {
        control.check()?;
        tallies.lend(|tallies| {
            // Position 0 gets mark 1: no mark may be 0.
            positions.iter().for_each(|&position| tallies.count(corpus.types(position as usize), position + 1));
        });
        Ok::<(), crate::Error>(())
    })?;
    let mut rows: Vec<Row> = (0..types as u32).map(|term| Row { term, ..Row::default() }).collect();
    for mut tallies in tallies.into_vec() {
        for row in tallies.take(|_| true) {
            let sum = &mut rows[row.term as usize];
            sum.count += row.count;
            sum.doc_freq += row.doc_freq;
        }
    }
    Ok(rows)
}
