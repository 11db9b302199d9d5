//! From surface forms to types: the one table that every token of a corpus is looked up in.
//!
//! A norm is made once a key, so the table is that of [`keys`](super::keys): forms of up to fifteen bytes, nearly all, are
//! folded and compared as one number and never become strings. Forms that are longer, or that share their norm with
//! another key, stand in tables of their own. The first look goes to a whole batch of tokens, so that the memory behind
//! them is fetched side by side.
//!
//! Where tokens are only counted, each type is counted in its slot, in the line of the cache that was fetched anyway.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::ops::Range;

use bytemuck::{Pod, Zeroable};
use hashbrown::HashMap;

use super::keys::{LONG, key, key_of_norm};
use super::prefetch::prefetch;
use super::slots::Slots;

/// Tokens looked up at once.
const BATCH: usize = 64;
/// Slots of an empty table, a power of two.
const SLOTS: usize = 1 << 12;

/// Occurrences of a type, and documents that hold it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(crate) struct Count {
    pub(crate) count: u32,
    pub(crate) doc_freq: u32,
    /// The last document counted in `doc_freq`.
    seen: u32,
}

impl Count {
    #[inline(always)]
    fn add(&mut self, document: u32) {
        self.count += 1;
        self.doc_freq += u32::from(self.seen != document);
        self.seen = document;
    }
}

/// Surface forms met so far, each with the id of its type.
#[derive(Debug)]
pub(super) struct Surfaces {
    slots: Slots<Slot>,
    /// Slots in use.
    used: usize,
    /// Odd number that forms are hashed by, unknown to who writes the texts.
    seed: u64,
    /// Keys that are not those of their norms.
    others: HashMap<u128, Type>,
    long: HashMap<Box<str>, Type>,
    /// Counts of types whose norms have no key.
    counts: HashMap<u32, Count>,
}

/// A type: its id, and the key of its norm.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type {
    id: u32,
    key: u128,
}

impl Type {
    pub(super) fn new(id: u32, norm: &str) -> Self {
        Self { id, key: key_of_norm(norm) }
    }
}

/// A key of a norm, with its type. Two slots share a line of the cache, and none lies on two.
#[derive(Clone, Copy, Debug, Pod, Zeroable)]
#[repr(C, align(32))]
struct Slot {
    /// 0 where the slot is free.
    key: u128,
    id: u32,
    count: Count,
}

/// Keys of a batch and where in the table they are at home.
type Batch = [(u128, usize); BATCH];

impl Default for Surfaces {
    fn default() -> Self {
        let seed = RandomState::new().hash_one(SLOTS) | 1;
        Self {
            slots: Slots::new(SLOTS),
            used: 0,
            seed,
            others: HashMap::new(),
            long: HashMap::new(),
            counts: HashMap::new(),
        }
    }
}

impl Surfaces {
    /// Pushes the type of each token of a text; `add` gives the type of a form that was not met before.
    pub(super) fn look_up(
        &mut self,
        text: &str,
        tokens: &[Range<usize>],
        ids: &mut Vec<u32>,
        mut add: impl FnMut(&str) -> Type,
    ) {
        let mut keys = [(0, 0); BATCH];
        ids.reserve(tokens.len());
        for batch in tokens.chunks(BATCH) {
            self.fetch(text.as_bytes(), batch, &mut keys);
            let slots = self.slots.get();
            let mut missed = 0u64;
            let first = ids.len();
            ids.extend(keys[..batch.len()].iter().enumerate().map(|(at, &(key, home))| {
                let slot = &slots[home];
                missed |= u64::from(slot.key != key) << at;
                slot.id
            }));
            while missed != 0 {
                let at = missed.trailing_zeros() as usize;
                missed &= missed - 1;
                ids[first + at] = self.find_or_add(keys[at].0, &text[batch[at].clone()], &mut add).id;
            }
        }
    }

    /// Counts the tokens of a document, which has a number of its own above 0.
    pub(super) fn count(
        &mut self,
        text: &str,
        tokens: &[Range<usize>],
        document: u32,
        mut add: impl FnMut(&str) -> Type,
    ) {
        let mut keys = [(0, 0); BATCH];
        for batch in tokens.chunks(BATCH) {
            self.fetch(text.as_bytes(), batch, &mut keys);
            let slots = self.slots.get_mut();
            let mut missed = 0u64;
            for (at, &(key, home)) in keys[..batch.len()].iter().enumerate() {
                let slot = &mut slots[home];
                if slot.key == key {
                    slot.count.add(document);
                } else {
                    missed |= 1 << at;
                }
            }
            while missed != 0 {
                let at = missed.trailing_zeros() as usize;
                missed &= missed - 1;
                let found = self.find_or_add(keys[at].0, &text[batch[at].clone()], &mut add);
                self.count_of(found).add(document);
            }
        }
    }

