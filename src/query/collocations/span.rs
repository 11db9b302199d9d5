//! Words around a node, counted in tables by type.

use super::super::census::census;
use super::super::scan::Scan;
use super::super::spare::Spare;
use super::super::vicinity::{Place, Vicinity};
use super::{Ask, Pair};
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{self, Hit, NestedScope};
use crate::stats::collocation::Pairing;

pub(super) fn pairs(corpus: &Corpus, node: &str, ask: &Ask, listed: &[bool], control: &Control) -> Result<Vec<Pair>> {
    corpus.ready(Need::Columns)?;
    let lexicon = lexicon::single(node)?;
    let scan = Scan::new(corpus, &lexicon, NestedScope::Theme, control)?;
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
    vicinity: Vicinity,
}

impl Counter {
    fn new(types: usize, window: usize) -> Self {
        Self { window, near: vec![0; types], node: vec![0; types], ids: Vec::new(), vicinity: Vicinity::default() }
    }

    fn count(&mut self, corpus: &Corpus, position: usize, found: &[Hit]) {
        corpus.types(position).unpack(&mut self.ids);
        let places = self.vicinity.find(found, self.window, corpus.sentence_starts(position), self.ids.len());
        for (&id, place) in self.ids.iter().zip(places) {
            match place {
                Place::Inside => self.node[id as usize] += 1,
                Place::Near => self.near[id as usize] += 1,
                Place::Far => {}
            }
        }
    }
}
