//! Text of one document: language, tokens, norms, sentences.

pub mod lang;
pub mod norm;
pub mod segment;
pub mod token;

pub use lang::Lang;
pub use norm::{fold_accents, kind, norm, surface_form};
pub use segment::{Rules, segment};
pub use token::TokenKind;
