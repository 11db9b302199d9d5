//! Building and viewing a corpus: identities, tokens, threads, interruption, empty input.

use coopsec::Error;
use coopsec::calendar::Every;
use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::query::{documents, dtm, frequency, hits, keyness, kwic, themes};
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::sample::{build, dated, draft, drafts, go, lexicon, n_tokens, sentences};

/// The answers to all questions except stories, whose numbers are those of the whole store.
fn answers(corpus: &Corpus, every: Option<Every>) -> Vec<String> {
    let table = documents::documents(corpus, &go()).unwrap();
    let window = kwic::Ask { window: 3, across_sentences: false };
    let ask = frequency::Ask { every, ..frequency::Ask::default() };
    let pairs = frequency::Ask { ngram: 2, top: Some(5), ..ask.clone() };
    let all = hits::Ask { rollup: true, ..hits::Ask::default() };
    let over_time = themes::Ask { every, ..themes::Ask::default() };
    vec![
        format!("{table:?}"),
        format!("{:?}", frequency::frequency(corpus, &ask, &go()).unwrap()),
        format!("{:?}", frequency::frequency(corpus, &pairs, &go()).unwrap()),
        format!("{:?}", themes::themes(corpus, &lexicon(), &over_time, &go()).unwrap()),
        format!("{:?}", hits::hits(corpus, &lexicon(), all, &go()).unwrap()),
        format!("{:?}", kwic::kwic(corpus, "(l' espagne|drogue)", window, &go()).unwrap()),
        format!("{:?}", dtm::dtm(corpus, &go()).unwrap()),
        format!("{:?}", documents::fields(corpus, &go()).unwrap()),
    ]
}

/// Enough documents for several blocks, no two alike, with some duplicate identities.
fn many() -> Vec<Draft> {
    let text = |n: usize| {
        let themes = ["la drogue", "le terrorisme", "un trafic de drogue", "l’Espagne"];
        format!("Le mot{} dit {}. Ensuite {} et le mot{}, {n} fois.", n % 37, themes[n % 4], themes[n % 3], n * 7 % 151)
    };
    let date = |n: usize| format!("20{:02}-{:02}", 10 + n % 9, 1 + n % 12);
    (0..700).map(|n| dated(&format!("d{}", n % 690), &date(n), &text(n))).collect()
}

#[test]
fn threads_change_nothing() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let corpus = build(many());
            let types: Vec<String> = corpus.store().vocabulary.iter().map(|(_, norm)| norm.to_owned()).collect();
            let ids: Vec<Vec<u32>> = (0..corpus.len()).map(|at| corpus.types(at).iter().collect()).collect();
            let stories = documents::stories(&corpus, &go()).unwrap();
            let odd: Vec<u32> = (0..corpus.len() as u32).filter(|at| at % 2 == 1).collect();
            let even: Vec<u32> = (0..corpus.len() as u32).filter(|at| at % 2 == 0).collect();
            let contrast =
                keyness::keyness(&corpus.select(&odd), &corpus.select(&even), &keyness::Ask::default(), &go());
            (types, ids, stories, answers(&corpus, Some(Every::Quarter)), format!("{contrast:?}"))
        })
    };
    let one = run(1);
    assert_eq!(one.1.len(), 700);
    assert!(one == run(2));
    assert!(one == run(5));
}

#[test]
fn types_are_numbered_by_frequency_then_in_code_point_order() {
    let corpus = build(many());
    let vocabulary = &corpus.store().vocabulary;
    let mut met: Vec<(&str, usize)> = vocabulary.iter().map(|(_, norm)| (norm, 0)).collect();
    for id in (0..corpus.len()).flat_map(|position| corpus.types(position).iter()) {
        met[id as usize].1 += 1;
    }
    let in_order = |[(a, of_a), (b, of_b)]: [(&str, usize); 2]| of_a > of_b || (of_a == of_b && a < b);
    assert!(met.windows(2).all(|two| in_order([two[0], two[1]])));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn columns_hold_the_tokens_of_straight_loops(drafts in drafts()) {
        let corpus = build(drafts);
        for position in 0..corpus.len() {
            let (document, tokens) = (corpus.document(position), corpus.tokens(position));
            let expected = sentences(&corpus, position);
            prop_assert_eq!(document.n_tokens as i64, n_tokens(&corpus, position));
            prop_assert_eq!(tokens.sentence_starts.len(), expected.len());
            for (number, sentence) in expected.iter().enumerate() {
                let range = tokens.sentence(number);
                prop_assert_eq!(range.len(), sentence.len());
                for (at, token) in range.zip(sentence) {
                    prop_assert_eq!(tokens.sentence_of(at), number);
                    prop_assert_eq!(tokens.bytes(at, at), token.start..token.end);
                    prop_assert_eq!(corpus.store().vocabulary.norm(tokens.ids[at]), &token.norm);
                    let bytes = tokens.sentence_bytes(number);
                    prop_assert!(bytes.start <= token.start && token.end <= bytes.end);
                }
            }
        }
    }

    #[test]
    fn a_view_answers_as_a_corpus_of_its_documents_alone(drafts in drafts(), keep in any::<u16>()) {
        let positions: Vec<u32> = (0..drafts.len() as u32).filter(|at| keep >> at & 1 == 1).collect();
        let alone: Vec<Draft> = positions.iter().map(|&at| drafts[at as usize].clone()).collect();
        let view = build(drafts).select(&positions);
        prop_assert_eq!(answers(&view, Some(Every::Month)), answers(&build(alone), Some(Every::Month)));
        prop_assert_eq!(view.select(&[]).len(), 0);
    }

    #[test]
    fn arbitrary_text_is_read(texts in prop::collection::vec("(?s).{0,60}", 0..4)) {
        let drafts = texts.iter().enumerate().map(|(n, text)| draft(&n.to_string(), text)).collect();
        for lang in Lang::ALL.map(Some).into_iter().chain([None]) {
            let options = Options { lang, ..Options::default() };
            let corpus = Corpus::build(Vec::clone(&drafts), options, &Control::default()).unwrap();
            prop_assert_eq!(answers(&corpus, Some(Every::Year)).len(), 8);
        }
    }
}

