//! Numbers in, numbers out; no text. Each formula names its source.

pub mod adjust;
pub mod agreement;
pub mod association;
pub mod normal;
pub mod rate;
pub mod share;
