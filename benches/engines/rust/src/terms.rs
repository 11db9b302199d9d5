//! Terms with `unicode_words`, `to_lowercase` and `HashMap`: the first pipeline that comes to mind.

use std::collections::HashMap;
use std::hash::Hash;

use rayon::prelude::*;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use crate::corpus::{Corpus, Document};

type Counts<K> = HashMap<K, u64>;

pub(crate) fn total(corpus: &Corpus<'_>) -> Value {
    let counts = count(&corpus.documents, |document, counts| {
        words(document).for_each(|word| *counts.entry(word).or_default() += 1);
    });
    json!({"tokens": counts.values().sum::<u64>(), "terms": counts.len()})
}

pub(crate) fn by_month(corpus: &Corpus<'_>) -> Value {
    let counts = count(&corpus.documents, |document, counts| {
        words(document).for_each(|word| *counts.entry((document.month, word)).or_default() += 1);
    });
    json!({"tokens": counts.values().sum::<u64>(), "rows": counts.len()})
}

/// Cells of the matrix, sorted by document and term; terms are numbered as they are first met.
pub(crate) fn matrix(corpus: &Corpus<'_>) -> Value {
    let rows: Vec<Counts<String>> = if rayon::current_num_threads() == 1 {
        corpus.documents.iter().map(row).collect()
    } else {
        corpus.documents.par_iter().map(row).collect()
    };
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut cells: Vec<(u32, u32, u64)> = Vec::new();
    for (document, counts) in (0u32..).zip(rows) {
        let first = cells.len();
        for (term, count) in counts {
            let next = numbers.len() as u32;
            cells.push((document, *numbers.entry(term).or_insert(next), count));
        }
        cells[first..].sort_unstable();
    }
    json!({"tokens": cells.iter().map(|cell| cell.2).sum::<u64>(), "cells": cells.len()})
}

fn row(document: &Document<'_>) -> Counts<String> {
    let mut counts = Counts::new();
    words(document).for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

fn words(document: &Document<'_>) -> impl Iterator<Item = String> {
    document.text.unicode_words().map(str::to_lowercase)
}

/// Counts on one thread, or on several with one map each, merged in pairs.
fn count<K, F>(documents: &[Document<'_>], add: F) -> Counts<K>
where
    K: Eq + Hash + Send,
    F: Fn(&Document<'_>, &mut Counts<K>) + Sync,
{
    let tally = |documents: &[Document<'_>]| {
        let mut counts = Counts::new();
        documents.iter().for_each(|document| add(document, &mut counts));
        counts
    };
    let threads = rayon::current_num_threads();
    if threads == 1 {
        return tally(documents);
    }
    documents.par_chunks(documents.len().div_ceil(threads).max(1)).map(tally).reduce(Counts::new, merge)
}

fn merge<K: Eq + Hash>(one: Counts<K>, other: Counts<K>) -> Counts<K> {
    let (mut large, small) = if one.len() < other.len() { (other, one) } else { (one, other) };
    for (term, count) in small {
        *large.entry(term).or_default() += count;
    }
    large
}
