//! Lines that sites put around any article: forms for comments, banners about cookies, newsletters, advertisements, ways past
//! the menu.
//!
//! Fixed words show them. Some of these may also be those of somebody who is quoted (`Nous utilisons des cookies`); then the
//! line must speak to a visitor too.

use super::lex::{Kind, Token, lex, lex_first};
use super::lines::Line;
use super::lists::{LISTS, PAGE_LINE, PAGE_OPENING};
use super::notice::{LONGEST, Notice};
use super::phrase_list::Phrases;

/// Signs behind a fixed phrase.
const SIGNS_BEHIND: &str = ".:!";
/// So many of them are read.
const MOST_SIGNS: usize = 3;

/// What the line is if a site put it there; `begins` are the beginnings of its words. Advertisements stand between paragraphs, the
/// others near the top or the bottom.
pub(super) fn boilerplate(text: &str, line: Line, begins: u16, near_edge: bool) -> Option<Notice> {
    let words = line.of(text);
    if is_page_number(words) {
        return Some(Notice::Source { name: None, dated: None });
    }
    if begins & (PAGE_LINE | PAGE_OPENING) == 0 || line.is_long || words.starts_with(char::is_lowercase) {
        return None;
    }
    let whole = begins & PAGE_LINE != 0 && LISTS.may_be_page_line(words);
    let fixed = if whole { fixed_line(words, line.number, near_edge) } else { None };
    let open = || begins & PAGE_OPENING != 0 && near_edge && is_of_site(words);
    fixed.or_else(|| open().then_some(Notice::Button))
}

/// Whether the line is only the number of a page between two dashes, `- 2 -`, as printed pages have them between lines of prose.
fn is_page_number(words: &str) -> bool {
    let number = |inner: &str| (1..=4).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let inner = words.strip_prefix(DASHES).and_then(|rest| rest.strip_suffix(DASHES));
    words.len() <= LONGEST_PAGE_NUMBER && inner.is_some_and(|inner| number(inner.trim()))
}

const DASHES: [char; 3] = ['-', '–', '—'];
/// The most bytes of such a line.
const LONGEST_PAGE_NUMBER: usize = 14;

/// What the line is if it is only a fixed phrase.
fn fixed_line(words: &str, number: usize, near_edge: bool) -> Option<Notice> {
    let tokens = lex_first(words, LISTS.page_line.longest.max(LISTS.advertisement.longest) + MOST_SIGNS + 1);
    let whole = |list: &Phrases| list.at(&tokens, 0).is_some_and(|next| tokens[next..].iter().all(is_sign_behind));
    let told = whole(&LISTS.page_line) || (number > 0 && whole(&LISTS.advertisement));
    let control = || (near_edge && whole(&LISTS.control)).then_some(Notice::Network);
    told.then_some(Notice::Button).or_else(control)
}

fn is_sign_behind(token: &Token<'_>) -> bool {
    matches!(token.kind, Kind::Sign(sign) if SIGNS_BEHIND.contains(sign))
}

/// Whether the line begins as only sites do, or begins so that it may and speaks to a visitor.
fn is_of_site(words: &str) -> bool {
    if !LISTS.page_opening.may_begin(words) && !LISTS.site_speaks.may_begin(words) {
        return false;
    }
    let tokens = lex_first(words, LISTS.page_opening.longest.max(LISTS.site_speaks.longest));
    let speaks = |next: usize| {
        let all = lex(words, 0, LONGEST);
        (next..all.len()).any(|at| LISTS.to_visitor.at(&all, at).is_some())
    };
    LISTS.page_opening.at(&tokens, 0).is_some() || LISTS.site_speaks.at(&tokens, 0).is_some_and(speaks)
}
