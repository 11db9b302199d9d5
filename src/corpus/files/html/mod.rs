//! Turns HTML into the text that a reader of the article sees.
//!
//! html5gum (the WHATWG tokenizer) reads the tags; the rules here are those of the rendering section of the HTML
//! standard, reduced to text: block elements are paragraphs, separated by a blank line; `<br>` is a line end; inline
//! elements leave no trace; white space collapses as in CSS (where no-break spaces and soft hyphens are not white
//! space). What is never part of the article (scripts, navigation, footers, asides, buttons, embedded frames, hidden
//! elements) is dropped. If the page marks its `<article>` or `<main>`, and most of its prose is there, only that is
//! taken.

mod article;
mod block;
mod cdata;
mod elements;
mod export;
mod linked;
mod meta;
mod page;
mod times;

pub(super) use article::BETWEEN;
pub(super) use block::Writer;
pub(super) use cdata::as_text;
pub use meta::declared_charset;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use self::page::Page;
use super::FileText;

/// Extracts the documents of a page: the articles of an export of a press database, or the page itself. `encoding` is
/// left empty.
pub fn html_texts(html: &str) -> Vec<FileText> {
    export::articles(html).unwrap_or_else(|| vec![html_text(html)])
}

/// Extracts text and metadata from a page; malformed HTML yields what can be read. `encoding` is left empty.
pub fn html_text(html: &str) -> FileText {
    let html = cdata::xhtml_as_text(html);
    let mut page = walk(&html, Page::default());
    if page.may_hide_all() {
        let revealed = walk(&html, Page::revealing());
        if revealed.has_prose() {
            page = revealed;
        }
    }
    let (blocks, meta) = page.finish();
    article::compose(blocks, meta)
}

fn walk(html: &str, mut page: Page) -> Page {
    tokens(html, |token| match token {
        Token::StartTag(tag) => page.start(&tag),
        Token::EndTag(tag) => page.end(&tag.name),
        Token::String(text) => page.text(&text.value),
        Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
    });
    page.end_of_page()
}

/// Hands over the tokens of a page.
fn tokens(html: &str, each: impl FnMut(Token<()>)) {
    tokens_of(html, true, each);
}

/// Hands over the tokens of markup; in a page, the names of some elements (`title`, `script`) say that they hold no other
/// elements.
pub(super) fn tokens_of(markup: &str, is_page: bool, mut each: impl FnMut(Token<()>)) {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(is_page);
    for Ok(token) in Tokenizer::new_with_emitter(markup, emitter) {
        each(token);
    }
}
