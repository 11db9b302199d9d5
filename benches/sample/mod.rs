//! The documents of `corpus/`, which are in every checkout.

use std::path::{Path, PathBuf};

use coopsec::text::{Lang, decode};

/// A document of the sample.
pub(crate) struct Sample {
    /// Path, used as the id.
    pub(crate) name: String,
    /// Language, given by the folder.
    pub(crate) lang: Lang,
    /// Decoded text.
    pub(crate) text: String,
}

/// All documents: languages in the order of [`Lang::ALL`], then by path.
///
/// # Panics
/// If `corpus/` cannot be read.
pub(crate) fn documents() -> Vec<Sample> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let langs = Lang::ALL.into_iter().filter(|lang| root.join(lang.code()).is_dir());
    langs.flat_map(|lang| texts(&root.join(lang.code())).into_iter().map(move |path| sample(&path, lang))).collect()
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of corpus/");
    let paths = entries.map(|entry| entry.expect("an entry of corpus/").path());
    let mut texts: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    texts.sort();
    texts
}

fn sample(path: &Path, lang: Lang) -> Sample {
    let bytes = std::fs::read(path).expect("a file of corpus/");
    Sample { name: path.display().to_string(), lang, text: decode(&bytes, None).text }
}
