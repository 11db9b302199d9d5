//! The publication date in a page's linked data (JSON-LD, schema.org).
//!
//! Only what describes the page itself counts: the top-level object, those of a top-level array or of its `@graph`, and
//! the `mainEntity` of each. Comments, collections and pictures inside an article have dates of their own.

use serde_json::Value;

/// How well a thing's type describes the page: the smaller wins, and the first among equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// An article, a report, a post.
    Article,
    /// The page, or something without a type.
    Page,
}

/// The publication date stated by the best description; malformed JSON states nothing.
pub(super) fn published(json: &str) -> Option<(Rank, String)> {
    // Line ends inside strings, which JSON forbids, are common in pages.
    let json = json.trim_start_matches('\u{FEFF}').replace(char::is_control, " ");
    let value: Value = serde_json::from_str(&json).ok()?;
    let dated = descriptions(&value).into_iter().filter_map(|thing| Some((rank(thing)?, date(thing)?)));
    dated.min_by_key(|(rank, _)| *rank)
}

/// The values of an array, or the value itself: in JSON-LD a single value stands for an array of one.
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

/// `None` for what is neither an article nor a page: a list, a picture, an organisation.
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
