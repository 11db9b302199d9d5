//! A lexicon looked up in one text, one sentence unless a blank line says otherwise.

use coopsec::Result;
use coopsec::corpus::Vocabulary;
use coopsec::lexicon::{Document, Hit, Lexicon, Matcher, NestedScope};
use coopsec::text::{Lang, Rules, kind, norm, segment};

/// A hit as a row: theme, matched text, pattern, whether an ancestor has it from a descendant.
pub type Row = (String, String, String, bool);

/// How a text is read and resolved.
#[derive(Clone, Copy)]
pub struct Reading {
    pub lang: Lang,
    pub split_hyphens: bool,
    pub scope: NestedScope,
}

/// Every hit of a lexicon in a text, ancestors' rows among them.
pub fn rows(lexicon: &Lexicon, text: &str, reading: Reading) -> Result<Vec<Row>> {
    let rules = || Rules { lang: reading.lang, elision: true, split_hyphens: reading.split_hyphens };
    let (mut tokens, mut starts, mut from) = (Vec::new(), Vec::new(), 0);
    for sentence in text.split_inclusive("\n\n") {
        starts.push(tokens.len() as u32);
        let mut ranges = Vec::new();
        segment(sentence, rules(), &mut ranges);
        tokens.extend(ranges.into_iter().map(|range| from + range.start..from + range.end));
        from += sentence.len();
    }
    let mut vocabulary = Vocabulary::default();
    let mut ids = Vec::new();
    for range in &tokens {
        let norm = norm(&text[range.clone()], reading.lang);
        ids.push(vocabulary.intern(&norm, kind(&norm)));
    }
    let matcher = lexicon.compile(rules(), &vocabulary)?;
    let surface = |index: usize| &text[tokens[index].clone()];
    let document = Document { ids: &ids, sentence_starts: &starts, surface: &surface };
    let hits = matcher.hits(&document, reading.scope);
    Ok(hits.iter().map(|hit| row(lexicon, &matcher, hit, &text[span(&tokens, hit)])).collect())
}

fn span(tokens: &[std::ops::Range<usize>], hit: &Hit) -> std::ops::Range<usize> {
    tokens[hit.start as usize].start..tokens[hit.end as usize - 1].end
}

fn row(lexicon: &Lexicon, matcher: &Matcher, hit: &Hit, text: &str) -> Row {
    let theme = lexicon.themes()[hit.theme as usize].name.clone();
    (theme, text.to_owned(), matcher.pattern_text(hit.pattern).to_owned(), hit.rolled_up)
}
