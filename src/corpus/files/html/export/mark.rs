//! What the classes of an exported page say of its parts.

use html5gum::StartTag;

use super::super::elements::{Role, role};
use super::Database;

/// What a part of an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing says so.
    Plain,
    /// Name of the newspaper, with its issue and edition.
    Publication,
    /// Section, date, number of words, page.
    Facts,
    /// The title and what stands above and below it.
    TitleBlock,
    Title,
    /// The line below the title.
    Subtitle,
    Author,
    /// The part that holds the text, and what else belongs to it.
    Section,
    /// The text.
    Text,
    /// A row's letters, such as `HD` for its headline.
    Letters,
    /// A paragraph of the text.
    Paragraph,
    /// Copyright, certificate, notes, other papers that printed the article.
    Apart,
    /// Never read.
    Dropped,
}

impl Mark {
    /// The mark of an element inside one that is marked `self`.
    pub(super) fn of(self, tag: &StartTag<()>, database: Database) -> Self {
        if matches!(self, Self::Apart | Self::Dropped) {
            return self;
        }
        let own = match database {
            Database::Europresse => europresse(tag),
            Database::Factiva => factiva(tag),
            // Its classes are styles, numbered anew on each page.
            Database::LexisNexis => dropped(&tag.name),
        };
        match (self, own) {
            (_, Some(mark @ (Self::Apart | Self::Dropped))) => mark,
            // In the text, the class of authors is that of a paragraph.
            (Self::Section | Self::Text, Some(Self::Author)) | (Self::Text, Some(Self::Section)) => self,
            (_, Some(mark)) => mark,
            (_, None) => self,
        }
    }
}

fn europresse(tag: &StartTag<()>) -> Option<Mark> {
    let mark = |class: &str| match class {
        "docpublicationname" | "rdp__docpublicationname" => Some(Mark::Publication),
        "docheader" | "rdp__docheader" => Some(Mark::Facts),
        "titrearticlevisu" | "rdp__articletitle" => Some(Mark::Title),
        "rdp__subtitle" => Some(Mark::Subtitle),
        "titrearticle" => Some(Mark::TitleBlock),
        "docauthors" | "sm-margin-bottomnews" => Some(Mark::Author),
        "doctext" | "dococurrcontainer" => Some(Mark::Text),
        "doc-legalinfo" | "doc-urlref" | "txtcertificat" => Some(Mark::Apart),
        _ if class.starts_with("apd-") || class.starts_with("public-lbl") => Some(Mark::Apart),
        _ => None,
    };
    let of_element = || match tag.name.as_slice() {
        b"footer" | b"aside" => Some(Mark::Apart),
        b"section" => Some(Mark::Section),
        name => dropped(name),
    };
    classes(tag).iter().find_map(|class| mark(class)).or_else(of_element)
}

fn factiva(tag: &StartTag<()>) -> Option<Mark> {
    let mark = |class: &str| match class {
        "articleparagraph" => Some(Mark::Paragraph),
        "author" => Some(Mark::Author),
        "index" => Some(Mark::Letters),
        _ => language_before(class, "headline").map(|_| Mark::Title),
    };
    classes(tag).iter().find_map(|class| mark(class)).or_else(|| dropped(&tag.name))
}

fn dropped(name: &[u8]) -> Option<Mark> {
    (role(name) == Role::Dropped || matches!(name, b"script" | b"title")).then_some(Mark::Dropped)
}

/// The language of `frArticle`, in which Factiva names the article; `None` for an element that is no article.
pub(super) fn factiva_article(tag: &StartTag<()>) -> Option<String> {
    let classes = classes(tag);
    let named = *tag.name == b"div" && classes.iter().any(|class| class == "article");
    classes.iter().filter(|_| named).find_map(|class| language_before(class, "article")).map(str::to_owned)
}

/// `fr` of `frheadline`, and `zhcn` of `zhcnheadline`.
fn language_before<'a>(class: &'a str, ends: &str) -> Option<&'a str> {
    let lang = class.strip_suffix(ends)?;
    (matches!(lang.len(), 2..=4) && lang.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(lang)
}

/// The classes of an element in lower case: the forms of a page differ in it.
fn classes(tag: &StartTag<()>) -> Vec<String> {
    let value = tag.attributes.get(b"class".as_slice());
    let names = value.map(|value| String::from_utf8_lossy(&value.value).to_lowercase()).unwrap_or_default();
    names.split_ascii_whitespace().map(str::to_owned).collect()
}
