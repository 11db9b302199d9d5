//! Text of one document: language, tokens, norms, sentences.
//!
//! Bytes become text ([`mod@decode`]), text is cut into tokens ([`segment()`]: a careful path, and in `fast` one that gives
//! the same tokens about twenty times faster), each token has a norm under which it is counted ([`norm()`]) and a kind
//! ([`kind()`]), and tokens are grouped into sentences ([`sentences()`]). The word lists of each language are in
//! `languages/*.toml`.

mod abbreviations;
mod beginnings;
mod code_points;
mod compounds;
pub mod decode;
mod detect;
mod elision;
mod fast;
mod heads;
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

pub(crate) use beginnings::{Beginnings, LOOKED_AT, first_four};
pub use code_points::CodePoints;
pub use decode::decode;
pub use detect::detect;
pub(crate) use fast::Ranges;
pub(crate) use heads::{Heads, TELLING};
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
