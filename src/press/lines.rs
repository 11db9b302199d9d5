//! Lines of a text, whatever ends them (LF, CR LF, CR and their Unicode kin).

use crate::text::scan;

/// A line that is not blank, without the white space around it; bytes of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The text begins here or a blank line stands before it.
    pub(super) after_blank: bool,
}

impl Line {
    /// The words of the line.
    pub(super) fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The lines of `text` from byte `from` that are not blank.
pub(super) fn lines(text: &str, from: usize) -> Vec<Line> {
    let mut found = Vec::new();
    let mut after_blank = true;
    let mut at = from;
    while at < text.len() {
        let piece = &text[at..after_line(text, at)];
        let lead = piece.len() - piece.trim_start().len();
        let words = piece.trim();
        if !words.is_empty() {
            let start = at + lead;
            found.push(Line { start, end: start + words.len(), after_blank });
            after_blank = false;
        } else if piece != "\n" || !text[..at].ends_with('\r') {
            after_blank = true;
        }
        at += piece.len();
    }
    found
}

/// Byte after the line that `from` stands in, its end included.
fn after_line(text: &str, from: usize) -> usize {
    let ends = |first: u8, second: u8, third: u8| {
        let next_line = (first == 0xC2) & (second == 0x85);
        let separator = (first == 0xE2) & (second == 0x80) & ((third == 0xA8) | (third == 0xA9));
        ((0x0A..=0x0D).contains(&first)) | next_line | separator
    };
    let end = scan::find(text.as_bytes(), from, ends);
    end.and_then(|at| text[at..].chars().next().map(|end| at + end.len_utf8())).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::super::lex::is_line_end;
    use super::*;

    #[test]
    fn lines_end_where_the_lexer_ends_them() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}b");
            assert_eq!(after_line(&text, 0) < text.len(), is_line_end(c), "{c:?}");
        }
    }

    #[test]
    fn every_line_end_works_alike() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a", "b ", "", " c"].join(end);
            let found = lines(&text, 0);
            assert_eq!(found.iter().map(|line| line.of(&text)).collect::<Vec<_>>(), ["a", "b", "c"]);
            assert_eq!(found.iter().map(|line| line.after_blank).collect::<Vec<_>>(), [true, false, true]);
        }
    }
}
