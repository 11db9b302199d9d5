//! Questions: one verb, one file, one result of plain columns.
//!
//! A question takes a [`Corpus`](crate::corpus::Corpus) and answers from its token columns; only [`count_terms`] and
//! [`count_themes`] can read documents in one pass instead, and [`text`] looks at a single text. The columns of a
//! result all have the same length; rows come sorted as the verb's module says.
//!
//! What questions share: periods and groups ([`grid`]), the matches of a lexicon (`scan`) and what lies around them
//! (`vicinity`, `spots`), counts of types (`census`, `tally`), units such as sentences ([`units`]), batches of
//! documents, and the forms of columns ([`column`]).

mod ascending;
mod batches;
mod census;
pub mod collocations;
pub mod column;
pub mod concentration;
pub mod contributions;
pub mod cooccurrence;
pub mod count_terms;
pub mod count_themes;
pub mod dispersion;
pub mod documents;
pub mod dtm;
pub mod dyad_hits;
pub mod dyads;
pub mod frequency;
pub mod grid;
pub mod hits;
pub mod keyness;
pub mod keyness_over_time;
pub mod kwic;
pub mod near_misses;
pub mod pattern_report;
mod placed;
mod points;
mod scan;
mod spare;
mod spots;
mod tally;
pub mod text;
pub mod themes;
pub mod units;
mod vicinity;

pub use grid::{Grid, Grouping};
