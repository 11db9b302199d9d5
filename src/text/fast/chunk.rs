//! One chunk of a text, read sign by sign: the simple cases of the rules, each decided without its neighbours.

use std::ops::Range;

use super::around::{Before, Behind, before, behind};
use super::bytes::{Sign, chunk_end, sign};
use super::groups::{digits, follows, goes_on};
use super::masks::WIDTH;
use super::words::{Known, Norm};
use crate::text::abbreviations;
use crate::text::numbers;
use crate::text::segment::Rules;

/// Reads chunks shorter than `WIDTH` bytes.
pub(super) struct Reader<'a> {
    text: &'a str,
    rules: Rules,
    known: &'static Known,
    tokens: Vec<Range<usize>>,
    /// The current chunk, extended over the groups of digits that follow it.
    chunk: Range<usize>,
}

/// What UAX #29 counts as one word.
struct Word {
    start: usize,
    /// Start of what follows the last apostrophe.
    last: usize,
    end: usize,
    letters: bool,
    dots: bool,
    apostrophes: bool,
}

/// Words joined by hyphens.
struct Compound {
    range: Range<usize>,
    /// Start of the last of these words.
    last: usize,
    apostrophes: bool,
    /// Whether it is a number alone.
    number: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, rules: Rules, known: &'static Known) -> Self {
        Self { text, rules, known, tokens: Vec::new(), chunk: 0..0 }
    }

    /// The tokens of a chunk, and where the next chunk may start: past the last group of a long number. `None` if the
    /// careful path must look at the chunk.
    pub(super) fn read(&mut self, chunk: Range<usize>) -> Option<(&[Range<usize>], usize)> {
        self.tokens.clear();
        let bytes = self.bytes();
        if chunk.len() >= WIDTH || (bytes[chunk.start].is_ascii_digit() && follows(bytes, chunk.start)) {
            return None;
        }
        let mut at = chunk.start;
        self.chunk = chunk;
        if matches!(bytes[self.chunk.clone()], [b'+'] | [0xC2, 0xB0 | 0xB1]) {
            at = self.push(at, self.chunk.end);
        }
        while at < self.chunk.end {
            let (sign, length) = self.sign(at);
            let next = self.sign(at + length).0;
            at = match sign {
                Sign::Letter | Sign::Digit => self.compound(at)?,
                Sign::Other | Sign::Space => return None,
                Sign::Hyphen if next == Sign::Digit && self.is_free(at) => return None,
                Sign::Colon if next == Sign::Slash => return None,
                _ => self.push(at, at + length),
            };
        }
        let end = self.chunk.end;
        let sure = !bytes[end - 1].is_ascii_digit() || !goes_on(bytes, end);
        sure.then_some((&self.tokens, end))
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The character at `at`; white space at the end of the chunk.
    #[inline]
    fn sign(&self, at: usize) -> (Sign, usize) {
        if at < self.chunk.end { sign(&self.bytes()[at..]) } else { (Sign::Space, 0) }
    }

    fn push(&mut self, start: usize, end: usize) -> usize {
        self.tokens.push(start..end);
        end
    }

    /// Whether a sign here could be that of a number.
    fn is_free(&self, at: usize) -> bool {
        at == self.chunk.start || self.bytes()[at - 1] == b'('
    }

    /// Reads the word or number at `start` and whatever hyphens join to it.
    fn compound(&mut self, start: usize) -> Option<usize> {
        let mut compound = Compound { range: start..start, last: start, apostrophes: false, number: true };
        loop {
            let word = self.word(compound.range.end)?;
            compound.range.end = word.end;
            compound.apostrophes |= word.apostrophes;
            compound.number &= !word.letters;
            if !self.is_joined(word.end) {
                let length = self.owned(&compound, &word)?;
                compound.apostrophes |= length > 0;
                compound.range.end += length;
                break;
            }
            if self.parts_hours(&word) {
                return None;
            }
            compound.range.end += 1;
            compound.last = compound.range.end;
            compound.number = false;
        }
        if compound.number && self.leads(&compound.range) {
            return self.groups(&compound.range);
        }
        self.split(&compound)
    }

    /// Whether a hyphen at the end of a word joins it to another.
    fn is_joined(&self, end: usize) -> bool {
        let (sign, length) = self.sign(end);
        let joins = sign == Sign::Hyphen && !self.rules.split_hyphens;
        joins && matches!(self.sign(end + length).0, Sign::Letter | Sign::Digit)
    }

    /// Whether the hyphen after a word separates two hours.
    fn parts_hours(&self, word: &Word) -> bool {
        let bytes = self.bytes();
        bytes[word.start].is_ascii_digit() && self.known.parts_hours(&bytes[word.start..word.end], bytes[word.end + 1])
    }

    /// Length of the sign after a compound ending in `word`, if the sign belongs to it (a dot or an apostrophe); else
    /// 0. `None` if unsure.
    fn owned(&self, compound: &Compound, word: &Word) -> Option<usize> {
        let (sign, length) = self.sign(word.end);
        let next = self.sign(word.end + length).0;
        let careful = match sign {
            Sign::Dot if word.letters && next != Sign::Dot => return self.dot(word, next),
            Sign::Apostrophe if word.letters && matches!(next, Sign::Space | Sign::Mark) => {
                return Some(if self.is_elided(compound.range.start, word)? { length } else { 0 });
            }
            Sign::Slash => !word.letters || next == Sign::Digit || self.is_slashed(compound.last, word.end)?,
            Sign::Colon => matches!(next, Sign::Letter | Sign::Digit),
            Sign::Bracket => word.letters && self.is_suffix(word.end + 1),
            Sign::Apostrophe | Sign::Other => true,
            _ => false,
        };
        (!careful).then_some(0)
    }

    /// Reads letters and digits, and the signs that join them.
    fn word(&self, start: usize) -> Option<Word> {
        let mut word = Word { start, last: start, end: start, letters: false, dots: false, apostrophes: false };
        let mut before = Sign::Space;
        loop {
            let (sign, length) = self.sign(word.end);
            match sign {
                Sign::Letter => word.letters = true,
                Sign::Digit => {}
                Sign::Apostrophe | Sign::Dot | Sign::Comma => {
                    let next = self.sign(word.end + length).0;
                    match (before, sign, next) {
                        (Sign::Letter, Sign::Apostrophe, Sign::Letter) => {
                            word.apostrophes = true;
                            word.last = word.end + length;
                        }
                        (_, Sign::Dot, _) if self.is_www(start, word.end) => return None,
                        (Sign::Letter, Sign::Dot, Sign::Letter) => word.dots = true,
                        (Sign::Digit, Sign::Apostrophe, Sign::Digit) => return None,
                        (Sign::Digit, Sign::Dot | Sign::Comma, Sign::Digit) => {}
                        _ => return Some(word),
                    }
                }
                _ => return Some(word),
            }
            word.end += length;
            before = sign;
        }
    }

    /// Whether `www`, which may start a URL, ends here.
    fn is_www(&self, start: usize, end: usize) -> bool {
        end >= start + 3 && self.bytes()[end - 3..end].eq_ignore_ascii_case(b"www")
    }

    /// Whether a bracket holds an ending, as in `élu(e)s`.
    fn is_suffix(&self, start: usize) -> bool {
        let inner = &self.bytes()[start..self.chunk.end];
        inner.iter().position(|&byte| byte == b')').is_some_and(|close| self.known.endings.contains(&inner[..close]))
    }

    /// Whether the apostrophe after a word, which joins it to nothing, belongs to it, as in `l’«`; `None` after an
    /// opening apostrophe.
    fn is_elided(&self, start: usize, word: &Word) -> Option<bool> {
        let bytes = self.bytes();
        let before = &bytes[self.chunk.start..start];
        if before.ends_with(b"'") || before.ends_with("’".as_bytes()) {
            return None;
        }
        Some(Norm::of(&bytes[word.last..word.end])?.is_in(&self.known.elisions))
    }

    /// Whether the words around a slash are listed, as in `km/h`.
    fn is_slashed(&self, start: usize, slash: usize) -> Option<bool> {
        let end = self.word(slash + 1)?.end;
        Some(Norm::of(&self.bytes()[start..end])?.is_in(&self.known.joined))
    }

    /// Whether a number at the end of the chunk may be the first of several groups.
    fn leads(&self, number: &Range<usize>) -> bool {
        let (before, digits) = (&self.bytes()[..number.start], &self.bytes()[number.clone()]);
        let free = number.start == self.chunk.start || matches!(before, [.., b'(' | b'[' | b'"'] | [.., 0xC2, 0xAB]);
        free && number.end == self.chunk.end
            && digits.len() <= 3
            && digits[0] != b'0'
            && digits.iter().all(u8::is_ascii_digit)
            && goes_on(self.bytes(), number.end)
    }

    /// Reads a number together with the groups of three digits after it, each in the next chunk.
    fn groups(&mut self, number: &Range<usize>) -> Option<usize> {
        let bytes = self.bytes();
        let mut end = number.end;
        while end == self.chunk.end && goes_on(bytes, end) {
            let group = end + sign(&bytes[end..]).1;
            end = group + digits(&bytes[group..]);
            let next = chunk_end(bytes, end);
            if end != group + 3 || next - group >= WIDTH {
                return None;
            }
            self.chunk.end = next;
            if matches!(bytes[end..], [b',' | b'.', b'0'..=b'9', ..]) {
                end += 1 + digits(&bytes[end + 1..]);
                break;
            }
        }
        let (sign, length) = self.sign(end);
        let ends = match sign {
            Sign::Space | Sign::Mark => true,
            Sign::Dot | Sign::Comma | Sign::Colon => matches!(self.sign(end + length).0, Sign::Space | Sign::Mark),
            _ => false,
        };
        ends.then(|| self.push(number.start, end))
    }

    /// 1 if the dot after a word belongs to it, 0 if not; `None` if unsure.
    fn dot(&self, word: &Word, next: Sign) -> Option<usize> {
        let bytes = &self.bytes()[word.last..word.end];
        let ends = matches!(next, Sign::Space | Sign::Mark | Sign::Comma);
        if self.known.dotted.contains(bytes) {
            return ends.then_some(1);
        }
        let (first, length) = sign(bytes);
        let single = first == Sign::Letter && length == bytes.len();
        if !word.dots && !single && !self.known.any_dotted.contains(bytes) {
            return Some(0);
        }
        // The second half of `J.-C.` or `EE. UU.` depends on the first.
        if !ends || self.bytes()[..word.start].ends_with(b"-") || self.known.doubled.contains(bytes) {
            return None;
        }
        if abbreviations::is_acronym(&self.text[word.last..word.end]) {
            return Some(1);
        }
        let behind = if next == Sign::Space { behind(self.bytes(), word.end + 1, self.known)? } else { Behind::Mark };
        Some(usize::from(self.owns_dot(word, single, behind)))
    }

    /// Whether a dot belongs to a word (a single letter, or a listed one) given what comes after it.
    fn owns_dot(&self, word: &Word, single: bool, behind: Behind) -> bool {
        let bytes = &self.bytes()[word.last..word.end];
        let inside = self.known.inside.contains(bytes);
        let initial = single && self.text[word.last..].starts_with(char::is_uppercase);
        match behind {
            Behind::Small => inside || single,
            Behind::Capital => inside || initial || self.known.before_capital.contains(bytes),
            Behind::Starter => inside,
            Behind::Number => inside || initial || self.known.before_number.contains(bytes),
            Behind::Mark => false,
        }
    }

    /// Pushes the tokens of a compound: elided words, a number and its unit, the rest.
    fn split(&mut self, compound: &Compound) -> Option<usize> {
        let end = compound.range.end;
        let mut start = compound.range.start;
        if compound.apostrophes && self.rules.elision && !self.known.elisions.is_empty() {
            start = self.elided(&compound.range)?;
        }
        if !compound.number && self.bytes()[start].is_ascii_digit() {
            let units = &self.known.lists.units;
            if numbers::split_unit(self.text, start..end, units, &mut self.tokens) {
                return Some(end);
            }
        }
        if compound.last > start && self.is_clitic(compound.last..end)? {
            return self.clitic(start..end);
        }
        Some(self.push(start, end))
    }

    /// Pushes the elided words at the start of a compound; returns where the rest starts.
    fn elided(&mut self, range: &Range<usize>) -> Option<usize> {
        let (bytes, mut start) = (self.bytes(), range.start);
        while let Some((mark, end)) = apostrophe(bytes, start..range.end) {
            let head = &bytes[start..mark];
            if end == range.end || !Norm::of(head)?.is_in(&self.known.elisions) {
                break;
            }
            if self.is_lexicalised(&(start..range.end))? || self.is_name(head, end, range.start)? {
                break;
            }
            start = self.push(start, end);
        }
        Some(start)
    }

    /// Whether a word with this elided head, whose tail starts at `tail`, is a name: `N'Djamena`, `Sidi M'hamed`.
    fn is_name(&self, head: &[u8], tail: usize, start: usize) -> Option<bool> {
        let mut letters = self.text[tail..].chars();
        let (first, second) = (letters.next(), letters.next());
        if !matches!(head, b"N" | b"M") || !second.is_some_and(char::is_lowercase) {
            return Some(false);
        }
        Some(first.is_some_and(char::is_uppercase) || self.before(start)? != Before::Mark)
    }

    fn is_lexicalised(&self, word: &Range<usize>) -> Option<bool> {
        Some(Norm::of(&self.bytes()[word.clone()])?.is_in(&self.known.lexicalised))
    }

    /// What comes before a word; inside the chunk, a sign separates the two.
    fn before(&self, start: usize) -> Option<Before> {
        if start > self.chunk.start { Some(Before::Mark) } else { before(self.bytes(), start, self.known) }
    }

    fn is_clitic(&self, part: Range<usize>) -> Option<bool> {
        if self.known.clitics.is_empty() {
            return Some(false);
        }
        Some(Norm::of(&self.bytes()[part])?.is_in(&self.known.clitics))
    }

    /// Pushes a word and its clitics, at most two; `None` if a name may come before it and make it part of one.
    fn clitic(&mut self, range: Range<usize>) -> Option<usize> {
        let mut cut = if self.is_lexicalised(&range)? { None } else { self.last_clitic(range.clone())? };
        if let Some(at) = cut {
            let (stem, clitic) = (&self.text[range.start..at], &self.text[at..range.end]);
            if stem.starts_with(char::is_uppercase) {
                self.before(range.start)?;
            }
            cut = cut.filter(|_| !clitic.contains(char::is_uppercase) || !stem.contains(char::is_lowercase));
        }
        let Some(last) = cut else { return Some(self.push(range.start, range.end)) };
        let first = self.last_clitic(range.start..last)?;
        let first = first.filter(|&at| self.text[at + 1..last].chars().all(char::is_alphabetic)).unwrap_or(last);
        self.push(range.start, first);
        if first < last {
            self.push(first, last);
        }
        Some(self.push(last, range.end))
    }

    /// Where the last clitic of a word starts, if it has one; `-t-il` counts as one.
    fn last_clitic(&self, word: Range<usize>) -> Option<Option<usize>> {
        let mut hyphens = (word.start + 1..word.end).rev().filter(|&at| self.bytes()[at] == b'-');
        let Some(last) = hyphens.next() else { return Some(None) };
        if !self.is_clitic(last + 1..word.end)? {
            return Some(None);
        }
        Some(match hyphens.next() {
            Some(before) if self.is_clitic(before + 1..word.end)? => Some(before),
            _ => Some(last),
        })
    }
}

/// The first apostrophe in a range: its start and its end.
fn apostrophe(bytes: &[u8], range: Range<usize>) -> Option<(usize, usize)> {
    let at = bytes[range.clone()].iter().position(|&byte| matches!(byte, b'\'' | 0xE2))? + range.start;
    Some((at, at + if bytes[at] == b'\'' { 1 } else { 3 }))
}
