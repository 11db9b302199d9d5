//! The list that the tokens go to, written some tokens at a time.

use std::ops::Range;

use super::masks::WIDTH;

/// Tokens written at once, those behind the last one for nothing: a block has a dozen, and to ask after each whether it
/// was the last costs more.
const GROUP: usize = 8;
/// Room that a block needs, whatever it holds.
const ROOM: usize = WIDTH.next_multiple_of(GROUP);
/// Bytes of text to a token, about.
const BYTES: usize = 5;

/// A list of tokens, made longer than it is ahead of them; what is too much of it goes in the end.
pub(super) struct Tokens<'a> {
    list: &'a mut Vec<Range<usize>>,
    length: usize,
}

impl<'a> Tokens<'a> {
    /// Appends the tokens of a text of some bytes to a list.
    pub(super) fn new(list: &'a mut Vec<Range<usize>>, bytes: usize) -> Self {
        let length = list.len();
        let mut tokens = Self { list, length };
        tokens.grow(bytes / BYTES + ROOM);
        tokens
    }

    pub(super) fn push(&mut self, token: Range<usize>) {
        self.room()[0] = token;
        self.length += 1;
    }

    /// Appends the tokens of a block, which is at `at`.
    #[inline(always)]
    pub(super) fn push_block(&mut self, at: usize, mut starts: u64, mut ends: u64) {
        let count = starts.count_ones() as usize;
        for group in self.room().chunks_exact_mut(GROUP).take(count.div_ceil(GROUP)) {
            for token in group {
                *token = at + starts.trailing_zeros() as usize..at + ends.trailing_zeros() as usize;
                starts &= starts.wrapping_sub(1);
                ends &= ends.wrapping_sub(1);
            }
        }
        self.length += count;
    }

    #[inline(always)]
    fn room(&mut self) -> &mut [Range<usize>] {
        if self.list.len() < self.length + ROOM {
            self.grow(self.length / 2 + ROOM);
        }
        &mut self.list[self.length..self.length + ROOM]
    }

    /// Makes room for some tokens more.
    #[cold]
    fn grow(&mut self, more: usize) {
        let missing = (self.length + more).saturating_sub(self.list.len());
        self.list.extend((0..missing).map(|_| 0..0));
    }
}

impl Drop for Tokens<'_> {
    fn drop(&mut self) {
        self.list.truncate(self.length);
    }
}
