//! Universal Dependencies files read as raw text with gold spans, and scores against them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use coopsec::text::{Lang, Rules, segment, sentences};

/// The sentences of a file, in order.
pub(crate) struct Treebank {
    sentences: Vec<(String, Vec<Range<usize>>)>,
}

/// Counts of one comparison.
#[derive(Default)]
pub(crate) struct Score {
    pub(crate) gold: usize,
    predicted: usize,
    right: usize,
    confusions: BTreeMap<String, usize>,
}

impl Score {
    pub(crate) fn precision(&self) -> f64 {
        self.right as f64 / self.predicted.max(1) as f64
    }

    pub(crate) fn recall(&self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    pub(crate) fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.gold + self.predicted).max(1) as f64
    }

    /// Most frequent first, then by name.
    pub(crate) fn confusions(&self) -> Vec<(String, usize)> {
        let mut all: Vec<_> = self.confusions.clone().into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    }

    fn add(&mut self, gold: &BTreeSet<(usize, usize)>, predicted: &BTreeSet<(usize, usize)>) {
        self.gold += gold.len();
        self.predicted += predicted.len();
        self.right += gold.intersection(predicted).count();
    }
}

impl Treebank {
    /// Reads CoNLL-U; a multi-word token counts as written, not by its parts.
    pub(crate) fn parse(source: &str) -> Self {
        let sentences = source.split("\n\n").filter_map(parse_sentence).collect();
        Self { sentences }
    }

    /// Exact spans of word tokens, sentence by sentence.
    pub(crate) fn tokens(&self, lang: Lang) -> Score {
        let mut score = Score::default();
        for (text, gold) in &self.sentences {
            let mut tokens = Vec::new();
            segment(text, Rules { lang, ..Rules::default() }, &mut tokens);
            let (gold, predicted) = (words(text, gold), words(text, &tokens));
            score.add(&gold, &predicted);
            for &(start, end) in gold.difference(&predicted) {
                let ours = predicted.iter().filter(|p| p.0 < end && p.1 > start);
                let ours: Vec<&str> = ours.map(|p| &text[p.0..p.1]).collect();
                let line = format!("gold {} | ours {}", &text[start..end], ours.join(" "));
                *score.confusions.entry(line).or_default() += 1;
            }
        }
        score
    }

    /// Scores the ends of the sentences, when all are joined by spaces.
    pub(crate) fn sentences(&self, lang: Lang) -> Score {
        let mut joined = String::new();
        let mut gold = BTreeSet::new();
        for (text, _) in &self.sentences {
            joined.push_str(text.trim());
            gold.insert((joined.len(), joined.len()));
            joined.push(' ');
        }
        let mut tokens = Vec::new();
        segment(&joined, Rules { lang, ..Rules::default() }, &mut tokens);
        let ours = sentences(&joined, &tokens, lang).into_iter().map(|s| (s.end, s.end)).collect();
        let mut score = Score::default();
        score.add(&gold, &ours);
        for &(at, _) in gold.difference(&ours) {
            score.confusions.insert(format!("missed  {}", around(&joined, at)), 1);
        }
        for &(at, _) in ours.difference(&gold) {
            score.confusions.insert(format!("extra   {}", around(&joined, at)), 1);
        }
        score
    }
}

fn parse_sentence(block: &str) -> Option<(String, Vec<Range<usize>>)> {
    let text = block.lines().find_map(|line| line.strip_prefix("# text = "))?.to_owned();
    let (mut spans, mut from, mut inside) = (Vec::new(), 0, 0);
    for line in block.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (id, form) = (columns.next()?, columns.next()?);
        let last = id.rsplit('-').next()?.parse::<usize>();
        let Ok(last) = last else { continue };
        if last <= inside {
            continue;
        }
        inside = last;
        let start = from + text[from..].find(form)?;
        from = start + form.len();
        spans.push(start..from);
    }
    Some((text, spans))
}

fn words(text: &str, spans: &[Range<usize>]) -> BTreeSet<(usize, usize)> {
    let with_letter = spans.iter().filter(|s| text[(*s).clone()].chars().any(char::is_alphanumeric));
    with_letter.map(|s| (s.start, s.end)).collect()
}

fn around(text: &str, at: usize) -> String {
    let before: String = text[..at].chars().rev().take(30).collect();
    let after: String = text[at..].chars().take(25).collect();
    format!("{}‖{after}", before.chars().rev().collect::<String>())
}
