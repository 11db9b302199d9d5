//! Themes over time against the definitions, written out over the documents of each cell.

use coopsec::Error;
use coopsec::calendar::Every;
use coopsec::corpus::Corpus;
use coopsec::lexicon::NestedScope;
use coopsec::query::themes::{Ask, Themes, themes};
use coopsec::query::{Grouping, hits};
use coopsec::stats::bootstrap::Resampling;
use coopsec::stats::rate::Method;
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::grid::{Cell, cells};
use crate::sample::{build, dated, drafts, every, go, grouping, groups, lexicon, n_tokens, sentences};

/// Quantile that leaves 2.5 % on each side.
const Z: f64 = 1.959_963_984_540_054;
/// Themes of the lexicon, by name.
const NAMES: [&str; 5] = ["cooperation", "cooperation.abroad", "drugs", "phrase", "terrorism"];

/// Words that a theme counts in a language, each a single token; `None` if it has no pattern there.
fn words(theme: &str, lang: Lang) -> Option<&'static [&'static str]> {
    match (theme, lang) {
        ("drugs", _) => Some(&["drogue", "trafic"]),
        ("cooperation", Lang::Fr) => Some(&["coopération", "espagne"]),
        ("cooperation.abroad", Lang::Fr) => Some(&["espagne"]),
        ("cooperation" | "cooperation.abroad", Lang::Es) => Some(&["cooperación"]),
        ("terrorism", Lang::Fr) => Some(&["terrorisme"]),
        ("terrorism", Lang::Ar) => Some(&["الارهاب"]),
        _ => None,
    }
}

/// Hits of a document; `phrase` counts each `drogue` once, whether or not it is part of a longer match.
fn count(corpus: &Corpus, position: usize, theme: &str) -> Option<i64> {
    let document = corpus.document(position);
    if theme == "phrase" {
        let norms = |sentence: Vec<crate::sample::Token>| sentence.into_iter().map(|token| token.norm).collect();
        let sentences: Vec<Vec<String>> = sentences(corpus, position).into_iter().map(norms).collect();
        return (document.lang == Lang::Fr).then(|| sentences.iter().map(|norms| phrases(norms)).sum());
    }
    let words = words(theme, document.lang)?;
    let all = sentences(corpus, position);
    Some(all.iter().flatten().filter(|token| words.contains(&token.norm.as_str())).count() as i64)
}

/// Longest spans first, then the leftmost; no token serves twice.
fn phrases(norms: &[String]) -> i64 {
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for (end, _) in norms.iter().enumerate().filter(|(_, norm)| *norm == "drogue") {
        spans.push((end, end + 1));
        let starts = (end.saturating_sub(3)..end).filter(|&start| norms[start] == "le");
        spans.extend(starts.map(|start| (start, end + 1)));
    }
    spans.sort_by_key(|&(start, end)| (usize::MAX - (end - start), start));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (start, end) in spans {
        if taken.iter().all(|&(first, last)| end <= first || last <= start) {
            taken.push((start, end));
        }
    }
    taken.len() as i64
}

/// Hits and tokens of the documents of a cell whose language has the theme.
fn documents(corpus: &Corpus, cell: &Cell, theme: &str) -> Vec<(f64, f64)> {
    let covered = cell.documents.iter().filter_map(|&at| Some((at, count(corpus, at, theme)?)));
    covered.map(|(at, count)| (count as f64, n_tokens(corpus, at) as f64)).collect()
}

/// Mean hits of the documents that have any, in the whole table.
fn burst(corpus: &Corpus, theme: &str) -> f64 {
    let counts: Vec<i64> = (0..corpus.len()).filter_map(|at| count(corpus, at, theme)).filter(|&k| k > 0).collect();
    if counts.is_empty() { 1.0 } else { counts.iter().sum::<i64>() as f64 / counts.len() as f64 }
}

/// The 97.5 % quantile of Student's distribution, by bisection of the probability between −t and t (Abramowitz and
/// Stegun, 26.7.3 and 26.7.4).
fn student(degrees: i64) -> f64 {
    let inside = |t: f64| {
        let angle = (t / (degrees as f64).sqrt()).atan();
        let mut term = if degrees % 2 == 1 { angle.cos() } else { 1.0 };
        let mut sum = if degrees == 1 { 0.0 } else { term };
        for n in (2 + degrees % 2..degrees - 1).step_by(2) {
            term *= angle.cos().powi(2) * (n - 1) as f64 / n as f64;
            sum += term;
        }
        let odd = std::f64::consts::FRAC_2_PI * (angle + angle.sin() * sum);
        if degrees % 2 == 1 { odd } else { angle.sin() * sum }
    };
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if inside(middle) < 0.95 { low = middle } else { high = middle }
    }
    low
}

