//! Parses a written pattern, character by character, with an explicit stack of open groups.

use regex::{Regex, RegexBuilder};

use super::{DEEPEST, Fault, Item, Sequence, WIDEST_GAP};
use crate::text::surface_form;

/// Stands for `*` in the words of an item: every segmenter takes it for a letter, it has no case, and no press uses it.
pub(crate) const ANY_RUN: char = '\u{10000}';
/// Stands for `?` in the words of an item.
pub(crate) const ANY_SIGN: char = '\u{10001}';
/// Stands for a word after an elided one that has nothing after it.
pub(crate) const GUARD: char = '\u{10002}';

const RESERVED: &str = "coopsec needs this character (U+10000 to U+10002) for itself: leave it out";

/// Most bytes that a compiled regex may take.
const REGEX_BYTES: usize = 1 << 20;
/// Most nested groups in a regex.
const REGEX_NEST: u32 = 64;

/// Parses a pattern; an empty pattern gives an empty sequence.
pub(crate) fn parse(written: &str) -> Result<Sequence, Fault> {
    let mut parser = Parser { signs: written.chars().collect(), ..Parser::default() };
    parser.fresh = true;
    while let Some(&sign) = parser.signs.get(parser.at) {
        parser.step(sign)?;
    }
    parser.flush();
    match parser.open.pop() {
        Some(group) => Err(Fault::new(group.column, "unclosed group: add ), or write \\( for the sign itself")),
        None => Ok(parser.current),
    }
}

/// A regular expression for a whole norm. Norms are lower case, so case is ignored.
pub(crate) fn regex(source: &str) -> Result<Regex, String> {
    let last_line = |message: String| {
        let said = message.lines().last().unwrap_or_default().trim();
        format!("not a valid regular expression: {}", said.trim_start_matches("error: "))
    };
    // Parse it by itself first: `terr)|(x` would become valid inside the added group, and match parts of tokens.
    regex_syntax::ast::parse::Parser::new().parse(source).map_err(|error| last_line(error.to_string()))?;
    RegexBuilder::new(&format!("^(?:{source})$"))
        .case_insensitive(true)
        .size_limit(REGEX_BYTES)
        .nest_limit(REGEX_NEST)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(limit) => format!(
                "compiled, the regex takes more than {limit} bytes: make it shorter, or split it into several patterns"
            ),
            other => last_line(other.to_string()),
        })
}

struct Group {
    before: Sequence,
    done: Vec<Sequence>,
    column: usize,
}

#[derive(Default)]
struct Parser {
    signs: Vec<char>,
    at: usize,
    /// Whether a token can begin here: after white space, `(`, `|`, `)` or `}`.
    fresh: bool,
    run: String,
    run_column: usize,
    current: Sequence,
    open: Vec<Group>,
}

