//! Collocates against plain loops over the tokens of each sentence.

use std::collections::{BTreeMap, BTreeSet};

use coopsec::Error;
use coopsec::corpus::Corpus;
use coopsec::query::collocations::{Ask, Collocations, collocations};
use proptest::prelude::*;
use proptest::sample::select;

use crate::sample::{Token, build, draft, drafts, go, sentences};
use crate::together::{g2, is_near};

fn all_sentences(corpus: &Corpus) -> Vec<Vec<Token>> {
    (0..corpus.len()).flat_map(|position| sentences(corpus, position)).collect()
}

/// Joint, left, right and total counts, and the frequency of the node for the Dice coefficient.
type Sums = [f64; 5];

/// Words near one of the nodes.
fn near(corpus: &Corpus, nodes: &[&str], window: usize) -> BTreeMap<(String, String), Sums> {
    let (mut joint, mut elsewhere) = (BTreeMap::<String, f64>::new(), BTreeMap::<String, f64>::new());
    let (mut span, mut total, mut matches) = (0.0, 0.0, 0.0);
    for sentence in all_sentences(corpus) {
        let is_node = |token: &Token| nodes.contains(&token.norm.as_str());
        matches += sentence.iter().filter(|token| is_node(token)).count() as f64;
        for (at, token) in sentence.iter().enumerate().filter(|(_, token)| token.counted && !is_node(token)) {
            let around = at.saturating_sub(window)..sentence.len().min(at.saturating_add(window).saturating_add(1));
            let is_near = sentence[around].iter().any(is_node);
            let counts = if is_near { &mut joint } else { &mut elsewhere };
            *counts.entry(token.norm.clone()).or_default() += 1.0;
            span += f64::from(u8::from(is_near));
            total += 1.0;
        }
    }
    let sums = |(word, count): (&String, &f64)| {
        let all = count + elsewhere.get(word).copied().unwrap_or_default();
        ((String::new(), word.clone()), [*count, span, all, total, matches])
    };
    joint.iter().map(sums).collect()
}

/// Runs of counted tokens side by side.
fn runs(corpus: &Corpus, size: usize) -> Vec<Vec<String>> {
    let sentences = all_sentences(corpus);
    let windows = sentences.iter().flat_map(|sentence| sentence.windows(size));
    let whole = windows.filter(|run| run.iter().all(|token| token.counted));
    whole.map(|run| run.iter().map(|token| token.norm.clone()).collect()).collect()
}

fn side_by_side(runs: &[Vec<String>]) -> BTreeMap<(String, String), Sums> {
    let split = |run: &Vec<String>| (run[..run.len() - 1].join(" "), run[run.len() - 1].clone());
    let count = |holds: &dyn Fn(&(String, String)) -> bool| runs.iter().filter(|run| holds(&split(run))).count() as f64;
    let sums = |run: &Vec<String>| {
        let pair = split(run);
        let left = count(&|other| other.0 == pair.0);
        let sums = [count(&|other| *other == pair), left, count(&|other| other.1 == pair.1), runs.len() as f64, left];
        (pair, sums)
    };
    runs.iter().map(sums).collect()
}

/// λ and z, from counts of the runs that agree with a run at exactly each set of places.
fn interaction(run: &[&str], runs: &[Vec<String>]) -> (f64, f64) {
    let agreement = |other: &Vec<String>| other.iter().zip(run).map(|(a, b)| a == b).collect::<Vec<bool>>();
    let agreements: Vec<Vec<bool>> = runs.iter().map(agreement).collect();
    let (mut lambda, mut variance) = (0.0, 0.0);
    for set in 0..1_u32 << run.len() {
        let places: Vec<bool> = (0..run.len()).map(|place| set >> place & 1 == 1).collect();
        let count = agreements.iter().filter(|other| **other == places).count() as f64 + 0.5;
        let missing = places.iter().filter(|agrees| !**agrees).count();
        lambda += if missing % 2 == 0 { count.ln() } else { -count.ln() };
        variance += 1.0 / count;
    }
    (lambda, lambda / variance.sqrt())
}

fn check(table: &Collocations, at: usize, [joint, left, right, total, node]: Sums) {
    let expected = left * right / total;
    let mi = (joint / expected).log2();
    assert_eq!(table.count[at], joint as i64);
    assert!(is_near(table.expected[at], Some(expected)));
    assert!(is_near(table.g2[at], Some(g2(joint, left, right, total))));
    assert!(is_near(table.mi[at], Some(mi)));
    assert!(is_near(table.npmi[at], (joint < total).then(|| mi / -(joint / total).log2())));
    assert!(is_near(table.log_dice[at], Some(14.0 + (2.0 * joint / (node + right)).log2())));
    assert!(is_near(table.t_score[at], Some((joint - expected) / joint.sqrt())));
    let delta = |of: f64, other: f64| (total > of).then(|| joint / of - (other - joint) / (total - of));
    assert!(is_near(table.delta_p_collocate[at], delta(left, right)));
    assert!(is_near(table.delta_p_node[at], delta(right, left)));
}

