//! Blocks: columns laid end to end, each aligned to eight bytes, so that they can be used where they are mapped.

use bytemuck::Pod;

use super::map::Bytes;
use crate::corpus::column::Column;
use crate::error::{Error, Result};

const ALIGNMENT: usize = 8;

/// Makes the error for columns that do not match their description.
pub(super) type Fault<'a> = dyn Fn() -> Error + Sync + 'a;

/// Collects columns and lays them out.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Sink {
    pub(super) bytes: Vec<u8>,
    /// Bytes of each column, without padding.
    pub(super) lengths: Vec<u64>,
}

impl Sink {
    pub(in crate::corpus) fn column<T: Pod>(&mut self, values: &[T]) {
        let bytes: &[u8] = bytemuck::cast_slice(values);
        self.bytes.extend_from_slice(bytes);
        self.lengths.push(bytes.len() as u64);
        self.bytes.resize(self.bytes.len().next_multiple_of(ALIGNMENT), 0);
    }
}

/// Returns columns in the order in which they were collected.
#[derive(Clone)]
pub(in crate::corpus) struct Source<'a> {
    bytes: Bytes,
    lengths: std::slice::Iter<'a, u64>,
    at: usize,
    fault: &'a Fault<'a>,
}

impl<'a> Source<'a> {
    pub(super) fn new(bytes: Bytes, lengths: &'a [u64], fault: &'a Fault<'a>) -> Self {
        Self { bytes, lengths: lengths.iter(), at: 0, fault }
    }

    pub(in crate::corpus) fn column<T: Pod>(&mut self) -> Result<Column<T>> {
        self.next::<T>().map(Column::Mapped).ok_or_else(self.fault)
    }

    /// Skips columns.
    pub(super) fn skip(&mut self, columns: usize) -> Result<()> {
        (0..columns).try_for_each(|_| self.next::<u8>().map(drop).ok_or_else(self.fault))
    }

    fn next<T: Pod>(&mut self) -> Option<Bytes> {
        let length = usize::try_from(*self.lengths.next()?).ok()?;
        let end = self.at.checked_add(length)?;
        let values = self.bytes.values::<T>(self.at..end)?;
        self.at = end.checked_next_multiple_of(ALIGNMENT)?;
        Some(values)
    }

    /// Fails unless everything was taken.
    pub(super) fn finish(self) -> Result<()> {
        if self.lengths.len() == 0 && self.at == self.bytes.len() { Ok(()) } else { Err((self.fault)()) }
    }
}
