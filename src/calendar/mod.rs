//! Dates with a stated precision, and periods that form complete calendars.
//!
//! A press date is an interval: `2017-08` is the whole of August 2017, as the day is unknown. A document falls into a
//! period if its whole interval does; see [`Every::period_of`].

mod every;
mod reading;

pub use every::Every;
pub use jiff::civil::Date;
pub use reading::{DateReading, Precision};

/// Days from 0000-03-01 to 1970-01-01 (`EPOCH`), and in 400 years (`ERA`).
const EPOCH: i32 = 719_468;
const ERA: i32 = 146_097;

/// Days since 1970-01-01, the form in which Arrow and polars store dates.
pub fn days_since_epoch(date: Date) -> i32 {
    // Years start in March, so that the leap day comes last and the months have a regular length.
    let month = i32::from(date.month());
    let year = i32::from(date.year()) - i32::from(month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i32::from(date.day()) - 1;
    era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH
}

/// The inverse of [`days_since_epoch`]; `None` if no calendar date is that far away.
pub fn from_days(days: i32) -> Option<Date> {
    let days = days.checked_add(EPOCH)?;
    let (era, day) = (days.div_euclid(ERA), days.rem_euclid(ERA));
    // Leap days are taken out: one in 4 years, none in 100, one in 400.
    let of_era = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (of_era * 365 + of_era / 4 - of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = (from_march + 2) % 12 + 1;
    let year = era * 400 + of_era + i32::from(month <= 2);
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    Date::new(i16::try_from(year).ok()?, month as i8, day_of_month as i8).ok()
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
        assert_eq!(from_days(i32::MIN), None);
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let epoch = Date::constant(1970, 1, 1);
        for days in (-719_162..2_932_897).step_by(7).chain(-1500..1500) {
            let date = epoch.checked_add(jiff::Span::new().days(days)).unwrap();
            assert_eq!(from_days(days), Some(date));
            assert_eq!(days_since_epoch(date), days);
        }
    }
}
