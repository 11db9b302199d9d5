//! The elements of an XML file, one after the other, each with the place where it ends: nothing recurses, so that depth
//! costs memory, never call stack.
//!
//! The tokenizer is that of HTML, which reads the markup of XML and never fails. It knows no entities but those of HTML
//! and characters by number, so none that a file declares is expanded.

use std::collections::HashMap;

use html5gum::{StartTag, Token};

use super::super::html::{as_text, tokens_of};
use super::prose::{Part, Prose};

/// An element or a piece of text.
#[derive(Debug)]
enum Node {
    Element {
        /// In lower case, with its prefix.
        name: String,
        attributes: Vec<(String, String)>,
        /// Number of the first node behind the element.
        end: usize,
    },
    Text(String),
}

/// All nodes in the order in which they begin.
#[derive(Debug, Default)]
pub(in crate::corpus::files) struct Tree {
    nodes: Vec<Node>,
    /// Elements that are open, and how many of each name.
    open: Vec<usize>,
    names: HashMap<String, usize>,
    /// Whether a start or an end of an element is missing.
    pub(super) is_broken: bool,
}

impl Tree {
    pub(in crate::corpus::files) fn of(file: &str) -> Self {
        let mut tree = Self::default();
        tokens_of(&as_text(file), false, |token| match token {
            Token::StartTag(tag) => tree.start(&tag),
            Token::EndTag(tag) => tree.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) if !tree.open.is_empty() => {
                tree.nodes.push(Node::Text(String::from_utf8_lossy(&text.value).into_owned()));
            }
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        });
        tree.is_broken |= !tree.open.is_empty();
        while !tree.open.is_empty() {
            tree.close();
        }
        tree
    }

    /// The first element.
    pub(in crate::corpus::files) fn root(&self) -> Option<Element<'_>> {
        let at = self.nodes.iter().position(|node| matches!(node, Node::Element { .. }))?;
        Some(Element { nodes: &self.nodes, at })
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let words = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let name = words(&tag.name);
        let attributes = tag.attributes.iter().map(|(name, value)| (words(name), words(&value.value))).collect();
        *self.names.entry(name.clone()).or_default() += 1;
        self.open.push(self.nodes.len());
        self.nodes.push(Node::Element { name, attributes, end: 0 });
        if tag.self_closing {
            self.close();
        }
    }

    /// Closes the innermost element of this name, and those inside it.
    fn end(&mut self, name: &str) {
        if self.names.get(name).is_none_or(|&open| open == 0) {
            self.is_broken = true;
            return;
        }
        while self.close().is_some_and(|closed| closed != name) {
            self.is_broken = true;
        }
    }

    /// Closes the innermost element, and returns its name.
    fn close(&mut self) -> Option<String> {
        let (at, behind) = (self.open.pop()?, self.nodes.len());
        let Node::Element { name, end, .. } = &mut self.nodes[at] else { return None };
        *end = behind;
        self.names.entry(name.clone()).and_modify(|open| *open -= 1);
        Some(name.clone())
    }
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus::files) struct Element<'a> {
    nodes: &'a [Node],
    at: usize,
}

