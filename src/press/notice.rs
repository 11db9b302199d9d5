//! Lines that tell about the document instead of belonging to its prose: labels, date lines, credits, sources, links.
//!
//! Every rule asks for the whole line to have its form; a line in doubt stays in the body.

use std::ops::Range;

use super::clock::clock;
use super::dateline::Dated;
use super::expression::{Expression, after_clock, expression};
use super::grammar::Grammar;
use super::lex::{Kind, Token, is_all, lex};
use super::likely::may_be_notice;
use super::lines::Line;
use super::lists::{BEFORE_LINK, LISTS, SEE_ALSO};
use super::part::is_finer_than_year;
use super::words::Class;
use crate::calendar::Precision;
use crate::text::Lang;

/// What a line is, when it is no prose.
pub(super) enum Notice {
    /// A date of publication, or of a change; bytes of the zone.
    Label {
        dated: Dated,
        update: bool,
        start: usize,
        end: usize,
    },
    /// Only a date, with the agency or section that may follow it; byte after the zone.
    DateLine {
        dated: Dated,
        source: Option<String>,
        end: usize,
    },
    /// Only a time of day.
    TimeLine,
    Credit,
    Source(String),
    SeeAlso,
    /// Only the name of a section.
    Rubric,
}

/// No notice has more characters.
pub(super) const LONGEST: usize = 300;
/// A line of more bytes without a digit can only be a link.
const LONGEST_UNDATED: usize = 250;
const SEPARATORS: &str = "|·•-–—/";
pub(super) const LABEL_SEPARATORS: &str = "|·•-–—,(/";
/// Signs between a date and what belongs to it.
const ASIDE_SEPARATORS: &str = "|·•-–—,;.(/";
/// Signs between a place and its date.
pub(super) const PLACE_SEPARATORS: &str = ",|•·/";
/// No label begins behind more tokens.
const MOST_LABEL_TOKENS: usize = 24;
/// No place before a date has more tokens.
pub(super) const MOST_PLACE_TOKENS: usize = 6;

/// A line cut into tokens.
pub(super) struct Reader<'a> {
    text: &'a str,
    line: Line,
    grammar: Grammar<'a>,
}

/// What the line is, or `None` for prose.
#[inline]
pub(super) fn notice(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    if line.is_long { None } else { short_notice(text, line, lang) }
}

fn short_notice(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    if may_be_notice(line.of(text)) { of_tokens(text, line, lang) } else { None }
}

