//! A date as it was read: first day, last day, and the precision of its wording.

use jiff::civil::Date;

/// How precise a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Precision {
    /// One day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
    /// Any other run of days (a season, `du 3 au 5 mai`).
    Interval,
}

impl Precision {
    /// Every precision, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Day, Self::Month, Self::Quarter, Self::Year, Self::Interval];

    /// The names of all precisions, with `none` for an undated document last, in the order of the Python enum.
    pub const NAMES: [&'static str; 6] = ["day", "month", "quarter", "year", "interval", "none"];

    /// The name in the column `date_precision`.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A date as it was read; `start` and `end` are both inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateReading {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How precise the wording was.
    pub precision: Precision,
}

impl DateReading {
    /// One day; `None` if the calendar has no such day or the year is outside 1..=9999.
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let start = valid(year, month, day)?;
        Some(Self { start, end: start, precision: Precision::Day })
    }

    /// A calendar month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let start = valid(year, month, 1)?;
        Some(Self { start, end: start.last_of_month(), precision: Precision::Month })
    }

    /// A calendar quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let start = valid(year, quarter * 3 - 2, 1)?;
        let end = valid(year, quarter * 3, 1)?.last_of_month();
        Some(Self { start, end, precision: Precision::Quarter })
    }

    /// A calendar year.
    pub fn year(year: i16) -> Option<Self> {
        let start = valid(year, 1, 1)?;
        Some(Self { start, end: start.last_of_year(), precision: Precision::Year })
    }

    /// Any run of days; `None` if it ends before it starts or a year is outside 1..=9999.
    pub fn interval(start: Date, end: Date) -> Option<Self> {
        let known = (1..=9999).contains(&start.year()) && (1..=9999).contains(&end.year());
        (known && start <= end).then_some(Self { start, end, precision: Precision::Interval })
    }

    /// Whether the two readings can be of the same publication: one contains the other.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let within = |a: &Self, b: &Self| b.start <= a.start && a.end <= b.end;
        within(self, other) || within(other, self)
    }
}

fn valid(year: i16, month: i8, day: i8) -> Option<Date> {
    if !(1..=9999).contains(&year) {
        return None;
    }
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_days_are_refused() {
        assert!(DateReading::day(2015, 2, 30).is_none());
        assert!(DateReading::day(0, 1, 1).is_none());
        assert!(DateReading::year(10_000).is_none());
        assert!(DateReading::quarter(2015, 5).is_none());
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        let february = DateReading::month(2024, 2).unwrap();
        assert_eq!(february.end, Date::constant(2024, 2, 29));
    }
}
