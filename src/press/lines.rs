//! Lines of a text, whatever ends them (LF, CR LF, CR and their Unicode kin).

use super::lex::is_line_end;

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
    for piece in text[from..].split_inclusive(is_line_end) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
