//! Keyness: terms that a target uses more, or less, than a reference.
//!
//! Rows are sorted by the conservative log ratio (the limit nearer 0, or 0 where the interval holds it) descending, then
//! by g2 descending, then by term.

use rayon::prelude::*;

use super::column::Texts;
use super::spare::Spare;
use super::tally::Tallies;
use crate::corpus::{Control, Corpus, Need};
use crate::error::{Error, Result};
use crate::stats::adjust::holm;
use crate::stats::association::Contrast;
use crate::stats::normal::check_confidence;
use crate::stats::rate::per_million;

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Terms in fewer documents of both sides together are not tested.
    pub min_doc_freq: i64,
    /// Terms that occur less often on both sides together are not tested.
    pub min_count: i64,
    /// Nominal coverage of the log ratio's limits.
    pub confidence: f64,
}

impl Default for Ask {
    fn default() -> Self {
        Self { min_doc_freq: 2, min_count: 3, confidence: 0.95 }
    }
}

/// One row a term.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Keyness {
    pub term: Texts,
    pub count_target: Vec<i64>,
    pub count_reference: Vec<i64>,
    pub per_million_target: Vec<Option<f64>>,
    pub per_million_reference: Vec<Option<f64>>,
    pub doc_freq_target: Vec<i64>,
    pub doc_freq_reference: Vec<i64>,
    pub log_ratio: Vec<Option<f64>>,
    pub log_ratio_low: Vec<Option<f64>>,
    pub log_ratio_high: Vec<Option<f64>>,
    pub g2: Vec<f64>,
    pub p: Vec<f64>,
    pub p_adjusted: Vec<f64>,
}

/// Documents a thread counts at a time.
const UNIT: usize = 256;

/// Occurrences and documents of every type on one side.
struct Side {
    counts: Vec<i64>,
    doc_freqs: Vec<i64>,
    n_tokens: i64,
}

impl Side {
    fn new(corpus: &Corpus, control: &Control) -> Result<Self> {
        let vocabulary = &corpus.store().vocabulary;
        let spare = Spare::new(|| Tallies::new(vocabulary.len()));
        (0..corpus.len().div_ceil(UNIT)).into_par_iter().try_for_each(|unit| {
            control.check()?;
            let documents = unit * UNIT..corpus.len().min((unit + 1) * UNIT);
            spare.lend(|sums| documents.for_each(|at| sums.count(corpus.types(at), at as u32 + 1)));
            Ok(())
        })?;
        let mut side = Self { counts: vec![0; vocabulary.len()], doc_freqs: vec![0; vocabulary.len()], n_tokens: 0 };
        for row in spare.into_vec().iter_mut().flat_map(|sums| sums.take(|id| vocabulary.kind(id).is_counted())) {
            side.counts[row.term as usize] += row.count;
            side.doc_freqs[row.term as usize] += i64::from(row.doc_freq);
            side.n_tokens += row.count;
        }
        Ok(side)
    }
}

/// Compares two views of one corpus.
///
/// # Errors
/// [`Error::Argument`] for views of different corpora, whose terms have different numbers, and for a confidence outside
/// 0 to 1; [`Error::Interrupted`] where `control` was told to stop.
pub fn keyness(target: &Corpus, reference: &Corpus, ask: &Ask, control: &Control) -> Result<Keyness> {
    check_confidence(ask.confidence)?;
    if !std::ptr::eq(target.store(), reference.store()) {
        return Err(Error::Argument("target and reference are not views of the same corpus".to_owned()));
    }
    target.ready(Need::Columns).and_then(|()| reference.ready(Need::Columns))?;
    let (left, right) = (Side::new(target, control)?, Side::new(reference, control)?);
    let vocabulary = &target.store().vocabulary;
    let tested: Vec<u32> = (0..vocabulary.len() as u32)
        .filter(|&id| {
            let id = id as usize;
            left.counts[id] + right.counts[id] >= ask.min_count.max(1)
                && left.doc_freqs[id] + right.doc_freqs[id] >= ask.min_doc_freq
        })
        .collect();
    control.check()?;
    let test = |&id: &u32| Test::new(id, &left, &right, ask.confidence);
    let mut tests: Vec<Test> = tested.par_iter().map(test).collect();
    let adjusted = holm(&tests.iter().map(|test| test.p).collect::<Vec<f64>>());
    tests.iter_mut().zip(adjusted).for_each(|(test, adjusted)| test.p_adjusted = adjusted);
    tests.par_sort_unstable_by(|a, b| {
        let by_norm = || vocabulary.norm(a.id).cmp(vocabulary.norm(b.id));
        b.conservative.total_cmp(&a.conservative).then(b.g2.total_cmp(&a.g2)).then_with(by_norm)
    });
    control.check()?;
    let mut table = Keyness { term: tests.iter().map(|test| vocabulary.norm(test.id)).collect(), ..Keyness::default() };
    tests.iter().for_each(|test| table.push(test));
    for test in &tests {
        table.doc_freq_target.push(left.doc_freqs[test.id as usize]);
        table.doc_freq_reference.push(right.doc_freqs[test.id as usize]);
    }
    Ok(table)
}

/// A term with all that is computed of it.
struct Test {
    id: u32,
    contrast: Contrast,
    limits: Option<(f64, f64, f64)>,
    conservative: f64,
    g2: f64,
    p: f64,
    p_adjusted: f64,
}

impl Test {
    fn new(id: u32, left: &Side, right: &Side, confidence: f64) -> Self {
        let contrast = Contrast {
            target: left.counts[id as usize],
            reference: right.counts[id as usize],
            target_size: left.n_tokens,
            reference_size: right.n_tokens,
        };
        let limits = contrast.log_ratio(confidence);
        let (g2, p) = (contrast.g2(), contrast.p());
        Self { id, contrast, limits, conservative: nearer_zero(limits), g2, p, p_adjusted: 1.0 }
    }
}

/// The limit nearer 0, or 0 where the limits lie on both sides of it.
fn nearer_zero(log_ratio: Option<(f64, f64, f64)>) -> f64 {
    match log_ratio {
        Some((_, low, _)) if low > 0.0 => low,
        Some((_, _, high)) if high < 0.0 => high,
        _ => 0.0,
    }
}

impl Keyness {
    fn push(&mut self, test: &Test) {
        let contrast = &test.contrast;
        self.count_target.push(contrast.target);
        self.count_reference.push(contrast.reference);
        self.per_million_target.push(per_million(contrast.target, contrast.target_size));
        self.per_million_reference.push(per_million(contrast.reference, contrast.reference_size));
        self.log_ratio.push(test.limits.map(|(ratio, _, _)| ratio));
        self.log_ratio_low.push(test.limits.map(|(_, low, _)| low));
        self.log_ratio_high.push(test.limits.map(|(_, _, high)| high));
        self.g2.push(test.g2);
        self.p.push(test.p);
        self.p_adjusted.push(test.p_adjusted);
    }
}
