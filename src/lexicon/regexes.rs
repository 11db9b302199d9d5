//! The regular expressions of a lexicon, all compared with a norm at once.
//!
//! Nearly every expression requires a literal (`marocain` in `(.+o-|anti-)?marocain(e|s|es)?`), so a norm is searched
//! for the literals of all expressions in one pass, and then compared only with the expressions whose literal it
//! contains.

use regex::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind};

use super::literals::Literals;

/// Least number of bytes in a literal: shorter ones occur in too many words.
const SHORTEST: usize = 2;
/// Most literals per expression.
const MOST: usize = 64;

/// Compiled regular expressions, each with the number of its matcher.
#[derive(Debug)]
pub(super) struct Regexes {
    all: Vec<(u32, Regex)>,
    literals: Literals,
}

impl Regexes {
    /// From the matcher, the source and the compiled, case-insensitive expression of each.
    pub(super) fn new(compiled: Vec<(u32, String, Regex)>) -> Self {
        let literals = Literals::new(compiled.iter().map(|(_, source, _)| required(source)).collect());
        Self { all: compiled.into_iter().map(|(matcher, _, regex)| (matcher, regex)).collect(), literals }
    }

    /// Whether there are no expressions.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Calls `found` with the matcher of every expression that matches a norm; `candidates` is kept between calls to
    /// save allocations.
    pub(super) fn matching(&self, norm: &str, candidates: &mut Vec<u32>, mut found: impl FnMut(u32)) {
        if norm.chars().all(is_plain) {
            self.literals.candidates(norm, candidates);
        } else {
            candidates.clear();
            candidates.extend(0..self.all.len() as u32);
        }
        for &index in candidates.iter() {
            let (matcher, regex) = &self.all[index as usize];
            if regex.is_match(norm) {
                found(*matcher);
            }
        }
    }
}

/// Whether a character, when case is ignored, equals only its own capital; `ſ` does not, as it also equals `s`.
fn is_plain(sign: char) -> bool {
    sign.is_ascii() || matches!(sign, '\u{DF}'..='\u{17E}' | '\u{600}'..='\u{6FF}')
}

/// Lower-case literals such that every plain norm matched by the expression contains one of them; `None` if no such
/// list is known.
fn required(source: &str) -> Option<Vec<String>> {
    let parsed = ParserBuilder::new().build().parse(source).ok()?;
    literals(&parsed).filter(|literals| shortest(literals) >= SHORTEST)
}

/// Non-empty lower-case beginnings such that every norm matched by the expression begins with one of them; `None` if no
/// such list is known.
pub(super) fn beginnings(source: &str) -> Option<Vec<String>> {
    // The intersection of two classes depends on whether case is ignored.
    if source.contains("&&") {
        return None;
    }
    let parsed = ParserBuilder::new().build().parse(source).ok()?;
    let found = Extractor::new().extract(&parsed);
    let beginning = |bytes: &[u8]| {
        // A literal cut off for length may end inside a character.
        let beginning = bytes.utf8_chunks().next()?.valid().to_lowercase();
        (!beginning.is_empty() && beginning.chars().all(is_plain)).then_some(beginning)
    };
    found.literals()?.iter().map(|literal| beginning(literal.as_bytes())).collect()
}

fn literals(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let literal = std::str::from_utf8(&literal.0).ok()?.to_lowercase();
            literal.chars().all(is_plain).then(|| vec![literal])
        }
        HirKind::Capture(capture) => literals(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => literals(&repetition.sub),
        HirKind::Concat(parts) => parts.iter().filter_map(literals).max_by_key(|literals| shortest(literals)),
        HirKind::Alternation(parts) => {
            let all: Vec<String> = parts.iter().map(literals).collect::<Option<Vec<_>>>()?.concat();
            (all.len() <= MOST).then_some(all)
        }
        _ => None,
    }
}

