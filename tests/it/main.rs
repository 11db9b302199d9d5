//! Integration tests of the core, one module a verb.

mod lexicons;
mod lookup;
mod naive;
mod patterns;
mod resolver;
