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
        if need == Need::Texts {
            self.has_texts()?;
        }
        self.store.parts_of(&self.rows).into_par_iter().try_for_each(|part| part.check(need))
    }

    /// Makes sure that the texts are present; their checksums are verified when they are read.
    pub(crate) fn has_texts(&self) -> Result<()> {
        self.has_texts_for("this call needs: read the documents again and save them with texts")
    }

    /// Like [`Corpus::ready`], for the texts that an exact form such as `=MAP` is compared with.
    pub(crate) fn ready_for_form(&self, form: &str) -> Result<()> {
        self.has_texts_for(&format!(
            "exact forms such as ={form} are looked up in: leave such patterns out, or read the documents again and save \
             them with texts"
        ))?;
        self.ready(Need::Texts)
    }

    /// Refuses an index without texts, saying what needs them and what to do.
    fn has_texts_for(&self, need: &str) -> Result<()> {
        if self.store.parts_of(&self.rows).iter().all(|part| part.has_texts()) {
            return Ok(());
        }
        let path = self.folder().map_or_else(|| "index".into(), std::path::Path::to_owned);
        Err(Error::SavedIndex { path, message: format!("the index was saved without texts, which {need}") })
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
}
