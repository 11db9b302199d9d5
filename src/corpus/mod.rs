//! Many documents: reading, vocabulary, token columns.

pub mod files;
pub mod stories;
pub mod vocabulary;

pub use vocabulary::Vocabulary;
