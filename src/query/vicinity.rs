//! The tokens around matches: in a window on both sides of each, and in its sentence.

use std::ops::Range;

use crate::lexicon::Hit;

/// Where a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// With no match nearby.
    Far,
    /// In the window of a match.
    Near,
    /// In a match.
    Inside,
}

/// The place of every token of a document; its memory is reused for the next.
#[derive(Debug, Default)]
pub(super) struct Vicinity(Vec<Place>);

impl Vicinity {
    /// Finds the places of `tokens` tokens. The window is counted in tokens, marks included.
    pub(super) fn find<'h>(
        &mut self,
        hits: impl IntoIterator<Item = &'h Hit>,
        window: usize,
        sentence_starts: &[u32],
        tokens: usize,
    ) -> &[Place] {
        self.0.clear();
        self.0.resize(tokens, Place::Far);
        for hit in hits {
            let (start, end) = (hit.start as usize, hit.end as usize);
            let sentence = sentence_of(sentence_starts, start, tokens);
            let from = start.saturating_sub(window).max(sentence.start);
            let to = end.saturating_add(window).min(sentence.end);
            self.0[from..to].iter_mut().for_each(|place| *place = Place::Near.max(*place));
            self.0[start..end].fill(Place::Inside);
        }
        &self.0
    }
}

/// The tokens of the sentence that contains a token, among the sentences that begin at `starts`, of `tokens` tokens.
pub(super) fn sentence_of(starts: &[u32], token: usize, tokens: usize) -> Range<usize> {
    let next = starts.partition_point(|&start| start as usize <= token);
    let end = starts.get(next).map_or(tokens, |&start| start as usize);
    starts[next - 1] as usize..end
}

#[cfg(test)]
mod tests {
    use super::Place::{Far, Inside, Near};
    use super::*;

    fn hit(start: u32, end: u32) -> Hit {
        Hit { theme: 0, pattern: 0, start, end, rolled_up: false }
    }

    #[test]
    fn a_window_ends_with_its_sentence_and_a_match_counts_before_it() {
        let mut vicinity = Vicinity::default();
        let places =
            |vicinity: &mut Vicinity, window| vicinity.find(&[hit(2, 3), hit(4, 5)], window, &[0, 6], 8).to_vec();
        assert_eq!(places(&mut vicinity, 1), [Far, Near, Inside, Near, Inside, Near, Far, Far]);
        let whole = [Near, Near, Inside, Near, Inside, Near, Far, Far];
        assert_eq!((places(&mut vicinity, 2), places(&mut vicinity, usize::MAX)), (whole.to_vec(), whole.to_vec()));
        assert_eq!(vicinity.find(&[], 3, &[0], 2), [Far, Far]);
    }
}