    /// Takes the counts of every type that was counted, in no order; a type may come more than once, with counts of
    /// different documents.
    pub(super) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        for slot in self.slots.get_mut().iter_mut().filter(|slot| slot.count.count > 0) {
            each(slot.id, std::mem::take(&mut slot.count));
        }
        let mut counts: Vec<(u32, Count)> = self.counts.drain().collect();
        counts.sort_unstable_by_key(|&(id, _)| id);
        counts.into_iter().for_each(|(id, count)| each(id, count));
    }

    /// Reads the keys of a batch and asks for their slots.
    #[inline(always)]
    fn fetch(&self, text: &[u8], batch: &[Range<usize>], keys: &mut Batch) {
        let slots = self.slots.get();
        let mask = slots.len() - 1;
        for (place, token) in keys.iter_mut().zip(batch) {
            let key = key(text, token);
            let home = self.hash(key) & mask;
            *place = (key, home);
            prefetch(slots, home);
        }
    }

    #[inline(always)]
    fn hash(&self, key: u128) -> usize {
        let (low, high) = (key as u64, (key >> 64) as u64);
        let product = u128::from(low ^ self.seed) * u128::from(high ^ self.seed.rotate_left(32));
        (product as u64 ^ (product >> 64) as u64) as usize
    }

    fn find_or_add(&mut self, key: u128, form: &str, add: &mut impl FnMut(&str) -> Type) -> Type {
        if key == LONG {
            return self.find_or_add_long(form, add);
        }
        let slot = &self.slots.get()[self.free_or(key)];
        if slot.key == key {
            return Type { id: slot.id, key };
        }
        if let Some(&found) = self.others.get(&key) {
            return found;
        }
        let found = add(form);
        if found.key != key {
            self.others.insert(key, found);
        }
        self.insert(found);
        found
    }

    fn find_or_add_long(&mut self, form: &str, add: &mut impl FnMut(&str) -> Type) -> Type {
        if let Some(&found) = self.long.get(form) {
            return found;
        }
        let found = add(form);
        self.long.insert(form.into(), found);
        self.insert(found);
        found
    }

    /// Gives a type its slot, where its norm has a key and no slot yet.
    fn insert(&mut self, Type { id, key }: Type) {
        if key == LONG {
            return;
        }
        if self.used * 2 >= self.slots.get().len() {
            self.grow();
        }
        let at = self.free_or(key);
        let slot = &mut self.slots.get_mut()[at];
        if slot.key == 0 {
            *slot = Slot { key, id, count: Count::default() };
            self.used += 1;
        }
    }

    fn count_of(&mut self, Type { id, key }: Type) -> &mut Count {
        if key == LONG {
            return self.counts.entry(id).or_default();
        }
        let at = self.free_or(key);
        &mut self.slots.get_mut()[at].count
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lang, norm};

    const FORMS: [&str; 14] = [
        "a",
        "a\0",
        "\0",
        "abcdefghijklmno",
        "abcdefghijklmnop",
        "abcdefghijklmnopq",
        "é",
        "A",
        "É",
        "E\u{301}",
        "L’",
        "aujourd’hui",
        "ABCDEFGHIJKLMNOPQ",
        "ﬁn",
    ];

    /// The forms one after the other, so many times, as a text and its tokens.
    fn text(times: usize) -> (String, Vec<Range<usize>>) {
        let mut tokens = Vec::new();
        for form in FORMS.iter().cycle().take(times * FORMS.len()) {
            let start = tokens.last().map_or(0, |token: &Range<usize>| token.end);
            tokens.push(start..start + form.len());
        }
        (FORMS.concat().repeat(times), tokens)
    }

    /// Types by their norms, as a worker numbers them.
    fn number(norms: &mut Vec<String>, form: &str) -> Type {
        let norm = norm(form, Lang::Fr).into_owned();
        let id = norms.iter().position(|known| *known == norm).unwrap_or_else(|| {
            norms.push(norm.clone());
            norms.len() - 1
        });
        Type::new(id as u32, &norm)
    }

    #[test]
    fn forms_are_told_apart_and_remembered() {
        let (text, tokens) = text(2);
        let mut surfaces = Surfaces::default();
        let (mut norms, mut asked, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        surfaces.look_up(&text, &tokens, &mut ids, |form| {
            asked.push(form.to_owned());
            number(&mut norms, form)
        });
        asked.sort_unstable();
        asked.dedup();
        let found: Vec<&str> = ids.iter().map(|&id| norms[id as usize].as_str()).collect();
        let expected: Vec<String> = FORMS.iter().map(|form| norm(form, Lang::Fr).into_owned()).collect();
        assert_eq!(found[..FORMS.len()], expected);
        assert_eq!(found[FORMS.len()..], expected);
        assert!(!asked.contains(&"A".to_owned()) && asked.contains(&"ﬁn".to_owned()));
    }

    #[test]
    fn each_type_is_counted_once_a_document_whatever_its_forms() {
        let (text, tokens) = text(3);
        let mut surfaces = Surfaces::default();
        let mut norms = Vec::new();
        for document in 1..=2 {
            surfaces.count(&text, &tokens, document, |form| number(&mut norms, form));
        }
        let mut counts = vec![(0, 0); norms.len()];
        surfaces.take_counts(|id, count| {
            let (sum, documents) = &mut counts[id as usize];
            (*sum, *documents) = (*sum + count.count, *documents + count.doc_freq);
        });
        for (form, &(count, doc_freq)) in norms.iter().zip(&counts) {
            let forms = FORMS.iter().filter(|other| norm(other, Lang::Fr) == *form).count();
            assert_eq!((count as usize, doc_freq), (6 * forms, 2), "{form}");
        }
        surfaces.take_counts(|id, _| panic!("{id} was taken before"));
    }

    #[test]
    fn the_table_grows_and_keeps_its_counts() {
        let words: Vec<String> = (0..3 * SLOTS).map(|n| format!("mot{n}")).collect();
        let mut surfaces = Surfaces::default();
        for document in 1..=2 {
            let mut ids = Vec::new();
            for (expected, word) in (0u32..).zip(&words) {
                let token = std::slice::from_ref(&(0..word.len())).to_vec();
                surfaces.look_up(word, &token, &mut ids, |_| Type::new(expected, word));
                surfaces.count(word, &token, document, |_| unreachable!("{word} was looked up before"));
            }
            assert!(ids.into_iter().eq(0..words.len() as u32));
        }
        let mut met = vec![Count::default(); words.len()];
        surfaces.take_counts(|id, count| met[id as usize] = count);
        assert!(met.iter().all(|count| (count.count, count.doc_freq) == (2, 2)));
    }
}
