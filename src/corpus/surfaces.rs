//! From surface forms to types: the one table in which every token of a corpus is looked up.
//!
//! A norm is computed once per key, so the table is that of [`keys`](super::keys): forms of up to sixteen bytes, which
//! is nearly all, are folded and compared as single integers and never become strings. Forms that are longer, or that
//! share their norm with another key, are in tables of their own. The first look-up is made for a whole batch of
//! tokens, so that the memory for all of them is fetched in parallel.
//!
//! Each type is counted in its slot, in the cache line that was fetched anyway.

use std::ops::Range;

use hashbrown::HashMap;

use super::keys::{Folded, LONG, key_of_norm, key_of_token, own_norm};
use super::prefetch::prefetch;
use super::table::{Count, Slot, Table, Type};
use super::types::Types;
use crate::text::{self, Lang};

/// Tokens looked up at once.
const BATCH: usize = 64;

/// What to do with a token besides looking it up: nothing; count it; or count it and note its type if that had no
/// count.
const LOOK: u8 = 0;
const COUNT: u8 = 1;
const NOTE: u8 = 2;

/// A text cut into tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut<'t> {
    pub(super) text: &'t str,
    pub(super) folded: &'t Folded,
    pub(super) tokens: &'t [Range<u32>],
}

/// Surface forms found so far in one language, each with the id of its type.
#[derive(Debug)]
pub(super) struct Surfaces {
    lang: Lang,
    table: Table,
    /// Keys that differ from the key of their norm.
    others: HashMap<u128, Type>,
    /// Forms and norms that are too long for a key.
    long: HashMap<Box<str>, Type>,
    /// Counts of types whose norms are too long for a key.
    counts: HashMap<u32, Count>,
    /// Keys of the types whose counts are not 0, if `is_noted`.
    noted: Vec<u128>,
    /// Whether everything counted was counted by [`Surfaces::count_noted`].
    is_noted: bool,
}

/// Keys of a batch, and their home slots in the table.
struct Batch {
    keys: [u128; BATCH],
    homes: [usize; BATCH],
}

impl Surfaces {
    /// An empty table for texts of a language.
    pub(super) fn new(lang: Lang) -> Self {
        Self {
            lang,
            table: Table::default(),
            others: HashMap::new(),
            long: HashMap::new(),
            counts: HashMap::new(),
            noted: Vec::new(),
            is_noted: true,
        }
    }

    /// Counts the tokens of a document, whose number is unique and above 0; new types are added to `types`.
    pub(super) fn count(&mut self, text: Cut<'_>, document: u32, types: &mut Types) {
        self.is_noted = false;
        self.read::<COUNT>(text, document, types, |_, _| ());
    }

    /// Like [`Surfaces::count`], for counts that are taken often: taking them then visits only the types that occurred.
    pub(super) fn count_noted(&mut self, text: Cut<'_>, document: u32, types: &mut Types) {
        self.read::<NOTE>(text, document, types, |_, _| ());
    }

    /// Counts the tokens of a document, and pushes their types.
    pub(super) fn count_and_look_up(&mut self, text: Cut<'_>, document: u32, ids: &mut Vec<u32>, types: &mut Types) {
        self.is_noted = false;
        let ids = room(ids, text.tokens.len());
        self.read::<COUNT>(text, document, types, |token, id| ids[token] = id);
    }

    /// Pushes the types of tokens without counting them; not for callers that also take counts.
    pub(super) fn look_up(&mut self, text: Cut<'_>, ids: &mut Vec<u32>, types: &mut Types) {
        let ids = room(ids, text.tokens.len());
        self.read::<LOOK>(text, 0, types, |token, id| ids[token] = id);
    }

    /// Does what `DO` says with the tokens, and passes each with its type to `put`.
    #[inline(always)]
    fn read<const DO: u8>(&mut self, text: Cut<'_>, document: u32, types: &mut Types, mut put: impl FnMut(usize, u32)) {
        let count = |count: &mut Count| DO != LOOK && count.add(document) & (DO == NOTE);
        let mut place = Batch { keys: [0; BATCH], homes: [0; BATCH] };
        for (first, batch) in (0..).step_by(BATCH).zip(text.tokens.chunks(BATCH)) {
            self.fetch(text.folded, batch, &mut place);
            let slots = self.table.slots_mut();
            // One bit per token, as a branch here would be mispredicted.
            let (mut missed, mut noted) = (0u64, 0u64);
            let (keys, homes) = (&place.keys[..batch.len()], &place.homes[..batch.len()]);
            for (at, (&key, &home)) in keys.iter().zip(homes).enumerate() {
                let slot = &mut slots[home];
                if slot.key == key {
                    noted |= u64::from(count(&mut slot.count)) << at;
                    put(first + at, slot.id);
                } else {
                    missed |= 1 << at;
                }
            }
            self.noted.extend(ones(noted).map(|at| keys[at]));
            for at in ones(missed) {
                let Range { start, end } = batch[at];
                let form = &text.text[start as usize..end as usize];
                let (Type { id, key }, of_type) = self.find_or_add(keys[at], form, types);
                if count(of_type) {
                    self.noted.push(key);
                }
                put(first + at, id);
            }
        }
    }