#[test]
fn a_repeated_identity_gets_a_suffix_and_a_warning() {
    let ids = ["a", "a", "b", "a~2", "a", ""];
    let corpus = build(ids.iter().map(|id| draft(id, "Un mot.")).collect());
    let table = documents::documents(&corpus, &go()).unwrap();
    assert_eq!(table.doc_id, ["a", "a~3", "b", "a~2", "a~4", ""]);
    let warned: Vec<usize> = (0..ids.len()).filter(|&at| !table.warnings[at].is_empty()).collect();
    assert_eq!(warned, [1, 4]);
    assert!(table.warnings[1][0].contains("\"a\"") && table.warnings[1][0].contains("\"a~3\""));
}

#[test]
fn a_stop_ends_the_work_and_progress_counts_documents() {
    let control = Control::default();
    Corpus::build(many(), Options::default(), &control).unwrap();
    assert_eq!(control.done(), 700);
    let stopped = Control::default();
    stopped.stop();
    assert!(matches!(Corpus::build(many(), Options::default(), &stopped), Err(Error::Interrupted)));
    assert!(stopped.done() < 700);
}

#[test]
fn every_question_can_be_stopped() {
    let corpus = build(many());
    let stopped = Control::default();
    stopped.stop();
    let pairs = frequency::Ask { ngram: 2, ..frequency::Ask::default() };
    let window = kwic::Ask { window: 3, across_sentences: false };
    let contrast = keyness::keyness(&corpus, &corpus, &keyness::Ask::default(), &stopped);
    let answers = [
        documents::documents(&corpus, &stopped).map(drop),
        documents::stories(&corpus, &stopped).map(drop),
        documents::fields(&corpus, &stopped).map(drop),
        frequency::frequency(&corpus, &frequency::Ask::default(), &stopped).map(drop),
        frequency::frequency(&corpus, &pairs, &stopped).map(drop),
        themes::themes(&corpus, &lexicon(), &themes::Ask::default(), &stopped).map(drop),
        hits::hits(&corpus, &lexicon(), hits::Ask::default(), &stopped).map(drop),
        kwic::kwic(&corpus, "drogue", window, &stopped).map(drop),
        dtm::dtm(&corpus, &stopped).map(drop),
        contrast.map(drop),
    ];
    for (question, answer) in answers.into_iter().enumerate() {
        assert!(matches!(answer, Err(Error::Interrupted)), "question {question}");
    }
    // A stopped question can be asked again.
    assert_eq!(documents::stories(&corpus, &go()).unwrap().len(), corpus.len());
}

#[test]
fn nothing_and_empty_texts_give_empty_answers() {
    for drafts in [vec![], vec![draft("a", "")], vec![draft("a", " \r\n\u{FEFF}\n"), draft("b", "…\n\n!")]] {
        let corpus = build(drafts);
        for every in [None, Some(Every::Day), Some(Every::Decade)] {
            answers(&corpus, every);
            let ask = themes::Ask { every, ..themes::Ask::default() };
            let table = themes::themes(&corpus, &lexicon(), &ask, &go()).unwrap();
            let rates = table.per_million.iter().chain(&table.per_million_low).chain(&table.per_million_high);
            assert!(rates.flatten().next().is_none());
            assert!(hits::hits(&corpus, &lexicon(), hits::Ask::default(), &go()).unwrap().start.is_empty());
        }
        let contrast = keyness::keyness(&corpus, &corpus.select(&[]), &keyness::Ask::default(), &go());
        assert!(contrast.unwrap().term.is_empty() && dtm::dtm(&corpus, &go()).unwrap().terms.is_empty());
    }
}

#[test]
fn an_uncertain_language_is_the_fallback_and_said() {
    let options = Options { lang: None, fallback: Lang::Es, ..Options::default() };
    let french =
        "Les ministres de la sécurité se sont réunis à Rabat pour parler de la coopération entre les deux pays.";
    let corpus = Corpus::build(vec![draft("a", "42"), draft("b", french)], options, &Control::default()).unwrap();
    assert_eq!((corpus.document(0).lang, corpus.document(1).lang), (Lang::Es, Lang::Fr));
    assert!(corpus.document(0).warnings.iter().any(|warning| warning.contains("es")));
    assert!(corpus.document(1).warnings.is_empty());
    assert_eq!(corpus.languages(), [Lang::Fr, Lang::Es]);
}
