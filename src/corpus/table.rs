//! The table of keys: one slot per type, in which the type is also counted.
//!
//! Two slots share a cache line. A key is searched for from its home slot onwards; frequent keys move to their home.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use bytemuck::{Pod, Zeroable};

use crate::zeroed::Zeroed;

/// Slots in an empty table, a power of two.
pub(super) const SLOTS: usize = 1 << 12;

/// Occurrences of a type, and documents that contain it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Count {
    pub(crate) count: u32,
    pub(crate) doc_freq: u32,
    /// The last document counted in `doc_freq`.
    seen: u32,
}

impl Count {
    /// Adds an occurrence; returns whether it is the first.
    #[inline(always)]
    pub(super) fn add(&mut self, document: u32) -> bool {
        self.count += 1;
        self.doc_freq += u32::from(self.seen != document);
        self.seen = document;
        self.count == 1
    }
}

/// A type: its id, and the key of its norm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    pub(super) id: u32,
    pub(super) key: u128,
}

/// The key of a norm, with its type. Two slots share a cache line, and none straddles two.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C, align(32))]
pub(super) struct Slot {
    /// 0 if the slot is free.
    pub(super) key: u128,
    pub(super) id: u32,
    pub(super) count: Count,
}

/// Types by the keys of their norms.
#[derive(Debug)]
pub(super) struct Table {
    slots: Zeroed<Slot>,
    /// Slots in use.
    used: usize,
    /// Odd number by which keys are hashed, unknown to the authors of the texts.
    seed: u64,
}

impl Default for Table {
    fn default() -> Self {
        Self { slots: Zeroed::new(SLOTS), used: 0, seed: RandomState::new().hash_one(SLOTS) | 1 }
    }
}

impl Table {
    /// Number of types.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// All slots.
    #[inline(always)]
    pub(super) fn slots(&self) -> &[Slot] {
        self.slots.get()
    }

    #[inline(always)]
    pub(super) fn slots_mut(&mut self) -> &mut [Slot] {
        self.slots.get_mut()
    }

    /// The slot of a key that is in the table.
    pub(super) fn slot_mut(&mut self, key: u128) -> &mut Slot {
        let at = self.free_or(key);
        &mut self.slots.get_mut()[at]
    }

    /// Hash of a key; its lower bits are the home among a power of two of slots.
    #[inline(always)]
    pub(super) fn hash(&self, key: u128) -> usize {
        let (low, high) = (key as u64, (key >> 64) as u64);
        let product = u128::from(low ^ self.seed) * u128::from(high ^ self.seed.rotate_left(32));
        (product as u64 ^ (product >> 64) as u64) as usize
    }

    /// The type and count of a slot in use.
    pub(super) fn counted(&mut self, at: usize) -> (Type, &mut Count) {
        let Slot { key, id, count } = &mut self.slots.get_mut()[at];
        (Type { id: *id, key: *key }, count)
    }

    /// Swaps the key of a slot with the one in its home slot if the former is older, since frequent types occur early.
    /// All slots between the two are in use, so both keys are still found. Returns where the key now is.
    pub(super) fn moved_home(&mut self, at: usize) -> usize {
        let home = self.home(self.slots.get()[at].key);
        let slots = self.slots.get_mut();
        if slots[at].id < slots[home].id {
            slots.swap(at, home);
            return home;
        }
        at
    }

    /// Puts a type whose norm has a key into the free slot where it belongs, or into its slot in a larger table;
    /// returns which.
    pub(super) fn insert(&mut self, mut at: usize, Type { id, key }: Type) -> usize {
        if self.used * 4 >= self.slots.get().len() * 3 {
            self.grow();
            at = self.free_or(key);
        }
        self.slots.get_mut()[at] = Slot { key, id, count: Count::default() };
        self.used += 1;
        at
    }

    /// Where the search for a key starts.
    #[inline(always)]
    pub(super) fn home(&self, key: u128) -> usize {
        self.hash(key) & (self.slots.get().len() - 1)
    }

    /// The slot that holds a key, or the free one where it belongs.
    pub(super) fn free_or(&self, key: u128) -> usize {
        let slots = self.slots.get();
        let mask = slots.len() - 1;
        let mut at = self.home(key);
        while slots[at].key != 0 && slots[at].key != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let doubled = Zeroed::new(self.slots.get().len() * 2);
        let slots = std::mem::replace(&mut self.slots, doubled);
        for slot in slots.get().iter().filter(|slot| slot.key != 0) {
            let at = self.free_or(slot.key);
            self.slots.get_mut()[at] = *slot;
        }
    }
}
