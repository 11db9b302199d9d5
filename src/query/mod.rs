//! Questions: one verb, one file, one result of plain columns.
//!
//! Every question takes a [`Corpus`](crate::corpus::Corpus) and answers from its token columns. Columns of one result
//! have the same length; rows come sorted as the module of the verb says.

mod ascending;
pub mod column;
pub mod count_terms;
pub mod documents;
pub mod dtm;
pub mod frequency;
pub mod grid;
pub mod hits;
pub mod keyness;
pub mod kwic;
mod points;
mod scan;
mod spare;
mod spots;
mod tally;
pub mod text;
pub mod themes;

pub use grid::{Grid, Grouping};
