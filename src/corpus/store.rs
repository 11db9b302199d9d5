//! Everything that was read, stored once.

use std::sync::{Arc, OnceLock};

use super::index::Saved;
use super::part::Part;
use super::stories::{Bodies, stories};
use super::types::Total;
use super::{Control, Options, Vocabulary};
use crate::error::Result;

/// Rows per entry of the list that locates parts: one look-up finds the part, or nearly, as parts are made no longer
/// than this.
const STEP: usize = 128;

/// Parts one after the other, and the types of all of them.
#[derive(Debug)]
pub struct Store {
    parts: Vec<Arc<Part>>,
    /// Row of the first document of each part, and at the end the number of documents.
    first_rows: Vec<usize>,
    /// The part that contains each [`STEP`]th row.
    parts_at: Vec<u32>,
    /// Types of all documents.
    pub vocabulary: Vocabulary,
    /// How texts were cut; patterns are cut the same way.
    pub options: Options,
    /// Occurrences of each type in all documents, if they were counted during reading.
    pub(super) totals: Option<Vec<Total>>,
    /// Story of each document, once asked for.
    stories: OnceLock<Vec<u32>>,
    /// Where the store is saved, if it was opened from there.
    pub(super) saved: Option<Saved>,
}

impl Store {
    pub(super) fn new(parts: Vec<Arc<Part>>, vocabulary: Vocabulary, options: Options) -> Self {
        let mut first_rows = vec![0];
        for part in &parts {
            first_rows.push(first_rows[first_rows.len() - 1] + part.len());
        }
        let rows = (0..first_rows[parts.len()]).step_by(STEP);
        // There are no more parts than rows, whose numbers have as many bits.
        let parts_at = rows.map(|row| first_rows.partition_point(|&first| first <= row) as u32 - 1).collect();
        let (totals, stories, saved) = (None, OnceLock::new(), None);
        Self { parts, first_rows, parts_at, vocabulary, options, totals, stories, saved }
    }

    /// Number of documents.
    pub fn len(&self) -> usize {
        self.first_rows[self.parts.len()]
    }

    /// Whether there are no documents.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(super) fn parts(&self) -> &[Arc<Part>] {
        &self.parts
    }

    /// Each part that contains one of the rows, which are in ascending order.
    pub(super) fn parts_of(&self, rows: &[u32]) -> Vec<&Part> {
        let from = |row: usize| rows.partition_point(|&other| (other as usize) < row);
        let holds =
            |&(number, _): &(usize, &Arc<Part>)| from(self.first_rows[number]) < from(self.first_rows[number + 1]);
        self.parts.iter().enumerate().filter(holds).map(|(_, part)| part.as_ref()).collect()
    }

    /// Splits the rows, which are in ascending order, by part, each with the row of the part's first document.
    pub(super) fn rows_by_part<'a>(
        &'a self,
        mut rows: &'a [u32],
    ) -> impl Iterator<Item = (&'a Part, usize, &'a [u32])> {
        let bounds = self.first_rows.windows(2);
        self.parts.iter().zip(bounds).map(move |(part, bounds)| {
            let (own, rest) = rows.split_at(rows.partition_point(|&row| (row as usize) < bounds[1]));
            rows = rest;
            (part.as_ref(), bounds[0], own)
        })
    }

    /// The part that contains a row, and the row within it.
    pub(super) fn place(&self, row: usize) -> (&Part, usize) {
        let from = self.parts_at[row / STEP] as usize;
        let to = self.parts_at.get(row / STEP + 1).map_or(self.parts.len() - 1, |&part| part as usize);
        let part = from + self.first_rows[from + 1..=to].partition_point(|&first| first <= row);
        (&self.parts[part], row - self.first_rows[part])
    }

    /// The story of each document; near-duplicates share one. Found when first asked for: comparing documents costs
    /// nearly half as much again as reading them.
    ///
    /// # Errors
    /// [`crate::Error::Interrupted`] if `control` was told to stop; the next call starts again.
    pub fn stories(&self, control: &Control) -> Result<&[u32]> {
        // Not `get_or_init`: while waiting in it, a rayon thread may pick up a second task that asks for the stories.
        if self.stories.get().is_none() {
            let _ = self.stories.set(self.find_stories(control)?);
        }
        Ok(self.stories.get().map_or(&[], Vec::as_slice))
    }

    /// The stories, if already found.
    pub(super) fn known_stories(&self) -> Option<&[u32]> {
        self.stories.get().map(Vec::as_slice)
    }

    /// Sets stories that are known from elsewhere.
    pub(super) fn set_stories(&self, stories: Vec<u32>) {
        let _ = self.stories.set(stories);
    }

    fn find_stories(&self, control: &Control) -> Result<Vec<u32>> {
        stories(&Words(self), &self.vocabulary.hashes(), control)
    }
}

/// The counted tokens of the documents.
struct Words<'a>(&'a Store);

impl Bodies for Words<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn read(&self, document: usize, body: &mut Vec<u32>) {
        let (part, row) = self.0.place(document);
        part.tokens.types(row).unpack(body);
        body.retain(|&id| self.0.vocabulary.kind(id).is_counted());
    }
}
