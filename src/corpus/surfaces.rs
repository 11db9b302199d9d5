//! From surface forms to types: the one table that every token of a corpus is looked up in.
//!
//! A norm is made once a surface form, so the table is keyed by the bytes as they stand in the text. Forms of up to
//! [`INLINE`] bytes, nearly all, are compared as one number and never become strings. The first look goes to a whole
//! batch of tokens without a branch, so that the memory behind them is fetched side by side.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;

use bytemuck::{Pod, Zeroable};
use hashbrown::HashMap;

use super::prefetch::prefetch;
use super::slots::Slots;

/// Bytes of a form that fit its key beside the length.
const INLINE: usize = 15;
/// Tokens looked up at once.
const BATCH: usize = 64;
/// Slots of an empty table, a power of two.
const SLOTS: usize = 1 << 12;

/// Surface forms met so far, each with the id of its type.
#[derive(Debug)]
pub(super) struct Surfaces {
    slots: Slots<Slot>,
    /// Slots in use.
    used: usize,
    /// Odd number that forms are hashed by, unknown to who writes the texts.
    seed: u64,
    long: HashMap<Box<str>, u32>,
}

#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C, align(16))]
struct Slot {
    /// Zero where the slot is free: a key holds the length of its form, which is not zero.
    key: u128,
    id: u32,
    /// So that two slots share a line of the cache, and none lies on two.
    space: [u32; 3],
}

impl Default for Surfaces {
    fn default() -> Self {
        let seed = RandomState::new().hash_one(SLOTS) | 1;
        Self { slots: Slots::new(SLOTS), used: 0, seed, long: HashMap::new() }
    }
}

impl Surfaces {
    /// Pushes the type of each token of a text; `add` gives the type of a form that was not met before.
    pub(super) fn look_up(
        &mut self,
        text: &str,
        tokens: &[Range<usize>],
        ids: &mut Vec<u32>,
        mut add: impl FnMut(&str) -> u32,
    ) {
        let mut keys = [(0, 0); BATCH];
        for batch in tokens.chunks(BATCH) {
            let slots = self.slots.get();
            let mask = slots.len() - 1;
            for ((key, home), token) in keys.iter_mut().zip(batch) {
                *key = key_of(text.as_bytes(), token);
                *home = self.hash(*key) & mask;
                prefetch(slots, *home);
            }
            let first = ids.len();
            ids.resize(first + batch.len(), 0);
            let mut missed = 0u64;
            for (at, (id, &(key, home))) in ids[first..].iter_mut().zip(&keys).enumerate() {
                let slot = slots[home];
                *id = slot.id;
                missed |= u64::from(slot.key != key || key == 0) << at;
            }
            while missed != 0 {
                let at = missed.trailing_zeros() as usize;
                missed &= missed - 1;
                ids[first + at] = self.find_or_add(keys[at].0, &text[batch[at].clone()], &mut add);
            }
        }
    }

    fn hash(&self, key: u128) -> usize {
        let (low, high) = (key as u64, (key >> 64) as u64);
        let product = u128::from(low ^ self.seed) * u128::from(high ^ self.seed.rotate_left(32));
        (product as u64 ^ (product >> 64) as u64) as usize
    }

    fn find_or_add(&mut self, key: u128, form: &str, add: &mut impl FnMut(&str) -> u32) -> u32 {
        if key == 0 {
            return self.find_or_add_long(form, add);
        }
        let mut at = self.free_or(key);
        if self.slots.get()[at].key == 0 {
            if self.used * 2 >= self.slots.get().len() {
                self.grow();
                at = self.free_or(key);
            }
            self.used += 1;
            self.slots.get_mut()[at] = Slot { key, id: add(form), space: [0; 3] };
        }
        self.slots.get()[at].id
    }

    fn find_or_add_long(&mut self, form: &str, add: &mut impl FnMut(&str) -> u32) -> u32 {
        if let Some(&id) = self.long.get(form) {
            return id;
        }
        let id = add(form);
        self.long.insert(form.into(), id);
        id
    }

    /// The slot that holds a key, or the free one where it belongs.
    fn free_or(&self, key: u128) -> usize {
        let slots = self.slots.get();
        let mask = slots.len() - 1;
        let mut at = self.hash(key) & mask;
        while slots[at].key != 0 && slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let doubled = Slots::new(self.slots.get().len() * 2);
        let slots = std::mem::replace(&mut self.slots, doubled);
        for slot in slots.get().iter().filter(|slot| slot.key != 0) {
            let at = self.free_or(slot.key);
            self.slots.get_mut()[at] = *slot;
        }
    }
}

/// A short form and its length as one number, 0 for a long form.
fn key_of(text: &[u8], token: &Range<usize>) -> u128 {
    let length = token.len();
    if length > INLINE {
        return 0;
    }
    let bytes = match text.get(token.start..token.start + 16) {
        Some(bytes) => u128::from_le_bytes(bytes.try_into().unwrap_or_default()) & ((1 << (8 * length)) - 1),
        None => text[token.clone()].iter().rev().fold(0, |key, &byte| key << 8 | u128::from(byte)),
    };
    bytes | (length as u128) << 120
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart_and_remembered() {
        let forms = ["a", "a\0", "\0", "abcdefghijklmno", "abcdefghijklmnop", "abcdefghijklmnopq", "é", "A"];
        let text = forms.concat().repeat(2);
        let mut tokens = Vec::new();
        for form in forms.iter().cycle().take(2 * forms.len()) {
            let start = tokens.last().map_or(0, |token: &Range<usize>| token.end);
            tokens.push(start..start + form.len());
        }
        let mut surfaces = Surfaces::default();
        let (mut met, mut ids) = (Vec::new(), Vec::new());
        surfaces.look_up(&text, &tokens, &mut ids, |form| {
            met.push(form.to_owned());
            met.len() as u32 - 1
        });
        assert_eq!(met, forms);
        assert_eq!(ids, (0..8).chain(0..8).collect::<Vec<u32>>());
    }

    #[test]
    fn the_table_grows() {
        let words: Vec<String> = (0..3 * SLOTS).map(|n| format!("mot{n}")).collect();
        let mut surfaces = Surfaces::default();
        for _ in 0..2 {
            let mut ids = Vec::new();
            for (expected, word) in (0u32..).zip(&words) {
                surfaces.look_up(word, std::slice::from_ref(&(0..word.len())), &mut ids, |_| expected);
            }
            assert!(ids.into_iter().eq(0..words.len() as u32));
        }
    }
}
