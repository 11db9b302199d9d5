//! How many resamples a question may ask for.

use crate::error::{Error, Result};

/// Most resamples: one number is kept of each, and more would change no digit that anybody reads.
pub const MOST: usize = 1_000_000;

/// The fewest resamples with which a p-value can reach a level.
pub fn least_for(level: f64) -> usize {
    // A level such as 1 - 0.9999 is slightly off, but must not require another resample.
    let almost_one = 1.0 - 1e-9;
    ((almost_one / level).ceil() as usize).saturating_sub(1)
}

/// Refuses a number of resamples below `least` or above [`MOST`].
///
/// # Errors
/// [`Error::Argument`] for such a number.
pub fn check(resamples: usize, least: usize) -> Result<()> {
    if least > MOST {
        return Err(Error::Argument(format!(
            "{least} resamples would be needed, more than {MOST}: ask for less certainty"
        )));
    }
    if (least..=MOST).contains(&resamples) {
        return Ok(());
    }
    Err(Error::Argument(format!("resamples is {resamples}: give a number from {least} to {MOST}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_needs_so_many_that_the_smallest_p_value_reaches_it() {
        assert_eq!([0.05, 0.01, 0.5, 1.0 - 0.9999, 0.03].map(least_for), [19, 99, 1, 9999, 33]);
    }

    #[test]
    fn too_few_and_too_many_are_refused() {
        let said = |resamples, least| check(resamples, least).unwrap_err().to_string();
        assert!(check(19, 19).is_ok() && check(MOST, 2).is_ok());
        assert_eq!(said(18, 19), "resamples is 18: give a number from 19 to 1000000");
        assert_eq!(said(MOST + 1, 2), "resamples is 1000001: give a number from 2 to 1000000");
        assert!(said(199, least_for(1e-300)).ends_with("more than 1000000: ask for less certainty"));
    }
}
