//! Dates with a stated precision, and periods that form complete calendars.
//!
//! A press date is an interval: `2017-08` is the whole of August 2017, and nobody knows the day. A document falls into
//! a period when its whole interval does; see [`Every::period_of`].

mod every;
mod reading;

pub use every::Every;
pub use jiff::civil::Date;
pub use reading::{DateReading, Precision};

/// Days since 1970-01-01, the form that Arrow and polars keep dates in.
pub fn days_since_epoch(date: Date) -> i32 {
    let epoch = Date::constant(1970, 1, 1);
    // Both dates are within years 1..=9999, so the distance is below 4 million days.
    (date - epoch).get_days()
}

/// The inverse of [`days_since_epoch`]; `None` where no calendar date is so far away.
pub fn from_days(days: i32) -> Option<Date> {
    Date::constant(1970, 1, 1).checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_lead_back_to_their_dates() {
        for date in [Date::constant(1, 1, 1), Date::constant(1969, 12, 31), Date::constant(2015, 5, 28), Date::MAX] {
            assert_eq!(from_days(days_since_epoch(date)), Some(date));
        }
        assert_eq!(from_days(i32::MAX), None);
    }
}
