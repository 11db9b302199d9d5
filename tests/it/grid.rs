//! Periods × groups: the calendar by walking from day to day, the null row, partial ends, the limits of the calendar.

use std::collections::BTreeSet;

use coopsec::Error;
use coopsec::calendar::{Date, DateReading, Every, Precision};
use coopsec::corpus::Corpus;
use coopsec::lexicon::Lexicon;
use coopsec::query::{Grid, Grouping, documents, frequency, themes};
use proptest::prelude::*;

use crate::sample::{build, dated, draft, drafts, every, go, grouping, groups, n_tokens};

/// First day of the period that contains a day, found the plain way.
fn first_day(every: Every, day: Date) -> Date {
    let begins = |day: Date| match every {
        Every::Day => true,
        Every::Week => day.weekday() == jiff::civil::Weekday::Monday,
        Every::Month => day.day() == 1,
        Every::Quarter => day.day() == 1 && [1, 4, 7, 10].contains(&day.month()),
        Every::Year => day.day() == 1 && day.month() == 1,
        Every::Decade => day.day() == 1 && day.month() == 1 && day.year() % 10 == 0,
    };
    let mut first = day;
    while !begins(first) {
        first = first.yesterday().expect("a day before");
    }
    first
}

fn period(every: Every, reading: &DateReading) -> Option<Date> {
    let first = first_day(every, reading.start);
    (first == first_day(every, reading.end)).then_some(first)
}

/// A cell, computed in plain loops.
#[derive(Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) period: Option<Date>,
    pub(crate) group: i64,
    pub(crate) partial: bool,
    pub(crate) documents: Vec<usize>,
    pub(crate) n_tokens: i64,
}

/// The cells that a table should have, in its order.
pub(crate) fn cells(corpus: &Corpus, every: Option<Every>, grouping: Option<&Grouping>) -> Vec<Cell> {
    let readings: Vec<Option<DateReading>> =
        (0..corpus.len()).map(|at| corpus.document(at).date.as_ref().map(|found| found.reading)).collect();
    let of_document: Vec<Option<Date>> = readings.iter().map(|reading| period(every?, reading.as_ref()?)).collect();
    let mut periods: BTreeSet<Date> = BTreeSet::new();
    if let (Some(every), Some(first), Some(last)) =
        (every, of_document.iter().flatten().min(), of_document.iter().flatten().max())
    {
        let mut day = *first;
        while day <= *last {
            periods.insert(first_day(every, day));
            day = day.tomorrow().expect("a day after");
        }
    }
    let has_null = every.is_none() || of_document.iter().any(Option::is_none);
    let rows = periods.into_iter().map(Some).chain(has_null.then_some(None));
    let spanned = |day: Date| {
        let fits = |reading: &&DateReading| every.is_some_and(|every| self::period(every, reading).is_some());
        let dated = || readings.iter().flatten().filter(fits);
        dated().any(|reading| reading.start <= day) && dated().any(|reading| reading.end >= day)
    };
    let mut cells = Vec::new();
    for period in rows {
        let partial = period.is_some_and(|period| !spanned(period) || !spanned(last_day(every.unwrap(), period)));
        for group in 0..grouping.map_or(1, |grouping| grouping.count) {
            let is_here = |at: &usize| {
                of_document[*at] == period && grouping.is_none_or(|grouping| grouping.of[*at] as usize == group)
            };
            let documents: Vec<usize> = (0..corpus.len()).filter(is_here).collect();
            let n_tokens = documents.iter().map(|&at| n_tokens(corpus, at)).sum();
            cells.push(Cell { period, group: group as i64, partial, documents, n_tokens });
        }
    }
    cells
}

fn last_day(every: Every, period: Date) -> Date {
    let mut day = period;
    while first_day(every, day.tomorrow().expect("a day after")) == period {
        day = day.tomorrow().expect("a day after");
    }
    day
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cells_are_those_of_a_walk_through_the_calendar(drafts in drafts(), every in every(), groups in groups()) {
        let corpus = build(drafts);
        let grouping = grouping(&corpus, groups);
        let grid = Grid::new(&corpus, every, grouping.as_ref()).unwrap();
        let seen: Vec<Cell> = grid
            .cells
            .iter()
            .enumerate()
            .map(|(at, cell)| {
                let (period, group) = grid.place(at);
                let documents = cell.documents.iter().map(|&position| position as usize).collect();
                let (partial, n_tokens) = (grid.partial[period], cell.n_tokens);
                Cell { period: grid.periods[period], group: group as i64, partial, documents, n_tokens }
            })
            .collect();
        prop_assert_eq!(seen, cells(&corpus, every, grouping.as_ref()));
    }
}

