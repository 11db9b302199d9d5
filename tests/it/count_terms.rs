//! Counting in one pass gives the table of a corpus of the same documents, however they are split into batches.

use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::query::count_terms::TermCounter;
use coopsec::query::frequency::{Ask, frequency};
use proptest::prelude::*;

use crate::sample::{batches, build, drafts, every, grouping, groups};

fn counter(ask: &Ask) -> TermCounter {
    TermCounter::new(Options::default(), ask.clone())
}

fn asks() -> impl Strategy<Value = Ask> {
    let top = prop::sample::select(vec![None, Some(0), Some(3), Some(100)]);
    let stopwords = prop::sample::select(vec![vec![], vec!["Le".to_owned(), "drogue".to_owned()]]);
    (every(), 1..3i64, top, stopwords).prop_map(|(every, min_count, top, stopwords)| Ask {
        every,
        min_count,
        top,
        stopwords,
        ..Ask::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn batches_of_text_add_up_to_the_corpus(drafts in drafts(), cuts in any::<u16>(), ask in asks()) {
        let mut counter = counter(&ask);
        for batch in batches(&drafts, cuts) {
            counter.add(batch, &Control::default()).unwrap();
        }
        let found = counter.finish(None, &Control::default()).unwrap();
        let expected = frequency(&build(drafts), &ask, &Control::default()).unwrap();
        prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }

    #[test]
    fn corpora_add_up_by_groups_and_ngrams(
        drafts in drafts(),
        cuts in any::<u16>(),
        ask in asks(),
        groups in groups(),
        ngram in 1..4usize,
    ) {
        let ask = Ask { ngram, ..ask };
        let whole = build(drafts.clone());
        let grouping = grouping(&whole, groups);
        let mut counter = counter(&ask);
        let (mut first, mut parts) = (0, 0);
        for batch in batches(&drafts, cuts) {
            let part = build(batch);
            let of_part = grouping.as_ref().map(|grouping| coopsec::query::Grouping {
                of: grouping.of[first..first + part.len()].to_vec(),
                count: grouping.count,
            });
            // Every part numbers its groups afresh; equal groups of different parts are merged at the end.
            let first_group = (parts * grouping.as_ref().map_or(1, |grouping| grouping.count)) as u32;
            counter.add_corpus(&part, of_part.as_ref(), first_group, &Control::default()).unwrap();
            first += part.len();
            parts += 1;
        }
        let places = grouping.as_ref().map(|grouping| coopsec::query::Grouping {
            of: (0..parts).flat_map(|_| 0..grouping.count as u32).collect(),
            count: grouping.count,
        });
        let found = counter.finish(places.as_ref(), &Control::default()).unwrap();
        let expected = frequency(&whole, &Ask { grouping, ..ask }, &Control::default()).unwrap();
        prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}

#[test]
fn threads_and_many_batches_change_nothing() {
    let drafts: Vec<Draft> = (0..900)
        .map(|n| Draft {
            text: format!("Le mot{} dit l’Espagne et mot{}, {n} fois.", n % 97, n * 7 % 151).into(),
            date: Some(format!("20{:02}-{:02}", 10 + n % 9, 1 + n % 12)),
            ..Draft::default()
        })
        .collect();
    let ask = Ask { every: Some(coopsec::calendar::Every::Month), ..Ask::default() };
    let expected = frequency(&build(drafts.clone()), &ask, &Control::default()).unwrap();
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| {
            let mut counter = counter(&ask);
            drafts.chunks(250).for_each(|batch| counter.add(batch.to_vec(), &Control::default()).unwrap());
            counter.finish(None, &Control::default()).unwrap()
        });
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}

#[test]
fn pairs_need_a_corpus_and_a_stop_is_heard() {
    let mut pairs = counter(&Ask { ngram: 2, ..Ask::default() });
    assert!(pairs.add(vec![Draft::default()], &Control::default()).unwrap_err().to_string().contains("n-grams"));
    let control = Control::default();
    control.stop();
    assert!(counter(&Ask::default()).add(vec![Draft::default()], &control).is_err());
    let nothing = counter(&Ask::default()).finish(None, &Control::default()).unwrap();
    let empty = Corpus::build(vec![], Options::default(), &Control::default()).unwrap();
    let expected = frequency(&empty, &Ask::default(), &Control::default()).unwrap();
    assert_eq!(format!("{nothing:?}"), format!("{expected:?}"));
}
