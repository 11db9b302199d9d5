//! Converts byte offsets in a text to code points.

use crate::corpus::Excerpt;
use crate::text::wide;

/// A counter of code points in one text. Offsets come in nearly ascending order; each call counts only what lies
/// between.
#[derive(Default)]
pub(super) struct Points {
    /// A byte offset, and the number of code points before it.
    known: (usize, usize),
}

impl Points {
    /// The number of code points in the text before a byte of the excerpt.
    pub(super) fn before(&mut self, excerpt: &Excerpt<'_>, byte: usize) -> i64 {
        if self.known.0 < excerpt.start || self.known.0 > excerpt.start + excerpt.text.len() {
            self.known = (excerpt.start, excerpt.points);
        }
        let (known, before) = self.known;
        let points = if known <= byte {
            before + count(excerpt.cut(known..byte))
        } else {
            before - count(excerpt.cut(byte..known))
        };
        self.known = (byte, points);
        points as i64
    }
}

/// Bytes to sum in a `u8` without overflow; a multiple of the number compared at once.
const FEW: usize = 224;

/// The number of code points in a text: its bytes other than continuation bytes.
fn count(text: &str) -> usize {
    let of_few = |few: &[u8]| few.iter().map(|&byte| u8::from(byte & 0xC0 != 0x80)).sum::<u8>();
    wide(
        #[inline(always)]
        || text.as_bytes().chunks(FEW).map(|few| usize::from(of_few(few))).sum(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_characters() {
        let text = "été 𝄞, mot – clé\u{200B} ".repeat(40);
        for (from, _) in text.char_indices().take(40) {
            for (to, _) in text.char_indices().filter(|&(to, _)| to >= from) {
                assert_eq!(count(&text[from..to]), text[from..to].chars().count());
            }
        }
    }

    #[test]
    fn points_are_counted_forwards_and_backwards() {
        let text = "é𝄞 mot, été";
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        let whole = Excerpt { text, start: 0, points: 0 };
        // Only the word, which three code points precede.
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
