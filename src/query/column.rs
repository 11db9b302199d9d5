//! Text columns of results: strings end to end, strings that repeat, values that hold for a run of rows.
//!
//! A table of millions of rows names a few thousand terms; a `String` per row would cost more than the counting.

mod runs;

use std::fmt;
use std::ops::{Deref, Index};

use rayon::prelude::*;

pub use self::runs::{Rates, Runs};

/// Strings that a thread writes at a time.
const PART: usize = 1 << 14;

/// Strings, end to end.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// Reserves room for `rows` more strings of `bytes` bytes in total.
    pub(crate) fn reserve(&mut self, rows: usize, bytes: usize) {
        self.ends.reserve(rows);
        self.text.reserve(bytes);
    }

    /// From strings laid end to end and the byte at which each ends.
    pub(crate) fn new(text: String, ends: Vec<u64>) -> Self {
        debug_assert!(ends.last().is_none_or(|&end| end as usize == text.len()));
        Self { text, ends: ends.into_iter().map(|end| end as usize).collect() }
    }

    /// Adds a string.
    pub fn push(&mut self, value: &str) {
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    /// Adds one string: the words separated by spaces.
    pub(crate) fn push_joined<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        for (at, word) in words.into_iter().enumerate() {
            if at > 0 {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
        self.ends.push(self.text.len());
    }

    /// A column of `rows` strings, each added by a call of `push`, in parallel.
    pub(crate) fn of_rows(rows: usize, push: impl Fn(usize, &mut Self) + Sync) -> Self {
        let parts: Vec<Self> = (0..rows.div_ceil(PART))
            .into_par_iter()
            .map(|part| {
                let mut texts = Self::default();
                (part * PART..rows.min((part + 1) * PART)).for_each(|row| push(row, &mut texts));
                texts
            })
            .collect();
        Self::joined(parts.iter())
    }

    /// The strings of several columns, one column after another.
    pub(crate) fn joined<'a>(parts: impl Iterator<Item = &'a Self> + Clone) -> Self {
        let bytes = parts.clone().map(|part| part.text.len()).sum();
        let rows = parts.clone().map(Self::len).sum();
        let mut texts = Self { text: String::with_capacity(bytes), ends: Vec::with_capacity(rows) };
        parts.for_each(|part| texts.append(part));
        texts
    }

    /// Adds the strings of another column.
    pub(crate) fn append(&mut self, other: &Self) {
        let before = self.text.len();
        self.text.push_str(&other.text);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }

    /// Removes all strings but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Number of strings.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no strings.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Every string.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|row| &self[row])
    }

    /// The first string of each part. A part extends while its strings begin within `reach` bytes of its start.
    #[cfg(any(feature = "python", test))]
    pub(crate) fn parts_within(&self, reach: usize) -> Vec<usize> {
        let (mut firsts, mut start) = (vec![0], 0);
        loop {
            // The string after the one that ends out of reach.
            let next = self.ends.partition_point(|&end| end <= start + reach) + 1;
            if next >= self.len() {
                return firsts;
            }
            firsts.push(next);
            start = self.ends[next - 1];
        }
    }

    /// The strings end to end, and the byte at which each ends.
    #[cfg(feature = "python")]
    pub(crate) fn into_parts(self) -> (String, Vec<usize>) {
        (self.text, self.ends)
    }
}

impl Index<usize> for Texts {
    type Output = str;

    fn index(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }
}

impl<'a> FromIterator<&'a str> for Texts {
    fn from_iter<I: IntoIterator<Item = &'a str>>(values: I) -> Self {
        let mut texts = Self::default();
        values.into_iter().for_each(|value| texts.push(value));
        texts
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// Strings that hold for runs of rows, such as the identity of a document for its terms.
#[derive(Clone, Default)]
pub struct TextRuns {
    values: Texts,
    runs: Runs<u32>,
}

impl TextRuns {
    /// From strings, and for each the row at which its run ends (exclusive).
    pub(crate) fn new(values: Texts, ends: &[usize]) -> Self {
        let mut runs = Runs::default();
        let mut before = 0;
        for (value, &end) in (0u32..).zip(ends) {
            runs.push(value, end - before);
            before = end;
        }
        Self { values, runs }
    }

    /// The strings, and for each row the index of its string.
    #[cfg(feature = "python")]
    pub(crate) fn into_parts(self) -> (Texts, Runs<u32>) {
        (self.values, self.runs)
    }

    /// The string of every row.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.runs.iter().map(|value| &self.values[value as usize])
    }
}

impl Index<usize> for TextRuns {
    type Output = str;

