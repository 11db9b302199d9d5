//! What a question needs of a saved index is verified against its checksums once, before it is used.

use rayon::prelude::*;

use super::Corpus;
use crate::error::{Error, Result};

/// What a question reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The identities of documents, which appended ones must not repeat.
    Identities,
    /// Identities and the other columns of documents.
    Documents,
    /// Documents, the types of tokens, and sentences.
    Types,
    /// All columns.
    Columns,
    /// All columns and the texts.
    Texts,
    /// All columns, and the stories; unless these are known, of every document rather than of the view alone.
    Stories,
}

impl Corpus {
    /// Makes sure that what a question needs is present and undamaged. Every question of [`crate::query`] does this
    /// first; code that reads documents of an opened corpus directly must do the same. A corpus in memory is always
    /// ready.
    ///
    /// # Errors
    /// [`Error::SavedIndex`] for a damaged block, and for texts if none were saved.
    pub fn ready(&self, need: Need) -> Result<()> {
        if need == Need::Stories {
            return self.ready_for_stories();
        }
        let parts = self.store.parts_of(&self.rows);
        if need == Need::Texts && parts.iter().any(|part| !part.has_texts()) {
            return Err(self.no_texts());
        }
        parts.into_par_iter().try_for_each(|part| part.check(need))
    }

    /// Makes sure that the texts are present; their checksums are verified when they are read.
    pub(crate) fn has_texts(&self) -> Result<()> {
        let has_texts = self.store.parts_of(&self.rows).iter().all(|part| part.has_texts());
        if has_texts { Ok(()) } else { Err(self.no_texts()) }
    }

    /// Like [`Corpus::ready`], for the text of one document.
    ///
    /// # Errors
    /// As in [`Corpus::ready`].
    pub fn ready_at(&self, position: usize) -> Result<()> {
        self.select(&[position as u32]).ready(Need::Texts)
    }

    fn ready_for_stories(&self) -> Result<()> {
        let store = &self.store;
        if store.known_stories().is_none()
            && let Some(stories) = store.saved.as_ref().map_or(Ok(None), super::index::Saved::stories)?
        {
            store.set_stories(stories);
        }
        if store.known_stories().is_some() {
            return self.ready(Need::Columns);
        }
        store.parts().par_iter().try_for_each(|part| part.check(Need::Columns))
    }

    fn no_texts(&self) -> Error {
        let message =
            "the index was saved without texts, which this call needs: read the documents again and save them \
                       with texts"
                .to_owned();
        let path = self.folder().map_or_else(|| "index".into(), std::path::Path::to_owned);
        Error::SavedIndex { path, message }
    }
}
