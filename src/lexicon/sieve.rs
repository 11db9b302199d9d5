//! Which norms a match may hold, told of one at a time, before there is a vocabulary.

use hashbrown::HashSet;

use super::expand::Token;
use super::globs::Globs;
use super::matcher::Compiler;
use super::regexes::Regexes;
use super::theme::Lexicon;
use crate::error::Result;
use crate::text::{Rules, fold_accents, kind, norm};

/// All token patterns of a lexicon for texts of one language.
pub(crate) struct Sieve {
    /// Whether a pattern asks for any word.
    any_word: bool,
    globs: Globs,
    regexes: Regexes,
    /// Norms of surfaces, which are not folded.
    exact: HashSet<String>,
    folds_accents: bool,
}

impl Lexicon {
    /// The token patterns for texts cut by `rules`.
    ///
    /// # Errors
    /// As in [`Lexicon::compile`].
    pub(crate) fn sieve(&self, rules: Rules) -> Result<Sieve> {
        let matchers = Compiler::read(self, rules)?.matchers;
        let exact = |token: &Token| match token {
            Token::Exact(surface) => Some(norm(surface, rules.lang).into_owned()),
            _ => None,
        };
        Ok(Sieve {
            any_word: matchers.tokens.contains(&Token::Word),
            globs: matchers.globs(rules.lang, self.fold_accents),
            regexes: matchers.regexes(rules.lang, self.fold_accents),
            exact: matchers.tokens.iter().filter_map(exact).collect(),
            folds_accents: self.fold_accents,
        })
    }
}

impl Sieve {
    /// Whether a norm satisfies any token pattern.
    pub(crate) fn holds(&self, norm: &str) -> bool {
        let folded = if self.folds_accents { fold_accents(norm) } else { norm.into() };
        self.globs.match_any(&folded)
            || self.exact.contains(norm)
            || self.regexes.match_any(&folded)
            || (self.any_word && kind(norm).is_counted())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Vocabulary;
    use crate::text::Lang;

    #[test]
    fn what_is_held_is_what_satisfies_a_pattern_in_a_vocabulary() {
        let norms =
            ["le", "port", "ports", "portée", "été", "ete", "map", "oujda", "rif", "rifain", "antirif", "الامن", "امن"];
        let patterns =
            ["port?", "ét*", "ete", "=MAP", "/(anti)?rif(ain)?/", "*jda", "امن", "le ~2 port*", "port cyber-*"];
        let mut vocabulary = Vocabulary::default();
        norms.iter().for_each(|norm| _ = vocabulary.intern(norm, kind(norm)));
        for fold in ["", "accents = \"fold\"\n"] {
            for pattern in patterns {
                let text = format!("{fold}[theme.x]\npatterns = [{pattern:?}]");
                let lexicon = Lexicon::from_toml(&text, "test").unwrap();
                for lang in Lang::ALL {
                    let rules = Rules { lang, ..Rules::default() };
                    let (sieve, matcher) =
                        (lexicon.sieve(rules).unwrap(), lexicon.compile(rules, &vocabulary).unwrap());
                    for (id, norm) in vocabulary.iter() {
                        let satisfies = !matcher.families.matchers(matcher.families.of(id)).is_empty();
                        assert_eq!(sieve.holds(norm), satisfies, "{pattern} {norm} {lang:?} {fold}");
                    }
                }
            }
        }
    }
}
