//! Counting themes in one pass gives the table of a corpus of the same documents, however they are split into batches.

use coopsec::calendar::Every;
use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::{Lexicon, NestedScope};
use coopsec::press::{Given, read};
use coopsec::query::Grouping;
use coopsec::query::count_themes::ThemeCounter;
use coopsec::query::themes::{Ask, themes};
use coopsec::stats::rate::Method;
use proptest::prelude::*;
use proptest::sample::select;

use crate::sample::{LEXICON, batches, build, drafts, every, go, grouping, groups};

/// Everything that patterns may contain: words and phrases, gaps across punctuation and sentences, any word, regular
/// expressions, exact forms, exclusions.
const LEXICONS: [&str; 6] = [
    LEXICON,
    "
    [theme.gaps]
    patterns = ['drogue ~3 terrorisme', 'terrorisme est', 'le ~1 trafic']
    exclude = ['drogue ~1 drogue']
    [theme.ar]
    ar = ['ارهاب']
    ",
    "
    [theme.any]
    patterns = ['le drogue-*', 'drogue-* est', 'de est', \"l'espagne\", '1 500', '%']
    [theme.words]
    patterns = ['*-drogue', '?rogue']
    ",
    "
    [theme.shapes]
    patterns = ['/t(errorisme|rafic)/', '=Drogue', '=Le drogue', '/.*/ est']
    exclude = ['terrorisme']
    ",
    "
    accents = 'fold'
    exclude = ['le terrorisme']
    [theme.plain]
    patterns = ['cooperation', 'cooperacion', '*fic', 'terrorisme']
    [theme.plain.child]
    patterns = ['le terrorisme est', 'drogue terrorisme']
    ",
    // The first token of every pattern begins with a known prefix.
    "
    [theme.phrases]
    patterns = ['=Le drogue', 'coopération* ~2 le', \"l'espagne est\", '/t(raf|err).*/ ~3 drogue', '% 1 500', 'porte-parole']
    exclude = ['d* de']
    [theme.phrases.words]
    patterns = ['=Drogue', '1 500', ', est']
    ",
];

fn lexicon() -> impl Strategy<Value = Lexicon> {
    select(LEXICONS.to_vec()).prop_map(|text| Lexicon::from_toml(text, "sample").expect("a lexicon"))
}

fn asks() -> impl Strategy<Value = Ask> {
    let scopes = select(vec![NestedScope::Theme, NestedScope::Lexicon]);
    let methods = select(vec![Method::Score, Method::Normal]);
    (every(), scopes, methods).prop_map(|(every, scope, method)| Ask { every, scope, method, ..Ask::default() })
}

fn counter(lexicon: &Lexicon, ask: &Ask) -> ThemeCounter {
    ThemeCounter::new(Options::default(), lexicon.clone(), ask.clone()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn batches_of_text_add_up_to_the_corpus(
        drafts in drafts(),
        cuts in any::<u16>(),
        lexicon in lexicon(),
        ask in asks(),
    ) {
        let mut counter = counter(&lexicon, &ask);
        for batch in batches(&drafts, cuts) {
            counter.add(batch, &go()).unwrap();
        }
        let found = counter.finish(None, &go()).unwrap();
        let expected = themes(&build(drafts), &lexicon, &ask, &go()).unwrap();
        prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }

    #[test]
    fn corpora_add_up_by_groups(
        drafts in drafts(),
        cuts in any::<u16>(),
        lexicon in lexicon(),
        ask in asks(),
        groups in groups(),
    ) {
        let whole = build(drafts.clone());
        let grouping = grouping(&whole, groups);
        let mut counter = counter(&lexicon, &ask);
        let (mut first, mut parts) = (0, 0);
        for batch in batches(&drafts, cuts) {
            let part = build(batch);
            let of_part = grouping.as_ref().map(|grouping| Grouping {
                of: grouping.of[first..first + part.len()].to_vec(),
                count: grouping.count,
            });
            // Every part numbers its groups afresh; equal groups of different parts are merged at the end.
            let first_group = (parts * grouping.as_ref().map_or(1, |grouping| grouping.count)) as u32;
            counter.add_corpus(&part, of_part.as_ref(), first_group, &go()).unwrap();
            first += part.len();
            parts += 1;
        }
        let places = grouping.as_ref().map(|grouping| Grouping {
            of: (0..parts).flat_map(|_| 0..grouping.count as u32).collect(),
            count: grouping.count,
        });
        let found = counter.finish(places.as_ref(), &go()).unwrap();
        let expected = themes(&whole, &lexicon, &Ask { grouping, ..ask }, &go()).unwrap();
        prop_assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}

#[test]
fn threads_change_nothing_and_types_may_come_late() {
    // New types that match patterns appear until the end, in long documents and short ones.
    let drafts: Vec<Draft> = (0..900)
        .map(|n| Draft {
            text: format!("Le cyber{} dit l’Espagne. Est-ce mot{}, le cyber{n} ? ", n % 97, n * 7 % 151,)
                .repeat(1 + n % 20)
                .into(),
            date: Some(format!("20{:02}-{:02}", 10 + n % 9, 1 + n % 12)),
            ..Draft::default()
        })
        .collect();
    let text = "[theme.a]\npatterns = ['cyber*', 'le cyber7', 'espagne ~3 mot1*']\n[theme.b]\npatterns = ['le ~2 dit']";
    let lexicon = Lexicon::from_toml(text, "test").unwrap();
    let ask = Ask { every: Some(Every::Month), ..Ask::default() };
    let expected = themes(&build(drafts.clone()), &lexicon, &ask, &go()).unwrap();
    assert!(expected.count.iter().sum::<i64>() > 5000);
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| {
            let mut counter = counter(&lexicon, &ask);
            drafts.chunks(250).for_each(|batch| counter.add(batch.to_vec(), &go()).unwrap());
            counter.finish(None, &go()).unwrap()
        });
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
    }
}

#[test]
fn the_longest_match_is_found_to_its_last_token() {
    let lexicon = Lexicon::from_toml("[theme.a]\npatterns = ['trafic ~3 drogue', 'le']", "test").unwrap();
    let draft = |text: &str| Draft { text: text.into(), ..Draft::default() };
    for (text, count) in [("Un trafic un deux trois drogue", 1), ("Un trafic un deux trois quatre drogue", 0)] {
        let mut counter = counter(&lexicon, &Ask::default());
        counter.add(vec![draft(text)], &go()).unwrap();
        assert_eq!(counter.finish(None, &go()).unwrap().count, [count], "{text}");
    }
}

#[test]
fn matches_begin_beside_each_other_and_end_with_their_part() {
    let text = "
        exclude = ['un trafic de']
        [theme.a]
        patterns = ['trafic ~3 drogue', 'trafic de', 'le ~2 le', 'de ~1 le']
        [theme.b]
        patterns = ['drogue le', 'trafic']
    ";
    let lexicon = Lexicon::from_toml(text, "test").unwrap();
    let parted = "Le grand trafic\n\nPublié le 28 mai 2015\n\nde drogue arrive, dit-on, dans le port de la ville.";
    assert!(read(&Given { text: parted, ..Given::default() }).counted.len() > 1);
    let texts = [
        parted,
        "Un trafic de trafic le drogue le le trafic drogue drogue",
        "Un trafic de drogue, un trafic de le le",
        "trafic trafic trafic de de le drogue. Le le trafic",
        "Le",
    ];
    let drafts: Vec<Draft> = texts.iter().map(|&text| Draft { text: text.into(), ..Draft::default() }).collect();
    for scope in [NestedScope::Theme, NestedScope::Lexicon] {
        let ask = Ask { scope, ..Ask::default() };
        let mut counter = counter(&lexicon, &ask);
        counter.add(drafts.clone(), &go()).unwrap();
        let (found, expected) =
            (counter.finish(None, &go()).unwrap(), themes(&build(drafts.clone()), &lexicon, &ask, &go()).unwrap());
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        assert!(found.count.iter().all(|&count| count > 2), "{:?}", found.count);
    }
}

#[test]
fn what_needs_documents_is_refused_and_a_stop_is_heard() {
    let lexicon = Lexicon::from_toml(LEXICON, "sample").unwrap();
    let new = |ask: Ask| ThemeCounter::new(Options::default(), lexicon.clone(), ask);
    for ask in [
        Ask { method: Method::Bca, ..Ask::default() },
        Ask { clusters: Some(vec![]), ..Ask::default() },
        Ask { standard: Some(Grouping { of: vec![], count: 1 }), ..Ask::default() },
        Ask { counted: Some(vec![]), ..Ask::default() },
    ] {
        assert!(new(ask).err().unwrap().to_string().contains("use a corpus"));
    }
    assert!(new(Ask { confidence: 1.5, ..Ask::default() }).is_err());
    let control = Control::default();
    control.stop();
    assert!(counter(&lexicon, &Ask::default()).add(vec![Draft::default()], &control).is_err());
    let nothing = counter(&lexicon, &Ask::default()).finish(None, &go()).unwrap();
    let empty = Corpus::build(vec![], Options::default(), &go()).unwrap();
    let expected = themes(&empty, &lexicon, &Ask::default(), &go()).unwrap();
    assert_eq!(format!("{nothing:?}"), format!("{expected:?}"));
}
