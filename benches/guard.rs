//! Fixed amounts of work, each with a naive twin, whose instructions `benches/guard.py` counts.
//!
//! Usage: `guard WORK fast|naive ROUNDS`. The cost of one round is the difference between two runs, so that startup,
//! reading files and tables made only once do not count. `cargo bench` starts the program without arguments; it then
//! does nothing.

mod sample;

use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;

use coopsec::calendar::Every;
use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::Lexicon;
use coopsec::query::{frequency, themes};
use coopsec::text::{self, Lang, Rules};
use sample::Sample;
use unicode_segmentation::UnicodeSegmentation;

/// Copies of the sample in the corpus whose themes are counted, so that matching makes up most of the work.
const COPIES: usize = 4;

/// Words and beginnings of words, which mean the same to both twins.
const PATTERNS: &[(&str, &[&str])] = &[
    ("terrorism", &["terroris*", "attentat*", "lutte contre le terrorisme", "kamikaze*", "daech", "djihadis*"]),
    ("migration", &["migra*", "réfugié*", "flux migratoires", "frontière*", "passeur*", "asile", "ceuta", "melilla"]),
    ("intelligence", &["renseignement*", "services de renseignement", "dgst", "espion*", "bcij", "contre-espionnage"]),
    ("cooperation", &["coopér*", "coopération sécuritaire", "partenariat*", "accord de coopération", "coordination*"]),
    ("justice", &["extrad*", "interpol", "europol", "procureur*", "tribunal*", "arrest*", "garde à vue", "interpell*"]),
    ("drugs", &["drogue*", "cannabis", "cocaïne", "trafic de drogue", "stupéfiant*", "résine de cannabis", "saisie*"]),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [work, twin, rounds] = arguments.as_slice() else {
        return ExitCode::SUCCESS;
    };
    let rounds: usize = rounds.parse().expect("a number of rounds");
    let samples: Vec<Sample> = sample::documents().into_iter().filter(|sample| sample.lang == Lang::Fr).collect();
    match (work.as_str(), twin.as_str()) {
        ("segment", "fast") => repeat(rounds, || segment(&samples)),
        ("segment", "naive") => repeat(rounds, || segment_naively(&samples)),
        ("count", "fast") => repeat(rounds, || count(&samples)),
        ("count", "naive") => repeat(rounds, || count_naively(&samples)),
        ("themes", "fast") => {
            let (corpus, lexicon) = (build(&samples, COPIES), lexicon());
            repeat(rounds, || count_themes(&corpus, &lexicon));
        }
        ("themes", "naive") => repeat(rounds, || (0..COPIES).map(|_| count_themes_naively(&samples)).sum::<usize>()),
        _ => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

fn repeat<T>(rounds: usize, work: impl Fn() -> T) {
    for _ in 0..rounds {
        black_box(work());
    }
}

fn segment(samples: &[Sample]) -> usize {
    let mut tokens = Vec::new();
    for sample in samples {
        text::segment(&sample.text, Rules::default(), &mut tokens);
    }
    tokens.len()
}

fn segment_naively(samples: &[Sample]) -> usize {
    samples.iter().map(|sample| sample.text.unicode_words().count()).sum()
}

/// Reads documents, including dates and zones, and counts their terms.
fn count(samples: &[Sample]) -> usize {
    let corpus = build(samples, 1);
    frequency::frequency(&corpus, &frequency::Ask::default(), &Control::default())
        .expect("terms are counted")
        .term
        .len()
}

fn count_naively(samples: &[Sample]) -> usize {
    let mut counts: HashMap<String, u64> = HashMap::new();
    for word in samples.iter().flat_map(|sample| sample.text.unicode_words()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts.len()
}

fn build(samples: &[Sample], copies: usize) -> Corpus {
    let draft = |copy: usize, sample: &Sample| Draft {
        id: format!("{} {copy}", sample.name),
        text: sample.text.clone().into(),
        ..Draft::default()
    };
    let drafts: Vec<Draft> =
        (0..copies).flat_map(|copy| samples.iter().map(move |sample| draft(copy, sample))).collect();
    Corpus::build(drafts, Options::default(), &Control::default()).expect("the sample is read")
}

fn lexicon() -> Lexicon {
    let theme = |(name, patterns): &(&str, &[&str])| format!("[theme.{name}]\nfr = {patterns:?}\n");
    let written: String = PATTERNS.iter().map(theme).collect();
    Lexicon::from_toml(&written, "guard").expect("the patterns are sound")
}

fn count_themes(corpus: &Corpus, lexicon: &Lexicon) -> i64 {
    let ask = themes::Ask { every: Some(Every::Month), ..themes::Ask::default() };
    themes::themes(corpus, lexicon, &ask, &Control::default()).expect("themes are counted").count.iter().sum()
}

/// Looks for each pattern in the lower-cased text, respecting word boundaries.
fn count_themes_naively(samples: &[Sample]) -> usize {
    let texts = samples.iter().map(|sample| sample.text.to_lowercase().replace('’', "'"));
    texts.map(|text| PATTERNS.iter().map(|(_, patterns)| matches(&text, patterns)).sum::<usize>()).sum()
}

fn matches(text: &str, patterns: &[&str]) -> usize {
    let ends_word = |sign: Option<char>| sign.is_none_or(|sign| !sign.is_alphanumeric());
    let found = |pattern: &&str| {
        let (literal, is_prefix) = pattern.strip_suffix('*').map_or((*pattern, false), |start| (start, true));
        let stands = |&(at, _): &(usize, &str)| {
            let (before, after) = (&text[..at], &text[at + literal.len()..]);
            ends_word(before.chars().next_back()) && (is_prefix || ends_word(after.chars().next()))
        };
        text.match_indices(literal).filter(stands).count()
    };
    patterns.iter().map(found).sum()
}
