//! The folder of an index: the pointer `CURRENT`, files named by the generation that wrote them, and a lock.
//!
//! A writer takes the lock, writes files under a number that no file has yet, syncs them, and finally renames a new
//! `CURRENT` over the old one. Until then readers find the old index; whatever a killed writer leaves behind is named
//! by no manifest, and the next writer sweeps it. The lock is the operating system's: it ends with the process that
//! holds it.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use super::manifest::{Listed, Manifest};
use super::{FORMAT, damaged};
use crate::error::{Error, Result};

const CURRENT: &str = "CURRENT";
const NEXT: &str = "CURRENT.next";
const LOCK: &str = "lock";
/// Bytes written at once, each time at a multiple of this size. Linux keeps what is written this way in large pages,
/// and maps a hundred megabytes of it in a fraction of a millisecond; written in smaller pieces, that takes ten
/// milliseconds.
const CHUNK: usize = 1 << 21;
/// First word of a pointer.
const WORD: &str = "coopsec-index";

/// What `CURRENT` says: the manifest of the current generation, with its length and checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pointer {
    pub(super) manifest: Listed,
}

impl Pointer {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(CURRENT);
        match fs::read(&path) {
            Ok(bytes) => Self::parse(&bytes).map_err(|message| damaged(&path, &message)),
            // The error names the folder itself if it is missing or not a folder.
            Err(source) => Err(match fs::read_dir(folder) {
                Err(source) => Error::Io { path: folder.to_owned(), source },
                Ok(_) if source.kind() == ErrorKind::NotFound => {
                    let message =
                        "no saved index in this folder, as it has no file CURRENT; corpus.save(…) makes one".to_owned();
                    Error::SavedIndex { path: folder.to_owned(), message }
                }
                Ok(_) => Error::Io { path, source },
            }),
        }
    }

    fn parse(bytes: &[u8]) -> std::result::Result<Self, String> {
        let garbage = || "the file does not name a manifest".to_owned();
        let words = std::str::from_utf8(bytes).map_err(|_| garbage())?;
        let words: Vec<&str> = words.strip_suffix('\n').ok_or_else(garbage)?.split(' ').collect();
        let [WORD, format, rest @ ..] = words.as_slice() else { return Err(garbage()) };
        if *format != FORMAT.to_string() {
            return Err(format!("its format is {format}, but this version of coopsec reads format {FORMAT}"));
        }
        let [name, length, crc, _] = rest else { return Err(garbage()) };
        let pointer = Self {
            manifest: Listed {
                name: (*name).to_owned(),
                bytes: length.parse().map_err(|_| garbage())?,
                crc32: u32::from_str_radix(crc, 16).map_err(|_| garbage())?,
            },
        };
        // There is only one way to write each pointer, and it has its own checksum, so no changed letter goes
        // unnoticed.
        if number(OsStr::new(name)).is_some() && pointer.text().as_bytes() == bytes {
            Ok(pointer)
        } else {
            Err(garbage())
        }
    }

    fn text(&self) -> String {
        let Listed { name, bytes, crc32 } = &self.manifest;
        let words = format!("{WORD} {FORMAT} {name} {bytes} {crc32:08x}");
        format!("{words} {:08x}\n", crc32fast::hash(words.as_bytes()))
    }
}

/// What follows the number in the names of an index's files, required or optional.
const SUFFIXES: [&str; 5] = ["toml", "head", "columns", "texts", "stories"];
/// The suffix of attached files.
const ATTACHED: &str = ".arrow";

/// The generation that wrote a file, from its name; `None` for files that do not belong to an index, since a press
/// archive may name its files by numbers too, as in `20151113.txt`.
fn number(name: &OsStr) -> Option<u64> {
    let (number, suffix) = name.to_str()?.split_once('.')?;
    let is_attached = suffix.strip_suffix(ATTACHED).is_some_and(|name| !name.is_empty());
    let is_number = number.len() >= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && (is_attached || SUFFIXES.contains(&suffix))).then(|| number.parse().ok())?
}

/// A generation being written.
#[derive(Debug)]
pub(super) struct Writing {
    folder: PathBuf,
    number: u64,
    is_current: bool,
    _lock: File,
}

