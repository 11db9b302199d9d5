//! Finds the token patterns that a norm satisfies, one norm at a time, when there is no vocabulary.

use hashbrown::HashMap;

use super::automaton::Automaton;
use super::expand::{Element, Token};
use super::globs::Globs;
use super::matcher::Compiler;
use super::regexes::{self, Regexes};
use super::theme::Lexicon;
use crate::corpus::Control;
use crate::error::Result;
use crate::text::{Heads, Lang, Rules, fold_accents, kind, norm};

/// All token patterns of a lexicon for texts of one language, numbered as in a [`Matcher`](super::Matcher).
#[derive(Debug)]
pub(crate) struct Sieve {
    globs: Globs,
    regexes: Regexes,
    /// By the norms of the surfaces, which are not folded.
    exact: HashMap<String, Vec<u32>>,
    /// The matchers that any word satisfies.
    any_word: Vec<u32>,
    folds_accents: bool,
    /// Beginnings of all types that can begin a match, if they are all known.
    heads: Option<Heads>,
    /// Number of tokens in the longest match.
    longest: u32,
}

impl Lexicon {
    /// The token patterns for texts cut by `rules`.
    ///
    /// # Errors
    /// As in [`Lexicon::compile`].
    pub(crate) fn sieve(&self, rules: Rules, control: &Control) -> Result<Sieve> {
        let Compiler { matchers, automata, .. } = Compiler::read(self, rules, control)?;
        let heads = if self.fold_accents { None } else { heads(&automata, &matchers.tokens, rules.lang) };
        let (mut exact, mut any_word) = (HashMap::new(), Vec::new());
        for (matcher, token) in (0u32..).zip(&matchers.tokens) {
            match token {
                Token::Exact(surface) => {
                    exact.entry(norm(surface, rules.lang).into_owned()).or_insert_with(Vec::new).push(matcher);
                }
                Token::Word => any_word.push(matcher),
                Token::Norm(_) | Token::Regex(_) => {}
            }
        }
        Ok(Sieve {
            globs: matchers.globs(rules.lang, self.fold_accents),
            regexes: matchers.regexes_in_turn(rules.lang, self.fold_accents, control)?,
            exact,
            any_word,
            folds_accents: self.fold_accents,
            heads,
            longest: automata.iter().map(Automaton::longest).max().unwrap_or(0),
        })
    }
}

/// The beginnings of the first tokens of matches. In Arabic, whose letters are all beyond U+00FF, they would let every
/// word pass, and likewise where texts are cut by UAX #29 alone, one token after another.
fn heads(automata: &[Automaton], tokens: &[Token], lang: Lang) -> Option<Heads> {
    if matches!(lang, Lang::Ar | Lang::Und) || !Heads::are_of_use() {
        return None;
    }
    let mut first: Vec<u32> = automata.iter().flat_map(Automaton::first).collect();
    first.sort_unstable();
    first.dedup();
    let beginnings = first.into_iter().map(|token| beginnings(&tokens[token as usize], lang));
    let beginnings = beginnings.collect::<Option<Vec<_>>>()?.concat();
    Some(Heads::of(beginnings.iter().map(String::as_str)))
}

/// The beginnings of the norms that satisfy a token pattern; `None` if these may begin with anything.
fn beginnings(token: &Token, lang: Lang) -> Option<Vec<String>> {
    let beginnings = match token {
        Token::Norm(elements) => {
            let sign = |element: &Element| if let Element::Sign(sign) = element { Some(*sign) } else { None };
            vec![elements.iter().map_while(sign).collect()]
        }
        Token::Exact(surface) => vec![norm(surface, lang).into_owned()],
        Token::Regex(source) => regexes::beginnings(source)?,
        Token::Word => return None,
    };
    beginnings.iter().all(|beginning: &String| !beginning.is_empty()).then_some(beginnings)
}

impl Sieve {
    /// Beginnings of all types that can begin a match; `None` if they are not known, or of no use.
    pub(crate) fn heads(&self) -> Option<&Heads> {
        self.heads.as_ref()
    }

    /// Number of tokens in the longest match.
    pub(crate) fn longest(&self) -> u32 {
        self.longest
    }

    /// Calls `found` with every token pattern that a norm satisfies (patterns for surfaces are compared by norm alone).
    ///
    /// `candidates` is kept between calls to save allocations.
    pub(crate) fn satisfied(&self, norm: &str, candidates: &mut Vec<u32>, mut found: impl FnMut(u32)) {
        let folded = if self.folds_accents { fold_accents(norm) } else { norm.into() };
        self.globs.each(&folded, candidates, &mut found);
        if !self.regexes.is_empty() {
            self.regexes.matching(&folded, candidates, &mut found);
        }
        self.exact.get(norm).into_iter().flatten().for_each(|&matcher| found(matcher));
        if !self.any_word.is_empty() && kind(norm).is_counted() {
            self.any_word.iter().for_each(|&matcher| found(matcher));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::Vocabulary;

    #[test]
    fn a_norm_satisfies_alone_what_it_satisfies_in_a_vocabulary() {
        let norms = [
            "le",
            ",",
            "%",
            "1 500",
            "port",
            "ports",
            "portée",
            "été",
            "ete",
            "map",
            "oujda",
            "rif",
            "rifain",
            "antirif",
            "الامن",
            "امن",
        ];
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
                    let control = Control::default();
                    let sieve = lexicon.sieve(rules, &control).unwrap();
                    let matcher = lexicon.compile(rules, &vocabulary, &control).unwrap();
                    for (id, norm) in vocabulary.iter() {
                        let mut satisfied = Vec::new();
                        sieve.satisfied(norm, &mut Vec::new(), |matcher| satisfied.push(matcher));
                        satisfied.sort_unstable();
                        satisfied.dedup();
                        let expected = matcher.families.matchers(matcher.families.of(id));
                        assert_eq!(satisfied, expected, "{pattern} {norm} {lang:?} {fold}");
                    }
                }
            }
        }
    }
}
