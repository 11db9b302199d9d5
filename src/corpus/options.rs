//! How texts are read: languages, rules, and the zones and date that follow from them.

use super::Draft;
use crate::error::{Error, Result};
use crate::press::{self, Given, Press};
use crate::text::{self, Lang, Rules};

/// How texts are read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Language of documents that state none; `None` detects it.
    pub lang: Option<Lang>,
    /// Language of documents whose detected language is doubtful.
    pub fallback: Lang,
    /// Whether elided words are tokens of their own.
    pub elision: bool,
    /// Whether hyphenated words are cut apart.
    pub split_hyphens: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { lang: Some(Lang::Fr), fallback: Lang::Fr, elision: true, split_hyphens: false }
    }
}

impl Options {
    /// Rules for a language.
    pub fn rules(&self, lang: Lang) -> Rules {
        Rules { lang, elision: self.elision, split_hyphens: self.split_hyphens }
    }

    /// Zones and date of a document, its language, and a warning if that is in doubt.
    pub(crate) fn read_press(&self, draft: &Draft) -> Result<(Press, Lang, Option<String>)> {
        if u32::try_from(draft.text.len()).is_err() {
            let message = format!("the text has {} bytes, more than 4 GiB: split it", draft.text.len());
            return Err(Error::Decode { origin: draft.origin.clone(), message });
        }
        let known = draft.lang.or(self.lang).or_else(|| text::detect(&draft.text));
        let lang = known.unwrap_or(self.fallback);
        let doubt = known.is_none().then(|| format!("language: not certain, read as {}", lang.code()));
        let press = press::read(&Given {
            text: &draft.text,
            lang,
            date: draft.date.as_deref(),
            title: draft.title.as_deref(),
            source: draft.source.as_deref(),
            rubric: draft.rubric.as_deref(),
            url: draft.url.as_deref(),
            filename: draft.filename.as_deref(),
            front_matter: draft.front_matter,
            title_lines: draft.title_lines,
            date_line: draft.date_line.as_ref().map(|line| (line.start, line.end)),
        });
        let lang = press.lang.unwrap_or(lang);
        Ok((press, lang, doubt))
    }
}
