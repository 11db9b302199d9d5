//! LexisNexis. Styles say nothing of what a part of an article is, see [`lexisnexis`]; an anchor stands before each.

use html5gum::StartTag;

use super::Article;
use crate::corpus::files::{FileText, lexisnexis};

/// How the name of an anchor before an article begins.
pub(super) const ANCHOR: &str = "DOC_ID_";

/// Whether an element begins an article.
pub(super) fn begins(tag: &StartTag<()>) -> bool {
    let name = tag.attributes.get(b"name".as_slice());
    *tag.name == b"a" && name.is_some_and(|name| name.value.starts_with(ANCHOR.as_bytes()))
}

/// Whether the article is one of the database.
pub(super) fn wrote(article: &Article) -> bool {
    lines(article).any(lexisnexis::is_known)
}

pub(super) fn text(article: &Article) -> FileText {
    lexisnexis::article_text(&lines(article).collect::<Vec<_>>())
}

fn lines(article: &Article) -> impl Iterator<Item = &str> {
    article.pieces.iter().map(|piece| piece.text.trim()).filter(|line| !line.is_empty())
}
