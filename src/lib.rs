//! Themes of security cooperation in dated press, counted over time, every number traceable to its sentences.
//!
//! The crate is the core of the Python package `coopsec`. It reads press documents ([`press`]: zones and the dates they
//! state), cuts them into tokens ([`text`]), keeps the tokens of many documents as numbers ([`corpus`]), looks for
//! themes among them ([`lexicon`]) and answers questions ([`query`]), each with plain columns.
//!
//! # Example: how often does a theme occur, month by month?
//!
//! ```
//! use coopsec::calendar::Every;
//! use coopsec::corpus::{Control, Corpus, Draft, Options};
//! use coopsec::lexicon::Lexicon;
//! use coopsec::query::themes;
//!
//! let text = "date 2017-08 L'Espagne et le Maroc luttent contre le terrorisme.";
//! let draft = Draft { id: "a".to_owned(), text: text.into(), ..Draft::default() };
//! let corpus = Corpus::build(vec![draft], Options::default(), &Control::default())?;
//!
//! let lexicon = Lexicon::from_toml("[theme.terrorism]\nfr = ['terroris*']", "example")?;
//! let ask = themes::Ask { every: Some(Every::Month), ..themes::Ask::default() };
//! let table = themes::themes(&corpus, &lexicon, &ask, &Control::default())?;
//!
//! assert_eq!(table.count, [1]);
//! assert_eq!(table.n_tokens, [9]);
//! assert_eq!(table.period[0].unwrap().to_string(), "2017-08-01");
//! # Ok::<(), coopsec::Error>(())
//! ```
//!
//! # Example: which words are tokens?
//!
//! ```
//! use coopsec::text::{Rules, segment};
//!
//! let text = "L’Espagne lit-on";
//! let mut tokens = Vec::new();
//! segment(text, Rules::default(), &mut tokens);
//! let words: Vec<&str> = tokens.into_iter().map(|token| &text[token]).collect();
//! assert_eq!(words, ["L’", "Espagne", "lit", "-on"]);
//! ```
//!
//! # Example: what date does a text state?
//!
//! ```
//! use coopsec::press::parse_date;
//! use coopsec::text::Lang;
//!
//! let reading = parse_date("28 mai 2015", Lang::Fr).unwrap();
//! assert_eq!(reading.start.to_string(), "2015-05-28");
//! assert!(parse_date("jeudi", Lang::Fr).is_none());
//! ```

pub mod calendar;
pub mod corpus;
pub mod error;
pub mod lexicon;
pub mod press;
#[cfg(feature = "python")]
mod python;
pub mod query;
pub mod stats;
pub mod text;
pub mod zeroed;

pub use error::{Error, Result};
