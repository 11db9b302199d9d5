//! The pattern language: what is written, read into a tree of items.

mod ast;
mod parse;

pub(crate) use ast::{Item, Sequence, ends};
pub(crate) use parse::{ANY_RUN, ANY_SIGN, GUARD, parse, regex};

/// A pattern that cannot be read: character from 1, and what to do.
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

/// Groups and classes inside one another: deeper is a slip, and the readers of the tree recurse.
pub(crate) const DEEPEST: usize = 32;

/// Tokens that a gap may span. Sentences are shorter, and the number of candidate matches grows with it.
pub(crate) const WIDEST_GAP: u32 = 100;
