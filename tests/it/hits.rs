//! Every match is in the text where its row says.

use coopsec::query::documents;
use coopsec::query::hits::{Ask, hits};
use proptest::prelude::*;

use crate::sample::{build, draft, drafts, go, lexicon, slice};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn offsets_slice_to_the_match_and_the_sentence(drafts in drafts(), rollup in any::<bool>()) {
        let corpus = build(drafts);
        let table = hits(&corpus, &lexicon(), Ask { rollup, ..Ask::default() }, &go()).unwrap();
        let ids = documents::documents(&corpus, &go()).unwrap().doc_id;
        for row in 0..table.doc_id.len() {
            let position = ids.iter().position(|id| Some(id.as_str()) == table.doc_id.get(row)).unwrap();
            let (document, text) = (corpus.document(position), corpus.text(position));
            let (start, end, sentence) = (table.start[row], table.end[row], table.sentence_start[row]);
            let shown = table.sentence.get(row).unwrap();
            let sentence_end = sentence + shown.chars().count() as i64;
            prop_assert!(start < end && sentence <= start && end <= sentence_end);
            prop_assert_eq!(&slice(&text, start, end), &table.matched[row]);
            prop_assert_eq!(&slice(&text, sentence, sentence_end), shown);
            prop_assert_eq!(table.date_start[row], document.date.as_ref().map(|found| found.reading.start));
        }
    }

    #[test]
    fn rows_come_by_document_and_place_and_rollup_only_adds_ancestors(drafts in drafts()) {
        let corpus = build(drafts);
        let ids = documents::documents(&corpus, &go()).unwrap().doc_id;
        let order: Vec<String> = lexicon().themes().iter().map(|theme| theme.name.clone()).collect();
        let rows = |rollup: bool| {
            let table = hits(&corpus, &lexicon(), Ask { rollup, ..Ask::default() }, &go()).unwrap();
            let row = |at: usize| {
                let document = ids.iter().position(|id| Some(id.as_str()) == table.doc_id.get(at)).unwrap();
                let theme = order.iter().position(|name| Some(name.as_str()) == table.theme.get(at)).unwrap();
                (document, table.start[at], table.end[at], theme, table.pattern.get(at).unwrap().to_owned())
            };
            (0..table.doc_id.len()).map(row).collect::<Vec<_>>()
        };
        let (own, all) = (rows(false), rows(true));
        prop_assert!(all.is_sorted() && own.is_sorted());
        prop_assert!(own.iter().all(|row| all.contains(row)));
        for row in all.iter().filter(|row| !own.contains(row)) {
            prop_assert_eq!(&order[row.3], "cooperation");
            let child = |other: &&(usize, i64, i64, usize, String)| {
                (other.0, other.1, other.2) == (row.0, row.1, row.2) && order[other.3] == "cooperation.abroad"
            };
            prop_assert_eq!(own.iter().filter(child).count(), 1);
        }
    }
}

#[test]
fn offsets_count_code_points_through_line_ends_and_astral_signs() {
    let text = "𝄞 Le port.\r\n\r\nUne e\u{301}quipe 👩‍👩‍👧 dit : «\u{A0}la drogue\u{A0}»,\r\nle trafic d’armes.";
    let corpus = build(vec![draft("a", text)]);
    let table = hits(&corpus, &lexicon(), Ask::default(), &go()).unwrap();
    let found: Vec<(&str, &str)> = table.theme.iter().flatten().zip(table.matched.iter()).collect();
    assert_eq!(found, [("drugs", "drogue"), ("phrase", "drogue"), ("drugs", "trafic")]);
    let chars: Vec<char> = text.chars().collect();
    let place = |word: &str| text[..text.find(word).unwrap()].chars().count() as i64;
    assert_eq!(table.start, [place("drogue"), place("drogue"), place("trafic")]);
    assert_eq!(chars[table.start[2] as usize..table.end[2] as usize].iter().collect::<String>(), "trafic");
    let sentence = table.sentence.get(0).unwrap();
    assert!(sentence.starts_with("Une e\u{301}quipe") && sentence.ends_with("armes."));
    assert_eq!(table.sentence_start[0], place("Une"));
}
