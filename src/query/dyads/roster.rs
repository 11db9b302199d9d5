//! The countries that a lexicon of actors mentions.

use super::super::scan::Scan;
use super::super::units::ByLang;
use crate::corpus::Corpus;
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::text::Lang;

/// Countries that an error message lists before it breaks off.
const LISTED: usize = 12;

/// Country codes in code point order, and the country of each theme.
pub(in super::super) struct Roster {
    pub(in super::super) codes: Vec<String>,
    of_theme: Vec<Option<u32>>,
}

impl Roster {
    /// A theme belongs to the country given by its key `country`, or by that of its nearest ancestor with one; without
    /// either, it stands for no country.
    ///
    /// # Errors
    /// [`Error::Lexicon`] if no theme has a country.
    pub(in super::super) fn new(actors: &Lexicon) -> Result<Self> {
        let themes = actors.themes();
        let code = |theme: usize| {
            let mut line = std::iter::successors(Some(theme), |&theme| themes[theme].parent);
            line.find_map(|theme| themes[theme].country())
        };
        let of_theme: Vec<Option<&str>> = (0..themes.len()).map(code).collect();
        let mut codes: Vec<String> = of_theme.iter().flatten().map(|&code| code.to_owned()).collect();
        codes.sort_unstable();
        codes.dedup();
        if codes.is_empty() {
            let message = "no theme has a country, but dyads are pairs of countries: give themes the key country, such as \
                           country = \"MA\"";
            let message = message.to_owned();
            return Err(Error::Lexicon { origin: actors.origin().to_owned(), message });
        }
        let place = |code: &str| codes.binary_search_by(|known| known.as_str().cmp(code)).ok().map(|at| at as u32);
        Ok(Self { of_theme: of_theme.into_iter().map(|code| place(code?)).collect(), codes })
    }

    /// The country of a theme of the lexicon, if it has one.
    pub(in super::super) fn country(&self, theme: u32) -> Option<u32> {
        self.of_theme[theme as usize]
    }

    /// Number of the country with a code.
    ///
    /// # Errors
    /// [`Error::Argument`] if the lexicon does not have it.
    pub(in super::super) fn find(&self, code: &str) -> Result<u32> {
        if let Some(at) = self.codes.iter().position(|known| known == code) {
            return Ok(at as u32);
        }
        let upper = code.to_uppercase();
        let hint = if self.codes.contains(&upper) {
            format!("did you mean {upper:?}?")
        } else {
            let more = if self.codes.len() > LISTED { ", …" } else { "" };
            format!("there are {}{more}", self.codes[..self.codes.len().min(LISTED)].join(", "))
        };
        Err(Error::Argument(format!("hub is {code:?}, but no actor of the lexicon belongs to this country; {hint}")))
    }

    /// For each language of the corpus and each country, whether an actor of the country has a pattern in the language.
    pub(super) fn covered(&self, corpus: &Corpus, scan: &Scan<'_>) -> ByLang<Vec<bool>> {
        let mut covered: ByLang<Vec<bool>> = [const { Vec::new() }; Lang::ALL.len()];
        for position in 0..corpus.len() {
            let here = &mut covered[corpus.lang(position) as usize];
            if here.is_empty() {
                *here = vec![false; self.codes.len()];
                let themes = self.of_theme.iter().enumerate();
                let known = themes.filter(|&(theme, _)| scan.matcher(position).covers(theme));
                known.filter_map(|(_, &country)| country).for_each(|country| here[country as usize] = true);
            }
        }
        covered
    }
}
