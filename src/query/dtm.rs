//! The document-term matrix in long form: one row a document and term, documents in input order, terms in code point
//! order.

use std::ops::Range;

use rayon::prelude::*;

use super::ascending::Ascending;
use super::column::{Coded, Texts};
use super::spare::Spare;
use crate::corpus::{Control, Corpus, Need, TypesOf};
use crate::error::Result;

/// Documents a thread counts at a time.
const UNIT: usize = 256;
/// The column of types that are in none.
const NONE: u32 = u32::MAX;

/// Cells of the matrix that are not zero, document after document.
#[derive(Debug, Default)]
pub struct Dtm {
    /// Where the cells of each document end.
    pub ends: Vec<usize>,
    /// Number of the term in `terms`, ascending within a document.
    pub term: Vec<u32>,
    /// Occurrences.
    pub count: Vec<i64>,
    /// The terms of the view in code point order.
    pub terms: Texts,
}

/// Counts every term of every document.
///
/// # Errors
/// As in [`Corpus::ready`]; [`crate::Error::Interrupted`] where `control` was told to stop.
pub fn dtm(corpus: &Corpus, control: &Control) -> Result<Dtm> {
    corpus.ready(Need::Types)?;
    let (terms, columns) = columns(corpus, control)?;
    let spare = Spare::new(|| Counter::new(columns.len(), terms.len()));
    let units = (0..corpus.len().div_ceil(UNIT)).into_par_iter().map(|unit| {
        control.check()?;
        let documents = unit * UNIT..corpus.len().min((unit + 1) * UNIT);
        Ok(spare.lend(|counter| counter.count(corpus, documents, &columns)))
    });
    let units: Vec<Unit> = units.collect::<Result<_>>()?;
    control.check()?;
    Ok(lay_out(units, terms))
}

/// Puts the cells of all units where they belong, in parallel: most of the time goes into memory that is new.
fn lay_out(units: Vec<Unit>, terms: Texts) -> Dtm {
    let cells = units.iter().map(|unit| unit.terms.len()).sum();
    let mut table = Dtm { ends: Vec::new(), term: vec![0; cells], count: vec![0; cells], terms };
    let (mut before, mut places) = (0, Vec::with_capacity(units.len()));
    let (mut term, mut count) = (table.term.as_mut_slice(), table.count.as_mut_slice());
    for unit in units {
        table.ends.extend(unit.ends.iter().map(|end| before + end));
        before += unit.terms.len();
        let ((terms, other_terms), (counts, other_counts)) =
            (term.split_at_mut(unit.terms.len()), count.split_at_mut(unit.terms.len()));
        (term, count) = (other_terms, other_counts);
        places.push((unit, terms, counts));
    }
    places.into_par_iter().for_each(|(unit, terms, counts)| {
        terms.copy_from_slice(&unit.terms);
        counts.iter_mut().zip(&unit.counts).for_each(|(to, &count)| *to = i64::from(count));
    });
    table
}

/// Terms of the view in code point order, and the column of each type (none for marks and for types of other views).
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

/// Whether each type occurs in the view; `None` where it holds every document, and so every type.
fn met(corpus: &Corpus, control: &Control) -> Result<Option<Vec<bool>>> {
    if corpus.len() == corpus.store().len() {
        return Ok(None);
    }
    let types = corpus.store().vocabulary.len();
    let spare = Spare::new(|| vec![false; types]);
    (0..corpus.len().div_ceil(UNIT)).into_par_iter().try_for_each(|unit| {
        control.check()?;
        let documents = unit * UNIT..corpus.len().min((unit + 1) * UNIT);
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

/// Counts of the types of one document, by id, and the cells of those before it in the unit.
struct Counter {
    counts: Vec<u32>,
    met: Vec<u32>,
    order: Ascending,
    unit: Unit,
}

impl Counter {
    fn new(types: usize, columns: usize) -> Self {
        Self { counts: vec![0; types], met: Vec::new(), order: Ascending::new(columns), unit: Unit::default() }
    }

    fn count(&mut self, corpus: &Corpus, documents: Range<usize>, columns: &[u32]) -> Unit {
        for position in documents {
            self.count_document(corpus.types(position), columns);
            self.unit.ends.push(self.unit.terms.len());
        }
        // The unit takes no more memory than it needs, and the memory that grew is used again.
        let Unit { ends, terms, counts } = &mut self.unit;
        let unit =
            Unit { ends: std::mem::take(ends), terms: terms.as_slice().into(), counts: counts.as_slice().into() };
        terms.clear();
        counts.clear();
        unit
    }

    fn count_document(&mut self, types: TypesOf<'_>, columns: &[u32]) {
        let Self { counts, met, order, unit } = self;
        met.resize(met.len().max(types.len()), 0);
        // Half of the tokens are the first of their types: every type is written down, and stays where it is new.
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

/// The matrix with names in place of numbers.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct NamedDtm {
    pub doc_id: Coded,
    pub term: Coded,
    pub count: Vec<i64>,
}

impl Dtm {
    /// Puts the names of the view's documents and terms in place of their numbers.
    pub fn named(self, corpus: &Corpus) -> NamedDtm {
        let mut documents = vec![0; self.count.len()];
        let (mut rest, mut before, mut places) = (documents.as_mut_slice(), 0, Vec::with_capacity(self.ends.len()));
        for (position, &end) in (0u32..).zip(&self.ends) {
            let (own, others) = rest.split_at_mut(end - before);
            (rest, before) = (others, end);
            places.push((position, own));
        }
        places.into_par_iter().with_min_len(UNIT).for_each(|(position, own)| own.fill(position));
        let ids = (0..corpus.len()).map(|position| corpus.id(position)).collect();
        NamedDtm { doc_id: Coded::new(ids, documents), term: Coded::new(self.terms, self.term), count: self.count }
    }
}
