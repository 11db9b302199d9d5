//! A document before and after it was read.

use std::ops::Range;

use super::files::FileText;
use crate::press::{Found, Zone};
use crate::text::Lang;

/// What a reader knows of a document before its text is looked at.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Identity, unique within the corpus.
    pub id: String,
    /// Path, or `frame#row`.
    pub origin: String,
    /// Decoded text; every offset counts in it.
    pub text: String,
    /// Language, where a column or the file states it.
    pub lang: Option<Lang>,
    /// Date as stated by metadata.
    pub date: Option<String>,
    /// Title as stated by metadata.
    pub title: Option<String>,
    /// Source as stated by metadata.
    pub source: Option<String>,
    /// Address of publication.
    pub url: Option<String>,
    /// File name, where the document is a file of its own.
    pub filename: Option<String>,
    /// Encoding of the bytes it was decoded from.
    pub encoding: Option<String>,
    /// Whether a leading `---` block is front matter.
    pub front_matter: bool,
    /// Number of leading paragraphs known to be headings.
    pub title_lines: usize,
    /// What the reader noticed.
    pub warnings: Vec<String>,
}

impl Draft {
    /// A document that is a file of its own.
    pub fn from_file(file: FileText, id: String, origin: String, filename: Option<String>) -> Self {
        Self {
            id,
            origin,
            text: file.text,
            lang: file.lang.as_deref().and_then(Lang::parse),
            date: file.date,
            title: file.title,
            source: file.source,
            url: file.url,
            filename,
            encoding: Some(file.encoding.to_owned()),
            front_matter: true,
            title_lines: file.title_lines,
            warnings: file.warnings,
        }
    }
}

/// A document as it is kept.
#[derive(Debug)]
pub struct Document {
    /// Identity, unique within the corpus.
    pub id: String,
    /// Path, or `frame#row`.
    pub origin: String,
    /// Decoded text; every offset counts in it.
    pub text: String,
    /// Language its tokens were cut by.
    pub lang: Lang,
    /// Date, where one was stated.
    pub date: Option<Found>,
    /// Stated dates that disagree with it.
    pub conflicts: Vec<String>,
    /// Title.
    pub title: Option<String>,
    /// Newspaper or agency.
    pub source: Option<String>,
    /// Rubric.
    pub rubric: Option<String>,
    /// Encoding of the bytes it was decoded from.
    pub encoding: Option<String>,
    /// Zones by kind, in text order.
    pub zones: Vec<Zone>,
    /// Byte ranges that are counted (title and body), in text order.
    pub counted: Vec<Range<usize>>,
    /// Further fields of the front matter, in file order.
    pub fields: Vec<(String, String)>,
    /// What was noticed on the way.
    pub warnings: Vec<String>,
    /// Number of counted tokens.
    pub n_tokens: usize,
}

impl Document {
    /// The counted part; ranges that are not adjacent are joined by a blank line.
    pub fn body(&self) -> String {
        let parts: Vec<&str> = self.counted.iter().map(|range| &self.text[range.clone()]).collect();
        parts.join("\n\n")
    }
}