/// Whether rows are sorted by g2, count, node and collocate.
fn is_sorted(table: &Collocations) -> bool {
    let row = |at: usize| (-table.g2[at].unwrap(), -table.count[at], &table.node[at], &table.collocate[at]);
    (1..table.count.len()).all(|at| row(at - 1) <= row(at))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn neighbours_of_a_node_are_counted_in_their_sentences(
        drafts in drafts(),
        nodes in select(vec![vec!["drogue"], vec!["drogue", "trafic"], vec!["l'"], vec!["absent"]]),
        window in select(vec![0, 1, 3, 100, usize::MAX]),
        min_count in 1_i64..3,
    ) {
        let corpus = build(drafts);
        let node = format!("({})", nodes.join("|"));
        let ask = Ask { node: Some(node.clone()), window, min_count, ..Ask::default() };
        let table = collocations(&corpus, &ask, &go()).unwrap();
        let mut expected = near(&corpus, &nodes, window);
        expected.retain(|_, sums| sums[0] >= min_count as f64);
        prop_assert_eq!(table.count.len(), expected.len());
        prop_assert!(is_sorted(&table) && table.node.iter().all(|shown| shown == node));
        for at in 0..table.count.len() {
            check(&table, at, expected[&(String::new(), table.collocate[at].to_owned())]);
        }
    }

    #[test]
    fn words_side_by_side_are_counted_in_their_sentences(
        drafts in drafts(),
        size in 2_usize..5,
        min_count in 1_i64..3,
        stopwords in select(vec![vec![], vec!["le", "drogue"]]),
    ) {
        let corpus = build(drafts);
        let stopwords: Vec<String> = stopwords.into_iter().map(str::to_owned).collect();
        let ask = Ask { size, min_count, stopwords: stopwords.clone(), ..Ask::default() };
        let table = collocations(&corpus, &ask, &go()).unwrap();
        let runs = runs(&corpus, size);
        let mut expected = side_by_side(&runs);
        expected.retain(|_, sums| sums[0] >= min_count as f64);
        let listed: BTreeSet<&Vec<String>> = runs.iter().filter(|run| !run.iter().any(|word| stopwords.contains(word))).collect();
        let names: BTreeSet<(String, String)> = listed.iter().map(|run| (run[..size - 1].join(" "), run[size - 1].clone())).collect();
        expected.retain(|pair, _| names.contains(pair));
        prop_assert_eq!(table.count.len(), expected.len());
        prop_assert!(is_sorted(&table) || size > 2);
        for at in 0..table.count.len() {
            check(&table, at, expected[&(table.node[at].to_owned(), table.collocate[at].to_owned())]);
            let run = listed.iter().find(|run| run[..size - 1].join(" ") == table.node[at] && run[size - 1] == table.collocate[at]);
            let words: Vec<&str> = run.unwrap().iter().map(String::as_str).collect();
            let (lambda, z) = interaction(&words, &runs);
            prop_assert!(is_near(Some(table.lambda[at]), Some(lambda)) && is_near(Some(table.z[at]), Some(z)));
        }
    }
}

#[test]
fn published_expressions_of_quanteda() {
    let corpus = build(vec![draft("a", "a b c a b d e b d a b")]);
    let table = collocations(&corpus, &Ask::default(), &go()).unwrap();
    let rows: Vec<_> = table.node.iter().zip(table.collocate.iter()).zip(&table.count).collect();
    assert_eq!(rows, [(("a", "b"), &3), (("b", "d"), &2)]);
    assert!((table.lambda[0] - 3.412_247).abs() < 5e-7 && (table.z[0] - 1.936_083).abs() < 5e-7);
    let corpus =
        build(vec![draft("a", "i like good ice cream."), draft("b", "me too! i like good ice cream."), draft("c", "")]);
    let table = collocations(&corpus, &Ask::default(), &go()).unwrap();
    assert_eq!(table.collocate.iter().collect::<Vec<_>>(), ["ice", "like", "cream", "good"]);
    assert!(table.lambda.iter().all(|lambda| (lambda - 4.317_488).abs() < 5e-7));
    assert!(table.z.iter().all(|z| (z - 2.027_787).abs() < 5e-7));
}

#[test]
fn equal_associations_are_sorted_by_count() {
    // Every expression begins with the same word, which therefore says nothing about the next.
    let texts = ["la mer", "la loi", "la mer", "la loi", "la mer", "la paix", "la paix"];
    let corpus = build(texts.iter().zip("abcdefg".chars()).map(|(text, id)| draft(&id.to_string(), text)).collect());
    let table = collocations(&corpus, &Ask::default(), &go()).unwrap();
    assert!(table.g2.iter().all(|g2| *g2 == Some(0.0)));
    assert_eq!(table.collocate.iter().collect::<Vec<_>>(), ["mer", "loi", "paix"]);
}

#[test]
fn marks_keep_their_place_and_a_gap_belongs_to_the_node() {
    let corpus = build(vec![draft("a", "Un échange soutenu, « utile », de renseignements hier soir à Rabat.")]);
    let words = |window| {
        let ask = Ask { node: Some("échange ~7 renseignements".to_owned()), window, min_count: 1, ..Ask::default() };
        let table = collocations(&corpus, &ask, &go()).unwrap();
        table.collocate.iter().map(str::to_owned).collect::<BTreeSet<_>>()
    };
    assert_eq!(words(2), ["un", "hier", "soir"].map(str::to_owned).into());
    let ask = Ask { node: Some("utile".to_owned()), window: 3, min_count: 1, ..Ask::default() };
    let table = collocations(&corpus, &ask, &go()).unwrap();
    assert_eq!(table.collocate.iter().collect::<BTreeSet<_>>(), ["de", "soutenu"].into());
}

#[test]
fn sizes_that_make_no_sense_are_refused() {
    let corpus = build(vec![draft("a", "La drogue.")]);
    for (size, node) in [(0, None), (1, None), (6, None), (3, Some("drogue".to_owned()))] {
        let refused = collocations(&corpus, &Ask { size, node, ..Ask::default() }, &go());
        assert!(matches!(refused, Err(Error::Argument(_))), "{size}");
    }
    let refused = collocations(&corpus, &Ask { node: Some("(drogue".to_owned()), ..Ask::default() }, &go());
    assert!(matches!(refused, Err(Error::Pattern { .. })));
}
