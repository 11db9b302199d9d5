//! Items of a numbered list, each on its own line: `1. Le port`, `2) le port`.

use super::{Break, End, Reader, mark};

impl Reader<'_> {
    /// The number of the list item that begins at token `at`: `2. Le port`, `2) le port`.
    pub(super) fn item_at(&self, at: usize) -> Option<u8> {
        let label = self.token(at);
        let digits = label.len() <= 2 && label.bytes().all(|byte| byte.is_ascii_digit());
        let number = label.parse().ok().filter(|_| digits)?;
        let numbers = matches!(mark(self.token(at + 1)), Some('.' | ')')) && self.touches(at + 1);
        let words = !self.touches(at + 2) && self.token(at + 2).starts_with(|c: char| c.is_alphabetic() || c == '«');
        (numbers && words).then_some(number)
    }

    /// Whether a list item begins on the line that token `at` begins: no function word comes before it, as in
    /// `le | 12. Puis`.
    pub(super) fn begins_item(&self, at: usize, line: Break) -> bool {
        let Some(number) = self.item_at(at) else { return false };
        let next = (self.item > 0 && number == self.item + 1) || (number == 1 && self.token(at - 1) == ":");
        self.end != End::Abbreviation && (next || line == Break::Short) && !self.is_starter(self.token(at - 1))
    }
}
