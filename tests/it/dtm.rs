//! The document-term matrix against counting document by document.

use std::collections::BTreeMap;

use coopsec::query::dtm::dtm;
use proptest::prelude::*;

use crate::sample::{build, drafts, go, sentences};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cells_are_the_words_of_each_document(drafts in drafts(), keep in any::<u16>()) {
        let corpus = build(drafts);
        let view = corpus.select(&(0..corpus.len() as u32).filter(|at| keep >> at & 1 == 1).collect::<Vec<_>>());
        let mut expected: BTreeMap<(usize, String), i64> = BTreeMap::new();
        for position in 0..view.len() {
            let sentences = sentences(&view, position);
            for token in sentences.into_iter().flatten().filter(|token| token.counted) {
                *expected.entry((position, token.norm)).or_default() += 1;
            }
        }
        let table = dtm(&view, &go()).unwrap();
        let mut sums = vec![0; view.len()];
        prop_assert_eq!(table.ends.len(), view.len());
        for (position, &end) in table.ends.iter().enumerate() {
            let start = position.checked_sub(1).map_or(0, |before| table.ends[before]);
            sums[position] = table.count[start..end].iter().sum::<i64>() as usize;
        }
        let sizes: Vec<usize> = (0..view.len()).map(|position| view.document(position).n_tokens).collect();
        prop_assert_eq!(sums, sizes);
        prop_assert!(table.terms.iter().is_sorted_by(|left, right| left < right));
        let terms: std::collections::BTreeSet<&str> = expected.keys().map(|(_, term)| term.as_str()).collect();
        prop_assert!(table.terms.iter().eq(terms));
        let named = table.named(&view);
        let ids = expected.keys().map(|(position, _)| view.document(*position).id.clone());
        prop_assert!(named.doc_id.iter().map(str::to_owned).eq(ids));
        prop_assert!(named.term.iter().eq(expected.keys().map(|(_, term)| Some(term.as_str()))));
        prop_assert!(named.count.iter().eq(expected.values()));
    }
}
