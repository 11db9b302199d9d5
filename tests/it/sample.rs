//! Small corpora for tests: fixed ones, random ones, and the tokens of a document in plain loops.

use coopsec::calendar::Every;
use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::Lexicon;
use coopsec::query::Grouping;
use coopsec::text::{self, Lang, Rules};
use proptest::prelude::*;
use proptest::sample::select;

/// Words, marks, breaks and multi-byte characters, so that offsets in bytes and in code points differ.
const WORDS: [&str; 26] = [
    "le",
    "Le",
    "drogue",
    "drogue",
    "Drogue",
    "terrorisme",
    "terrorisme",
    "coopération",
    "coope\u{301}ration",
    "cooperación",
    "الإرهاب",
    "l’Espagne",
    "l'Espagne",
    "trafic",
    "de",
    "1 500",
    "𝄞",
    "%",
    ",",
    ".",
    "!",
    "\n\n",
    "\r\n",
    "\r\n\r\n",
    "porte-parole",
    "est",
];

/// Every precision, and words that state no date; all within three years, so that a daily calendar stays short.
const DATES: [&str; 10] = [
    "2016-02-29",
    "2016-12-31",
    "2017-01-01",
    "12 août 2017",
    "2017-08",
    "novembre 2016",
    "2017-Q3",
    "2016",
    "du 30 décembre 2016 au 2 janvier 2017",
    "du 3 au 5 mai 2017",
];

/// Themes for all languages and for some, one with a child, and a phrase with a gap.
pub(crate) const LEXICON: &str = "
    [theme.drugs]
    patterns = ['drogue', 'trafic']
    [theme.cooperation]
    fr = ['coopération']
    [theme.cooperation.abroad]
    es = ['cooperación']
    fr = ['espagne']
    [theme.terrorism]
    fr = ['terrorisme']
    ar = ['إرهاب']
    [theme.phrase]
    fr = ['le ~2 drogue', 'drogue']
";

pub(crate) fn lexicon() -> Lexicon {
    Lexicon::from_toml(LEXICON, "sample").expect("a lexicon")
}

/// A control that is never stopped.
pub(crate) fn go() -> Control {
    Control::default()
}

pub(crate) fn draft(id: &str, text: &str) -> Draft {
    Draft { id: id.to_owned(), text: text.into(), ..Draft::default() }
}

pub(crate) fn dated(id: &str, date: &str, text: &str) -> Draft {
    Draft { date: Some(date.to_owned()), ..draft(id, text) }
}

pub(crate) fn build(drafts: Vec<Draft>) -> Corpus {
    Corpus::build(drafts, Options::default(), &Control::default()).expect("a corpus")
}

/// Drafts with dates of every precision or none, in all languages; some are empty.
pub(crate) fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let text = prop::collection::vec(select(WORDS.to_vec()), 0..24).prop_map(|words| words.join(" "));
    let date = prop_oneof![1 => Just(None), 3 => select(DATES.to_vec()).prop_map(Some)];
    let lang = prop_oneof![3 => Just(Lang::Fr), 2 => select(Lang::ALL.to_vec())];
    prop::collection::vec((text, date, lang), 0..12).prop_map(|documents| {
        let drafts = documents.into_iter().enumerate();
        drafts
            .map(|(number, (text, date, lang))| {
                let date = date.map(str::to_owned);
                Draft { date, lang: Some(lang), ..draft(&format!("d{number}"), &text) }
            })
            .collect()
    })
}

/// Batches of documents; a set bit ends a batch.
pub(crate) fn batches(drafts: &[Draft], cuts: u16) -> Vec<Vec<Draft>> {
    let mut batches = vec![Vec::new()];
    for (at, draft) in drafts.iter().enumerate() {
        batches.last_mut().expect("a batch").push(draft.clone());
        if cuts >> (at % 16) & 1 == 1 {
            batches.push(Vec::new());
        }
    }
    batches
}

pub(crate) fn every() -> impl Strategy<Value = Option<Every>> {
    let sizes = [Every::Day, Every::Week, Every::Month, Every::Quarter, Every::Year, Every::Decade];
    prop_oneof![1 => Just(None), 6 => select(sizes.to_vec()).prop_map(Some)]
}

/// Groups in turn, and one that is not used, since a column may have a value that no document of a view has.
pub(crate) fn grouping(corpus: &Corpus, count: Option<usize>) -> Option<Grouping> {
    count.map(|count| Grouping { of: (0..corpus.len()).map(|at| (at % count) as u32).collect(), count: count + 1 })
}

pub(crate) fn groups() -> impl Strategy<Value = Option<usize>> {
    select(vec![None, Some(1), Some(3)])
}

/// A token of a document, as a byte range of its text.
pub(crate) struct Token {
    pub(crate) norm: String,
    pub(crate) counted: bool,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The sentences of the counted text of a document.
pub(crate) fn sentences(corpus: &Corpus, position: usize) -> Vec<Vec<Token>> {
    let (document, text) = (corpus.document(position), corpus.text(position));
    let mut found = Vec::new();
    for range in &document.counted {
        let part = &text[range.clone()];
        let mut ranges = Vec::new();
        text::segment(part, Rules { lang: document.lang, ..Rules::default() }, &mut ranges);
        for sentence in text::sentences(part, &ranges, document.lang) {
            let inside = ranges.iter().filter(|token| sentence.start <= token.start && token.end <= sentence.end);
            let token = |token: &std::ops::Range<usize>| {
                let norm = text::norm(&part[token.clone()], document.lang).into_owned();
                let counted = text::kind(&norm).is_counted();
                Token { norm, counted, start: range.start + token.start, end: range.start + token.end }
            };
            found.push(inside.map(token).collect());
        }
    }
    found
}

/// Number of counted tokens of a document.
pub(crate) fn n_tokens(corpus: &Corpus, position: usize) -> i64 {
    sentences(corpus, position).iter().flatten().filter(|token| token.counted).count() as i64
}

/// A slice by code points, as users slice in Python.
pub(crate) fn slice(text: &str, start: i64, end: i64) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

/// A text with each run of white space replaced by one space.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
