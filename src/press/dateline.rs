//! Datelines: `Rabat, 28 mai 2015 (MAP) - Le texte`.
//!
//! The form is fixed: places, a date with its year, an agency in brackets, a separator, and then text. Places and agency
//! may be missing, and the date too if there is an agency (`RABAT (Reuters) - `). A comma does not separate, so
//! `Le 28 mai 2015, le Maroc …` is prose. A period alone does not either: `Casablanca, 16 mai 2003. Quatorze kamikazes …`
//! tells of that day. An agency right after a full date needs no separator. A colon separates only after a place and a
//! comma, or below a title, because headlines are written `19 mars 1962 : …` and `Massacres du 8 mai 1945 : …`.

use super::expression::{Expression, after_clock, expression};
use super::fold::with_folded;
use super::grammar::Grammar;
use super::lex::{Kind, Token, cuts, lex_through, may_begin_digit};
use super::lines::{Line, any_of, has_more};
use super::lists::LISTS;
use super::part::part;
use super::plain::{gap, plain_word};
use super::words::{Class, is_known, is_known_ascii};
use crate::calendar::Precision;
use crate::text::Lang;

/// A dateline at the start of a paragraph.
pub(super) struct Dateline {
    /// Byte after its separator.
    pub(super) end: usize,
    /// Its date, where the year is stated.
    pub(super) dated: Option<Dated>,
    /// Its agency.
    pub(super) source: Option<String>,
}

