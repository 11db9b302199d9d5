//! Lines about the document that are not part of its prose: labels, date lines, credits, sources, links.
//!
//! Every rule looks at the whole line; a line in doubt stays in the body.

use std::ops::Range;

use super::boilerplate::boilerplate;
use super::clock::{behind_clock, clock};
use super::dateline::Dated;
use super::expression::{after_clock, expression, with_weekday_behind};
use super::grammar::Grammar;
use super::lex::{Kind, Token, is_all, lex};
use super::likely::may_be_notice;
use super::lines::Line;
use super::lists::{LABEL, LISTS, RUBRIC, SEE_ALSO, UNDATED, WHOLE};
use super::part::is_finer_than_year;
use super::placed::Placed;
use super::source::is_signed_off;
use super::words::Class;
use crate::calendar::Precision;
use crate::text::Lang;

/// What a line is if it is not prose.
pub(super) enum Notice {
    /// A date of publication, or of a change; bytes of the zone.
    Label {
        dated: Dated,
        update: bool,
        /// The agency or paper that the line names as the author.
        source: Option<String>,
        start: usize,
        end: usize,
    },
    /// Only a date, with the agency or section that may follow it; byte after the zone.
    DateLine {
        dated: Dated,
        source: Option<String>,
        /// The section that stands beside it.
        section: Option<String>,
        end: usize,
        /// A time of day goes with it.
        timed: bool,
        /// An unknown name stands before it.
        doubtful: bool,
        /// The page of a paper stands behind it; below a text this is a reference to another text.
        paged: bool,
    },
    /// Only a time of day, a number of minutes or comments, or a town: what may stand below a date.
    TimeLine,
    /// Only the time that it takes to read the text.
    ReadingTime,
    /// When the text was published, but of no known day: `Publié hier à 18:02`, `Il y a 3 jours`.
    Relative {
        /// A label says what the time is of.
        labelled: bool,
    },
    /// The line of the date that was given.
    GivenDate,
    /// The label of the date in the next line.
    LabelLine,
    /// The owner of a picture; byte where it begins, behind the caption.
    Credit(usize),
    /// The source, with the date at the end of the line if there is one.
    Source {
        /// `Avec agences` names none.
        name: Option<String>,
        dated: Option<Dated>,
    },
    SeeAlso,
    /// Only buttons of a page.
    Button,
    /// Only the name of a network, which beside buttons is one.
    Network,
    /// Only the name of a paper, which above or below a date is the source.
    Paper {
        name: String,
        /// An author or a place stands behind it.
        signed: bool,
        /// It is also the name of a section.
        section: bool,
    },
    /// The path to a page, `Accueil / Politique / Titre`, or a label, with its section.
    Trail(String),
    /// Only the name of a section.
    Rubric,
}

/// The most characters of a notice.
pub(super) const LONGEST: usize = 300;
/// A line of more bytes without a digit can only be a link.
const LONGEST_UNDATED: usize = 250;
pub(super) const SEPARATORS: &str = "|·•-–—/";
pub(super) const LABEL_SEPARATORS: &str = "|·•-–—,([/";
/// Signs between a date and what belongs to it.
pub(super) const ASIDE_SEPARATORS: &str = "|·•-–—,;.(/";

/// A line cut into tokens.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) line: Line,
    pub(super) grammar: Grammar<'a>,
}

/// What a line is that is neither among the first nor among the last: a link, an advertisement or prose.
#[inline]
pub(super) fn inner_notice(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    if line.is_long {
        return None;
    }
    let begins = LISTS.beginnings(line.of(text));
    boilerplate(text, line, begins, false).or_else(|| is_see_also(text, line, lang, begins).then_some(Notice::SeeAlso))
}

/// What a line at the top or the bottom of a text is, where a site may have put it.
pub(super) fn edge_notice(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    if line.is_long {
        return None;
    }
    let begins = LISTS.beginnings(line.of(text));
    let page = || boilerplate(text, line, begins, true);
    let signed = || is_signed_off(text, line).then_some(Notice::Source { name: None, dated: None });
    short_notice(text, line, lang, begins).or_else(page).or_else(signed)
}

/// What the line is, or `None` for prose.
#[inline]
pub(super) fn notice(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    if line.is_long { None } else { short_notice(text, line, lang, LISTS.beginnings(line.of(text))) }
}

fn short_notice(text: &str, line: Line, lang: Lang, begins: u16) -> Option<Notice> {
    if may_be_notice(line.of(text), begins) { of_tokens(text, line, lang) } else { None }
}

