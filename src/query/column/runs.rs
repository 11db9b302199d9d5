//! Values and rates that hold for runs of rows.

use std::fmt;
use std::ops::{Index, Range};

use crate::zeroed::Zeroed;

/// Values that hold for runs of rows, such as the denominators of a cell.
#[derive(Clone)]
pub struct Runs<T> {
    values: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { values: Vec::new(), ends: Vec::new() }
    }
}

impl<T: Copy> Runs<T> {
    /// Adds `rows` rows of one value.
    pub(crate) fn push(&mut self, value: T, rows: usize) {
        if rows > 0 {
            self.values.push(value);
            self.ends.push(self.len() + rows);
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.ends.last().copied().unwrap_or_default()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Each value with its number of rows.
    pub fn runs(&self) -> impl Iterator<Item = (T, usize)> {
        self.runs_of(0..self.len())
    }

    /// Each value within a range of rows, with the number of those rows that have it.
    pub(crate) fn runs_of(&self, rows: Range<usize>) -> impl Iterator<Item = (T, usize)> {
        let first = self.ends.partition_point(|&end| end <= rows.start);
        let last = first + self.ends[first..].partition_point(|&end| end < rows.end);
        let runs = first..if rows.is_empty() { first } else { last + 1 };
        let starts = [rows.start].into_iter().chain(self.ends[runs.clone()].iter().copied());
        let ends = self.ends[runs.clone()].iter().map(move |&end| end.min(rows.end));
        self.values[runs].iter().zip(ends.zip(starts)).map(|(&value, (end, start))| (value, end - start))
    }

    /// The value of every row.
    pub fn iter(&self) -> impl Iterator<Item = T> {
        self.runs().flat_map(|(value, rows)| std::iter::repeat_n(value, rows))
    }
}

/// Rates, which whole runs of rows may lack: those of a cell without tokens.
#[derive(Default)]
pub struct Rates {
    values: Zeroed<f64>,
    present: Runs<bool>,
}

impl Rates {
    /// From one number per row, and whether it is present.
    pub(crate) fn new(values: Zeroed<f64>, present: Runs<bool>) -> Self {
        Self { values, present }
    }

    /// The rate of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<f64> {
        self.present[row].then(|| self.values[row])
    }

    /// The rate of every row.
    pub fn iter(&self) -> impl Iterator<Item = Option<f64>> {
        self.values.iter().zip(self.present.iter()).map(|(&value, present)| present.then_some(value))
    }

    /// One number per row, and whether it is present.
    #[cfg(feature = "python")]
    pub(crate) fn into_parts(self) -> (Zeroed<f64>, Runs<bool>) {
        (self.values, self.present)
    }
}

impl fmt::Debug for Rates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

impl<T> Index<usize> for Runs<T> {
    type Output = T;

    fn index(&self, row: usize) -> &T {
        &self.values[self.ends.partition_point(|&end| end <= row)]
    }
}

impl<T: Copy + fmt::Debug> fmt::Debug for Runs<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_their_rows() {
        let mut runs = Runs::default();
        [('a', 2), ('b', 0), ('c', 1), ('d', 3)].into_iter().for_each(|(value, rows)| runs.push(value, rows));
        let rows: Vec<char> = runs.iter().collect();
        assert_eq!(rows, ['a', 'a', 'c', 'd', 'd', 'd']);
        assert!((0..runs.len()).map(|row| runs[row]).eq(rows.iter().copied()));
        for (start, end) in (0..=rows.len()).flat_map(|start| (start..=rows.len()).map(move |end| (start, end))) {
            let part = runs.runs_of(start..end).flat_map(|(value, length)| std::iter::repeat_n(value, length));
            assert!(part.eq(rows[start..end].iter().copied()), "{start}..{end}");
        }
        assert_eq!(Runs::<u8>::default().runs_of(0..0).count(), 0);
    }

    #[test]
    fn rates_are_missing_by_runs() {
        let (mut values, mut present) = (Zeroed::new(3), Runs::default());
        values.get_mut().copy_from_slice(&[1.5, 0.0, 2.5]);
        [(true, 1), (false, 1), (true, 1)].into_iter().for_each(|(value, rows)| present.push(value, rows));
        let rates = Rates::new(values, present);
        let expected = [Some(1.5), None, Some(2.5)];
        assert!(rates.iter().eq(expected));
        assert!((0..3).map(|row| rates.get(row)).eq(expected));
    }
}
