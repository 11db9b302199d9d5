//! Spans that stay whole whatever they hold: URLs, e-mail addresses, #hashtags, @mentions.
//!
//! Each kind is found by the sign that it cannot do without. Regular expressions would say the same, but compiling them
//! takes longer than segmenting a thousand articles; the tests compare with them.

use std::ops::Range;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

use super::token::TokenKind;

/// The first span of a kind that starts at or after a place.
type Find = fn(&str, usize) -> Option<Range<usize>>;

/// The kinds of span; of two that start at the same place, the first in this list counts.
const KINDS: [(TokenKind, Find); 5] = [
    (TokenKind::Url, url),
    (TokenKind::Url, site),
    (TokenKind::Email, email),
    (TokenKind::Hashtag, hashtag),
    (TokenKind::Mention, mention),
];

/// What URLs without a scheme begin with.
const WWW: &[u8] = b"www.";

/// The spans of a text, in order.
pub(super) fn find(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !may_hold(text) {
        return found;
    }
    let mut next = KINDS.map(|(_, find)| find(text, 0));
    while let Some((kind, whole)) = first(&next) {
        for ((_, find), next) in KINDS.iter().zip(&mut next) {
            if next.as_ref().is_some_and(|next| next.start < whole.end) {
                *next = find(text, whole.end);
            }
        }
        let glued = text[..whole.start].chars().next_back().is_some_and(|c| c.is_alphanumeric() || is_mark(c));
        let end = if kind == TokenKind::Url { whole.start + url_length(&text[whole.clone()]) } else { whole.end };
        if !glued {
            found.push(whole.start..end);
        }
    }
    found
}

/// The leftmost of the next spans.
fn first(next: &[Option<Range<usize>>; KINDS.len()]) -> Option<(TokenKind, Range<usize>)> {
    let spans = KINDS.iter().zip(next).filter_map(|(&(kind, _), next)| Some((kind, next.clone()?)));
    spans.min_by_key(|(_, span)| span.start)
}

/// Kind of a norm that as a whole is one such span.
pub(super) fn kind(norm: &str) -> Option<TokenKind> {
    let is_whole = |&&(_, find): &&(TokenKind, Find)| find(norm, 0) == Some(0..norm.len());
    KINDS.iter().filter(|_| may_hold(norm)).find(is_whole).map(|&(kind, _)| kind)
}

/// Schemes: what comes before `://`.
const SCHEMES: [&str; 3] = ["https", "http", "ftp"];

fn url(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..].match_indices("://").find_map(|(at, sign)| {
        let before = &text.as_bytes()[from..from + at];
        let start = |scheme: &&str| before.len().checked_sub(scheme.len());
        let is_there =
            |scheme: &&&str| start(scheme).is_some_and(|at| before[at..].eq_ignore_ascii_case(scheme.as_bytes()));
        let scheme = SCHEMES.iter().find(is_there)?;
        url_behind(text, from + start(scheme)?..from + at + sign.len())
    })
}

/// A URL that begins with `www.`.
fn site(text: &str, from: usize) -> Option<Range<usize>> {
    let heads =
        text.as_bytes()[from..].windows(WWW.len()).enumerate().filter(|(_, head)| head.eq_ignore_ascii_case(WWW));
    heads.map(|(at, _)| from + at).find_map(|start| url_behind(text, start..start + WWW.len()))
}

fn url_behind(text: &str, head: Range<usize>) -> Option<Range<usize>> {
    let end = run(text, head.end, is_of_url);
    (end > head.end).then_some(head.start..end)
}

fn email(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..].match_indices('@').find_map(|(at, sign)| {
        let before = &text[from..from + at];
        let name = before.len()
            - before.chars().rev().take_while(|&c| is_local(c) || c == '.').map(char::len_utf8).sum::<usize>();
        let start = from + name + before[name..].find(|c| c != '.')?;
        Some(start..domain(text, from + at + sign.len())?)
    })
}

