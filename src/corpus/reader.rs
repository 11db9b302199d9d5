//! A worker: cuts documents into tokens and numbers their types.
//!
//! A worker keeps its types from block to block, so that a type is new once a thread and not once a block. Which worker
//! reads which block is left to the threads; what they found is merged into an order that does not depend on it.

use std::ops::Range;

use super::keys::Folded;
use super::surfaces::{Count, Cut, Surfaces};
use super::tokens::Places;
use super::types::Types;
use crate::text::{self, Lang, Rules};

/// Reads documents one after the other.
#[derive(Debug)]
pub(crate) struct Reader {
    /// Types met, by numbers of this worker's own.
    pub(crate) types: Types,
    surfaces: [Surfaces; Lang::ALL.len()],
    folded: Folded,
    ranges: Vec<Range<usize>>,
}

impl Default for Reader {
    /// A worker that has read nothing.
    fn default() -> Self {
        Self {
            types: Types::default(),
            surfaces: Lang::ALL.map(Surfaces::new),
            folded: Folded::default(),
            ranges: Vec::new(),
        }
    }
}

impl Reader {
    /// Cuts one counted range of a text; pushes its types, and their places as bytes of the whole text.
    pub(super) fn read(
        &mut self,
        text: &str,
        range: Range<usize>,
        rules: Rules,
        ids: &mut Vec<u32>,
        places: &mut Places,
    ) {
        self.read_types(&text[range.clone()], rules, ids);
        places.push(range.start, &self.ranges);
    }

    /// Cuts a text; pushes its types.
    pub(crate) fn read_types(&mut self, text: &str, rules: Rules, ids: &mut Vec<u32>) {
        self.cut(text, rules);
        let Self { types, surfaces, folded, ranges } = self;
        surfaces[rules.lang as usize].look_up(Cut { text, folded, tokens: ranges }, ids, types);
    }

    /// Cuts a text of a document, which has a number of its own above 0, and counts its types; says how many tokens it
    /// has.
    pub(crate) fn count_types(&mut self, text: &str, rules: Rules, document: u32) -> usize {
        self.cut(text, rules);
        let Self { types, surfaces, folded, ranges } = self;
        surfaces[rules.lang as usize].count(Cut { text, folded, tokens: ranges }, document, types);
        ranges.len()
    }

    fn cut(&mut self, text: &str, rules: Rules) {
        self.ranges.clear();
        text::segment(text, rules, &mut self.ranges);
        self.folded.fold(text);
    }

    /// Adds up how often each type was met.
    pub(super) fn add_counts(&mut self) {
        let Self { types, surfaces, .. } = self;
        surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(|number, count| types.add(number, count.count)));
    }

    /// Takes what [`Reader::count_types`] counted; a type may come more than once, with counts of different documents.
    pub(crate) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        self.surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(&mut each));
    }
}
