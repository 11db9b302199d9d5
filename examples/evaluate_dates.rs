//! Measures `parse_date` on a table of date expressions (columns origin, lang, text, reference, expected_start,
//! expected_end, grain, kind): `cargo run --example evaluate_dates -- PATH`.
//!
//! A row is a calendar expression when its words state a date of the calendar in full: the text holds a year of four
//! digits that is no time of day (`at 1030`), and it names neither a holiday, nor an open interval (`since 2014`), nor a
//! vague part of a year (`end of 2012`), nor a weekend or an hour, nor years before Christ. All else must be refused.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use coopsec::calendar::Precision;
use coopsec::press::parse_date;
use coopsec::text::Lang;
use jiff::ToSpan;
use jiff::civil::Date;

struct Row<'a> {
    lang: Lang,
    text: &'a str,
    start: &'a str,
    end: &'a str,
    grain: &'a str,
    kind: &'a str,
}

#[derive(Default)]
struct Tally {
    rows: usize,
    calendar: usize,
    right: usize,
    misses: Vec<String>,
    given: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data/date_expressions/date_expressions.tsv");
    let path = std::env::args().nth(1).unwrap_or_else(|| default.to_owned());
    let table = std::fs::read_to_string(path)?;
    println!("lang  rows  calendar  right  share   dates given to other rows");
    let mut details = String::new();
    for lang in [Lang::Fr, Lang::Es, Lang::En, Lang::Ar] {
        let tally = tally(&table, lang);
        let share = 100.0 * tally.right as f64 / tally.calendar.max(1) as f64;
        let code = lang.code();
        println!(
            "{code:4}  {:4}  {:8}  {:5}  {share:5.1}%  {}",
            tally.rows,
            tally.calendar,
            tally.right,
            tally.given.len()
        );
        for (what, lines) in [("miss", &tally.misses), ("given", &tally.given)] {
            for line in lines {
                details.push_str(&format!("{code} {what}: {line}\n"));
            }
        }
    }
    print!("{details}");
    Ok(())
}

fn tally(table: &str, lang: Lang) -> Tally {
    let mut tally = Tally::default();
    for row in table.lines().skip(1).filter_map(row).filter(|row| row.lang == lang) {
        let found = parse_date(row.text, lang);
        let shown = found.map(|r| format!("{}..{} {}", r.start, r.end, r.precision.name()));
        let line = format!("{} | expected {} {} {} | got {shown:?}", row.text, row.start, row.end, row.grain);
        tally.rows += 1;
        if !row.is_calendar() {
            if found.is_some() {
                tally.given.push(line);
            }
            continue;
        }
        tally.calendar += 1;
        if found.is_some_and(|r| Some((r.start, r.end, r.precision)) == row.expected()) {
            tally.right += 1;
        } else {
            tally.misses.push(line);
        }
    }
    tally
}

fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [_, lang, text, _, start, end, grain, kind] = cells[..] else { return None };
    Some(Row { lang: Lang::parse(lang)?, text, start, end, grain, kind })
}

impl Row<'_> {
    fn is_calendar(&self) -> bool {
        let numbers = self.text.split(|c: char| !c.is_ascii_digit());
        let year = numbers.into_iter().any(|digits| digits.len() == 4);
        let known = matches!(self.grain, "day" | "week" | "month" | "quarter" | "year");
        let vague = ["beginning of", "end of"].iter().any(|words| self.text.contains(words));
        let named = self.text.to_lowercase().contains("christmas") || self.text.contains("كريسماس");
        let open = self.kind.contains("Holiday") || self.kind.contains("Open");
        year && known && !vague && !named && !open && !self.start.starts_with('-')
    }

    /// First day, last day and precision; the table's ends are exclusive.
    fn expected(&self) -> Option<(Date, Date, Precision)> {
        let start: Date = self.start.get(..10)?.parse().ok()?;
        if let Some(end) = self.end.get(..10) {
            let end: Date = end.parse().ok()?;
            return Some((start, end.yesterday().ok()?, Precision::Interval));
        }
        Some(match self.grain {
            "day" => (start, start, Precision::Day),
            "week" => (start, start.checked_add(6.days()).ok()?, Precision::Interval),
            "month" => (start, start.last_of_month(), Precision::Month),
            "quarter" => (start, start.checked_add(3.months()).ok()?.yesterday().ok()?, Precision::Quarter),
            _ => (start, start.last_of_year(), Precision::Year),
        })
    }
}
