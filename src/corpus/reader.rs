//! A worker: cuts documents into tokens and numbers their types by a vocabulary of its own.
//!
//! A worker keeps its vocabulary from block to block, so that a type is new once a thread and not once a block. Which
//! worker reads which block is left to the threads; what they found is merged into an order that does not depend on it.

use std::ops::Range;

use super::surfaces::Surfaces;
use super::vocabulary::Vocabulary;
use crate::text::{self, Lang, Rules};

/// Where a type was first met: block, and token within it.
pub(super) type Place = (u32, u32);

/// Reads documents one after the other.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// Types met, by numbers of this worker's own.
    pub(super) vocabulary: Vocabulary,
    /// Occurrences of each type.
    pub(super) counts: Vec<u64>,
    /// Where each type occurs first.
    pub(super) first: Vec<Place>,
    surfaces: [Surfaces; Lang::ALL.len()],
    ranges: Vec<Range<usize>>,
}

impl Reader {
    /// Cuts one counted range of a text; pushes its types, and their places as bytes of the whole text.
    pub(super) fn read(
        &mut self,
        text: &str,
        range: Range<usize>,
        rules: Rules,
        ids: &mut Vec<u32>,
        places: &mut Vec<Range<usize>>,
    ) {
        self.ranges.clear();
        let part = &text[range.clone()];
        text::segment(part, rules, &mut self.ranges);
        let Self { vocabulary, surfaces, ranges, .. } = self;
        surfaces[rules.lang as usize].look_up(part, ranges, ids, |surface| {
            let norm = text::norm(surface, rules.lang);
            vocabulary.intern(&norm, text::kind(&norm))
        });
        places.extend(ranges.iter().map(|token| range.start + token.start..range.start + token.end));
    }

    /// Takes a block that was read into account, from its types in order.
    pub(super) fn count(&mut self, block: u32, ids: &[u32]) {
        self.counts.resize(self.vocabulary.len(), 0);
        self.first.resize(self.vocabulary.len(), (u32::MAX, u32::MAX));
        for (place, &id) in (0u32..).zip(ids) {
            let id = id as usize;
            self.counts[id] += 1;
            self.first[id] = self.first[id].min((block, place));
        }
    }
}

/// Adds the types that workers met to a vocabulary, by frequency and then by first occurrence; gives for each worker
/// the id of each of its numbers.
pub(super) fn merge(readers: &[Reader], vocabulary: &mut Vocabulary) -> Vec<Vec<u32>> {
    let mut met = Vocabulary::default();
    let mut totals: Vec<(u64, Place)> = Vec::new();
    let maps: Vec<Vec<u32>> = readers
        .iter()
        .map(|reader| {
            let types = reader.vocabulary.iter().zip(reader.counts.iter().zip(&reader.first));
            let number = |((id, norm), (count, first)): ((u32, &str), (&u64, &Place))| {
                let number = met.intern(norm, reader.vocabulary.kind(id));
                match totals.get_mut(number as usize) {
                    Some(total) => *total = (total.0 + count, total.1.min(*first)),
                    None => totals.push((*count, *first)),
                }
                number
            };
            types.map(number).collect()
        })
        .collect();
    let mut order: Vec<u32> = (0..met.len() as u32).collect();
    let rank = |&number: &u32| (std::cmp::Reverse(totals[number as usize].0), totals[number as usize].1);
    order.sort_unstable_by_key(rank);
    let mut ids = vec![0; met.len()];
    for number in order {
        ids[number as usize] = vocabulary.intern(met.norm(number), met.kind(number));
    }
    maps.into_iter().map(|map| map.into_iter().map(|number| ids[number as usize]).collect()).collect()
}
