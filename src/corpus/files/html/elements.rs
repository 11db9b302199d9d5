//! What an element means to a reader, following the rendering section of the HTML standard (§15).

/// The part an element plays in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Leaves no trace (`em`, `a`, unknown elements).
    Inline,
    /// A paragraph of its own that may contain others.
    Block,
    /// `p`: a block that other blocks close.
    Paragraph,
    /// `h1` to `h6`.
    Heading(u8),
    /// `br`.
    Break,
    /// `hr`: a block without content.
    Rule,
    /// `pre`: a block whose white space is kept.
    Preformatted,
    /// `article`.
    Article,
    /// `main`.
    Main,
    /// `form`: mostly controls, though some old pages are a single form.
    Form,
    /// Never part of the article.
    Dropped,
    /// `meta`, `link`, `time`, `html`, `title`, `script`: they state something about the page.
    Stating,
    /// Has no content and no meaning here.
    Void,
}

/// The role of an element by its lower-case name.
pub(super) fn role(name: &[u8]) -> Role {
    match name {
        b"p" => Role::Paragraph,
        b"br" => Role::Break,
        b"hr" => Role::Rule,
        b"pre" | b"listing" | b"xmp" | b"plaintext" => Role::Preformatted,
        b"article" => Role::Article,
        b"main" => Role::Main,
        b"form" => Role::Form,
        b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => Role::Heading(name[1] - b'0'),
        b"html" | b"meta" | b"link" | b"time" | b"title" | b"script" => Role::Stating,
        b"area" | b"base" | b"col" | b"embed" | b"img" | b"input" | b"param" | b"source" | b"track" | b"wbr" => {
            Role::Void
        }
        b"style" | b"noscript" | b"template" | b"svg" | b"nav" | b"footer" | b"aside" | b"button" | b"iframe"
        | b"select" | b"textarea" | b"datalist" | b"object" | b"applet" | b"canvas" | b"audio" | b"video"
        | b"noframes" | b"noembed" => Role::Dropped,
        b"address" | b"blockquote" | b"body" | b"caption" | b"center" | b"dd" | b"details" | b"dialog" | b"dir"
        | b"div" | b"dl" | b"dt" | b"fieldset" | b"figcaption" | b"figure" | b"header" | b"hgroup" | b"legend"
        | b"li" | b"menu" | b"ol" | b"search" | b"section" | b"summary" | b"table" | b"tbody" | b"td" | b"tfoot"
        | b"th" | b"thead" | b"tr" | b"ul" => Role::Block,
        _ => Role::Inline,
    }
}

impl Role {
    /// Whether the element stays on the stack of open elements until its end tag, or that of an enclosing element.
    pub(super) fn is_container(self) -> bool {
        matches!(
            self,
            Role::Block
                | Role::Preformatted
                | Role::Heading(_)
                | Role::Article
                | Role::Main
                | Role::Form
                | Role::Dropped
        )
    }
}