/// A date in a text: what was read, and bytes of the words.
pub(super) struct Dated {
    pub(super) expression: Expression,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Dated {
    pub(super) fn new(grammar: Grammar<'_>, expression: Expression) -> Self {
        let span = |token: usize| grammar.tokens.get(token).map_or((0, 0), |token| (token.start, token.end));
        let (start, end) = (span(expression.first).0, span(expression.next.saturating_sub(1)).1);
        Self { expression, start, end }
    }
}

const LONGEST: usize = 200;
const MOST_PLACE_TOKENS: usize = 9;
/// Without a date, the most words without upper and lower case (Arabic) before the bracket.
const MOST_CASELESS_WORDS: usize = 5;

/// The dateline of a paragraph; `titled` where a title stands above it.
pub(super) fn dateline(text: &str, line: Line, lang: Lang, titled: bool) -> Option<Dateline> {
    if !may_begin(line.of(text)) {
        return None;
    }
    let mut bracketed = false;
    let tokens = lex_through(line.of(text), line.start, LONGEST, |_, token| {
        bracketed |= matches!(token.kind, Kind::Sign(sign) if BRACKETS.contains(sign));
        !bracketed && is_prose(&text[token.start..token.end])
    });
    of_tokens(text, line, &tokens, lang, titled)
}

/// The dateline at the beginning of the tokens of a paragraph.
fn of_tokens(text: &str, line: Line, tokens: &[Token<'_>], lang: Lang, titled: bool) -> Option<Dateline> {
    let scan = Scan { text, grammar: Grammar::new(tokens, lang), titled };
    let mut found = Found::default();
    let next = scan.before_text(&mut found)?;
    if !scan.begins_sentence(next, line, found.bracket) {
        return None;
    }
    let end = tokens.get(next.checked_sub(1)?)?.end;
    let end = underscored(text, end).unwrap_or(end);
    let dated = found.date.map(|date| Dated::new(scan.grammar, date));
    Some(Dateline { end, dated, source: found.agency })
}

/// Byte after the low line behind byte `end` that some agencies write for a dash: `RABAT, Morocco (AP) _ `. The lexer passes
/// over it as a mark of emphasis.
fn underscored(text: &str, end: usize) -> Option<usize> {
    let rest = text[end..].trim_start_matches(' ');
    let dash = rest.len() < text.len() - end && rest.starts_with("_ ");
    dash.then_some(text.len() - rest.len() + 1)
}

/// Whether a paragraph may begin with a dateline, judged by its first tokens: it does not begin with a dash or a quotation
/// mark, and a bracket, or a year and a separator, come before the first word of prose.
fn may_begin(words: &str) -> bool {
    if !may_hold_number_or_bracket(words.as_bytes()) || begins_with_prose(words) {
        return false;
    }
    let mut dated = false;
    for (number, cut) in cuts(words, LONGEST).enumerate() {
        if cut.is_sign(BRACKETS) {
            return dated || may_be_closed(&words[cut.start..]);
        }
        if dated && cut.is_sign(SEPARATORS) {
            return true;
        }
        if is_prose(cut.surface) || (number == 0 && !(cut.is_word() || cut.is_number() || cut.first == ',')) {
            return false;
        }
        dated |= cut.may_be_year();
    }
    false
}

/// Whether what begins with a bracket may have what ends a dateline: a year, or an agency in brackets.
fn may_be_closed(words: &str) -> bool {
    let near = &words.as_bytes()[..words.len().min(LONGEST * 4)];
    let agency = |(at, bracket): (usize, &str)| LISTS.may_begin_agency(&words[at + bracket.len()..]);
    any_of(near, may_begin_digit) || words.match_indices(|c| BRACKETS.contains(c)).any(agency)
}

/// Whether one of the first words is prose, and only plain words come before it. This decides most paragraphs with a number.
fn begins_with_prose(words: &str) -> bool {
    let mut at = 0;
    for _ in 0..FIRST_WORDS {
        at += gap(&words.as_bytes()[at..]);
        let Some(word) = plain_word(&words[at..]) else { return false };
        if is_prose(word) {
            return true;
        }
        at += word.len();
    }
    false
}

/// So many words are looked at one by one before anything is searched.
const FIRST_WORDS: usize = 5;

/// Whether a digit or a bracket may be near the beginning, or the characters there have too many bytes to know. Most
/// paragraphs have none, and finding that out costs the same for all.
fn may_hold_number_or_bracket(words: &[u8]) -> bool {
    let near = &words[..words.len().min(NEAR)];
    let found = any_of(near, may_begin_number_or_bracket);
    found || (near.len() < words.len() && !has_more(near, LONGEST))
}

/// Whether the byte begins a digit or a bracket, or another character of the blocks that Arabic digits are in.
#[inline(always)]
fn may_begin_number_or_bracket(byte: u8) -> bool {
    may_begin_digit(byte) | (byte == b'/') | (byte == b'(') | (byte == b'[')
}

/// Bytes that hold the beginning of a paragraph in most languages.
const NEAR: usize = 256;

/// Whether the token is a word in small letters that is not part of dates or places. A dateline has none outside brackets.
fn is_prose(token: &str) -> bool {
    match token.as_bytes() {
        [b'a'..=b'z', ..] if token.is_ascii() => !(is_known_ascii(token) || LISTS.particle.may_begin_with_ascii(token)),
        _ => token.starts_with(char::is_lowercase) && with_folded(token, is_prose_folded),
    }
}

fn is_prose_folded(word: &str) -> bool {
    !is_known(word) && !LISTS.particle.may_begin_with_word(word)
}

const BRACKETS: &str = "([/";
/// Signs after a date that may end a dateline without a bracket.
const SEPARATORS: &str = "-–—−ـ―:";

#[derive(Default)]
struct Found {
    date: Option<Expression>,
    yearless: bool,
    agency: Option<String>,
    bracket: bool,
    /// Where the last bracket opens.
    opens: usize,
    slash_bracket: bool,
    place: bool,
    comma: bool,
    open: bool,
}

struct Scan<'a> {
    text: &'a str,
    grammar: Grammar<'a>,
    titled: bool,
}

impl Scan<'_> {
    /// The place after the whole dateline.
    fn before_text(&self, found: &mut Found) -> Option<usize> {
        if !self.grammar.year_ahead(0) && !self.has_bracket() {
            return None;
        }
        let mut at = 0;
        while found.date.is_none() && !found.yearless {
            if at > MOST_PLACE_TOKENS {
                return None;
            }
            if let Some(next) = self.bracket(at, found) {
                // An agency and a dash end a dateline without a date.
                if let Some(end) = self.end(next, found).filter(|&end| !self.date_ahead(end)) {
                    return Some(end);
                }
                // `(Belga) Le ministre …`.
                if at == 0 && found.bracket && !found.slash_bracket && self.is_capital(next) && !self.date_ahead(next) {
                    return self.titled.then_some(next);
                }
                at = self.grammar.skip(next, &[], ",-–—−./ـ");
                continue;
            }
            at = self.date(at, found).or_else(|| self.place(at, found))?;
        }
        at = self.later_place(at);
        let after_dot = at + usize::from(self.grammar.is_sign(at, "."));
        let bracket = self.bracket(after_dot, found);
        at = bracket.unwrap_or(at);
        self.end(at, found).or_else(|| bracket.filter(|&next| self.agency_alone(next, found)))
    }

    /// Whether an agency right after a full date ends the dateline at `pos` without a separator. A capital must follow.
    fn agency_alone(&self, pos: usize, found: &Found) -> bool {
        found.date.is_some() && found.bracket && self.is_capital(pos)
    }

    fn is_capital(&self, pos: usize) -> bool {
        let capital = |start: usize| self.text[start..].starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
        self.grammar.tokens.get(pos).is_some_and(|token| capital(token.start))
    }

