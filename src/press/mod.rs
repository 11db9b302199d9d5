//! A press document: the date it states, and the zones it is made of.
//!
//! A file of press is more than its body. [`read()`] finds date header, credit, rubric, title, dateline, date line, source
//! line and links; a line in doubt stays in the body. The date is the first one that is stated, in the order of [`Origin`].
//! It is never guessed from prose and never completed from today's date; if nothing states it, it is `None`.

mod address;
mod author;
mod boilerplate;
mod candidate;
mod clock;
mod date_line;
mod dateline;
mod elapsed;
mod expression;
mod facts;
mod fields;
mod fold;
mod front_matter;
mod grammar;
mod header;
mod islamic;
mod label;
mod letterhead;
mod lex;
mod likely;
mod lines;
mod lists;
mod metadata;
mod notice;
mod opening;
mod page;
mod part;
mod phrase_list;
#[cfg(test)]
mod phrases;
mod placed;
mod plain;
mod read;
mod source;
mod span;
mod stated;
mod title;
mod town_line;
mod vocabulary;
mod words;
mod zone;

pub(crate) use author::introduces_author;
pub use candidate::{Found, Origin};
pub use date_line::parse_date;
pub use facts::date_within;
pub use front_matter::{FrontMatter, front_matter};
pub use read::{Given, Press, read};
pub(crate) use stated::{Stated, StatedPart, stated, stated_part};
pub use zone::{Zone, ZoneKind};
