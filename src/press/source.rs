//! Lines that name the owner of a picture or the source of a text: `© AFP`, `Copyright 2015 Reuters`, `Source : MAP`,
//! `(Avec agences)`, `Le Monde avec AFP`.

use std::ops::Range;

use super::dateline::Dated;
use super::expression::{Expression, after_clock};
use super::grammar::Grammar;
use super::lex::lex;
use super::likely::ends_with_capital;
use super::lines::Line;
use super::lists::LISTS;
use super::notice::{Notice, Reader};
use super::words::Class;
use crate::text::Lang;

/// Signs between a source and the date of its text.
const SOURCE_SEPARATORS: &str = ",|·•-–—(/";
/// Signs between sources and a label or a date.
const SIGNS_BEHIND_SOURCES: &str = ")|·•-–—,(/";

/// The most bytes of a signature and the sentence end before it.
const LONGEST_SIGNATURE: usize = 80;

/// The agency that signs a text behind its last sentence.
pub(super) struct Signature {
    /// Byte where it begins.
    pub(super) start: usize,
    /// `(avec agences)` names none.
    pub(super) name: Option<String>,
}

/// The signature at the end of the last paragraph: `… a-t-il conclu. (MAP)`. In `… l'agence marocaine (MAP)` the name explains
/// the words before it.
pub(super) fn signature(text: &str, line: Line, lang: Lang) -> Option<Signature> {
    let end = line.end;
    if !LISTS.may_end_whole(line.of(text)) {
        return None;
    }
    let from = (end.saturating_sub(LONGEST_SIGNATURE).max(line.start)..end).find(|&at| text.is_char_boundary(at))?;
    let start = from + signed_from(&text[from..end])?;
    let start = end - text[start..end].trim_start().len();
    let words = &text[start..end];
    if !LISTS.may_be_whole(words) {
        return None;
    }
    let tokens = lex(words, start, LONGEST_SIGNATURE);
    let reader = Reader { text, line: Line { start, ..line }, grammar: Grammar::new(&tokens, lang) };
    reader.named(reader.grammar.skip(0, &[], "([/-–—")).map(|named| Signature { start, name: named.agency })
}

/// Whether the line is the last and only has the initials of those who worked on a dispatch: `jlb/abc/def`, `bur-abc/def`.
pub(super) fn is_signed_off(text: &str, line: Line) -> bool {
    let words = line.of(text);
    let initials = |name: &str| (2..=4).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_lowercase());
    let short = words.len() <= LONGEST_INITIALS && words.contains('/') && line.number > 0;
    short
        && text[line.end..].trim().is_empty()
        && words.split(['/', '-']).all(initials)
        && words.split(['/', '-']).any(|name| name.len() == 3)
}

/// The most bytes of such a line.
const LONGEST_INITIALS: usize = 24;

/// Where a bracket at the end opens behind a sentence, or the last sentence ends before a few words without a bracket.
fn signed_from(words: &str) -> Option<usize> {
    let closed = words.trim_end_matches(['.', ' ']);
    let is_end = |before: &str| before.trim_end_matches(CLOSING).ends_with(['.', '!', '?', '…', '؟']);
    if let Some(inner) = closed.strip_suffix([')', ']', '/']) {
        return inner.rfind(['(', '[', '/']).filter(|&open| is_end(&words[..open]));
    }
    let (at, last) = closed.char_indices().rev().find(|(_, c)| ".!?…؟".contains(*c))?;
    let start = at + last.len_utf8();
    let rest = words[start..].trim_start_matches(CLOSING);
    Some(words.len() - rest.len())
}

/// What may stand between the end of a sentence and a signature.
const CLOSING: [char; 9] = [' ', '\u{A0}', '\u{202F}', '»', '”', '"', '’', ')', ']'];

/// What may stand around the name of a source: `« Le Matin »`.
const QUOTED: [char; 8] = [' ', '\u{A0}', '\u{202F}', '«', '»', '“', '”', '"'];

