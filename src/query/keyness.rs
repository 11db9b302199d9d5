//! Keyness: terms that a target uses more, or less, than a reference.
//!
//! Rows are sorted by the conservative log ratio (the limit nearer 0, or 0 where the interval holds it) descending, then
//! by g2 descending, then by term.

use rayon::prelude::*;

use crate::corpus::{Corpus, Need};
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
    pub term: Vec<String>,
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

/// Occurrences and documents of every type on one side.
struct Side {
    counts: Vec<i64>,
    doc_freqs: Vec<i64>,
    n_tokens: i64,
}

impl Side {
    fn new(corpus: &Corpus) -> Self {
        let vocabulary = &corpus.store().vocabulary;
        let mut side = Self { counts: vec![0; vocabulary.len()], doc_freqs: vec![0; vocabulary.len()], n_tokens: 0 };
        let mut seen = vec![0u32; vocabulary.len()];
        for (position, mark) in (0..corpus.len()).zip(1u32..) {
            for id in corpus.types(position).iter().filter(|&id| vocabulary.kind(id).is_counted()) {
                let id = id as usize;
                side.counts[id] += 1;
                side.doc_freqs[id] += i64::from(seen[id] != mark);
                seen[id] = mark;
                side.n_tokens += 1;
            }
        }
        side
    }
}

/// Compares two views of one corpus.
///
/// # Errors
/// [`Error::Argument`] for views of different corpora, whose terms have different numbers, and for a confidence outside
/// 0 to 1; as in [`Corpus::ready`].
pub fn keyness(target: &Corpus, reference: &Corpus, ask: &Ask) -> Result<Keyness> {
    check_confidence(ask.confidence)?;
    if !std::ptr::eq(target.store(), reference.store()) {
        return Err(Error::Argument("target and reference are not views of the same corpus".to_owned()));
    }
    target.ready(Need::Columns).and_then(|()| reference.ready(Need::Columns))?;
    let (left, right) = rayon::join(|| Side::new(target), || Side::new(reference));
    let vocabulary = &target.store().vocabulary;
    let tested: Vec<u32> = (0..vocabulary.len() as u32)
        .filter(|&id| {
            let id = id as usize;
            left.counts[id] + right.counts[id] >= ask.min_count.max(1)
                && left.doc_freqs[id] + right.doc_freqs[id] >= ask.min_doc_freq
        })
        .collect();
    let contrast = |id: u32| Contrast {
        target: left.counts[id as usize],
        reference: right.counts[id as usize],
        target_size: left.n_tokens,
        reference_size: right.n_tokens,
    };
    let p: Vec<f64> = tested.par_iter().map(|&id| contrast(id).p()).collect();
    let adjusted = holm(&p);
    let mut order: Vec<usize> = (0..tested.len()).collect();
    let conservative: Vec<f64> =
        tested.par_iter().map(|&id| nearer_zero(contrast(id).log_ratio(ask.confidence))).collect();
    let g2: Vec<f64> = tested.par_iter().map(|&id| contrast(id).g2()).collect();
    order.sort_unstable_by(|&a, &b| {
        let by_norm = || vocabulary.norm(tested[a]).cmp(vocabulary.norm(tested[b]));
        conservative[b].total_cmp(&conservative[a]).then(g2[b].total_cmp(&g2[a])).then_with(by_norm)
    });
    let mut table = Keyness::default();
    for index in order {
        let id = tested[index];
        table.push(vocabulary.norm(id), &contrast(id), ask.confidence);
        table.doc_freq_target.push(left.doc_freqs[id as usize]);
        table.doc_freq_reference.push(right.doc_freqs[id as usize]);
        table.p.push(p[index]);
        table.p_adjusted.push(adjusted[index]);
    }
    Ok(table)
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
    fn push(&mut self, term: &str, contrast: &Contrast, confidence: f64) {
        let limits = contrast.log_ratio(confidence);
        self.term.push(term.to_owned());
        self.count_target.push(contrast.target);
        self.count_reference.push(contrast.reference);
        self.per_million_target.push(per_million(contrast.target, contrast.target_size));
        self.per_million_reference.push(per_million(contrast.reference, contrast.reference_size));
        self.log_ratio.push(limits.map(|(ratio, _, _)| ratio));
        self.log_ratio_low.push(limits.map(|(_, low, _)| low));
        self.log_ratio_high.push(limits.map(|(_, _, high)| high));
        self.g2.push(contrast.g2());
    }
}
