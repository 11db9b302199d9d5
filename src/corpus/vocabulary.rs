//! The vocabulary: each type (distinct norm) has one id.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};
use rayon::prelude::*;

use crate::text::TokenKind;

/// Types and their ids, dense from 0. In a corpus that was read at once they stand in order of frequency, then of first
/// occurrence; types that were appended later follow in the same order. Which type has which id does not depend on the
/// number of threads.
#[derive(Debug, Default)]
pub struct Vocabulary {
    text: String,
    ends: Vec<usize>,
    kinds: Vec<TokenKind>,
    /// Ids by the hash of their norms.
    ids: HashTable<u32>,
    hasher: DefaultHashBuilder,
    ranks: OnceLock<Vec<u32>>,
}

impl Vocabulary {
    /// Number of types.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether no type is known.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Norm of a type.
    pub fn norm(&self, id: u32) -> &str {
        let start = (id as usize).checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[id as usize]]
    }

    /// Kind of a type.
    pub fn kind(&self, id: u32) -> TokenKind {
        self.kinds[id as usize]
    }

    /// Kind of every type, by id.
    pub fn kinds(&self) -> &[TokenKind] {
        &self.kinds
    }

    /// Id of a norm, where the vocabulary has it.
    pub fn id(&self, norm: &str) -> Option<u32> {
        self.ids.find(self.hasher.hash_one(norm), |&id| self.norm(id) == norm).copied()
    }

    /// Id of a norm, added where it is new.
    pub fn intern(&mut self, norm: &str, kind: TokenKind) -> u32 {
        let hash = self.hasher.hash_one(norm);
        if let Some(&id) = self.ids.find(hash, |&id| self.norm(id) == norm) {
            return id;
        }
        // 2^32 distinct norms are more than 2^32 * 10 bytes of memory, which fails earlier.
        let id = u32::try_from(self.kinds.len()).expect("fewer than 2^32 types");
        self.text.push_str(norm);
        self.ends.push(self.text.len());
        self.kinds.push(kind);
        self.ranks = OnceLock::new();
        let Self { ids, hasher, text, ends, .. } = self;
        let norm_of = |id: u32| {
            let start = (id as usize).checked_sub(1).map_or(0, |before| ends[before]);
            &text[start..ends[id as usize]]
        };
        ids.insert_unique(hash, id, |&id| hasher.hash_one(norm_of(id)));
        id
    }

    /// Every type as (id, norm), by id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..self.len() as u32).map(|id| (id, self.norm(id)))
    }

    /// Place of each type among all in code point order of their norms; found when first asked for.
    pub fn ranks(&self) -> &[u32] {
        // Not `get_or_init`: a thread that waits within it may be handed a second question for the ranks.
        if self.ranks.get().is_none() {
            let _ = self.ranks.set(self.find_ranks());
        }
        self.ranks.get().map_or(&[], Vec::as_slice)
    }

    fn find_ranks(&self) -> Vec<u32> {
        let mut order: Vec<(u64, u32)> = self.iter().map(|(id, norm)| (beginning(norm), id)).collect();
        // Most norms differ within eight bytes, which compare as one number.
        order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| self.norm(a.1).cmp(self.norm(b.1))));
        let mut ranks = vec![0; self.len()];
        (0u32..).zip(order).for_each(|(rank, (_, id))| ranks[id as usize] = rank);
        ranks
    }

    /// A hash of each norm, the same on every machine: FNV-1a (Fowler, Noll and Vo), 64 bits.
    pub fn hashes(&self) -> Vec<u64> {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.iter().map(|(_, norm)| norm.bytes().fold(0xcbf2_9ce4_8422_2325, step)).collect()
    }
}

/// The first eight bytes as a number that compares as they do.
fn beginning(norm: &str) -> u64 {
    let mut bytes = [0; 8];
    let length = norm.len().min(8);
    bytes[..length].copy_from_slice(&norm.as_bytes()[..length]);
    u64::from_be_bytes(bytes)
}
