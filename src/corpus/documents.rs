//! The columns of documents.

use std::ops::Range;

use super::column::{Column, Ends, MaybeStrings, StringLists, Strings};
use super::document::Document;
use super::index::{Sink, Source};
use crate::calendar::{Date, DateReading, Precision, days_since_epoch, from_days};
use crate::error::Result;
use crate::press::{Found, Origin};
use crate::text::Lang;

/// What is known of the documents of a part, one column per field.
#[derive(Debug, Default)]
pub(super) struct Documents {
    id: Strings,
    origin: Strings,
    lang: Column<u8>,
    /// First and last day, in days since 1970-01-01.
    days: Column<[i32; 2]>,
    /// A [`Precision`], or the number after the last one for an undated document.
    precision: Column<u8>,
    date_origin: Column<u8>,
    date_raw: Strings,
    conflicts: StringLists,
    title: MaybeStrings,
    source: MaybeStrings,
    rubric: MaybeStrings,
    encoding: MaybeStrings,
    counted: Column<[u32; 2]>,
    counted_ends: Ends,
    fields: StringLists,
    warnings: StringLists,
    n_tokens: Column<u32>,
    n_chars: Column<u32>,
}

fn lang(number: u8) -> Lang {
    Lang::ALL.get(usize::from(number)).copied().unwrap_or_default()
}

/// The reading of a date, given the number of its precision and its first and last day.
fn reading(precision: u8, [first, last]: [i32; 2]) -> Option<DateReading> {
    let precision = *Precision::ALL.get(usize::from(precision))?;
    let date = |days| from_days(days).unwrap_or(Date::MIN);
    let start = date(first);
    // Nearly all documents are dated to the day.
    let end = if last == first { start } else { date(last) };
    Some(DateReading { start, end, precision })
}

impl Documents {
    pub(super) fn push(&mut self, document: &Document) {
        self.id.push(&document.id);
        self.origin.push(&document.origin);
        self.lang.push(document.lang as u8);
        self.push_date(document.date.as_ref());
        self.conflicts.push(document.conflicts.iter().map(String::as_str));
        self.title.push(document.title.as_deref());
        self.source.push(document.source.as_deref());
        self.rubric.push(document.rubric.as_deref());
        self.encoding.push(document.encoding.as_deref());
        // Texts are shorter than 4 GiB, as already checked.
        self.counted.extend(document.counted.iter().map(|range| [range.start as u32, range.end as u32]));
        self.counted_ends.push(self.counted.len());
        self.fields.push(document.fields.iter().flat_map(|(field, value)| [field.as_str(), value.as_str()]));
        self.warnings.push(document.warnings.iter().map(String::as_str));
        self.n_tokens.push(document.n_tokens as u32);
        self.n_chars.push(document.n_chars as u32);
    }

    fn push_date(&mut self, found: Option<&Found>) {
        let reading = found.map(|found| found.reading);
        self.days.push(reading.map_or([0, 0], |reading| [reading.start, reading.end].map(days_since_epoch)));
        self.precision.push(reading.map_or(Precision::ALL.len() as u8, |reading| reading.precision as u8));
        self.date_origin.push(found.map_or(Origin::ALL.len() as u8, |found| found.origin as u8));
        self.date_raw.push(found.map_or("", |found| &found.raw));
    }

    pub(super) fn len(&self) -> usize {
        self.lang.len()
    }

    pub(super) fn id(&self, row: usize) -> &str {
        self.id.row(row)
    }

    pub(super) fn lang(&self, row: usize) -> Lang {
        lang(self.lang[row])
    }

    /// Language and counted tokens of any row, for access to many rows.
    pub(super) fn sizes(&self) -> impl Fn(usize) -> (Lang, u32) {
        let (langs, tokens): (&[u8], &[u32]) = (&self.lang, &self.n_tokens);
        |row| (lang(langs[row]), tokens[row])
    }

