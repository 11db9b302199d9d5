//! Norms end to end: runs that threads write in parallel, and all of them in code point order.

use crate::text::{self, TokenKind};

/// Norms in order, end to end, kept as bytes until complete.
#[derive(Debug)]
pub(super) struct Run {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Run {
    /// An empty run with room for the ends of `norms` norms.
    pub(super) fn with_capacity(norms: usize) -> Self {
        Self { text: Vec::new(), ends: Vec::with_capacity(norms) }
    }

    /// Adds a norm, whose bytes `write` appends.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.text);
        self.ends.push(self.text.len());
    }

    /// The kind of each norm.
    pub(super) fn kinds(&self) -> impl Iterator<Item = TokenKind> {
        let (text, mut start) = (self.text(), 0);
        self.ends.iter().map(move |&end| text::kind(&text[std::mem::replace(&mut start, end)..end]))
    }

    fn text(&self) -> &str {
        simdutf8::basic::from_utf8(&self.text).expect("norms are text")
    }
}

/// The norms of all runs, and where each ends.
pub(super) fn joined(runs: &[Run]) -> (String, Vec<u64>) {
    let text = || {
        let mut text = String::with_capacity(runs.iter().map(|run| run.text.len()).sum());
        runs.iter().for_each(|run| text.push_str(run.text()));
        text
    };
    let ends = || {
        let (mut ends, mut before) = (Vec::with_capacity(runs.iter().map(|run| run.ends.len()).sum()), 0);
        for run in runs {
            ends.extend(run.ends.iter().map(|end| (before + end) as u64));
            before += run.text.len();
        }
        ends
    };
    rayon::join(text, ends)
}

/// Distinct norms in code point order; the position of each is its id.
#[derive(Debug)]
pub(crate) struct SortedNorms {
    text: String,
    ends: Vec<u64>,
}

impl SortedNorms {
    pub(super) fn of(runs: &[Run]) -> Self {
        let (text, ends) = joined(runs);
        Self { text, ends }
    }

    /// Number of norms.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Id of a norm, if it is among these.
    pub(crate) fn id(&self, norm: &str) -> Option<u32> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.norm(middle) < norm {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < self.len() && self.norm(low) == norm).then_some(low as u32)
    }

    fn norm(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[at] as usize]
    }

    /// All norms end to end, and where each ends.
    pub(crate) fn into_parts(self) -> (String, Vec<u64>) {
        (self.text, self.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_norms_are_found() {
        let norms = ["", "3", "a", "ab", "été", "œuvre"];
        for count in 0..=norms.len() {
            let runs: Vec<Run> = norms[..count]
                .chunks(2)
                .map(|norms| {
                    let mut run = Run::with_capacity(norms.len());
                    norms.iter().for_each(|norm| run.push(|text| text.extend_from_slice(norm.as_bytes())));
                    assert!(run.kinds().eq(norms.iter().map(|norm| text::kind(norm))));
                    run
                })
                .collect();
            let sorted = SortedNorms::of(&runs);
            assert_eq!(sorted.len(), count);
            for (id, norm) in (0u32..).zip(norms) {
                assert_eq!(sorted.id(norm), ((id as usize) < count).then_some(id), "{norm}");
            }
            assert!(["\0", "aa", "b", "z", "\u{10FFFF}"].iter().all(|norm| sorted.id(norm).is_none()));
            assert_eq!(sorted.into_parts().0, norms[..count].concat());
        }
    }
}
