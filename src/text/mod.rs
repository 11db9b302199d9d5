//! Text of one document: language, tokens, norms, sentences.

mod abbreviations;
mod code_points;
mod compounds;
pub mod decode;
mod detect;
mod elision;
mod fast;
mod kind;
pub mod lang;
mod languages;
mod lines;
mod norm;
mod numbers;
mod openers;
mod piece;
pub(crate) mod scan;
mod segment;
mod sentences;
mod spans;
pub mod token;
mod wide;

pub use code_points::CodePoints;
pub use decode::decode;
pub use detect::detect;
pub(crate) use fast::Ranges;
pub use kind::kind;
pub use lang::Lang;
pub(crate) use lines::ends_paragraph;
pub use norm::{fold_accents, norm, surface_form};
pub(crate) use segment::{Keep, Source, segment_while};
pub use segment::{Rules, segment, segment_counted, segment_slowly};
pub(crate) use sentences::{all_go_on, are_in_one, sentence_starts};
pub use sentences::{goes_on, sentence_ends, sentences};
pub use token::TokenKind;
pub(crate) use wide::wide;
