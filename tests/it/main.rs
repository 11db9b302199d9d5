//! Integration tests of the core, one module a verb.

mod decode;
mod files;
mod html;
mod shared;
mod stories;
