//! Offsets in a text, from bytes to code points.

use crate::corpus::Excerpt;

/// Code points of one text. Offsets are asked for in ascending order, nearly; each step counts what lies between.
#[derive(Default)]
pub(super) struct Points {
    /// A byte, and the code points before it.
    known: (usize, usize),
}

impl Points {
    /// Code points of the text before a byte that the excerpt holds.
    pub(super) fn before(&mut self, excerpt: &Excerpt<'_>, byte: usize) -> i64 {
        if self.known.0 < excerpt.start || self.known.0 > excerpt.start + excerpt.text.len() {
            self.known = (excerpt.start, excerpt.points);
        }
        let (known, before) = self.known;
        let points = if known <= byte {
            before + excerpt.cut(known..byte).chars().count()
        } else {
            before - excerpt.cut(byte..known).chars().count()
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
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let whole = Excerpt { text, start: 0, points: 0 };
        // The word alone, before which three code points stand.
        let word = Excerpt { text: &text[7..10], start: 7, points: 3 };
        let mut points = Points::default();
        for step in [1, 3, 7, 11] {
            for at in (0..bytes.len()).map(|at| at * step % bytes.len()) {
                assert_eq!(points.before(&whole, bytes[at]), at as i64);
                if (3..=6).contains(&at) {
                    assert_eq!(points.before(&word, bytes[at]), at as i64);
                }
            }
        }
    }
}
