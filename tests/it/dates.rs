//! Date expressions: the truth table, a collection of real expressions, arbitrary text.

use coopsec::press::parse_date;
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::shared::shared;

#[test]
fn the_truth_table_holds() {
    let table: toml::Table = include_str!("../cases/dates.toml").parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    assert!(cases.len() > 80);
    for case in cases {
        let text = case["text"].as_str().unwrap();
        let lang = case.get("lang").map_or(Lang::Fr, |code| Lang::parse(code.as_str().unwrap()).unwrap());
        let found = parse_date(text, lang).map(|r| (r.start.to_string(), r.end.to_string(), r.precision.name()));
        let expected = case.get("start").map(|start| {
            let end = case.get("end").unwrap_or(start);
            let precision = case.get("precision").map_or("day", |word| word.as_str().unwrap());
            (start.to_string(), end.to_string(), precision)
        });
        assert_eq!(expected.is_none(), case.get("none").is_some(), "the case of {text:?} is complete");
        assert_eq!(found, expected, "{text:?} in {}", lang.code());
    }
}

/// Expressions without a four-digit year are not dates: they are relative, lack a year, or are times of day.
#[test]
fn expressions_without_a_year_are_refused() {
    let Some(path) = shared("data/date_expressions/date_expressions.tsv") else { return };
    let table = std::fs::read_to_string(path).unwrap();
    let mut refused = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split('\t').collect();
        let digits = |c: &str| c.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4);
        if !digits(cells[2]) {
            assert_eq!(parse_date(cells[2], Lang::parse(cells[1]).unwrap()), None, "{line}");
            refused += 1;
        }
    }
    assert!(refused > 1500, "{refused}");
}

#[test]
fn long_input_is_refused_at_once() {
    assert_eq!(parse_date(&"1".repeat(1 << 20), Lang::Fr), None);
    assert_eq!(parse_date(&"28 mai 2015 ".repeat(100_000), Lang::Fr), None);
    assert_eq!(parse_date(&"\u{301}".repeat(1 << 20), Lang::Fr), None);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
        for lang in Lang::ALL {
            if let Some(reading) = parse_date(&text, lang) {
                prop_assert!(reading.start <= reading.end);
                prop_assert!(reading.start.year() >= 1);
            }
        }
    }

    #[test]
    fn written_days_come_back(year in 1000i16..=9999, month in 1i8..=12, day in 1i8..=28, style in 0usize..5) {
        let names = ["janvier", "févr.", "MARS", "avril", "mai", "juin", "juil.", "aout", "Sept", "octobre", "nov", "décembre"];
        let name = names[usize::try_from(month - 1).unwrap()];
        let text = match style {
            0 => format!("{year:04}-{month:02}-{day:02}"),
            1 => format!("{day:02}/{month:02}/{year:04}"),
            2 => format!("le {day} {name} {year:04}"),
            3 => format!("{day}\u{a0}{name}\u{a0}{year:04} à 10h30"),
            _ => format!("{year:04}{month:02}{day:02}"),
        };
        let reading = parse_date(&text, Lang::Fr).expect(&text);
        prop_assert_eq!(reading.start.to_string(), format!("{year:04}-{month:02}-{day:02}"));
        prop_assert_eq!(reading.precision.name(), "day");
    }
}
