//! More types than fit into two bytes, and a single cell with more tokens than a thread counts at a time.

use std::collections::BTreeMap;

use coopsec::calendar::Every;
use coopsec::corpus::{Corpus, Draft};
use coopsec::lexicon::Lexicon;
use coopsec::query::{dtm, frequency, hits, keyness, kwic};

use crate::sample::{build, dated, go};

const DOCUMENTS: usize = 40;
/// Rare words, each in two documents.
const RARE: usize = 70_000;
const RARE_EACH: usize = 2 * RARE / DOCUMENTS;
/// Occurrences of frequent words, which fill up each document.
const FREQUENT: usize = 26_000;

fn words(document: usize) -> impl Iterator<Item = String> {
    let rare = (0..RARE_EACH).map(move |n| format!("w{}", (document * RARE / DOCUMENTS + n) % RARE));
    rare.chain((0..FREQUENT).map(|n| format!("mot{}", n % 50)))
}

fn drafts() -> Vec<Draft> {
    let text = |document| words(document).collect::<Vec<_>>().join(" ");
    (0..DOCUMENTS).map(|n| dated(&format!("d{n}"), if n < 37 { "2017" } else { "2018" }, &text(n))).collect()
}

type Sums = BTreeMap<String, (i64, i64)>;

fn sums(documents: impl Iterator<Item = usize>) -> Sums {
    let mut sums = Sums::new();
    for document in documents {
        let mut counts: BTreeMap<String, i64> = BTreeMap::new();
        words(document).for_each(|word| *counts.entry(word).or_default() += 1);
        for (word, count) in counts {
            let sum = sums.entry(word).or_default();
            *sum = (sum.0 + count, sum.1 + 1);
        }
    }
    sums
}

fn check_frequency(corpus: &Corpus) {
    let ask = frequency::Ask { every: Some(Every::Year), ..frequency::Ask::default() };
    let table = frequency::frequency(corpus, &ask, &go()).unwrap();
    let mut row = 0;
    for documents in [0..37, 37..DOCUMENTS] {
        let mut expected: Vec<(String, (i64, i64))> = sums(documents).into_iter().collect();
        expected.sort_by_key(|(_, (count, _))| -count);
        for (word, (count, doc_freq)) in expected {
            assert_eq!((table.term.get(row), table.count[row], table.doc_freq[row]), (Some(&*word), count, doc_freq));
            row += 1;
        }
    }
    assert_eq!(table.term.len(), row);
}

fn check_matrix(corpus: &Corpus) {
    let view = corpus.select(&[3, 4, 39]);
    for (corpus, documents) in [(corpus, (0..DOCUMENTS).collect::<Vec<_>>()), (&view, vec![3, 4, 39])] {
        let table = dtm::dtm(corpus, &go()).unwrap().named(corpus);
        let mut row = 0;
        for document in documents {
            for (word, (count, _)) in sums([document].into_iter()) {
                let id = format!("d{document}");
                assert_eq!((&table.doc_id[row], table.term.get(row)), (&*id, Some(&*word)));
                assert_eq!(table.count[row], count);
                row += 1;
            }
        }
        assert_eq!(table.count.len(), row);
    }
}

fn check_matches(corpus: &Corpus) {
    let lexicon =
        Lexicon::from_toml("[theme.t]\nfr = ['w1234*', 'w6999?', 'w69998 ~2 w0', 'w65535 w65536']", "t").unwrap();
    let table = hits::hits(corpus, &lexicon, hits::Ask::default(), &go()).unwrap();
    let mut expected = Vec::new();
    for document in 0..DOCUMENTS {
        let words: Vec<String> = words(document).collect();
        let mut at = 0;
        while at < words.len() {
            let run = |length: usize| words[at..words.len().min(at + length)].join(" ");
            let is_one = words[at].starts_with("w1234") || words[at].starts_with("w6999") && words[at].len() == 6;
            let length = match (run(2).as_str(), run(3).as_str()) {
                (_, "w69998 w69999 w0") => 3,
                ("w65535 w65536", _) => 2,
                _ => usize::from(is_one),
            };
            if length > 0 {
                expected.push((format!("d{document}"), run(length)));
            }
            at += length.max(1);
        }
    }
    let found = table.doc_id.iter().flatten().zip(table.matched.iter());
    let found: Vec<(String, String)> = found.map(|(id, text)| (id.to_owned(), text.to_owned())).collect();
    assert_eq!(found, expected);
    let ask = kwic::Ask { window: 1, across_sentences: false };
    let line = kwic::kwic(&corpus.select(&[39]), "w69000", ask, &go()).unwrap();
    assert_eq!((&line.left[0], &line.keyword[0], &line.right[0]), ("w68999", "w69000", "w69001"));
}

fn check_keyness(corpus: &Corpus) {
    let (left, right) = (corpus.select(&[0, 1]), corpus.select(&[1, 2, 3]));
    let ask = keyness::Ask { min_count: 1, min_doc_freq: 1, ..keyness::Ask::default() };
    let table = keyness::keyness(&left, &right, &ask, &go()).unwrap();
    let (target, reference) = (sums(0..2), sums(1..4));
    for row in 0..table.term.len() {
        let of = |side: &Sums| side.get(&table.term[row]).copied().unwrap_or_default();
        assert_eq!((table.measures.count_target[row], table.measures.doc_freq_target[row]), of(&target));
        assert_eq!((table.measures.count_reference[row], table.measures.doc_freq_reference[row]), of(&reference));
    }
    assert_eq!(table.term.len(), 50 + 5 * RARE / DOCUMENTS);
}

#[test]
fn many_types_and_a_large_cell_are_counted_as_in_straight_loops() {
    let corpus = build(drafts());
    assert!(corpus.store().vocabulary.len() > 1 << 16);
    let tokens: usize = (0..37).map(|at| corpus.n_tokens(at)).sum();
    assert!(tokens > 1 << 20);
    check_frequency(&corpus);
    check_matrix(&corpus);
    check_matches(&corpus);
    check_keyness(&corpus);
}
