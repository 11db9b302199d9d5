//! Integration tests of the core, one module a verb.

mod cases;
mod norm;
mod segment;
mod sentences;
mod treebank;
