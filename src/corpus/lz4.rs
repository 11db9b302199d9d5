//! Packs a text as an LZ4 block, with longer searches than the fast encoders make.
//!
//! What is saved is packed once and unpacked often, and an index should be no larger than necessary: matches are
//! searched along chains of equal hashes, and dropped in favour of a longer one that begins a byte later. Texts share a
//! dictionary, whose chains are built once.

use std::ops::Range;

/// Shortest match in the format.
const SHORTEST: usize = 4;
/// The last bytes are never part of a match.
const LAST: usize = 5;
/// No match begins in the last bytes.
const MARGIN: usize = 12;
/// How far back a match may lie.
const REACH: usize = 65_535;
const HASH_BITS: u32 = 15;
/// Places compared before the best is taken.
const DEPTH: usize = 16;
/// The end of a chain.
const NONE: u32 = u32::MAX;

/// Bytes that texts are packed against, and where each hash last occurred in them.
#[derive(Clone, Debug)]
pub(super) struct Packer {
    /// The dictionary, then the text being packed.
    bytes: Vec<u8>,
    dictionary: usize,
    heads: Vec<u32>,
    /// For each place, the previous one with the same hash.
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

    /// The longest match between the bytes at a place and earlier ones.
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
            // One byte rules out most places that cannot be better.
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

    /// Adds every place before `end` to the chains.
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

/// Writes literal bytes, then a match if there is one.
fn write(packed: &mut Vec<u8>, literals: &[u8], found: Option<&Match>) {
    let length = found.map_or(0, |found| found.length - SHORTEST);
    packed.push((literals.len().min(15) as u8) << 4 | length.min(15) as u8);
    write_rest(packed, literals.len());
    packed.extend_from_slice(literals);
    if let Some(found) = found {
        // A match never lies further back than two bytes can express.
        packed.extend((found.distance as u16).to_le_bytes());
        write_rest(packed, length);
    }
}

/// The part of a length that does not fit in four bits.
fn write_rest(packed: &mut Vec<u8>, length: usize) {
    let Some(mut rest) = length.checked_sub(15) else { return };
    while rest >= 255 {
        packed.push(255);
        rest -= 255;
    }
    packed.push(rest as u8);
}

/// Bytes copied at once; whatever a copy writes too far is overwritten by the next.
const STRIDE: usize = 16;

/// Bytes past the end of an unpacked text that are written as well.
pub(super) const ROOM: usize = 2 * STRIDE;

/// Writes the first `wanted` bytes of an unpacked text of known length to the beginning of `text`, which has [`ROOM`]
/// after that length; `None` if there are fewer bytes, or if this module did not pack them.
pub(super) fn unpack(packed: &[u8], wanted: usize, length: usize, dictionary: &[u8], text: &mut [u8]) -> Option<()> {
    let (mut at, mut rest) = (0, packed);
    while at < wanted {
        if let Some(next) = unpack_usual(rest, at..length, dictionary, text) {
            (rest, at) = next;
            continue;
        }
        let (&token, behind) = rest.split_first()?;
        let (literals, behind) = read_rest(usize::from(token >> 4), behind)?;
        rest = behind;
        let end = at.checked_add(literals).filter(|&end| end <= length)?;
        copy(rest, at..end, text)?;
        at = end;
        if at == length {
            break;
        }
        let (&distance, behind) = rest.get(literals..)?.split_first_chunk::<2>()?;
        let (match_rest, behind) = read_rest(usize::from(token & 15), behind)?;
        rest = behind;
        let end = at.checked_add(match_rest + SHORTEST).filter(|&end| end <= length)?;
        repeat(usize::from(u16::from_le_bytes(distance)), at..end, dictionary, text)?;
        at = end;
    }
    Some(())
}

/// The start of a usual sequence, up to its match: a byte of lengths, fewer than 15 literals, a distance.
const USUAL: usize = 1 + STRIDE + 2;

/// Unpacks a sequence whose lengths fit in its first byte, as nearly all do, with copies of fixed length, and returns
/// the packed bytes after it and where it ends; `None` if it is another kind or is too near the end.
#[inline(always)]
fn unpack_usual<'a>(
    packed: &'a [u8],
    place: Range<usize>,
    dictionary: &[u8],
    text: &mut [u8],
) -> Option<(&'a [u8], usize)> {
    let head = packed.first_chunk::<USUAL>()?;
    let (literals, more) = (usize::from(head[0] >> 4), usize::from(head[0] & 15));
    if literals == 15 || more == 15 {
        return None;
    }
    let (at, end) = (place.start + literals, place.start + literals + more + SHORTEST);
    if end > place.end {
        return None;
    }
    *text.get_mut(place.start..)?.first_chunk_mut::<STRIDE>()? = *head[1..].first_chunk()?;
    let distance = usize::from(u16::from_le_bytes([head[1 + literals], head[2 + literals]]));
    if distance > at {
        // Entirely from the dictionary.
        let from = dictionary.len().checked_sub(distance - at).filter(|_| distance >= end)?;
        *text.get_mut(at..)?.first_chunk_mut::<ROOM>()? = *dictionary.get(from..)?.first_chunk()?;
    } else if distance >= STRIDE {
        for done in [0, STRIDE] {
            let source = *text.get(at + done - distance..)?.first_chunk::<STRIDE>()?;
            *text.get_mut(at + done..)?.first_chunk_mut::<STRIDE>()? = source;
        }
    } else {
        return None;
    }
    Some((&packed[literals + 3..], end))
}

