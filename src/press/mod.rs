//! A press document: the date it states, and the zones it is made of.

mod clock;
mod expression;
mod grammar;
mod lex;
mod part;
mod span;
mod words;

pub use expression::parse_date;
