//! The walk through an export: where articles begin and end, which parts are open.
//!
//! Each article has its own stack of open elements, so that an end tag too many in one article does not spoil the next.

use std::collections::HashMap;

use html5gum::{StartTag, Token};

use super::super::block::Writer;
use super::super::elements::{Role, role};
use super::mark::{Mark, factiva_article};
use super::{Article, Database, Piece, lexisnexis};

/// How many open elements are searched for the one that a tag closes. An export never has so many open at once, and the
/// limit keeps a broken page from taking long.
const NEAR: usize = 64;

/// An open element.
struct Open {
    name: Vec<u8>,
    role: Role,
    mark: Mark,
}

/// State of the walk.
pub(super) struct Walk {
    database: Database,
    done: Vec<Article>,
    article: Option<Article>,
    /// Whether the title of the article was met.
    titled: bool,
    open: Vec<Open>,
    /// How many elements of each name are open.
    names: HashMap<Vec<u8>, usize>,
    writer: Writer,
}

impl Walk {
    pub(super) fn new(database: Database) -> Self {
        Self {
            database,
            done: Vec::new(),
            article: None,
            titled: false,
            open: Vec::new(),
            names: HashMap::new(),
            writer: Writer::default(),
        }
    }

    pub(super) fn token(&mut self, token: &Token<()>) {
        match token {
            Token::StartTag(tag) => self.start(tag),
            Token::EndTag(tag) => self.end(&tag.name),
            Token::String(text) => self.text(&text.value),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    pub(super) fn finish(mut self) -> Vec<Article> {
        self.end_article();
        self.done
    }

    fn mark(&self) -> Mark {
        self.open.last().map_or(Mark::Plain, |open| open.mark)
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let role = role(&tag.name);
        match self.begins(tag, role) {
            Some(article) => self.begin_article(article),
            None if self.article.is_none() => return,
            None => {}
        }
        self.close_before(tag, role);
        let mark = self.mark().of(tag, self.database);
        match role {
            Role::Break => self.writer.line_end(),
            Role::Rule => self.flush(),
            Role::Void => {}
            Role::Stating if mark != Mark::Dropped => {}
            _ if tag.self_closing && *tag.name == b"svg" => {}
            _ => self.push(Open { name: tag.name.to_vec(), role, mark }),
        }
    }

    /// The article that begins with the element, if one does.
    fn begins(&self, tag: &StartTag<()>, role: Role) -> Option<Article> {
        match self.database {
            Database::Factiva => {
                Some(Article { lang: Some(factiva_article(tag)?), is_element: true, ..Article::default() })
            }
            Database::LexisNexis => lexisnexis::begins(tag).then(Article::default),
            Database::Europresse if role == Role::Article => Some(Article { is_element: true, ..Article::default() }),
            // Older exports have no elements of articles; the name of the newspaper comes first.
            Database::Europresse => {
                let named = Mark::Plain.of(tag, self.database) == Mark::Publication;
                let free = self.article.as_ref().is_none_or(|article| !article.is_element && self.titled);
                (named && free).then(Article::default)
            }
        }
    }

    fn begin_article(&mut self, article: Article) {
        self.end_article();
        self.article = Some(article);
        self.titled = false;
    }

    fn end_article(&mut self) {
        self.flush();
        self.done.extend(self.article.take());
        self.open.clear();
        self.names.clear();
    }

    /// Closes what an element ends without an end tag: a paragraph, a cell, a row.
    fn close_before(&mut self, tag: &StartTag<()>, next: Role) {
        let inline = matches!(next, Role::Inline | Role::Break | Role::Void | Role::Stating);
        if inline || next == Role::Dropped {
            return;
        }
        self.close_near(|open| open.name == b"p", |open| open.role != Role::Inline);
        if matches!(tag.name.as_slice(), b"td" | b"th" | b"tr") {
            self.close_near(|open| matches!(open.name.as_slice(), b"td" | b"th"), |open| open.name == b"table");
        }
        if *tag.name == b"tr" {
            self.close_near(|open| open.name == b"tr", |open| open.name == b"table");
        }
        self.flush();
    }

    /// Closes the innermost element that is `sought`, unless there is a `barrier` before it.
    fn close_near(&mut self, sought: impl Fn(&Open) -> bool, barrier: impl Fn(&Open) -> bool) {
        let near = self.open.iter().enumerate().rev().take(NEAR);
        let found =
            near.map(|(at, open)| (at, sought(open), barrier(open))).find(|(_, sought, barrier)| *sought || *barrier);
        if let Some((at, true, _)) = found {
            self.close_from(at);
        }
    }

    fn end(&mut self, name: &[u8]) {
        if self.article.is_none() {
            return;
        }
        let role = role(name);
        if role == Role::Break {
            self.writer.line_end();
        } else if !self.names.contains_key(name) {
            if role == Role::Paragraph {
                self.flush();
            }
        } else if role == Role::Inline {
            self.close_near(|open| open.name == name, |open| open.role != Role::Inline);
        } else if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.close_from(at);
            if self.open.is_empty() && self.article.as_ref().is_some_and(|article| article.is_element) {
                self.end_article();
            }
        }
    }

    fn text(&mut self, bytes: &[u8]) {
        let mark = self.mark();
        if self.article.is_none() || mark == Mark::Dropped {
            return;
        }
        let text = String::from_utf8_lossy(bytes);
        // The edition of a newspaper stands apart from its name by white space alone.
        if mark == Mark::Publication || self.open.last().is_some_and(|open| open.role == Role::Preformatted) {
            self.writer.push_preformatted(&text);
        } else {
            self.writer.push(&text);
        }
    }

    fn push(&mut self, open: Open) {
        self.border(&open, self.mark());
        *self.names.entry(open.name.clone()).or_default() += 1;
        self.open.push(open);
    }

    /// Closes the element at a place of the stack, and those inside it.
    fn close_from(&mut self, at: usize) {
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { return };
            self.border(&open, open.mark);
            if let Some(count) = self.names.get_mut(&open.name) {
                *count -= 1;
                if *count == 0 {
                    self.names.remove(&open.name);
                }
            }
        }
    }

