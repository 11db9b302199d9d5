//! Terms over time against counting in plain loops.

use std::collections::{BTreeMap, BTreeSet};

use coopsec::Error;
use coopsec::calendar::{Date, Every};
use coopsec::corpus::Corpus;
use coopsec::query::frequency::{Ask, Frequency, frequency};
use coopsec::text;
use proptest::prelude::*;

use crate::grid::{Cell, cells};
use crate::sample::{build, dated, draft, drafts, every, go, grouping, groups, sentences};

/// Period, group, term, count, documents, denominators, partial.
type Row = (Option<Date>, i64, Option<String>, i64, i64, i64, i64, bool);

fn rows(table: &Frequency) -> Vec<Row> {
    (0..table.count.len())
        .map(|at| {
            let place = (table.period[at], table.group[at], table.term.get(at).map(str::to_owned));
            let sizes = (table.n_docs[at], table.n_tokens[at], table.partial[at]);
            (place.0, place.1, place.2, table.count[at], table.doc_freq[at], sizes.0, sizes.1, sizes.2)
        })
        .collect()
}

/// Occurrences of every term in one document.
fn terms(corpus: &Corpus, position: usize, ask: &Ask) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    let languages = corpus.languages();
    let is_stopword =
        |norm: &str| ask.stopwords.iter().any(|word| languages.iter().any(|&lang| text::norm(word, lang) == norm));
    for sentence in sentences(corpus, position) {
        for start in 0..sentence.len() {
            let Some(gram) = sentence.get(start..start + ask.ngram) else { continue };
            if gram.iter().all(|token| token.counted && !is_stopword(&token.norm)) {
                let name = gram.iter().map(|token| token.norm.as_str()).collect::<Vec<_>>().join(" ");
                *found.entry(name).or_default() += 1;
            }
        }
    }
    found
}

fn tally(corpus: &Corpus, cell: &Cell, ask: &Ask) -> BTreeMap<String, (i64, i64)> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for &position in &cell.documents {
        for (term, count) in terms(corpus, position, ask) {
            let sum = sums.entry(term).or_default();
            *sum = (sum.0 + count, sum.1 + 1);
        }
    }
    sums
}

fn expected(corpus: &Corpus, ask: &Ask) -> Vec<Row> {
    let cells = cells(corpus, ask.every, ask.grouping.as_ref());
    let tallies: Vec<BTreeMap<String, (i64, i64)>> = cells.iter().map(|cell| tally(corpus, cell, ask)).collect();
    let mut totals: BTreeMap<&str, i64> = BTreeMap::new();
    for (term, (count, _)) in tallies.iter().flatten() {
        *totals.entry(term).or_default() += count;
    }
    let mut chosen: Vec<(&str, i64)> = totals.into_iter().filter(|(_, count)| *count >= ask.min_count).collect();
    chosen.sort_by_key(|&(term, count)| (-count, term));
    chosen.truncate(ask.top.unwrap_or(usize::MAX));
    let chosen: BTreeSet<&str> = chosen.into_iter().map(|(term, _)| term).collect();
    let mut table = Vec::new();
    for (cell, tally) in cells.iter().zip(&tallies) {
        let size = cell.documents.len() as i64;
        let row = |term: Option<&str>, (count, doc_freq): (i64, i64)| {
            let term = term.map(str::to_owned);
            (cell.period, cell.group, term, count, doc_freq, size, cell.n_tokens, cell.partial)
        };
        let sums = chosen.iter().map(|&term| (term, tally.get(term).copied().unwrap_or_default()));
        let mut listed: Vec<(&str, (i64, i64))> = sums.filter(|(_, sum)| ask.top.is_some() || sum.0 > 0).collect();
        listed.sort_by_key(|&(term, (count, _))| (-count, term));
        if listed.is_empty() && ask.every.is_some() {
            table.push(row(None, (0, 0)));
        }
        table.extend(listed.into_iter().map(|(term, sum)| row(Some(term), sum)));
    }
    table
}

