//! A worker: cuts documents into tokens and numbers their types.
//!
//! A worker keeps its types from block to block, so that a type is new once a thread and not once a block. Which worker
//! reads which block is left to the threads; what they found is merged into an order that does not depend on it.

use std::ops::Range;

use super::Control;
use super::keys::Folded;
use super::surfaces::{Count, Cut, Surfaces};
use super::types::Types;
use crate::error::Result;
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

/// A text that was cut, before its types are looked up.
pub(crate) struct CutText<'r, 't> {
    reader: &'r mut Reader,
    text: &'t str,
    lang: Lang,
}

impl CutText<'_, '_> {
    /// Where its tokens stand.
    pub(crate) fn tokens(&self) -> &[Range<usize>] {
        &self.reader.ranges
    }

    /// Pushes its types.
    pub(crate) fn push_types(&mut self, ids: &mut Vec<u32>) {
        let Reader { types, surfaces, folded, ranges } = &mut *self.reader;
        surfaces[self.lang as usize].look_up(Cut { text: self.text, folded, tokens: ranges }, ids, types);
    }

    /// Counts its types, of a document that has a number of its own above 0.
    pub(crate) fn count_types(&mut self, document: u32) {
        let Reader { types, surfaces, folded, ranges } = &mut *self.reader;
        surfaces[self.lang as usize].count(Cut { text: self.text, folded, tokens: ranges }, document, types);
    }
}

impl Reader {
    /// Cuts a text. One document may be long, so its reader asks between the steps whether to stop.
    pub(crate) fn cut<'t>(&mut self, text: &'t str, rules: Rules, control: &Control) -> Result<CutText<'_, 't>> {
        self.ranges.clear();
        text::segment(text, rules, &mut self.ranges);
        control.check()?;
        self.folded.fold(text);
        Ok(CutText { reader: self, text, lang: rules.lang })
    }

    /// Adds up how often each type was met.
    pub(super) fn add_counts(&mut self) {
        let Self { types, surfaces, .. } = self;
        surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(|number, count| types.add(number, count.count)));
    }

    /// Takes what [`CutText::count_types`] counted; a type may come more than once, with counts of different documents.
    pub(crate) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        self.surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(&mut each));
    }
}
