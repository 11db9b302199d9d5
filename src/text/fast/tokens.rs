//! The list that receives the tokens, written several at a time.

use std::ops::{Deref, Range};

use super::machine::Machine;
use super::masks::WIDTH;
use crate::text::kind::is_counted;
use crate::text::segment::{Keep, Source};

/// Tokens written at once, including useless ones past the last: a block has about a dozen, and checking after each
/// whether it was the last costs more.
const GROUP: usize = 4;
/// Room that a block needs, whatever it contains.
const ROOM: usize = WIDTH.next_multiple_of(GROUP);
pub(super) type Room = [Range<u32>; ROOM];
/// Bytes of text per token, roughly.
const BYTES: usize = 5;
/// Bytes from which a text is long.
const LONG: usize = 1 << 24;

/// The tokens of a text shorter than 4 GiB. The list is longer than that and keeps its length from text to text:
/// refilling it each time would cost as much as writing the tokens.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    list: Vec<Range<u32>>,
    length: usize,
    /// Number of tokens of a counted kind.
    counted: usize,
    /// Numbers of the tokens that may be [sought](Source::sought); this list is longer too.
    likely: Vec<u32>,
    likely_length: usize,
}

impl Ranges {
    pub(crate) fn clear(&mut self) {
        (self.length, self.counted, self.likely_length) = (0, 0, 0);
    }

    /// Numbers of the tokens that may be [sought](Source::sought), ascending.
    pub(crate) fn likely(&self) -> &[u32] {
        &self.likely[..self.likely_length]
    }

    /// Number of tokens of a counted kind.
    pub(crate) fn counted(&self) -> usize {
        self.counted
    }

    /// Appends the next token of a text if it is wanted.
    pub(in crate::text) fn offer(&mut self, source: Source<'_>, token: Range<usize>) {
        let is_counted = is_counted(&source.text[token.clone()], source.rules.lang);
        self.counted += usize::from(is_counted);
        if is_counted || source.keep == Keep::All {
            if source.sought.is_some() {
                // Reading it took the careful path, and telling how it may begin would take more.
                self.push_likely(self.length, 1);
            }
            self.push(token);
        }
    }

    fn push(&mut self, token: Range<usize>) {
        self.make_room();
        self.list[self.length] = token.start as u32..token.end as u32;
        self.length += 1;
    }

    /// Drops the likely tokens for which `may_be` does not hold.
    #[inline(always)]
    pub(crate) fn keep_likely(&mut self, may_be: impl Fn(&Range<u32>) -> bool) {
        let mut kept = 0;
        for at in 0..self.likely_length {
            let token = self.likely[at];
            self.likely[kept] = token;
            // Added rather than branched on, as the branch would be mispredicted.
            kept += usize::from(may_be(&self.list[token as usize]));
        }
        self.likely_length = kept;
    }

    /// Makes room for the tokens of a text of `bytes` bytes; for a long text only as they come, since reserving takes a
    /// moment during which nobody checks whether to stop.
    pub(super) fn expect(&mut self, bytes: usize) {
        self.grow(bytes.min(LONG) / BYTES + ROOM);
    }

    /// Counts the counted tokens of a block, given by their starts.
    #[inline(always)]
    pub(super) fn count(&mut self, starts: u64) {
        self.counted += starts.count_ones() as usize;
    }

    /// Appends the tokens of the block at `at`.
    #[inline(always)]
    pub(super) fn push_block(&mut self, at: usize, (starts, ends): (u64, u64), machine: impl Machine) {
        let Some(room) = self.list[self.length..].first_chunk_mut() else {
            return self.push_behind_room(at, (starts, ends), machine);
        };
        self.length += machine.write(room, at as u32, starts, ends);
    }

    /// Marks as likely the tokens from number `first` on whose bits are set.
    #[inline(always)]
    pub(super) fn push_likely(&mut self, first: usize, mut bits: u64) {
        if self.likely.len() < self.likely_length + ROOM {
            self.likely.resize(self.likely.len() * 2 + ROOM, 0);
        }
        let count = bits.count_ones() as usize;
        let room = self.likely[self.likely_length..].chunks_exact_mut(GROUP);
        for group in room.take(count.div_ceil(GROUP)) {
            for number in group {
                *number = first as u32 + bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
            }
        }
        self.likely_length += count;
    }

    #[cold]
    fn push_behind_room(&mut self, at: usize, bits: (u64, u64), machine: impl Machine) {
        self.make_room();
        self.push_block(at, bits, machine);
    }

    fn make_room(&mut self) {
        if self.list.len() < self.length + ROOM {
            self.grow(self.length / 2 + ROOM);
        }
    }

    /// Makes room for `more` tokens.
    #[cold]
    fn grow(&mut self, more: usize) {
        let missing = (self.length + more).saturating_sub(self.list.len());
        self.list.extend((0..missing).map(|_| 0..0));
    }
}

/// Writes the tokens of a block one by one. Start and end are kept in one number until they are written: from two the
/// compiler makes vectors, which is fewer instructions but slower.
#[inline(always)]
pub(super) fn write(room: &mut Room, at: u32, mut starts: u64, mut ends: u64) -> usize {
    let count = starts.count_ones() as usize;
    let at = u64::from(at) << u32::BITS | u64::from(at);
    for group in room.chunks_exact_mut(GROUP).take(count.div_ceil(GROUP)) {
        for token in group {
            let both = u64::from(ends.trailing_zeros()) << u32::BITS | u64::from(starts.trailing_zeros());
            let both = both.wrapping_add(at);
            *token = both as u32..(both >> u32::BITS) as u32;
            starts &= starts.wrapping_sub(1);
            ends &= ends.wrapping_sub(1);
        }
    }
    count
}

impl Deref for Ranges {
    type Target = [Range<u32>];

    fn deref(&self) -> &Self::Target {
        &self.list[..self.length]
    }
}
