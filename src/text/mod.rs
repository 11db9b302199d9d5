//! Text of one document: language, tokens, norms, sentences.

mod abbreviations;
mod compounds;
mod elision;
mod kind;
pub mod lang;
mod languages;
mod lines;
mod norm;
mod numbers;
mod piece;
mod segment;
mod sentences;
mod spans;
pub mod token;

pub use kind::kind;
pub use lang::Lang;
pub use norm::{fold_accents, norm, surface_form};
pub use segment::{Rules, segment};
pub use sentences::sentences;
pub use token::TokenKind;
