//! Splits inside a joined piece: elided words, inverted clitics, hours and units.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::abbreviations;
use super::languages::{Lists, lists};
use super::lines::is_line_break;
use super::norm::{is_apostrophe, is_hyphen, norm};
use super::numbers;
use super::piece::{Class, Piece};
use super::segment::Rules;

/// Longest word looked up, in bytes, decomposed letters and soft hyphens included.
const LONGEST: usize = 64;

/// Splits pieces into tokens, in order.
pub(super) struct Splitter<'a> {
    text: &'a str,
    rules: Rules,
    known: &'static Lists,
    /// The last word before the piece, if only white space follows it: the two may be parts of one name.
    name_before: Option<Range<usize>>,
}

impl<'a> Splitter<'a> {
    pub(super) fn new(text: &'a str, rules: Rules) -> Self {
        Self { text, rules, known: lists(rules.lang), name_before: None }
    }

    /// Pushes the tokens of a piece.
    pub(super) fn split(&mut self, piece: &Piece, out: &mut Vec<Range<usize>>) {
        if piece.class != Class::Word {
            self.name_before = None;
            out.push(piece.range.clone());
            return;
        }
        let (mut start, end) = (piece.range.start, piece.range.end);
        self.name_before = self.name_before.take().filter(|word| self.goes_on(word, start));
        if self.rules.elision && !self.known.elisions.is_empty() {
            while let Some(length) = self.elided(&self.text[start..end]) {
                out.push(start..start + length);
                start += length;
            }
        }
        if numbers::split_unit(self.text, start..end, &self.known.units, out) {
            self.name_before = None;
            return;
        }
        self.clitics(start..end, out);
        self.name_before = Some(piece.range.clone());
    }

    /// Whether a word and what starts after it may be one name: they are on one line, and the word is not an acronym.
    fn goes_on(&self, word: &Range<usize>, start: usize) -> bool {
        let last = abbreviations::behind_apostrophe(&self.text[word.clone()]);
        let acronym = last.strip_suffix('.').is_some_and(abbreviations::is_acronym);
        !acronym && !self.text[word.end..start].contains(is_line_break)
    }

    /// Length of the elided word that `word` starts with, apostrophe included.
    fn elided(&self, word: &str) -> Option<usize> {
        let (at, mark) = word.char_indices().take(LONGEST).find(|&(_, c)| is_apostrophe(c))?;
        let end = at + mark.len_utf8();
        let (head, tail) = (&word[..at], &word[end..]);
        let known = !tail.is_empty() && self.known.elisions.contains(norm(head, self.rules.lang).as_ref());
        (known && !self.is_listed(word) && !self.is_name(head, tail)).then_some(end)
    }

    /// `N'Djamena`, `M'Hamed`: a capital after the apostrophe, then small letters; `Sidi M'hamed`: any letter, after
    /// another word. All in capitals, `N'EST` is elided.
    fn is_name(&self, head: &str, tail: &str) -> bool {
        let mut letters = tail.chars().filter(|&c| !is_combining_mark(c));
        let (first, second) = (letters.next(), letters.next());
        let lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
        matches!(head, "N" | "M")
            && lower(second)
            && (self.name_before.is_some() || first.is_some_and(char::is_uppercase))
    }

    fn is_listed(&self, word: &str) -> bool {
        word.len() <= LONGEST && self.known.lexicalised.contains(norm(word, self.rules.lang).as_ref())
    }

    fn clitics(&self, range: Range<usize>, out: &mut Vec<Range<usize>>) {
        let word = &self.text[range.clone()];
        let mut cut = None;
        if !self.known.clitics.is_empty() && !self.is_listed(word) {
            cut = self.last_clitic(word).filter(|&at| !self.is_name_part(range.start, word, at));
        }
        let Some(last) = cut else { return out.push(range) };
        let first =
            self.last_clitic(&word[..last]).filter(|&at| word[at..last].chars().skip(1).all(char::is_alphabetic));
        let first = first.unwrap_or(last);
        out.push(range.start..range.start + first);
        if first < last {
            out.push(range.start + first..range.start + last);
        }
        out.push(range.start + last..range.end);
    }

    /// Where the last clitic of a word starts, its hyphen included; `-t-il` counts as one.
    fn last_clitic(&self, word: &str) -> Option<usize> {
        let mut hyphens = word.char_indices().rev().take(LONGEST).filter(|&(_, c)| is_hyphen(c));
        let (at, sign) = hyphens.next()?;
        if at == 0 || !self.is_clitic(&word[at + sign.len_utf8()..]) {
            return None;
        }
        match hyphens.next() {
            Some((before, sign)) if before > 0 && self.is_clitic(&word[before + sign.len_utf8()..]) => Some(before),
            _ => Some(at),
        }
    }

    fn is_clitic(&self, part: &str) -> bool {
        self.known.clitics.contains(norm(part, self.rules.lang).as_ref())
    }

    /// A name has a capitalised stem after a capitalised word (`Kim Jong-il`), or a capitalised clitic after a stem
    /// that is not all capitals.
    fn is_name_part(&self, start: usize, word: &str, at: usize) -> bool {
        let (stem, clitic) = (&word[..at], &word[at..]);
        let shouted = !stem.chars().any(char::is_lowercase);
        if clitic.chars().any(char::is_uppercase) && !shouted {
            return true;
        }
        let behind = self.name_before.as_ref().filter(|w| w.end <= start && self.text[w.end..start].trim().is_empty());
        let behind_name = behind.is_some_and(|w| self.text[w.clone()].starts_with(char::is_uppercase));
        behind_name && stem.starts_with(char::is_uppercase) && clitic.chars().any(char::is_lowercase)
    }
}
