//! The date of publication in the linked data of a page (JSON-LD, schema.org).
//!
//! Only what describes the page itself counts: the object at the top, those of an array at the top or of its `@graph`,
//! and the `mainEntity` of these. Comments, collections and pictures inside an article have dates of their own.

use serde_json::Value;

/// How well a kind of thing speaks for the page; the smaller wins, among equals the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// An article, a report, a post.
    Article,
    /// The page, or a thing that does not say what it is.
    Page,
}

/// The date of publication that the best description states; malformed JSON states nothing.
pub(super) fn published(json: &str) -> Option<(Rank, String)> {
    // Line ends within strings, which JSON forbids, are common in pages.
    let json = json.trim_start_matches('\u{FEFF}').replace(char::is_control, " ");
    let value: Value = serde_json::from_str(&json).ok()?;
    let dated = descriptions(&value).into_iter().filter_map(|thing| Some((rank(thing)?, date(thing)?)));
    dated.min_by_key(|(rank, _)| *rank)
}

/// The values of an array, or the value alone: JSON-LD lets one stand for an array of one.
fn items(value: &Value) -> &[Value] {
    if let Value::Array(values) = value { values } else { std::slice::from_ref(value) }
}

fn graph(top: &Value) -> &[Value] {
    top.get("@graph").map(items).unwrap_or_default()
}

fn descriptions(value: &Value) -> Vec<&Value> {
    let tops = items(value).iter().flat_map(|top| std::iter::once(top).chain(graph(top)));
    tops.flat_map(|top| [Some(top), top.get("mainEntity")]).flatten().collect()
}

/// `None` for what is no article and no page: a list, a picture, an organisation.
fn rank(thing: &Value) -> Option<Rank> {
    let Some(kind) = thing.get("@type") else { return Some(Rank::Page) };
    let ends =
        |ends: &[&str]| items(kind).iter().filter_map(Value::as_str).any(|k| ends.iter().any(|e| k.ends_with(e)));
    let page = ends(&["Page", "CreativeWork", "Review"]).then_some(Rank::Page);
    if ends(&["Article", "Report", "Posting"]) { Some(Rank::Article) } else { page }
}

fn date(thing: &Value) -> Option<String> {
    let date = thing.get("datePublished")?.as_str()?.trim();
    date.contains(|c: char| c.is_ascii_digit()).then(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_line_ends_are_read() {
        let json = "{\"@type\":\"NewsArticle\",\"articleBody\":\"Un\n texte\",\"datePublished\":\"28\\/05\\/2015\"}";
        assert_eq!(published(json), Some((Rank::Article, "28/05/2015".to_owned())));
    }
}
