//! Word boundaries: UAX #29 as the base, the rules of each language on top.
//!
//! This is the careful path; `fast` gives the same tokens many times faster and falls back on it.
//!
//! The rules are small passes over a list of pieces, in this order: spans and UAX #29 segments (`piece`), dots of
//! abbreviations (`abbreviations`), numbers (`numbers`), words joined by hyphens (`compounds`), and last the splitting
//! of elided words, clitics and hours (`elision`). `Lang::Und` uses none of them.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::fast::Ranges;
use super::heads::Heads;
use super::kind::is_counted;
use super::lang::Lang;
use super::languages::lists;
use super::{abbreviations, compounds, elision, fast, numbers, piece};

/// How a text is cut into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rules {
    /// The language whose rules apply.
    pub lang: Lang,
    /// Whether elided words (`l'`, `qu'`) are tokens of their own.
    pub elision: bool,
    /// Whether hyphenated words are cut into word, hyphen and word.
    pub split_hyphens: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self { lang: Lang::Fr, elision: true, split_hyphens: false }
    }
}

/// Which tokens to return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    All,
    /// Those of a counted kind: no punctuation and no symbols.
    Counted,
}

/// Appends the byte ranges of the tokens of `text` to `out`, in order. A token is never white space, and the gaps and
/// tokens together make up the text.
///
/// ```
/// use coopsec::text::{Rules, segment};
/// let text = "L’efficacité d'un porte-parole : a-t-il dit 1 500 ?";
/// let mut tokens = Vec::new();
/// segment(text, Rules::default(), &mut tokens);
/// let tokens: Vec<&str> = tokens.into_iter().map(|t| &text[t]).collect();
/// assert_eq!(tokens, ["L’", "efficacité", "d'", "un", "porte-parole", ":", "a", "-t-il", "dit", "1 500", "?"]);
/// ```
pub fn segment(text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
    if u32::try_from(text.len()).is_err() {
        return segment_slowly(text, rules, out);
    }
    extend(text, rules, Keep::All, out);
}

/// Appends the tokens of [`segment`] whose [kind](super::kind()) is counted, which is faster than listing all.
///
/// ```
/// use coopsec::text::{Rules, segment_counted};
/// let text = "« a-t-il dit 1 500 % ? »";
/// let mut tokens = Vec::new();
/// segment_counted(text, Rules::default(), &mut tokens);
/// let tokens: Vec<&str> = tokens.into_iter().map(|t| &text[t]).collect();
/// assert_eq!(tokens, ["a", "-t-il", "dit", "1 500"]);
/// ```
pub fn segment_counted(text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
    if u32::try_from(text.len()).is_err() {
        let mut all = Vec::new();
        segment_slowly(text, rules, &mut all);
        return out.extend(all.into_iter().filter(|token| is_counted(&text[token.clone()], rules.lang)));
    }
    extend(text, rules, Keep::Counted, out);
}

/// Appends the tokens of a text shorter than 4 GiB.
fn extend(text: &str, rules: Rules, keep: Keep, out: &mut Vec<Range<usize>>) {
    let mut tokens = Ranges::default();
    segment_while(Source { text, rules, keep, sought: None }, &mut tokens, &|| true);
    out.extend(tokens.iter().map(|token| token.start as usize..token.end as usize));
}

/// Bytes read between two calls of `go_on`.
pub(super) const STRIDE: usize = 1 << 20;

/// A text shorter than 4 GiB, and what is wanted from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'t> {
    pub(crate) text: &'t str,
    pub(crate) rules: Rules,
    pub(crate) keep: Keep,
    /// Beginnings of norms; the tokens that may have them are noted as well.
    pub(crate) sought: Option<&'t Heads>,
}

/// [`segment`] or [`segment_counted`] that stops once `go_on` no longer holds.
pub(crate) fn segment_while(source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    if source.rules.lang == Lang::Und {
        plain(source.text, &mut |token| out.offer(source, token), go_on);
    } else {
        fast::walk(source, out, go_on);
    }
}

/// The careful twin of [`segment`], about twenty times slower: it applies the rules one after the other to the whole
/// text. `segment` falls back on it where its own path is unsure, and tests compare the two.
///
/// ```
/// use coopsec::text::{Rules, segment, segment_slowly};
/// let (mut fast, mut slow) = (Vec::new(), Vec::new());
/// segment("dit M. Le Goff", Rules::default(), &mut fast);
/// segment_slowly("dit M. Le Goff", Rules::default(), &mut slow);
/// assert_eq!(fast, slow);
/// ```
pub fn segment_slowly(text: &str, rules: Rules, out: &mut Vec<Range<usize>>) {
    if rules.lang == Lang::Und {
        plain(text, &mut |token| out.push(token), &|| true);
        return;
    }
    let mut pieces = piece::ground(text);
    abbreviations::join(text, rules.lang, &mut pieces);
    numbers::join(text, lists(rules.lang), &mut pieces);
    compounds::join(text, rules, &mut pieces);
    let mut splitter = elision::Splitter::new(text, rules);
    for piece in &pieces {
        splitter.split(piece, out);
    }
}

/// UAX #29 alone: every segment that is not white space.
fn plain(text: &str, push: &mut dyn FnMut(Range<usize>), go_on: &dyn Fn() -> bool) {
    let mut asked = 0;
    for (at, segment) in text.split_word_bound_indices() {
        if at >= asked + STRIDE {
            asked = at;
            if !go_on() {
                return;
            }
        }
        if !segment.chars().all(char::is_whitespace) {
            push(at..at + segment.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_given_up_within_a_stride() {
        let text = "mot ".repeat(STRIDE);
        for lang in [Lang::Fr, Lang::Und] {
            let (mut whole, mut part) = (Vec::new(), Ranges::default());
            let rules = Rules { lang, ..Rules::default() };
            segment(&text, rules, &mut whole);
            segment_while(Source { text: &text, rules, keep: Keep::All, sought: None }, &mut part, &|| false);
            let end = part.last().map_or(0, |token: &Range<u32>| token.end as usize);
            assert!(whole.len() == STRIDE && (1..STRIDE + 64).contains(&end), "{lang:?} {end}");
            assert!(
                part.iter()
                    .map(|token| token.start as usize..token.end as usize)
                    .eq(whole[..part.len()].iter().cloned())
            );
        }
    }
}