fn asks() -> impl Strategy<Value = (Ask, Option<usize>)> {
    let top = prop::sample::select(vec![None, Some(0), Some(1), Some(4), Some(1000)]);
    let stopwords = prop::sample::select(vec![vec![], vec!["LE".to_owned(), "L’".to_owned(), "absent".to_owned()]]);
    // Types need up to 5 bits, so more than 12 of them do not fit into one 64-bit word, nor more than 25 into two.
    let ngrams = prop_oneof![4 => 1..4_usize, 1 => prop::sample::select(vec![5, 12, 13])];
    (every(), groups(), ngrams, 0..4_i64, top, stopwords).prop_map(
        |(every, groups, ngram, min_count, top, stopwords)| {
            (Ask { every, grouping: None, ngram, min_count, top, stopwords }, groups)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn tables_are_those_of_straight_loops(drafts in drafts(), (ask, groups) in asks()) {
        let corpus = build(drafts);
        let ask = Ask { grouping: grouping(&corpus, groups), ..ask };
        let table = frequency(&corpus, &ask, &go()).unwrap();
        prop_assert_eq!(rows(&table), expected(&corpus, &ask));
        for at in 0..table.count.len() {
            let rate = (table.n_tokens[at] > 0).then(|| table.count[at] as f64 * 1e6 / table.n_tokens[at] as f64);
            let distance = table.per_million.get(at).zip(rate).map_or(0.0, |(seen, rate)| (seen - rate).abs());
            prop_assert_eq!(table.per_million.get(at).is_some(), rate.is_some());
            prop_assert!(distance < 1e-6);
        }
    }

    #[test]
    fn words_over_all_periods_and_groups_are_the_tokens_of_the_corpus(
        drafts in drafts(), every in every(), groups in groups()
    ) {
        let corpus = build(drafts);
        let ask = Ask { every, grouping: grouping(&corpus, groups), ..Ask::default() };
        let table = frequency(&corpus, &ask, &go()).unwrap();
        let tokens: usize = (0..corpus.len()).map(|at| corpus.document(at).n_tokens).sum();
        prop_assert_eq!(table.count.iter().sum::<i64>(), tokens as i64);
        let cells: BTreeSet<_> =
            (0..table.count.len()).map(|at| (table.period[at], table.group[at], table.n_docs[at])).collect();
        // Over time, every cell has a row, with or without a term.
        if every.is_some() {
            prop_assert_eq!(cells.iter().map(|cell| cell.2).sum::<i64>(), corpus.len() as i64);
        }
    }
}

#[test]
fn pairs_cross_no_mark_and_no_sentence() {
    let corpus = build(vec![draft("a", "La drogue, le trafic. Le port\n\nest ouvert")]);
    let ask = Ask { ngram: 2, ..Ask::default() };
    let table = frequency(&corpus, &ask, &go()).unwrap();
    let terms: Vec<&str> = table.term.iter().flatten().collect();
    assert_eq!(terms, ["est ouvert", "la drogue", "le port", "le trafic"]);
}

#[test]
fn an_ngram_of_no_word_is_refused_and_one_longer_than_any_sentence_is_empty() {
    let corpus = build(vec![dated("a", "2017", "Un mot.")]);
    assert!(matches!(frequency(&corpus, &Ask { ngram: 0, ..Ask::default() }, &go()), Err(Error::Argument(_))));
    let long = Ask { ngram: usize::MAX, ..Ask::default() };
    assert!(frequency(&corpus, &long, &go()).unwrap().count.is_empty());
    let table = frequency(&corpus, &Ask { every: Some(Every::Year), ..long }, &go()).unwrap();
    assert!(table.term.iter().eq([None]) && table.n_tokens.iter().eq([2]));
    assert_eq!(table.count[..], [0]);
}

#[test]
fn long_ngrams_are_counted_whether_or_not_they_fit_a_number() {
    // Nine types, one more than a power of two, over and over.
    let words: Vec<String> = (0..1200).map(|n| format!("m{}", n * n % 17)).collect();
    let corpus = build(vec![draft("a", &words.join(" ")), draft("b", &words[5..].join(" "))]);
    for ngram in [1, 2, 11, 12, 13, 14, 15, 20, 24, 25, 26, 40] {
        let ask = Ask { ngram, ..Ask::default() };
        assert_eq!(rows(&frequency(&corpus, &ask, &go()).unwrap()), expected(&corpus, &ask), "{ngram}");
    }
}