#[test]
fn the_random_dates_have_every_precision() {
    let words = ["2017-08-12", "2017-08", "2017-Q3", "2017", "du 3 au 5 mai 2017"];
    let corpus = build(words.iter().map(|date| dated(date, date, "Un mot.")).collect());
    let table = documents::documents(&corpus, &go()).unwrap();
    assert_eq!(table.date_precision, Precision::NAMES[..5]);
    assert_eq!(table.date.iter().filter(|date| date.is_some()).count(), 1);
}

#[test]
fn the_null_row_comes_last_and_only_when_needed() {
    let year = || dated("a", "2017", "Un mot.");
    let day = || dated("b", "2017-05-03", "Deux mots.");
    let grid = |drafts, every| Grid::new(&build(drafts), Some(every), None).unwrap().periods;
    assert_eq!(grid(vec![year(), day()], Every::Year), [Some(Date::constant(2017, 1, 1))]);
    assert_eq!(grid(vec![year(), day()], Every::Day), [Some(Date::constant(2017, 5, 3)), None]);
    assert_eq!(grid(vec![draft("c", "Sans date.")], Every::Day), [None]);
    assert_eq!(grid(vec![], Every::Day), []);
}

#[test]
fn both_ends_of_time_have_periods() {
    for every in [Every::Week, Every::Month, Every::Quarter, Every::Year, Every::Decade] {
        for (date, first) in [("0001-01-01", Date::constant(1, 1, 1)), ("9999-12-31", Date::MAX)] {
            let corpus = build(vec![dated("a", date, "Un mot.")]);
            let ask = frequency::Ask { every: Some(every), ..frequency::Ask::default() };
            let table = frequency::frequency(&corpus, &ask, &go()).unwrap();
            assert!(table.period.iter().all(|period| period.is_some_and(|period| period <= first)), "{date}");
            assert_eq!(table.count.iter().sum::<i64>(), 2);
        }
    }
}

#[test]
fn a_table_over_all_time_is_refused_where_it_would_not_fit() {
    let words: Vec<String> = (0..40).map(|n| format!("mot{n}x")).collect();
    let corpus = build(vec![dated("a", "0001-01-01", &words.join(" ")), dated("b", "9999-12-31", "Un port.")]);
    let toml: String = words.iter().map(|word| format!("[theme.{word}]\npatterns = ['{word}']\n")).collect();
    let lexicon = Lexicon::from_toml(&toml, "words").unwrap();
    let every = Some(Every::Week);
    let counted = themes::themes(&corpus, &lexicon, &themes::Ask { every, ..themes::Ask::default() }, &go());
    let ask = frequency::Ask { every, top: Some(40), ..frequency::Ask::default() };
    let listed = frequency::frequency(&corpus, &ask, &go());
    let grouping = Grouping { of: vec![0, 1], count: usize::MAX };
    let grid = Grid::new(&corpus, every, Some(&grouping));
    for refused in [counted.map(|_| ()), listed.map(|_| ()), grid.map(|_| ())] {
        let Err(Error::Argument(message)) = refused else { panic!("{refused:?}") };
        assert!(message.contains("from 0001-01-01 to 9999-12-27") && message.contains("longer period"), "{message}");
    }
}

#[test]
fn a_grouping_of_another_view_is_refused() {
    let corpus = build(vec![draft("a", "Un mot."), draft("b", "Deux mots.")]);
    for of in [vec![0], vec![0, 0, 0], vec![0, 2], vec![5, 0]] {
        let grouping = Grouping { of, count: 2 };
        let refused = Grid::new(&corpus, None, Some(&grouping));
        assert!(matches!(refused, Err(Error::Argument(_))), "{grouping:?}");
    }
}
