//! Contributions and concentration against the hits themselves, counted in plain loops.

use std::collections::{BTreeMap, BTreeSet};

use coopsec::calendar::Every;
use coopsec::corpus::{Corpus, Draft};
use coopsec::lexicon::{NestedScope, Reach};
use coopsec::query::concentration::{self, concentration};
use coopsec::query::contributions::contributions;
use coopsec::query::hits::{self, hits};
use coopsec::query::near_misses::{self, near_misses};
use coopsec::query::pattern_report::pattern_report;
use coopsec::query::{Grouping, documents};
use proptest::prelude::*;

use crate::grid::cells;
use crate::sample::{build, drafts, every, go, lexicon};

/// Every hit, with the rows of its ancestors: position, theme, pattern.
fn rows(corpus: &Corpus, scope: NestedScope) -> Vec<(usize, String, String)> {
    let ids = documents::documents(corpus, &go()).unwrap().doc_id;
    let table = hits(corpus, &lexicon(), hits::Ask { rollup: true, scope }, &go()).unwrap();
    let position = |row: usize| ids.iter().position(|id| Some(id.as_str()) == table.doc_id.get(row)).unwrap();
    let text = |column: &coopsec::query::column::Coded, row: usize| column.get(row).unwrap().to_owned();
    (0..table.doc_id.len()).map(|row| (position(row), text(&table.theme, row), text(&table.pattern, row))).collect()
}