#[test]
fn quantiles_of_the_twin_are_those_of_tables() {
    // R: qt(0.975, c(1, 2, 3, 4, 7))
    let table = [12.706_204_736, 4.302_652_730, 3.182_446_305, 2.776_445_105, 2.364_624_252];
    for (degrees, quantile) in [1, 2, 3, 4, 7].into_iter().zip(table) {
        assert!((student(degrees) - quantile).abs() < 1e-8, "{degrees}: {}", student(degrees));
    }
}

/// Limits of the rate per million, term by term.
fn limits(documents: &[(f64, f64)], burst: f64, method: Method) -> Option<(f64, f64)> {
    let m = documents.len() as f64;
    let hits: f64 = documents.iter().map(|(k, _)| k).sum();
    let tokens: f64 = documents.iter().map(|(_, l)| l).sum();
    if documents.len() < 2 || tokens == 0.0 {
        return None;
    }
    if hits == 0.0 {
        return Some((0.0, ((1.0 - 0.05_f64.powf(1.0 / m)) * m * burst / tokens).min(1.0) * 1e6));
    }
    let p = hits / tokens;
    let squares: f64 = documents.iter().map(|(k, l)| (k - p * l).powi(2)).sum();
    // If all documents have exactly the same rate, hits count as independent.
    let of_one_rate = documents.iter().all(|(k, l)| (k - p * l).abs() < 1e-9 * hits);
    let error = if of_one_rate { hits } else { m / (m - 1.0) * squares }.sqrt() / tokens;
    if method == Method::Normal {
        return Some(((p - Z * error).max(0.0) * 1e6, (p + Z * error).min(1.0) * 1e6));
    }
    // Both roots of (p − r)² = t² s² r / p, that is r² − (2p + t² s² / p) r + p² = 0.
    let with_hits = documents.iter().filter(|(k, _)| *k > 0.0).count() as i64;
    let t = student(with_hits.max(3).min(documents.len() as i64 - 1));
    let half = p + t * t * error * error / p / 2.0;
    let root = (half * half - p * p).max(0.0).sqrt();
    Some(((half - root) * 1e6, (half + root).min(1.0) * 1e6))
}

