//! A twin of matcher and resolver that tries every span and follows the definitions to the letter.

use coopsec::lexicon::{Lexicon, NestedScope, Node};
use coopsec::text::Lang;
use proptest::sample::Index;

use crate::lookup::Reading;

#[derive(Clone, Debug)]
pub(crate) enum Item {
    Token(&'static str),
    /// `a-b`: one token with the hyphen or without, or two.
    Hyphen,
    /// The class `{x}`: `a b`, nothing, or `c`.
    Class,
    Gap(u32),
    Group(Vec<Pattern>),
}

pub(crate) type Pattern = Vec<Item>;

/// Theme, matched text, pattern, and whether an ancestor got the hit from a descendant.
pub(crate) type Row = (String, String, String, bool);

#[derive(Clone, Debug)]
pub(crate) struct Theme {
    /// Selects one of the earlier themes, or none.
    pub(crate) parent: Index,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) exclude: Vec<Pattern>,
}

#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) themes: Vec<Theme>,
    pub(crate) exclude: Vec<Pattern>,
    /// Words and sentence breaks.
    pub(crate) words: Vec<&'static str>,
    pub(crate) lexicon_scope: bool,
    /// Whether accents are ignored.
    pub(crate) fold: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Match {
    theme: usize,
    pattern: usize,
    start: usize,
    end: usize,
}

fn written(pattern: &[Item]) -> String {
    let item = |item: &Item| match item {
        Item::Token(token) => (*token).to_owned(),
        Item::Hyphen => "a-b".to_owned(),
        Item::Class => "{x}".to_owned(),
        Item::Gap(tokens) => format!("~{tokens}"),
        Item::Group(all) => format!("({})", all.iter().map(|one| written(one)).collect::<Vec<_>>().join("|")),
    };
    pattern.iter().map(item).collect::<Vec<_>>().join(" ")
}

/// Whether a token pattern matches a word.
fn is_token(pattern: &str, word: &str, fold: bool) -> bool {
    let plain = |text: &str| if fold { text.replace('é', "e") } else { text.to_owned() };
    let norm = plain(&word.to_lowercase());
    match pattern {
        "*" => true,
        "?" => norm.chars().count() == 1,
        "a*" => norm.starts_with('a'),
        "/[a-c]/" => ["a", "b", "c"].contains(&norm.as_str()),
        "/a.?/" => norm == "a" || norm.starts_with('a') && norm.chars().count() == 2,
        "=A" => word == "A",
        _ => norm == plain(pattern.trim_start_matches('\\')),
    }
}

fn is_match(pattern: &[Item], words: &[&str], fold: bool) -> bool {
    let Some((item, rest)) = pattern.split_first() else { return words.is_empty() };
    let any_of = |all: &[Pattern]| all.iter().any(|one| is_match(&[one.as_slice(), rest].concat(), words, fold));
    match item {
        Item::Token(token) => {
            words.first().is_some_and(|word| is_token(token, word, fold)) && is_match(rest, &words[1..], fold)
        }
        Item::Hyphen => {
            let one = |token| vec![Item::Token(token)];
            any_of(&[one("a-b"), one("ab"), vec![Item::Token("a"), Item::Token("b")]])
        }
        Item::Class => any_of(&[vec![Item::Token("a"), Item::Token("b")], Vec::new(), vec![Item::Token("c")]]),
        Item::Gap(most) => (0..=words.len().min(*most as usize)).any(|skipped| is_match(rest, &words[skipped..], fold)),
        Item::Group(all) => any_of(all),
    }
}

impl Case {
    /// Dotted name of a theme, which is at the root or below an earlier theme.
    fn name(&self, theme: usize) -> String {
        match self.parent(theme) {
            Some(parent) => format!("{}.t{theme}", self.name(parent)),
            None => format!("t{theme}"),
        }
    }

    fn parent(&self, theme: usize) -> Option<usize> {
        self.themes[theme].parent.index(theme + 1).checked_sub(1)
    }

    pub(crate) fn lexicon(&self) -> Lexicon {
        let texts = |all: &[&str]| Node::List(all.iter().map(|one| Node::Text((*one).to_owned())).collect());
        let list = |all: &[Pattern]| Node::List(all.iter().map(|one| Node::Text(written(one))).collect());
        let theme = |(index, theme): (usize, &Theme)| {
            let keys = [("patterns", &theme.patterns), ("exclude", &theme.exclude)];
            (self.name(index), Node::Table(keys.map(|(key, all)| (key.to_owned(), list(all))).into()))
        };
        let root = [
            ("theme", Node::Table(self.themes.iter().enumerate().map(theme).collect())),
            ("exclude", list(&self.exclude)),
            ("classes", Node::Table(vec![("x".to_owned(), texts(&["a b", "", "c"]))])),
            ("accents", Node::Text(if self.fold { "fold" } else { "keep" }.to_owned())),
        ];
        let root = Node::Table(root.map(|(key, value)| (key.to_owned(), value)).into());
        Lexicon::from_node(&root, "case").expect("a lexicon")
    }