impl Parser {
    fn step(&mut self, sign: char) -> Result<(), Fault> {
        match sign {
            _ if sign.is_whitespace() => self.space(),
            '\\' => self.escaped()?,
            '(' => self.open_group()?,
            '|' => self.next_alternative()?,
            ')' => self.close_group()?,
            '{' => self.class()?,
            '}' => return Err(self.fault("} without {: write \\} for the sign itself")),
            '~' => self.gap()?,
            '/' if self.fresh => self.regex()?,
            '=' if self.fresh => self.exact()?,
            '*' => self.word(ANY_RUN),
            '?' => self.word(ANY_SIGN),
            ANY_RUN | ANY_SIGN | GUARD => return Err(self.fault(RESERVED)),
            _ => self.word(sign),
        }
        Ok(())
    }

    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(self.at + 1, message)
    }

    fn space(&mut self) {
        if !self.run.is_empty() && !self.run.ends_with(' ') {
            self.run.push(' ');
        }
        self.at += 1;
        self.fresh = true;
    }

    fn word(&mut self, sign: char) {
        if self.run.is_empty() {
            self.run_column = self.at + 1;
        }
        self.run.push(sign);
        self.at += 1;
        self.fresh = false;
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.run);
        let text = text.trim_end();
        if !text.is_empty() {
            self.current.push(Item::Words { text: text.to_owned(), column: self.run_column });
        }
    }

    fn escaped(&mut self) -> Result<(), Fault> {
        let Some(&sign) = self.signs.get(self.at + 1) else {
            return Err(self.fault("nothing after \\: write \\\\ for the sign itself"));
        };
        if matches!(sign, ANY_RUN | ANY_SIGN | GUARD) {
            return Err(self.fault(RESERVED));
        }
        if self.run.is_empty() {
            self.run_column = self.at + 1;
        }
        self.run.push(sign);
        self.at += 2;
        self.fresh = false;
        Ok(())
    }

    /// Refuses a group or class inside a word: each consists of whole tokens, so it would silently never match.
    fn begins_token(&self, what: &str) -> Result<(), Fault> {
        if self.fresh || self.run.ends_with(['\'', '’', 'ʼ', '′']) {
            return Ok(());
        }
        Err(self
            .fault(format!("{what} stands for whole tokens: put a space before it, or use /…/ for parts of a word")))
    }

    fn ends_token(&self, what: &str) -> Result<(), Fault> {
        match self.signs.get(self.at) {
            Some(&next) if next.is_alphanumeric() || matches!(next, '*' | '?' | '\\' | '-' | '=' | '/' | '~') => {
                Err(self.fault(format!("{what} ends a token: put a space after it")))
            }
            _ => Ok(()),
        }
    }

    fn open_group(&mut self) -> Result<(), Fault> {
        self.begins_token("a group")?;
        if self.open.len() == DEEPEST {
            return Err(self.fault(format!("groups are nested deeper than {DEEPEST} levels: write some of them out")));
        }
        self.flush();
        let before = std::mem::take(&mut self.current);
        self.open.push(Group { before, done: Vec::new(), column: self.at + 1 });
        self.at += 1;
        self.fresh = true;
        Ok(())
    }

    fn next_alternative(&mut self) -> Result<(), Fault> {
        self.flush();
        let alternative = std::mem::take(&mut self.current);
        match self.open.last_mut() {
            Some(group) => group.done.push(alternative),
            None => {
                return Err(self.fault("| outside a group: write (a|b), or two patterns, or \\| for the sign itself"));
            }
        }
        self.at += 1;
        self.fresh = true;
        Ok(())
    }

    fn close_group(&mut self) -> Result<(), Fault> {
        self.flush();
        let Some(mut group) = self.open.pop() else {
            return Err(self.fault(") without (: write \\) for the sign itself"));
        };
        group.done.push(std::mem::replace(&mut self.current, group.before));
        if group.done.iter().all(Vec::is_empty) {
            return Err(Fault::new(group.column, "empty group: write (a|b), or \\( for the sign itself"));
        }
        self.current.push(Item::Group(group.done));
        self.at += 1;
        self.fresh = true;
        self.ends_token("a group")
    }

    fn class(&mut self) -> Result<(), Fault> {
        self.begins_token("a class")?;
        let Some(length) = self.signs[self.at..].iter().position(|&sign| sign == '}') else {
            return Err(self.fault("unclosed class: add }, or write \\{ for the sign itself"));
        };
        let name: String = self.signs[self.at + 1..self.at + length].iter().collect();
        let name = name.trim().to_owned();
        if name.is_empty() {
            return Err(self.fault("a class without a name: write {name}"));
        }
        self.flush();
        self.current.push(Item::Class { name, column: self.at + 1 });
        self.at += length + 1;
        self.fresh = true;
        self.ends_token("a class")
    }

    fn gap(&mut self) -> Result<(), Fault> {
        let digits: String = self.signs[self.at + 1..].iter().take_while(|sign| sign.is_ascii_digit()).collect();
        if !self.fresh || digits.is_empty() || !self.is_boundary(self.at + 1 + digits.len()) {
            return Err(
                self.fault("a gap is written ~N with spaces around it, such as ~4: write \\~ for the sign itself")
            );
        }
        let tokens = digits.parse().ok().filter(|&tokens: &u32| tokens <= WIDEST_GAP);
        let Some(tokens) = tokens else {
            return Err(self.fault(format!("a gap may span at most {WIDEST_GAP} tokens")));
        };
        self.flush();
        self.current.push(Item::Gap { tokens, column: self.at + 1 });
        self.at += 1 + digits.len();
        self.fresh = false;
        Ok(())
    }

    fn is_boundary(&self, at: usize) -> bool {
        self.signs.get(at).is_none_or(|sign| sign.is_whitespace() || matches!(sign, '|' | ')'))
    }

    fn regex(&mut self) -> Result<(), Fault> {
        let mut source = String::new();
        let mut at = self.at + 1;
        loop {
            match (self.signs.get(at), self.signs.get(at + 1)) {
                (None, _) => return Err(self.fault("unclosed regex: add /, or write \\/ for the sign itself")),
                (Some('/'), _) => break,
                (Some('\\'), Some('/')) => {
                    source.push('/');
                    at += 1;
                }
                (Some('\\'), Some(&next)) => {
                    source.extend(['\\', next]);
                    at += 1;
                }
                (Some(&sign), _) => source.push(sign),
            }
            at += 1;
        }
        if source.is_empty() {
            return Err(self.fault("empty regex: write an expression between the two /"));
        }
        if !self.is_boundary(at + 1) {
            return Err(Fault::new(at + 2, "a regex stands for one whole token: put a space after it"));
        }
        let source = surface_form(&source).into_owned();
        regex(&source).map_err(|message| self.fault(message))?;
        self.flush();
        self.current.push(Item::Regex { source, column: self.at + 1 });
        self.at = at + 1;
        self.fresh = false;
        Ok(())
    }

    fn exact(&mut self) -> Result<(), Fault> {
        let mut text = String::new();
        let mut at = self.at + 1;
        while !self.is_boundary(at) {
            match self.signs[at] {
                ANY_RUN | ANY_SIGN | GUARD => return Err(Fault::new(at + 1, RESERVED)),
                '*' | '?' | '(' | '{' => {
                    return Err(Fault::new(
                        at + 1,
                        "= takes one word exactly as it is written: write \\ before the sign, or leave out =",
                    ));
                }
                '\\' if at + 1 < self.signs.len() => {
                    at += 1;
                    text.push(self.signs[at]);
                }
                sign => text.push(sign),
            }
            at += 1;
        }
        if text.is_empty() {
            return Err(self.fault("nothing after =: write =MAP, or \\= for the sign itself"));
        }
        self.flush();
        self.current.push(Item::Exact { text, column: self.at + 1 });
        self.at = at;
        self.fresh = false;
        Ok(())
    }
}
