//! Integration tests of the core, one module a verb.

mod decode;
mod files;
mod html;
mod shared;
mod stories;
mod patterns;
mod resolver;
mod support;
mod dates;
mod press;
