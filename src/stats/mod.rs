//! Pure statistics: numbers in, numbers out, no text. Each formula names its source.

pub mod adjust;
pub mod agreement;
pub mod association;
pub mod bootstrap;
pub mod bursts;
pub mod change_points;
pub mod collocation;
pub mod counts;
pub mod dispersion;
pub mod interrupted;
pub mod normal;
pub mod partition;
pub mod persistence;
pub mod random;
pub mod rate;
pub mod rate_limits;
pub mod resamples;
pub mod seasonality;
pub mod series;
pub mod share;
pub mod spread;
pub mod standard;
pub mod student;
pub mod trend;
pub mod trendless;