impl Writing {
    /// Creates the folder if necessary, takes the lock, and sweeps what a killed writer left.
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        let at = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { path, source }
        };
        match fs::create_dir(folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => made.map_err(at(folder))?,
        }
        let current = Pointer::read(folder);
        if current.is_err() {
            refuse_foreign(folder)?;
        }
        let lock = lock(folder)?;
        let current = Pointer::read(folder).and_then(|pointer| Manifest::read(folder, &pointer));
        let names = names(folder)?;
        let highest = names.iter().filter_map(|name| number(OsStr::new(name))).max().unwrap_or_default();
        let writing = Self { folder: folder.to_owned(), number: highest + 1, is_current: false, _lock: lock };
        if let Ok(manifest) = current {
            writing.sweep(&manifest);
        }
        Ok(writing)
    }

    /// Fails unless the current generation is still the one that was opened.
    pub(super) fn require(&self, opened: &Pointer) -> Result<()> {
        if Pointer::read(&self.folder)? == *opened {
            return Ok(());
        }
        let message = "the index was saved again after this corpus was opened: open it again and append to that corpus"
            .to_owned();
        Err(Error::SavedIndex { path: self.folder.clone(), message })
    }

    /// Creates a new file of this generation.
    pub(super) fn create(&self, suffix: &str) -> Result<Output> {
        let name = format!("{:06}.{suffix}", self.number);
        debug_assert!(number(OsStr::new(&name)).is_some(), "{name} would be taken for somebody else's");
        Output::create(&self.folder, name)
    }

    /// Makes what was written the current index.
    pub(super) fn commit(mut self, manifest: &Manifest) -> Result<Self> {
        let mut output = self.create("toml")?;
        output.write(manifest.text().as_bytes())?;
        let pointer = Pointer { manifest: output.finish()? };
        let mut output = Output::create(&self.folder, NEXT.to_owned())?;
        output.write(pointer.text().as_bytes())?;
        output.finish()?;
        sync(&self.folder)?;
        let current = self.folder.join(CURRENT);
        fs::rename(self.folder.join(NEXT), &current).map_err(|source| Error::Io { path: current, source })?;
        self.is_current = true;
        sync(&self.folder)?;
        self.sweep(manifest);
        Ok(self)
    }

    /// Removes files of generations no longer needed; any that cannot be removed are left to the next writer.
    fn sweep(&self, manifest: &Manifest) {
        let needed: HashSet<&str> = manifest.files().map(|file| file.name.as_str()).collect();
        let current = Pointer::read(&self.folder).map(|pointer| pointer.manifest.name).unwrap_or_default();
        for name in names(&self.folder).unwrap_or_default() {
            let is_old = number(OsStr::new(&name)).is_some() && name != current && !needed.contains(name.as_str());
            if is_old || name == NEXT {
                let _ = fs::remove_file(self.folder.join(name));
            }
        }
    }
}

impl Drop for Writing {
    /// An abandoned generation leaves nothing behind.
    fn drop(&mut self) {
        if self.is_current {
            return;
        }
        for name in names(&self.folder).unwrap_or_default() {
            if number(OsStr::new(&name)) == Some(self.number) || name == NEXT {
                let _ = fs::remove_file(self.folder.join(name));
            }
        }
    }
}

/// Names of the files in a folder that are Unicode, as all of ours are.
fn names(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::Io { path: folder.to_owned(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        names.extend(entry.map_err(failed)?.file_name().into_string().ok());
    }
    Ok(names)
}

/// Refuses a folder that has files of anything else.
fn refuse_foreign(folder: &Path) -> Result<()> {
    let failed = |source| Error::Io { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if number(&name).is_none() && ![CURRENT, NEXT, LOCK].map(OsStr::new).contains(&name.as_os_str()) {
            let message =
                format!("the folder is not a saved index and already holds {name:?}: give a new or an empty folder");
            return Err(Error::SavedIndex { path: folder.to_owned(), message });
        }
    }
    Ok(())
}

/// Takes the lock of a folder; it is released when the file is closed, however the process ends.
fn lock(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| Error::Io { path: path.clone(), source })?;
    match FileExt::try_lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let message = "another process is writing to this index: try again when it is done".to_owned();
            Err(Error::SavedIndex { path: folder.to_owned(), message })
        }
        Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}

/// Makes the file names in a folder durable.
fn sync(folder: &Path) -> Result<()> {
    // Only Unix lets a folder be opened and synced.
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(|source| Error::Io { path: folder.to_owned(), source })
}

/// A file being written.
#[derive(Debug)]
pub(super) struct Output {
    path: PathBuf,
    name: String,
    file: File,
    /// Bytes not yet passed to the system: fewer than a [`CHUNK`].
    waiting: Vec<u8>,
    bytes: u64,
    crc: crc32fast::Hasher,
}

impl Output {
    fn create(folder: &Path, name: String) -> Result<Self> {
        let path = folder.join(&name);
        let file = File::create(&path).map_err(|source| Error::Io { path: path.clone(), source })?;
        Ok(Self { path, name, file, waiting: Vec::new(), bytes: 0, crc: crc32fast::Hasher::new() })
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> u64 {
        self.bytes
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.crc.update(bytes);
        self.bytes += bytes.len() as u64;
        let mut rest = bytes;
        while self.waiting.len() + rest.len() >= CHUNK {
            let (now, later) = rest.split_at(CHUNK - self.waiting.len());
            self.waiting.extend_from_slice(now);
            self.pass_on()?;
            rest = later;
        }
        self.waiting.extend_from_slice(rest);
        Ok(())
    }

    fn pass_on(&mut self) -> Result<()> {
        let written = self.file.write_all(&self.waiting);
        self.waiting.clear();
        written.map_err(|source| Error::Io { path: self.path.clone(), source })
    }

    /// Makes the content durable.
    pub(super) fn finish(mut self) -> Result<Listed> {
        self.pass_on()?;
        let Self { path, name, file, bytes, crc, .. } = self;
        file.sync_all().map_err(|source| Error::Io { path, source })?;
        Ok(Listed { name, bytes, crc32: crc.finalize() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_what_was_written_whatever_the_pieces() {
        let folder = std::env::temp_dir().join(format!("coopsec-chunks-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let content: Vec<u8> = (0..2 * CHUNK + 17).map(|at| (at * 31 / 7) as u8).collect();
        for (number, pieces) in [1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, content.len()].into_iter().enumerate() {
            for length in [0, 5, CHUNK, 2 * CHUNK, content.len()] {
                let mut output = Output::create(&folder, format!("{number:06}.test")).unwrap();
                content[..length].chunks(pieces).for_each(|piece| output.write(piece).unwrap());
                assert_eq!(output.len(), length as u64);
                let listed = output.finish().unwrap();
                let found = fs::read(folder.join(&listed.name)).unwrap();
                assert!(found == content[..length], "{length} bytes in pieces of {pieces}");
                assert_eq!((listed.bytes, listed.crc32), (length as u64, crc32fast::hash(&found)));
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
