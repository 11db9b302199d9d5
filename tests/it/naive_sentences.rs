//! Sentences the slow way: the rules of the core without any shortcuts, with its own word lists.

use std::collections::HashSet;
use std::ops::Range;

use coopsec::text::{Lang, norm, surface_form};

#[derive(Default)]
struct Lists {
    before_name: HashSet<String>,
    before_capital: HashSet<String>,
    before_number: HashSet<String>,
    inside: HashSet<String>,
    may_end: HashSet<String>,
    starters: HashSet<String>,
    openers: HashSet<String>,
    namers: HashSet<String>,
    eras: HashSet<String>,
}

fn lists(lang: Lang) -> Lists {
    let source = match lang {
        Lang::Fr => include_str!("../../src/text/languages/fr.toml"),
        Lang::Es => include_str!("../../src/text/languages/es.toml"),
        Lang::En => include_str!("../../src/text/languages/en.toml"),
        Lang::Ar => include_str!("../../src/text/languages/ar.toml"),
        Lang::Und => return Lists::default(),
    };
    let table: toml::Table = source.parse().expect("a word list");
    let dotted = table["abbreviations"].as_table().expect("a table");
    let words = |table: &toml::Table, key: &str| {
        let list = table[key].as_array().expect("a list").iter();
        list.filter_map(toml::Value::as_str).map(str::to_owned).collect()
    };
    Lists {
        before_name: words(dotted, "before_name"),
        before_capital: words(dotted, "before_capital"),
        before_number: words(dotted, "before_number"),
        inside: words(dotted, "inside"),
        may_end: words(dotted, "may_end"),
        starters: words(&table, "starters"),
        openers: words(&table, "openers"),
        namers: words(&table, "namers"),
        eras: words(&table, "eras"),
    }
}

/// Most letters of an abbreviation that is not on a list.
const LONGEST_ABBREVIATION: usize = 4;

/// How far the text before a token has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// In the middle of a sentence.
    Open,
    /// After `;`.
    Semicolon,
    /// After an abbreviation that never ends a sentence.
    Abbreviation,
    /// After an initial or an acronym.
    Acronym,
    /// After the initials of a double first name.
    Initials,
    /// After final punctuation, or an abbreviation that may end a sentence.
    Final,
}

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Lower,
    Upper,
    /// A capitalised function word, which does not begin a name.
    Starter,
    Bullet,
    Other,
}

/// What `sentences` returns, with every token treated alike.
pub(crate) fn sentences(text: &str, tokens: &[Range<usize>], lang: Lang) -> Vec<Range<usize>> {
    let known = lists(lang);
    let mut reader =
        Reader { text, tokens, lang, known: &known, first: 0, end: End::Open, quotes: 0, open: 0, item: 0 };
    let mut lines = Lines::new(text);
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        reader.read(at);
        let last = at + 1 == tokens.len();
        if last || reader.breaks_after(at, &mut lines) {
            found.push(tokens[reader.first].start..tokens[at].end);
            reader.first = at + 1;
            reader.end = End::Open;
            reader.open = 0;
        }
    }
    found
}

