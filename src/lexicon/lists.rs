//! Lists of numbers, end to end.

/// A list of numbers for each number below a bound.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    /// From (number, value) pairs, each list sorted and without repeats.
    pub(crate) fn new(mut pairs: Vec<(u32, u32)>, count: usize) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0u32; count + 1];
        for (number, _) in &pairs {
            starts[*number as usize + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        Self { starts, values: pairs.into_iter().map(|(_, value)| value).collect() }
    }

    /// Adds the list of the next number.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        self.values.extend(list);
        // Bounded by the lists in memory.
        self.starts.push(self.values.len() as u32);
    }

    /// The list of a number; empty beyond the bound.
    pub(crate) fn of(&self, number: u32) -> &[u32] {
        let number = number as usize;
        match (self.starts.get(number), self.starts.get(number + 1)) {
            (Some(&start), Some(&end)) => &self.values[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Number of lists.
    pub(crate) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }
}