/// Who is named in a row.
#[derive(Default)]
struct Named {
    /// A paper.
    paper: Option<String>,
    /// The first agency.
    agency: Option<String>,
    /// Agencies are named, or `agences` are mentioned.
    told: bool,
}

impl Reader<'_> {
    pub(super) fn credit(&self) -> Option<Notice> {
        // `Reporting by John Smith; editing by Jane Doe`.
        let staff = LISTS.staff.at(self.tokens(), self.grammar.skip(0, &[], "(")).is_some_and(|next| {
            let own = LISTS.agency(self.text, self.tokens(), next).is_none();
            own && self.capitalised(next) && (self.words_from(0) <= 8 || self.line.of(self.text).contains(';'))
        });
        // `(c) le troisième point`, `(c) Le troisième point.` are items of a list.
        let marked = LISTS.credit_mark.at(self.tokens(), 0).is_some_and(|next| {
            let owner = !self.surface(next).starts_with(char::is_alphabetic) || self.capitalised(next);
            let listed = self.surface(0) == "(" && self.ends_a_sentence() && self.numbers_from(next) == 0;
            owner && self.words_from(0) <= 12 && !listed
        });
        let labelled = LISTS.credit.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":/"));
        let owned = labelled.is_some_and(|next| self.is_name(next + 1..self.tokens().len()));
        let taken = LISTS.credit.at(self.tokens(), self.grammar.skip(0, &[], "([")).and_then(|next| {
            let (_, after) = LISTS.agency(self.text, self.tokens(), next)?;
            (self.grammar.skip(after, &[], ")].") == self.tokens().len()).then_some(after)
        });
        let whole = LISTS.credit_line.at(self.tokens(), 0).is_some_and(|next| self.grammar.is_end(next));
        let credit = staff || marked || owned || whole || taken.is_some() || self.is_copyright();
        credit.then_some(self.line.start).or_else(|| self.credit_behind()).map(Notice::Credit)
    }

    /// Byte where a credit begins behind the caption of a picture: `Le ministre à Rabat © DR`, `Le ministre à Rabat / Ph. DR`.
    fn credit_behind(&self) -> Option<usize> {
        let last = self.tokens().len();
        let owned = |at: usize| self.grammar.is_sign(at, "©") && self.is_name(at + 1..last) && !self.ends_a_sentence();
        let known = ends_with_capital(self.line.of(self.text));
        let credited = |at: usize| known && self.grammar.is_sign(at, "/|(") && self.credits_all(at + 1);
        let mark = (1..last).find(|&at| owned(at) || credited(at))?;
        Some(self.tokens()[mark].start)
    }

    /// Whether the rest of the line is a known credit, or a label and an agency: `Ph. DR`, `Ph : MAP`, `Photo AFP`.
    fn credits_all(&self, pos: usize) -> bool {
        let closed = |next: usize| self.are_signs(next..self.tokens().len());
        let agency = |next: usize| LISTS.agency(self.text, self.tokens(), self.grammar.skip(next, &[], ".:"));
        let labelled = LISTS.credit.at(self.tokens(), pos).and_then(agency).map(|(_, next)| next);
        LISTS.credit_line.at(self.tokens(), pos).or(labelled).is_some_and(closed)
    }

    /// Whether a year and an owner follow, `Copyright 2015 Reuters`, `Copyright Le Matin 2015`, in a short line or in one about
    /// rights: `© 2015 AFP. Tous droits réservés. …`.
    fn is_copyright(&self) -> bool {
        let tokens = self.tokens();
        let Some(next) = LISTS.copyright.at(tokens, 0).or_else(|| LISTS.credit_mark.at(tokens, 0)) else {
            return false;
        };
        let last = tokens.len() - 1;
        let dated = self.grammar.year(next).is_some();
        let named = || {
            (dated && self.is_name(next + 1..last + 1))
                || (self.grammar.year(last).is_some() && self.is_name(next..last))
        };
        let reserved = || (next..=last).any(|at| LISTS.rights.at(tokens, at).is_some());
        ((dated || self.capitalised(next)) && reserved()) || (named() && !self.ends_a_sentence())
    }

    pub(super) fn source(&self) -> Option<Notice> {
        let label = LISTS.source.at(self.tokens(), 0);
        if let Some(next) = label.filter(|&next| self.grammar.is_sign(next, ":")) {
            if self.names_nobody(next + 1) {
                return Some(Notice::Source { name: None, dated: None });
            }
            let found = self.last_day(next + 2);
            let end = found.as_ref().map_or(self.tokens().len(), |(end, _)| *end);
            let dated = found.map(|(_, found)| Dated::new(self.grammar, found));
            return self.named_source(next + 1..end).map(|name| Notice::Source { name: Some(name), dated });
        }
        if let Some(name) = label.and_then(|next| self.unmarked_source(next)) {
            return Some(Notice::Source { name: Some(name), dated: None });
        }
        if let Some(name) = self.bracketed_source() {
            return Some(Notice::Source { name: Some(name.to_owned()), dated: None });
        }
        let named = self.named(self.grammar.skip(0, &[], "([-–—"))?;
        Some(Notice::Source { name: named.paper.or(named.agency), dated: None })
    }

    /// Whether only signs follow, or words that name nobody: `Source :`, `Source : -`, `Source : N/A`.
    fn names_nobody(&self, pos: usize) -> bool {
        let nameless = LISTS.nameless.at(self.tokens(), pos);
        self.capitalised(0) && self.are_signs(nameless.unwrap_or(pos)..self.tokens().len())
    }

    /// The known agency or paper that is all that follows a label without a colon: `Source MAP`, `Agence MAP`, `Source - Le Matin`.
    fn unmarked_source(&self, pos: usize) -> Option<String> {
        let at = self.grammar.skip(pos, &[], "|-–—");
        let agency = LISTS.agency(self.text, self.tokens(), at).map(|(name, next)| (name.to_owned(), next));
        let (name, next) = agency.or_else(|| self.paper_at(at))?;
        (self.capitalised(0) && self.are_signs(next..self.tokens().len())).then_some(name)
    }

    /// The agency of `(Source : MAP)`. Anything else in brackets may be a remark of the article.
    fn bracketed_source(&self) -> Option<&str> {
        let label = LISTS.source.at(self.tokens(), 1).filter(|_| self.grammar.is_sign(0, "(["))?;
        let name = Some(label + 1).filter(|_| self.grammar.is_sign(label, ":"))?;
        let (agency, next) = LISTS.agency(self.text, self.tokens(), name)?;
        self.are_signs(next..self.tokens().len()).then_some(agency)
    }

    /// The name of a paper that is the whole line, or has only a remark, its number or an author behind it.
    pub(super) fn paper(&self) -> Option<Notice> {
        let named = LISTS.press.at(self.tokens(), 0).or_else(|| LISTS.issuer.at(self.tokens(), 0));
        let next = self.behind_remark(named.filter(|_| self.capitalised(0))?);
        let last = self.tokens().len();
        // `Le Figaro, n° 22000`.
        let number = LISTS.number.at(self.tokens(), self.grammar.skip(next, &[], ","));
        let numbered =
            number.map(|at| self.grammar.skip(at, &[], "°.:")).filter(|&at| self.grammar.number(at).is_some());
        let whole = numbered.map_or(next, |at| at + 1) == last;
        let name = self.text[self.line.start..self.tokens()[next - 1].end].to_owned();
        let section = LISTS.rubric.at(self.tokens(), 0) == Some(last);
        // `Commission européenne - Communiqué de presse`.
        let kind = || self.grammar.is_sign(next, "-–—|/") && LISTS.rubric.at(self.tokens(), next + 1) == Some(last);
        let whole = whole || kind();
        (whole || self.is_signed_from(next)).then_some(Notice::Paper { name, signed: !whole, section })
    }

    /// The place after a remark of one to three words in brackets: `Le Matin (site web)`.
    fn behind_remark(&self, pos: usize) -> usize {
        let last = self.tokens().len() - 1;
        let remark = self.grammar.is_sign(pos, "(") && self.grammar.is_sign(last, ")");
        let brief = remark && (1..=3).contains(&self.words_from(pos)) && self.numbers_from(pos) == 0;
        if brief { last + 1 } else { pos }
    }

    /// Whether an author or a place is all that follows: `هسبريس - محمد العلوي`, `Hespress de Rabat`.
    fn is_signed_from(&self, pos: usize) -> bool {
        let last = self.tokens().len();
        let author = self.grammar.is_sign(pos, "-–—|/") && self.words_from(pos) <= 3 && self.is_name(pos + 1..last);
        let from = [Class::Of, Class::From].iter().find_map(|&class| self.grammar.word(pos, class));
        let town = from.and_then(|(_, next)| LISTS.town.at(self.tokens(), next));
        (author && !self.ends_a_sentence()) || town == Some(last)
    }

    /// Who is named from `pos` to the end: `Avec AFP et Reuters`, `(Avec agences)`, `La Rédaction avec MAP`, `Le Monde avec AFP`.
    /// At least one of them must be an agency.
    fn named(&self, pos: usize) -> Option<Named> {
        let (at, found) = self.all_named(pos)?;
        // `Agences` alone may be the heading of a passage about them.
        let alone = pos == 0 && LISTS.agencies.at(self.tokens(), 0) == Some(at);
        // `Europa Press Madrid`.
        let at =
            LISTS.town.at(self.tokens(), at).filter(|_| found.agency.is_some() && self.capitalised(at)).unwrap_or(at);
        let closed = self.grammar.skip(at, &[], ")]/.-–—") == self.tokens().len();
        (closed && found.told && !alone).then_some(found)
    }

    /// The place after all sources that are named from `pos` on, and their names.
    fn all_named(&self, pos: usize) -> Option<(usize, Named)> {
        let mut found = Named::default();
        let mut end = self.one_named(self.behind_with(pos), &mut found)?;
        loop {
            let joined = LISTS.joining.at(self.tokens(), end).is_some() || self.grammar.is_sign(end, ",/&-–—+|");
            let at = self.behind_with(end + usize::from(joined));
            let next = if at > end { self.one_named(at, &mut found) } else { None };
            match next {
                Some(after) => end = after,
                None => return Some((end, found)),
            }
        }
    }

    /// The place after `avec` at `pos`, or `pos`; a bracket may stand before it.
    fn behind_with(&self, pos: usize) -> usize {
        LISTS.with.at(self.tokens(), self.grammar.skip(pos, &[], "(")).unwrap_or(pos)
    }

    /// The place after the papers, agencies and towns that begin the line, and the signs behind them.
    pub(super) fn place_behind_sources(&self) -> Option<usize> {
        let (end, _) = self.all_named(0)?;
        Some(self.grammar.skip(end, &[], SIGNS_BEHIND_SOURCES))
    }

    /// The paper or the agency that wrote a text, if only sources and signs stand before token `pos`: `Le Monde avec AFP | 03/06/2015`.
    pub(super) fn source_before(&self, pos: usize) -> Option<String> {
        let (end, named) = self.all_named(0)?;
        let parted = self.grammar.skip(end, &[], SIGNS_BEHIND_SOURCES);
        named.paper.or(named.agency).filter(|_| parted == pos)
    }

    /// The date right behind the sources that begin the line, and the first of them: `H24Info avec MAP 3 juin 2015`.
    pub(super) fn date_of_source(&self) -> Option<(Expression, String)> {
        let (end, named) = self.all_named(0)?;
        let name = named.paper.or(named.agency)?;
        let found = self.day_at(self.grammar.skip(end, &[], ")"))?;
        self.grammar.is_end(after_clock(self.grammar, &found)).then_some((found, name))
    }

    /// The place after the agency, the desk or the paper at `pos`.
    fn one_named(&self, pos: usize, found: &mut Named) -> Option<usize> {
        let tokens = self.tokens();
        if let Some((name, next)) = LISTS.agency(self.text, tokens, pos) {
            found.agency.get_or_insert_with(|| name.to_owned());
            found.told = true;
            return Some(next);
        }
        if let Some(next) = LISTS.agencies.at(tokens, pos) {
            found.told = true;
            return Some(next);
        }
        if let Some(next) = LISTS.desk.at(tokens, pos) {
            return Some(next);
        }
        // `Le Monde - Rabat` is a source, like `EFE | Rabat`.
        if let Some(next) = LISTS.town.at(tokens, pos).filter(|_| self.capitalised(pos)) {
            found.told |= found.paper.is_some();
            return Some(next);
        }
        let next = LISTS.press.at(tokens, pos).filter(|_| self.capitalised(pos))?;
        let (first, last) = (tokens.get(pos)?, tokens.get(next.checked_sub(1)?)?);
        found.paper.get_or_insert_with(|| self.text[first.start..last.end].to_owned());
        Some(next)
    }

    /// The full date at the end of the line, behind a sign or `du` after `pos`: `MAP, 28 mai 2015`.
    fn last_day(&self, pos: usize) -> Option<(usize, Expression)> {
        let leads = |at: &usize| {
            self.grammar.is_sign(*at, SOURCE_SEPARATORS) || LISTS.issue_of.at(self.tokens(), *at).is_some()
        };
        (pos..self.tokens().len()).filter(leads).find_map(|at| {
            let labelled = LISTS.header.at(self.tokens(), at + 1).map(|next| self.grammar.skip(next, &[], ":"));
            let found = self.day_at(labelled.unwrap_or(at + 1))?;
            let after = after_clock(self.grammar, &found);
            let closed = self.grammar.skip(after, &[], ").]") >= self.tokens().len();
            (closed || self.grammar.is_sign(after, "|")).then_some((at, found))
        })
    }

    fn named_source(&self, name: Range<usize>) -> Option<String> {
        let agency = name.clone().find_map(|at| LISTS.agency(self.text, self.tokens(), at));
        let words = self.words_from(name.start) - self.words_from(name.end);
        let brief = (1..=6).contains(&words);
        if let Some(site) = self.site(name.clone()) {
            return Some(site);
        }
        if let Some((name, _)) = agency.filter(|_| brief) {
            return Some(name.to_owned());
        }
        let whole = name.end == self.tokens().len();
        let ended = whole && self.ends_a_sentence();
        let proper = brief && !ended && (self.capitalised(name.start) || words <= 2);
        let (first, last) = (self.tokens().get(name.start)?, self.tokens().get(name.end.checked_sub(1)?)?);
        let end = if whole { self.line.end } else { last.end };
        let words = self.text[first.start..end].trim().trim_matches(QUOTED);
        (proper && !words.is_empty()).then(|| words.to_owned())
    }

    /// The host of an address that is the whole name: `Source : https://www.map.ma/fr/actualites`.
    fn site(&self, name: Range<usize>) -> Option<String> {
        let address = self.text[self.tokens().get(name.start)?.start..self.line.end].trim();
        let bare = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
        // `fr.hespress.com/12345-patrouilles.html`.
        let told = bare.is_some() || address.starts_with("www.") || address.contains('/');
        let host = bare.unwrap_or(address).split('/').next().filter(|_| told)?;
        let domain = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let named = host.rsplit_once('.').is_some_and(|(_, last)| domain(last));
        let whole = name.end == self.tokens().len() && !address.contains(char::is_whitespace) && named;
        whole.then(|| host.trim_start_matches("www.").to_owned())
    }
}
