//! Reads text files: compression, encoding, HTML, XML.
//!
//! Plain text and Markdown are kept exactly as decoded, line ends included, because every offset users see refers to
//! this text. HTML becomes the text that a reader would see. A page with the articles of a press database, see [`html`], an
//! XML file of several texts (`xml`), and a text file with starred lines (`starred`), become several documents.

mod compress;
pub mod html;
mod lexisnexis;
mod record;
mod starred;
mod variables;
mod word;
mod xml;

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::corpus::Control;
use crate::error::{Error, Result};
use crate::text::decode::{UNMARKED, decode, is_binary};

/// Largest file read, in bytes after decompression. A press document is a few kilobytes; a file beyond this is a
/// mistake or a decompression bomb.
pub const MAX_BYTES: u64 = 1 << 30;

/// The format of a text file, according to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.txt`, `.text`
    Text,
    /// `.md`, `.markdown`: kept as written.
    Markdown,
    /// `.html`, `.htm`, `.xhtml`
    Html,
    /// `.xml`
    Xml,
    /// `.docx`
    Word,
}

impl Format {
    /// The format of a file name, with or without `.gz` or `.zst` after it; `None` if it does not name a text file.
    pub fn of(name: &str) -> Option<Self> {
        let lower = name.to_lowercase();
        let (plain, _) = compress::split(&lower);
        match plain.rsplit_once('.')?.1 {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            "xml" => Some(Self::Xml),
            "docx" => Some(Self::Word),
            _ => None,
        }
    }
}

/// One text file as read. What plain text cannot state is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileText {
    /// The decoded content; for HTML, the extracted text.
    pub text: String,
    /// The encoding that the bytes were read in.
    pub encoding: &'static str,
    /// Title of a page.
    pub title: Option<String>,
    /// Publication date stated in a page's metadata, as written there.
    pub date: Option<String>,
    /// Language a page declares, as written there (`fr`, `fr-FR`).
    pub lang: Option<String>,
    /// The site a page says it belongs to; the newspaper of an article in an export.
    pub source: Option<String>,
    /// Section of the newspaper, as an export states it.
    pub rubric: Option<String>,
    /// The address a page gives for itself.
    pub url: Option<String>,
    /// Number of paragraphs at the start of `text` that are headings.
    pub title_lines: usize,
    /// Bytes of the line of `text` that says when a page was published, and nothing else.
    pub date_line: Option<Range<usize>>,
    /// Further fields that an export states, by name.
    pub fields: Vec<(String, String)>,
    /// Number of the article, counted from 1, in an export that holds several.
    pub article: Option<usize>,
    /// What was replaced or overruled.
    pub warnings: Vec<String>,
}

/// Reads the bytes of a file: decompresses and extracts according to its name, and detects the encoding. A name of no
/// known format is read as plain text. A file is one document, or the articles of an export of a press database, or the
/// texts of an XML file, or those behind starred lines.
pub fn read_bytes(name: &str, bytes: Vec<u8>) -> Result<Vec<FileText>> {
    let bytes = compress::decompress(name, bytes, MAX_BYTES)?;
    let format = Format::of(name);
    if format == Some(Format::Word) {
        return word::word_texts(name, &bytes, MAX_BYTES);
    }
    if let Some(what) = is_binary(&bytes) {
        let advice = if what == UNMARKED { "save it as UTF-8" } else { "export its text first (.txt, .md or .html)" };
        let message = format!("looks like {what}: {advice}");
        return Err(Error::Decode { origin: name.to_owned(), message });
    }
    let is_markup = matches!(format, Some(Format::Html | Format::Xml));
    let declared = if is_markup { html::declared_charset(&bytes) } else { None };
    let decoded = decode(&bytes, declared.as_deref());
    let plain = |text| vec![FileText { text, ..FileText::default() }];
    let mut texts = match format {
        Some(Format::Html) => html::html_texts(&decoded.text),
        Some(Format::Xml) => {
            xml::xml_texts(&decoded.text).map_err(|message| Error::NoDocuments { origin: name.to_owned(), message })?
        }
        // In Markdown, asterisks mark emphasis.
        Some(Format::Markdown) => plain(decoded.text),
        _ => starred::starred_texts(&decoded.text)
            .or_else(|| lexisnexis::plain_texts(&decoded.text))
            .unwrap_or_else(|| plain(decoded.text)),
    };
    for text in &mut texts {
        text.encoding = decoded.encoding;
        text.warnings.splice(0..0, decoded.warnings.iter().cloned());
    }
    Ok(texts)
}

/// The bytes of a file, decompressed according to the suffix of its name.
pub fn decompress(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
    compress::decompress(name, bytes, MAX_BYTES)
}

/// Reads files in parallel; the results are in the order of the paths.
///
/// # Errors
/// [`Error::Interrupted`] if `control` was told to stop. What goes wrong with a file is its own result.
pub fn read_paths(paths: &[PathBuf], control: &Control) -> Result<Vec<Result<Vec<FileText>>>> {
    let read = |path: &PathBuf| read_bytes(&path.to_string_lossy(), read_whole(path)?);
    paths.par_iter().map(|path| control.check().map(|()| read(path))).collect()
}

/// The bytes of one file; more than [`MAX_BYTES`] are an error.
fn read_whole(path: &Path) -> Result<Vec<u8>> {
    let failed = |source| Error::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(compress::too_large(&path.to_string_lossy(), MAX_BYTES));
    }
    Ok(bytes)
}