    /// Number of types with counts, or slightly more.
    pub(super) fn counted(&self) -> usize {
        self.counts.len() + if self.is_noted { self.noted.len() } else { self.table.len() }
    }

    /// Takes the counts of every counted type, in no particular order; a type may come more than once, with counts from
    /// different documents.
    pub(super) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        let noted = std::mem::take(&mut self.noted);
        if std::mem::replace(&mut self.is_noted, true) {
            for keys in noted.chunks(BATCH) {
                keys.iter().for_each(|&key| prefetch(self.table.slots(), self.table.home(key)));
                for &key in keys.iter().filter(|&&key| key != LONG) {
                    let Slot { id, count, .. } = self.table.slot_mut(key);
                    each(*id, std::mem::take(count));
                }
            }
        } else {
            for slot in self.table.slots_mut().iter_mut().filter(|slot| slot.count.count > 0) {
                each(slot.id, std::mem::take(&mut slot.count));
            }
        }
        let mut counts: Vec<(u32, Count)> = self.counts.drain().collect();
        counts.sort_unstable_by_key(|&(id, _)| id);
        counts.into_iter().for_each(|(id, count)| each(id, count));
    }

    /// Reads the keys of a batch and prefetches their slots. A function of its own, like the handling of misses, so
    /// that everything the loops hold stays in registers.
    #[inline(never)]
    fn fetch(&self, text: &Folded, batch: &[Range<u32>], place: &mut Batch) {
        let (slots, folded) = (self.table.slots(), text.bytes());
        let Some(mask) = slots.len().checked_sub(1) else { return };
        let (keys, homes) = (&mut place.keys[..batch.len()], &mut place.homes[..batch.len()]);
        for ((token, place), home) in batch.iter().zip(keys).zip(homes) {
            let key = key_of_token(folded, token);
            (*place, *home) = (key, self.table.hash(key) & mask);
            prefetch(slots, *home);
        }
    }

    /// The type of a form that is not in its home slot, and its count.
    #[inline(never)]
    fn find_or_add(&mut self, key: u128, form: &str, types: &mut Types) -> (Type, &mut Count) {
        if key != LONG {
            let at = self.table.free_or(key);
            if self.table.slots()[at].key == key {
                let at = self.table.moved_home(at);
                return self.table.counted(at);
            }
            if let Some(norm) = own_norm(&key.to_le_bytes()) {
                let at = self.table.insert(at, Type { id: types.push(norm), key });
                return self.table.counted(at);
            }
        }
        let found = self.find(key, form).unwrap_or_else(|| self.add_form(key, form, types));
        (found, self.count_of(found))
    }

    /// Adds a form whose norm cannot be told from its key alone.
    fn add_form(&mut self, key: u128, form: &str, types: &mut Types) -> Type {
        let norm = text::norm(form, self.lang);
        let own = key_of_norm(&norm);
        let found = self.find(own, &norm).unwrap_or_else(|| self.add(&norm, own, types));
        if key == LONG {
            self.long.insert(form.into(), found);
        } else if found.key != key {
            self.others.insert(key, found);
        }
        found
    }

    fn find(&self, key: u128, form: &str) -> Option<Type> {
        if key == LONG {
            return self.long.get(form).copied();
        }
        let Slot { key: found, id, .. } = self.table.slots()[self.table.free_or(key)];
        if found == key { Some(Type { id, key }) } else { self.others.get(&key).copied() }
    }

    /// Adds the type of a norm: to a slot if it has a key, otherwise to the long forms, as a norm is also a form of
    /// itself.
    fn add(&mut self, norm: &str, key: u128, types: &mut Types) -> Type {
        let added = Type { id: types.push(norm.as_bytes()), key };
        if key == LONG {
            self.long.insert(norm.into(), added);
        } else {
            self.table.insert(self.table.free_or(key), added);
        }
        added
    }

    fn count_of(&mut self, Type { id, key }: Type) -> &mut Count {
        if key == LONG {
            return self.counts.entry(id).or_default();
        }
        &mut self.table.slot_mut(key).count
    }
}

/// Positions of the bits that are set, in ascending order.
#[inline(always)]
fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        (bits != 0).then(|| {
            bits &= bits - 1;
            place
        })
    })
}

