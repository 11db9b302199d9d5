//! What opens the body: a rubric, the headline, and a dateline before the first prose.

use super::author::{is_author, is_caption, unlabelled};
use super::candidate::Origin;
use super::date_line::DATE_LINES;
use super::dateline::dateline;
use super::fold::is_invisible;
use super::lex::lex_first;
use super::lines::Line;
use super::lists::LISTS;
use super::read::{Draft, HEAD};
use super::title::{RubricPrefix, is_headline, is_rubric_line, rubric_prefix, title_prefix};
use super::town_line::town_line;
use super::zone::{Zone, ZoneKind};

/// Paragraphs after the title that may begin with a dateline.
const DATELINE_PARAGRAPHS: usize = 5;

impl Draft<'_, '_> {
    /// A rubric before other words in its line, or one that only its form shows.
    pub(super) fn rubric(&mut self, body: &mut Vec<Line>, headings: usize) {
        let text = self.given.text;
        let has = |kind: ZoneKind| self.press.zones.iter().any(|zone| zone.kind == kind);
        let (header, credit, rubric) = (has(ZoneKind::Header), has(ZoneKind::Credit), has(ZoneKind::Rubric));
        let Some(&first) = body.first().filter(|_| headings == 0 && !rubric) else { return };
        if is_rubric_line(text, body, 0, self.lang) && body.len() > 2 {
            self.rubric_zone(first.start, first.end, first.of(text));
            body.remove(0);
            return;
        }
        if first.number >= DATE_LINES {
            return;
        }
        // `Maroc.` may begin a sentence, `Kiosque360.` does not.
        let stands = |prefix: &RubricPrefix| header || credit || prefix.name.contains(char::is_numeric);
        if let Some(prefix) = rubric_prefix(text, first, self.lang, header).filter(stands) {
            self.rubric_zone(first.start, prefix.end, &prefix.name);
            let rest = &text[prefix.end..first.end];
            body[0].start = first.end - rest.trim_start().len();
        }
    }

    pub(super) fn title(&mut self, body: &mut Vec<Line>, headings: usize) {
        let text = self.given.text;
        // `Par Mohamed Alaoui`, `Photo : Le ministre à Madrid` may stand above the title.
        let captioned = |line: &Line| is_caption(line.of(text)) && is_headline(text, body, 1);
        let aside = |line: &Line| is_author(line.of(text)) || captioned(line);
        let at = usize::from(headings == 0 && body.first().is_some_and(aside));
        let Some(&first) = body.get(at) else { return };
        let end = if headings > 0 {
            Some(first.end)
        } else if let Some(title) = &self.press.title {
            title_prefix(text, first, title)
        } else {
            let undated = || dateline(text, first, self.lang, false).is_none();
            (first.number < HEAD && is_headline(text, body, at) && undated()).then_some(first.end)
        };
        let Some(end) = end else { return self.title_of_kind() };
        self.zone(ZoneKind::Title, first.start, end);
        let words = text[first.start..end].trim_matches(is_invisible).trim_start_matches('#').trim();
        self.press.title.get_or_insert_with(|| unlabelled(words).to_owned());
        if end == first.end {
            body.remove(at);
        } else {
            let rest = &text[end..first.end];
            body[at].start = first.end - rest.trim_start().len();
        }
    }

    /// A dateline at the start of the first paragraph of prose; a lead of one paragraph may stand before it.
    pub(super) fn dateline(&mut self, body: &[Line]) {
        let text = self.given.text;
        let titled = self.press.zones.iter().any(|zone| zone.kind == ZoneKind::Title);
        let mut sentences = 0;
        for line in body.iter().take(DATELINE_PARAGRAPHS) {
            if let Some(found) = dateline(text, *line, self.lang, titled) {
                if let Some(dated) = &found.dated {
                    self.date(dated, Origin::Dateline, false);
                }
                self.press.source = self.press.source.take().or(found.source);
                self.zone(ZoneKind::Dateline, line.start, found.end);
                return;
            }
            if let Some(end) = town_line(text, *line, self.lang) {
                self.zone(ZoneKind::Dateline, line.start, end);
                return;
            }
            sentences += usize::from(line.of(text).ends_with(['.', '!', '?', '»', '"']));
            if sentences >= 2 {
                return;
            }
        }
    }

    /// Makes the headline of `Communiqué de presse` above a text without another.
    fn title_of_kind(&mut self) {
        let text = self.given.text;
        let is_kind = |zone: &&mut Zone| {
            let first = || lex_first(&text[zone.start..zone.end], LISTS.text_kind.longest);
            zone.kind == ZoneKind::Rubric && LISTS.text_kind.at(&first(), 0).is_some()
        };
        if self.press.title.is_none()
            && let Some(zone) = self.press.zones.iter_mut().find(is_kind)
        {
            zone.kind = ZoneKind::Title;
            self.press.title = Some(text[zone.start..zone.end].to_owned());
        }
    }
}
