//! A document before and after it is read.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::files::FileText;
use crate::press::Found;
use crate::text::Lang;

/// Decoded text of a document: owned, or a row of a shared column, which is not copied.
#[derive(Clone)]
pub enum Text {
    /// A text of its own.
    Own(String),
    /// A row of a column.
    Row(Arc<dyn Rows>, usize),
}

/// A column of texts that is owned elsewhere.
pub trait Rows: Send + Sync {
    /// The text of a row.
    fn row(&self, row: usize) -> &str;
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(text) => text,
            Self::Row(rows, row) => rows.row(*row),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Own(String::new())
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Self {
        Self::Own(text.into())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(formatter)
    }
}

/// What a reader knows of a document before looking at its text.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Identity, unique within the corpus.
    pub id: String,
    /// Path, or `frame#row`.
    pub origin: String,
    /// Decoded text; all offsets refer to it.
    pub text: Text,
    /// Language, if a column or the file states it.
    pub lang: Option<Lang>,
    /// Date as stated by metadata.
    pub date: Option<String>,
    /// Title as stated by metadata.
    pub title: Option<String>,
    /// Source as stated by metadata.
    pub source: Option<String>,
    /// Rubric as stated by metadata.
    pub rubric: Option<String>,
    /// Address of publication.
    pub url: Option<String>,
    /// File name, if the document is a file of its own.
    pub filename: Option<String>,
    /// Encoding of the bytes that the text was decoded from.
    pub encoding: Option<String>,
    /// Whether a leading `---` block is front matter.
    pub front_matter: bool,
    /// Number of leading paragraphs known to be headings.
    pub title_lines: usize,
    /// Bytes of a line known to be that of the date.
    pub date_line: Option<Range<usize>>,
    /// Further fields, which become columns.
    pub fields: Vec<(String, String)>,
    /// What the reader noticed.
    pub warnings: Vec<String>,
}

impl Draft {
    /// A document that is a file of its own, or a numbered article of an export, which is named like a row of a table. The
    /// file name of an export does not tell when an article was published, so it is left out.
    pub fn from_file(file: FileText, id: &str, origin: &str, filename: Option<String>) -> Self {
        let of_article = |name: &str| file.article.map_or_else(|| name.to_owned(), |number| format!("{name}#{number}"));
        Self {
            id: of_article(id),
            origin: of_article(origin),
            text: file.text.into(),
            lang: file.lang.as_deref().and_then(Lang::parse),
            date: file.date,
            title: file.title,
            source: file.source,
            rubric: file.rubric,
            url: file.url,
            filename: filename.filter(|_| file.article.is_none()),
            encoding: Some(file.encoding.to_owned()),
            front_matter: true,
            title_lines: file.title_lines,
            date_line: file.date_line,
            fields: file.fields,
            warnings: file.warnings,
        }
    }
}

/// What is known of a document once it has been read, apart from its text and tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Identity, unique within the corpus.
    pub id: String,
    /// Path, or `frame#row`.
    pub origin: String,
    /// Language whose rules cut its tokens.
    pub lang: Lang,
    /// Date, if one was stated.
    pub date: Option<Found>,
    /// Stated dates that disagree with `date`.
    pub conflicts: Vec<String>,
    /// Title.
    pub title: Option<String>,
    /// Newspaper or agency.
    pub source: Option<String>,
    /// Rubric.
    pub rubric: Option<String>,
    /// Encoding of the bytes that the text was decoded from.
    pub encoding: Option<String>,
    /// Byte ranges that are counted (title and body), in text order.
    pub counted: Vec<Range<usize>>,
    /// Further fields of the file and of its front matter, in order.
    pub fields: Vec<(String, String)>,
    /// What was noticed while reading it.
    pub warnings: Vec<String>,
    /// Number of counted tokens.
    pub n_tokens: usize,
    /// Number of code points.
    pub n_chars: usize,
}
