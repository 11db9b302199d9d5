//! A twin of matcher and resolver that tries every span and follows the definitions word by word.

use coopsec::lexicon::{Lexicon, NestedScope, Node};
use coopsec::text::Lang;
use proptest::sample::Index;

use crate::lookup::Reading;

#[derive(Clone, Debug)]
pub(crate) enum Item {
    Token(&'static str),
    Gap(u32),
    Group(Vec<Pattern>),
}

pub(crate) type Pattern = Vec<Item>;

/// Theme, matched text, pattern, whether an ancestor has it from a descendant.
pub(crate) type Row = (String, String, String, bool);

#[derive(Clone, Debug)]
pub(crate) struct Theme {
    /// Chooses among the themes before it and none.
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
        Item::Gap(tokens) => format!("~{tokens}"),
        Item::Group(all) => format!("({})", all.iter().map(|one| written(one)).collect::<Vec<_>>().join("|")),
    };
    pattern.iter().map(item).collect::<Vec<_>>().join(" ")
}

fn is_match(pattern: &[Item], words: &[&str]) -> bool {
    match pattern.split_first() {
        None => words.is_empty(),
        Some((Item::Token("?" | "*"), rest)) => !words.is_empty() && is_match(rest, &words[1..]),
        Some((Item::Token(token), rest)) => {
            words.first() == Some(&token.trim_start_matches('\\')) && is_match(rest, &words[1..])
        }
        Some((Item::Gap(most), rest)) => {
            (0..=words.len().min(*most as usize)).any(|skipped| is_match(rest, &words[skipped..]))
        }
        Some((Item::Group(all), rest)) => all.iter().any(|one| is_match(&[one.as_slice(), rest].concat(), words)),
    }
}

impl Case {
    /// Dotted name of a theme: under one of those before it, or at the root.
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
        let list = |all: &[Pattern]| Node::List(all.iter().map(|one| Node::Text(written(one))).collect());
        let theme = |(index, theme): (usize, &Theme)| {
            let keys = [("patterns", &theme.patterns), ("exclude", &theme.exclude)];
            (self.name(index), Node::Table(keys.map(|(key, all)| (key.to_owned(), list(all))).into()))
        };
        let themes = Node::Table(self.themes.iter().enumerate().map(theme).collect());
        let exclude: Vec<String> = self.exclude.iter().map(|one| written(one)).collect();
        Lexicon::from_themes(&themes, &exclude, &Node::Table(Vec::new()), "case").expect("a lexicon")
    }

    pub(crate) fn reading(&self) -> Reading {
        let scope = if self.lexicon_scope { NestedScope::Lexicon } else { NestedScope::Theme };
        Reading { lang: Lang::Fr, split_hyphens: false, scope }
    }

    /// Ancestors of a theme from the nearest, itself first.
    fn line(&self, theme: usize) -> Vec<usize> {
        let mut line = vec![theme];
        while let Some(parent) = self.parent(line[line.len() - 1]) {
            line.push(parent);
        }
        line
    }

    /// Every span of a sentence that the pattern matches.
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
                if sentence(start) == sentence(end - 1) && is_match(pattern, &words[start..end]) {
                    spans.push((start, end));
                }
            }
        }
        spans
    }

    /// Matches of all patterns that no exclusion cancels; patterns are counted within their theme.
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
