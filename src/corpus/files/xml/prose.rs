//! The paragraphs of an element, written from beginning to end.

use std::sync::LazyLock;

use regex::Regex;

use super::super::html::Writer;

/// What an element is to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// It leaves no trace.
    Inline,
    /// A word, between which and the one before there need be no space in the file.
    Word,
    /// A paragraph of its own that may contain others.
    Paragraph,
    /// It holds paragraphs; blank lines part those of its own text.
    Frame,
    /// A line begins.
    Break,
    /// It holds several forms of the same words.
    Choice,
    /// One of these forms that another replaces; anywhere else it leaves no trace.
    Replaced,
    /// Never read.
    Dropped,
}

/// What parts paragraphs where no element does.
static BLANK_LINE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\n[ \t\r]*\n").expect("a pattern"));
/// Signs that no space follows.
const OPENING: [char; 5] = ['\'', '’', '(', '[', '«'];

/// Paragraphs under construction.
#[derive(Default)]
pub(super) struct Prose {
    writer: Writer,
    paragraphs: Vec<String>,
    /// Where paragraphs and frames that are open end, and whether each is a paragraph.
    open: Vec<(usize, bool)>,
    /// Number of paragraphs among them.
    within: usize,
}

impl Prose {
    fn flush(&mut self) {
        self.paragraphs.extend(self.writer.take());
    }

    /// Closes what ends at or before a place.
    pub(super) fn close(&mut self, at: usize) {
        while let Some((_, is_paragraph)) = self.open.pop_if(|(end, _)| *end <= at) {
            self.within -= usize::from(is_paragraph);
            self.flush();
        }
    }

    pub(super) fn open(&mut self, part: Part, end: usize) {
        match part {
            Part::Paragraph | Part::Frame => {
                self.flush();
                self.within += usize::from(part == Part::Paragraph);
                self.open.push((end, part == Part::Paragraph));
            }
            Part::Break => self.writer.line_end(),
            Part::Word if !self.writer.ends_with(OPENING) => self.writer.push(" "),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.within > 0 {
            return self.writer.push(text);
        }
        for (number, piece) in BLANK_LINE.split(text).enumerate() {
            if number > 0 {
                self.flush();
            }
            self.writer.push(piece);
        }
    }

    pub(super) fn finish(mut self) -> Vec<String> {
        self.flush();
        self.paragraphs
    }
}
