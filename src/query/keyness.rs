//! Keyness: terms that a target uses more, or less, than a reference.
//!
//! Rows are sorted by the conservative log ratio (the limit nearer 0, or 0 if the interval contains 0) descending, then
//! by the statistic tested descending, then by term.

use std::cmp::Ordering;
use std::sync::Arc;

use rayon::prelude::*;

use super::census::census;
use super::column::Texts;
use crate::corpus::{Control, Corpus, Need, Vocabulary};
use crate::error::{Error, Result};
use crate::stats::adjust::Adjust;
use crate::stats::association::{Contrast, Measure, p_of};
use crate::stats::normal::check_confidence;
use crate::stats::rate::per_million;

/// What is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Occurrences among tokens.
    #[default]
    Tokens,
    /// Documents with the term among documents.
    Docs,
}

impl Unit {
    /// Reads `tokens` or `docs`.
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(name: &str) -> Result<Self> {
        match name {
            "tokens" => Ok(Self::Tokens),
            "docs" => Ok(Self::Docs),
            _ => Err(Error::Argument(format!("unit is {name:?}: use tokens or docs"))),
        }
    }
}

/// The parameters of the query.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Terms in fewer documents than this, both sides together, are not tested.
    pub min_doc_freq: i64,
    /// Terms that occur less often than this, both sides together, are not tested.
    pub min_count: i64,
    /// Nominal coverage of the log ratio's limits.
    pub confidence: f64,
    /// What is compared.
    pub unit: Unit,
    /// The statistic whose p-value is given.
    pub measure: Measure,
    /// How p-values are adjusted.
    pub adjust: Adjust,
    /// Constant of simple maths, per million.
    pub constant: f64,
    /// Strength of the prior of the log odds, in occurrences.
    pub prior: f64,
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            min_doc_freq: 2,
            min_count: 3,
            confidence: 0.95,
            unit: Unit::default(),
            measure: Measure::default(),
            adjust: Adjust::default(),
            constant: 1.0,
            prior: 500.0,
        }
    }
}

impl Ask {
    pub(super) fn check(&self) -> Result<()> {
        check_confidence(self.confidence)?;
        for (name, value) in [("constant", self.constant), ("prior", self.prior)] {
            if !(value.is_finite() && value > 0.0) {
                return Err(Error::Argument(format!("{name} is {value}: give a number above 0")));
            }
        }
        Ok(())
    }
}

/// One row per term.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Keyness {
    pub term: Texts,
    pub measures: Measures,
}

/// The numeric columns; a row that is not a test has `None`, and counts of 0.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Measures {
    pub count_target: Vec<i64>,
    pub count_reference: Vec<i64>,
    pub per_million_target: Vec<Option<f64>>,
    pub per_million_reference: Vec<Option<f64>>,
    pub doc_freq_target: Vec<i64>,
    pub doc_freq_reference: Vec<i64>,
    pub log_ratio: Vec<Option<f64>>,
    pub log_ratio_low: Vec<Option<f64>>,
    pub log_ratio_high: Vec<Option<f64>>,
    /// With the correction, if this is the statistic tested.
    pub g2: Vec<Option<f64>>,
    pub p: Vec<Option<f64>>,
    pub p_adjusted: Vec<Option<f64>>,
    pub log_ratio_conservative: Vec<Option<f64>>,
    /// With the correction, if this is the statistic tested.
    pub chi2: Vec<Option<f64>>,
    pub percent_diff: Vec<Option<f64>>,
    pub simple_maths: Vec<Option<f64>>,
    pub log_odds: Vec<Option<f64>>,
    pub log_odds_z: Vec<Option<f64>>,
}

/// Occurrences and documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) count: i64,
    pub(super) docs: i64,
}

/// Occurrences and documents of every type on one side.
struct Side {
    terms: Vec<Sums>,
    whole: Sums,
}

impl Side {
    fn new(corpus: &Corpus, control: &Control) -> Result<Self> {
        let vocabulary = &corpus.store().vocabulary;
        let whole = Sums { count: 0, docs: corpus.len() as i64 };
        let mut side = Self { terms: vec![Sums::default(); vocabulary.len()], whole };
        for row in census(corpus, control, |_| true)?.into_iter().filter(|row| vocabulary.kind(row.term).is_counted()) {
            side.terms[row.term as usize] = Sums { count: row.count, docs: i64::from(row.doc_freq) };
            side.whole.count += row.count;
        }
        Ok(side)
    }
}

