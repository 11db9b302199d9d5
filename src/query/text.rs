//! Tokens and sentences of a single text, as users see them: offsets in code points.

use crate::corpus::Control;
use crate::error::Result;
use crate::text::{self, CodePoints, Lang, Rules};

/// Rows made between two looks at the control.
const STRIDE: usize = 1 << 12;

/// One row per token, in text order.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table")]
pub struct TokenTable {
    pub token: Vec<String>,
    pub norm: Vec<String>,
    pub kind: Vec<&'static str>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// One row per sentence, in text order.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table")]
pub struct SentenceTable {
    pub sentence: Vec<String>,
    pub start: Vec<i64>,
    pub end: Vec<i64>,
}

/// Cuts a text into tokens.
///
/// # Errors
/// [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn tokenize(text: &str, rules: Rules, control: &Control) -> Result<TokenTable> {
    let mut ranges = Vec::new();
    text::segment(text, rules, &mut ranges);
    let places = CodePoints::new(text);
    let mut table = TokenTable::default();
    for (row, range) in ranges.into_iter().enumerate() {
        if row % STRIDE == 0 {
            control.check()?;
        }
        table.start.push(places.at(range.start) as i64);
        table.end.push(places.at(range.end) as i64);
        let surface = &text[range];
        let norm = text::norm(surface, rules.lang);
        table.kind.push(text::kind(&norm).name());
        table.norm.push(norm.into_owned());
        table.token.push(surface.to_owned());
    }
    Ok(table)
}

/// Cuts a text into sentences.
///
/// # Errors
/// [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn sentences(text: &str, lang: Lang, control: &Control) -> Result<SentenceTable> {
    let mut ranges = Vec::new();
    text::segment(text, Rules { lang, ..Rules::default() }, &mut ranges);
    let places = CodePoints::new(text);
    let mut table = SentenceTable::default();
    control.check()?;
    for (row, range) in text::sentences(text, &ranges, lang).into_iter().enumerate() {
        if row % STRIDE == 0 {
            control.check()?;
        }
        table.start.push(places.at(range.start) as i64);
        table.end.push(places.at(range.end) as i64);
        table.sentence.push(text[range].to_owned());
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn a_text_is_given_up_when_told_to_stop() {
        let control = Control::default();
        assert_eq!(tokenize("Un mot.", Rules::default(), &control).expect("it is not stopped").token.len(), 3);
        control.stop();
        assert!(matches!(tokenize("Un mot.", Rules::default(), &control), Err(Error::Interrupted)));
        assert!(matches!(sentences("Un mot.", Lang::Fr, &control), Err(Error::Interrupted)));
    }
}
