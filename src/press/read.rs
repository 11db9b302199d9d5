//! Reading one document: its zones, from the outside to the inside, and every date they state.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::address::{of_filename, of_url};
use super::candidate::{Candidate, Found, Origin, rank};
use super::date_line::{Page, date_lines};
use super::dateline::Dated;
use super::expression::{after_clock, expression};
use super::grammar::Grammar;
use super::header::{PlainHeader, plain_header};
use super::label::labels_above;
use super::letterhead::letterhead;
use super::lex::{cuts, is_line_end, lex_through};
use super::lines::{Line, lines};
use super::lists::LISTS;
use super::notice::{Notice, edge_notice, inner_notice};
use super::page::keep_rows;
use super::part::is_finer_than_year;
use super::plain::{gap, plain_word};
use super::source::{Signature, signature};
use super::title::{headline_before, is_headline};
use super::zone::{Zone, ZoneKind, counted};
use crate::calendar::Precision;
use crate::text::Lang;

/// What is known of a document before its text is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// The whole decoded text.
    pub text: &'a str,
    /// Its language, which front matter may correct.
    pub lang: Lang,
    /// Date of a column, JSON field or HTML metadata, as written.
    pub date: Option<&'a str>,
    /// Title from metadata; `None` for plain text.
    pub title: Option<&'a str>,
    /// Source from metadata.
    pub source: Option<&'a str>,
    /// Section from metadata.
    pub rubric: Option<&'a str>,
    /// Where it was published.
    pub url: Option<&'a str>,
    /// The file it was read from.
    pub filename: Option<&'a str>,
    /// Whether a leading `---` block is front matter: in files, not in cells of a frame.
    pub front_matter: bool,
    /// How many leading paragraphs are headings (HTML: title and lead), 0 when unknown.
    pub title_lines: usize,
    /// Bytes of the line from which the given date was taken (HTML), whatever its words.
    pub date_line: Option<(usize, usize)>,
}

/// What a press document says of itself.
#[derive(Debug, Clone, Default)]
pub struct Press {
    /// The date that won, `None` for an undated document.
    pub date: Option<Found>,
    /// Dates that disagree, and a weekday that contradicts its date.
    pub conflicts: Vec<String>,
    /// Zones, sorted and disjoint.
    pub zones: Vec<Zone>,
    /// Title and body: bytes of the text in order, disjoint. A sentence ends between two of them.
    pub counted: Vec<Range<usize>>,
    /// Title, from metadata or the text.
    pub title: Option<String>,
    /// Source, from metadata, a source line or a dateline.
    pub source: Option<String>,
    /// Section of the paper.
    pub rubric: Option<String>,
    /// Language that front matter states.
    pub lang: Option<Lang>,
    /// Other fields of front matter, in order.
    pub fields: Vec<(String, String)>,
    /// What a user should know about the reading.
    pub warnings: Vec<String>,
}

/// So many lines from the top and from the bottom may be notices.
pub(super) const HEAD: usize = 12;
const TAIL: usize = 8;
/// The most characters of a date header.
const LONGEST_HEADER: usize = 120;

/// A caption that belongs to its credit is among so many first lines, and has at most so many words.
const MOST_LINES_ABOVE: usize = 4;
const MOST_CAPTION_WORDS: usize = 20;

/// Room for so many dates is made at once: that of a column, and that of the text.
const USUAL_DATES: usize = 2;

/// Reads zones and date of one document.
pub fn read(given: &Given<'_>) -> Press {
    let mut draft = Draft {
        given,
        lang: given.lang,
        url: None,
        press: Press::default(),
        candidates: Vec::with_capacity(USUAL_DATES),
        relative: None,
    };
    let (after_fields, dates) = draft.front_matter();
    draft.metadata(&dates);
    let start = draft.header(after_fields);
    let lines = lines(given.text, start);
    let headings = given.title_lines.min(lines.len());
    let lines = if headings == 0 { draft.fields(lines) } else { lines };
    let mut body = draft.notices(lines, headings);
    draft.rubric(&mut body, headings);
    draft.title(&mut body, headings);
    draft.dateline(&body);
    draft.signature(&body);
    draft.addresses();
    draft.finish()
}

