//! The walk through a page: which elements are open, which paragraph is being written.

use std::collections::HashMap;

use html5gum::StartTag;

use super::block::{Block, Kind, Writer};
use super::elements::{Role, role};
use super::meta::Meta;

/// An open element.
struct Open {
    name: Vec<u8>,
    role: Role,
}

/// State of the walk. The stack replaces recursion, so depth costs memory, never the call stack.
#[derive(Default)]
pub(super) struct Page {
    open: Vec<Open>,
    /// How often a name is open: an end tag without its start is known at once.
    names: HashMap<Vec<u8>, usize>,
    dropped: usize,
    preformatted: usize,
    mains: usize,
    forms: usize,
    articles: usize,
    n_articles: usize,
    heading: Option<u8>,
    /// A long paragraph was finished.
    prose_seen: bool,
    writer: Writer,
    blocks: Vec<Block>,
    meta: Meta,
}

impl Page {
    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let role = if is_hidden(tag) { Role::Dropped } else { role(&tag.name) };
        match role {
            Role::Inline | Role::Void => return,
            Role::Stating => return self.state(tag),
            Role::Break if self.dropped == 0 => return self.writer.line_end(),
            Role::Break => return,
            Role::Dropped => {}
            Role::Paragraph | Role::Block => self.start_inside_heading(),
            _ => self.flush(),
        }
        // Only foreign elements close themselves; `<svg/>` has no content.
        if role.is_container() && !(tag.self_closing && *tag.name == b"svg") {
            self.push(tag.name.to_vec(), role);
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        self.meta.end(name);
        match role(name) {
            Role::Break if self.dropped == 0 => self.writer.line_end(),
            Role::Paragraph => self.flush(),
            _ if !self.names.contains_key(name) => {}
            _ => self.close(name),
        }
    }

    pub(super) fn text(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        if self.meta.text(&text) || self.dropped > 0 {
            return;
        }
        if self.preformatted > 0 {
            self.writer.push_preformatted(&text);
        } else {
            self.writer.push(&text);
        }
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, Meta) {
        self.flush();
        (self.blocks, self.meta)
    }

    /// `<h1><div>Titre</div></h1>` is a heading; `<h1>Titre<p>Texte` is one that was never closed.
    fn start_inside_heading(&mut self) {
        if self.heading.is_none() || !self.writer.is_empty() {
            self.flush();
            self.heading = None;
        }
    }

    fn state(&mut self, tag: &StartTag<()>) {
        // A date inside the prose is one the article speaks of.
        let may_date = self.dropped == 0 && !self.prose_seen && self.writer.len() < 60;
        let title_of_drawing = self.dropped > 0 && *tag.name == b"title";
        if !title_of_drawing {
            self.meta.start(tag, may_date);
        }
    }

    fn push(&mut self, name: Vec<u8>, role: Role) {
        match role {
            Role::Dropped => self.dropped += 1,
            Role::Preformatted => self.preformatted += 1,
            Role::Main => self.mains += 1,
            Role::Form => self.forms += 1,
            Role::Heading(level) => self.heading = Some(level),
            Role::Article => {
                self.n_articles += usize::from(self.articles == 0);
                self.articles += 1;
            }
            _ => {}
        }
        *self.names.entry(name.clone()).or_default() += 1;
        self.open.push(Open { name, role });
    }

    /// Closes the innermost element of the name and all that were left open inside it.
    fn close(&mut self, name: &[u8]) {
        if self.dropped == 0 {
            self.flush();
        }
        while let Some(open) = self.open.pop() {
            self.leave(&open);
            if open.name == name {
                return;
            }
        }
    }

    fn leave(&mut self, open: &Open) {
        match open.role {
            Role::Dropped => self.dropped -= 1,
            Role::Preformatted => self.preformatted -= 1,
            Role::Main => self.mains -= 1,
            Role::Form => self.forms -= 1,
            Role::Heading(_) => self.heading = None,
            Role::Article => self.articles -= 1,
            _ => {}
        }
        if let Some(n) = self.names.get_mut(&open.name) {
            *n -= 1;
            if *n == 0 {
                self.names.remove(&open.name);
            }
        }
    }

    fn flush(&mut self) {
        let Some(text) = self.writer.take() else { return };
        self.prose_seen |= self.heading.is_none() && text.len() > 200;
        self.blocks.push(Block {
            text,
            kind: self.heading.map_or(Kind::Prose, Kind::Heading),
            article: (self.articles > 0).then_some(self.n_articles),
            in_main: self.mains > 0,
            in_form: self.forms > 0,
        });
    }
}

/// The `hidden` attribute (not `until-found`, which a reader can reach), and a closed dialog.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let hidden = tag.attributes.get(b"hidden".as_slice()).is_some_and(|v| **v.value != *b"until-found");
    let closed = *tag.name == b"dialog" && !tag.attributes.contains_key(b"open".as_slice());
    closed || (hidden && role(&tag.name).is_container())
}