fn shortest(literals: &[String]) -> usize {
    literals.iter().map(String::len).min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::pattern::regex;

    const SOURCES: [&str; 18] = [
        "(.+o-|anti-|non-)?marocain(e|s|es)?",
        "(.+o-)?maroco-.+",
        "maroc-(espagne|france)|(espagne|france)-maroc",
        "coop(ér|èr)(er|e|ent|ons)",
        "S(AHARA|ahel)",
        "(sahel)+",
        "(sahel)*",
        "(sahel){0,2}ien",
        "[sk]ahel",
        "(?-i:Sahel)",
        "(?i:sahel)",
        "straße|STRASSE",
        "ſahel",
        "k.*",
        ".*",
        "(ab|cd)(ef|g)",
        "[[:upper:]&&[a-s]]ahel",
        "([[:upper:]&&[a-s]]|x)ahel",
    ];

    const NORMS: [&str; 22] = [
        "maroc-france",
        "france-maroc",
        "anti-marocaines",
        "franco-marocain",
        "marocaine",
        "maroc",
        "maroco-français",
        "coopèrent",
        "coopérer",
        "sahara",
        "sahel",
        "sahelsahel",
        "ien",
        "sahelien",
        "ſahel",
        "\u{212A}ahel",
        "kahel",
        "straße",
        "strasse",
        "abg",
        "cdef",
        "",
    ];

    #[test]
    fn each_matches_what_it_matches_by_itself() {
        let compiled = |(number, &source): (u32, &&str)| (number, source.to_owned(), regex(source).unwrap());
        let regexes = Regexes::new((0..).zip(&SOURCES).map(compiled).collect());
        let mut candidates = Vec::new();
        for norm in NORMS {
            let mut found = Vec::new();
            regexes.matching(norm, &mut candidates, |matcher| found.push(matcher));
            let alone = (0u32..).zip(SOURCES).filter(|(_, source)| regex(source).unwrap().is_match(norm));
            assert_eq!(found, alone.map(|(number, _)| number).collect::<Vec<_>>(), "{norm}");
        }
    }

    #[test]
    fn beginnings_are_those_that_every_match_has() {
        for source in SOURCES {
            let (compiled, beginnings) = (regex(source).unwrap(), beginnings(source));
            for norm in NORMS.into_iter().filter(|norm| !norm.contains(['\u{17F}', '\u{212A}', 'ß'])) {
                let begins = |all: &Vec<String>| all.iter().any(|beginning| norm.starts_with(beginning.as_str()));
                assert!(!compiled.is_match(norm) || beginnings.as_ref().is_none_or(begins), "{source} {norm}");
            }
        }
        let of = |source| beginnings(source).map(|beginnings| beginnings.join(" "));
        assert_eq!(
            of("coop(ér|èr)(er|e|ent|ons)?").as_deref(),
            Some("coopérer coopére coopérent coopérons coopér coopèrer coopère coopèrent coopèrons coopèr")
        );
        assert_eq!(of("S(AHARA|ahel)").as_deref(), Some("sahara sahel"));
        assert_eq!(of("[sk]ahel").as_deref(), Some("kahel sahel"));
        for source in ["(.+o-)?marocain", "(sahel)*", ".*", "ſahel", "[[:upper:]&&[a-s]]ahel"] {
            assert_eq!(of(source), None, "{source}");
        }
    }

    #[test]
    fn literals_are_those_that_every_match_holds() {
        let of = |source| required(source).map(|literals| literals.join(" "));
        assert_eq!(of(SOURCES[0]).as_deref(), Some("marocain"));
        assert_eq!(of(SOURCES[2]).as_deref(), Some("espagne france -maroc"));
        assert_eq!(of("(ab|cd)(efg|hij)").as_deref(), Some("efg hij"));
        assert_eq!(of("(sahel)*"), None);
        assert_eq!(of("a?b"), None);
        assert_eq!(of("ſahel"), None);
    }
}