    fn index(&self, row: usize) -> &str {
        &self.values[self.runs[row] as usize]
    }
}

impl fmt::Debug for TextRuns {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// Strings that repeat: the distinct ones, and for each row which of them it has, if any. Two columns are equal when
/// their rows are.
#[derive(Clone, Default)]
pub struct Coded<C = Vec<u32>> {
    values: Texts,
    codes: C,
}

impl Coded {
    /// The code of a row without a string.
    pub(crate) const NONE: u32 = u32::MAX;

    /// Reserves room for `rows` more rows.
    pub(crate) fn reserve(&mut self, rows: usize) {
        self.codes.reserve(rows);
    }

    /// Adds a string for later rows to use, and returns its code.
    pub(crate) fn add(&mut self, value: &str) -> u32 {
        self.values.push(value);
        self.values.len() as u32 - 1
    }

    /// Adds a row with the string of a code.
    pub(crate) fn push(&mut self, code: u32) {
        self.codes.push(code);
    }

    /// Adds a row without a string.
    pub(crate) fn push_none(&mut self) {
        self.codes.push(Self::NONE);
    }

    /// Removes all rows and strings but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.values.clear();
        self.codes.clear();
    }

    /// Adds the rows of another column.
    pub(crate) fn append(&mut self, other: &Self) {
        let before = self.values.len() as u32;
        self.values.append(&other.values);
        self.codes.extend(other.codes.iter().map(|&code| if code == Self::NONE { Self::NONE } else { before + code }));
    }
}

impl<C: Deref<Target = [u32]>> Coded<C> {
    /// From the distinct strings and, for each row, the index of one of them or `u32::MAX`.
    pub(crate) fn new(values: Texts, codes: C) -> Self {
        Self { values, codes }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The string of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<&str> {
        let code = self.codes[row];
        (code != Coded::NONE).then(|| &self.values[code as usize])
    }

    /// The string of every row.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// The distinct strings and, for each row, the index of one of them or `u32::MAX`.
    #[cfg(feature = "python")]
    pub(crate) fn into_parts(self) -> (Texts, C) {
        (self.values, self.codes)
    }
}

impl<C: Deref<Target = [u32]>> PartialEq for Coded<C> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl<C: Deref<Target = [u32]>> Eq for Coded<C> {}

impl<C: Deref<Target = [u32]>> fmt::Debug for Coded<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_strings_are_equal_by_their_rows() {
        let coded = |values: &[&str], codes: &[u32]| Coded::new(values.iter().copied().collect(), codes.to_vec());
        let one = coded(&["a", "b"], &[0, Coded::NONE, 1, 0]);
        assert_eq!(one, coded(&["c", "b", "a"], &[2, Coded::NONE, 1, 2]));
        assert_ne!(one, coded(&["a", "b"], &[0, 1, 1, 0]));
        assert_ne!(one, coded(&["a", "b"], &[0, Coded::NONE, 1]));
        let mut twice = one.clone();
        twice.append(&one);
        assert!(twice.iter().eq(one.iter().chain(one.iter())));
        assert_eq!(format!("{one:?}"), r#"[Some("a"), None, Some("b"), Some("a")]"#);
    }

    #[test]
    fn strings_come_back_as_they_were_pushed() {
        let (mut left, right): (Texts, Texts) =
            (["é", "", "ab"].into_iter().collect(), ["", "c"].into_iter().collect());
        left.append(&right);
        left.push_joined(["d", "é"]);
        assert!(left.iter().eq(["é", "", "ab", "", "c", "d é"]));
    }

    #[test]
    fn strings_of_a_part_begin_within_its_reach() {
        let texts: Texts = ["é", "", "abc", "", "", "d"].into_iter().collect();
        let starts = [0, 2, 2, 5, 5, 5];
        for (reach, expected) in [(0, &[0, 1, 3][..]), (1, &[0, 1, 3]), (2, &[0, 3]), (4, &[0, 3]), (5, &[0])] {
            let firsts = texts.parts_within(reach);
            assert_eq!(firsts, expected, "{reach}");
            for (row, start) in starts.into_iter().enumerate() {
                let first = firsts[firsts.partition_point(|&first| first <= row) - 1];
                assert!(start - starts[first] <= reach, "{reach} {row}");
            }
        }
        assert_eq!(Texts::default().parts_within(0), [0]);
    }

    #[test]
    fn strings_of_runs_are_their_rows() {
        let texts = TextRuns::new(["a", "b", "é"].into_iter().collect(), &[2, 2, 3]);
        assert!(texts.iter().eq(["a", "a", "é"]));
        assert_eq!((&texts[1], &texts[2]), ("a", "é"));
    }
}
