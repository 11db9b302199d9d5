//! A worker: cuts documents into tokens and numbers their types.
//!
//! A worker keeps its types from block to block, so that a type is new once a thread and not once a block. Which worker
//! reads which block is left to the threads; what they found is merged into an order that does not depend on it.

use std::ops::Range;

use hashbrown::DefaultHashBuilder;

use super::surfaces::Surfaces;
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
        surfaces[rules.lang as usize].look_up(text, ranges, ids, |surface| {
            let norm = text::norm(surface, rules.lang);
            types.intern(&norm, text::kind(&norm), hasher)
        });
    }
}
