//! How the norms searched for begin, tested on the first four bytes in one look-up.

/// Bytes of a norm that are tested.
pub(crate) const LOOKED_AT: usize = 4;
/// Bits of their hash.
const BITS: u32 = 15;

/// A set of norms and prefixes of norms, with false positives but no false negatives.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// One bit per hash of the first bytes, for norms and for prefixes of at least three bytes.
    four: [u64; 1 << (BITS - u64::BITS.ilog2())],
    /// One bit per first two bytes, for shorter prefixes.
    two: [u64; 1 << (u16::BITS - u64::BITS.ilog2())],
}

impl Default for Beginnings {
    /// The empty set.
    fn default() -> Self {
        Self { four: [0; _], two: [0; _] }
    }
}

impl Beginnings {
    /// Adds a norm.
    pub(crate) fn add_norm(&mut self, norm: &[u8]) {
        set(&mut self.four, hash(first_four(norm)));
    }

    /// Adds all norms with this prefix.
    pub(crate) fn add_prefix(&mut self, prefix: &[u8]) {
        match *prefix {
            [] => self.two.fill(u64::MAX),
            [a] => (0..=u8::MAX).for_each(|b| set(&mut self.two, two(first_four(&[a, b])))),
            [_, _] => set(&mut self.two, two(first_four(prefix))),
            // Any byte may be the fourth.
            [a, b, c] => (0..=u8::MAX).for_each(|d| self.add_norm(&[a, b, c, d])),
            _ => self.add_norm(prefix),
        }
    }

    /// Whether a norm with these [first four](first_four) bytes may be in the set. Branch-free.
    #[inline(always)]
    pub(crate) fn hold(&self, four: u32) -> bool {
        has(&self.four, hash(four)) | has(&self.two, two(four))
    }
}

/// The first four bytes as a number, padded with zeros.
#[inline(always)]
pub(crate) fn first_four(norm: &[u8]) -> u32 {
    let bytes = norm.first_chunk::<LOOKED_AT>().copied().unwrap_or_else(|| {
        let mut bytes = [0; LOOKED_AT];
        bytes[..norm.len()].copy_from_slice(norm);
        bytes
    });
    u32::from_le_bytes(bytes)
}

#[inline(always)]
fn hash(four: u32) -> usize {
    (four.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS)) as usize
}

#[inline(always)]
fn two(four: u32) -> usize {
    four as usize & 0xFFFF
}

#[inline(always)]
fn has(bits: &[u64], at: usize) -> bool {
    bits[at / 64] >> (at % 64) & 1 != 0
}

fn set(bits: &mut [u64], at: usize) {
    bits[at / 64] |= 1 << (at % 64);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn norms_and_prefixes_are_held_and_most_others_are_not() {
        let mut beginnings = Beginnings::default();
        ["de", "terrorisme"].iter().for_each(|norm| beginnings.add_norm(norm.as_bytes()));
        ["x", "yz", "abc", "défi"].iter().for_each(|prefix| beginnings.add_prefix(prefix.as_bytes()));
        let holds = |norm: &str| beginnings.hold(first_four(norm.as_bytes()));
        for norm in ["de", "terrorisme", "terre", "x", "xa", "xé", "yz", "yzé", "abc", "abcd", "abcé", "défi", "défis"]
        {
            assert!(holds(norm), "{norm}");
        }
        for norm in ["", "d", "des", "ter", "y", "ya", "ab", "abd", "dé"] {
            assert!(!holds(norm), "{norm}");
        }
        beginnings.add_prefix(b"");
        assert!(beginnings.hold(first_four(b"des")));
    }
}