/// Compares two views of one corpus.
///
/// # Errors
/// [`Error::Argument`] for views of different corpora (whose terms have different numbers), for a confidence outside 0
/// to 1, and for a constant or prior that is not above 0; [`Error::Interrupted`] if `control` was told to stop.
pub fn keyness(target: &Corpus, reference: &Corpus, ask: &Ask, control: &Control) -> Result<Keyness> {
    ask.check()?;
    if !Arc::ptr_eq(target.store(), reference.store()) {
        return Err(Error::Argument("target and reference are not views of the same corpus".to_owned()));
    }
    target.ready(Need::Columns).and_then(|()| reference.ready(Need::Columns))?;
    let (left, right) = (Side::new(target, control)?, Side::new(reference, control)?);
    let vocabulary = &target.store().vocabulary;
    control.check()?;
    let test = |id: u32| {
        let terms = [left.terms[id as usize], right.terms[id as usize]];
        Test::new(id, terms, [left.whole, right.whole], ask)
    };
    let mut tests: Vec<Test> = (0..vocabulary.len() as u32).into_par_iter().filter_map(test).collect();
    let adjusted = ask.adjust.apply(&tests.iter().map(|test| test.p).collect::<Vec<f64>>());
    tests.iter_mut().zip(adjusted).for_each(|(test, adjusted)| test.p_adjusted = adjusted);
    tests.par_sort_unstable_by(|a, b| a.compare(b, vocabulary));
    control.check()?;
    let mut table = Keyness { term: tests.iter().map(|test| vocabulary.norm(test.id)).collect(), ..Keyness::default() };
    tests.iter().for_each(|test| table.measures.push(test, ask));
    Ok(table)
}

/// A term that reaches the floors, with what determines its place in the table.
pub(super) struct Test {
    pub(super) id: u32,
    /// In the target and in the reference.
    terms: [Sums; 2],
    wholes: [Sums; 2],
    conservative: f64,
    statistic: f64,
    pub(super) p: f64,
    pub(super) p_adjusted: f64,
}

impl Test {
    pub(super) fn new(id: u32, terms: [Sums; 2], wholes: [Sums; 2], ask: &Ask) -> Option<Self> {
        let (count, docs) = (terms[0].count + terms[1].count, terms[0].docs + terms[1].docs);
        if count < ask.min_count.max(1) || docs < ask.min_doc_freq {
            return None;
        }
        let mut test = Self { id, terms, wholes, conservative: 0.0, statistic: 0.0, p: 1.0, p_adjusted: 1.0 };
        let contrast = test.contrast(ask.unit);
        test.conservative = contrast.conservative(ask.confidence);
        test.statistic = ask.measure.of(&contrast);
        test.p = p_of(test.statistic);
        Some(test)
    }

    fn contrast(&self, unit: Unit) -> Contrast {
        let [target, reference, target_size, reference_size] = match unit {
            Unit::Tokens => [self.terms[0], self.terms[1], self.wholes[0], self.wholes[1]].map(|sums| sums.count),
            Unit::Docs => [self.terms[0], self.terms[1], self.wholes[0], self.wholes[1]].map(|sums| sums.docs),
        };
        Contrast { target, reference, target_size, reference_size }
    }

    /// The order of rows.
    pub(super) fn compare(&self, other: &Self, vocabulary: &Vocabulary) -> Ordering {
        let by_norm = || vocabulary.norm(self.id).cmp(vocabulary.norm(other.id));
        let by_size = other.conservative.total_cmp(&self.conservative);
        by_size.then(other.statistic.total_cmp(&self.statistic)).then_with(by_norm)
    }
}

impl Measures {
    pub(super) fn push(&mut self, test: &Test, ask: &Ask) {
        let ([target, reference], [left, right]) = (test.terms, test.wholes);
        let contrast = test.contrast(ask.unit);
        let limits = contrast.log_ratio(ask.confidence);
        let odds = contrast.log_odds(ask.prior);
        let tested = |measures: [Measure; 2]| match measures.into_iter().find(|&measure| measure == ask.measure) {
            Some(_) => test.statistic,
            None => measures[0].of(&contrast),
        };
        self.count_target.push(target.count);
        self.count_reference.push(reference.count);
        self.per_million_target.push(per_million(target.count, left.count));
        self.per_million_reference.push(per_million(reference.count, right.count));
        self.doc_freq_target.push(target.docs);
        self.doc_freq_reference.push(reference.docs);
        self.log_ratio.push(limits.map(|(ratio, _, _)| ratio));
        self.log_ratio_low.push(limits.map(|(_, low, _)| low));
        self.log_ratio_high.push(limits.map(|(_, _, high)| high));
        self.g2.push(Some(tested([Measure::G2, Measure::G2Williams])));
        self.p.push(Some(test.p));
        self.p_adjusted.push(Some(test.p_adjusted));
        self.log_ratio_conservative.push(limits.map(|_| test.conservative));
        self.chi2.push(Some(tested([Measure::Chi2, Measure::Chi2Yates])));
        self.percent_diff.push(contrast.percent_diff());
        self.simple_maths.push(contrast.simple_maths(ask.constant));
        self.log_odds.push(odds.map(|(difference, _)| difference));
        self.log_odds_z.push(odds.map(|(_, z)| z));
    }

    /// Adds a row that is not a test.
    pub(super) fn push_nothing(&mut self) {
        for counts in
            [&mut self.count_target, &mut self.count_reference, &mut self.doc_freq_target, &mut self.doc_freq_reference]
        {
            counts.push(0);
        }
        for numbers in [
            &mut self.per_million_target,
            &mut self.per_million_reference,
            &mut self.log_ratio,
            &mut self.log_ratio_low,
            &mut self.log_ratio_high,
            &mut self.g2,
            &mut self.p,
            &mut self.p_adjusted,
            &mut self.log_ratio_conservative,
            &mut self.chi2,
            &mut self.percent_diff,
            &mut self.simple_maths,
            &mut self.log_odds,
            &mut self.log_odds_z,
        ] {
            numbers.push(None);
        }
    }
}
