//! The document-term matrix in long form: one row per document and term, documents in input order, terms in code point
//! order.

use std::ops::Range;

use rayon::prelude::*;

use super::ascending::Ascending;
use super::batches::batches;
use super::column::{Coded, TextRuns, Texts};
use super::spare::Spare;
use crate::corpus::{Control, Corpus, Need, TypesOf};
use crate::error::Result;
use crate::zeroed::Zeroed;

/// Documents a thread counts at a time.
const UNIT: usize = 64;
/// Units counted before their cells are copied into the table; the next units reuse their memory.
const UNITS: usize = 64;
/// The column of types that have none.
const NONE: u32 = u32::MAX;

/// The non-zero cells of the matrix, document after document.
#[derive(Debug, Default)]
pub struct Dtm {
    /// Where the cells of each document end.
    pub ends: Vec<usize>,
    /// Index of the term in `terms`, ascending within a document.
    pub term: Zeroed<u32>,
    /// Occurrences.
    pub count: Zeroed<i64>,
    /// The terms of the view in code point order.
    pub terms: Texts,
}

/// Counts every term of every document.
///
/// # Errors
/// As in [`Corpus::ready`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn dtm(corpus: &Corpus, control: &Control) -> Result<Dtm> {
    corpus.ready(Need::Types)?;
    let (terms, columns) = columns(corpus, control)?;
    let spare = Spare::new(|| Counter::new(columns.len(), terms.len()));
    let mut table = Growing::new(corpus);
    let mut units: Vec<Unit> = (0..UNITS).map(|_| Unit::default()).collect();
    for start in (0..corpus.len()).step_by(UNITS * UNIT) {
        let documents = |unit| corpus.len().min(start + unit * UNIT)..corpus.len().min(start + (unit + 1) * UNIT);
        units.par_iter_mut().enumerate().try_for_each(|(at, unit)| {
            control.check()?;
            spare.lend(|counter| counter.count(corpus, documents(at), &columns, unit));
            Ok(())
        })?;
        table.add(&units);
    }
    control.check()?;
    Ok(table.finish(terms))
}

/// The terms of the view in code point order: the columns of its matrix.
///
/// # Errors
/// As in [`dtm`].
pub fn terms(corpus: &Corpus, control: &Control) -> Result<Texts> {
    corpus.ready(Need::Types)?;
    columns(corpus, control).map(|(terms, _)| terms)
}

/// A matrix under construction, with room for as many cells as there are tokens: memory that is never written costs
/// nothing.
struct Growing {
    ends: Vec<usize>,
    term: Zeroed<u32>,
    count: Zeroed<i64>,
}

impl Growing {
    fn new(corpus: &Corpus) -> Self {
        let most = (0..corpus.len()).map(|position| corpus.types(position).len()).sum();
        Self { ends: Vec::with_capacity(corpus.len()), term: Zeroed::column(most), count: Zeroed::column(most) }
    }

    fn add(&mut self, units: &[Unit]) {
        let mut before = self.ends.last().copied().unwrap_or_default();
        let cells = before..before + units.iter().map(|unit| unit.terms.len()).sum::<usize>();
        self.term.touch(cells.clone());
        self.count.touch(cells);
        let (mut term, mut count) = (&mut self.term[before..], &mut self.count[before..]);
        let mut places = Vec::with_capacity(units.len());
        for unit in units {
            self.ends.extend(unit.ends.iter().map(|end| before + end));
            before += unit.terms.len();
            let (terms, counts);
            (terms, term) = term.split_at_mut(unit.terms.len());
            (counts, count) = count.split_at_mut(unit.terms.len());
            places.push((terms, counts));
        }
        places.into_par_iter().zip(units).for_each(|((terms, counts), unit)| {
            terms.copy_from_slice(&unit.terms);
            counts.iter_mut().zip(&unit.counts).for_each(|(to, &count)| *to = i64::from(count));
        });
    }

    fn finish(mut self, terms: Texts) -> Dtm {
        let cells = self.ends.last().copied().unwrap_or_default();
        self.term.truncate(cells);
        self.count.truncate(cells);
        Dtm { ends: self.ends, term: self.term, count: self.count, terms }
    }
}