/// The number of the first line from `at` on that names no source.
fn behind_names(found: &BTreeMap<usize, Notice>, at: usize) -> usize {
    let named =
        found.range(at..).map(|(at, notice)| (*at, matches!(notice, Notice::Paper { .. } | Notice::Source { .. })));
    at + named.zip(at..).take_while(|((line, named), at)| line == at && *named).count()
}

/// A document while it is read.
pub(super) struct Draft<'g, 't> {
    pub(super) given: &'g Given<'t>,
    pub(super) lang: Lang,
    /// Where front matter says that it was published.
    pub(super) url: Option<String>,
    pub(super) press: Press,
    pub(super) candidates: Vec<Candidate>,
    /// Bytes of a time of publication without a day.
    relative: Option<(usize, usize)>,
}

impl Draft<'_, '_> {
    pub(super) fn zone(&mut self, kind: ZoneKind, start: usize, end: usize) {
        self.press.zones.push(Zone { kind, start, end });
    }

    pub(super) fn date(&mut self, dated: &Dated, origin: Origin, update: bool) {
        self.candidates.push(Candidate::of_text(self.given.text, dated, origin, update));
    }

    /// Byte after the date header, where the text begins with one.
    fn header(&mut self, at: usize) -> usize {
        self.read_header(at).unwrap_or(at)
    }

    fn read_header(&mut self, at: usize) -> Option<usize> {
        let words = &self.given.text[at..];
        if let Some(PlainHeader { start, end, date, reading }) = plain_header(words) {
            self.candidates.push(Candidate::of_address((reading, words[date..end].to_owned()), Origin::Header));
            self.zone(ZoneKind::Header, at + start, at + end);
            return Some(at + end);
        }
        let known = match plain_word(&words[gap(words.as_bytes())..]).filter(|word| word.is_ascii()) {
            Some(word) => LISTS.header.may_begin_with_ascii(word),
            None => LISTS.header.may_begin_with(&cuts(words, LONGEST_HEADER).next()?),
        };
        if !known {
            return None;
        }
        // A date ends at the first word of prose.
        let tokens = lex_through(words, at, LONGEST_HEADER, |number, token| {
            number >= LISTS.header.longest && token.begins.is_none()
        });
        let grammar = Grammar::new(&tokens, self.lang);
        let next = grammar.skip(LISTS.header.at(&tokens, 0)?, &[], ":");
        let found = expression(grammar, next)?;
        let after = after_clock(grammar, &found);
        // A year alone, before the beginning of a sentence: `date 2017 Le ministre`. `تاريخ 2017` may also mean history.
        let begins = |c: char| c.is_uppercase() || !c.is_alphabetic();
        let prose = || tokens.get(after).is_some_and(|token| self.given.text[token.start..].starts_with(begins));
        let year = || found.reading.precision == Precision::Year && after == next + 1 && prose();
        if grammar.glued(after) || !(is_finer_than_year(&found.reading) || year()) {
            return None;
        }
        let (start, end) = (tokens.first()?.start, tokens.get(after.checked_sub(1)?)?.end);
        let broken = self.given.text[start..end].contains(is_line_end);
        if broken {
            return None;
        }
        self.date(&Dated::new(grammar, found), Origin::Header, false);
        self.zone(ZoneKind::Header, start, end);
        Some(end)
    }

