//! Keyness against the formulas, applied to the frequencies of the two views.

use std::collections::BTreeMap;

use coopsec::Error;
use coopsec::calendar::Every;
use coopsec::corpus::Corpus;
use coopsec::query::frequency;
use coopsec::query::keyness::{Ask, Keyness, Unit, keyness};
use coopsec::query::keyness_over_time::{Against, Over, keyness_over_time};
use proptest::prelude::*;

use crate::sample::{build, dated, draft, drafts, go};

/// Count and documents.
type Sums = (i64, i64);

/// Count and documents of every term of a view, and its tokens.
fn side(corpus: &Corpus) -> (BTreeMap<String, Sums>, f64) {
    let table = frequency::frequency(corpus, &frequency::Ask::default(), &go()).unwrap();
    let sums = table.count.iter().copied().zip(table.doc_freq.iter().copied());
    let named = table.term.iter().zip(sums).filter_map(|(term, sum)| Some((term?.to_owned(), sum)));
    (named.collect(), table.n_tokens.iter().next().map_or(0.0, |tokens| tokens as f64))
}

/// 2 Σ observed · ln(observed / expected) over the four cells, with the sign of the target.
fn g2(target: f64, reference: f64, sizes: (f64, f64)) -> f64 {
    let (total, hits) = (sizes.0 + sizes.1, target + reference);
    let cells = [
        (target, hits * sizes.0 / total),
        (reference, hits * sizes.1 / total),
        (sizes.0 - target, (total - hits) * sizes.0 / total),
        (sizes.1 - reference, (total - hits) * sizes.1 / total),
    ];
    let sum: f64 = cells.iter().filter(|(seen, _)| *seen > 0.0).map(|(seen, mean)| seen * (seen / mean).ln()).sum();
    2.0 * sum * (target - hits * sizes.0 / total).signum()
}

/// The limit nearer 0.
fn conservative(table: &Keyness, at: usize) -> f64 {
    let (low, high) =
        (table.measures.log_ratio_low[at].unwrap_or(0.0), table.measures.log_ratio_high[at].unwrap_or(0.0));
    if low > 0.0 { low } else { high.min(0.0) }
}

fn halves(corpus: &Corpus, keep: u16) -> (Corpus, Corpus) {
    let half = |wanted: u16| {
        corpus.select(&(0..corpus.len() as u32).filter(|at| keep >> at & 1 == wanted).collect::<Vec<_>>())
    };
    (half(1), half(0))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn counts_are_the_frequencies_of_both_views(
        drafts in drafts(), keep in any::<u16>(), min_count in 0..4_i64, min_doc_freq in 0..4_i64
    ) {
        let (target, reference) = halves(&build(drafts), keep);
        let table = keyness(&target, &reference, &Ask { min_count, min_doc_freq, ..Ask::default() }, &go()).unwrap();
        let ((left, m), (right, n)) = (side(&target), side(&reference));
        let mut expected: BTreeMap<&str, (Sums, Sums)> = BTreeMap::new();
        for term in left.keys().chain(right.keys()) {
            let sums = |side: &BTreeMap<String, Sums>| side.get(term).copied().unwrap_or_default();
            expected.insert(term, (sums(&left), sums(&right)));
        }
        expected.retain(|_, (a, b)| a.0 + b.0 >= min_count && a.1 + b.1 >= min_doc_freq);
        prop_assert_eq!(table.term.len(), expected.len());
        for (at, term) in table.term.iter().enumerate() {
            let (a, b) = expected[term];
            prop_assert_eq!((table.measures.count_target[at], table.measures.doc_freq_target[at]), a);
            prop_assert_eq!((table.measures.count_reference[at], table.measures.doc_freq_reference[at]), b);
            prop_assert_eq!(table.measures.per_million_target[at].is_some(), m > 0.0);
            prop_assert_eq!(table.measures.log_ratio[at].is_some(), m > 0.0 && n > 0.0);
            let awaited = g2(a.0 as f64, b.0 as f64, (m, n));
            prop_assert!((table.measures.g2[at].unwrap() - awaited).abs() < 1e-8, "{} for {awaited}", table.measures.g2[at].unwrap());
        }
    }

    #[test]
    fn columns_are_finite_ordered_and_sorted(drafts in drafts(), keep in any::<u16>()) {
        let (target, reference) = halves(&build(drafts), keep);
        let table = keyness(&target, &reference, &Ask { min_count: 1, min_doc_freq: 1, ..Ask::default() }, &go()).unwrap();
        for at in 0..table.term.len() {
            prop_assert!(table.measures.p[at].unwrap() >= 0.0 && table.measures.p[at].unwrap() <= table.measures.p_adjusted[at].unwrap() && table.measures.p_adjusted[at].unwrap() <= 1.0);
            let limits = [table.measures.log_ratio_low[at], table.measures.log_ratio[at], table.measures.log_ratio_high[at]];
            prop_assert!(limits.is_sorted() && limits.iter().flatten().all(|limit| limit.is_finite()));
        }
        let order = |at: usize| (-conservative(&table, at), -table.measures.g2[at].unwrap(), table.term[at].to_owned());
        for at in 1..table.term.len() {
            prop_assert!(order(at - 1) < order(at));
        }
    }
}

