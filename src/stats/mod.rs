//! Numbers in, numbers out; no text. Each formula names its source.

pub mod adjust;
pub mod agreement;
pub mod association;
pub mod bootstrap;
pub mod collocation;
pub mod dispersion;
pub mod normal;
pub mod rate;
pub mod share;
pub mod standard;
pub mod student;
