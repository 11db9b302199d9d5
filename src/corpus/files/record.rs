//! An article as a database or an archive records it: facts beside a title and paragraphs.

use super::FileText;
use super::html::BETWEEN;
use crate::text::Lang;

/// Column of the code by which the database knows an article.
const NUMBER: &str = "document_number";
/// Column of the author, as the database names them.
pub(super) const AUTHOR: &str = "author";

/// Pieces on one line, without the white space around them; `None` if nothing is left.
pub(super) fn joined<'a>(pieces: impl Iterator<Item = &'a str>, between: &str) -> Option<String> {
    let words = pieces.map(|piece| piece.split_whitespace().collect::<Vec<_>>().join(" "));
    let line = words.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(between);
    (!line.is_empty()).then_some(line)
}

/// What an article says of itself, apart from its words.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) source: Option<String>,
    pub(super) rubric: Option<String>,
    pub(super) date: Option<String>,
    /// The words in which a date was looked for in vain.
    pub(super) undated: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) author: Option<String>,
    pub(super) number: Option<String>,
    pub(super) warnings: Vec<String>,
}

impl Facts {
    /// With the language that the database names, in its own language, which need not be one of ours.
    pub(super) fn in_lang(mut self, named: Option<String>) -> Self {
        if let Some(lang) = named.as_ref().filter(|lang| Lang::parse(lang).is_none()) {
            self.warnings.push(format!("language: {lang:?} is not one of fr, es, en, ar, und"));
        }
        self.lang = named;
        self
    }
}

/// Whether a line states who owns a text.
pub(super) fn is_credit(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    ["©", "(c)", "copyright"].iter().any(|sign| line.starts_with(sign))
}

/// Headings first, then the paragraphs; they are separated as those of any page.
pub(super) fn compose(title: Option<String>, lead: Option<String>, body: &[impl AsRef<str>], facts: Facts) -> FileText {
    let headings: Vec<&str> = title.iter().chain(&lead).map(String::as_str).collect();
    let paragraphs: Vec<&str> = headings.iter().copied().chain(body.iter().map(AsRef::as_ref)).collect();
    let mut warnings = facts.warnings;
    if facts.date.is_none() {
        let looked = facts.undated.map(|words| format!(" in {words:?}")).unwrap_or_default();
        warnings.push(format!("date: the export states none{looked}"));
    }
    if body.is_empty() {
        warnings.push("text: the export holds only the title of this article".to_owned());
    }
    let columns = [(AUTHOR, facts.author), (NUMBER, facts.number)];
    FileText {
        text: paragraphs.join(BETWEEN),
        title_lines: headings.len(),
        fields: columns.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect(),
        title,
        date: facts.date,
        lang: facts.lang,
        source: facts.source,
        rubric: facts.rubric,
        warnings,
        ..FileText::default()
    }
}