struct Reader<'a> {
    text: &'a str,
    tokens: &'a [Range<usize>],
    lang: Lang,
    known: &'a Lists,
    /// First token of the open sentence.
    first: usize,
    end: End,
    /// Straight quotation marks since the last paragraph.
    quotes: usize,
    /// Quotations and brackets opened but not closed in the open sentence.
    open: usize,
    /// Number of the last list item in the paragraph, or 0.
    item: u32,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |range| &self.text[range.clone()])
    }

    fn touches(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].end == self.tokens[at].start
    }

    /// Takes token `at` into account.
    fn read(&mut self, at: usize) {
        let token = self.token(at);
        let closes = self.is_closer(at);
        if token == "\"" {
            self.quotes += 1;
        }
        match token {
            "«" | "“" | "(" | "[" => self.open += 1,
            "»" | "”" | ")" | "]" => self.open = self.open.saturating_sub(1),
            "\"" => self.open = if closes { self.open.saturating_sub(1) } else { self.open + 1 },
            _ => {}
        }
        if at == self.first + 1
            && let Some(number) = self.item_at(self.first)
        {
            self.item = number;
        }
        self.end = match token {
            "." if self.is_enumerator(at) => End::Abbreviation,
            "." if self.is_uncased_initial(at) => End::Acronym,
            "…" if self.is_cut(at, at) => End::Abbreviation,
            "." if self.is_cut(at.saturating_sub(2), at) => End::Abbreviation,
            _ if is_final(token) => End::Final,
            ";" => End::Semicolon,
            _ if closes && self.end != End::Open => self.end,
            _ => self.dotted(at),
        };
    }

    /// The end after a token that includes its dot.
    fn dotted(&self, at: usize) -> End {
        let Some(word) = self.token(at).strip_suffix('.') else { return End::Open };
        let word = surface_form(word);
        let word = word.as_ref();
        let known = self.known;
        let open = [&known.before_name, &known.before_capital, &known.before_number, &known.inside];
        if open.iter().any(|list| list.contains(word)) {
            End::Abbreviation
        } else if is_double_initial(word) {
            let before = if at > 0 { norm(self.token(at - 1), self.lang).into_owned() } else { String::new() };
            let era = known.eras.iter().any(|era| *era == before || format!("{era}.") == before);
            if known.may_end.contains(word) && era { End::Final } else { End::Initials }
        } else if known.may_end.contains(word) {
            End::Final
        } else {
            End::Acronym
        }
    }

    /// The number of a list item: one or two digits, a dot or bracket, white space, a word.
    fn item_at(&self, at: usize) -> Option<u32> {
        let [label, sign, word] = [self.token(at), self.token(at + 1), self.token(at + 2)];
        let digits = (1..=2).contains(&label.len()) && label.bytes().all(|byte| byte.is_ascii_digit());
        let signed = (sign == "." || sign == ")") && self.touches(at + 1) && !self.touches(at + 2);
        let worded = word.starts_with(char::is_alphabetic) || word.starts_with('«');
        (digits && signed && worded).then(|| label.parse().expect("a number"))
    }

    /// `1.` or `a.` at the start of a sentence numbers what follows.
    fn is_enumerator(&self, at: usize) -> bool {
        let label = self.token(self.first);
        at == self.first + 1
            && self.touches(at)
            && label.chars().count() <= 2
            && label.chars().all(char::is_alphanumeric)
    }

    /// `د.` of `د. محمد`, but not of `5 د.`.
    fn is_uncased_initial(&self, at: usize) -> bool {
        let letter = if at > 0 { self.token(at - 1) } else { "" };
        let alone = letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic);
        let cased = letter.chars().any(|c| c.is_lowercase() || c.is_uppercase());
        let numbered = at > 1 && self.token(at - 2).ends_with(char::is_numeric);
        alone && !cased && self.touches(at) && !numbered
    }

    /// `(…)`, `[...]`: the tokens `from..=to` are alone between brackets.
    fn is_cut(&self, from: usize, to: usize) -> bool {
        from > 0
            && matches!(self.token(from - 1), "(" | "[")
            && matches!(self.token(to + 1), ")" | "]")
            && (from..=to).all(|i| is_final(self.token(i)))
    }

    /// Closing quotes and brackets; a straight quotation mark closes if it touches the text before, or is the second of
    /// two.
    fn is_closer(&self, at: usize) -> bool {
        match self.token(at) {
            "»" | "”" | "’" | ")" | "]" | "}" | "›" => true,
            "“" => self.touches(at),
            "\"" | "'" => self.touches(at) || (self.quotes % 2 == 1 && !self.touches(at + 1)),
            _ => false,
        }
    }

    fn breaks_after(&mut self, at: usize, lines: &mut Lines<'_>) -> bool {
        let gap = self.tokens[at].end..self.tokens[at + 1].start;
        let line = lines.at(gap);
        if line == Break::Paragraph {
            self.quotes = 0;
            self.item = 0;
            return true;
        }
        let start = self.start(at + 1);
        let wrapped = line == Break::Wrap && start == Start::Lower;
        if line != Break::None && (start == Start::Bullet || (self.end == End::Final && !wrapped)) {
            return true;
        }
        if line != Break::None
            && self.end != End::Abbreviation
            && !self.is_starter(self.token(at))
            && let Some(number) = self.item_at(at + 1)
        {
            let next = (self.item > 0 && number == self.item + 1) || (number == 1 && self.token(at) == ":");
            if next || line == Break::Short {
                return true;
            }
        }
        let next = self.token(at + 1);
        if self.end != End::Open && line == Break::None && (is_final(next) || self.is_closer(at + 1)) {
            return false;
        }
        let capital = matches!(start, Start::Upper | Start::Starter);
        match self.end {
            _ if line == Break::Short && capital => self.end != End::Abbreviation,
            End::Open => start == Start::Starter && self.lost_line_break(at),
            End::Abbreviation => false,
            End::Semicolon | End::Acronym => start == Start::Starter,
            End::Initials => start == Start::Starter && !self.is_article_of_a_name(at + 1),
            End::Final => self.starts_sentence(at + 1, start),
        }
    }

    fn starts_sentence(&self, at: usize, start: Start) -> bool {
        let glued = self.touches(at) && self.token(at - 1) == "." && self.token(at).starts_with(char::is_alphanumeric);
        match start {
            _ if glued => start == Start::Starter,
            Start::Lower => self.starts_small(at),
            _ => !is_continuation(self.token(at)),
        }
    }

    /// A full stop after a word too long for an abbreviation, then a function word without its capital.
    fn starts_small(&self, at: usize) -> bool {
        let word = at.checked_sub(2).map_or("", |before| self.token(before));
        let plain =
            word.chars().take(LONGEST_ABBREVIATION + 1).filter(|c| c.is_alphabetic()).count() > LONGEST_ABBREVIATION;
        plain && self.token(at - 1) == "." && !self.touches(at) && self.is_starter(self.token(at))
    }

    /// Between a heading and its text, joined without punctuation: a word that is not a function word, then an opener.
    fn lost_line_break(&self, at: usize) -> bool {
        let (word, next) = (self.token(at), self.token(at + 1));
        // Only a bracket, as in `(Vidéo) Les usagers`, is not a heading.
        let ends_word = word.ends_with(char::is_alphanumeric) || (word == ")" && at > self.first + 2);
        let goes_on = self.token(at + 2).starts_with(char::is_lowercase);
        ends_word
            && goes_on
            && self.open == 0
            && !self.touches(at + 1)
            && !self.is_starter(word)
            && !self.known.namers.contains(norm(word, self.lang).as_ref())
            && self.known.openers.contains(norm(next, self.lang).as_ref())
    }

    /// How the text continues at token `at`, after opening quotes, brackets and dashes.
    fn start(&self, at: usize) -> Start {
        let mut bullet = false;
        for i in at..self.tokens.len().min(at + 4) {
            let token = self.token(i);
            let Some(first) = token.chars().find(|c| c.is_alphanumeric()) else {
                bullet |= i == at && matches!(token, "-" | "–" | "—" | "•" | "*" | "·" | "▪" | "■" | "►");
                continue;
            };
            return match first {
                _ if bullet => Start::Bullet,
                _ if first.is_lowercase() => Start::Lower,
                _ if first.is_uppercase() && self.is_starter(token) => Start::Starter,
                _ if first.is_uppercase() => Start::Upper,
                _ => Start::Other,
            };
        }
        Start::Other
    }

    /// Whether a capital follows the function word at a token, or after the opening marks there.
    fn is_article_of_a_name(&self, at: usize) -> bool {
        let is_word = |at: &usize| self.token(*at).contains(char::is_alphanumeric);
        let Some(word) = (at..self.tokens.len()).find(is_word) else { return false };
        !self.token(word).ends_with(['\'', '’', 'ʼ', '′']) && self.token(word + 1).starts_with(char::is_uppercase)
    }

    fn is_starter(&self, token: &str) -> bool {
        self.known.starters.contains(norm(token, self.lang).as_ref())
    }
}

