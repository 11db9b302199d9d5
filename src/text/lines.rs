//! Line breaks: which of them end a paragraph, and which only wrap a line.

use std::ops::Range;

/// Width in characters below which nobody wraps lines; a shorter line was ended on purpose.
const NARROWEST_WRAP: usize = 50;

/// What the white space between two tokens does to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// No line break.
    None,
    /// A line break where the next word would not have fitted: it may be a wrap.
    Wrap,
    /// A line break although the next word would have fitted, as after a title.
    Short,
    /// A blank line or a paragraph separator.
    Paragraph,
}

/// The lines of a text, queried in order.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Start of the current line: where the last gap with a line break ended.
    line: usize,
    /// End of the current block (lines with no blank line between them) and the width of its widest line.
    block_end: usize,
    widest: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, line: 0, block_end: 0, widest: 0 }
    }

    /// The break in a gap of white space. Gaps must be queried in order.
    pub(super) fn at(&mut self, gap: Range<usize>) -> Break {
        let space = &self.text[gap.clone()];
        if !space.contains(is_line_break) {
            return Break::None;
        }
        if gap.end > self.block_end {
            self.measure_block(self.line);
        }
        let line = std::mem::replace(&mut self.line, gap.end)..gap.start;
        if ends_paragraph(space) {
            return Break::Paragraph;
        }
        let rest = &self.text[gap.end..];
        let (width, next) = (width(&self.text[line]), width_of_first_word(rest));
        if width < NARROWEST_WRAP || width + 1 + next <= self.widest { Break::Short } else { Break::Wrap }
    }

    fn measure_block(&mut self, from: usize) {
        self.widest = 0;
        self.block_end = from;
        for (i, line) in self.text[from..].split_inclusive('\n').enumerate() {
            self.block_end += line.len();
            let line = line.trim();
            if i > 0 && line.is_empty() {
                break;
            }
            self.widest = self.widest.max(width(line));
        }
    }
}

/// Whether white space between two tokens holds a blank line or a paragraph separator.
pub(crate) fn ends_paragraph(space: &str) -> bool {
    let breaks = space.chars().filter(|&c| is_line_break(c)).count();
    breaks - space.matches("\r\n").count() > 1 || space.contains('\u{2029}')
}

pub(super) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn width(line: &str) -> usize {
    line.chars().count()
}

/// Longer words do not matter, and the limit keeps the look-ahead short.
fn width_of_first_word(rest: &str) -> usize {
    rest.chars().take(64).take_while(|c| !c.is_whitespace()).count()
}
