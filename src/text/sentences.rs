//! Sentence boundaries.
//!
//! The base is UAX #29: a sentence ends after `.`, `!`, `?` and their like, including the closing quotes and brackets
//! that follow. It is decided on tokens, so that no boundary falls inside one, and corrected where the standard leaves
//! the matter to languages:
//!
//! - a dot that belongs to an abbreviation, an initial (`د. محمد`) or an enumerator (`1. Introduction`) ends nothing;
//!   after `etc.` or `avant J.-C.` a sentence ends if a capital follows, after an acronym only if the next word plainly
//!   starts one, and after `J.-Y.` only if that is not part of a name (`Le Drian`);
//! - nothing ends before a lower-case word (`« Quoi ? » dit-il`, `Je… je ne sais pas`), nor at a cut marked `(…)`;
//! - a full stop after a plain word ends a sentence even if the next one was started in lower case, provided its first
//!   word is a function word (`… en sécurité. à ce jour, …`);
//! - a semicolon before a capitalised function word ends a sentence, as in lists and minutes;
//! - so does nothing at all in French, if the function word is an opening one (`Il`, `Cette`, `Les`), a small letter
//!   follows, and no quotation or bracket is open: a heading that lost its line break. The dev parts of UD French
//!   contain about thirty of these, against four false positives.
//!
//! Lines: a blank line always ends a sentence. A single line break does so after final punctuation; before a bullet;
//! where a line was left short, that is, the next line starts with a capital and its first word would still have fitted
//! (see `lines`), as after a title; and before the number of an item, `2. Le port`, if the line before was left short
//! or the number is the next in sequence. A hard-wrapped line ends nothing.

mod items;

use std::ops::Range;

use hashbrown::HashSet;

use super::lang::Lang;
use super::languages::{Lists, lists};
use super::lines::{Break, Lines};
use super::norm::{is_apostrophe, norm, surface_form};
use super::openers::{Openers, openers};

/// Abbreviations that are not listed have at most this many letters.
const LONGEST_ABBREVIATION: usize = 4;

/// How far the text before a token has come to an end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// In the middle of a sentence.
    Open,
    /// After `;`.
    Semicolon,
    /// After an abbreviation that never ends a sentence.
    Abbreviation,
    /// After an initial or an acronym.
    Acronym,
    /// After the initials of a double first name.
    Initials,
    /// After final punctuation, or an abbreviation that may end a sentence.
    Final,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Lower,
    /// A capitalised word: the token that holds it.
    Upper(usize),
    Bullet,
    Other,
}

/// Byte ranges of the sentences of `text`, trimmed of white space. `tokens` are those of `segment`, and each lies in
/// exactly one sentence.
///
/// ```
/// use coopsec::text::{Lang, Rules, segment, sentences};
/// let text = "M. Dupont est arrivé. « Déjà ? » dit-elle.";
/// let mut tokens = Vec::new();
/// segment(text, Rules::default(), &mut tokens);
/// let found: Vec<&str> = sentences(text, &tokens, Lang::Fr).into_iter().map(|s| &text[s]).collect();
/// assert_eq!(found, ["M. Dupont est arrivé.", "« Déjà ? » dit-elle."]);
/// ```
pub fn sentences(text: &str, tokens: &[Range<usize>], lang: Lang) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut first = 0;
    sentence_ends(text, tokens, lang, |next| {
        found.push(tokens[first].start..tokens[next - 1].end);
        first = next;
    });
    found
}

/// Calls `take` with the number of tokens up to the end of each sentence, so that a sentence's tokens run from the
/// previous number to this one.
///
/// ```
/// use coopsec::text::{Lang, Rules, segment, sentence_ends};
/// let (text, mut tokens, mut ends) = ("Il pleut. Elle part.", Vec::new(), Vec::new());
/// segment(text, Rules::default(), &mut tokens);
/// sentence_ends(text, &tokens, Lang::Fr, |end| ends.push(end));
/// assert_eq!(ends, [3, 6]);
/// ```
pub fn sentence_ends(text: &str, tokens: &[Range<usize>], lang: Lang, mut take: impl FnMut(usize)) {
    let known = lists(lang);
    let mut reader = Reader { text, tokens, lang, known, first: 0, end: End::Open, quotes: 0, open: 0, item: 0 };
    let openers = openers(lang);
    let mut lines = Lines::new(text);
    let bytes = text.as_bytes();
    for (at, pair) in tokens.windows(2).enumerate() {
        let (token, next) = (&pair[0], &pair[1]);
        let plain = is_plain(bytes, token);
        if plain & is_joined(bytes, token, next) && !opens(bytes, next, openers) {
            reader.end = End::Open;
            continue;
        }
        if plain {
            reader.end = End::Open;
        } else {
            reader.read(at);
        }
        if reader.breaks_after(at, &mut lines) {
            take(at + 1);
            reader.first = at + 1;
            reader.end = End::Open;
            reader.open = 0;
        }
    }
    if !tokens.is_empty() {
        take(tokens.len());
    }
}

