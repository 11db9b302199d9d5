//! The date of publication in the linked data of a page (JSON-LD, schema.org).
//!
//! Only what describes the page itself counts: the object at the top, those of an array at the top or of its `@graph`,
//! and the `mainEntity` of these. Comments, collections and pictures inside an article have dates of their own.

use super::json::Value;

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
    let value = Value::parse(json)?;
    let dated = descriptions(&value).into_iter().filter_map(|thing| Some((rank(thing)?, date(thing)?)));
    dated.min_by_key(|(rank, _)| *rank)
}

fn descriptions(value: &Value) -> Vec<&Value> {
    let graph = |top| Value::get(top, "@graph").map(Value::items).unwrap_or_default();
    let tops = value.items().into_iter().flat_map(|top| std::iter::once(top).chain(graph(top)));
    tops.flat_map(|top| [Some(top), top.get("mainEntity")]).flatten().collect()
}

/// `None` for what is no article and no page: a list, a picture, an organisation.
fn rank(thing: &Value) -> Option<Rank> {
    let Some(kind) = thing.get("@type") else { return Some(Rank::Page) };
    let ends =
        |ends: &[&str]| kind.items().iter().filter_map(|k| k.text()).any(|k| ends.iter().any(|e| k.ends_with(e)));
    let page = ends(&["Page", "CreativeWork", "Review"]).then_some(Rank::Page);
    if ends(&["Article", "Report", "Posting"]) { Some(Rank::Article) } else { page }
}

fn date(thing: &Value) -> Option<String> {
    let date = thing.get("datePublished")?.text()?.trim();
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
