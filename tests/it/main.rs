//! Integration tests of the core, one module a verb.

mod dates;
mod press;
