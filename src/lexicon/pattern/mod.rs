//! The pattern language: what was written, parsed into a tree of items.

mod ast;
mod parse;

pub(crate) use ast::{Item, Sequence, ends};
pub(crate) use parse::{ANY_RUN, ANY_SIGN, GUARD, parse, regex};

/// Why a pattern cannot be parsed: the character (from 1), and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) column: usize,
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(column: usize, message: impl Into<String>) -> Self {
        Self { column, message: message.into() }
    }
}

/// Limit on nested groups and classes: deeper nesting is a slip, and readers of the tree recurse.
pub(crate) const DEEPEST: usize = 32;

/// Most tokens that a gap may span. Sentences are mostly shorter, and the number of candidate matches grows with it.
pub(crate) const WIDEST_GAP: u32 = 100;
