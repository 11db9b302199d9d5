//! A worker: cuts documents into tokens and numbers their types.
//!
//! A worker keeps its types from block to block, so that a type is new once a thread and not once a block. Which worker
//! reads which block is left to the threads; what they found is merged into an order that does not depend on it.

use std::ops::Range;

use hashbrown::DefaultHashBuilder;

use super::surfaces::{Count, Surfaces, Type};
use super::tokens::Places;
use super::types::Types;
use crate::text::{self, Lang, Rules, TokenKind};

/// Reads documents one after the other.
#[derive(Debug)]
pub(crate) struct Reader {
    /// Types met, by numbers of this worker's own.
    pub(crate) types: Types,
    hasher: DefaultHashBuilder,
    surfaces: [Surfaces; Lang::ALL.len()],
    ranges: Vec<Range<usize>>,
}

impl Reader {
    /// A worker that has read nothing; all that work together share a hasher.
    pub(crate) fn new(hasher: DefaultHashBuilder) -> Self {
        Self { types: Types::default(), hasher, surfaces: Default::default(), ranges: Vec::new() }
    }

    /// The number of a type that was not read in a text.
    pub(crate) fn number(&mut self, norm: &str, kind: TokenKind) -> u32 {
        self.types.intern(norm, kind, &self.hasher)
    }

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
        self.ranges.clear();
        text::segment(text, rules, &mut self.ranges);
        let Self { types, hasher, surfaces, ranges } = self;
        surfaces[rules.lang as usize].look_up(text, ranges, ids, |form| add(types, hasher, form, rules.lang));
    }

    /// Cuts a text of a document, which has a number of its own above 0, and counts its types; says how many tokens it
    /// has.
    pub(crate) fn count_types(&mut self, text: &str, rules: Rules, document: u32) -> usize {
        self.ranges.clear();
        text::segment(text, rules, &mut self.ranges);
        let Self { types, hasher, surfaces, ranges } = self;
        surfaces[rules.lang as usize].count(text, ranges, document, |form| add(types, hasher, form, rules.lang));
        ranges.len()
    }

    /// Takes what [`Reader::count_types`] counted; a type may come more than once, with counts of different documents.
    pub(crate) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        self.surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(&mut each));
    }
}

/// The type of a form that was not met before.
fn add(types: &mut Types, hasher: &DefaultHashBuilder, form: &str, lang: Lang) -> Type {
    let norm = text::norm(form, lang);
    Type::new(types.intern(&norm, text::kind(&norm), hasher), &norm)
}
