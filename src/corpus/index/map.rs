//! Files of a saved index, memory-mapped and never written to.

use std::fs::File;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use memmap2::Mmap;

use super::damaged;
use crate::error::{Error, Result};

/// A mapped file.
#[derive(Debug)]
pub(super) struct Map {
    path: PathBuf,
    bytes: Mmap,
}

impl Map {
    /// Maps a file of an index, which must be as long as the manifest says.
    pub(super) fn open(path: PathBuf, length: u64) -> Result<Arc<Self>> {
        let failed = |source| Error::Io { path: path.clone(), source };
        let file = File::open(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => damaged(&path, "this file of the index is missing"),
            _ => failed(source),
        })?;
        let found = file.metadata().map_err(failed)?.len();
        if found != length {
            let message = format!("the file has {found} bytes, but {length} were written");
            return Err(damaged(&path, &message));
        }
        let bytes = map(&file).map_err(failed)?;
        Ok(Arc::new(Self { path, bytes }))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A part of the file.
    pub(super) fn slice(self: &Arc<Self>, range: Range<u64>) -> Result<Bytes> {
        let place = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        match place.filter(|&(start, end)| start <= end && end <= self.bytes.len()) {
            Some((start, end)) => Ok(Bytes { map: Arc::clone(self), start, end }),
            None => Err(damaged(&self.path, "a block reaches beyond the end of the file")),
        }
    }
}

#[expect(unsafe_code, reason = "a mapping is only as constant as the file behind it")]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the files of an index belong to coopsec. They are written before a manifest names them, never changed
    // afterwards, and replaced by other files under other names; removing one leaves its mapping in place.
    unsafe { Mmap::map(file) }
}

/// Bytes of a mapped file.
#[derive(Clone, Debug)]
pub(in crate::corpus) struct Bytes {
    map: Arc<Map>,
    start: usize,
    end: usize,
}

impl Bytes {
    /// The part of these bytes in `range`, if it is whole, aligned values of a type; otherwise `None`.
    pub(super) fn values<T: bytemuck::Pod>(&self, range: Range<usize>) -> Option<Self> {
        let part = self.get(range.clone())?;
        bytemuck::try_cast_slice::<u8, T>(part).ok()?;
        Some(Self { map: Arc::clone(&self.map), start: self.start + range.start, end: self.start + range.end })
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.map.bytes[self.start..self.end]
    }
}

/// A block and its checksum, verified before the block is first used.
#[derive(Debug)]
pub(in crate::corpus) struct Seal {
    bytes: Bytes,
    crc: u32,
    sealed: Sealed,
    sound: AtomicBool,
}

/// What a checksum covers.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sealed {
    File,
    Dictionary,
    /// A block of the part with this number.
    Part(u64),
}

impl Seal {
    pub(super) fn new(bytes: Bytes, crc: u32, sealed: Sealed) -> Self {
        Self { bytes, crc, sealed, sound: AtomicBool::new(false) }
    }

    /// Verifies the checksum of the block, unless that was done before.
    pub(in crate::corpus) fn check(&self) -> Result<()> {
        if self.is_sound() {
            return Ok(());
        }
        if crc32fast::hash(&self.bytes) != self.crc {
            return Err(self.refusal());
        }
        self.sound.store(true, Ordering::Release);
        Ok(())
    }

    /// Whether the block has already been found undamaged.
    pub(super) fn is_sound(&self) -> bool {
        self.sound.load(Ordering::Acquire)
    }

    /// The error for a damaged block.
    pub(super) fn refusal(&self) -> Error {
        let what = match self.sealed {
            Sealed::File => "the file".to_owned(),
            Sealed::Dictionary => "the dictionary".to_owned(),
            Sealed::Part(number) => format!("block {number}"),
        };
        damaged(self.bytes.map.path(), &format!("{what} does not match its checksum"))
    }

    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}
