//! The walk through a page: which elements are open, which paragraph is being written.

use std::collections::HashMap;

use html5gum::StartTag;

use super::block::{Block, Kind, Time, Writer};
use super::elements::{Role, role};
use super::meta::Meta;

/// An open element.
struct Open {
    name: Vec<u8>,
    role: Role,
    /// Contains reader comments.
    comments: bool,
}

/// A paragraph with more `time` elements is a list of dates.
const MOST_TIMES: usize = 8;

/// State of the walk. The stack replaces recursion, so that depth costs memory, never call stack.
#[derive(Default)]
pub(super) struct Page {
    open: Vec<Open>,
    /// How many elements of each name are open, to recognise an end tag without a start at once.
    names: HashMap<Vec<u8>, usize>,
    dropped: usize,
    preformatted: usize,
    mains: usize,
    forms: usize,
    articles: usize,
    n_articles: usize,
    comments: usize,
    heading: Option<u8>,
    writer: Writer,
    /// The times in the paragraph being written.
    times: Vec<Time>,
    blocks: Vec<Block>,
    meta: Meta,
    /// Styles hide nothing.
    reveals: bool,
    /// A style hides something, or would.
    styled_away: bool,
}

impl Page {
    /// A page that is read including everything its styles hide.
    pub(super) fn revealing() -> Self {
        Self { reveals: true, ..Self::default() }
    }

    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let shown = role(&tag.name);
        self.end_hidden_paragraph(shown);
        let role = if self.hides(tag, shown) { Role::Dropped } else { shown };
        match role {
            // A hidden inline element is open, so this one is kept too: its end tag must not close the outer one.
            Role::Inline if self.names.contains_key(tag.name.as_slice()) => {}
            Role::Inline | Role::Void => return,
            Role::Stating => return self.state(tag),
            Role::Break if self.dropped == 0 => return self.writer.line_end(),
            Role::Break => return,
            // A hidden block separates the words around it.
            Role::Dropped if shown == Role::Paragraph || shown == Role::Block => self.start_inside_heading(),
            Role::Dropped => {}
            Role::Paragraph | Role::Block => self.start_inside_heading(),
            _ => self.flush(),
        }
        // Only foreign elements close themselves; `<svg/>` has no content.
        let kept = role.is_container() || role == Role::Inline;
        if kept && !(tag.self_closing && *tag.name == b"svg") {
            self.push(Open { name: tag.name.to_vec(), role, comments: is_comments(tag) });
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        self.meta.end(name);
        if name == b"time" {
            self.end_time();
        }
        match role(name) {
            Role::Break if self.dropped == 0 => self.writer.line_end(),
            Role::Paragraph if !self.names.contains_key(name) => self.end_paragraph(),
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

    /// Whether only headings and scraps may be left because a style hides the prose until a script has run.
    pub(super) fn may_hide_all(&self) -> bool {
        self.styled_away && !self.has_prose()
    }

    pub(super) fn has_prose(&self) -> bool {
        self.blocks.iter().any(|block| block.prose() > 0)
    }

    /// Ends the page and its last paragraph.
    pub(super) fn end_of_page(mut self) -> Self {
        self.flush();
        self
    }

    pub(super) fn finish(self) -> (Vec<Block>, Meta) {
        (self.blocks, self.meta)
    }

    /// What is hidden inside a paragraph ends with it, even without an end tag, so that nothing more is lost.
    fn end_paragraph(&mut self) {
        while let Some(open) = self.open.pop_if(|open| role(&open.name) == Role::Inline) {
            self.leave(&open);
        }
        self.flush();
    }

    /// A paragraph is on the stack only if it is hidden; any block ends it, as its end tag may be omitted.
    fn end_hidden_paragraph(&mut self, next: Role) {
        let inside = matches!(next, Role::Inline | Role::Break | Role::Void | Role::Stating | Role::Dropped);
        if !inside && self.open.last().is_some_and(|open| open.name == b"p") {
            self.close(b"p");
        }
    }

    fn hides(&mut self, tag: &StartTag<()>, role: Role) -> bool {
        if !(role.is_container() || matches!(role, Role::Paragraph | Role::Inline)) {
            return false;
        }
        let styled = is_styled_away(tag) && !matches!(role, Role::Article | Role::Main) && *tag.name != b"body";
        self.styled_away |= styled;
        is_hidden(tag) || (styled && !self.reveals)
    }

    /// `<h1><div>Titre</div></h1>` is a heading; `<h1>Titre<p>Texte` is one that was never closed.
    fn start_inside_heading(&mut self) {
        if self.heading.is_none() || !self.writer.is_empty() {
            self.flush();
            self.heading = None;
        }
    }

    fn state(&mut self, tag: &StartTag<()>) {
        let title_of_drawing = self.dropped > 0 && *tag.name == b"title";
        let of_comment = self.comments > 0 && matches!(tag.name.as_slice(), b"time" | b"meta");
        if title_of_drawing || of_comment {
            return;
        }
        if *tag.name == b"time" {
            self.start_time(tag);
        } else {
            self.meta.start(tag);
        }
    }

    fn start_time(&mut self, tag: &StartTag<()>) {
        let Some(date) = self.meta.time(tag) else { return };
        if self.dropped == 0 && self.times.len() < MOST_TIMES {
            self.times.push(Time { date, start: self.writer.len(), end: usize::MAX });
        }
    }

    fn end_time(&mut self) {
        if let Some(open) = self.times.last_mut() {
            open.end = open.end.min(self.writer.len());
        }
    }

    fn push(&mut self, open: Open) {
        self.comments += usize::from(open.comments);
        match open.role {
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
        *self.names.entry(open.name.clone()).or_default() += 1;
        self.open.push(open);
    }

    /// Closes the innermost element of this name and everything left open inside it.
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
        self.comments -= usize::from(open.comments);
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
        let text = self.writer.take().unwrap_or_default();
        let times = std::mem::take(&mut self.times);
        if text.is_empty() && times.is_empty() {
            return;
        }
        self.blocks.push(Block {
            text,
            kind: self.heading.map_or(Kind::Prose, Kind::Heading),
            article: (self.articles > 0).then_some(self.n_articles),
            in_main: self.mains > 0,
            in_form: self.forms > 0,
            in_comments: self.comments > 0,
            times,
        });
    }
}

/// The `hidden` attribute (but not `until-found`, which a reader can reveal), and a closed dialog.
fn is_hidden(tag: &StartTag<()>) -> bool {
    let hidden = tag.attributes.get(b"hidden".as_slice()).is_some_and(|v| **v.value != *b"until-found");
    let closed = *tag.name == b"dialog" && !tag.attributes.contains_key(b"open".as_slice());
    closed || hidden
}

/// Whether the element's own `style` has `display: none`.
fn is_styled_away(tag: &StartTag<()>) -> bool {
    let Some(style) = tag.attributes.get(b"style".as_slice()) else { return false };
    let style = String::from_utf8_lossy(&style.value).to_lowercase();
    let declarations = style.split(';').filter_map(|declaration| declaration.split_once(':'));
    declarations.into_iter().any(|(name, value)| name.trim() == "display" && value.trim().starts_with("none"))
}

/// Whether an element's name says that it contains reader comments (`class="comment-list"`), rather than a link to
/// them.
fn is_comments(tag: &StartTag<()>) -> bool {
    let values = ["class", "id"].iter().filter_map(|name| tag.attributes.get(name.as_bytes()));
    let names: String =
        values.flat_map(|value| [String::from_utf8_lossy(&value.value).to_lowercase(), " ".to_owned()]).collect();
    let holds =
        |rest: &str| ["", "s", "aire", "aires"].contains(&rest) || HOLDERS.iter().any(|end| rest.ends_with(end));
    *tag.name != b"body" && names.split_ascii_whitespace().filter_map(|name| name.strip_prefix("comment")).any(holds)
}

/// Endings in the names of elements that contain comments.
const HOLDERS: [&str; 7] = ["list", "area", "section", "thread", "body", "wrapper", "container"];