    /// Makes zones of the lines that are notices; the other lines are the body.
    fn notices(&mut self, lines: Vec<Line>, headings: usize) -> Vec<Line> {
        let count = lines.len();
        let mut found: BTreeMap<usize, Notice> = BTreeMap::new();
        for (at, &line) in lines.iter().enumerate().skip(headings) {
            let near_edge = at < headings + HEAD || at + TAIL >= count;
            let given = self.given.date_line.is_some_and(|(start, end)| start <= line.start && line.end <= end);
            let seen = if given {
                Some(Notice::GivenDate)
            } else if near_edge {
                edge_notice(self.given.text, line, self.lang)
            } else {
                inner_notice(self.given.text, line, self.lang)
            };
            found.extend(seen.map(|notice| (at, notice)));
        }
        if found.is_empty() {
            return lines;
        }
        let titled = headings > 0 || self.press.title.is_some();
        let page = Page { text: self.given.text, lines: &lines, lang: self.lang, titled };
        labels_above(&page, &mut found);
        letterhead(&page, &mut found);
        keep_rows(&mut found);
        let dated = date_lines(&page, &found, headings);
        let is_date = |at: &usize, notice: &Notice| matches!(notice, Notice::Label { .. }) || dated.contains(at);
        let dates: BTreeSet<usize> =
            found.iter().filter(|(at, notice)| is_date(at, notice)).map(|(at, _)| *at).collect();
        let plain = |at: usize| matches!(found.get(&at), Some(Notice::Paper { signed: false, .. }));
        let headed = plain(0) && is_headline(self.given.text, &lines, 1);
        let next = (1..count).find(|at| !found.contains_key(at));
        let labelled = headings == 0 && matches!(found.get(&0), Some(Notice::Label { .. }));
        let prose_follows = labelled && next.is_some_and(|at| !is_headline(self.given.text, &lines, at));
        // A paper may sign its text as an agency does.
        let signs = count > 1 && plain(count - 1) && page.ends_a_sentence(count - 2);
        let mut body = Vec::with_capacity(count);
        let mut after_date = false;
        for (at, line) in lines.into_iter().enumerate() {
            // `2017-11-02`, then `Monde`.
            let top = (body.len() <= headings || after_date) && at + 1 < count;
            after_date = match found.remove(&at) {
                Some(Notice::DateLine { dated: date, source, section, end, .. }) if dated.contains(&at) => {
                    self.date(&date, Origin::Line, false);
                    self.press.source = self.press.source.take().or(source);
                    self.press.rubric = self.press.rubric.take().or(section);
                    self.zone(ZoneKind::DateLine, line.start, end);
                    body.extend(self.behind(line, end));
                    true
                }
                Some(Notice::Paper { name, .. })
                    if after_date
                        || (headed && at == 0)
                        || (signs && at + 1 == count)
                        || dates.contains(&behind_names(&found, at + 1)) =>
                {
                    self.press.source.get_or_insert(name);
                    self.zone(ZoneKind::SourceLine, line.start, line.end);
                    false
                }
                Some(Notice::TimeLine | Notice::ReadingTime) if after_date => {
                    self.zone(ZoneKind::DateLine, line.start, line.end);
                    false
                }
                // Without a label it stands right below the headline; `Il y a 10 ans` may head a passage.
                Some(Notice::Relative { labelled })
                    if count > 1 && (labelled || (body.len() == headings + 1 && at + 1 < count)) =>
                {
                    self.relative.get_or_insert((line.start, line.end));
                    self.zone(ZoneKind::DateLine, line.start, line.end);
                    true
                }
                Some(Notice::Credit(start)) if count > 1 => {
                    body.extend(self.credit(line, start, at + 1 == count));
                    false
                }
                Some(notice) if count > 1 && self.other_notice(line, &notice, top) => {
                    if let Notice::Label { start, end, .. } = notice {
                        body.extend(self.behind(line, end).filter(|_| start <= line.start));
                        let front = Line { end: start.max(line.start), ..line };
                        body.extend(headline_before(self.given.text, front).filter(|_| at == 0 && prose_follows));
                    }
                    matches!(notice, Notice::Label { .. })
                }
                _ => {
                    body.push(line);
                    false
                }
            };
        }
        body
    }

    /// The rest of a line behind a zone that ends at `end`, as a new line: a headline.
    fn behind(&self, line: Line, end: usize) -> Option<Line> {
        let words = self.given.text[end..line.end].trim_start();
        (!words.is_empty()).then(|| Line { start: line.end - words.len(), ..line })
    }

