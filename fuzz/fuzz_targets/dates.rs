//! A text may or may not be a date; a date has its days in order and the length that its precision says.

#![no_main]

use coopsec::calendar::{DateReading, Precision};
use coopsec::press::parse_date;
use coopsec::text::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (text, _) = input::split(data);
    for lang in Lang::ALL {
        if let Some(reading) = parse_date(&text, lang) {
            check(&text, reading);
        }
    }
});

fn check(text: &str, reading: DateReading) {
    let DateReading { start, end, precision } = reading;
    assert!(start <= end, "{text:?}: {reading:?}");
    assert!((1..=9999).contains(&start.year()) && (1..=9999).contains(&end.year()), "{text:?}: {reading:?}");
    let whole = match precision {
        Precision::Day => end == start,
        Precision::Month => start.day() == 1 && end == start.last_of_month(),
        Precision::Quarter => start.day() == 1 && start.month() % 3 == 1 && end.month() == start.month() + 2,
        Precision::Year => start.day_of_year() == 1 && end == start.last_of_year(),
        Precision::Interval => true,
    };
    assert!(whole, "{text:?}: {reading:?}");
    assert!(text.chars().any(char::is_numeric), "{text:?} holds no digit and has a year: {reading:?}");
}
