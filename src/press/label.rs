//! Labels before a date: `Publié le 12 mars 2014 à 10h12`, `Mis à jour le …`, `Par X - 29/08/2017`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::author::is_author;
use super::clock::{behind_clock, clock};
use super::date_line::{DATE_LINES, Page};
use super::dateline::Dated;
use super::expression::{Expression, after_clock, expression};
use super::grammar::Grammar;
use super::lex::{Kind, is_all, is_line_end, lex, lex_first};
use super::lists::LISTS;
use super::notice::{ASIDE_SEPARATORS, LABEL_SEPARATORS, Notice, Reader};
use super::part::is_finer_than_year;
use super::phrase_list::Phrases;
use super::title::heads;
use super::words::Class;
use crate::calendar::Precision;
use crate::text::Lang;

/// Signs between an issue's number and its date.
const ISSUE_SEPARATORS: &str = ",|·•-–—";

/// The most tokens of the name of a paper.
const MOST_NAME_TOKENS: usize = 8;

/// A label begins behind at most so many tokens.
const MOST_LABEL_TOKENS: usize = 24;

/// Makes a label of a date line if the line above it is only a label.
pub(super) fn labels_above(page: &Page<'_>, found: &mut BTreeMap<usize, Notice>) {
    let is_date = |notice: &Notice| matches!(notice, Notice::DateLine { source: None, .. });
    let below = found.iter().filter(|(at, notice)| **at > 0 && is_date(notice)).map(|(at, _)| *at);
    for at in below.collect::<Vec<_>>() {
        let line = page.lines[at - 1];
        let taken = found.contains_key(&(at - 1)) || page.goes_on(at);
        let Some(update) = only_label(line.of(page.text), page.lang).filter(|_| !taken) else { continue };
        if let Some(Notice::DateLine { dated, end, .. }) = found.remove(&at) {
            found.insert(at - 1, Notice::LabelLine);
            found.insert(at, Notice::Label { dated, update, source: None, start: line.start, end });
        }
    }
}

/// If the words are only a label, whether it is that of an update. In small letters they may belong to a sentence.
fn only_label(words: &str, lang: Lang) -> Option<bool> {
    if words.starts_with(char::is_lowercase) && !words.ends_with(':') {
        return None;
    }
    let tokens = lex(words, 0, MOST_LABEL_TOKENS);
    let is_only = |list: &Phrases| {
        let next = list.at(&tokens, 0).map(|next| Grammar::new(&tokens, lang).skip(next, &[], ":"));
        next == Some(tokens.len()) && is_all(&tokens, words, 0)
    };
    let published = is_only(&LISTS.publication) || is_only(&LISTS.header);
    if published { Some(false) } else { is_only(&LISTS.update).then_some(true) }
}

