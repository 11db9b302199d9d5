//! Near-duplicate stories.

use std::collections::HashMap;
use std::fs;

use coopsec::corpus::Control;
use coopsec::corpus::stories::stories;
use proptest::prelude::*;

use crate::sample::go;
use crate::shared::shared;

/// Types numbered by first appearance, with a hash that does not depend on the number.
#[derive(Default)]
struct Types {
    ids: HashMap<String, u32>,
    hashes: Vec<u64>,
}

impl Types {
    fn ids(&mut self, text: &str) -> Vec<u32> {
        text.split_whitespace().map(|word| self.id(word)).collect()
    }

    fn id(&mut self, word: &str) -> u32 {
        let next = self.hashes.len() as u32;
        let id = *self.ids.entry(word.to_owned()).or_insert(next);
        if id == next {
            self.hashes.push(
                word.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3)),
            );
        }
        id
    }
}

fn stories_of<S: AsRef<str>>(texts: &[S]) -> Vec<u32> {
    let mut types = Types::default();
    let bodies: Vec<Vec<u32>> = texts.iter().map(|t| types.ids(t.as_ref())).collect();
    let bodies: Vec<&[u32]> = bodies.iter().map(Vec::as_slice).collect();
    stories(bodies.as_slice(), &types.hashes, &go()).unwrap()
}

/// `n` words that are unique to a seed.
fn words(seed: usize, n: usize) -> String {
    (0..n).map(|i| format!("w{seed}x{i}")).collect::<Vec<_>>().join(" ")
}

fn first_words(text: &str, n: usize) -> String {
    text.split_whitespace().take(n).collect::<Vec<_>>().join(" ")
}

const RABAT: &str = "Rabat a accueilli mardi une réunion des ministres de l' Intérieur du Maroc et de l' Espagne consacrée à la \
    lutte contre le terrorisme et le trafic de drogue . Les deux parties ont salué le niveau de leur coopération et sont \
    convenues de renforcer l' échange de renseignements entre leurs services .";
const MADRID: &str = "Madrid a accueilli jeudi une réunion des directeurs de la police du Maroc et de l' Espagne consacrée à \
    la lutte contre la traite des personnes . Les deux délégations ont annoncé des patrouilles communes dans le détroit et \
    un programme de formation pour les officiers de liaison .";

#[test]
fn copies_are_one_story() {
    let other_headline = format!("Maroc et Espagne renforcent leur coopération {RABAT}");
    let cut = first_words(RABAT, 36);
    let credited = format!("{RABAT} ( MAP )");
    assert_eq!(stories_of(&[RABAT, RABAT, &other_headline, &cut, &credited]), [0; 5]);
}

#[test]
fn reports_of_the_same_kind_of_event_are_two_stories() {
    assert_eq!(stories_of(&[RABAT, MADRID, RABAT]), [0, 1, 0]);
}

#[test]
fn headlines_of_two_events_are_two_stories() {
    let sfax = "Deux morts et trois blessés dans un accident de la route à Sfax";
    let gafsa = "Deux morts et trois blessés dans un accident de la route à Gafsa";
    assert_eq!(stories_of(&[sfax, gafsa, sfax]), [0, 1, 0]);
}

#[test]
fn a_copy_cut_to_a_tenth_is_found_under_another_headline() {
    let long = words(1, 900);
    let cut = format!("{} {}", words(2, 10), first_words(&long, 90));
    assert_eq!(stories_of(&[&long, &cut]), [0, 0]);
}

#[test]
fn a_short_copy_shares_few_samples_with_a_long_text_and_is_found() {
    // Of the short one all shingles are samples, of the long one about one in nine.
    for seed in 1..40 {
        let long = words(seed, 900);
        assert_eq!(stories_of(&[&long, &first_words(&long, 60)]), [0, 0], "{seed}");
    }
}

#[test]
fn two_copies_that_many_press_reviews_quote_are_compared_with_each_other() {
    // The reviews are longer, so they are what all that contains the quotation is compared with.
    for seed in 1..20 {
        let (report, other) = (words(seed, 150), |number: usize, n: usize| words(1000 * number + seed, n));
        let copies = [1, 2].map(|number| format!("{} {report}", other(number, 8)));
        let reviews = (3..9).map(|number| format!("{} {report} {}", other(number, 200), other(number + 10, 300)));
        let texts: Vec<String> = copies.into_iter().chain(reviews).collect();
        assert_eq!(stories_of(&texts), [0, 0, 1, 2, 3, 4, 5, 6], "{seed}");
    }
}