/// Whether it is certain, from two neighbouring tokens alone, that no sentence ends between them; if false, one may.
///
/// ```
/// use coopsec::text::{Lang, goes_on};
/// let text = "la lutte. Elle";
/// assert!(goes_on(text, &(0..2), &(3..8), Lang::Fr));
/// assert!(!goes_on(text, &(8..9), &(10..14), Lang::Fr));
/// ```
pub fn goes_on(text: &str, token: &Range<usize>, next: &Range<usize>, lang: Lang) -> bool {
    let bytes = text.as_bytes();
    is_plain(bytes, token) & is_joined(bytes, token, next) && !opens(bytes, next, openers(lang))
}

/// Whether [`goes_on`] holds for every pair of neighbours in a run of tokens.
pub(crate) fn all_go_on(text: &str, mut tokens: impl Iterator<Item = Range<usize>>, lang: Lang) -> bool {
    let Some(mut token) = tokens.next() else { return true };
    tokens.all(|next| goes_on(text, &std::mem::replace(&mut token, next.clone()), &next, lang))
}

/// Calls `take` with the token at which each sentence of a text begins, counted from `first`.
pub(crate) fn sentence_starts(text: &str, tokens: &[Range<usize>], lang: Lang, first: u32, mut take: impl FnMut(u32)) {
    let mut begin = first;
    sentence_ends(text, tokens, lang, |end| {
        take(begin);
        begin = first + end as u32;
    });
}

/// Whether a run of tokens lies within one of the sentences that begin at `starts`.
pub(crate) fn are_in_one(starts: &[u32], tokens: Range<u32>) -> bool {
    let next = starts.partition_point(|&start| start <= tokens.start);
    starts.get(next).is_none_or(|&start| start >= tokens.end)
}

/// Whether a token may be an opening word.
#[inline]
fn opens(bytes: &[u8], token: &Range<usize>, openers: &Openers) -> bool {
    let token = bytes.get(token.clone()).unwrap_or_default();
    openers.may_begin(token) && openers.may_hold(token)
}

/// Bytes of the longest mark that is looked at by itself.
const LONGEST_MARK: usize = 3;

/// By first byte: whether no token that begins so is such a mark, whatever its length. Letters and digits, Latin-1
/// letters and two arithmetic signs (C3), comma and colon.
const WORDS: [bool; 256] = {
    let mut words = [false; 256];
    let mut first = 0u8;
    while first < 128 {
        words[first as usize] = first.is_ascii_alphanumeric() || matches!(first, b',' | b':');
        first += 1;
    }
    words[0xC3] = true;
    words
};

/// Whether a token is certainly no mark that matters and keeps no dot, so that the text after it is in the middle of a
/// sentence. Like [`is_joined`], this is asked of every token, and has no branch that could be mispredicted.
#[inline]
fn is_plain(bytes: &[u8], token: &Range<usize>) -> bool {
    let (first, last) = (byte(bytes, token.start), byte(bytes, token.end.wrapping_sub(1)));
    (WORDS[usize::from(first)] | (token.len() > LONGEST_MARK)) & (last != b'.')
}

/// Whether nothing or a single space separates two tokens, so that no line ends between them.
#[inline]
fn is_joined(bytes: &[u8], token: &Range<usize>, next: &Range<usize>) -> bool {
    let gap = next.start.wrapping_sub(token.end);
    (gap == 0) | ((gap == 1) & (byte(bytes, token.end) == b' '))
}

