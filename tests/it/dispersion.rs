//! Dispersion against the definitions, written out over all parts.

use coopsec::Error;
use coopsec::corpus::{Corpus, Draft};
use coopsec::lexicon::NestedScope;
use coopsec::query::dispersion::{Dispersion, Subject, dispersion};
use coopsec::query::hits;
use proptest::prelude::*;
use proptest::sample::select;

use crate::sample::{build, draft, drafts, go, grouping, lexicon, n_tokens, sentences};
use crate::together::{NAMES, is_near, words};

/// The measures over parts, from the occurrences and tokens of each document, and its part and source.
fn check(table: &Dispersion, at: usize, documents: &[(f64, f64, usize, Option<String>)], parts: usize) {
    let of = |part: usize| documents.iter().filter(move |document| document.2 == part);
    let sums = |part| of(part).fold((0.0, 0.0), |sum, document| (sum.0 + document.0, sum.1 + document.1));
    let parts: Vec<(f64, f64)> = (0..parts).map(sums).filter(|(_, size)| *size > 0.0).collect();
    let (count, tokens) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    let n = parts.len() as f64;
    assert_eq!((table.count[at], table.n_parts[at]), (count as i64, parts.len() as i64));
    assert_eq!(table.range[at], parts.iter().filter(|part| part.0 > 0.0).count() as i64);
    let some = |value: f64, enough: bool| (count > 0.0 && enough).then_some(value);
    let dp = parts.iter().map(|(here, size)| (here / count - size / tokens).abs()).sum::<f64>() / 2.0;
    let smallest = parts.iter().map(|(_, size)| size / tokens).fold(1.0, f64::min);
    assert!(is_near(table.dp[at], some(dp, true)), "{:?} {dp}", table.dp[at]);
    assert!(is_near(table.dp_norm[at], some(dp / (1.0 - smallest), n > 1.0)));
    let mean = parts.iter().map(|(here, size)| here / size).sum::<f64>() / n;
    let variance = parts.iter().map(|(here, size)| (here / size - mean).powi(2)).sum::<f64>() / n;
    let d = 1.0 - variance.sqrt() / mean / (n - 1.0).sqrt();
    assert!(table.juilland_d[at].is_none() == some(d, n > 1.0).is_none());
    // A square root near 0 loses half of the digits.
    assert!(table.juilland_d[at].is_none_or(|seen| (seen - d).abs() < 1e-7), "{:?} {d}", table.juilland_d[at]);
    let largest = documents.iter().map(|document| document.0).fold(0.0, f64::max);
    assert!(is_near(table.largest_doc_share[at], some(largest / count, true)));
    let of_source =
        |source: &String| documents.iter().filter(|one| one.3.as_ref() == Some(source)).map(|one| one.0).sum::<f64>();
    let largest = documents.iter().filter_map(|one| one.3.as_ref()).map(of_source).fold(0.0, f64::max);
    assert!(is_near(table.largest_source_share[at], some(largest / count, largest > 0.0)));
}

fn with_sources(drafts: Vec<Draft>) -> Vec<Draft> {
    let sources = [Some("MAP"), None, Some("AFP"), Some("MAP")];
    let source = |at: usize| sources[at % sources.len()].map(str::to_owned);
    drafts.into_iter().enumerate().map(|(at, draft)| Draft { source: source(at), ..draft }).collect()
}