fn of_tokens(text: &str, line: Line, lang: Lang) -> Option<Notice> {
    let brief = line.end - line.start <= LONGEST_UNDATED;
    if !brief && !line.of(text).contains(char::is_numeric) {
        return is_see_also(text, line, lang).then_some(Notice::SeeAlso);
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

/// Whether the line is an item of a list: an asterisk with white space after it is no emphasis.
fn is_item(words: &str) -> bool {
    let asterisk = words.strip_prefix('*').is_some_and(|rest| rest.starts_with(char::is_whitespace));
    asterisk || words.starts_with(['-', '–', '—', '−', '•', '·', '‣', '▪', '■', '●', '◦', '►', '+'])
}

/// Whether the line links to another article. Cheap enough for every line of a text.
pub(super) fn is_see_also(text: &str, line: Line, lang: Lang) -> bool {
    if line.is_long || LISTS.beginnings(line.of(text)) & SEE_ALSO == 0 {
        return false;
    }
    let tokens = lex(line.of(text), line.start, 40);
    Reader { text, line, grammar: Grammar::new(&tokens, lang) }.see_also().is_some()
}

impl Reader<'_> {
    /// The notices that state no date.
    fn undated(&self) -> Option<Notice> {
        self.see_also().or_else(|| self.credit()).or_else(|| self.source()).or_else(|| self.rubric())
    }

    fn tokens(&self) -> &[Token<'_>] {
        self.grammar.tokens
    }

    fn surface(&self, pos: usize) -> &str {
        self.tokens().get(pos).map_or("", |token| &self.text[token.start..token.end])
    }

    fn words_from(&self, pos: usize) -> usize {
        let rest = self.tokens().get(pos..).unwrap_or_default();
        rest.iter().filter(|token| matches!(token.kind, Kind::Word(_))).count()
    }

    fn numbers_from(&self, pos: usize) -> usize {
        let rest = self.tokens().get(pos..).unwrap_or_default();
        rest.iter().filter(|token| matches!(token.kind, Kind::Number { .. })).count()
    }

    fn ends_a_sentence(&self) -> bool {
        self.line.of(self.text).ends_with(['.', '!', '?', '…', ';', '؟'])
    }

    fn capitalised(&self, pos: usize) -> bool {
        self.surface(pos).chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    }

    fn see_also(&self) -> Option<Notice> {
        let start = self.grammar.skip(0, &[], BEFORE_LINK);
        let next = LISTS.see_also.at(self.tokens(), start)?;
        let whole = next >= self.tokens().len() && is_all(self.tokens(), self.line.of(self.text), self.line.start);
        let dash = self.grammar.is_sign(next, "-") && !self.grammar.glued(next);
        (whole || dash || self.grammar.is_sign(next, ":|>»–—→►")).then_some(Notice::SeeAlso)
    }

    fn credit(&self) -> Option<Notice> {
        // `(c) le troisième point`, `(c) Le troisième point.` are of a list.
        let marked = LISTS.credit_mark.at(self.tokens(), 0).is_some_and(|next| {
            let owner = !self.surface(next).starts_with(char::is_alphabetic) || self.capitalised(next);
            let listed = self.surface(0) == "(" && self.ends_a_sentence() && self.numbers_from(next) == 0;
            owner && self.words_from(0) <= 12 && !listed
        });
        let labelled = LISTS.credit.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":/"));
        let owned = labelled.is_some_and(|next| self.is_name(next + 1..self.tokens().len()));
        let whole = LISTS.credit_line.at(self.tokens(), 0) == Some(self.tokens().len());
        (marked || owned || whole).then_some(Notice::Credit)
    }

    /// Whether some tokens name somebody: one to six capitalised words, small words between them.
    fn is_name(&self, tokens: Range<usize>) -> bool {
        let small = |at: usize| LISTS.particle.at(self.tokens(), at).is_some();
        let fits = |at: usize| self.grammar.sign(at).is_some() || self.capitalised(at) || small(at);
        let words = self.words_from(tokens.start) - self.words_from(tokens.end);
        (1..=6).contains(&words) && { tokens }.all(fits)
    }

    /// Whether what stands behind a date belongs to it: an author, an agency, a change, a section or a few other words. A
    /// headline does not.
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

    /// Byte behind a date and what belongs to it; `after` is the token behind the date.
    fn end_of_zone(&self, after: usize) -> usize {
        let parted = self.grammar.skip(after, &[], SEPARATORS);
        let last =
            parted.checked_sub(1).and_then(|last| self.tokens().get(last)).map_or(self.line.end, |last| last.end);
        if self.is_aside(after) { self.line.end } else { last }
    }

    fn source(&self) -> Option<Notice> {
        if let Some(next) = LISTS.source.at(self.tokens(), 0).filter(|&next| self.grammar.is_sign(next, ":")) {
            return self.named_source(next + 1).map(Notice::Source);
        }
        let open = usize::from(self.grammar.is_sign(0, "(["));
        let named = LISTS.with.at(self.tokens(), open).unwrap_or(open);
        let (name, next) = LISTS.agency(self.text, self.tokens(), named)?;
        let next = self.grammar.skip(next, &[], ")].");
        (next == self.tokens().len()).then(|| Notice::Source(name.to_owned()))
    }

    fn named_source(&self, pos: usize) -> Option<String> {
        let agency = (pos..self.tokens().len()).find_map(|at| LISTS.agency(self.text, self.tokens(), at));
        let brief = (1..=6).contains(&self.words_from(pos));
        if let Some((name, _)) = agency.filter(|_| brief) {
            return Some(name.to_owned());
        }
        let named = self.capitalised(pos) || self.words_from(pos) <= 2;
        let proper = brief && !self.ends_a_sentence() && named;
        let start = self.tokens().get(pos)?.start;
        proper.then(|| self.text[start..self.line.end].trim().to_owned())
    }

    /// Labels behind a separator, each with its place.
    fn labels_behind(&self) -> impl Iterator<Item = (usize, Notice)> {
        let starts = 1..self.tokens().len().min(MOST_LABEL_TOKENS);
        let separated = |pos: &usize| self.grammar.is_sign(pos - 1, LABEL_SEPARATORS);
        starts.filter(separated).filter_map(|pos| Some((pos, self.label_at(pos)?)))
    }

    /// A label after the author or the section.
    fn later_label(&self) -> Option<Notice> {
        let (pos, label) = self.labels_behind().next()?;
        let update = matches!(label, Notice::Label { update: true, .. });
        if update && (0..pos).any(|at| self.day_at(at).is_some()) {
            return self.date_before(pos);
        }
        self.may_be_labelled(pos).then_some(label)
    }

    /// Whether a label at `pos` stands by itself, behind a firm separator, an author or a section, or with a capital.
    /// `Selon le rapport annuel du HCP, publié le 12 janvier 2016.` is prose.
    fn may_be_labelled(&self, pos: usize) -> bool {
        let author = LISTS.byline.at(self.tokens(), 0).unwrap_or(0);
        let begins = self.capitalised(pos) && !self.grammar.is_sign(pos - 1, ",،");
        let loose = !self.ends_a_sentence() && (begins || self.is_name(0..pos));
        self.grammar.is_sign(pos - 1, "|·•") || loose || (author > 0 && self.is_name(author..pos))
    }

    /// The publication that is stated behind an update: `Mis à jour le 13/04/2016 | Publié le 12/04/2016`.
    fn publication_behind(&self, label: Notice) -> Notice {
        let Notice::Label { update: true, start, end, .. } = label else { return label };
        let behind = (1..self.tokens().len().min(MOST_LABEL_TOKENS)).find_map(|at| match self.label_at(at) {
            Some(Notice::Label { dated, update: false, end: last, .. }) => Some((dated, last)),
            _ => None,
        });
        match behind {
            Some((dated, last)) => Notice::Label { dated, update: false, start, end: end.max(last) },
            None => label,
        }
    }

    /// A full date that begins at `pos`.
    fn day_at(&self, pos: usize) -> Option<Expression> {
        expression(self.grammar, pos).filter(|found| found.reading.precision == Precision::Day)
    }

    /// The date before an update at `pos`, as in `Par X - 12/03/2014 - mis à jour le 13/03/2014`: it says when the
    /// document was published, where it stands apart from the words before it.
    fn date_before(&self, pos: usize) -> Option<Notice> {
        let apart = |at: &usize| *at == 0 || self.grammar.is_sign(at - 1, LABEL_SEPARATORS);
        let found = (0..pos).filter(apart).find_map(|at| self.day_at(at))?;
        let after = after_clock(self.grammar, &found);
        if !self.updated_from(after) {
            return None;
        }
        let start = self.tokens().get(found.first)?.start;
        Some(Notice::Label { dated: Dated::new(self.grammar, found), update: false, start, end: self.line.end })
    }

    /// Whether a later change is told of at `pos`, after a separator, in a line that is no sentence.
    fn updated_from(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], LABEL_SEPARATORS);
        let told = at > pos && LISTS.update.at(self.tokens(), at).is_some();
        told && self.words_from(at) <= 12 && !self.ends_a_sentence()
    }

    fn label_at(&self, pos: usize) -> Option<Notice> {
        let grammar = self.grammar;
        let publication = LISTS.publication.at(self.tokens(), pos).map(|next| (false, next));
        let header = || LISTS.header.at(self.tokens(), pos).filter(|&next| grammar.is_sign(next, ":"));
        let update = || LISTS.update.at(self.tokens(), pos).map(|next| (true, next));
        let author = || LISTS.byline.at(self.tokens(), pos).filter(|_| pos == 0).map(|_| (false, pos));
        let header = || header().map(|next| (false, next));
        let (update, next) = publication.or_else(update).or_else(header).or_else(author)?;
        let at = grammar.skip(next, &[], ":");
        let found = expression(grammar, at).or_else(|| self.authored_date(at));
        let found = found.filter(|found| is_finer_than_year(&found.reading))?;
        let after = after_clock(grammar, &found);
        let byline = LISTS.byline.at(self.tokens(), after).is_some();
        let more = self.tells_more(after);
        let closed = grammar.is_end(after) || grammar.is_sign(after, "|·•-–—/()") || byline || more;
        if !closed || self.words_from(after) > 12 || (self.ends_a_sentence() && !more && !grammar.is_end(after)) {
            return None;
        }
        let start = self.tokens().get(pos)?.start;
        let end = if pos == 0 { self.end_of_zone(after) } else { self.tokens().get(after.checked_sub(1)?)?.end };
        Some(Notice::Label { dated: Dated::new(grammar, found), update, start, end })
    }

    /// Whether what pages put behind the date of a label stands at `pos`: another label, perhaps after `et`, a section after
    /// `dans`, or the time that it takes to read.
    fn tells_more(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], ",;.");
        let behind = |words: &[&str]| at + usize::from(words.contains(&self.surface(at)));
        let label = [&LISTS.publication, &LISTS.update].iter().any(|list| {
            let next = list.at(self.tokens(), behind(&["et", "y", "and"]));
            next.is_some_and(|next| expression(self.grammar, self.grammar.skip(next, &[], ":")).is_some())
        });
        let section = LISTS.rubric.at(self.tokens(), behind(&["dans", "en", "in"])) == Some(self.tokens().len());
        let reading = LISTS.reading_time.at(self.tokens(), at).is_some() && self.words_from(at) <= 5;
        label || section || reading
    }

    /// The date of `par X (avec MAP) le 29/08/2017`, `par X - 29/08/2017`.
    fn authored_date(&self, pos: usize) -> Option<Expression> {
        let grammar = self.grammar;
        let mut at = LISTS.byline.at(self.tokens(), pos)?;
        if LISTS.event.at(self.tokens(), at).is_some() {
            return None;
        }
        let first = at;
        while at < first + 10 {
            let dash = at > first && grammar.is_sign(at - 1, "-") && !grammar.glued(at);
            let sign = dash || (at > first && grammar.is_sign(at - 1, ",|•·–—"));
            let leads = sign || (at > first && grammar.word(at, Class::Article).is_some());
            if let Some(found) = leads.then(|| expression(grammar, at)).flatten() {
                return Some(found);
            }
            let number = grammar.glued(at) && grammar.number(at).is_some();
            let name = self.capitalised(at) || number || grammar.is_sign(at, "()-.,|•·–—") || self.is_small(at);
            at += 1;
            if !name {
                break;
            }
        }
        None
    }

    fn is_small(&self, pos: usize) -> bool {
        LISTS.particle.at(self.tokens(), pos).is_some() || LISTS.with.at(self.tokens(), pos).is_some()
    }

    /// `Lundi 16 Février 2015`, `4 août 2018 - 15h20 - Monde`, `05/12/2019 Libé`, `Rabat, le 12 mars 2014`, `À 20:24`.
    fn date_line(&self) -> Option<Notice> {
        let grammar = self.grammar;
        if clock(grammar, 0).is_some_and(|next| grammar.is_end(next)) {
            return Some(Notice::TimeLine);
        }
        if is_item(self.line.of(self.text)) {
            return None;
        }
        let start = usize::from(grammar.is_sign(0, "(["));
        let (found, placed, agency) = match (expression(grammar, start), self.agency_date()) {
            (Some(found), _) => (found, false, None),
            (None, Some((found, agency))) => (found, true, Some(agency)),
            (None, None) => (self.placed_date()?, true, None),
        };
        let day = found.reading.precision == Precision::Day;
        if !is_finer_than_year(&found.reading) || (placed && !day) {
            return None;
        }
        let after = after_clock(grammar, &found);
        let timed = after > found.next;
        let closed = grammar.skip(after, &[], ")]-–—.,") >= self.tokens().len();
        let section = || !placed && self.section_from(after, timed, found.numeric);
        let alone = closed || (day && (self.updated_from(after) || self.author_closes(after) || section()));
        let source = self.agency_closes(after).or(agency.filter(|_| alone));
        let end = if closed || source.is_some() { self.line.end } else { self.end_of_zone(after) };
        (alone || source.is_some()).then(|| Notice::DateLine { dated: Dated::new(grammar, found), source, end })
    }

    /// The date of `Rabat, le 12 mars 2014`, `Le Matin | 12 mars 2014`, `مدريد/18 دجنبر 2014/ومع/`: a name of at most six tokens before it.
    fn placed_date(&self) -> Option<Expression> {
        let grammar = self.grammar;
        let named = LISTS.byline.at(self.tokens(), 0).unwrap_or(0);
        let mut at = 0;
        while at < MOST_PLACE_TOKENS {
            let particle = LISTS.particle.at(self.tokens(), at).is_some() && at > 0;
            let hyphen = grammar.is_sign(at, "-") && grammar.glued(at);
            if !(self.capitalised(at) || particle || hyphen) {
                return None;
            }
            at += 1;
            // `Attentats du 16 mai 2003` is a headline: the comma tells a place.
            let found = grammar.is_sign(at, PLACE_SEPARATORS).then(|| expression(grammar, at + 1)).flatten();
            if found.is_some() {
                return found.filter(|_| self.is_named(named..at));
            }
        }
        None
    }

    /// Whether a name before a date is that of a place, a paper or an author rather than a headline.
    fn is_named(&self, name: Range<usize>) -> bool {
        let tokens = self.tokens();
        let known = LISTS.place.at(tokens, name.start) == Some(name.end) || LISTS.made.at(tokens, 0).is_some();
        let paper = || (name.start..name.start + 2).any(|at| LISTS.paper.at(tokens, at).is_some());
        let told = || name.clone().any(|at| LISTS.event.at(tokens, at).is_some());
        known || paper() || !(told() || (name.start == 0 && name.clone().any(|at| self.belongs(at))))
    }

    /// Whether a small word ties what is before it to what follows: `de`, but not that of `Fort-de-France`.
    fn belongs(&self, at: usize) -> bool {
        let joined = at > 0 && self.grammar.is_sign(at - 1, "-") && self.grammar.glued(at);
        !joined && !self.capitalised(at) && LISTS.belonging.at(self.tokens(), at).is_some()
    }

    /// The date behind an agency at the beginning: `(AFP) 12 mars 2014`, `AFP - 12/03/2014`, `(MAP, 28 mai 2015)`.
    fn agency_date(&self) -> Option<(Expression, String)> {
        let (name, next) = LISTS.agency(self.text, self.tokens(), self.grammar.skip(0, &[], "(["))?;
        let at = self.grammar.skip(next, &[], ")],-–—|/.");
        let found = (at > next).then(|| expression(self.grammar, at)).flatten()?;
        Some((found, name.to_owned()))
    }

    /// A section, a paper or a headline after the date: two words at most, four after a time of day.
    fn section_from(&self, pos: usize, timed: bool, numeric: bool) -> bool {
        let separated = self.grammar.is_sign(pos, SEPARATORS);
        let at = pos + usize::from(separated);
        // `28 mai 2015 - Juin`, `28 mai 2015 - Présent` are ranges whose end is no date.
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
        name.is_some_and(|name| self.capitalised(name) && self.is_name(name..self.tokens().len()))
    }

    /// The agency after the date, where nothing follows it.
    fn agency_closes(&self, pos: usize) -> Option<String> {
        let open = self.grammar.skip(pos, &[], "(-–—/|");
        let (name, next) = LISTS.agency(self.text, self.tokens(), open)?;
        (self.grammar.skip(next, &[], ")./-") >= self.tokens().len()).then(|| name.to_owned())
    }

    fn rubric(&self) -> Option<Notice> {
        let next = LISTS.rubric.at(self.tokens(), 0)?;
        (self.grammar.is_end(next) && self.capitalised(0)).then_some(Notice::Rubric)
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
        let names = "Rabat|MAP|AFP|Le Matin|Monde|Maroc|avec|la|Jean|D'après|Lire aussi|À lire|→|•|اقرأ أيضا|ومع";
        let dates = "28|mai|2015|28/05/2015|mardi|2014-03|20:24|14h30|à|UTC|hiver|20150528|دجنبر|٢٠١٥|12";
        let signs = "-|–|:|,|\\.|\\(|\\)|/|\\||·|\\[|\\]|\\*|،|»";
        let prose = "il|pleut|ministre|annoncé|prose|X24";
        phrases(&[labels, names, dates, signs, prose], 1..10)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn every_notice_may_be_one(words in words(), lang in 0..Lang::ALL.len()) {
            let line = Line { start: 0, end: words.len(), after_blank: true, number: 0, is_long: false };
            prop_assert!(of_tokens(&words, line, Lang::ALL[lang]).is_none() || may_be_notice(&words));
        }
    }
}