#[inline]
fn byte(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Range<usize>],
    lang: Lang,
    known: &'static Lists,
    /// First token of the open sentence.
    first: usize,
    end: End,
    /// Straight quotation marks since the last paragraph.
    quotes: usize,
    /// Quotations and brackets that the open sentence has opened and not yet closed.
    open: usize,
    /// Number of the last list item in the paragraph.
    item: u8,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |range| &self.text[range.clone()])
    }

    fn touches(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// Takes token `at` into account.
    fn read(&mut self, at: usize) {
        let mark = mark(self.token(at));
        let closes = self.is_closer(at);
        match mark {
            Some('«' | '“' | '(' | '[') => self.open += 1,
            Some('»' | '”' | ')' | ']') => self.open = self.open.saturating_sub(1),
            Some('"') => {
                self.quotes += 1;
                self.open = if closes { self.open.saturating_sub(1) } else { self.open + 1 };
            }
            _ => {}
        }
        if at == self.first + 1 {
            self.item = self.item_at(self.first).unwrap_or(self.item);
        }
        self.end = match mark {
            Some('.') if self.is_enumerator(at) => End::Abbreviation,
            Some('.') if self.is_uncased_initial(at) => End::Acronym,
            Some('…') if self.is_cut(at, at) => End::Abbreviation,
            Some('.') if self.is_cut(at.saturating_sub(2), at) => End::Abbreviation,
            _ if mark.is_some_and(is_final) => End::Final,
            Some(';') => End::Semicolon,
            _ if closes && self.end != End::Open => self.end,
            _ => self.dotted(at),
        };
    }

    /// The end after a token that keeps its dot.
    fn dotted(&self, at: usize) -> End {
        let Some(word) = self.token(at).strip_suffix('.') else { return End::Open };
        let word = surface_form(word);
        let word = word.as_ref();
        let known = &self.known.abbreviations;
        let open = [&known.before_name, &known.before_capital, &known.before_number, &known.inside];
        if open.iter().any(|list| list.contains(word)) {
            End::Abbreviation
        } else if is_double_initial(word) && !(known.may_end.contains(word) && self.is_era(at)) {
            End::Initials
        } else if known.may_end.contains(word) {
            End::Final
        } else {
            End::Acronym
        }
    }

    /// `avant J.-C.`, but neither `le ministre J.-C. Juncker` nor any other name.
    fn is_era(&self, at: usize) -> bool {
        let before = norm(at.checked_sub(1).map_or("", |before| self.token(before)), self.lang);
        self.known.eras.contains(before.trim_end_matches('.'))
    }

    /// `1.` or `a.` at the start of a sentence numbers what follows.
    fn is_enumerator(&self, at: usize) -> bool {
        let label = self.token(self.first);
        at == self.first + 1
            && self.touches(at)
            && label.chars().count() <= 2
            && label.chars().all(char::is_alphanumeric)
    }

    /// `د.` of `د. محمد`, `م.` and `ع.` of `م. ع.`: a letter of a script without capitals, which abbreviates a title or
    /// a name. After a number it is a unit or an era, as in `2015 م.`, and may end the sentence.
    fn is_uncased_initial(&self, at: usize) -> bool {
        let cased = |letter: char| letter.is_lowercase() || letter.is_uppercase();
        let letter = at.checked_sub(1).and_then(|before| mark(self.token(before)));
        let numbered = || at.checked_sub(2).is_some_and(|before| self.token(before).ends_with(char::is_numeric));
        self.touches(at) && letter.is_some_and(|letter| letter.is_alphabetic() && !cased(letter)) && !numbered()
    }

    /// `(…)`, `[...]`: the tokens `from..=to` stand alone between brackets.
    fn is_cut(&self, from: usize, to: usize) -> bool {
        from > 0
            && matches!(mark(self.token(from - 1)), Some('(' | '['))
            && matches!(mark(self.token(to + 1)), Some(')' | ']'))
            && (from..=to).all(|i| mark(self.token(i)).is_some_and(is_final))
    }

    /// Closing quotes and brackets; a straight quotation mark closes if it touches the text before it, or is the second
    /// of a pair.
    fn is_closer(&self, at: usize) -> bool {
        match mark(self.token(at)) {
            Some('»' | '”' | '’' | ')' | ']' | '}' | '›') => true,
            Some('“') => self.touches(at),
            Some('"' | '\'') => self.touches(at) || (self.quotes % 2 == 1 && !self.touches(at + 1)),
            _ => false,
        }
    }

    fn breaks_after(&mut self, at: usize, lines: &mut Lines<'_>) -> bool {
        let gap = self.tokens[at].end..self.tokens[at + 1].start;
        let line = lines.at(gap);
        if line == Break::Paragraph {
            (self.quotes, self.item) = (0, 0);
            return true;
        }
        if line == Break::None {
            return self.breaks_within_line(at);
        }
        let start = self.start(at + 1);
        let wrapped = line == Break::Wrap && start == Start::Lower;
        if start == Start::Bullet || (self.end == End::Final && !wrapped) || self.begins_item(at + 1, line) {
            return true;
        }
        match start {
            Start::Upper(_) if line == Break::Short => self.end != End::Abbreviation,
            _ => self.begins_sentence(at + 1, start),
        }
    }

    fn breaks_within_line(&self, at: usize) -> bool {
        match self.end {
            // Most tokens end up here, so only what is needed is checked.
            End::Open => self.lost_line_break(at) && self.is_capital_starter(self.start(at + 1)),
            End::Abbreviation => false,
            _ if mark(self.token(at + 1)).is_some_and(is_final) || self.is_closer(at + 1) => false,
            _ => self.begins_sentence(at + 1, self.start(at + 1)),
        }
    }

    /// Whether what starts at token `at` begins a sentence in its own right, whatever the line breaks.
    fn begins_sentence(&self, at: usize, start: Start) -> bool {
        match self.end {
            End::Open => self.lost_line_break(at - 1) && self.is_capital_starter(start),
            End::Abbreviation => false,
            End::Semicolon | End::Acronym => self.is_capital_starter(start),
            End::Initials => self.is_capital_starter(start) && !self.is_article_of_a_name(start),
            End::Final => self.starts_sentence(at, start),
        }
    }

    fn starts_sentence(&self, at: usize, start: Start) -> bool {
        let glued = self.touches(at) && self.token(at - 1) == "." && self.token(at).starts_with(char::is_alphanumeric);
        match start {
            _ if glued => self.is_capital_starter(start),
            Start::Lower => self.starts_small(at),
            _ => !mark(self.token(at)).is_some_and(is_continuation),
        }
    }

    /// A full stop after a word too long for an abbreviation, then a function word without its capital.
    fn starts_small(&self, at: usize) -> bool {
        let word = at.checked_sub(2).map_or("", |before| self.token(before));
        let plain =
            word.chars().take(LONGEST_ABBREVIATION + 1).filter(|c| c.is_alphabetic()).count() > LONGEST_ABBREVIATION;
        plain && self.token(at - 1) == "." && !self.touches(at) && self.is_starter(self.token(at))
    }

    /// Between a heading and its text, run together without a sign: a word that is not a function word, then an opening
    /// word.
    fn lost_line_break(&self, at: usize) -> bool {
        let (word, next) = (self.token(at), self.token(at + 1));
        if self.open > 0 || self.touches(at + 1) || !openers(self.lang).may_hold(next.as_bytes()) {
            return false;
        }
        // A lone bracket, as in `(Vidéo) Les usagers`, is not a heading.
        let ends_word = word.ends_with(char::is_alphanumeric) || (word == ")" && at > self.first + 2);
        let goes_on = self.token(at + 2).starts_with(char::is_lowercase);
        let holds = |list: &HashSet<String>, token: &str| list.contains(norm(token, self.lang).as_ref());
        ends_word
            && goes_on
            && holds(&self.known.openers, next)
            && !self.is_starter(word)
            && !holds(&self.known.namers, word)
    }

    /// How the text goes on at token `at`, after opening quotes, brackets and dashes.
    fn start(&self, at: usize) -> Start {
        let mut bullet = false;
        for i in at..self.tokens.len().min(at + 4) {
            let token = self.token(i);
            let Some(first) = token.chars().find(|c| c.is_alphanumeric()) else {
                bullet |= i == at && matches!(mark(token), Some('-' | '–' | '—' | '•' | '*' | '·' | '▪' | '■' | '►'));
                continue;
            };
            return match first {
                _ if bullet => Start::Bullet,
                _ if first.is_lowercase() => Start::Lower,
                _ if first.is_uppercase() => Start::Upper(i),
                _ => Start::Other,
            };
        }
        Start::Other
    }

    /// Whether this is a capitalised function word, which no name starts with.
    fn is_capital_starter(&self, start: Start) -> bool {
        matches!(start, Start::Upper(at) if self.is_starter(self.token(at)))
    }

    /// `Le Drian`, but neither `Le port` nor `L'Espagne`.
    fn is_article_of_a_name(&self, start: Start) -> bool {
        let Start::Upper(at) = start else { return false };
        !self.token(at).ends_with(is_apostrophe) && self.token(at + 1).starts_with(char::is_uppercase)
    }

    fn is_starter(&self, token: &str) -> bool {
        self.known.starters.contains(norm(token, self.lang).as_ref())
    }
}

/// `J.-Y`: capitals with a dot and a hyphen between them, the last dot removed.
fn is_double_initial(word: &str) -> bool {
    let is_capital = |part: &str| mark(part).is_some_and(char::is_uppercase);
    word.split_once(".-").is_some_and(|(first, second)| is_capital(first) && is_capital(second))
}

/// The character of a token that is a single character.
fn mark(token: &str) -> Option<char> {
    let mut chars = token.chars();
    chars.next().filter(|c| c.len_utf8() == token.len())
}

/// Marks that end a sentence: the terminators of UAX #29 found in these languages, and the ellipsis.
fn is_final(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '…' | '؟' | '۔' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？' | '।' | '॥')
}

/// Marks before which a sentence goes on (SContinue of UAX #29).
fn is_continuation(mark: char) -> bool {
    matches!(mark, ',' | ';' | ':' | '،' | '؛')
}
