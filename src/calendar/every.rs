//! Period sizes and complete calendars of periods.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::DateReading;
use crate::error::{Error, Result};

/// A period size. A period is named by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Every {
    /// One day.
    Day,
    /// ISO week, from Monday.
    Week,
    /// Calendar month.
    Month,
    /// Calendar quarter.
    Quarter,
    /// Calendar year.
    Year,
    /// Ten calendar years, starting with a year that ends in 0.
    Decade,
}

impl Every {
    /// Reads a name such as `month` or `1mo`.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "day" | "1d" => Ok(Self::Day),
            "week" | "1w" => Ok(Self::Week),
            "month" | "1mo" => Ok(Self::Month),
            "quarter" | "1q" => Ok(Self::Quarter),
            "year" | "1y" => Ok(Self::Year),
            "decade" | "10y" => Ok(Self::Decade),
            _ => Err(Error::Period { given: word.to_owned() }),
        }
    }

    /// First day of the period that holds `date`. The first decade and the first week of the calendar begin on
    /// 0001-01-01, since no date lies before it.
    pub fn floor(self, date: Date) -> Date {
        let start = match self {
            Self::Day => Some(date),
            Self::Week => {
                let since_monday = date.weekday().since(Weekday::Monday);
                date.checked_sub(i64::from(since_monday).days()).ok()
            }
            Self::Month => Some(date.first_of_month()),
            Self::Quarter => Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok(),
            Self::Year => Some(date.first_of_year()),
            Self::Decade => Date::new(date.year() / 10 * 10, 1, 1).ok(),
        };
        let first = Date::constant(1, 1, 1);
        start.map_or(first, |day| day.max(first))
    }

    /// First day of the period after the one that starts on `start`; `None` past 9999.
    pub fn next(self, start: Date) -> Option<Date> {
        let step = match self {
            Self::Day => 1.day(),
            Self::Week => 7.days(),
            Self::Month => 1.month(),
            Self::Quarter => 3.months(),
            Self::Year => 1.year(),
            Self::Decade => 10.years(),
        };
        // From 0001-01-01 the step may overshoot a Monday or a decade; flooring takes it back.
        start.checked_add(step).ok().map(|day| self.floor(day))
    }

    /// Last day of the period that starts on `start`.
    pub fn last_day(self, start: Date) -> Date {
        self.next(start).and_then(|day| day.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The period that contains the whole of `reading`, or `None` if the reading is too coarse or crosses a boundary.
    pub fn period_of(self, reading: &DateReading) -> Option<Date> {
        let period = self.floor(reading.start);
        (period == self.floor(reading.end)).then_some(period)
    }

    /// Every period from the one that starts on `first` to the one that starts on `last`, both included.
    pub fn calendar(self, first: Date, last: Date) -> Vec<Date> {
        std::iter::successors(Some(first), |&start| self.next(start)).take_while(|&start| start <= last).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i16, month: i8, day: i8) -> Date {
        Date::constant(year, month, day)
    }

    #[test]
    fn weeks_begin_on_monday_across_the_year() {
        assert_eq!(Every::Week.floor(date(2021, 1, 3)), date(2020, 12, 28));
        assert_eq!(Every::Week.floor(date(2021, 1, 4)), date(2021, 1, 4));
    }

    #[test]
    fn a_month_is_too_coarse_for_a_week_and_fits_a_quarter() {
        let august = DateReading::month(2017, 8).unwrap();
        assert_eq!(Every::Week.period_of(&august), None);
        assert_eq!(Every::Quarter.period_of(&august), Some(date(2017, 7, 1)));
    }

    #[test]
    fn calendars_are_complete_and_end_where_time_ends() {
        assert_eq!(Every::Month.calendar(date(2019, 11, 1), date(2020, 2, 1)).len(), 4);
        for every in [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year, Every::Decade] {
            let last = every.floor(Date::MAX);
            assert_eq!(every.calendar(last, last), [last]);
            let first = every.floor(date(1, 1, 1));
            let second = every.next(first).unwrap();
            assert_eq!(every.floor(second), second);
            assert_eq!(every.last_day(first).tomorrow().unwrap(), second);
        }
    }
}
