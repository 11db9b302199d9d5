//! Many documents: reading, vocabulary, token columns.

pub mod vocabulary;

pub use vocabulary::Vocabulary;
