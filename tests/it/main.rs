//! Integration tests of the core, one module a verb.

mod cases;
mod dates;
mod decode;
mod files;
mod html;
mod lexicons;
mod lookup;
mod naive;
mod norm;
mod patterns;
mod press;
mod resolver;
mod segment;
mod sentences;
mod shared;
mod stories;
mod treebank;
