//! One paragraph of a page, its white space collapsed as in CSS (CSS Text 3 §4.1).

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// Prose, list items, table cells.
    #[default]
    Prose,
    /// A heading of level 1 to 6.
    Heading(u8),
}

/// One finished paragraph and where it was in the page.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// Number of the outermost article around it.
    pub(super) article: Option<usize>,
    pub(super) in_main: bool,
    pub(super) in_form: bool,
    pub(super) in_comments: bool,
    /// The `time` elements in it, except those of updates. A block may have these and no text.
    pub(super) times: Vec<Time>,
}

/// The date of a `time` element, and the bytes of its words.
#[derive(Debug)]
pub(super) struct Time {
    pub(super) date: String,
    pub(super) start: usize,
    /// Past the end of the text if the element was not closed.
    pub(super) end: usize,
}

impl Time {
    /// The date without its time of day.
    pub(super) fn day(&self) -> &str {
        self.date.get(..10).unwrap_or(&self.date)
    }
}

/// Paragraphs of up to this many bytes that do not end like a sentence are menu items, headlines, buttons.
const LONG: usize = 200;

impl Block {
    /// Bytes of prose.
    pub(super) fn prose(&self) -> usize {
        let closing = |c: char| c.is_whitespace() || matches!(c, '"' | '»' | '”' | '’' | '\'' | ')' | ']');
        let ended = || self.text.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '؟', '۔']);
        let prose = self.kind == Kind::Prose && (self.text.len() > LONG || ended());
        if prose { self.text.len() } else { 0 }
    }
}

/// The paragraph being written.
#[derive(Debug, Default)]
pub(in crate::corpus::files) struct Writer {
    text: String,
    /// White space was seen; a space is written before the next word, unless that starts a line.
    space: bool,
}

impl Writer {
    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether the last thing written is one of these signs, with no space behind it.
    pub(in crate::corpus::files) fn ends_with(&self, signs: [char; 5]) -> bool {
        !self.space && self.text.ends_with(signs)
    }

    /// Adds text; white space in HTML is five ASCII characters and nothing else.
    pub(in crate::corpus::files) fn push(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C') {
                self.space = true;
                continue;
            }
            if self.space && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.space = false;
            self.text.push(c);
        }
    }

    /// Adds text whose white space is significant.
    pub(super) fn push_preformatted(&mut self, text: &str) {
        if self.text.is_empty() {
            let text = text.trim_start_matches(['\n', '\r']);
            self.text.push_str(text);
        } else {
            self.text.push_str(text);
        }
        self.space = false;
    }

    /// A line end; several make at most one blank line.
    pub(in crate::corpus::files) fn line_end(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The paragraph, or `None` if there is nothing to read; the writer is then empty again.
    pub(in crate::corpus::files) fn take(&mut self) -> Option<String> {
        self.space = false;
        let mut text = std::mem::take(&mut self.text);
        text.truncate(text.trim_end_matches([' ', '\t', '\n', '\r', '\x0C']).len());
        let visible = |c: char| !c.is_whitespace() && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}');
        text.contains(visible).then_some(text)
    }
}
