//! Checksums of the pieces of a block, so that a question verifies only the pieces it reads.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Seal, Sink, Source};
use crate::corpus::column::Column;
use crate::corpus::prefetch;
use crate::error::Result;

/// Pieces whose state fits in one integer.
const BITS: usize = u64::BITS as usize;

/// Checksums of pieces, and which pieces have been found undamaged.
#[derive(Debug)]
pub(in crate::corpus) struct Sums {
    crcs: Column<u32>,
    /// One bit per piece.
    sound: Box<[AtomicU64]>,
}

/// Lays out the checksums of pieces.
pub(in crate::corpus) fn save(crcs: Vec<u32>, sink: &mut Sink) {
    Column::from(crcs).save(sink);
}

/// Checksum of a piece that consists of several slices.
pub(in crate::corpus) fn sum<const N: usize>(piece: [&[u8]; N]) -> u32 {
    let mut crc = crc32fast::Hasher::new();
    piece.iter().for_each(|bytes| crc.update(bytes));
    crc.finalize()
}

impl Sums {
    pub(in crate::corpus) fn load(source: &mut Source<'_>) -> Result<Self> {
        let crcs = Column::<u32>::load(source)?;
        let sound = (0..crcs.len().div_ceil(BITS)).map(|_| AtomicU64::new(0)).collect();
        Ok(Self { crcs, sound })
    }

    /// Verifies the checksum of a piece, unless that was done before, alone or with the whole block.
    pub(in crate::corpus) fn check<const N: usize>(
        &self,
        number: usize,
        piece: [&[u8]; N],
        block: &Seal,
    ) -> Result<()> {
        let (sound, bit) = (&self.sound[number / BITS], 1 << (number % BITS));
        if sound.load(Ordering::Acquire) & bit != 0 || block.is_sound() {
            return Ok(());
        }
        if sum(piece) != self.crcs[number] {
            return Err(block.refusal());
        }
        sound.fetch_or(bit, Ordering::AcqRel);
        Ok(())
    }

    /// Prefetches the checksum of a piece and the next ones, which will be read soon.
    pub(in crate::corpus) fn fetch(&self, number: usize) {
        prefetch(&self.crcs, number);
    }
}
