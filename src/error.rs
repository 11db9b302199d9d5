//! The crate's one error type. Every message says what was wrong, where, and what to do.

use std::path::PathBuf;

/// What can go wrong, by the floor that detects it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A pattern that cannot be read. `column` counts characters of the pattern from 1.
    #[error("{}pattern {pattern:?}, column {column}: {message}", place(origin, theme.as_deref()))]
    Pattern {
        /// File the pattern came from, or the name of the call; empty for a pattern given on its own.
        origin: String,
        /// Dotted name of the theme, if the pattern belongs to one.
        theme: Option<String>,
        /// The pattern as written.
        pattern: String,
        /// Character of the pattern, from 1, where reading stopped.
        column: usize,
        /// What was expected and what to do.
        message: String,
    },
    /// A lexicon whose structure is wrong (unknown key, wrong type, unknown class, two themes of one name).
    #[error("{origin}: {message}")]
    Lexicon {
        /// File the lexicon came from, or the name of the call.
        origin: String,
        /// What was wrong and what to do.
        message: String,
    },
    /// A period size that does not exist.
    #[error("unknown period {given:?}: use day, week, month, quarter, year or decade (or 1d, 1w, 1mo, 1q, 1y, 10y)")]
    Period {
        /// The word that was given.
        given: String,
    },
    /// Bytes that are not text in any known encoding.
    #[error("{origin}: {message}")]
    Decode {
        /// File or row.
        origin: String,
        /// What was found and what to do.
        message: String,
    },
    /// A file of a format that is read, with something else in it than documents.
    #[error("{origin}: no articles in it: {message}")]
    NoDocuments {
        /// File.
        origin: String,
        /// What was found and what to do.
        message: String,
    },
    /// A file that could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A saved index that is damaged, of another version, or in use.
    #[error("{}: {message}", path.display())]
    SavedIndex {
        /// The file or folder.
        path: PathBuf,
        /// What was found and what to do.
        message: String,
    },
    /// An argument that is out of range.
    #[error("{0}")]
    Argument(String),
    /// The caller asked to stop (Ctrl-C).
    #[error("interrupted")]
    Interrupted,
}

/// A `Result` with the crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// Where a pattern comes from, as the beginning of a message.
fn place(origin: &str, theme: Option<&str>) -> String {
    let origin = if origin.is_empty() { String::new() } else { format!("{origin}: ") };
    theme.map_or(origin.clone(), |theme| format!("{origin}theme {theme:?}, "))
}