    /// Makes a zone of a credit that begins at `start`. Above the text, a caption before it that is not a sentence belongs to the
    /// zone. Other words before it are counted; below the top they stay a line of the body.
    fn credit(&mut self, line: Line, start: usize, last: bool) -> Option<Line> {
        let caption = self.given.text[line.start..start].trim_end();
        let above = line.number < MOST_LINES_ABOVE && !last;
        let brief =
            caption.split_whitespace().count() <= MOST_CAPTION_WORDS && !caption.ends_with(['.', '!', '?', '…']);
        self.zone(ZoneKind::Credit, if above && brief { line.start } else { start }, line.end);
        (!above && !caption.is_empty()).then(|| Line { end: line.start + caption.len(), ..line })
    }

    /// Takes in a notice that is not a date line; false if the line belongs to the body.
    fn other_notice(&mut self, line: Line, notice: &Notice, top: bool) -> bool {
        match notice {
            Notice::Label { dated, update, source, start, end } => {
                self.date(dated, Origin::Label, *update);
                self.press.source = self.press.source.take().or(source.clone());
                self.zone(ZoneKind::DateLine, *start, *end);
            }
            Notice::Source { name, dated } => {
                dated.iter().for_each(|dated| self.date(dated, Origin::Line, false));
                self.press.source = self.press.source.take().or(name.clone());
                self.zone(ZoneKind::SourceLine, line.start, line.end);
            }
            Notice::SeeAlso | Notice::Button | Notice::Network => self.zone(ZoneKind::SeeAlso, line.start, line.end),
            Notice::GivenDate | Notice::ReadingTime => self.zone(ZoneKind::DateLine, line.start, line.end),
            // Its zone is that of the date below it.
            Notice::LabelLine => {}
            Notice::Trail(section) if top => self.rubric_zone(line.start, line.end, section),
            Notice::Rubric | Notice::Paper { section: true, .. } if top => {
                self.rubric_zone(line.start, line.end, line.of(self.given.text))
            }
            Notice::Rubric
            | Notice::Trail(_)
            | Notice::Paper { .. }
            | Notice::DateLine { .. }
            | Notice::TimeLine
            | Notice::Relative { .. }
            | Notice::Credit(_) => return false,
        }
        true
    }

    pub(super) fn rubric_zone(&mut self, start: usize, end: usize, name: &str) {
        self.press.rubric.get_or_insert_with(|| name.trim_end_matches(['.', ':']).to_owned());
        self.zone(ZoneKind::Rubric, start, end);
    }

    /// An agency that signs the last paragraph, `… a-t-il conclu. (MAP)`.
    fn signature(&mut self, body: &[Line]) {
        let Some(&last) = body.last() else { return };
        let Some(Signature { start, name }) = signature(self.given.text, last, self.lang) else { return };
        let free = |zone: &Zone| zone.end <= start || zone.start >= last.end;
        if last.start < start && self.press.zones.iter().all(free) {
            self.press.source = self.press.source.take().or(name);
            self.zone(ZoneKind::SourceLine, start, last.end);
        }
    }

    fn addresses(&mut self) {
        let url = self
            .given
            .url
            .or(self.url.as_deref())
            .and_then(of_url)
            .map(|dated| Candidate::of_address(dated, Origin::Url));
        let name =
            self.given.filename.and_then(of_filename).map(|dated| Candidate::of_address(dated, Origin::Filename));
        self.candidates.extend(url.into_iter().chain(name));
    }

    fn finish(self) -> Press {
        let mut press = self.press;
        let verdict = rank(self.candidates);
        press.date = verdict.date;
        press.conflicts = verdict.conflicts;
        press.warnings.extend(verdict.warnings);
        if let Some((start, end)) = self.relative.filter(|_| press.date.is_none()) {
            let words = &self.given.text[start..end];
            press.warnings.push(format!("date: only a time without a day is stated ({words})"));
        }
        press.zones.sort_by_key(|zone| zone.start);
        press.counted = counted(self.given.text, &press.zones);
        press
    }
}
