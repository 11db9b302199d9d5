//! The document-term matrix in long form: one row a document and term, documents in input order, terms in code point
//! order.

use rayon::prelude::*;

use crate::corpus::{Corpus, Need, TypesOf};
use crate::error::Result;

/// Cells of the matrix that are not zero.
#[derive(Debug, Default)]
pub struct Dtm {
    /// Position of the document in the view.
    pub position: Vec<u32>,
    /// Number of the term in `terms`.
    pub term: Vec<u32>,
    /// Occurrences.
    pub count: Vec<i64>,
    /// The terms of the view in code point order.
    pub terms: Vec<String>,
}

/// Counts every term of every document.
///
/// # Errors
/// As in [`Corpus::ready`].
pub fn dtm(corpus: &Corpus) -> Result<Dtm> {
    corpus.ready(Need::Columns)?;
    let (terms, columns) = columns(corpus);
    let rows: Vec<Vec<(u32, i64)>> =
        (0..corpus.len()).into_par_iter().map(|position| count(corpus.types(position), &columns)).collect();
    let mut table = Dtm { terms, ..Dtm::default() };
    for (position, row) in (0u32..).zip(rows) {
        for (term, count) in row {
            table.position.push(position);
            table.term.push(term);
            table.count.push(count);
        }
    }
    Ok(table)
}

/// Terms of the view in code point order, and the column of each type (none for marks and for types of other views).
fn columns(corpus: &Corpus) -> (Vec<String>, Vec<Option<u32>>) {
    let vocabulary = &corpus.store().vocabulary;
    let mut met = vec![false; vocabulary.len()];
    for position in 0..corpus.len() {
        for id in corpus.types(position).iter() {
            met[id as usize] = true;
        }
    }
    let counted = |id: u32| met[id as usize] && vocabulary.kind(id).is_counted();
    let mut types: Vec<(&str, u32)> =
        vocabulary.iter().filter(|&(id, _)| counted(id)).map(|(id, norm)| (norm, id)).collect();
    types.sort_unstable();
    let mut columns = vec![None; vocabulary.len()];
    for (column, &(_, id)) in (0u32..).zip(&types) {
        columns[id as usize] = Some(column);
    }
    (types.into_iter().map(|(norm, _)| norm.to_owned()).collect(), columns)
}

fn count(types: TypesOf<'_>, columns: &[Option<u32>]) -> Vec<(u32, i64)> {
    let mut terms: Vec<u32> = types.iter().filter_map(|id| columns[id as usize]).collect();
    terms.sort_unstable();
    terms.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as i64)).collect()
}

/// The matrix with names in place of numbers.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct NamedDtm {
    pub doc_id: Vec<String>,
    pub term: Vec<String>,
    pub count: Vec<i64>,
}

impl Dtm {
    /// Puts the names of the view's documents and terms in place of their numbers.
    pub fn named(self, corpus: &Corpus) -> NamedDtm {
        NamedDtm {
            doc_id: self.position.iter().map(|&position| corpus.id(position as usize).to_owned()).collect(),
            term: self.term.iter().map(|&term| self.terms[term as usize].clone()).collect(),
            count: self.count,
        }
    }
}
