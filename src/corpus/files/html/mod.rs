//! HTML to the text a reader of the article sees.
//!
//! html5gum (the WHATWG tokenizer) reads the tags; the rules here are those of the rendering section of the HTML
//! standard, reduced to text: block elements are paragraphs, separated by a blank line; `<br>` is a line end; inline
//! elements leave no trace; white space collapses as in CSS (no-break spaces and soft hyphens are no white space there).
//! What is never article (scripts, navigation, footers, asides, buttons, embedded frames) is dropped, and where the page
//! marks its `<article>` or `<main>`, and most of its prose stands there, only that is taken.

mod article;
mod block;
mod cdata;
mod elements;
mod json;
mod linked;
mod meta;
mod page;
mod times;

pub use meta::declared_charset;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::FileText;

/// Extracts text and metadata from a page; malformed HTML gives what can be read. `encoding` is left empty.
pub fn html_text(html: &str) -> FileText {
    let html = cdata::as_text(html);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut page = page::Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(&*html, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(text) => page.text(&text.value),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    let (blocks, meta) = page.finish();
    article::compose(blocks, meta)
}