    /// Whether an agency may be named in brackets near the start.
    fn has_bracket(&self) -> bool {
        (0..MOST_PLACE_TOKENS * 2).any(|pos| self.grammar.is_sign(pos, BRACKETS))
    }

    /// Whether text follows. In lower case, or only in the lines below, it must follow an agency.
    fn begins_sentence(&self, pos: usize, line: Line, agency: bool) -> bool {
        let tokens = self.grammar.tokens;
        match tokens.get(pos) {
            Some(token) => agency || !self.text[token.start..].starts_with(char::is_lowercase),
            None => agency || tokens.last().is_some_and(|last| last.end < line.end),
        }
    }

    fn date_ahead(&self, pos: usize) -> bool {
        expression(self.grammar, pos).is_some_and(|found| found.reading.precision == Precision::Day)
    }

    fn date(&self, pos: usize, found: &mut Found) -> Option<usize> {
        // `Massacres du 8 mai 1945`, `(Santpoort, 26 octobre 1914`: the date belongs to the words before it.
        let of = pos > 0 && self.grammar.word(pos - 1, Class::Of).is_some();
        let after_comma = pos > 1 && self.grammar.is_sign(pos - 2, ",");
        if found.open || (of && !after_comma && !self.agency_follows(pos)) {
            return None;
        }
        found.comma = after_comma || (pos > 0 && self.grammar.is_sign(pos - 1, ","));
        let lead = self.grammar.skip(pos, &[Class::Article], "");
        let date = expression(self.grammar, pos).filter(|date| date.first <= lead);
        // `Rabat, mai 2015 (MAP) -`: a month only where the agency is named right behind it.
        let month = |date: &Expression| {
            date.reading.precision == Precision::Month && found.place && found.comma && self.agency_follows(pos)
        };
        if let Some(date) = date.filter(|date| date.reading.precision == Precision::Day || month(date)) {
            found.comma |= self.titled && date.first == pos;
            let next = after_clock(self.grammar, &date);
            found.date = Some(date);
            return Some(next);
        }
        let (partial, next) = part(self.grammar, pos)?;
        let yearless = found.place && partial.day.is_some() && partial.month.is_some() && partial.year.is_none();
        found.yearless = yearless;
        yearless.then_some(next)
    }

    /// Whether the date at `pos` has an agency right behind it: `طنجة في 3 يونيو 2015 (ومع) -`.
    fn agency_follows(&self, pos: usize) -> bool {
        let named = |date: Expression| self.bracket(date.next, &mut Found::default());
        expression(self.grammar, pos).and_then(named).is_some()
    }

    /// One token of a place: a capitalised or Arabic word, a small word between, a sign.
    fn place(&self, pos: usize, found: &mut Found) -> Option<usize> {
        let token = self.grammar.tokens.get(pos)?;
        match &token.kind {
            Kind::Word(_) => {
                let first = self.text[token.start..token.end].chars().next()?;
                let inner = pos > 0 && LISTS.particle.at(self.grammar.tokens, pos).is_some();
                if first.is_lowercase() && !inner {
                    return None;
                }
                found.place = true;
                Some(pos + 1)
            }
            Kind::Sign(sign) => {
                found.open = *sign == '(' || (found.open && *sign != ')');
                (pos > 0 && ",-–—−/.:()".contains(*sign)).then_some(pos + 1)
            }
            Kind::Number { .. } => None,
        }
    }

    /// `, Espagne` after the date: at most three capitalised words.
    fn later_place(&self, pos: usize) -> usize {
        if !self.grammar.is_sign(pos, ",") {
            return pos;
        }
        let mut at = pos + 1;
        while at <= pos + 3 {
            let mut place = Found::default();
            match self.place(at, &mut place) {
                Some(next) if place.place => at = next,
                _ => break,
            }
        }
        let closed = self.grammar.is_sign(at, ".-–—−ـ:(");
        if at > pos + 1 && closed { at } else { pos }
    }

    /// `(MAP)`, `/ومع/`, `(Reuters/AFP)`: the place after it, the agency noted.
    fn bracket(&self, pos: usize, found: &mut Found) -> Option<usize> {
        let grammar = self.grammar;
        let comma = usize::from(grammar.is_sign(pos, ",") && grammar.is_sign(pos + 1, "(["));
        let pos = pos + comma;
        let open = grammar.sign(pos)?;
        let close = match open {
            '(' => ')',
            '[' => ']',
            '/' => '/',
            _ => return None,
        };
        let agency = LISTS.agency(self.text, grammar.tokens, pos + 1);
        if let Some((name, _)) = &agency {
            found.agency.get_or_insert_with(|| (*name).to_owned());
        }
        let first = agency.as_ref().map_or(pos + 1, |(_, next)| *next);
        let last = (first..first + 5).find(|&at| grammar.sign(at) == Some(close))?;
        // Slashes also separate places and dates; they are brackets only around an agency.
        let named = agency.is_some() || (open != '/' && found.date.is_some() && last > pos + 1);
        if !named {
            return None;
        }
        found.bracket |= agency.is_some();
        found.opens = pos;
        found.slash_bracket |= open == '/';
        Some(last + 1)
    }

