//! Cuts the words of a pattern as they would be cut in a text.

use super::pattern::GUARD;
use crate::text::{Rules, segment};

/// A token of a pattern.
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Whether the next token follows without white space.
    pub(crate) joined: bool,
}

/// The tokens that the words would be in a text, as written. `l'` is a token only before a word, so a letter is added
/// after an elided word that nothing follows, and removed again.
pub(crate) fn cut(text: &str, rules: Rules) -> Vec<Piece> {
    let guarded = guard(text);
    let mut tokens = pieces(&guarded, rules);
    if tokens.iter().any(is_attached) {
        // The apostrophe does not elide here (`dogs'`): cut the word as written.
        let attached: Vec<bool> = tokens.iter().filter(|token| token.text.contains(GUARD)).map(is_attached).collect();
        tokens = pieces(&unguard(&guarded, &attached), rules);
    }
    tokens.retain(|token| !token.text.starts_with(GUARD));
    tokens
}

fn pieces(text: &str, rules: Rules) -> Vec<Piece> {
    let mut ranges = Vec::new();
    segment(text, rules, &mut ranges);
    let follows = |end: usize| !text[end..].starts_with(|sign: char| sign.is_whitespace() || sign == GUARD);
    let joined = |end: usize| end < text.len() && follows(end);
    ranges.into_iter().map(|range| Piece { joined: joined(range.end), text: text[range].to_owned() }).collect()
}

fn is_attached(token: &Piece) -> bool {
    token.text.contains(GUARD) && !token.text.starts_with(GUARD)
}

fn guard(text: &str) -> String {
    let mut guarded = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        guarded.push(sign);
        let bare = signs.peek().is_none_or(|next| next.is_whitespace());
        if bare && matches!(sign, '\'' | '’' | 'ʼ' | '′') {
            guarded.push(GUARD);
        }
    }
    guarded
}

/// The text without the guards that did not become tokens of their own.
fn unguard(guarded: &str, attached: &[bool]) -> String {
    let mut guards = attached.iter();
    guarded.chars().filter(|&sign| sign != GUARD || guards.next() == Some(&false)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn cut_in(lang: Lang, text: &str) -> Vec<String> {
        let pieces = cut(text, Rules { lang, ..Rules::default() });
        pieces.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn an_elided_word_that_nothing_follows_is_a_token() {
        assert_eq!(cut_in(Lang::Fr, "l'"), ["l'"]);
        assert_eq!(cut_in(Lang::Fr, "de l' or"), ["de", "l'", "or"]);
        assert_eq!(cut_in(Lang::Fr, "d’ l'"), ["d’", "l'"]);
    }

    #[test]
    fn an_apostrophe_that_elides_nothing_is_a_token() {
        assert_eq!(cut_in(Lang::En, "dogs' l'"), ["dogs", "'", "l", "'"]);
        assert_eq!(cut_in(Lang::En, "king's"), ["king's"]);
    }
}
