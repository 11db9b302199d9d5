//! What the user looks for: themes, their patterns, and which matches count.
//!
//! A [`Lexicon`] is a tree of themes with patterns per language. [`Lexicon::compile`] tokenizes the patterns as texts of
//! that language are tokenized, expands every token pattern on the [`Vocabulary`](crate::corpus::Vocabulary) once, and
//! gives a [`Matcher`] that reads token ids only. [`Matcher::hits`] finds all matches sentence by sentence and resolves
//! overlaps as quanteda's dictionary lookup does: longest first, then leftmost.
//!
//! | written | means |
//! |---|---|
//! | `terrorisme` | that norm |
//! | `terroris*`, `coop?ration` | any signs, one sign, within one token |
//! | `crime organisé` | consecutive tokens |
//! | `(échange\|partage de\|) x` | alternatives, each some tokens or none |
//! | `échange ~4 renseignement*` | up to 4 tokens in between |
//! | `contre {le} terrorisme` | a class of the lexicon |
//! | `/radicalis(é\|ée)/` | regular expression for one whole token |
//! | `=MAP` | exact surface |
//!
//! A hyphen matches a hyphen, a space or nothing; `\` takes the meaning from a sign.

mod automaton;
mod classes;
mod clitics;
mod expand;
mod matcher;
mod pattern;
mod read;
mod report;
mod resolve;
mod spelling;
mod theme;
mod tokens;
mod tree;
mod words;
mod write;

pub use matcher::{Document, Hit, Matcher};
pub use report::PatternReport;
pub use resolve::NestedScope;
pub use theme::{Lexicon, Theme, Written, single};
pub use tree::Node;