/// Where the domain that starts at `from` ends: names separated by dots, the last of which begins with two letters.
fn domain(text: &str, from: usize) -> Option<usize> {
    let (mut name_end, mut end) = (run(text, from, is_of_domain), None);
    let mut start = from;
    while name_end > start && text[name_end..].starts_with('.') {
        start = name_end + 1;
        name_end = run(text, start, is_of_domain);
        // A letter may be followed by its combining marks.
        let letter = text[start..].chars().next().filter(|&c| is_letter(c)).map_or(start, |c| start + c.len_utf8());
        let second = run(text, letter, is_mark);
        if letter > start && text[second..].starts_with(is_letter) {
            end = Some(run(text, second, |c| is_letter(c) || is_mark(c)));
        }
    }
    end
}

fn hashtag(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..].match_indices('#').find_map(|(at, sign)| {
        let start = from + at;
        let letter = run(text, start + sign.len(), |c| c == '_' || is_number(c));
        text[letter..].starts_with(is_letter).then(|| start..run(text, letter, is_of_name))
    })
}

fn mention(text: &str, from: usize) -> Option<Range<usize>> {
    text[from..].match_indices('@').find_map(|(at, sign)| {
        let (start, name) = (from + at, from + at + sign.len());
        if !text[name..].starts_with(|c| c == '_' || is_letter(c)) {
            return None;
        }
        let mut end = run(text, name, is_of_name);
        while text[end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(is_of_name)) {
            end = run(text, end + 1, is_of_name);
        }
        Some(start..end)
    })
}

/// Where the run of characters that satisfy `is`, starting at `from`, ends.
fn run(text: &str, from: usize, is: impl Fn(char) -> bool) -> usize {
    text[from..].find(|c| !is(c)).map_or(text.len(), |length| from + length)
}

fn is_of_url(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '«' | '»' | '“' | '”' | '\u{200B}')
}

fn is_local(c: char) -> bool {
    matches!(c, '%' | '+' | '-') || is_of_name(c)
}

fn is_of_domain(c: char) -> bool {
    c == '-' || (c != '_' && is_of_name(c))
}

fn is_of_name(c: char) -> bool {
    let is_any =
        || matches!(group(c), GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number);
    c == '_' || if c.is_ascii() { c.is_ascii_alphanumeric() } else { is_any() }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphabetic() } else { group(c) == GeneralCategoryGroup::Letter }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && group(c) == GeneralCategoryGroup::Mark
}

fn is_number(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_digit() } else { group(c) == GeneralCategoryGroup::Number }
}

fn group(c: char) -> GeneralCategoryGroup {
    c.general_category_group()
}

fn may_hold(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'@' | b'#')) || text.contains("://") || contains_www(text)
}

fn contains_www(text: &str) -> bool {
    text.as_bytes().windows(WWW.len()).any(|head| head.eq_ignore_ascii_case(WWW))
}

