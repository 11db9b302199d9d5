//! Where the tokens and sentences of a document stand, in bytes for slices and in code points for users.

use std::ops::Range;

/// A document with matches. Offsets are asked for in ascending order, nearly; each step counts what lies between.
pub(super) struct Spots<'a> {
    pub(super) text: &'a str,
    places: &'a [Range<usize>],
    sentence_starts: &'a [u32],
    /// A byte, and the code points before it.
    known: (usize, usize),
}

impl<'a> Spots<'a> {
    /// From the bytes of every token up to the last that is asked for.
    pub(super) fn new(text: &'a str, places: &'a [Range<usize>], sentence_starts: &'a [u32]) -> Self {
        Self { text, places, sentence_starts, known: (0, 0) }
    }

    /// All tokens that are known.
    pub(super) fn tokens(&self) -> Range<usize> {
        0..self.places.len()
    }

    /// Tokens of the sentence that holds a token.
    pub(super) fn sentence(&self, token: usize) -> Range<usize> {
        let next = self.sentence_starts.partition_point(|&start| start as usize <= token);
        let end = self.sentence_starts.get(next).map_or(self.places.len(), |&start| start as usize);
        self.sentence_starts[next - 1] as usize..end
    }

    /// Bytes from the first token of a run that is not empty to the end of its last.
    pub(super) fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        self.places[tokens.start].start..self.places[tokens.end - 1].end
    }

    /// Code points before a byte.
    pub(super) fn point(&mut self, byte: usize) -> i64 {
        let (known, before) = self.known;
        let points = if known <= byte {
            before + self.text[known..byte].chars().count()
        } else {
            before - self.text[byte..known].chars().count()
        };
        self.known = (byte, points);
        points as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_forwards_and_backwards() {
        let text = "é𝄞 mot, été";
        let mut spots = Spots::new(text, &[], &[]);
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        for step in [1, 3, 7, 11] {
            for at in (0..bytes.len()).map(|at| at * step % bytes.len()) {
                assert_eq!(spots.point(bytes[at]), at as i64);
            }
        }
    }
}
