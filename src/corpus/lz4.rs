//! Packing a text as an LZ4 block, with longer searches than the fast encoders make.
//!
//! What is saved is packed once and unpacked often, and an index shall not be larger than it must be: matches are looked
//! for along chains of equal hashes, and given up for a longer one that begins a byte later. Texts share a dictionary,
//! whose chains are made once.

use lz4_flex::block::{DecompressError, decompress_with_dict};

/// Shortest match that the format knows.
const SHORTEST: usize = 4;
/// The last bytes are never part of a match.
const LAST: usize = 5;
/// No match begins in the last bytes.
const MARGIN: usize = 12;
/// How far back a match may lie.
const REACH: usize = 65_535;
const HASH_BITS: u32 = 15;
/// Places that are compared before the best is taken.
const DEPTH: usize = 16;
/// The end of a chain.
const NONE: u32 = u32::MAX;

/// Bytes that texts are packed against, and where each hash was last met among them.
#[derive(Clone, Debug)]
pub(super) struct Packer {
    /// The dictionary, then the text that is being packed.
    bytes: Vec<u8>,
    dictionary: usize,
    heads: Vec<u32>,
    /// The place before with the same hash, for each place.
    before: Vec<u32>,
    /// The heads of the dictionary alone.
    kept: Vec<u32>,
}

struct Match {
    distance: usize,
    length: usize,
}

impl Packer {
    pub(super) fn new(dictionary: &[u8]) -> Self {
        let heads = vec![NONE; 1 << HASH_BITS];
        let (bytes, before) = (dictionary.to_vec(), Vec::new());
        let mut packer = Self { bytes, dictionary: dictionary.len(), heads, before, kept: Vec::new() };
        packer.meet(dictionary.len().saturating_sub(SHORTEST - 1));
        packer.kept.clone_from(&packer.heads);
        packer
    }

    /// Packs a text.
    pub(super) fn pack(&mut self, text: &[u8]) -> Vec<u8> {
        self.bytes.truncate(self.dictionary);
        self.bytes.extend_from_slice(text);
        self.before.truncate(self.dictionary.saturating_sub(SHORTEST - 1));
        self.heads.clone_from(&self.kept);
        let mut packed = Vec::with_capacity(text.len() / 2 + 16);
        let (mut done, mut at) = (self.dictionary, self.dictionary);
        while at + MARGIN < self.bytes.len() {
            let Some(mut best) = self.longest(at) else {
                at += 1;
                continue;
            };
            while at + 1 + MARGIN < self.bytes.len() {
                let Some(next) = self.longest(at + 1).filter(|next| next.length > best.length) else { break };
                best = next;
                at += 1;
            }
            write(&mut packed, &self.bytes[done..at], Some(&best));
            at += best.length;
            done = at;
        }
        write(&mut packed, &self.bytes[done..], None);
        packed
    }

    /// The longest match of the bytes at a place with earlier ones.
    fn longest(&mut self, at: usize) -> Option<Match> {
        self.meet(at);
        let end = self.bytes.len() - LAST;
        let mut best: Option<Match> = None;
        let mut place = self.heads[self.hash(at)];
        for _ in 0..DEPTH {
            let earlier = place as usize;
            if place == NONE || at - earlier > REACH {
                break;
            }
            let length = best.as_ref().map_or(SHORTEST - 1, |best| best.length);
            // One byte tells most places that cannot be better.
            if at + length < end && self.bytes[earlier + length] == self.bytes[at + length] {
                let same = self.bytes[earlier..].iter().zip(&self.bytes[at..end]).take_while(|(a, b)| a == b).count();
                if same > length {
                    best = Some(Match { distance: at - earlier, length: same });
                }
            }
            place = self.before[earlier];
        }
        best
    }

    /// Puts every place before one into the chains.
    fn meet(&mut self, end: usize) {
        for at in self.before.len()..end {
            let hash = self.hash(at);
            self.before.push(self.heads[hash]);
            self.heads[hash] = at as u32;
        }
    }

    fn hash(&self, at: usize) -> usize {
        let bytes = &self.bytes[at..at + SHORTEST];
        let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        (word.wrapping_mul(2_654_435_761) >> (32 - HASH_BITS)) as usize
    }
}

/// Writes bytes as they are, then a match where there is one.
fn write(packed: &mut Vec<u8>, literals: &[u8], found: Option<&Match>) {
    let length = found.map_or(0, |found| found.length - SHORTEST);
    packed.push((literals.len().min(15) as u8) << 4 | length.min(15) as u8);
    write_rest(packed, literals.len());
    packed.extend_from_slice(literals);
    if let Some(found) = found {
        // No match lies further back than two bytes can say.
        packed.extend((found.distance as u16).to_le_bytes());
        write_rest(packed, length);
    }
}

/// What four bits cannot say of a length.
fn write_rest(packed: &mut Vec<u8>, length: usize) {
    let Some(mut rest) = length.checked_sub(15) else { return };
    while rest >= 255 {
        packed.push(255);
        rest -= 255;
    }
    packed.push(rest as u8);
}

/// Unpacks a text of a known length.
pub(super) fn unpack(packed: &[u8], length: usize, dictionary: &[u8]) -> Result<Vec<u8>, DecompressError> {
    decompress_with_dict(packed, length, dictionary)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round_trip(packer: &mut Packer, text: &[u8], dictionary: &[u8]) -> usize {
        let packed = packer.pack(text);
        assert_eq!(unpack(&packed, text.len(), dictionary).unwrap(), text);
        packed.len()
    }

    proptest! {
        #[test]
        fn any_bytes_come_back(texts in prop::collection::vec("[ab ]{0,60}|.{0,40}", 1..5), dictionary in "[ab ]{0,80}") {
            let mut packer = Packer::new(dictionary.as_bytes());
            for text in &texts {
                round_trip(&mut packer, text.as_bytes(), dictionary.as_bytes());
            }
        }
    }

    #[test]
    fn long_texts_come_back_small() {
        let words = ["le ", "trafic ", "de ", "drogue, ", "et ", "la ", "coopération. "];
        let text: String = (0..40_000_usize).map(|n| words[n * n / 7 % 7]).collect();
        for dictionary in ["", "la coopération.", &text[..65_536]] {
            let mut packer = Packer::new(dictionary.as_bytes());
            let once = round_trip(&mut packer, text.as_bytes(), dictionary.as_bytes());
            assert!(once < text.len() / 4);
            // What was packed before changes nothing.
            assert_eq!(round_trip(&mut packer, text.as_bytes(), dictionary.as_bytes()), once);
        }
        for length in [0, 1, 11, 12, 13, 300, 5_000, 100_000] {
            let text = "x".repeat(length);
            let size = round_trip(&mut Packer::new(b""), text.as_bytes(), b"");
            assert!(size <= 20 + length / 200, "{length}: {size}");
        }
    }
}