#[test]
fn sides_change_signs() {
    let corpus = build(vec![draft("a", "drogue drogue drogue port"), draft("b", "port port mer mer")]);
    let (left, right) = (corpus.select(&[0]), corpus.select(&[1]));
    let ask = Ask { min_count: 1, min_doc_freq: 1, ..Ask::default() };
    let (table, mirrored) =
        (keyness(&left, &right, &ask, &go()).unwrap(), keyness(&right, &left, &ask, &go()).unwrap());
    let place = |table: &Keyness, term: &str| table.term.iter().position(|other| other == term).unwrap();
    for term in ["drogue", "port", "mer"] {
        let (one, other) = (place(&table, term), place(&mirrored, term));
        assert!((table.measures.g2[one].unwrap() + mirrored.measures.g2[other].unwrap()).abs() < 1e-12);
        assert!((table.measures.log_ratio[one].unwrap() + mirrored.measures.log_ratio[other].unwrap()).abs() < 1e-12);
    }
    assert!(
        table.measures.g2[place(&table, "drogue")].unwrap() > 0.0
            && table.measures.g2[place(&table, "mer")].unwrap() < 0.0
    );
}

#[test]
fn sides_of_two_corpora_and_impossible_confidences_are_refused() {
    let (one, other) = (build(vec![draft("a", "port")]), build(vec![draft("b", "mer")]));
    assert!(matches!(keyness(&one, &other, &Ask::default(), &go()), Err(Error::Argument(_))));
    for confidence in [0.0, 1.0, 1.5, f64::NAN] {
        let ask = Ask { confidence, ..Ask::default() };
        assert!(matches!(keyness(&one, &one, &ask, &go()), Err(Error::Argument(_))), "{confidence}");
    }
}

#[test]
fn a_period_is_compared_as_its_documents_are() {
    let texts = ["drogue port", "drogue mer", "port port", "mer mer drogue", "mer port", "port"];
    let years = ["2015", "2015", "2016", "2016", "2018", "2018"];
    let drafts = texts.iter().zip(years).enumerate().map(|(at, (text, year))| dated(&at.to_string(), year, text));
    let corpus = build(drafts.collect());
    let ask = Ask { min_count: 1, min_doc_freq: 1, ..Ask::default() };
    for (against, references) in [
        (Against::Rest, vec![vec![2, 3, 4, 5], vec![0, 1, 4, 5], vec![], vec![0, 1, 2, 3]]),
        (Against::Previous, vec![vec![], vec![0, 1], vec![], vec![]]),
    ] {
        let over = Over { every: Every::Year, against, min_docs: 2, top: None };
        let table = keyness_over_time(&corpus, &over, &ask, &go()).unwrap();
        let mut at = 0;
        for (target, reference) in [vec![0, 1], vec![2, 3], vec![], vec![4, 5]].iter().zip(&references) {
            if reference.is_empty() || target.is_empty() {
                assert_eq!((table.term.get(at), table.n_docs[at]), (None, target.len() as i64));
                assert_eq!(table.measures.p[at], None);
                at += 1;
                continue;
            }
            let expected = keyness(&corpus.select(target), &corpus.select(reference), &ask, &go()).unwrap();
            for row in 0..expected.term.len() {
                // Against the rest, a period is tested on its own terms.
                if against == Against::Rest && expected.measures.count_target[row] == 0 {
                    continue;
                }
                assert_eq!(table.term.get(at), Some(&expected.term[row]));
                assert_eq!(table.measures.count_reference[at], expected.measures.count_reference[row]);
                assert_eq!(table.measures.g2[at], expected.measures.g2[row]);
                assert_eq!(table.measures.log_odds_z[at], expected.measures.log_odds_z[row]);
                assert_eq!(table.n_docs[at], 2);
                at += 1;
            }
        }
        assert_eq!(table.period.len(), at);
        let tested: Vec<f64> = table.measures.p.iter().copied().flatten().collect();
        let adjusted: Vec<f64> = table.measures.p_adjusted.iter().copied().flatten().collect();
        assert_eq!(adjusted, coopsec::stats::adjust::holm(&tested));
    }
}

#[test]
fn documents_count_where_they_are_the_unit() {
    let corpus =
        build(vec![draft("a", "port port port"), draft("b", "mer"), draft("c", "mer"), draft("d", "port mer")]);
    let ask = Ask { min_count: 1, min_doc_freq: 1, unit: Unit::Docs, ..Ask::default() };
    let table = keyness(&corpus.select(&[0, 1]), &corpus.select(&[2, 3]), &ask, &go()).unwrap();
    let port = table.term.iter().position(|term| term == "port").unwrap();
    assert_eq!((table.measures.doc_freq_target[port], table.measures.doc_freq_reference[port]), (1, 1));
    assert_eq!(table.measures.log_ratio[port], Some(0.0));
    assert_eq!(table.measures.count_target[port], 3);
}