impl Reader<'_> {
    /// Labels behind a separator, each with its place.
    fn labels_behind(&self) -> impl Iterator<Item = (usize, Notice)> {
        let starts = 1..self.tokens().len().min(MOST_LABEL_TOKENS);
        let dated = |pos: usize| {
            LISTS.header.at(self.tokens(), pos).is_some() && LISTS.publication.at(self.tokens(), 0).is_some()
        };
        // `LOAD-DATE: …` is one word.
        let hyphen = move |pos: usize| {
            self.grammar.is_sign(pos - 1, "-") && self.grammar.glued(pos) && self.grammar.glued(pos - 1)
        };
        let behind_sources = self.place_behind_sources();
        let separated = move |pos: &usize| {
            let sign = self.grammar.is_sign(pos - 1, LABEL_SEPARATORS) && !hyphen(*pos);
            sign || dated(*pos) || behind_sources == Some(*pos) || self.is_official(*pos)
        };
        starts.filter(separated).filter_map(|pos| Some((pos, self.label_at(pos)?)))
    }

    /// A label after the author or the section.
    pub(super) fn later_label(&self) -> Option<Notice> {
        let (pos, label) = self.labels_behind().next()?;
        let update = matches!(label, Notice::Label { update: true, .. });
        if update && (0..pos).any(|at| self.day_at(at).is_some()) {
            return self.date_before(pos);
        }
        (self.may_be_labelled(pos) || self.is_official(pos))
            .then(|| self.behind_headline(pos, self.with_author(pos, label)))
    }

    /// The label at `pos` with the sign before it, if a headline stands before that in the first line:
    /// `Le port s’agrandit | Publié le 3 juin 2015`.
    fn behind_headline(&self, pos: usize, label: Notice) -> Notice {
        let Notice::Label { dated, update, source, start, end } = label else { return label };
        let sign = self.tokens()[pos - 1].start;
        let before = self.text[self.line.start..sign].trim_end();
        let headed = self.line.number == 0 && start > sign && self.grammar.sign(pos - 1).is_some() && heads(before);
        Notice::Label { dated, update, source, start: if headed { sign } else { start }, end }
    }

    /// Whether the label at `pos` is that of a gazette, in a line about a question to a government.
    fn is_official(&self, pos: usize) -> bool {
        let about = [&LISTS.question, &LISTS.answer];
        let asked = pos == 0 || about.iter().any(|list| list.at(self.tokens(), 0).is_some());
        asked && LISTS.gazette.at(self.tokens(), pos).is_some()
    }

    /// The label at `pos` with the author or the source, if that is all there is before it: `Par AFP, publié le 12 mars 2014`.
    fn with_author(&self, pos: usize, label: Notice) -> Notice {
        let Notice::Label { dated, update, start, end, .. } = label else { return label };
        let byline = LISTS.byline.at(self.tokens(), 0);
        let owner = self.source_before(pos);
        let named = owner.is_some() || byline.is_some_and(|name| self.is_name(name..pos));
        let source = owner.or_else(|| self.author_source()).filter(|_| named);
        let after = || self.tokens().iter().position(|token| token.start >= end).unwrap_or(self.tokens().len());
        let (start, end) = if named { (self.line.start, self.end_of_zone(after())) } else { (start, end) };
        Notice::Label { dated, update, source, start, end }
    }

    /// The agency or paper that is the author: AFP of `Par AFP - 12/03/2014`, but not MAP of `Par X (avec MAP) le 29/08/2017`.
    fn author_source(&self) -> Option<String> {
        let name = LISTS.byline.at(self.tokens(), 0)?;
        let agency = LISTS.agency(self.text, self.tokens(), name).map(|(name, _)| name.to_owned());
        agency.or_else(|| self.paper_at(name).map(|(name, _)| name))
    }

    /// Whether a label at `pos` is independent: behind a clear separator, an author or a section, or with a capital.
    /// `Selon le rapport annuel du HCP, publié le 12 janvier 2016.` is prose.
    fn may_be_labelled(&self, pos: usize) -> bool {
        let author = LISTS.byline.at(self.tokens(), 0).unwrap_or(0);
        let begins = self.capitalised(pos) && !self.grammar.is_sign(pos - 1, ",،");
        let loose = !self.ends_a_sentence() && (begins || self.is_name(0..pos));
        // `(publié le 12 mars 2014)`.
        let bracketed =
            pos == 1 && self.grammar.is_sign(0, "([") && self.grammar.is_sign(self.tokens().len() - 1, ")]");
        self.grammar.is_sign(pos - 1, "|·•") || loose || bracketed || (author > 0 && self.is_name(author..pos))
    }

    /// The date of publication behind that of an update: `Mis à jour le 13/04/2016 | Publié le 12/04/2016`.
    pub(super) fn publication_behind(&self, label: Notice) -> Notice {
        let Notice::Label { update: true, start, end, .. } = label else { return label };
        let behind = (1..self.tokens().len().min(MOST_LABEL_TOKENS)).find_map(|at| match self.label_at(at) {
            Some(Notice::Label { dated, update: false, end: last, .. }) => Some((dated, last)),
            _ => None,
        });
        match (behind, label) {
            (Some((dated, last)), Notice::Label { source, .. }) => {
                Notice::Label { dated, update: false, source, start, end: end.max(last) }
            }
            (_, label) => label,
        }
    }

    /// A full date that begins at `pos`.
    pub(super) fn day_at(&self, pos: usize) -> Option<Expression> {
        expression(self.grammar, pos).filter(|found| found.reading.precision == Precision::Day)
    }

    /// The date before an update at `pos`, as in `Par X - 12/03/2014 - mis à jour le 13/03/2014`. It is that of publication if
    /// a sign separates it from the words before it.
    fn date_before(&self, pos: usize) -> Option<Notice> {
        let apart = |at: &usize| *at == 0 || self.grammar.is_sign(at - 1, LABEL_SEPARATORS);
        let found = (0..pos).filter(apart).find_map(|at| self.day_at(at))?;
        let after = after_clock(self.grammar, &found);
        if !self.updated_from(after) {
            return None;
        }
        let source = self.source_before(found.first);
        let start = if source.is_some() { self.line.start } else { self.tokens().get(found.first)?.start };
        Some(Notice::Label { dated: Dated::new(self.grammar, found), update: false, source, start, end: self.line.end })
    }

    /// Whether an update is announced at `pos`, after a separator or with a capital and a number, in a line that is not a
    /// sentence.
    pub(super) fn updated_from(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], LABEL_SEPARATORS);
        let update = LISTS.update.at(self.tokens(), at);
        let counted = |next: usize| self.grammar.number(self.grammar.skip(next, &[], ":")).is_some();
        let told = update.is_some_and(|next| at > pos || (self.capitalised(at) && counted(next)));
        told && self.words_from(at) <= 12 && !self.ends_a_sentence()
    }

    pub(super) fn label_at(&self, pos: usize) -> Option<Notice> {
        let grammar = self.grammar;
        let answer = || LISTS.answer.at(self.tokens(), 0).is_some();
        let official = || LISTS.gazette.at(self.tokens(), pos).filter(|_| self.is_official(pos));
        let gazette = || official().map(|next| (answer(), next));
        let publication = LISTS.publication.at(self.tokens(), pos).map(|next| (false, next)).or_else(gazette);
        let header = || LISTS.header.at(self.tokens(), pos).filter(|&next| grammar.is_sign(next, ":"));
        let update = || LISTS.update.at(self.tokens(), pos).map(|next| (true, next));
        let author = || LISTS.byline.at(self.tokens(), pos).filter(|_| pos == 0).map(|_| (false, pos));
        let header = || header().map(|next| (false, next));
        if let Some(label) = self.published_in(pos).or_else(|| if pos == 0 { self.numbered_issue() } else { None }) {
            return Some(label);
        }
        let issue = || self.issue(pos).map(|next| (false, next));
        let (update, next) = publication.or_else(update).or_else(header).or_else(issue).or_else(author)?;
        let at = grammar.skip(next, &[], ":");
        let timed = || behind_clock(grammar, at).and_then(|at| expression(grammar, at));
        let found = expression(grammar, at).or_else(timed).or_else(|| self.authored_date(at, at > pos));
        let found = found.filter(|found| is_finer_than_year(&found.reading))?;
        let after = after_clock(grammar, &found);
        // In `Édition du 3 juin 2015 de la Foire`, `de` does not introduce an author.
        let named = |name: usize| self.capitalised(name) || !self.surface(after).eq_ignore_ascii_case("de");
        let byline = LISTS.byline.at(self.tokens(), after).is_some_and(named);
        let more = self.tells_more(after);
        let closed =
            grammar.is_end(after) || grammar.is_sign(after, "|·•-–—/()]") || byline || more || self.page_closes(after);
        if !closed || self.words_from(after) > 12 || (self.ends_a_sentence() && !more && !grammar.is_end(after)) {
            return None;
        }
        // The brackets of `(Publié le 12 mars 2014)` belong to the label.
        let bare = self.are_signs(0..pos);
        let start = if bare { self.line.start } else { self.tokens().get(pos)?.start };
        let last = self.tokens().get(after.checked_sub(1)?)?.end;
        let end = match self.are_signs(after..self.tokens().len()) {
            true => self.line.end,
            false if bare || more || self.page_closes(after) => self.end_of_zone(after),
            false => last,
        };
        let source = if next == pos { self.author_source() } else { None };
        Some(Notice::Label { dated: Dated::new(grammar, found), update, source, start, end })
    }

    /// The label of `Publié dans Le Matin le 03 - 06 - 2015`, which archives of many papers write.
    fn published_in(&self, pos: usize) -> Option<Notice> {
        let grammar = self.grammar;
        let first = LISTS.published_in.at(self.tokens(), pos)?;
        let small = |at: usize| [Class::Article, Class::DayUnit].iter().any(|&class| grammar.word(at, class).is_some());
        let leads = |at: &usize| small(*at) || LISTS.issue_of.at(self.tokens(), *at).is_some();
        let dated = |at: usize| self.day_at(at).map(|found| (at, found));
        let (at, found) = (first + 1..first + MOST_NAME_TOKENS).filter(leads).find_map(dated)?;
        let end = self.tokens().get(after_clock(grammar, &found).checked_sub(1)?)?.end;
        let closed = grammar.is_end(after_clock(grammar, &found));
        let last = at - 1 - usize::from(LISTS.issue_of.at(self.tokens(), at - 1) == Some(at));
        // Nothing may stand between label and date but `du`.
        let name = self.text.get(self.tokens()[first].start..self.tokens()[last].end)?.to_owned();
        let dated = Dated::new(grammar, found);
        let start = self.tokens()[pos].start;
        (closed && self.is_name(first..at)).then_some(Notice::Label {
            dated,
            update: false,
            source: Some(name),
            start,
            end,
        })
    }

    /// The token at which the date of a paper's issue begins, after its number if it has one: `Édition du 12 mars 2014`,
    /// `Edition N°:4536 Le 12/03/2014`.
    fn issue(&self, pos: usize) -> Option<usize> {
        let grammar = self.grammar;
        let next = LISTS.issue.at(self.tokens(), pos)?;
        let marked = LISTS.number.at(self.tokens(), next).map(|at| grammar.skip(at, &[], "°.:"));
        let numbered = marked.or(Some(next)).filter(|&at| grammar.number(at).is_some());
        let dated = |at: &usize| self.day_at(*at).is_some();
        numbered.map(|at| grammar.skip(at + 1, &[], ISSUE_SEPARATORS)).filter(dated).or(Some(next).filter(dated))
    }

    /// The label of a numbered issue that is the whole line, behind its paper or not: `N° 4521 du 3 juin 2015`,
    /// `Jeune Afrique n° 2838 du 31 mai au 6 juin 2015`. Without a paper it stands at the top, since acts have numbers too.
    fn numbered_issue(&self) -> Option<Notice> {
        let grammar = self.grammar;
        let paper = self.paper_at(0);
        let first = paper.as_ref().map_or(0, |(_, next)| grammar.skip(*next, &[], ",-–—"));
        let number = grammar.skip(LISTS.number.at(self.tokens(), first)?, &[], "°.:");
        grammar.number(number)?;
        let found = expression(grammar, grammar.skip(number + 1, &[], ISSUE_SEPARATORS))?;
        let after = after_clock(grammar, &found);
        let exact = matches!(found.reading.precision, Precision::Day | Precision::Interval);
        let own = self.capitalised(0) && self.line.number < DATE_LINES && !self.is_below_an_act();
        (exact && grammar.is_end(after) && (paper.is_some() || own)).then(|| Notice::Label {
            dated: Dated::new(grammar, found),
            update: false,
            source: paper.map(|(name, _)| name),
            start: self.line.start,
            end: self.line.end,
        })
    }

    /// Whether the line above begins with a word like `Décret`.
    fn is_below_an_act(&self) -> bool {
        let above = self.text[..self.line.start].trim_end().rsplit(is_line_end).next().unwrap_or_default();
        LISTS.event.at(&lex_first(above, 1), 0).is_some()
    }

    /// Whether one of the things that pages put behind a labelled date is at `pos`: another label with its date or time, also
    /// after `et`, a section, also after `dans`, or the reading time.
    pub(super) fn tells_more(&self, pos: usize) -> bool {
        let at = self.grammar.skip(pos, &[], ASIDE_SEPARATORS);
        let behind = |list: &Phrases| list.at(self.tokens(), at).unwrap_or(at);
        let label = [&LISTS.publication, &LISTS.update].iter().any(|list| {
            let next = list.at(self.tokens(), behind(&LISTS.joining));
            let told = |at: usize| expression(self.grammar, at).is_some() || clock(self.grammar, at).is_some();
            next.is_some_and(|next| told(self.grammar.skip(next, &[], ":")))
        });
        let within = self.grammar.skip(behind(&LISTS.within_section), &[], ":");
        let authored = |next: usize| next == self.tokens().len() || LISTS.byline.at(self.tokens(), next).is_some();
        let section = LISTS.rubric.at(self.tokens(), within).is_some_and(authored);
        let reading = LISTS.reading_time.at(self.tokens(), at).is_some() && self.words_from(at) <= 5;
        // `Écrit par X le 3 juin 2015. Publié dans Maroc`.
        let shelf =
            LISTS.published_in.at(self.tokens(), at).is_some_and(|name| self.is_name(name..self.tokens().len()));
        label || section || reading || shelf
    }

    /// The date of `par X (avec MAP) le 29/08/2017`, `par X - 29/08/2017`, `Por: X - 29/08/2017`. Behind a label the author may be
    /// a name of one word in small letters: `Posted by admin on June 3, 2015`.
    fn authored_date(&self, pos: usize, labelled: bool) -> Option<Expression> {
        let grammar = self.grammar;
        let mut at = grammar.skip(LISTS.byline.at(self.tokens(), pos)?, &[], ":");
        if LISTS.event.at(self.tokens(), at).is_some() {
            return None;
        }
        let first = at;
        while at < first + 10 {
            let dash = at > first && grammar.is_sign(at - 1, "-") && !grammar.glued(at);
            let sign = dash || (at > first && grammar.is_sign(at - 1, ",|•·–—"));
            let leads = sign || (at > first && grammar.word(at, Class::Article).is_some());
            let leads = leads || (at > first + 1 && self.is_signed(pos, at));
            let leads = leads || (labelled && at > first && grammar.word(at, Class::Of).is_some());
            if let Some(found) = leads.then(|| expression(grammar, at)).flatten() {
                return Some(found).filter(|_| self.may_be_by(pos, first..at));
            }
            let number = grammar.glued(at) && grammar.number(at).is_some();
            let user = labelled && at == first && matches!(grammar.tokens.get(at)?.kind, Kind::Word(_));
            let name = self.capitalised(at) || number || user || grammar.is_sign(at, "()-.,|•·–—") || self.is_small(at);
            at += 1;
            if !name {
                break;
            }
        }
        None
    }

    /// Whether the word at `pos` introduces an author; in `De Gaulle - 18 juin 1940` it is part of the name.
    fn may_be_by(&self, pos: usize, name: Range<usize>) -> bool {
        let one = self.words_from(name.start) - self.words_from(name.end) < 2;
        let of = self.surface(pos).eq_ignore_ascii_case("de");
        !(one && of) || LISTS.agency(self.text, self.tokens(), name.start).is_some()
    }

    /// Whether the words from `pos` to a date at `at` are a byline like `By John Smith`, at least two names. American papers write
    /// the date behind it without a sign.
    fn is_signed(&self, pos: usize, at: usize) -> bool {
        let words = &self.text[self.tokens()[pos].start..self.tokens()[at - 1].end];
        is_author(words) && !self.grammar.is_sign(at, "()-.,|•·–—")
    }

    fn is_small(&self, pos: usize) -> bool {
        [&LISTS.particle, &LISTS.with, &LISTS.correspondent].iter().any(|list| list.at(self.tokens(), pos).is_some())
    }
}
