//! `<![CDATA[…]]>` in XHTML. An HTML tokenizer takes it for a comment; an XML reader, and whoever reads the page, sees
//! text.

use std::borrow::Cow;

const OPENS: &str = "<![CDATA[";
const CLOSES: &str = "]]>";
/// How far to look for signs of XHTML, in bytes.
const PRESCAN: usize = 1 << 13;

/// The page with its CDATA sections as text, if it is XHTML.
pub(super) fn xhtml_as_text(page: &str) -> Cow<'_, str> {
    if is_xhtml(page) { as_text(page) } else { Cow::Borrowed(page) }
}

/// XML with its CDATA sections as text.
pub(in crate::corpus::files) fn as_text(page: &str) -> Cow<'_, str> {
    if !page.contains(OPENS) {
        return Cow::Borrowed(page);
    }
    let mut written = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, section)) = rest.split_once(OPENS) {
        let Some((text, after)) = section.split_once(CLOSES) else { break };
        written.push_str(before);
        written.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
        rest = after;
    }
    written.push_str(rest);
    Cow::Owned(written)
}

fn is_xhtml(page: &str) -> bool {
    let head = &page.as_bytes()[..page.len().min(PRESCAN)];
    let named = head.windows(NAMESPACE.len()).any(|words| words == NAMESPACE);
    named || page.trim_start_matches('\u{FEFF}').trim_start().starts_with("<?xml")
}

const NAMESPACE: &[u8] = b"http://www.w3.org/1999/xhtml";
