//! Columns: what a part keeps of its documents and tokens, end to end, without an allocation per value.

use std::ops::Deref;

use bytemuck::Pod;

use super::index::{Bytes, Sink, Source};
use super::prefetch;
use crate::error::Result;

/// Values of one type, end to end, in memory or in the file of a saved index.
#[derive(Clone, Debug)]
pub(super) enum Column<T> {
    Own(Vec<T>),
    /// Bytes already checked to be aligned, whole values.
    Mapped(Bytes),
}

impl<T: Pod> Column<T> {
    pub(super) fn push(&mut self, value: T) {
        self.own().push(value);
    }

    pub(super) fn extend(&mut self, values: impl IntoIterator<Item = T>) {
        self.own().extend(values);
    }

    pub(super) fn own(&mut self) -> &mut Vec<T> {
        if let Self::Mapped(_) = self {
            *self = Self::Own(self.to_vec());
        }
        match self {
            Self::Own(values) => values,
            Self::Mapped(_) => unreachable!("it was made its own just before"),
        }
    }

    pub(super) fn save(&self, sink: &mut Sink) {
        sink.column(self);
    }

    pub(super) fn load(source: &mut Source<'_>) -> Result<Self> {
        source.column()
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self::Own(Vec::new())
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self::Own(values)
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::Own(values) => values,
            Self::Mapped(bytes) => bytemuck::cast_slice(bytes),
        }
    }
}

/// Where the values of each row end in another column.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends(Column<u64>);

impl Ends {
    pub(super) fn push(&mut self, end: usize) {
        self.0.push(end as u64);
    }

    /// Range of a row's values.
    #[inline]
    pub(super) fn row(&self, row: usize) -> std::ops::Range<usize> {
        self.values().row(row)
    }

    /// The ends themselves, for access to many rows.
    #[inline]
    pub(super) fn values(&self) -> EndsOf<'_> {
        EndsOf(&self.0)
    }

    /// Prefetches the ends of a row and the next ones, which will be read soon.
    pub(super) fn fetch(&self, row: usize) {
        prefetch(&self.0, row);
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn save(&self, sink: &mut Sink) {
        self.0.save(sink);
    }

    pub(super) fn load(source: &mut Source<'_>) -> Result<Self> {
        Column::load(source).map(Self)
    }
}

/// Borrowed [`Ends`], with their memory already located.
#[derive(Clone, Copy, Debug)]
pub(super) struct EndsOf<'a>(&'a [u64]);

impl EndsOf<'_> {
    /// Range of a row's values.
    #[inline]
    pub(super) fn row(self, row: usize) -> std::ops::Range<usize> {
        let start = row.checked_sub(1).map_or(0, |before| self.0[before] as usize);
        start..self.0[row] as usize
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
        self.bytes.own().extend_from_slice(value.as_bytes());
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

    pub(super) fn save(&self, sink: &mut Sink) {
        self.bytes.save(sink);
        self.ends.save(sink);
    }

    pub(super) fn load(source: &mut Source<'_>) -> Result<Self> {
        Ok(Self { bytes: Column::load(source)?, ends: Ends::load(source)? })
    }
}

/// Strings, some of which may be missing.
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

    pub(super) fn save(&self, sink: &mut Sink) {
        self.strings.save(sink);
        self.present.save(sink);
    }

    pub(super) fn load(source: &mut Source<'_>) -> Result<Self> {
        Ok(Self { strings: Strings::load(source)?, present: Column::load(source)? })
    }
}

/// A list of strings per row.
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

    pub(super) fn save(&self, sink: &mut Sink) {
        self.strings.save(sink);
        self.ends.save(sink);
    }

    pub(super) fn load(source: &mut Source<'_>) -> Result<Self> {
        Ok(Self { strings: Strings::load(source)?, ends: Ends::load(source)? })
    }
}
