//! Columns: what a part keeps of its documents and tokens, end to end and without a box for each value.

use std::ops::Deref;

/// Values of one type, end to end.
#[derive(Clone, Debug)]
pub(super) struct Column<T>(Vec<T>);

impl<T> Column<T> {
    pub(super) fn push(&mut self, value: T) {
        self.0.push(value);
    }

    pub(super) fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        self.0.extend(values);
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(values)
    }
}

impl<T> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// Where the values of each row end in another column.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends(Column<u64>);

impl Ends {
    pub(super) fn push(&mut self, end: usize) {
        self.0.push(end as u64);
    }

    /// Values of a row.
    pub(super) fn row(&self, row: usize) -> std::ops::Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.0[before] as usize);
        start..self.0[row] as usize
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Strings, end to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Strings {
    bytes: Column<u8>,
    ends: Ends,
}

impl Strings {
    pub(super) fn push(&mut self, value: &str) {
        self.bytes.extend(value.bytes());
        self.ends.push(self.bytes.len());
    }

    /// The string of a row.
    pub(super) fn row(&self, row: usize) -> &str {
        // Only whole strings are ever pushed.
        std::str::from_utf8(&self.bytes[self.ends.row(row)]).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Strings, some of which are not there.
#[derive(Clone, Debug, Default)]
pub(super) struct MaybeStrings {
    strings: Strings,
    present: Column<u8>,
}

impl MaybeStrings {
    pub(super) fn push(&mut self, value: Option<&str>) {
        self.strings.push(value.unwrap_or_default());
        self.present.push(u8::from(value.is_some()));
    }

    pub(super) fn row(&self, row: usize) -> Option<&str> {
        (self.present[row] != 0).then(|| self.strings.row(row))
    }
}

/// A list of strings a row.
#[derive(Clone, Debug, Default)]
pub(super) struct StringLists {
    strings: Strings,
    ends: Ends,
}

impl StringLists {
    pub(super) fn push<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        values.into_iter().for_each(|value| self.strings.push(value));
        self.ends.push(self.strings.len());
    }

    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        self.ends.row(row).map(|at| self.strings.row(at))
    }
}