/// The terms of the view in code point order, and the column of each type ([`NONE`] for marks and for types outside the
/// view).
fn columns(corpus: &Corpus, control: &Control) -> Result<(Texts, Vec<u32>)> {
    let vocabulary = &corpus.store().vocabulary;
    let met = met(corpus, control)?;
    let counted = |id: u32| vocabulary.kind(id).is_counted() && met.as_ref().is_none_or(|met| met[id as usize]);
    let mut by_rank = vec![NONE; vocabulary.len()];
    for (id, &rank) in (0u32..).zip(vocabulary.ranks()).filter(|&(id, _)| counted(id)) {
        by_rank[rank as usize] = id;
    }
    by_rank.retain(|&id| id != NONE);
    let mut columns = vec![NONE; vocabulary.len()];
    (0u32..).zip(&by_rank).for_each(|(column, &id)| columns[id as usize] = column);
    let terms = Texts::of_rows(by_rank.len(), |column, terms| terms.push(vocabulary.norm(by_rank[column])));
    Ok((terms, columns))
}

/// Whether each type occurs in the view; `None` if the view holds every document, and so every type.
fn met(corpus: &Corpus, control: &Control) -> Result<Option<Vec<bool>>> {
    if corpus.len() == corpus.store().len() {
        return Ok(None);
    }
    let types = corpus.store().vocabulary.len();
    let spare = Spare::new(|| vec![false; types]);
    batches(corpus.len(), UNIT).try_for_each(|documents| {
        control.check()?;
        spare.lend(|met| documents.for_each(|at| corpus.types(at).iter().for_each(|id| met[id as usize] = true)));
        Ok(())
    })?;
    let mut all = vec![false; types];
    for part in spare.into_vec() {
        all.iter_mut().zip(part).for_each(|(met, here)| *met |= here);
    }
    Ok(Some(all))
}

/// The cells of some documents, one after the other.
#[derive(Default)]
struct Unit {
    ends: Vec<usize>,
    terms: Vec<u32>,
    counts: Vec<u32>,
}

/// Counts of the types of one document, by id.
struct Counter {
    counts: Vec<u32>,
    met: Vec<u32>,
    order: Ascending,
}

impl Counter {
    fn new(types: usize, columns: usize) -> Self {
        Self { counts: vec![0; types], met: Vec::new(), order: Ascending::new(columns) }
    }

    /// Counts documents into a unit, replacing what it held.
    fn count(&mut self, corpus: &Corpus, documents: Range<usize>, columns: &[u32], unit: &mut Unit) {
        unit.ends.clear();
        unit.terms.clear();
        unit.counts.clear();
        for position in documents {
            self.count_document(corpus.types(position), columns, unit);
            unit.ends.push(unit.terms.len());
        }
    }

    fn count_document(&mut self, types: TypesOf<'_>, columns: &[u32], unit: &mut Unit) {
        let Self { counts, met, order } = self;
        met.resize(met.len().max(types.len()), 0);
        // About half of all tokens are the first of their type: write every type, and advance only past new ones.
        let mut distinct = 0;
        types.iter().for_each(|id| {
            let count = &mut counts[id as usize];
            met[distinct] = id;
            distinct += usize::from(*count == 0);
            *count += 1;
        });
        for &id in &met[..distinct] {
            let count = std::mem::take(&mut counts[id as usize]);
            let column = columns[id as usize];
            if column != NONE {
                order.put(column, count);
            }
        }
        order.take(|column, count| {
            unit.terms.push(column);
            unit.counts.push(count);
        });
    }
}

/// The matrix with names instead of numbers.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct NamedDtm {
    pub doc_id: TextRuns,
    pub term: Coded<Zeroed<u32>>,
    pub count: Zeroed<i64>,
}

impl Dtm {
    /// Replaces the numbers of documents and terms by their names.
    pub fn named(self, corpus: &Corpus) -> NamedDtm {
        let ids = (0..corpus.len()).map(|position| corpus.id(position)).collect();
        NamedDtm { doc_id: TextRuns::new(ids, &self.ends), term: Coded::new(self.terms, self.term), count: self.count }
    }
}
