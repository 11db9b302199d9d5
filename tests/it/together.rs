//! The units of a document in plain loops, and what occurs in them.

use std::collections::BTreeSet;

use coopsec::corpus::Corpus;
use coopsec::query::units::Within;
use coopsec::text::Lang;
use proptest::prelude::*;
use proptest::sample::select;

use crate::sample::sentences;

pub(crate) fn within() -> impl Strategy<Value = Within> {
    select(vec![Within::Sentence, Within::Paragraph, Within::Document])
}

/// Norms of the tokens in every unit of a document.
pub(crate) fn units(corpus: &Corpus, position: usize, within: Within) -> Vec<Vec<String>> {
    let (document, text) = (corpus.document(position), corpus.text(position));
    let part = |byte: usize| document.counted.iter().position(|part| part.contains(&byte));
    let mut units: Vec<Vec<String>> = if within == Within::Document { vec![Vec::new()] } else { Vec::new() };
    let mut end: Option<usize> = None;
    for sentence in sentences(corpus, position) {
        let start = sentence[0].start;
        let begins = end.is_none_or(|end| {
            let gap = text[end..start].replace("\r\n", "\n");
            part(end - 1) != part(start) || gap.matches(['\n', '\r']).count() > 1
        });
        if within == Within::Sentence || (within == Within::Paragraph && begins) {
            units.push(Vec::new());
        }
        end = sentence.last().map(|token| token.end);
        units.last_mut().unwrap().extend(sentence.into_iter().map(|token| token.norm));
    }
    units
}

/// Themes of the sample lexicon, by name.
pub(crate) const NAMES: [&str; 5] = ["cooperation", "cooperation.abroad", "drugs", "phrase", "terrorism"];

/// Words that each make a theme of the sample lexicon occur; `None` if it has no pattern in the language.
pub(crate) fn words(theme: &str, lang: Lang) -> Option<&'static [&'static str]> {
    match (theme, lang) {
        ("drugs", _) => Some(&["drogue", "trafic"]),
        ("phrase", Lang::Fr) => Some(&["drogue"]),
        ("cooperation", Lang::Fr) => Some(&["coopération", "espagne"]),
        ("cooperation.abroad", Lang::Fr) => Some(&["espagne"]),
        ("cooperation" | "cooperation.abroad", Lang::Es) => Some(&["cooperación"]),
        ("terrorism", Lang::Fr) => Some(&["terrorisme"]),
        ("terrorism", Lang::Ar) => Some(&["الارهاب"]),
        _ => None,
    }
}

/// Themes of the sample lexicon that occur in a unit.
pub(crate) fn themes_of(unit: &[String], lang: Lang) -> BTreeSet<&'static str> {
    let has =
        |theme: &&str| words(theme, lang).is_some_and(|words| unit.iter().any(|word| words.contains(&word.as_str())));
    NAMES.into_iter().filter(has).collect()
}

pub(crate) fn is_near(seen: Option<f64>, expected: Option<f64>) -> bool {
    match (seen, expected) {
        (Some(seen), Some(expected)) => (seen - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// 2 Σ observed · ln(observed / expected) over the four cells, negative below the expected joint count.
pub(crate) fn g2(joint: f64, left: f64, right: f64, total: f64) -> f64 {
    let cells = [
        (joint, left * right),
        (left - joint, left * (total - right)),
        (right - joint, (total - left) * right),
        (total - left - right + joint, (total - left) * (total - right)),
    ];
    let seen = cells.into_iter().filter(|(seen, _)| *seen > 0.0);
    let sum: f64 = seen.map(|(seen, product)| seen * (seen * total / product).ln()).sum();
    if joint < left * right / total { -2.0 * sum } else { 2.0 * sum }
}
