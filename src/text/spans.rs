//! Spans that stay whole whatever they hold: URLs, e-mail addresses, #hashtags, @mentions.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Regex, RegexSet};
use unicode_normalization::char::is_combining_mark;

use super::token::TokenKind;

const URL: &str = r#"(?i:https?://|ftp://|www\.)[^\s<>"«»“”\u{200B}]+"#;
const EMAIL: &str = r"[\p{L}\p{M}\p{N}_%+-]+(?:\.+[\p{L}\p{M}\p{N}_%+-]+)*\.*@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.\p{L}[\p{L}\p{M}]+";
const HASHTAG: &str = r"#[\p{N}_]*\p{L}[\p{L}\p{M}\p{N}_]*";
const MENTION: &str = r"@[\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}\p{M}\p{N}_]+)*";

static ANY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("{URL}|{EMAIL}|{HASHTAG}|{MENTION}")).expect("the patterns above compile"));

/// What a span starts with that is a URL, and none of the others, which are asked for behind it.
static URL_HEAD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:https?://|ftp://|www\.)").expect("the pattern compiles"));

static WHOLE: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([URL, EMAIL, HASHTAG, MENTION].map(|p| format!("^(?:{p})$"))).expect("the patterns above compile")
});

/// The spans of a text in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    for whole in ANY.find_iter(text) {
        let glued =
            text[..whole.start()].chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_combining_mark(c));
        let is_url = URL_HEAD.is_match(whole.as_str());
        let end = if is_url { whole.start() + url_length(whole.as_str()) } else { whole.end() };
        if !glued {
            found.push(whole.start()..end);
        }
    }
    found
}

/// Kind of a norm that is one such span as a whole.
pub(super) fn kind(norm: &str) -> Option<TokenKind> {
    if !may_hold(norm) {
        return None;
    }
    let first = WHOLE.matches(norm).iter().next()?;
    Some([TokenKind::Url, TokenKind::Email, TokenKind::Hashtag, TokenKind::Mention][first])
}

fn may_hold(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'@' | b'#')) || text.contains("://") || contains_www(text)
}

fn contains_www(text: &str) -> bool {
    text.as_bytes().windows(4).any(|w| w.eq_ignore_ascii_case(b"www."))
}

/// A URL gives back the punctuation of the sentence it stands in, and a bracket that it does not open.
fn url_length(url: &str) -> usize {
    let opened = url.matches('(').count();
    let mut closed = url.matches(')').count();
    let mut end = url.len();
    for (at, c) in url.char_indices().rev() {
        match c {
            ')' if closed > opened => closed -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}' | '>' | '…' | '*' => {}
            _ => break,
        }
        end = at;
    }
    end
}