impl<'a> Element<'a> {
    /// Its name in lower case, with its prefix.
    pub(super) fn name(self) -> &'a str {
        let Node::Element { name, .. } = &self.nodes[self.at] else { return "" };
        name
    }

    /// Its name in lower case, without a prefix.
    pub(in crate::corpus::files) fn local_name(self) -> &'a str {
        local(self.name())
    }

    pub(super) fn attributes(self) -> &'a [(String, String)] {
        let Node::Element { attributes, .. } = &self.nodes[self.at] else { return &[] };
        attributes
    }

    /// The value of an attribute, if it has one that is not blank.
    pub(in crate::corpus::files) fn attribute(self, name: &str) -> Option<&'a str> {
        let value = self.attributes().iter().find(|(own, _)| own == name).map(|(_, value)| value.trim());
        value.filter(|value| !value.is_empty())
    }

    fn end(self) -> usize {
        let Node::Element { end, .. } = &self.nodes[self.at] else { return self.at + 1 };
        *end
    }

    fn element(self, at: usize) -> Option<Self> {
        matches!(self.nodes[at], Node::Element { .. }).then_some(Self { nodes: self.nodes, at })
    }

    /// The elements directly inside it.
    pub(super) fn children(self) -> impl Iterator<Item = Self> + Clone {
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while at < self.end() {
                let here = self.element(at);
                at = here.map_or(at + 1, Self::end);
                if here.is_some() {
                    return here;
                }
            }
            None
        })
    }

    /// All elements inside it, in order.
    pub(super) fn inside(self) -> impl Iterator<Item = Self> + Clone {
        (self.at + 1..self.end()).filter_map(move |at| self.element(at))
    }

    /// Like [`Element::inside`], without the elements of these local names and what is inside them.
    pub(in crate::corpus::files) fn inside_without(self, dropped: &[&str]) -> impl Iterator<Item = Self> {
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            while at < self.end() {
                let Some(here) = self.element(at) else {
                    at += 1;
                    continue;
                };
                let is_dropped = dropped.contains(&here.local_name());
                at = if is_dropped { here.end() } else { at + 1 };
                if !is_dropped {
                    return Some(here);
                }
            }
            None
        })
    }

    /// The outermost elements whose local name is sought: those inside it, or the element itself.
    pub(in crate::corpus::files) fn outermost(self, is_sought: impl Fn(&str) -> bool) -> impl Iterator<Item = Self> {
        let mut at = self.at;
        std::iter::from_fn(move || {
            while at < self.end() {
                let here = self.element(at).filter(|here| is_sought(here.local_name()));
                at = here.map_or(at + 1, Self::end);
                if here.is_some() {
                    return here;
                }
            }
            None
        })
    }

    /// The first element of a local name that is directly inside it.
    pub(in crate::corpus::files) fn child(self, name: &str) -> Option<Self> {
        self.children().find(|child| child.local_name() == name)
    }

    /// The first element of a local name anywhere inside it.
    pub(in crate::corpus::files) fn find(self, name: &str) -> Option<Self> {
        self.inside().find(|element| element.local_name() == name)
    }

    /// Its words on one line; `None` if there are none.
    pub(super) fn line(self) -> Option<String> {
        let words = self.paragraphs(|_| Part::Inline).join(" ");
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then_some(line)
    }

    /// Its paragraphs, white space collapsed, given the part that each local name plays.
    pub(super) fn paragraphs(self, part: impl Fn(&str) -> Part) -> Vec<String> {
        let (mut prose, mut choice) = (Prose::default(), 0);
        let mut at = self.at + 1;
        while at < self.end() {
            prose.close(at);
            match &self.nodes[at] {
                Node::Text(text) => prose.text(text),
                Node::Element { name, end, .. } => match part(local(name)) {
                    Part::Dropped => {
                        at = *end;
                        continue;
                    }
                    Part::Replaced if at < choice => {
                        at = *end;
                        continue;
                    }
                    Part::Choice => choice = *end,
                    part => prose.open(part, *end),
                },
            }
            at += 1;
        }
        prose.finish()
    }

    /// All its text as it stands, with the markup inside it left out.
    pub(in crate::corpus::files) fn text(self) -> String {
        let text = |node: &'a Node| if let Node::Text(text) = node { text } else { "" };
        self.nodes[self.at + 1..self.end()].iter().map(text).collect()
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_they_are_closed_or_those_around_them_end() {
        let tree = Tree::of(
            "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a b='1'> un <c/>deux<d><e>trois</d> &amp; &x;</a>quatre",
        );
        let root = tree.root().expect("a root");
        assert!(tree.is_broken);
        assert_eq!((root.attribute("b"), root.line().as_deref()), (Some("1"), Some("un deuxtrois & &x;")));
        assert_eq!(root.children().map(Element::name).collect::<Vec<_>>(), ["c", "d"]);
        assert_eq!(root.inside().map(Element::name).collect::<Vec<_>>(), ["c", "d", "e"]);
        assert!(
            !Tree::of("<a><b/>c</a>").is_broken && Tree::of("<a></b></a>").is_broken && Tree::of("").root().is_none()
        );
    }
}
