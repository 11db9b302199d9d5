//! What every pattern can reach in a corpus, before anything is counted: one row per pattern and language.
//!
//! Languages come in the order of [`Lang::ALL`] and patterns in the order of the lexicon: first all that count, then
//! the exclusions of themes, then the exclusions of all themes.

use super::census::census;
use super::scan::Scan;
use crate::corpus::{Control, Corpus, Need, Vocabulary};
use crate::error::Result;
use crate::lexicon::{Lexicon, Matcher, NestedScope, Reach};
use crate::text::{Lang, Rules};

/// One row per pattern and language.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Report {
    /// Name of the theme; `None` for an exclusion of all themes.
    pub theme: Vec<Option<String>>,
    pub lang: Vec<&'static str>,
    /// Number of the pattern among those of its language.
    pub number: Vec<i64>,
    pub pattern: Vec<String>,
    pub excludes: Vec<bool>,
    pub n_types: Vec<i64>,
    pub reach: Vec<Reach>,
    pub missing: Vec<Vec<String>>,
    pub shadowed_by: Vec<Option<String>>,
}

/// Reports on the patterns in every language of the corpus, over the types in its documents of that language.
///
/// # Errors
/// As in [`Lexicon::compile`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn pattern_report(corpus: &Corpus, lexicon: &Lexicon, control: &Control) -> Result<Report> {
    corpus.ready(Need::Columns)?;
    let scan = Scan::new(corpus, lexicon, NestedScope::Theme, control)?;
    let mut table = Report::default();
    for (lang, matcher) in scan.by_language() {
        let rows = census(corpus, control, |position| corpus.lang(position) == lang)?;
        table.push(lang, lexicon, matcher, &|id| rows[id as usize].count > 0, control)?;
    }
    Ok(table)
}

/// Reports on the patterns in the given languages without a corpus: whatever is not [`Reach::Never`] is
/// [`Reach::NotHere`].
///
/// # Errors
/// As in [`pattern_report`].
pub fn without_corpus(lexicon: &Lexicon, languages: &[Lang], control: &Control) -> Result<Report> {
    let (mut table, vocabulary) = (Report::default(), Vocabulary::default());
    for &lang in languages {
        let matcher = lexicon.compile(Rules { lang, ..Rules::default() }, &vocabulary, control)?;
        table.push(lang, lexicon, &matcher, &|_| false, control)?;
    }
    Ok(table)
}

impl Report {
    fn push(
        &mut self,
        lang: Lang,
        lexicon: &Lexicon,
        matcher: &Matcher,
        is_there: &dyn Fn(u32) -> bool,
        control: &Control,
    ) -> Result<()> {
        for one in matcher.report(is_there, control)? {
            let name = |theme: u32| lexicon.themes()[theme as usize].name.clone();
            let text = |pattern: u32| matcher.pattern_text(pattern).to_owned();
            self.theme.push(one.theme.map(name));
            self.shadowed_by.push(one.shadowed_by.map(text));
            self.lang.push(lang.code());
            self.number.push(i64::from(one.pattern));
            self.pattern.push(text(one.pattern));
            self.excludes.push(one.excludes);
            self.n_types.push(one.types as i64);
            self.reach.push(one.reach);
            self.missing.push(one.missing);
        }
        Ok(())
    }
}
