//! Words around a node, counted in tables by type.

use super::super::census::census;
use super::super::scan::Scan;
use super::super::spare::Spare;
use super::{Ask, Pair};
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};
use crate::stats::collocation::Pairing;

/// A token with no match nearby.
const FAR: u8 = 0;
/// A token near a match.
const NEAR: u8 = 1;
/// A token inside a match.
const NODE: u8 = 2;

pub(super) fn pairs(corpus: &Corpus, node: &str, ask: &Ask, listed: &[bool], control: &Control) -> Result<Vec<Pair>> {
    corpus.ready(Need::Columns)?;
    let lexicon = lexicon::single(node)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme)?;
    let types = corpus.store().vocabulary.len();
    let spare = Spare::new(|| Counter::new(types, ask.window));
    let hits = scan.collect(control, |hits: &mut i64, position, found| {
        *hits += found.len() as i64;
        spare.lend(|counter| counter.count(corpus, position, found));
    })?;
    let (mut near, mut node) = (vec![0; types], vec![0; types]);
    for counter in spare.into_vec() {
        near.iter_mut().zip(counter.near).for_each(|(sum, count)| *sum += count);
        node.iter_mut().zip(counter.node).for_each(|(sum, count)| *sum += count);
    }
    let all: Vec<i64> = census(corpus, control, |_| true)?.iter().map(|row| row.count).collect();
    let counted = |id: usize| corpus.store().vocabulary.kind(id as u32).is_counted();
    let sum = |of: &[i64]| (0..types).filter(|&id| counted(id)).map(|id| of[id]).sum::<i64>();
    let (span, total) = (sum(&near), sum(&all) - sum(&node));
    let hits: i64 = hits.iter().sum();
    let met = (0..types).filter(|&id| listed[id] && near[id] >= ask.min_count.max(1));
    let pair = |id: usize| {
        let pairing = Pairing { joint: near[id], left: span, right: all[id] - node[id], total };
        Pair::new(Vec::new(), id as u32, pairing, hits, None)
    };
    Ok(met.map(pair).collect())
}

/// How often each type occurs near a node and inside one.
struct Counter {
    window: usize,
    near: Vec<i64>,
    node: Vec<i64>,
    ids: Vec<u32>,
    /// `FAR`, `NEAR` or `NODE` for each token of a document.
    marks: Vec<u8>,
}

impl Counter {
    fn new(types: usize, window: usize) -> Self {
        Self { window, near: vec![0; types], node: vec![0; types], ids: Vec::new(), marks: Vec::new() }
    }

    fn count(&mut self, corpus: &Corpus, position: usize, found: &[Hit]) {
        let starts = corpus.sentence_starts(position);
        corpus.types(position).unpack(&mut self.ids);
        self.marks.clear();
        self.marks.resize(self.ids.len(), FAR);
        for hit in found {
            let (start, end) = (hit.start as usize, hit.end as usize);
            let next = starts.partition_point(|&begin| begin <= hit.start);
            let sentence_end = starts.get(next).map_or(self.ids.len(), |&begin| begin as usize);
            let from = start.saturating_sub(self.window).max(starts[next - 1] as usize);
            let to = end.saturating_add(self.window).min(sentence_end);
            self.marks[from..to].iter_mut().for_each(|mark| *mark = (*mark).max(NEAR));
            self.marks[start..end].fill(NODE);
        }
        for (&id, &mark) in self.ids.iter().zip(&self.marks).filter(|(_, mark)| **mark != FAR) {
            let counts = if mark == NODE { &mut self.node } else { &mut self.near };
            counts[id as usize] += 1;
        }
    }
}
