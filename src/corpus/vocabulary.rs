//! The vocabulary: each type (distinct norm) has one id.

use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::code_points::{self, Entry};
use super::column::Column;
use super::index::{Bytes, Sink, Source};
use super::norms::{Run, joined};
use crate::error::Result;
use crate::text::TokenKind;

/// Kinds in the order of their numbers.
const KINDS: [TokenKind; TokenKind::NAMES.len()] = [
    TokenKind::Word,
    TokenKind::Number,
    TokenKind::Punctuation,
    TokenKind::Symbol,
    TokenKind::Url,
    TokenKind::Email,
    TokenKind::Hashtag,
    TokenKind::Mention,
];

/// Types and their ids, dense from 0. In a corpus that was read at once they are in order of frequency, then of code
/// points; types appended later follow in the same order. The ids do not depend on the number of threads.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    text: Norms,
    ends: Column<u64>,
    kinds: Vec<TokenKind>,
    hasher: DefaultHashBuilder,
    /// Ids by the hash of their norms, once an id was asked for.
    ids: OnceLock<HashTable<u32>>,
    /// See [`Vocabulary::ranks`].
    ranks: OnceLock<Vec<u32>>,
}

/// Norms end to end: in memory, or in the file of a saved index, whose checksum was verified.
#[derive(Clone, Debug)]
enum Norms {
    Own(String),
    Mapped(Bytes),
}

impl Default for Norms {
    fn default() -> Self {
        Self::Own(String::new())
    }
}

impl Norms {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Own(text) => text.as_bytes(),
            Self::Mapped(bytes) => bytes,
        }
    }

    fn own(&mut self) -> &mut String {
        if let Self::Mapped(bytes) = self {
            *self = Self::Own(text_of(bytes).to_owned());
        }
        match self {
            Self::Own(text) => text,
            Self::Mapped(_) => unreachable!("it was made its own just before"),
        }
    }
}

/// Only whole norms are ever saved.
fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// Norms as bytes, for access to many types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NormBytes<'a> {
    text: &'a [u8],
    ends: &'a [u64],
}

impl<'a> NormBytes<'a> {
    /// The norm of a type.
    #[inline]
    pub(crate) fn of(self, id: u32) -> &'a [u8] {
        &self.text[place(self.ends, id)]
    }
}

/// Where the norm of a type is, given where each norm ends.
#[inline]
fn place(ends: &[u64], id: u32) -> Range<usize> {
    let start = (id as usize).checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[id as usize] as usize
}

impl Vocabulary {
    /// Number of types.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there are no types.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Norm of a type.
    pub fn norm(&self, id: u32) -> &str {
        let place = place(&self.ends, id);
        match &self.text {
            Norms::Own(text) => &text[place],
            Norms::Mapped(bytes) => text_of(&bytes[place]),
        }
    }