fn documents(
    corpus: &Corpus,
    part: impl Fn(usize) -> usize,
    count: impl Fn(usize) -> Option<f64>,
) -> Vec<(f64, f64, usize, Option<String>)> {
    let document = |at| Some((count(at)?, n_tokens(corpus, at) as f64, part(at), corpus.document(at).source));
    (0..corpus.len()).filter_map(document).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn themes_lie_over_parts_as_their_hits_do(drafts in drafts(), groups in select(vec![None, Some(1), Some(3)])) {
        let corpus = build(with_sources(drafts));
        let grouping = grouping(&corpus, groups);
        let table = dispersion(&corpus, Subject::Themes(&lexicon(), NestedScope::Theme), grouping.as_ref(), &go()).unwrap();
        let listed = hits::hits(&corpus, &lexicon(), hits::Ask { rollup: true, ..hits::Ask::default() }, &go()).unwrap();
        prop_assert_eq!(table.item.iter().collect::<Vec<_>>(), NAMES);
        for (at, theme) in NAMES.into_iter().enumerate() {
            let count = |position: usize| {
                words(theme, corpus.document(position).lang)?;
                let id = corpus.id(position);
                let rows = listed.doc_id.iter().zip(listed.theme.iter());
                Some(rows.filter(|row| *row == (Some(id), Some(theme))).count() as f64)
            };
            let part = |position: usize| grouping.as_ref().map_or(position, |grouping| grouping.of[position] as usize);
            check(&table, at, &documents(&corpus, part, count), grouping.as_ref().map_or(corpus.len(), |grouping| grouping.count));
        }
    }

    #[test]
    fn every_term_lies_over_documents_as_its_tokens_do(drafts in drafts(), min_count in 0_i64..4) {
        let corpus = build(with_sources(drafts));
        let table = dispersion(&corpus, Subject::Terms { min_count }, None, &go()).unwrap();
        let tokens: Vec<Vec<String>> = (0..corpus.len()).map(|position| {
            let all = sentences(&corpus, position).into_iter().flatten();
            all.filter(|token| token.counted).map(|token| token.norm).collect()
        }).collect();
        let mut rows: Vec<(i64, &str)> = table.count.iter().map(|count| -count).zip(table.item.iter()).collect();
        prop_assert!(rows.is_sorted());
        rows.retain(|(count, _)| -count < min_count);
        prop_assert!(rows.is_empty());
        let mut terms: Vec<&String> = tokens.iter().flatten().collect();
        terms.sort();
        let frequent = terms.chunk_by(|a, b| a == b).filter(|same| same.len() as i64 >= min_count).count();
        prop_assert_eq!(table.item.len(), frequent);
        for (at, term) in table.item.iter().enumerate() {
            let count = |position: usize| Some(tokens[position].iter().filter(|token| *token == term).count() as f64);
            check(&table, at, &documents(&corpus, |position| position, count), corpus.len());
        }
    }
}

#[test]
fn what_lies_outside_all_parts_is_counted_and_leaves_the_measures_alone() {
    let texts = [("a", "!!!"), ("b", "Encore, la drogue !"), ("c", "Le port de Tanger !"), ("d", "Rien.")];
    let corpus = build(texts.map(|(id, text)| draft(id, text)).into());
    let measures = |corpus: &Corpus| {
        let table = dispersion(corpus, Subject::Patterns(&["!".to_owned()]), None, &go()).unwrap();
        let shares = (table.largest_doc_share[0], table.largest_source_share[0]);
        ((table.range[0], table.n_parts[0], table.dp[0], table.dp_norm[0], table.juilland_d[0]), table.count[0], shares)
    };
    let (all, inside) = (measures(&corpus), measures(&corpus.select(&[1, 2, 3])));
    assert_eq!(all.0, inside.0);
    assert_eq!((all.1, inside.1, all.2), (5, 2, (Some(0.6), None)));
    let nothing = measures(&corpus.select(&[0, 3])).0;
    assert_eq!(nothing, (0, 1, None, None, None));
}

#[test]
fn patterns_stand_for_themselves_and_are_sorted_by_count() {
    let corpus = build(vec![draft("a", "La drogue, la drogue et le trafic de drogue."), draft("b", "Rien à voir.")]);
    let patterns = ["trafic de drogue", "introuvable", "drogu*", "rien.du.tout"].map(str::to_owned);
    let table = dispersion(&corpus, Subject::Patterns(&patterns), None, &go()).unwrap();
    assert_eq!(table.item.iter().collect::<Vec<_>>(), ["drogu*", "trafic de drogue", "introuvable", "rien.du.tout"]);
    assert_eq!(table.count, [3, 1, 0, 0]);
    assert_eq!((table.dp[2], table.juilland_d[2], table.largest_doc_share[2]), (None, None, None));
    let twice = ["drogue", "drogue"].map(str::to_owned);
    assert!(matches!(dispersion(&corpus, Subject::Patterns(&twice), None, &go()), Err(Error::Argument(_))));
    let unread = ["(drogue".to_owned()];
    assert!(matches!(dispersion(&corpus, Subject::Patterns(&unread), None, &go()), Err(Error::Pattern { .. })));
}
