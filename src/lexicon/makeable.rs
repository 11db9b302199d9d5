//! Whether any text of a language can contain a token such as a pattern asks for: `/24h/` and `/l'espagne/` never match
//! in French, where such words are cut in two.
//!
//! A token pattern is makeable if one of a sample of words that it matches comes out of the segmenter whole, in one of
//! a sample of contexts. The sample is small (wildcards are tried with a handful of letters), so the answer is "never"
//! only if every word of it is cut.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

use super::clitics;
use super::expand::{Element, Token};
use super::pattern::regex;
use crate::text::{Lang, Rules, norm, segment, surface_form};

/// What to try in place of a wildcard.
const FILLERS: [&str; 12] = ["", "a", "e", "es", "er", "s", "1", "000", "il", "ce", "là", "ا"];
/// What to try before and after a word: elided words need a word after them, inverted clitics a verb before them,
/// groups of digits further groups, abbreviations a name, a number or their other half.
const CONTEXTS: [(&str, &str); 11] = [
    ("", ""),
    ("", "a"),
    ("", " a"),
    ("", " Ali"),
    ("", " 5"),
    ("lit", ""),
    ("a", ""),
    ("20 ", " 30"),
    ("1 ", ""),
    ("", " UU."),
    ("EE. ", ""),
];
/// Most words to try for a regular expression.
const MOST: usize = 256;
/// What to try from a class of characters, if it contains them.
const LETTERS: [char; 9] = ['a', 'e', 's', '1', '-', '\'', ' ', '.', 'ا'];
/// Most other characters of a class to try.
const MOST_SIGNS: usize = 3;
/// Most repetitions to try.
const MOST_TIMES: u32 = 40;

/// Whether a text cut by `rules` can contain such a token.
pub(super) fn is_made(token: &Token, rules: Rules) -> bool {
    match token {
        Token::Word => true,
        Token::Norm(elements) => examples(elements).iter().any(|word| is_cut_out(word, rules, |found| found == word)),
        Token::Exact(surface) => CONTEXTS.iter().any(|(before, after)| {
            let text = format!("{before}{surface}{after}");
            tokens(&text, rules).any(|found| surface_form(found) == surface.as_str())
        }),
        Token::Regex(source) => is_regex_made(source, rules),
    }
}

fn is_regex_made(source: &str, rules: Rules) -> bool {
    let source = if rules.lang == Lang::Ar { clitics::folded(source) } else { source.into() };
    let parsed = ParserBuilder::new().case_insensitive(true).build().parse(&source);
    // An unreadable pattern was refused earlier; make no claim about one that cannot be tried.
    let (Ok(parsed), Ok(regex)) = (parsed, regex(&source)) else { return true };
    words_of(&parsed).iter().any(|word| is_cut_out(word, rules, |found| regex.is_match(found)))
}

fn is_cut_out(word: &str, rules: Rules, is_wanted: impl Fn(&str) -> bool) -> bool {
    // Norms are lower case, but some abbreviations are recognised only with a capital.
    [word.to_owned(), capitalised(word)].iter().any(|word| {
        CONTEXTS.iter().any(|(before, after)| {
            let text = format!("{before}{word}{after}");
            tokens(&text, rules).any(|found| is_wanted(&norm(found, rules.lang)))
        })
    })
}

fn capitalised(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().into_iter().flat_map(char::to_uppercase).chain(signs).collect()
}

fn tokens(text: &str, rules: Rules) -> impl Iterator<Item = &str> {
    let mut ranges = Vec::new();
    segment(text, rules, &mut ranges);
    ranges.into_iter().map(|range| &text[range])
}

/// Words that the elements match.
fn examples(elements: &[Element]) -> Vec<String> {
    let one = |filler: &str, hyphen: &str| {
        let mut word = String::new();
        for element in elements {
            match element {
                Element::Sign(sign) => word.push(*sign),
                Element::AnySign => word.push(filler.chars().next().unwrap_or('a')),
                Element::AnyRun => word.push_str(filler),
                Element::Hyphen => word.push_str(hyphen),
            }
        }
        word
    };
    let mut words: Vec<String> =
        FILLERS.iter().flat_map(|filler| ["-", ""].map(|hyphen| one(filler, hyphen))).collect();
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words.dedup();
    words
}

/// Some words that a regular expression matches.
fn words_of(hir: &Hir) -> Vec<String> {
    let mut words = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => vec![String::new()],
        HirKind::Literal(literal) => vec![String::from_utf8_lossy(&literal.0).into_owned()],
        HirKind::Class(class) => signs_of(class).into_iter().map(String::from).collect(),
        HirKind::Capture(capture) => words_of(&capture.sub),
        HirKind::Repetition(repetition) => {
            let inner = words_of(&repetition.sub);
            let more = repetition.min.saturating_add(1).min(repetition.max.unwrap_or(u32::MAX));
            let times = [repetition.min, more].map(|times| times.min(MOST_TIMES) as usize);
            let repeated = times.into_iter().flat_map(|times| inner.iter().map(move |word| word.repeat(times)));
            repeated.chain(fillers_of(repetition)).collect()
        }
        HirKind::Concat(parts) => parts.iter().fold(vec![String::new()], |before, part| {
            let after = words_of(part);
            let pairs = before.iter().flat_map(|left| after.iter().map(move |right| format!("{left}{right}")));
            pairs.take(MOST).collect()
        }),
        HirKind::Alternation(parts) => parts.iter().flat_map(words_of).collect(),
    };
    words.truncate(MOST);
    words
}

/// What to try for a repeated class of characters, besides repeating one of them.
fn fillers_of(repetition: &Repetition) -> Vec<String> {
    let HirKind::Class(class) = repetition.sub.kind() else { return Vec::new() };
    let ranges = ranges_of(class);
    let lengths = repetition.min as usize..=repetition.max.map_or(usize::MAX, |most| most as usize);
    let fits =
        |filler: &&str| lengths.contains(&filler.chars().count()) && filler.chars().all(|sign| holds(&ranges, sign));
    FILLERS.into_iter().filter(fits).map(str::to_owned).collect()
}

/// The first and last character of each range in a class.
fn ranges_of(class: &Class) -> Vec<(char, char)> {
    match class {
        Class::Unicode(class) => class.iter().map(|range| (range.start(), range.end())).collect(),
        Class::Bytes(class) => class.iter().map(|range| (range.start().into(), range.end().into())).collect(),
    }
}

fn holds(ranges: &[(char, char)], sign: char) -> bool {
    ranges.iter().any(|&(first, last)| (first..=last).contains(&sign))
}

/// Some characters of a class, in lower case like norms.
fn signs_of(class: &Class) -> Vec<char> {
    let ranges = ranges_of(class);
    let lower = |sign: char| sign.to_lowercase().next().unwrap_or(sign);
    let mut signs: Vec<char> = LETTERS.into_iter().filter(|&sign| holds(&ranges, sign)).collect();
    for sign in ranges.iter().map(|&(first, _)| lower(first)) {
        if signs.len() >= MOST_SIGNS {
            break;
        }
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    signs
}