/// Appends room for `places` ids.
fn room(ids: &mut Vec<u32>, places: usize) -> &mut [u32] {
    let first = ids.len();
    ids.resize(first + places, 0);
    &mut ids[first..]
}

#[cfg(test)]
mod tests {
    use hashbrown::HashSet;

    use super::super::table::SLOTS;
    use super::*;
    use crate::text::norm;

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

    /// The forms one after the other, repeated `times` times, as a text and its tokens.
    fn text(times: usize) -> (String, Vec<Range<u32>>) {
        let mut tokens = Vec::new();
        for form in FORMS.iter().cycle().take(times * FORMS.len()) {
            let start = tokens.last().map_or(0, |token: &Range<u32>| token.end);
            tokens.push(start..start + form.len() as u32);
        }
        (FORMS.concat().repeat(times), tokens)
    }

    /// Calls `act` with a text cut into these tokens.
    fn with_cut<T>(text: &str, tokens: &[Range<u32>], act: impl FnOnce(Cut<'_>) -> T) -> T {
        let mut folded = Folded::default();
        folded.fold(text);
        act(Cut { text, folded: &folded, tokens })
    }

    #[test]
    fn forms_are_told_apart_and_remembered() {
        let (text, tokens) = text(2);
        let (mut surfaces, mut types, mut ids) = (Surfaces::new(Lang::Fr), Types::default(), Vec::new());
        with_cut(&text, &tokens, |cut| surfaces.count_and_look_up(cut, 1, &mut ids, &mut types));
        let found: Vec<&str> = ids.iter().map(|&id| types.norm(id)).collect();
        let expected: Vec<String> = FORMS.iter().map(|form| norm(form, Lang::Fr).into_owned()).collect();
        assert_eq!(found[..FORMS.len()], expected);
        assert_eq!(found[FORMS.len()..], expected);
        let distinct: HashSet<&String> = expected.iter().collect();
        assert_eq!(types.len(), distinct.len());
    }

    #[test]
    fn each_type_is_counted_once_a_document_whatever_its_forms() {
        let (text, tokens) = text(3);
        let (mut surfaces, mut types) = (Surfaces::new(Lang::Fr), Types::default());
        // Noted or not, and a mixture.
        for noted in [[true, true], [false, false], [true, false], [false, true], [true, true]] {
            for (document, noted) in (1..=2).zip(noted) {
                with_cut(&text, &tokens, |cut| match noted {
                    true => surfaces.count_noted(cut, document, &mut types),
                    false => surfaces.count(cut, document, &mut types),
                });
            }
            let mut counts = vec![(0, 0); types.len()];
            surfaces.take_counts(|id, count| {
                let (sum, documents) = &mut counts[id as usize];
                (*sum, *documents) = (*sum + count.count, *documents + count.doc_freq);
            });
            for (id, &(count, doc_freq)) in (0u32..).zip(&counts) {
                let forms = FORMS.iter().filter(|form| norm(form, Lang::Fr) == types.norm(id)).count();
                assert_eq!((count as usize, doc_freq), (6 * forms, 2), "{} {noted:?}", types.norm(id));
            }
            surfaces.take_counts(|id, _| panic!("{id} was taken before"));
        }
    }

    #[test]
    fn the_table_grows_and_keeps_its_counts() {
        let words: Vec<String> = (0..3 * SLOTS).map(|n| format!("mot{n}")).collect();
        let (mut surfaces, mut types) = (Surfaces::new(Lang::Fr), Types::default());
        for document in 1..=2 {
            let mut ids = Vec::new();
            for word in &words {
                let token = 0..word.len() as u32;
                with_cut(word, std::slice::from_ref(&token), |cut| {
                    surfaces.count(cut, document, &mut types);
                    surfaces.count_and_look_up(cut, document, &mut ids, &mut types);
                });
            }
            assert!(ids.into_iter().eq(0..words.len() as u32) && types.len() == words.len());
        }
        let mut met = vec![Count::default(); words.len()];
        surfaces.take_counts(|id, count| met[id as usize] = count);
        assert!(met.iter().all(|count| (count.count, count.doc_freq) == (4, 2)));
    }

    #[test]
    fn what_was_noted_is_found_after_the_table_grew() {
        let (mut surfaces, mut types) = (Surfaces::new(Lang::Fr), Types::default());
        for times in 1..4 {
            for word in (0..times * SLOTS).map(|n| format!("mot{n}")) {
                let token = 0..word.len() as u32;
                with_cut(&word, std::slice::from_ref(&token), |cut| surfaces.count_noted(cut, 1, &mut types));
            }
            let mut met = Vec::new();
            surfaces.take_counts(|id, count| met.push((id, count.count, count.doc_freq)));
            met.sort_unstable();
            assert!(met.into_iter().eq((0..(times * SLOTS) as u32).map(|id| (id, 1, 1))));
        }
    }
}