    /// Where an element begins or ends: a block separates paragraphs, and a part with a mark of its own is a piece. What
    /// was written before has the mark `written`.
    fn border(&mut self, open: &Open, written: Mark) {
        if open.role != Role::Inline || open.mark != self.mark() {
            self.take_as(written);
        } else if open.mark == Mark::Publication {
            self.writer.line_end();
        }
    }

    /// Ends the piece being written.
    fn flush(&mut self) {
        self.take_as(self.mark());
    }

    fn take_as(&mut self, mark: Mark) {
        if let (Some(text), Some(article)) = (self.writer.take(), &mut self.article) {
            self.titled |= mark == Mark::Title;
            article.pieces.push(Piece { mark, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::super::tokens;
    use super::*;

    fn walk(page: &str) -> Walk {
        let mut walk = Walk::new(Database::Europresse);
        tokens(page, |token| walk.token(&token));
        walk
    }

    #[test]
    fn few_elements_are_searched_however_many_are_open() {
        let mut walk = walk(&("<article><section>".to_owned() + &"<b>".repeat(20_000)));
        assert_eq!(walk.open.len(), 20_002);
        let searched = Cell::new(0);
        let count = |_: &Open| {
            searched.set(searched.get() + 1);
            false
        };
        walk.close_near(count, |_| false);
        assert_eq!(searched.get(), NEAR);
    }

    #[test]
    fn an_element_is_searched_for_only_if_one_of_its_name_is_open() {
        let broken = walk(&("<article><i><div>".to_owned() + &"<b>".repeat(100) + &"</section>".repeat(100)));
        assert_eq!((broken.open.len(), broken.names[&b"b"[..]]), (103, 100));
        let closed = walk(&("<article><i><div>".to_owned() + &"<b>".repeat(100) + "</div></i></section>"));
        assert_eq!(closed.open.len(), 1);
        assert!(!closed.names.contains_key(&b"b"[..]) && !closed.names.contains_key(&b"div"[..]));
    }
}
