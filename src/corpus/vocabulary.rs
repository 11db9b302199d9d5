//! The vocabulary: each type (distinct norm) has one id.

use hashbrown::HashMap;

use crate::text::TokenKind;

/// Types and their ids. Ids are dense from 0; which type has which id does not depend on the number of threads.
#[derive(Debug, Default)]
pub struct Vocabulary {
    norms: Vec<Box<str>>,
    kinds: Vec<TokenKind>,
    ids: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// Number of types.
    pub fn len(&self) -> usize {
        self.norms.len()
    }

    /// Whether no type is known.
    pub fn is_empty(&self) -> bool {
        self.norms.is_empty()
    }

    /// Norm of a type.
    pub fn norm(&self, id: u32) -> &str {
        &self.norms[id as usize]
    }

    /// Kind of a type.
    pub fn kind(&self, id: u32) -> TokenKind {
        self.kinds[id as usize]
    }

    /// Id of a norm, where the vocabulary has it.
    pub fn id(&self, norm: &str) -> Option<u32> {
        self.ids.get(norm).copied()
    }

    /// Id of a norm, added where it is new.
    pub fn intern(&mut self, norm: &str, kind: TokenKind) -> u32 {
        if let Some(&id) = self.ids.get(norm) {
            return id;
        }
        // 2^32 distinct norms are more than 2^32 * 24 bytes of memory, which fails earlier.
        let id = u32::try_from(self.norms.len()).expect("fewer than 2^32 types");
        self.norms.push(norm.into());
        self.kinds.push(kind);
        self.ids.insert(norm.into(), id);
        id
    }

    /// Every type as (id, norm), by id.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &str)> {
        (0u32..).zip(self.norms.iter().map(|norm| &**norm))
    }

    /// A hash of each norm, the same on every machine: FNV-1a (Fowler, Noll and Vo), 64 bits.
    pub fn hashes(&self) -> Vec<u64> {
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        self.norms.iter().map(|norm| norm.bytes().fold(0xcbf2_9ce4_8422_2325, step)).collect()
    }
}
