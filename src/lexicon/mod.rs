//! What the user looks for: themes, their patterns, and which matches count.
//!
//! A [`Lexicon`] is a tree of themes with patterns per language. [`Lexicon::compile`] tokenizes the patterns as texts
//! of that language are tokenized, expands every token pattern once over the [`Vocabulary`](crate::corpus::Vocabulary),
//! and returns a [`Matcher`] that reads only token ids; in a single pass over text, the matcher learns types as they
//! are met instead. [`Matcher::hits`] finds all matches sentence by sentence and resolves overlaps as quanteda's
//! dictionary lookup does: longest first, then leftmost.
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
//! A hyphen matches a hyphen, a space or nothing; `\` removes the special meaning of the next character.
//!
//! # Example: the hits of a lexicon in a sentence
//!
//! ```
//! use coopsec::corpus::{Control, Vocabulary};
//! use coopsec::lexicon::{Document, Lexicon, NestedScope};
//! use coopsec::text::{Rules, kind, norm, segment};
//!
//! let rules = Rules::default();
//! let text = "Un échange soutenu de renseignements contre le trafic d'armes";
//! let mut tokens = Vec::new();
//! segment(text, rules, &mut tokens);
//! let mut vocabulary = Vocabulary::default();
//! let mut ids = Vec::new();
//! for token in &tokens {
//!     let norm = norm(&text[token.clone()], rules.lang);
//!     ids.push(vocabulary.intern(&norm, kind(&norm)));
//! }
//!
//! let lexicon = Lexicon::from_toml(
//!     r#"
//!     theme.intelligence.fr = ["échange ~4 renseignement*"]
//!     theme.organised_crime.trafficking.fr = ["trafic {de} (armes|drogue*)"]
//!     "#,
//!     "example",
//! )?;
//! let matcher = lexicon.compile(rules, &vocabulary, &Control::default())?;
//! let document = Document { ids: &ids, sentence_starts: &[0], surface: &|token| &text[tokens[token].clone()] };
//! let found: Vec<_> = matcher
//!     .hits(&document, NestedScope::Theme)
//!     .into_iter()
//!     .map(|hit| {
//!         let span = tokens[hit.start as usize].start..tokens[hit.end as usize - 1].end;
//!         (lexicon.themes()[hit.theme as usize].name.as_str(), &text[span])
//!     })
//!     .collect();
//! assert_eq!(found, [
//!     ("intelligence", "échange soutenu de renseignements"),
//!     ("organised_crime", "trafic d'armes"),
//!     ("organised_crime.trafficking", "trafic d'armes"),
//! ]);
//! # Ok::<(), coopsec::Error>(())
//! ```

mod alone;
mod automaton;
mod classes;
mod clitics;
mod compiled;
mod countries;
mod expand;
mod families;
mod globs;
mod graph;
mod lists;
mod literals;
mod makeable;
mod matcher;
mod pattern;
mod pattern_report;
mod read;
mod regexes;
mod resolve;
mod search;
mod shadows;
mod sieve;
mod spelling;
mod theme;
mod tokens;
mod tree;
mod words;
mod write;

pub use matcher::{Document, Hit, Matcher};
pub use pattern_report::{PatternReport, Reach};
pub use resolve::NestedScope;
pub(crate) use search::{Search, Searched};
pub(crate) use sieve::Sieve;
pub(crate) use theme::of_patterns;
pub use theme::{Lexicon, Theme, Written, single};
#[cfg(feature = "python")]
pub(crate) use tree::DEEPEST;
pub use tree::Node;
