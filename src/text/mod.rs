//! Text of one document: language, tokens, norms, sentences.

pub mod decode;
pub mod lang;
pub mod token;

pub use lang::Lang;
pub use token::TokenKind;