/// Positions of the documents of each period, after those of the whole corpus.
fn places(corpus: &Corpus, every: Option<Every>) -> Vec<(bool, Option<coopsec::calendar::Date>, Vec<usize>)> {
    let whole = (true, None, (0..corpus.len()).collect());
    let periods = cells(corpus, every, None).into_iter().map(|cell| (false, cell.period, cell.documents));
    std::iter::once(whole).chain(periods.filter(|_| every.is_some())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn contributions_are_the_hits_by_pattern(drafts in drafts(), every in every(), in_lexicon in any::<bool>()) {
        let corpus = build(drafts);
        let scope = if in_lexicon { NestedScope::Lexicon } else { NestedScope::Theme };
        let table = contributions(&corpus, &lexicon(), every, scope, &go()).unwrap();
        let hits = rows(&corpus, scope);
        let mut expected: BTreeMap<_, (i64, BTreeSet<usize>)> = BTreeMap::new();
        for cell in cells(&corpus, every, None) {
            for (position, theme, pattern) in hits.iter().filter(|row| cell.documents.contains(&row.0)) {
                let key = (cell.period, theme.clone(), corpus.lang(*position).code(), pattern.clone());
                let entry = expected.entry(key).or_default();
                entry.0 += 1;
                entry.1.insert(*position);
            }
        }
        let mut found: BTreeMap<_, (i64, i64)> = BTreeMap::new();
        for row in 0..table.count.len() {
            let key = (table.period[row], table.theme[row].clone(), table.lang[row], table.pattern[row].clone());
            let entry = found.entry(key).or_default();
            entry.0 += table.count[row];
            entry.1 += table.doc_freq[row];
            let of_theme: i64 = (0..table.count.len())
                .filter(|&other| (table.period[other], &table.theme[other]) == (table.period[row], &table.theme[row]))
                .map(|other| table.count[other])
                .sum();
            prop_assert_eq!(table.share[row], table.count[row] as f64 / of_theme as f64);
        }
        let expected: BTreeMap<_, (i64, i64)> =
            expected.into_iter().map(|(key, (count, documents))| (key, (count, documents.len() as i64))).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_largest_source_and_story_are_those_of_the_hits(drafts in drafts(), every in every(), sources in 1usize..4) {
        let corpus = build(drafts);
        let of: Vec<u32> = (0..corpus.len()).map(|at| (at * 5 % 7 % sources) as u32).collect();
        // The last group holds the documents without a source.
        let unknown = sources as u32 - 1;
        let ask = concentration::Ask {
            every,
            sources: Grouping { of: of.clone(), count: sources },
            unknown: Some(unknown),
            scope: NestedScope::Theme,
        };
        let table = concentration(&corpus, &lexicon(), &ask, &go()).unwrap();
        let stories = documents::stories(&corpus, &go()).unwrap();
        let hits = rows(&corpus, NestedScope::Theme);
        let mut row = 0;
        for (whole, period, documents) in places(&corpus, every) {
            let here: Vec<_> = hits.iter().filter(|hit| documents.contains(&hit.0)).collect();
            let themes: BTreeSet<&str> = here.iter().map(|hit| hit.1.as_str()).collect();
            for theme in themes {
                let of_theme: Vec<usize> = here.iter().filter(|hit| hit.1 == theme).map(|hit| hit.0).collect();
                let most = |members: &dyn Fn(usize) -> i64| {
                    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
                    of_theme.iter().for_each(|&position| *counts.entry(members(position)).or_default() += 1);
                    counts.remove(&-1);
                    let most = counts.values().max().copied().unwrap_or_default();
                    (counts.into_iter().find(|&(_, count)| count == most).map_or(-1, |(member, _)| member), most)
                };
                let source = |position: usize| if of[position] == unknown { -1 } else { i64::from(of[position]) };
                let story = most(&|position| stories[position]);
                prop_assert_eq!((table.whole[row], table.period[row], table.theme[row].as_str()), (whole, period, theme));
                prop_assert_eq!(table.count[row], of_theme.len() as i64);
                prop_assert_eq!((table.source[row], table.source_count[row]), most(&source));
                prop_assert_eq!(table.story_count[row], story.1);
                let members: BTreeSet<usize> =
                    of_theme.iter().copied().filter(|&position| stories[position] == story.0).collect();
                prop_assert_eq!(table.story_docs[row], members.len() as i64);
                prop_assert_eq!(table.story[row].as_str(), corpus.id(*members.first().unwrap()));
                row += 1;
            }
        }
        prop_assert_eq!(row, table.count.len());
    }

    #[test]
    fn a_pattern_that_matches_is_never_called_impossible(drafts in drafts()) {
        let corpus = build(drafts);
        let table = pattern_report(&corpus, &lexicon(), &go()).unwrap();
        for (position, _, pattern) in rows(&corpus, NestedScope::Theme) {
            let here = |row: &usize| table.pattern[*row] == pattern && table.lang[*row] == corpus.lang(position).code();
            prop_assert!((0..table.pattern.len()).filter(here).any(|row| table.reach[row] == Reach::Here));
        }
    }

    #[test]
    fn near_misses_are_named_by_no_pattern_and_counted_right(drafts in drafts()) {
        let corpus = build(drafts);
        let ask = near_misses::Ask { min_count: 1, ..near_misses::Ask::default() };
        let table = near_misses(&corpus, &lexicon(), ask, &go()).unwrap();
        let named = ["drogue", "trafic", "coopération", "espagne", "terrorisme", "le"];
        for row in 0..table.term.len() {
            prop_assert!(!named.contains(&table.term[row].as_str()) || table.lang[row] != "fr");
            let norms = |position: usize| -> i64 {
                let sentences = crate::sample::sentences(&corpus, position);
                sentences.iter().flatten().filter(|token| token.norm == table.term[row]).count() as i64
            };
            let of_language = (0..corpus.len()).filter(|&position| corpus.lang(position).code() == table.lang[row]);
            let counts: Vec<i64> = of_language.map(norms).collect();
            prop_assert_eq!(table.count[row], counts.iter().sum::<i64>());
            prop_assert_eq!(table.doc_freq[row], counts.iter().filter(|count| **count > 0).count() as i64);
            prop_assert!(table.near[row] <= table.count[row] && table.doc_freq[row] >= 2 && table.g2[row].is_finite());
        }
    }
}

#[test]
fn no_document_has_no_rows() {
    let corpus = build(Vec::<Draft>::new());
    assert!(pattern_report(&corpus, &lexicon(), &go()).unwrap().pattern.is_empty());
    assert!(contributions(&corpus, &lexicon(), Some(Every::Year), NestedScope::Theme, &go()).unwrap().count.is_empty());
    assert!(near_misses(&corpus, &lexicon(), near_misses::Ask::default(), &go()).unwrap().term.is_empty());
}
