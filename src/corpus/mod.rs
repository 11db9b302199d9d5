//! Many documents: reading, vocabulary, token columns.

pub mod files;
pub mod vocabulary;

pub use vocabulary::Vocabulary;