fn is_near(seen: Option<f64>, expected: Option<f64>, scale: f64) -> bool {
    match (seen, expected) {
        (Some(seen), Some(expected)) => (seen - expected).abs() <= 1e-6 * scale.max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// A limit of Wilson's interval solves |p̂ − p| = z √(p (1 − p) / n).
fn is_wilson(limit: Option<f64>, doc_freq: i64, n_docs: i64) -> bool {
    let Some(p) = limit else { return n_docs == 0 };
    let (share, n) = (doc_freq as f64 / n_docs as f64, n_docs as f64);
    ((share - p).powi(2) - Z * Z * p * (1.0 - p) / n).abs() < 1e-9
}

fn check_row(table: &Themes, at: usize, documents: &[(f64, f64)], burst: f64, method: Method) {
    let (hits, tokens) = documents.iter().fold((0.0, 0.0), |sum, document| (sum.0 + document.0, sum.1 + document.1));
    let with_hits = documents.iter().filter(|(k, _)| *k > 0.0).count() as i64;
    assert_eq!((table.count[at], table.doc_freq[at]), (hits as i64, with_hits));
    assert_eq!((table.n_docs[at], table.n_tokens[at]), (documents.len() as i64, tokens as i64));
    let rate = (tokens > 0.0).then(|| hits / tokens * 1e6);
    assert!(is_near(table.per_million[at], rate, 1e3));
    let expected = limits(documents, burst, method);
    let scale = expected.map_or(0.0, |limits| limits.1);
    let seen = (table.per_million_low[at], table.per_million_high[at]);
    assert!(is_near(seen.0, expected.map(|limits| limits.0), scale), "{seen:?} for {expected:?}");
    assert!(is_near(seen.1, expected.map(|limits| limits.1), scale), "{seen:?} for {expected:?}");
    let share = (!documents.is_empty()).then(|| with_hits as f64 / documents.len() as f64);
    assert!(is_near(table.doc_share[at], share, 1.0));
    assert!(is_wilson(table.doc_share_low[at], with_hits, documents.len() as i64));
    assert!(is_wilson(table.doc_share_high[at], with_hits, documents.len() as i64));
    assert!(table.doc_share_low[at] <= table.doc_share[at] && table.doc_share[at] <= table.doc_share_high[at]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn tables_are_the_definitions_written_out(
        drafts in drafts(), every in every(), groups in groups(), normal in any::<bool>()
    ) {
        let corpus = build(drafts);
        let method = if normal { Method::Normal } else { Method::Score };
        let ask = Ask { every, grouping: grouping(&corpus, groups), method, ..Ask::default() };
        let table = themes(&corpus, &lexicon(), &ask, &go()).unwrap();
        let bursts = NAMES.map(|theme| burst(&corpus, theme));
        let mut at = 0;
        for cell in cells(&corpus, every, ask.grouping.as_ref()) {
            for (theme, burst) in NAMES.into_iter().zip(bursts) {
                prop_assert_eq!((table.period[at], table.group[at]), (cell.period, cell.group));
                prop_assert_eq!((table.theme.get(at), table.partial[at]), (Some(theme), cell.partial));
                check_row(&table, at, &documents(&corpus, &cell, theme), burst, method);
                at += 1;
            }
        }
        prop_assert_eq!(table.count.len(), at);
        let missing = |theme: &str| (0..corpus.len()).filter(|&at| count(&corpus, at, theme).is_none()).count();
        let uncovered: Vec<(String, usize)> =
            NAMES.iter().map(|theme| ((*theme).to_owned(), missing(theme))).filter(|(_, n)| *n > 0).collect();
        prop_assert_eq!(table.uncovered, uncovered);
    }

    #[test]
    fn every_count_is_the_number_of_its_hits(drafts in drafts(), every in every(), in_lexicon in any::<bool>()) {
        let corpus = build(drafts);
        let scope = if in_lexicon { NestedScope::Lexicon } else { NestedScope::Theme };
        let table = themes(&corpus, &lexicon(), &Ask { every, scope, ..Ask::default() }, &go()).unwrap();
        let listed = hits::hits(&corpus, &lexicon(), hits::Ask { rollup: true, scope }, &go()).unwrap();
        for cell in cells(&corpus, every, None) {
            let ids: Vec<&str> = cell.documents.iter().map(|&at| corpus.id(at)).collect();
            for theme in NAMES {
                let rows = listed.theme.iter().zip(listed.doc_id.iter());
                let expected = rows.filter(|(name, id)| *name == Some(theme) && ids.contains(&id.unwrap())).count() as i64;
                let here = |at: &usize| table.period[*at] == cell.period && table.theme.get(*at) == Some(theme);
                let counts: Vec<i64> = (0..table.count.len()).filter(here).map(|at| table.count[at]).collect();
                prop_assert_eq!(counts, vec![expected]);
            }
        }
    }
}

#[test]
fn a_confidence_that_is_no_share_is_refused() {
    let corpus = build(vec![dated("a", "2017", "La drogue.")]);
    for confidence in [0.0, 1.0, 95.0, -0.5, f64::NAN] {
        let refused = themes(&corpus, &lexicon(), &Ask { confidence, ..Ask::default() }, &go());
        assert!(matches!(refused, Err(Error::Argument(_))), "{confidence}");
    }
}

#[test]
fn wider_confidence_gives_wider_limits() {
    let texts = ["La drogue et la drogue.", "Rien de tout cela ici.", "Un trafic de drogue dit grand."];
    let corpus = build(texts.iter().enumerate().map(|(n, text)| dated(&n.to_string(), "2017", text)).collect());
    let high = |confidence| {
        let table = themes(&corpus, &lexicon(), &Ask { confidence, ..Ask::default() }, &go()).unwrap();
        (table.per_million_high[0].unwrap(), table.doc_share_high[0].unwrap())
    };
    assert!(high(0.99) > high(0.95) && high(0.99).1 > high(0.95).1);
}

/// Texts of two sources; each mentions the theme as often as before, but their mix changes.
fn two_sources() -> Corpus {
    let (often, seldom) = ("La drogue et la mer.", "Le port et puis la mer.");
    let drafts = (0..40).map(|at| {
        let (year, from_often) = if at < 20 { ("2016", at % 10 < 2) } else { ("2017", at % 10 < 8) };
        dated(&at.to_string(), year, if from_often { often } else { seldom })
    });
    build(drafts.collect())
}

#[test]
fn a_changing_mix_is_taken_out_by_a_standard() {
    let corpus = two_sources();
    let of = (0..40).map(|at| u32::from(!corpus.text(at).contains("drogue"))).collect();
    let raw = Ask { every: Some(Every::Year), ..Ask::default() };
    let standard = Ask { standard: Some(Grouping { of, count: 2 }), ..raw.clone() };
    let rates = |ask: &Ask| {
        let table = themes(&corpus, &lexicon(), ask, &go()).unwrap();
        let drugs = (0..table.count.len()).filter(|&at| table.theme.get(at) == Some("drugs"));
        drugs.map(|at| (table.per_million[at].unwrap(), table.doc_share[at].unwrap())).collect::<Vec<_>>()
    };
    let (seen, fixed) = (rates(&raw), rates(&standard));
    assert!(seen[1].0 > 3.0 * seen[0].0 && seen[1].1 == 0.8 && seen[0].1 == 0.2);
    assert!(
        (fixed[0].0 - fixed[1].0).abs() < 1e-6 && (fixed[0].1 - 0.5).abs() < 1e-12 && (fixed[1].1 - 0.5).abs() < 1e-12
    );
}

#[test]
fn clusters_vary_as_a_whole() {
    let corpus = two_sources();
    let limits = |clusters: Option<Vec<u32>>, method| {
        let table = themes(&corpus, &lexicon(), &Ask { clusters, method, ..Ask::default() }, &go()).unwrap();
        let at = table.theme.iter().position(|theme| theme == Some("drugs")).unwrap();
        assert_eq!((table.n_docs[at], table.doc_freq[at]), (40, 20));
        (table.per_million_low[at].unwrap(), table.per_million_high[at].unwrap())
    };
    for method in [Method::Score, Method::Normal, Method::Percentile, Method::Bca] {
        let alone = limits(None, method);
        // One document per cluster is no clustering; in pairs there are half as many units.
        assert_eq!(limits(Some((0..40).collect()), method), alone);
        let by_two = limits(Some((0..40).map(|at| at % 20).collect()), method);
        assert!(by_two != alone, "{method:?}");
    }
    let both = themes(&corpus, &lexicon(), &Ask { clusters: Some(vec![7; 40]), ..Ask::default() }, &go()).unwrap();
    assert!(both.per_million_low.iter().all(Option::is_none));
}

#[test]
fn documents_that_are_not_counted_keep_their_period() {
    let corpus = two_sources();
    let counted = Some((0..40).map(|at| at < 10).collect());
    let table =
        themes(&corpus, &lexicon(), &Ask { every: Some(Every::Year), counted, ..Ask::default() }, &go()).unwrap();
    let n_docs: Vec<i64> =
        (0..table.count.len()).filter(|&at| table.theme.get(at) == Some("drugs")).map(|at| table.n_docs[at]).collect();
    assert_eq!(n_docs, [10, 0]);
    assert_eq!(table.uncovered, []);
}

#[test]
fn resamples_do_not_depend_on_threads() {
    let corpus = two_sources();
    // Few resamples, so that a different seed changes the limits.
    let ask = |seed: u64| Ask {
        every: Some(Every::Year),
        method: Method::Percentile,
        resampling: Resampling { resamples: 25, seed },
        ..Ask::default()
    };
    let limits = |threads: usize, seed: u64| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let table = pool.install(|| themes(&corpus, &lexicon(), &ask(seed), &go()).unwrap());
        (table.per_million_low, table.per_million_high)
    };
    let one = limits(1, 0);
    assert_eq!(one, limits(2, 0));
    assert_eq!(one, limits(5, 0));
    assert!((1..4).any(|seed| limits(1, seed) != one));
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let corpus = two_sources();
    let asks = [
        Ask { clusters: Some(vec![0; 3]), ..Ask::default() },
        Ask { counted: Some(vec![true; 3]), ..Ask::default() },
        Ask { standard: Some(Grouping { of: vec![0; 3], count: 1 }), ..Ask::default() },
        Ask { standard: Some(Grouping { of: vec![0; 40], count: 1 }), method: Method::Bca, ..Ask::default() },
        Ask { method: Method::Bca, resampling: Resampling { resamples: 1, seed: 0 }, ..Ask::default() },
    ];
    for ask in asks {
        assert!(matches!(themes(&corpus, &lexicon(), &ask, &go()), Err(Error::Argument(_))), "{ask:?}");
    }
    assert!(Method::parse("wald").is_err());
}
