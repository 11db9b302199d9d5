//! The saved index: a corpus in a folder, opened without being read.
//!
//! Documents added together form a [segment](segment): immutable files of [blocks](block), one set per part of the
//! corpus, laid out as the part is in memory and [mapped](map). A [manifest] names the files of one generation, and the
//! pointer in the [folder] names the manifest; renaming a new pointer over it makes a generation current. Heads are
//! verified when an index is opened, and blocks when they are first used ([`Corpus::ready`]), or only those
//! [pieces](sums) of a block that a question reads.

mod block;
mod folder;
mod manifest;
mod map;
mod rules;
mod segment;
mod sums;

use std::path::{Path, PathBuf};

use hashbrown::HashSet;

pub(super) use block::{Sink, Source};
use folder::{Pointer, Writing};
use manifest::{Listed, Manifest};
pub(super) use map::{Bytes, Seal};
pub(super) use sums::{Sums, save as save_sums, sum};

use super::{Control, Corpus, Drafts, Need, Store, Vocabulary, build};
use crate::error::{Error, Result};

/// Version of the file layout; another layout gets another number.
const FORMAT: u32 = 4;

/// How a corpus is saved.
#[derive(Clone, Debug)]
pub struct Saving {
    /// Whether to keep the texts, from which contexts and sentences are cut.
    pub texts: bool,
    /// Contents of files to keep beside the saved or appended documents, each under a name that ends in `.arrow`.
    pub attached: Vec<(String, Vec<u8>)>,
}

impl Default for Saving {
    fn default() -> Self {
        Self { texts: true, attached: Vec::new() }
    }
}

/// A file kept beside documents: the number of documents, and the content of the file, if there is one.
pub type Attached = (usize, Option<Vec<u8>>);

/// Where an opened corpus is saved, and in what form.
#[derive(Debug)]
pub(super) struct Saved {
    folder: PathBuf,
    pointer: Pointer,
    manifest: Manifest,
    /// The files attached to each segment.
    attached: Vec<Vec<(String, Seal)>>,
    stories: Option<Seal>,
}

impl Saved {
    /// Story of each document, if they were saved.
    pub(super) fn stories(&self) -> Result<Option<Vec<u32>>> {
        self.stories.as_ref().map(segment::read_stories).transpose()
    }
}

/// The error for a file that is not as it was written.
fn damaged(path: &Path, what: &str) -> Error {
    let message = format!("the saved index is damaged: {what}; read the documents again and save the index again");
    Error::SavedIndex { path: path.to_owned(), message }
}

impl Corpus {
    /// Opens a saved index. Its data are read only when needed.
    ///
    /// # Errors
    /// [`Error::SavedIndex`] if there is none, or if it is damaged or of another version; [`Error::Io`].
    pub fn open(folder: &Path) -> Result<Self> {
        loop {
            let pointer = Pointer::read(folder)?;
            let opened = open(folder, &pointer);
            // A writer that replaced the generation in the meantime has swept its files.
            if opened.is_ok() || Pointer::read(folder)? == pointer {
                return opened;
            }
        }
    }

    /// Saves the documents of the view in a folder of its own, replacing whatever was saved there before; on failure
    /// that stays as it was. If the corpus was opened from this folder and is saved whole, it is returned as newly
    /// opened.
    ///
    /// # Errors
    /// [`Error::SavedIndex`] if the folder has files of anything else or another process is writing to it,
    /// [`Error::Io`], [`Error::Interrupted`], and as in [`Corpus::ready`].
    pub fn save(&self, folder: &Path, saving: &Saving, control: &Control) -> Result<Option<Self>> {
        self.ready(if saving.texts { Need::Texts } else { Need::Columns })?;
        let alone;
        let store = if self.is_whole() {
            // Saved stories are saved again.
            self.saved_stories()?;
            &*self.store
        } else {
            alone = self.alone(saving.texts);
            &alone
        };
        let writing = Writing::begin(folder)?;
        let segment = segment::write(&writing, store, (0, 0), saving, |documents| control.advance(documents))?;
        let stories = store.known_stories().map(|stories| segment::write_stories(&writing, stories)).transpose()?;
        // The lock is held until the new generation is open.
        let _writing = writing.commit(&Manifest { options: store.options, segments: vec![segment], stories })?;
        let is_own = self.is_whole() && self.folder().is_some_and(|own| is_same(own, folder));
        is_own.then(|| Self::open(folder)).transpose()
    }