fn of_tokens(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    let brief = line.end - line.start <= LONGEST_UNDATED;
    if !brief && !line.of(text).contains(char::is_numeric) {
        return is_see_also(text, line, lang, LISTS.beginnings(line.of(text))).then_some(Notice::SeeAlso);
    }
    let tokens = lex(line.of(text), line.start, LONGEST + 1);
    let reader = Reader { text, line, grammar: Grammar::new(&tokens, lang) };
    if tokens.is_empty() || !is_all(&tokens, line.of(text), line.start) {
        return None;
    }
    let numbered = reader.numbers_from(0) > 0;
    let label = || reader.label_at(0).map(|label| reader.publication_behind(label));
    let dated = || label().or_else(|| reader.date_line()).or_else(|| reader.later_label());
    reader.undated().or_else(|| if numbered { dated() } else { None })
}

/// Whether the line is an item of a list. An asterisk before white space does not mark emphasis.
fn is_item(words: &str) -> bool {
    let asterisk = words.strip_prefix('*').is_some_and(|rest| rest.starts_with(char::is_whitespace));
    asterisk || words.starts_with(['-', '–', '—', '−', '•', '·', '‣', '▪', '■', '●', '◦', '►', '+'])
}

/// Whether the line, of which `begins` are the beginnings, links to another article. Cheap enough for every line of a text.
fn is_see_also(text: &str, line: Line, lang: Lang, begins: u16) -> bool {
    if line.is_long || begins & SEE_ALSO == 0 {
        return false;
    }
    let tokens = lex(line.of(text), line.start, 40);
    Reader { text, line, grammar: Grammar::new(&tokens, lang) }.see_also().is_some()
}

