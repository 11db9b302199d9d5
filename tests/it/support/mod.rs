//! Text in, hits out: what the truth tables need.

pub mod lookup;
