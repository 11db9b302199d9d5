//! The head of an official letter: the state, and below it those who write: `Royaume du Maroc`, `Ministère de l’Intérieur`.

use std::collections::BTreeMap;

use super::date_line::Page;
use super::lex::{lex, lex_first};
use super::lists::LISTS;
use super::notice::{LONGEST, Notice};

/// The most lines that name who writes.
const MOST_OFFICES: usize = 3;
/// The most words of an office.
const MOST_WORDS: usize = 12;

/// Makes source lines of the state at the top of a page and of the offices below it, if there are any. The last is the source.
pub(super) fn letterhead(page: &Page<'_>, found: &mut BTreeMap<usize, Notice>) {
    let words = |at: usize| page.lines.get(at).map_or("", |line| line.of(page.text));
    let is_state = || {
        if !LISTS.state.may_begin(words(0)) {
            return false;
        }
        let tokens = lex_first(words(0), LISTS.state.longest + 1);
        LISTS.state.at(&tokens, 0) == Some(tokens.len())
    };
    if page.lines.first().is_none_or(|line| line.is_long) || !is_state() {
        return;
    }
    let is_office = |at: &usize| {
        let brief = words(*at).split_whitespace().count() <= MOST_WORDS && !words(*at).ends_with('.');
        brief && LISTS.office.at(&lex(words(*at), 0, LONGEST), 0).is_some()
    };
    let offices = (1..=MOST_OFFICES).take_while(is_office).count();
    for at in (0..=offices).filter(|_| offices > 0 && page.lines.len() > offices + 1) {
        let name = (at == offices).then(|| words(at).to_owned());
        found.insert(at, Notice::Source { name, dated: None });
    }
}
