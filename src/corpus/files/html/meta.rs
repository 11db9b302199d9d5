//! What a page states about itself: title, publication date, language, site, address, encoding.
//!
//! Open Graph and its `article:` properties (ogp.me), Dublin Core, schema.org as microdata and JSON-LD, and HTML's own
//! `time`, `link rel=canonical` and `lang`. Only statements of publication count as its date, never those of a
//! modification.

use std::sync::LazyLock;

use html5gum::StartTag;

use super::linked::{Rank, published};

static CHARSET: LazyLock<regex::bytes::Regex> = LazyLock::new(|| {
    let pattern = r#"(?i-u)(?:<meta[^>]+?charset\s*=|<\?xml[^>]+?encoding\s*=)\s*["']?\s*([a-z0-9_:.\-]+)"#;
    regex::bytes::Regex::new(pattern).expect("a pattern")
});

/// How far to look for the encoding, in bytes. The standard says 1024; saved pages often have comments before it.
const PRESCAN: usize = 1 << 13;

/// The encoding a page declares in a `meta` element or an XML declaration.
pub fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let found = CHARSET.captures(head)?;
    Some(String::from_utf8_lossy(&found[1]).into_owned())
}

/// Names of date properties, the most reliable first; among equals the first in the page wins.
const PROPERTIES: [&str; 14] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dcterms.issued",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "date",
];

/// The element whose text is being collected.
#[derive(Debug, Default, PartialEq, Eq)]
enum Listening {
    #[default]
    Nothing,
    Title,
    LinkedData,
    Script,
}

/// The statements found so far.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) lang: Option<String>,
    pub(super) site: Option<String>,
    pub(super) canonical: Option<String>,
    pub(super) og_url: Option<String>,
    og_title: Option<String>,
    title: String,
    title_done: bool,
    property_date: Option<(usize, String)>,
    linked_date: Option<(Rank, String)>,
    linked_data: String,
    listening: Listening,
}

impl Meta {
    /// Handles the start of an element that states something.
    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        match tag.name.as_slice() {
            b"html" => keep_first(&mut self.lang, attribute(tag, "lang").or(attribute(tag, "xml:lang"))),
            b"title" => self.listening = Listening::Title,
            b"script" => self.listening = script_kind(tag),
            b"link" => {
                let rel = attribute(tag, "rel").unwrap_or_default().to_lowercase();
                if rel.split_ascii_whitespace().any(|r| r == "canonical") {
                    keep_first(&mut self.canonical, attribute(tag, "href"));
                }
            }
            b"meta" => self.property(tag),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &[u8]) {
        match (&self.listening, name) {
            (Listening::Title, b"title") => {
                // A second title (of a drawing, or of the next page of an export) is not that of the page.
                self.title_done = !self.title.trim().is_empty();
                self.listening = Listening::Nothing;
            }
            (Listening::LinkedData, b"script") => {
                let better = |found: &(Rank, String)| self.linked_date.as_ref().is_none_or(|known| found.0 < known.0);
                if let Some(found) = published(&self.linked_data).filter(better) {
                    self.linked_date = Some(found);
                }
                self.linked_data.clear();
                self.listening = Listening::Nothing;
            }
            (Listening::Script, b"script") => self.listening = Listening::Nothing,
            _ => {}
        }
    }

    /// Takes the text if it belongs to a stating element; returns whether it does.
    pub(super) fn text(&mut self, text: &str) -> bool {
        match self.listening {
            Listening::Nothing => return false,
            Listening::Title if !self.title_done => self.title.push_str(text),
            Listening::LinkedData => self.linked_data.push_str(text),
            Listening::Title | Listening::Script => {}
        }
        true
    }

    /// The title that is not a heading.
    pub(super) fn title_of_page(&self) -> Option<String> {
        let title = self.title.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let title = Some(title).filter(|t| t.chars().any(char::is_alphanumeric));
        self.og_title.clone().or(title)
    }

    /// The publication date as written; `time` is called only if no other element states one.
    pub(super) fn date(&self, time: impl FnOnce() -> Option<String>) -> Option<String> {
        let property = self.property_date.as_ref().map(|(_, date)| date);
        let sure = self.property_date.as_ref().filter(|(rank, _)| *rank < 4).map(|(_, date)| date);
        let linked = self.linked_date.as_ref().map(|(_, date)| date);
        sure.or(linked).or(property).cloned().or_else(time)
    }

    fn property(&mut self, tag: &StartTag<()>) {
        let Some(content) = attribute(tag, "content") else { return };
        let named = ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|a| attribute(tag, a));
        for name in named.map(|n| n.to_lowercase()) {
            match name.as_str() {
                "og:site_name" => keep_first(&mut self.site, Some(content.clone())),
                "og:url" => keep_first(&mut self.og_url, Some(content.clone())),
                "og:title" => keep_first(&mut self.og_title, Some(content.clone())),
                "content-language" => keep_first(&mut self.lang, Some(content.clone())),
                _ => self.dated(&name, &content),
            }
        }
    }

    fn dated(&mut self, name: &str, content: &str) {
        let Some(rank) = PROPERTIES.iter().position(|p| *p == name) else { return };
        let better = self.property_date.as_ref().is_none_or(|(known, _)| rank < *known);
        if better && content.chars().any(|c| c.is_ascii_digit()) {
            self.property_date = Some((rank, content.to_owned()));
        }
    }

    /// The date of a `time`, unless it marks an update. One marked as publication is recorded as well.
    pub(super) fn time(&mut self, tag: &StartTag<()>) -> Option<String> {
        let date = attribute(tag, "datetime").filter(|d| d.contains('-'))?;
        let said = ["itemprop", "class"].iter().filter_map(|a| attribute(tag, a)).collect::<String>().to_lowercase();
        if said.contains("datepublished") {
            self.dated("datepublished", &date);
            return Some(date);
        }
        // WordPress writes `published updated` if nothing was changed.
        let update = said.contains("modif") || said.contains("updat");
        (!update || said.contains("publish")).then_some(date)
    }
}

fn script_kind(tag: &StartTag<()>) -> Listening {
    let kind = attribute(tag, "type").unwrap_or_default();
    if kind.eq_ignore_ascii_case("application/ld+json") { Listening::LinkedData } else { Listening::Script }
}

fn keep_first(place: &mut Option<String>, value: Option<String>) {
    if place.is_none() {
        *place = value;
    }
}

/// The trimmed value of an attribute; `None` if it is missing or empty.
fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let text = String::from_utf8_lossy(&value.value).trim().to_owned();
    (!text.is_empty()).then_some(text)
}