    pub(super) fn source(&self, row: usize) -> Option<&str> {
        self.source.row(row)
    }

    pub(super) fn n_tokens(&self, row: usize) -> usize {
        self.n_tokens[row] as usize
    }

    pub(super) fn n_chars(&self, row: usize) -> usize {
        self.n_chars[row] as usize
    }

    pub(super) fn reading(&self, row: usize) -> Option<DateReading> {
        self.readings()(row)
    }

    /// Date of any row, for access to many rows.
    pub(super) fn readings(&self) -> impl Fn(usize) -> Option<DateReading> {
        let (precisions, days): (&[u8], &[[i32; 2]]) = (&self.precision, &self.days);
        |row| reading(precisions[row], days[row])
    }

    fn found(&self, row: usize) -> Option<Found> {
        let origin = *Origin::ALL.get(usize::from(self.date_origin[row]))?;
        Some(Found { reading: self.reading(row)?, origin, raw: self.date_raw.row(row).to_owned() })
    }

    pub(super) fn counted(&self, row: usize) -> impl Iterator<Item = Range<usize>> {
        self.counted[self.counted_ends.row(row)].iter().map(|&[start, end]| start as usize..end as usize)
    }

    pub(super) fn fields(&self, row: usize) -> Vec<(String, String)> {
        let words: Vec<&str> = self.fields.row(row).collect();
        words.chunks_exact(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
    }

    /// One document, as it was pushed.
    pub(super) fn row(&self, row: usize) -> Document {
        let owned = |strings: &MaybeStrings| strings.row(row).map(str::to_owned);
        let list = |lists: &StringLists| lists.row(row).map(str::to_owned).collect();
        Document {
            id: self.id(row).to_owned(),
            origin: self.origin.row(row).to_owned(),
            lang: self.lang(row),
            date: self.found(row),
            conflicts: list(&self.conflicts),
            title: owned(&self.title),
            source: owned(&self.source),
            rubric: owned(&self.rubric),
            encoding: owned(&self.encoding),
            counted: self.counted(row).collect(),
            fields: self.fields(row),
            warnings: list(&self.warnings),
            n_tokens: self.n_tokens(row),
            n_chars: self.n_chars(row),
        }
    }

    pub(super) fn save_identities(&self, sink: &mut Sink) {
        self.id.save(sink);
    }

    /// Lays out the other columns.
    pub(super) fn save(&self, sink: &mut Sink) {
        self.origin.save(sink);
        self.lang.save(sink);
        self.days.save(sink);
        self.precision.save(sink);
        self.date_origin.save(sink);
        self.date_raw.save(sink);
        self.conflicts.save(sink);
        self.title.save(sink);
        self.source.save(sink);
        self.rubric.save(sink);
        self.encoding.save(sink);
        self.counted.save(sink);
        self.counted_ends.save(sink);
        self.fields.save(sink);
        self.warnings.save(sink);
        self.n_tokens.save(sink);
        self.n_chars.save(sink);
    }

    /// Reads the columns in the order of [`Documents::save`].
    pub(super) fn load(identities: &mut Source<'_>, source: &mut Source<'_>) -> Result<Self> {
        Ok(Self {
            id: Strings::load(identities)?,
            origin: Strings::load(source)?,
            lang: Column::load(source)?,
            days: Column::load(source)?,
            precision: Column::load(source)?,
            date_origin: Column::load(source)?,
            date_raw: Strings::load(source)?,
            conflicts: StringLists::load(source)?,
            title: MaybeStrings::load(source)?,
            source: MaybeStrings::load(source)?,
            rubric: MaybeStrings::load(source)?,
            encoding: MaybeStrings::load(source)?,
            counted: Column::load(source)?,
            counted_ends: Ends::load(source)?,
            fields: StringLists::load(source)?,
            warnings: StringLists::load(source)?,
            n_tokens: Column::load(source)?,
            n_chars: Column::load(source)?,
        })
    }
}
