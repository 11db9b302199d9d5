//! What the names of fields state of a text, in front matter and in starred lines.

use hashbrown::HashMap;

use super::fold::fold;
use super::lists::LISTS;
use super::phrase_list::strings;

/// What a field states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stated {
    Date,
    Title,
    Source,
    Rubric,
    Lang,
    Url,
}

/// Which part of a date a field of a starred line states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatedPart {
    Year,
    Month,
    Day,
}

/// What a field of this name states, whatever its case and accents.
pub(crate) fn stated(name: &str) -> Option<Stated> {
    LISTS.stated.get(fold(name).as_ref()).copied()
}

/// Which part of a date a field of this name states.
pub(crate) fn stated_part(name: &str) -> Option<StatedPart> {
    LISTS.stated_part.get(fold(name).as_ref()).copied()
}

/// Folded names of fields.
pub(super) type Names<T> = HashMap<String, T>;

pub(super) fn names(table: &toml::Table) -> Names<Stated> {
    let listed = [
        ("date", Stated::Date),
        ("title", Stated::Title),
        ("source", Stated::Source),
        ("rubric", Stated::Rubric),
        ("lang", Stated::Lang),
        ("url", Stated::Url),
    ];
    of_section(table, "stated", &listed)
}

pub(super) fn part_names(table: &toml::Table) -> Names<StatedPart> {
    let listed = [("year", StatedPart::Year), ("month", StatedPart::Month), ("day", StatedPart::Day)];
    of_section(table, "stated_part", &listed)
}

fn of_section<T: Copy>(table: &toml::Table, section: &str, listed: &[(&str, T)]) -> Names<T> {
    let names = table.get(section).and_then(toml::Value::as_table).expect("lists.toml has every section");
    let mut found = Names::new();
    for &(list, value) in listed {
        found.extend(strings(names, list).map(|name| (fold(name).into_owned(), value)));
    }
    found
}
