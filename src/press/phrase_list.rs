//! Lists of phrases, found by their first token.

use hashbrown::HashMap;

use super::lex::{Cut, Kind, Token, cuts};
use super::plain::{gap, plain_word};
use super::vocabulary::Vocabulary;

/// Phrases as lists of tokens, grouped by their first token, the longest first.
#[derive(Debug)]
pub(super) struct Phrases {
    pub(super) by_first: Vocabulary<Vec<Vec<Kind<'static>>>>,
    /// The most tokens of a phrase.
    pub(super) longest: usize,
}

impl Phrases {
    /// The place after the longest phrase that stands at `pos`.
    pub(super) fn at(&self, tokens: &[Token<'_>], pos: usize) -> Option<usize> {
        let here = tokens.get(pos..)?;
        let found = here.first()?.kind.known_to(&self.by_first)?.iter().find(|phrase| starts_with(here, phrase))?;
        Some(pos + found.len())
    }

    /// Whether a phrase may begin with the token.
    pub(super) fn may_begin_with(&self, cut: &Cut<'_>) -> bool {
        cut.known_to(&self.by_first).is_some()
    }

    /// Whether a phrase may begin the words, judged by the first token and the first letter of the second. Most lines that
    /// begin with the same small word as a phrase are prose.
    pub(super) fn may_begin(&self, words: &str) -> bool {
        let start = gap(words.as_bytes());
        // A word of ASCII letters, as most are, is told without cutting it.
        let (known, end) = match plain_word(&words[start..]).filter(|word| word.is_ascii()) {
            Some(word) => (self.by_first.get_ascii(word), start + word.len()),
            None => {
                let Some(first) = cuts(words, usize::MAX).next() else { return false };
                (first.known_to(&self.by_first), first.start + first.surface.len())
            }
        };
        let Some(phrases) = known else { return false };
        let next = first_of_next(&words[end..]);
        phrases.iter().any(|phrase| match phrase.get(1) {
            Some(Kind::Word(word)) => next.is_some_and(|letter| may_begin_word(letter, word)),
            _ => true,
        })
    }

    /// Whether a phrase may begin with the word of ASCII letters, which is not folded yet.
    pub(super) fn may_begin_with_ascii(&self, word: &str) -> bool {
        self.by_first.get_ascii(word).is_some()
    }

    /// Whether a phrase may begin with the folded word.
    pub(super) fn may_begin_with_word(&self, word: &str) -> bool {
        self.by_first.get(word).is_some()
    }
}

/// The first character of the next token.
fn first_of_next(words: &str) -> Option<char> {
    match words.as_bytes() {
        [b' ', letter @ (b'a'..=b'z' | b'A'..=b'Z'), ..] => Some(char::from(*letter)),
        _ => cuts(words, usize::MAX).next().map(|next| next.first),
    }
}

/// Whether a word that begins with the letter may be the folded word.
fn may_begin_word(letter: char, folded: &str) -> bool {
    let lower = letter.to_ascii_lowercase();
    !letter.is_ascii() || !folded.starts_with(|first: char| first.is_ascii() && first != lower)
}

pub(super) fn starts_with(tokens: &[Token<'_>], phrase: &[Kind<'_>]) -> bool {
    tokens.len() >= phrase.len() && tokens.iter().zip(phrase).all(|(token, kind)| token.kind == *kind)
}

pub(super) fn strings<'t>(table: &'t toml::Table, name: &str) -> impl Iterator<Item = &'t str> {
    let list = table.get(name).and_then(toml::Value::as_array).expect("every list is in a file");
    list.iter().filter_map(toml::Value::as_str)
}

pub(super) fn phrases(table: &toml::Table, name: &str) -> Phrases {
    let by_first = by_first(strings(table, name).map(phrase), |phrase| phrase);
    let longest = by_first.words().flat_map(|(_, phrases)| phrases).map(Vec::len).max().unwrap_or(0);
    Phrases { by_first, longest }
}

/// Groups what `phrase` gives by the key of its first token; within a group the longest goes first.
pub(super) fn by_first<T>(items: impl Iterator<Item = T>, phrase: fn(&T) -> &Vec<Kind<'static>>) -> Vocabulary<Vec<T>> {
    let mut groups: HashMap<String, Vec<T>> = HashMap::new();
    for item in items {
        if let Some(first) = phrase(&item).first().map(Kind::key) {
            let group = groups.entry(first).or_default();
            group.push(item);
            group.sort_by_key(|item| std::cmp::Reverse(phrase(item).len()));
        }
    }
    Vocabulary::new(groups)
}

pub(super) fn phrase(written: &str) -> Vec<Kind<'static>> {
    cuts(written, usize::MAX).map(|cut| cut.kind().into_owned()).collect()
}
