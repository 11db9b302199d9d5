//! Names of authors, and labels before a colon: `Par Mohamed El Alaoui`, `Auteur : Rédaction`, `Titre : Un accord signé`.

use super::fold::fold;
use super::lex::{Token, cuts, lex};
use super::lists::LISTS;
use super::phrase_list::Phrases;

/// Most words in the name of an author.
const MOST_WORDS: usize = 6;

/// Whether the word stands before an author: `Par`.
pub(crate) fn introduces_author(word: &str) -> bool {
    LISTS.signed.may_begin_with_word(&fold(word))
}

/// Whether a line begins with the name of an author, in small letters: `par Jean Dupont`.
pub(super) fn names_author(words: &str) -> bool {
    let named =
        |(word, name): (&str, &str)| LISTS.signed.may_begin_with_word(word) && name.starts_with(char::is_uppercase);
    words.split_once(' ').is_some_and(named)
}

/// Whether a line only names an author: `Par Mohamed El Alaoui`, `Auteur : Rédaction`, but not `Par Toutatis` or `Par tous les
/// moyens`.
pub(super) fn is_author(words: &str) -> bool {
    if let Some((label, name)) = labelled(words) {
        return is_label(&LISTS.author_label, label) && (1..=MOST_WORDS).contains(&name.split_whitespace().count());
    }
    let Some((first, name)) = words.split_once(' ') else { return false };
    let fits = |word: &str| word.starts_with(char::is_uppercase) || LISTS.name_particle.may_begin_with_word(word);
    first.is_ascii()
        && LISTS.signed.may_begin_with_ascii(first)
        && (2..=MOST_WORDS).contains(&name.split_whitespace().count())
        && name.split_whitespace().all(fits)
        && name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '.'))
}

/// The headline after its label: `Titre : Un accord signé`.
pub(super) fn unlabelled(words: &str) -> &str {
    let after = labelled(words).filter(|(label, _)| is_label(&LISTS.title_label, label));
    after.map(|(_, headline)| headline.trim()).filter(|headline| !headline.is_empty()).unwrap_or(words)
}

/// Whether a line is the caption of a picture, after its label: `Photo : Le ministre de l'Intérieur à Madrid`.
pub(super) fn is_caption(words: &str) -> bool {
    labelled(words).is_some_and(|(label, _)| is_label(&LISTS.caption_label, label))
}

/// Most bytes before the colon of a label: a line may be a whole article.
const LONGEST_LABEL: usize = 32;

/// The words before a colon near the start of a line, and what follows it.
pub(super) fn labelled(words: &str) -> Option<(&str, &str)> {
    let near = words.as_bytes().get(..LONGEST_LABEL).unwrap_or(words.as_bytes());
    // Most have none, which is told without looking at each byte.
    let colon = if near.contains(&b':') { near.iter().position(|&byte| byte == b':')? } else { return None };
    Some((&words[..colon], &words[colon + 1..]))
}

/// Whether the words are a label of the list.
pub(super) fn is_label(list: &Phrases, words: &str) -> bool {
    let may_begin = cuts(words, LONGEST_LABEL).next().is_some_and(|first| list.may_begin_with(&first));
    let is_phrase = |tokens: &[Token<'_>]| list.at(tokens, 0) == Some(tokens.len());
    may_begin && is_phrase(&lex(words, 0, LONGEST_LABEL))
}
