//! Themes of security cooperation in dated press, counted over time, every number traceable to its sentences.

pub mod calendar;
pub mod corpus;
pub mod error;
pub mod lexicon;
pub mod press;
#[cfg(feature = "python")]
mod python;
pub mod query;
pub mod stats;
pub mod text;

pub use error::{Error, Result};