    /// Whether the tokens before the bracket at `pos` may name a place. In Arabic, where capitals do not show names, this must be
    /// few words without a period.
    fn may_be_place(&self, pos: usize) -> bool {
        let tokens = &self.grammar.tokens[..pos];
        let caseless = |token: &&Token<'_>| {
            let first = self.text[token.start..].chars().next();
            matches!(token.kind, Kind::Word(_)) && first.is_some_and(|c| !c.is_uppercase() && !c.is_lowercase())
        };
        let words = tokens.iter().filter(caseless).count();
        words <= MOST_CASELESS_WORDS && (words == 0 || !tokens.iter().any(|token| token.kind == Kind::Sign('.')))
    }

    /// The place after the separator, if there is one and it fits what was read before it.
    fn end(&self, pos: usize, found: &Found) -> Option<usize> {
        let mut at = pos;
        let (mut dash, mut colon, mut period) = (false, false, false);
        while at < pos + 5 {
            match self.grammar.sign(at) {
                Some(':') => colon = true,
                Some('.') => period = true,
                Some('/') if found.bracket => dash |= !found.slash_bracket,
                Some(sign) if SEPARATORS.contains(sign) => dash = true,
                _ => break,
            }
            at += 1;
        }
        let behind = pos.checked_sub(1).and_then(|last| self.grammar.tokens.get(last));
        dash |= at == pos && found.bracket && behind.is_some_and(|last| underscored(self.text, last.end).is_some());
        let agency = found.bracket && (dash || colon || period || found.slash_bracket);
        let dated = found.date.is_some() && (dash || (colon && found.comma));
        // `مدريد/18 دجنبر/ومع/` without its year, `الرباط /ومع/`.
        let undated = found.place && found.bracket && (dash || found.slash_bracket || (found.yearless && agency));
        let complete = if found.date.is_some() { dated || agency } else { undated && self.may_be_place(found.opens) };
        complete.then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lex::lex;
    use super::super::phrases::phrases;
    use super::*;

    #[test]
    fn bytes_tell_every_number_and_bracket() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            let written: &str = c.encode_utf8(&mut bytes);
            let sought = cuts(written, 1).next().is_some_and(|cut| cut.is_number() || cut.is_sign(BRACKETS));
            assert!(!sought || may_begin_number_or_bracket(bytes[0]), "{c:?}");
        }
    }

    /// Words of which datelines and the prose after them are made.
    fn words() -> impl Strategy<Value = String> {
        let places = "Rabat|RABAT|Le|le|du|de|et|Al-Hoceima|الرباط|Casablanca";
        let dates = "28|mai|2015|28/05/2015|mardi|lundi|1er|14h30|UTC|ad|printemps|12|20150528|دجنبر|٢٠١٥";
        let signs = "-|–|—|:|,|\\.|\\(|\\)|/|\\[|\\]|ـ|«|\\(MAP\\)|/ومع/|MAP|Reuters|\\(avec AFP\\)";
        let prose = "il|pleut|ministre|Ministre|a|annoncé|été|là|prose";
        phrases(&[places, dates, signs, prose], 0..14)
    }

    proptest! {
        #[test]
        fn prose_is_told_as_folded_words_are(word in "[a-zA-Z]{1,9}|[a-zàéœا]{1,4}|[A-Z](e|u|es)|l|de|du|Des|mai|MAI|mAi|aOÛT|août|utc") {
            let slow = word.starts_with(char::is_lowercase) && with_folded(&word, is_prose_folded);
            prop_assert_eq!(is_prose(&word), slow);
        }

        /// The slow way: every token of the beginning is cut, whatever it holds.
        #[test]
        fn datelines_are_those_of_all_tokens(words in words(), titled: bool, lang in 0..Lang::ALL.len()) {
            let line = Line { start: 0, end: words.len(), after_blank: true, number: 0, is_long: false };
            let lang = Lang::ALL[lang];
            let tokens = lex(&words, 0, LONGEST);
            let slow = of_tokens(&words, line, &tokens, lang, titled);
            let fast = dateline(&words, line, lang, titled);
            let facts = |found: Option<Dateline>| {
                found.map(|found| (found.end, found.source, found.dated.map(|dated| (dated.start, dated.end))))
            };
            prop_assert_eq!(facts(fast), facts(slow));
        }
    }
}