/// A URL leaves the punctuation of its sentence behind, and any closing bracket that it did not open.
fn url_length(url: &str) -> usize {
    let opened = url.matches('(').count();
    let mut closed = url.matches(')').count();
    let mut end = url.len();
    for (at, c) in url.char_indices().rev() {
        match c {
            ')' if closed > opened => closed -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | ']' | '}' | '>' | '…' | '*' | '،' | '؛' | '؟' => {}
            _ => break,
        }
        end = at;
    }
    end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    const NAME: &str = r"[\p{L}\p{M}\p{N}_]";
    const EMAIL: &str = r"[\p{L}\p{M}\p{N}_%+-]+(?:\.+[\p{L}\p{M}\p{N}_%+-]+)*\.*@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.\p{L}\p{M}*\p{L}[\p{L}\p{M}]*";

    /// The kinds as regular expressions.
    struct Twin {
        any: Regex,
        url_head: Regex,
        whole: Vec<Regex>,
    }

    impl Twin {
        fn new() -> Self {
            let url = r#"(?:(?i-u:https?://|ftp://|www\.))[^\s<>"«»“”\u{200B}]+"#;
            let kinds = [
                url.to_owned(),
                EMAIL.to_owned(),
                format!(r"#[\p{{N}}_]*\p{{L}}{NAME}*"),
                format!(r"@[\p{{L}}_]{NAME}*(?:\.{NAME}+)*"),
            ];
            let whole = kinds.iter().map(|kind| Regex::new(&format!("^(?:{kind})$")).unwrap()).collect();
            let url_head = Regex::new(r"^(?i-u:https?://|ftp://|www\.)").unwrap();
            Self { any: Regex::new(&kinds.join("|")).unwrap(), url_head, whole }
        }

        fn find(&self, text: &str) -> Vec<Range<usize>> {
            let not_glued =
                |span: &regex::Match<'_>| !text[..span.start()].ends_with(|c: char| c.is_alphanumeric() || is_mark(c));
            let end = |span: regex::Match<'_>| match self.url_head.is_match(span.as_str()) {
                true => span.start() + url_length(span.as_str()),
                false => span.end(),
            };
            self.any.find_iter(text).filter(not_glued).map(|span| span.start()..end(span)).collect()
        }

        fn kind(&self, norm: &str) -> Option<TokenKind> {
            let kinds = [TokenKind::Url, TokenKind::Email, TokenKind::Hashtag, TokenKind::Mention];
            self.whole.iter().position(|kind| kind.is_match(norm)).map(|kind| kinds[kind])
        }

        fn check(&self, text: &str) {
            assert_eq!(find(text), self.find(text), "{text:?}");
            assert_eq!(kind(text), self.kind(text), "{text:?}");
            find(text).into_iter().for_each(|span| assert_eq!(kind(&text[span.clone()]), self.kind(&text[span])));
        }
    }

    #[test]
    fn spans_are_those_of_the_regular_expressions() {
        let twin = Twin::new();
        for text in [
            "a@b.cc, www.a@b.cc et http://x@y.zz (https://fr.le360.ma/a_(b)).",
            "a@b@c.de a@b.c a@b.c2 a@b.com2 a.@b.cc ..a@b.cc a..b@c..dd a@-.ee é@é.éé",
            "@a.b. @a..b @1 @_ #1 #1a #_é# x#a x@a sftp://a HTTPS://A wwww.a www. www.«a»",
            "a@b.cc@d.ee #a@b.cc @a@b.cc http://http://a http://www.a https://",
        ] {
            twin.check(text);
        }
    }

    #[test]
    fn a_letter_with_its_marks_is_one() {
        for domain in ["c.ç", "c.c\u{327}"] {
            assert!(find(&format!("a@{domain}0")).is_empty(), "{domain}");
            assert_eq!(find(&format!("a@{domain}a0")).len(), 1, "{domain}");
        }
    }

    /// If every search went over the rest of the text, this would take hours.
    #[test]
    fn each_of_many_spans_is_found() {
        for (text, each) in [("http://a ", 1), ("www.a ", 1), ("a@b.cc ", 1), ("#a ", 1), ("@a ", 1), ("http:// ", 0)] {
            assert_eq!(find(&text.repeat(100_000)).len(), each * 100_000, "{text:?}");
        }
        for signs in ["@", "a@", "#", "://", "www."] {
            assert!(find(&signs.repeat(100_000)).len() <= 1, "{signs:?}");
        }
    }

    #[test]
    fn any_text_has_the_spans_of_the_regular_expressions() {
        let twin = Twin::new();
        let piece = r"[a-cA-Zé1٣_%+.@#-]|https?://|ftp://|WWW\.|www\.|[ \u{301}\u{200B}«²(),]|\PC";
        let text = proptest::collection::vec(piece, 0..14);
        let config = ProptestConfig::with_cases(2_000);
        proptest::test_runner::TestRunner::new(config)
            .run(&text, |pieces| {
                twin.check(&pieces.concat());
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn characters_are_of_the_classes_of_the_regular_expressions() {
        type Is = fn(char) -> bool;
        let classes: [(&str, Is); 7] = [
            (r"\p{L}", is_letter),
            (r"\p{M}", is_mark),
            (r"\p{N}", is_number),
            (NAME, is_of_name),
            (r"[\p{L}\p{M}\p{N}_%+-]", is_local),
            (r"[\p{L}\p{M}\p{N}-]", is_of_domain),
            (r#"[^\s<>"«»“”\u{200B}]"#, is_of_url),
        ];
        // Only characters that both tables know: one may be of a newer Unicode version.
        let assigned = Regex::new(r"^\P{Cn}$").unwrap();
        let characters =
            || ('\0'..='\u{3FFFF}').map(|c| (c, c.to_string())).filter(|(_, text)| assigned.is_match(text));
        for (class, is) in classes {
            let class = Regex::new(&format!("^{class}$")).unwrap();
            assert_eq!(characters().find(|(c, text)| class.is_match(text) != is(*c)), None, "{class}");
        }
    }
}