impl Reader<'_> {
    /// The notices that state no date. The first token shows which of them the line may be.
    fn undated(&self) -> Option<Notice> {
        let told = self.see_also().or_else(|| self.credit()).or_else(|| self.source());
        if told.is_some() {
            return told;
        }
        let begins = LISTS.begun_by(self.tokens().first()?);
        let labelled = || self.counted().or_else(|| self.fact()).or_else(|| self.trail()).or_else(|| self.section());
        let found = if begins & UNDATED == 0 { None } else { labelled() };
        // `Le Monde` is a paper, `Le monde` a section.
        let paper = || if begins & WHOLE == 0 { None } else { self.paper() };
        let rubric = || if begins & RUBRIC == 0 { None } else { self.rubric() };
        let named = || if self.is_titled() { paper().or_else(rubric) } else { rubric().or_else(paper) };
        let whole = || if begins & WHOLE == 0 { None } else { self.buttons().or_else(|| self.town()) };
        let found = found.or_else(named).or_else(whole);
        let timed = begins & WHOLE != 0 || self.grammar.number(0).is_some();
        let relative = || if timed || self.since(0) || begins & LABEL != 0 { self.relative() } else { None };
        found.or_else(|| if timed { self.reading_time().or_else(|| self.comments()) } else { None }).or_else(relative)
    }

    /// Whether the first two words begin with capitals.
    fn is_titled(&self) -> bool {
        [0, 1].into_iter().all(|pos| self.surface(pos).starts_with(char::is_uppercase))
    }

    pub(super) fn tokens(&self) -> &[Token<'_>] {
        self.grammar.tokens
    }

    pub(super) fn surface(&self, pos: usize) -> &str {
        self.tokens().get(pos).map_or("", |token| &self.text[token.start..token.end])
    }

    pub(super) fn words_from(&self, pos: usize) -> usize {
        let rest = self.tokens().get(pos..).unwrap_or_default();
        rest.iter().filter(|token| matches!(token.kind, Kind::Word(_))).count()
    }

    pub(super) fn numbers_from(&self, pos: usize) -> usize {
        let rest = self.tokens().get(pos..).unwrap_or_default();
        rest.iter().filter(|token| matches!(token.kind, Kind::Number { .. })).count()
    }

    pub(super) fn ends_a_sentence(&self) -> bool {
        self.line.of(self.text).ends_with(['.', '!', '?', '…', ';', '؟']) && !self.ends_with_an_initial()
    }

    /// `Par Salma B.`; the numbers of kings, `Mohammed V.`, are no initials.
    fn ends_with_an_initial(&self) -> bool {
        let words = self.line.of(self.text).strip_suffix('.').unwrap_or_default();
        let initial = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        let mut letters = initial.chars();
        let first = letters.next().filter(|c| c.is_uppercase() && !"IVX".contains(*c));
        first.is_some() && letters.next().is_none()
    }

    /// Whether there are neither words nor numbers among some tokens.
    pub(super) fn are_signs(&self, mut tokens: Range<usize>) -> bool {
        tokens.all(|at| self.grammar.sign(at).is_some())
    }

    pub(super) fn capitalised(&self, pos: usize) -> bool {
        self.surface(pos).chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    }

    /// Whether some tokens may be a name: one to six capitalised words, with small words between them.
    pub(super) fn is_name(&self, tokens: Range<usize>) -> bool {
        let small =
            |at: usize| LISTS.particle.at(self.tokens(), at).is_some() || LISTS.with.at(self.tokens(), at).is_some();
        // `LEXPRESS.fr`, `H24Info`.
        let joined = |at: usize| at > tokens.start && self.grammar.glued(at) && !self.grammar.is_sign(at - 1, ",;");
        let fits = |at: usize| self.grammar.sign(at).is_some() || self.capitalised(at) || small(at) || joined(at);
        let words = self.words_from(tokens.start) - self.words_from(tokens.end);
        (1..=6).contains(&words) && tokens.clone().all(fits)
    }

    /// Whether the words behind a date belong to it: an author, an agency, an update, a section or a few other words, but not
    /// a headline.
    fn is_aside(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], ASIDE_SEPARATORS);
        let lists = [&LISTS.publication, &LISTS.update, &LISTS.byline, &LISTS.with];
        let told = lists.iter().any(|list| list.at(self.tokens(), at).is_some());
        let rest = at..self.tokens().len();
        let written = self.surface(at).starts_with(char::is_uppercase);
        let section = LISTS.rubric.at(self.tokens(), at) == Some(rest.end) || (written && self.is_name(rest));
        let small = self.surface(at).starts_with(char::is_lowercase);
        told || section || small || self.words_from(at) <= 1 || self.is_measure(at) || self.tells_more(pos)
    }

    /// Whether a number and two or three words stand here: `3 min de lecture`.
    fn is_measure(&self, pos: usize) -> bool {
        self.grammar.number(pos).is_some() && self.words_from(pos) <= 3
    }

    /// Whether only the reading time follows: `12 mars 2014 · 3 min de lecture`.
    fn takes_minutes(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], ASIDE_SEPARATORS);
        let behind = self.grammar.number(at).and_then(|_| LISTS.minutes.at(self.tokens(), at + 1));
        behind.is_some_and(|next| self.grammar.is_end(next))
    }

    /// Byte behind a date and what belongs to it; `after` is the token behind the date.
    pub(super) fn end_of_zone(&self, after: usize) -> usize {
        let parted = self.grammar.skip(after, &[], SEPARATORS);
        let last =
            parted.checked_sub(1).and_then(|last| self.tokens().get(last)).map_or(self.line.end, |last| last.end);
        if self.is_aside(after) { self.line.end } else { last }
    }

    /// `Lundi 16 Février 2015`, `4 août 2018 - 15h20 - Monde`, `05/12/2019 Libé`, `Rabat, le 12 mars 2014`, `À 20:24`.
    fn date_line(&self) -> Option<Notice> {
        let grammar = self.grammar;
        let count = |(_, digits): (u32, usize)| digits <= 3 && self.tokens().len() == 1;
        if clock(grammar, 0).is_some_and(|next| grammar.is_end(next)) || grammar.number(0).is_some_and(count) {
            return Some(Notice::TimeLine);
        }
        if is_item(self.line.of(self.text)) {
            return None;
        }
        let start = usize::from(grammar.is_sign(0, "(["));
        let after_time = || behind_clock(grammar, start).and_then(|at| expression(grammar, at));
        let agency_date = || self.agency_date().or_else(|| self.date_of_source());
        let (found, placed, agency) = match (expression(grammar, start), agency_date()) {
            (Some(found), _) => (Placed::known(found), false, None),
            (None, Some((found, agency))) => (Placed::known(found), true, Some(agency)),
            (None, None) => (after_time().map(Placed::known).or_else(|| self.placed_date(start))?, true, None),
        };
        let Placed { found, doubtful } = found;
        let found = with_weekday_behind(grammar, found);
        let day = found.reading.precision == Precision::Day;
        let within = LISTS.within.at(self.tokens(), start).is_some();
        if !is_finer_than_year(&found.reading) || ((placed || within) && !day) {
            return None;
        }
        let after = after_clock(grammar, &found);
        let timed = after > found.next;
        // `(Madrid, 11 mars 2004)` may stand below a picture.
        let captioned = start > 0 && placed && agency.is_none() && self.capitalised(start);
        let ends = || grammar.skip(after, &[], ")]-–—.,") >= self.tokens().len() || (day && self.counts_from(after));
        let closed = !captioned && ends();
        let made = || self.end_of_place(after).filter(|_| LISTS.made.at(self.tokens(), 0).is_some());
        let behind = if start > 0 { self.headline_behind(after) } else { made() }.filter(|_| day);
        let section = || !placed && self.section_from(after, timed, found.numeric);
        let paged = self.page_closes(after);
        let closes = || paged || self.passed_since(after) || self.comments_close(after);
        let aside = || self.updated_from(after) || self.author_closes(after) || self.takes_minutes(after) || section();
        let told = day && closes();
        let alone = closed || told || behind.is_some() || (day && aside());
        let source = self.agency_closes(after).or(agency.filter(|_| alone));
        let whole = closed || told || source.is_some();
        let end = behind.unwrap_or_else(|| if whole { self.line.end } else { self.end_of_zone(after) });
        let source = source.or_else(|| self.paper_beside(found.first, after).filter(|_| alone));
        let section = self.section_beside(start, found.first, after);
        let dated = Dated::new(grammar, found);
        (alone || source.is_some()).then_some(Notice::DateLine { dated, source, section, end, timed, doubtful, paged })
    }

    /// Byte behind a date in brackets that ends at `pos`, where a headline follows in the first line: `[3 juin 2015] Un accord signé`.
    /// One that begins with an event tells when that was.
    fn headline_behind(&self, pos: usize) -> Option<usize> {
        let closed = self.line.number == 0 && self.grammar.is_sign(pos, ")]");
        let next = self.grammar.skip(pos + 1, &[], SEPARATORS);
        let event = |at: usize| LISTS.event.at(self.tokens(), at).is_some();
        let told = event(next) || event(self.grammar.skip(next, &[Class::Article], ""));
        let headline = self.capitalised(next) && self.words_from(next) > 1 && !self.ends_a_sentence() && !told;
        self.tokens().get(next.checked_sub(1)?).map(|last| last.end).filter(|_| closed && headline)
    }

    /// Byte behind the date of a formula that goes on: `Fait à Rabat, le 3 juin 2015, en deux exemplaires`.
    fn end_of_place(&self, pos: usize) -> Option<usize> {
        let goes_on = self.grammar.is_sign(pos, ",") && LISTS.within.at(self.tokens(), pos + 1).is_some();
        goes_on.then(|| self.tokens()[pos].end)
    }

    /// The paper that is named before a date from token `first` on, or behind it at `after`: `El Watan 01/09/2020`, `05/12/2019 Libé`.
    fn paper_beside(&self, first: usize, after: usize) -> Option<String> {
        let begins = |at: &usize| *at == 0 || self.grammar.sign(at - 1).is_some();
        let before = |at: usize| self.paper_at(at).filter(|(_, end)| *end <= first);
        let behind =
            || self.paper_at(self.grammar.skip(after, &[], "(-–—/|")).filter(|(_, end)| self.grammar.is_end(*end));
        (0..first).filter(begins).find_map(before).or_else(behind).map(|(name, _)| name)
    }

    /// The paper named at `pos` and the place after it.
    pub(super) fn paper_at(&self, pos: usize) -> Option<(String, usize)> {
        let end = LISTS.press.at(self.tokens(), pos).filter(|_| self.capitalised(pos))?;
        Some((self.text[self.tokens()[pos].start..self.tokens()[end - 1].end].to_owned(), end))
    }

    /// Whether only the page of a paper, or the number of words, follows: `Le Monde, 3 juin 2015, p. 4`, `3 juin 2015 512 mots`.
    pub(super) fn page_closes(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], ASIDE_SEPARATORS);
        let counted = self.grammar.number(at).and_then(|_| LISTS.word_count.at(self.tokens(), at + 1));
        let page = counted.map_or(at, |next| self.grammar.skip(next, &[], ASIDE_SEPARATORS));
        let number = LISTS.page.at(self.tokens(), page).map(|next| self.grammar.skip(next, &[], ".:"));
        // `p. A3`.
        let letter = |at: usize| usize::from(self.surface(at).len() == 1 && self.grammar.glued(at + 1));
        let number = number.map(|at| at + letter(at));
        let paged = number.is_some_and(|at| self.grammar.number(at).is_some() && self.grammar.is_end(at + 1));
        paged || counted.is_some_and(|next| self.grammar.is_end(next))
    }

    /// Whether only the time that has passed since follows: `June 3, 2015 / 5:45 PM / 4 years ago`.
    fn passed_since(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], SEPARATORS);
        let next = self.grammar.number(at).and_then(|_| LISTS.passed.at(self.tokens(), at + 1));
        next.is_some_and(|next| self.grammar.is_end(next))
    }

    /// Whether only a few numbers follow, as those of comments and views: `3 juin 2015 0 78`.
    fn counts_from(&self, pos: usize) -> bool {
        let rest = self.tokens().get(pos..).unwrap_or_default();
        let number = |token: &Token<'_>| matches!(token.kind, Kind::Number { digits: 1..=6, .. }) && !token.glued;
        (1..=3).contains(&rest.len()) && rest.iter().all(number)
    }

    /// A section, a paper or a headline after the date: two words at most, four after a time of day.
    fn section_from(&self, pos: usize, timed: bool, numeric: bool) -> bool {
        let separated = self.grammar.is_sign(pos, SEPARATORS);
        let at = pos + usize::from(separated);
        // `28 mai 2015 - Juin`, `28 mai 2015 - Présent` are ranges without a full date at the end.
        let ends = LISTS.open_end.at(self.tokens(), at) == Some(self.tokens().len());
        if separated && (ends || self.grammar.word(at, Class::Month).is_some()) {
            return false;
        }
        let most = if timed { 4 } else { 2 };
        let brief = self.words_from(at) <= most && self.numbers_from(at) == 0 && !self.ends_a_sentence();
        brief && self.capitalised(at) && (separated || numeric)
    }

    /// Whether an author is named after the date, and nothing else: `12 mars 2014 par …`.
    fn author_closes(&self, pos: usize) -> bool {
        let name = LISTS.byline.at(self.tokens(), self.grammar.skip(pos, &[], ASIDE_SEPARATORS));
        // `Par Charlotte Bozonnet (Rabat, correspondance)`.
        let bracket = |name: usize| (name..self.tokens().len()).find(|&at| self.grammar.is_sign(at, "("));
        let remark = |at: &usize| self.words_from(*at) <= 4 && self.grammar.is_sign(self.tokens().len() - 1, ")");
        let end = |name: usize| bracket(name).filter(remark).unwrap_or(self.tokens().len());
        name.is_some_and(|name| self.capitalised(name) && self.is_name(name..end(name)))
    }

    /// The agency after the date, where nothing follows it.
    fn agency_closes(&self, pos: usize) -> Option<String> {
        let open = self.grammar.skip(pos, &[], "(-–—/|");
        let (name, next) = LISTS.agency(self.text, self.tokens(), open)?;
        (self.grammar.skip(next, &[], ")./-") >= self.tokens().len()).then(|| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::phrases::phrases;
    use super::*;

    /// Words of which notices and prose are made.
    fn words() -> impl Strategy<Value = String> {
        let labels =
            "Publié|publié|le|Mis à jour|mise à jour|Date|date|par|Par|de|De|por|بقلم|نشر في|Source|Photo|©|DR";
        let names = "Rabat|MAP|AFP|Le Matin|Monde|Maroc|avec|et|la|Jean|D'après|Lire aussi|À lire|→|•|اقرأ أيضا|ومع";
        let dates =
            "28|mai|2015|28/05/2015|mardi|2014-03|20:24|14h30|p\\.m\\.|à|UTC|ET|hiver|20150528|دجنبر|الساعة|٢٠١٥|12";
        let signs = "-|–|:|,|\\.|\\(|\\)|/|\\||·|\\[|\\]|\\*|،|»";
        let prose = "il|pleut|ministre|annoncé|prose|X24";
        let pages = "N°|n°|numéro|Partager|sur|Facebook|commentaires|Document|Page|of|Rubrique|LONGUEUR|inconnue|Ph\\.|031530|GMT";
        let told = "il y a|jours|hier|Question écrite|publiée dans le JO Sénat du";
        let heads = "Commission européenne|Communiqué de presse|\\(site web\\)|Fait à|publié dans|du|0";
        phrases(&[labels, names, dates, signs, prose, pages, heads, told], 1..10)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn every_notice_may_be_one(words in words(), lang in 0..Lang::ALL.len()) {
            let line = Line { start: 0, end: words.len(), after_blank: true, number: 0, is_long: false };
            prop_assert!(of_tokens(&words, line, Lang::ALL[lang]).is_none() || may_be_notice(&words, LISTS.beginnings(&words)));
        }
    }
}