/// `J.-Y`; the dot after it is checked elsewhere.
fn is_double_initial(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    matches!(letters[..], [first, '.', '-', second] if first.is_uppercase() && second.is_uppercase())
}

/// Marks that end a sentence: the terms of UAX #29 met in these languages, and the ellipsis.
fn is_final(token: &str) -> bool {
    matches!(token, "." | "!" | "?" | "…" | "؟" | "۔" | "‼" | "⁇" | "⁈" | "⁉" | "。" | "！" | "？" | "।" | "॥")
}

/// Marks before which a sentence continues (SContinue of UAX #29).
fn is_continuation(token: &str) -> bool {
    matches!(token, "," | ";" | ":" | "،" | "؛")
}

/// Nobody wraps lines at fewer characters; a shorter line was broken on purpose.
const NARROWEST_WRAP: usize = 50;

/// The kind of line break between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// No line break.
    None,
    /// A line break where the next word would not have fitted, so it may be a wrap.
    Wrap,
    /// A line break although the next word would have fitted, as after a title.
    Short,
    /// A blank line or a paragraph separator.
    Paragraph,
}

/// The lines of a text, queried in order.
struct Lines<'a> {
    text: &'a str,
    /// Start of the line of the last gap queried.
    line: usize,
    /// End of the block (lines without a blank one between them) and the width of its widest line.
    block_end: usize,
    widest: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, line: 0, block_end: 0, widest: 0 }
    }

    /// The break in a gap of white space; gaps must be queried in order.
    fn at(&mut self, gap: Range<usize>) -> Break {
        let space = &self.text[gap.clone()];
        let breaks = space.chars().filter(|&c| is_line_break(c)).count();
        let breaks = breaks - space.matches("\r\n").count();
        if breaks == 0 {
            return Break::None;
        }
        if gap.end > self.block_end {
            self.measure_block(self.line);
        }
        let width = width(&self.text[self.line..gap.start]);
        self.line = gap.end;
        if breaks > 1 || space.contains('\u{2029}') {
            return Break::Paragraph;
        }
        let rest = &self.text[gap.end..];
        let next = width_of_first_word(rest);
        if width < NARROWEST_WRAP || width + 1 + next <= self.widest { Break::Short } else { Break::Wrap }
    }

    fn measure_block(&mut self, from: usize) {
        self.widest = 0;
        self.block_end = from;
        for (i, line) in self.text[from..].split_inclusive('\n').enumerate() {
            self.block_end += line.len();
            let line = line.trim();
            if i > 0 && line.is_empty() {
                break;
            }
            self.widest = self.widest.max(width(line));
        }
    }
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn width(line: &str) -> usize {
    line.chars().count()
}

/// The width is capped, so that the look-ahead stays short.
fn width_of_first_word(rest: &str) -> usize {
    rest.chars().take(64).take_while(|c| !c.is_whitespace()).count()
}