    pub(crate) fn reading(&self) -> Reading {
        let scope = if self.lexicon_scope { NestedScope::Lexicon } else { NestedScope::Theme };
        Reading { lang: Lang::Fr, split_hyphens: false, scope }
    }

    /// A theme and its ancestors, the nearest first.
    fn line(&self, theme: usize) -> Vec<usize> {
        let mut line = vec![theme];
        while let Some(parent) = self.parent(line[line.len() - 1]) {
            line.push(parent);
        }
        line
    }

    /// Every span within a sentence that the pattern matches.
    fn spans(&self, pattern: &[Item]) -> Vec<(usize, usize)> {
        let words: Vec<&str> = self.words.iter().copied().filter(|word| *word != "\n\n").collect();
        let mut breaks = vec![0];
        for word in &self.words {
            let last = breaks.len() - 1;
            if *word == "\n\n" { breaks.push(breaks[last]) } else { breaks[last] += 1 }
        }
        let sentence = |token: usize| breaks.iter().filter(|end| **end <= token).count();
        let mut spans = Vec::new();
        for start in 0..words.len() {
            for end in start + 1..=words.len() {
                if sentence(start) == sentence(end - 1) && is_match(pattern, &words[start..end], self.fold) {
                    spans.push((start, end));
                }
            }
        }
        spans
    }

    /// Matches of all patterns that no exclusion cancels; patterns are numbered within their theme.
    fn candidates(&self) -> Vec<Match> {
        let mut all = Vec::new();
        for (theme, content) in self.themes.iter().enumerate() {
            let exclusions = self.line(theme).into_iter().flat_map(|above| &self.themes[above].exclude);
            let cancelled: Vec<_> = exclusions.chain(&self.exclude).flat_map(|pattern| self.spans(pattern)).collect();
            for (number, pattern) in content.patterns.iter().enumerate() {
                for (start, end) in self.spans(pattern) {
                    if cancelled.iter().all(|&(from, to)| to <= start || end <= from) {
                        all.push(Match { theme, pattern: number, start, end });
                    }
                }
            }
        }
        all
    }

    /// Longest, then leftmost, then a child's pattern before its parent's, then the order of the lexicon.
    fn sort(&self, matches: &mut [Match], lexicon: &Lexicon) {
        let place = |theme: usize| lexicon.themes().iter().position(|known| known.name == self.name(theme));
        let path = |theme: usize| {
            let line = self.line(theme).into_iter().rev().map(place);
            line.map(|place| place.expect("a theme")).chain([usize::MAX]).collect::<Vec<_>>()
        };
        matches.sort_by_key(|one| (usize::MAX - (one.end - one.start), one.start, path(one.theme), one.pattern));
    }

    /// The rows that the lexicon should give.
    pub(crate) fn hits(&self, lexicon: &Lexicon) -> Vec<Row> {
        let mut candidates = self.candidates();
        self.sort(&mut candidates, lexicon);
        let mut accepted: Vec<(usize, Match)> = Vec::new();
        for one in candidates {
            let is_covered = (one.start..one.end).all(|token| {
                let mut others = accepted.iter().filter(|(_, other)| (other.start, other.end) != (one.start, one.end));
                others.any(|(_, other)| (other.start..other.end).contains(&token))
            });
            for theme in self.line(one.theme) {
                let serves = |other: &Match| other.start < one.end && one.start < other.end;
                let is_taken = accepted.iter().any(|(at, other)| *at == theme && serves(other));
                if !(is_taken || self.lexicon_scope && is_covered) {
                    accepted.push((theme, one));
                }
            }
        }
        self.rows(accepted, lexicon)
    }

    fn rows(&self, mut accepted: Vec<(usize, Match)>, lexicon: &Lexicon) -> Vec<Row> {
        let words: Vec<&str> = self.words.iter().copied().filter(|word| *word != "\n\n").collect();
        let place = |theme: usize| lexicon.themes().iter().position(|known| known.name == self.name(theme));
        accepted.sort_by_key(|(theme, one)| (one.start, one.end, place(*theme)));
        let row = |(theme, one): (usize, Match)| {
            let pattern = written(&self.themes[one.theme].patterns[one.pattern]);
            (self.name(theme), words[one.start..one.end].join(" "), pattern, theme != one.theme)
        };
        accepted.into_iter().map(row).collect()
    }
}
