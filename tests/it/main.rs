//! Integration tests of the core, one module a verb.

mod patterns;
mod resolver;
mod support;
