//! Integration tests of the core, one module a verb.

mod dates;
mod decode;
mod files;
mod html;
mod lexicons;
mod lookup;
mod naive;
mod patterns;
mod press;
mod resolver;
mod shared;
mod stories;