    /// The norms as bytes, which avoids checks for character boundaries.
    pub(crate) fn norm_bytes(&self) -> NormBytes<'_> {
        NormBytes { text: self.text.bytes(), ends: &self.ends }
    }

    /// Kind of a type.
    pub fn kind(&self, id: u32) -> TokenKind {
        self.kinds[id as usize]
    }

    /// Kind of every type, by id.
    pub fn kinds(&self) -> &[TokenKind] {
        &self.kinds
    }

    /// Id of a norm, if the vocabulary has it.
    pub fn id(&self, norm: &str) -> Option<u32> {
        self.ids().find(self.hasher.hash_one(norm), |&id| self.norm(id) == norm).copied()
    }

    /// Id of a norm, which is added if new.
    pub fn intern(&mut self, norm: &str, kind: TokenKind) -> u32 {
        if let Some(id) = self.id(norm) {
            return id;
        }
        let id = self.push(norm, kind);
        let hash = self.hasher.hash_one(norm);
        if let Some(mut ids) = self.ids.take() {
            ids.insert_unique(hash, id, |&id| self.hasher.hash_one(self.norm(id)));
            self.ids = OnceLock::from(ids);
        }
        id
    }

    /// Adds a type that is known to be new.
    fn push(&mut self, norm: &str, kind: TokenKind) -> u32 {
        // 2^32 distinct norms need more than 2^32 * 10 bytes of memory, which fails earlier.
        let id = u32::try_from(self.kinds.len()).expect("fewer than 2^32 types");
        let text = self.text.own();
        text.push_str(norm);
        self.ends.push(text.len() as u64);
        self.kinds.push(kind);
        self.ranks = OnceLock::new();
        id
    }

    /// A vocabulary of types known to be distinct, one run after the other, with their ranks.
    pub(super) fn of(runs: &[Run], kinds: Vec<TokenKind>, ranks: Vec<u32>) -> Self {
        let (text, ends) = joined(runs);
        Self { text: Norms::Own(text), ends: ends.into(), kinds, ranks: OnceLock::from(ranks), ..Self::default() }
    }

    fn ids(&self) -> &HashTable<u32> {
        self.ids.get_or_init(|| {
            let hash = |&id: &u32| self.hasher.hash_one(self.norm(id));
            let mut ids = HashTable::with_capacity(self.len());
            for id in 0..self.len() as u32 {
                ids.insert_unique(hash(&id), id, hash);
            }
            ids
        })
    }

    /// Lays out the types from an id on: norms end to end, where each ends, their kinds.
    pub(super) fn save(&self, first: usize, sink: &mut Sink) {
        let start = first.checked_sub(1).map_or(0, |before| self.ends[before]);
        let ends: Vec<u64> = self.ends[first..].iter().map(|end| end - start).collect();
        let kinds: Vec<u8> = self.kinds[first..].iter().map(|&kind| kind as u8).collect();
        sink.column(&self.text.bytes()[start as usize..]);
        sink.column(&ends);
        sink.column(&kinds);
    }

    /// Adds types laid out by [`Vocabulary::save`]; `None` if they are not types. If the vocabulary was empty, their
    /// norms stay in the file.
    pub(super) fn load(&mut self, source: &mut Source<'_>) -> Result<Option<()>> {
        let (text, ends, kinds) = (Column::<u8>::load(source)?, Column::<u64>::load(source)?, Column::load(source)?);
        Ok(self.extend(text, ends, &kinds))
    }

    fn extend(&mut self, text: Column<u8>, ends: Column<u64>, kinds: &[u8]) -> Option<()> {
        let norms = simdutf8::basic::from_utf8(&text).ok()?;
        let is_ascending = ends.windows(2).fold(true, |all, pair| all & (pair[0] <= pair[1]));
        let are_whole = ends.iter().fold(true, |all, &end| all & norms.is_char_boundary(end as usize));
        if !is_ascending
            || !are_whole
            || ends.last().copied().unwrap_or_default() != norms.len() as u64
            || ends.len() != kinds.len()
        {
            return None;
        }
        self.ids = OnceLock::new();
        self.ranks = OnceLock::new();
        match text {
            Column::Mapped(text) if self.is_empty() => (self.text, self.ends) = (Norms::Mapped(text), ends),
            _ => {
                let own = self.text.own();
                let before = own.len() as u64;
                own.push_str(norms);
                self.ends.extend(ends.iter().map(|end| before + end));
            }
        }
        self.kinds.reserve(kinds.len());
        for &kind in kinds {
            self.kinds.push(*KINDS.get(usize::from(kind))?);
        }
        Some(())
    }

    /// Every type as (id, norm), by id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.len() as u32).map(|id| (id, self.norm(id)))
    }

    /// Position of each type in code point order of the norms; found when first asked for.
    pub fn ranks(&self) -> &[u32] {
        // Not `get_or_init`: while waiting in it, a rayon thread may pick up a second task that asks for the ranks.
        if self.ranks.get().is_none() {
            let _ = self.ranks.set(self.find_ranks());
        }
        self.ranks.get().map_or(&[], Vec::as_slice)
    }

    fn find_ranks(&self) -> Vec<u32> {
        let mut order: Vec<Entry> = self.iter().map(|(id, norm)| Entry::new(norm, id)).collect();
        code_points::sort(&mut order, |id| self.norm(id).as_bytes());
        let mut ranks = vec![0; self.len()];
        (0u32..).zip(order).for_each(|(rank, entry)| ranks[entry.number() as usize] = rank);
        ranks
    }

    /// A hash of each norm, the same on every machine: FNV-1a (Fowler, Noll and Vo), 64 bits.
    pub fn hashes(&self) -> Vec<u64> {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.iter().map(|(_, norm)| norm.bytes().fold(0xcbf2_9ce4_8422_2325, step)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_that_end_inside_a_character_or_before_they_begin_are_refused() {
        let load = |ends: &[u64]| {
            let mut vocabulary = Vocabulary::default();
            let kinds = vec![TokenKind::Word as u8; ends.len()];
            let text = Column::from("été".as_bytes().to_vec());
            vocabulary.extend(text, Column::from(ends.to_vec()), &kinds).map(|()| vocabulary.len())
        };
        assert_eq!(load(&[2, 3, 5]), Some(3));
        for ends in [&[1, 3, 5][..], &[3, 2, 5], &[2, 3], &[2, 3, 6], &[]] {
            assert_eq!(load(ends), None, "{ends:?}");
        }
    }

    #[test]
    fn kinds_stand_in_the_order_of_their_numbers() {
        assert!(KINDS.iter().enumerate().all(|(number, &kind)| kind as usize == number));
    }
}
