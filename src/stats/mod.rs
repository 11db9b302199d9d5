//! Numbers in, numbers out; no text. Each formula names its source.

pub mod adjust;
pub mod association;
pub mod collocation;
pub mod dispersion;
pub mod normal;
pub mod rate;
pub mod share;
