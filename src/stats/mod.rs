//! Pure statistics: numbers in, numbers out, no text. Each formula names its source.
//!
//! There are three kinds of module. Formulas for one row of a table: [`rate`], [`share`], [`association`],
//! [`collocation`], [`dispersion`], [`agreement`], [`standard`], and [`adjust`] for a family of p-values. Questions to
//! a [`series`] over time, each with an `Ask`: [`trend`], [`change_points`], [`bursts`], [`seasonality`],
//! [`interrupted`]. And what these are made of: distributions ([`normal`], [`student`], [`counts`]), [`random`] numbers
//! and resamples ([`bootstrap`], [`resamples`], [`trendless`], [`persistence`]), [`partition`] and [`spread`].

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