#[test]
fn a_headline_may_shift_the_beginning_of_the_longer_copy() {
    let story = words(1, 300);
    assert_eq!(stories_of(&[&format!("{} {story}", words(2, 20)), &first_words(&story, 60)]), [0, 0]);
    assert_eq!(stories_of(&[&format!("{} {story}", words(2, 60)), &first_words(&story, 60)]), [0, 1]);
}

#[test]
fn a_press_review_does_not_join_what_it_quotes() {
    let (first, second) = (words(1, 120), words(2, 120));
    let review = format!("{} {first} {second}", words(3, 80));
    assert_eq!(stories_of(&[&first, &second, &review]), [0, 1, 2]);
    let opening_with_the_first = format!("{first} {second}");
    assert_eq!(stories_of(&[&first, &second, &opening_with_the_first]), [0, 1, 0]);
}

#[test]
fn short_documents_are_one_story_only_when_identical() {
    let four = "Pas de commentaire officiel";
    let five = "Pas de commentaire du ministère";
    let six = "Pas de commentaire du ministère espagnol";
    assert_eq!(stories_of(&["", "", four, four, five, six, five]), [0, 1, 2, 3, 4, 5, 4]);
}

#[test]
fn a_common_formula_joins_nothing() {
    let formula = words(0, 30);
    let texts: Vec<String> = (1..200).map(|i| format!("{formula} {}", words(i, 60))).collect();
    let expected: Vec<u32> = (0..199).collect();
    assert_eq!(stories_of(&texts), expected);
}

#[test]
fn many_copies_are_one_story_each_differing_a_little() {
    let body = words(0, 200);
    let texts: Vec<String> = (1..300).map(|i| format!("{} {}", words(i, 8), first_words(&body, 50 + i / 2))).collect();
    assert_eq!(stories_of(&texts), vec![0; 299]);
}

#[test]
fn ids_beyond_the_hashes_are_no_error() {
    let body: Vec<u32> = (0..20).collect();
    assert_eq!(stories([&body[..], &body, &body[..4]].as_slice(), &[], &go()).unwrap(), [0, 0, 1]);
}

#[test]
fn wikinews_articles_are_all_different_and_their_copies_are_found() {
    let Some(dir) = shared("data/wikinews_fr/documents") else { return };
    let mut paths: Vec<_> = fs::read_dir(dir).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let read = coopsec::corpus::files::read_paths(&paths, &Control::default()).expect("it is not stopped");
    let mut texts: Vec<String> = read.into_iter().flat_map(|f| f.expect("an article")).map(|file| file.text).collect();
    let n = texts.len();
    let expected: Vec<u32> = (0..n as u32).collect();
    assert_eq!(stories_of(&texts), expected);
    let cut = |t: &String| {
        format!("Un autre titre pour la même dépêche {}", first_words(t, t.split_whitespace().count() * 6 / 10))
    };
    let copies: Vec<String> = texts.iter().map(cut).collect();
    texts.extend(copies);
    assert_eq!(stories_of(&texts), [expected.clone(), expected].concat());
}

/// Small corpora with many near-copies: documents are slices and edits of three bodies.
fn corpus() -> impl Strategy<Value = Vec<String>> {
    let document =
        (0..3usize, 0..40usize, 5..120usize, prop::option::of(0..100usize)).prop_map(|(seed, from, n, edit)| {
            let body = words(seed, 150);
            let mut text: Vec<&str> = body.split(' ').skip(from).take(n).collect();
            if let Some(slot) = edit.and_then(|at| text.get_mut(at)) {
                *slot = "autre";
            }
            text.join(" ")
        });
    prop::collection::vec(document, 1..30)
}

proptest! {
    #[test]
    fn the_order_of_documents_changes_nothing(texts in corpus(), turn in 0..30usize) {
        let mut turned = texts.clone();
        turned.reverse();
        let turn = turn % texts.len();
        turned.rotate_left(turn);
        let (straight, other) = (stories_of(&texts), stories_of(&turned));
        let place = |i: usize| (2 * texts.len() - 1 - i - turn) % texts.len();
        for i in 0..texts.len() {
            for j in 0..i {
                prop_assert_eq!(straight[i] == straight[j], other[place(i)] == other[place(j)]);
            }
        }
    }

    #[test]
    fn stories_are_numbered_by_first_document(texts in corpus()) {
        let mut next = 0;
        for story in stories_of(&texts) {
            prop_assert!(story <= next);
            next = next.max(story + 1);
        }
    }

    #[test]
    fn the_number_of_threads_changes_nothing(texts in corpus()) {
        let pool = |n| rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("a pool");
        prop_assert_eq!(pool(1).install(|| stories_of(&texts)), pool(3).install(|| stories_of(&texts)));
    }
}