    /// Reads further documents with the options of this corpus, and returns the corpus of all. If this one was opened
    /// from a folder, they are also added there, as a new segment; `attached` is as in [`Saving`].
    ///
    /// # Errors
    /// [`Error::Argument`] for a view of part of a corpus, and as in [`Corpus::build`] and [`Corpus::save`].
    pub fn append(
        &self,
        drafts: impl Into<Drafts>,
        attached: Vec<(String, Vec<u8>)>,
        control: &Control,
    ) -> Result<Self> {
        if !self.is_whole() {
            let message = "this corpus is a view of part of another: append to the whole corpus".to_owned();
            return Err(Error::Argument(message));
        }
        let saved = self.store.saved.as_ref();
        let writing = saved.map(|saved| Writing::begin(&saved.folder)).transpose()?;
        if let Some((writing, saved)) = writing.as_ref().zip(saved) {
            writing.require(&saved.pointer)?;
        }
        let store = self.extended(drafts.into(), control)?;
        let Some((writing, saved)) = writing.zip(saved) else { return Ok(Self::new(store)) };
        let saving = Saving { texts: saved.has_texts(), attached };
        let first = (self.store.parts().len(), self.store.vocabulary.len());
        let segment = segment::write(&writing, &store, first, &saving, |_| control.check())?;
        let mut segments = saved.manifest.segments.clone();
        segments.push(segment);
        // The lock is held until the new generation is open.
        let _writing = writing.commit(&Manifest { options: store.options, segments, stories: None })?;
        Self::open(&saved.folder)
    }

    /// The files of this name that were attached to the documents when they were saved or appended, in document order.
    ///
    /// # Errors
    /// As in [`Corpus::ready`].
    pub fn attached(&self, name: &str) -> Result<Vec<Attached>> {
        let Some(saved) = &self.store.saved else { return Ok(Vec::new()) };
        let read = |seal: &Seal| seal.check().map(|()| seal.bytes().to_vec());
        saved
            .manifest
            .segments
            .iter()
            .zip(&saved.attached)
            .map(|(segment, attached)| {
                let file = attached.iter().find(|(other, _)| other == name);
                Ok((segment.documents, file.map(|(_, seal)| read(seal)).transpose()?))
            })
            .collect()
    }

    /// Folder from which the corpus was opened.
    pub fn folder(&self) -> Option<&Path> {
        self.store.saved.as_ref().map(|saved| saved.folder.as_path())
    }

    fn is_whole(&self) -> bool {
        self.rows.len() == self.store.len()
    }

    fn saved_stories(&self) -> Result<()> {
        match &self.store.saved {
            Some(saved) if saved.stories.is_some() => self.ready(Need::Stories),
            _ => Ok(()),
        }
    }

    fn extended(&self, drafts: Drafts, control: &Control) -> Result<Store> {
        // Everything else stays unread, so that appending to a large index costs next to no memory for what is already
        // there.
        self.ready(Need::Identities)?;
        let ids: HashSet<&str> = (0..self.len()).map(|position| self.id(position)).collect();
        let mut vocabulary = self.store.vocabulary.clone();
        let (added, _) = build::build_onto(drafts, ids, &mut vocabulary, self.store.options, control)?;
        let parts = self.store.parts().iter().cloned().chain(added).collect();
        Ok(Store::new(parts, vocabulary, self.store.options))
    }
}

impl Saved {
    fn has_texts(&self) -> bool {
        self.manifest.segments.iter().all(|segment| segment.texts.is_some())
    }
}

fn is_same(folder: &Path, other: &Path) -> bool {
    folder.canonicalize().ok().zip(other.canonicalize().ok()).is_some_and(|(folder, other)| folder == other)
}

fn open(folder: &Path, pointer: &Pointer) -> Result<Corpus> {
    let content = Manifest::content(folder, pointer)?;
    // Computing the rules' fingerprint, once per process, takes a good part of the time of opening.
    let (rules, opened) = rayon::join(
        || Manifest::check_rules(&content, folder),
        || open_segments(folder, pointer, Manifest::of(&content, folder, pointer)?),
    );
    rules.and(opened)
}

fn open_segments(folder: &Path, pointer: &Pointer, manifest: Manifest) -> Result<Corpus> {
    let mut vocabulary = Vocabulary::default();
    let (mut parts, mut attached) = (Vec::new(), Vec::new());
    for segment in &manifest.segments {
        parts.extend(segment::open(folder, segment, &mut vocabulary)?);
        let seal = |(name, file): &(String, Listed)| Ok((name.clone(), segment::open_whole(folder, file, false)?));
        attached.push(segment.attached.iter().map(seal).collect::<Result<_>>()?);
    }
    let stories = manifest.stories.as_ref().map(|file| segment::open_whole(folder, file, true)).transpose()?;
    let options = manifest.options;
    let mut store = Store::new(parts, vocabulary, options);
    // What is appended later belongs there, even if the process has changed its working directory.
    let folder = std::path::absolute(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
    store.saved = Some(Saved { folder, pointer: pointer.clone(), manifest, attached, stories });
    Ok(Corpus::new(store))
}

/// A file of an index that was verified.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// Name within the folder.
    pub name: String,
    /// Length in bytes.
    pub bytes: u64,
}

/// Verifies the checksum of every file of a saved index, and returns the files.
///
/// # Errors
/// As in [`Corpus::open`], for the first file that is damaged.
pub fn check(folder: &Path, control: &Control) -> Result<Vec<CheckedFile>> {
    let corpus = Corpus::open(folder)?;
    let Some(saved) = &corpus.store.saved else { return Ok(Vec::new()) };
    let manifest = &saved.pointer.manifest;
    let files = std::iter::once(manifest).chain(saved.manifest.files());
    files
        .map(|file| {
            control.check()?;
            segment::open_whole(folder, file, false)?.check()?;
            Ok(CheckedFile { name: file.name.clone(), bytes: file.bytes })
        })
        .collect()
}