/// A length, given its first four bits.
#[inline]
fn read_rest(mut length: usize, mut packed: &[u8]) -> Option<(usize, &[u8])> {
    if length == 15 {
        loop {
            let (&more, behind) = packed.split_first()?;
            packed = behind;
            length += usize::from(more);
            if more != u8::MAX {
                break;
            }
        }
    }
    Some((length, packed))
}

/// Writes the first bytes of `source` to a place in `text`, which has room for another stride.
#[inline]
fn copy(source: &[u8], place: Range<usize>, text: &mut [u8]) -> Option<()> {
    let length = place.len();
    if source.len() < length + STRIDE {
        text.get_mut(place)?.copy_from_slice(source.get(..length)?);
        return Some(());
    }
    let mut done = 0;
    while done < length {
        let source = *source.get(done..)?.first_chunk::<STRIDE>()?;
        *text.get_mut(place.start + done..)?.first_chunk_mut::<STRIDE>()? = source;
        done += STRIDE;
    }
    Some(())
}

/// Repeats what lies `distance` bytes before, in the text or in the dictionary before it.
#[inline]
fn repeat(distance: usize, place: Range<usize>, dictionary: &[u8], text: &mut [u8]) -> Option<()> {
    let Range { start: mut at, end } = place;
    if distance > at {
        let from = dictionary.len().checked_sub(distance - at)?;
        let stop = end.min(distance);
        copy(dictionary.get(from..)?, at..stop, text)?;
        at = stop;
    }
    if distance >= STRIDE {
        while at < end {
            let source = *text.get(at - distance..)?.first_chunk::<STRIDE>()?;
            *text.get_mut(at..)?.first_chunk_mut::<STRIDE>()? = source;
            at += STRIDE;
        }
    } else if distance == 0 {
        return None;
    } else {
        for at in at..end {
            text[at] = text[at - distance];
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn round_trip(packer: &mut Packer, text: &[u8], dictionary: &[u8]) -> usize {
        let packed = packer.pack(text);
        assert_eq!(lz4_flex::block::decompress_with_dict(&packed, text.len(), dictionary).unwrap(), text);
        // Leftover bytes must not be read.
        let mut unpacked = b"old ".repeat(text.len() / 4 + ROOM);
        for wanted in [text.len(), text.len() / 2, text.len() / 7] {
            unpack(&packed, wanted, text.len(), dictionary, &mut unpacked[..text.len() + ROOM]).unwrap();
            assert_eq!(unpacked[..wanted], text[..wanted]);
        }
        assert!(unpack(&packed, text.len() + 1, text.len() + 1, dictionary, &mut unpacked).is_none());
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

    proptest! {
        #[test]
        fn what_was_never_packed_is_refused_or_read_as_others_read_it(
            packed in prop::collection::vec(any::<u8>(), 0..60),
            dictionary in prop::collection::vec(any::<u8>(), 0..40),
            length in 0..300_usize,
        ) {
            let mut unpacked = vec![0; length + ROOM];
            let known = lz4_flex::block::decompress_with_dict(&packed, length, &dictionary).ok();
            let read = unpack(&packed, length, length, &dictionary, &mut unpacked);
            if let Some(known) = known.filter(|known| known.len() == length) {
                prop_assert!(read.is_some() && unpacked[..length] == known);
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
