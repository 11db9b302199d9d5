//! Times each step of reading and matching over the documents of `corpus/`.
//!
//! Run `cargo bench --bench micro`, or a single benchmark: `cargo bench --bench micro -- sentences`. Times are those of
//! one thread; throughput is in bytes of text.

mod sample;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use coopsec::corpus::{Control, Corpus, Draft, Options};
use coopsec::lexicon::{Document, Lexicon, NestedScope};
use coopsec::press::{self, Given};
use coopsec::text::decode::damage;
use coopsec::text::{self, Lang, Rules};
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use sample::Sample;

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(sample::documents);

/// Patterns of each kind: words, stars, phrases, gaps, alternatives.
const LEXICON: &str = "
[theme.terrorism]
fr = ['terroris*', 'attentat*', 'lutte contre le terrorisme', 'cellule* (terroriste*|dormante*)']
[theme.migration]
fr = ['migra*', 'réfugié*', 'flux migratoire*', \"demande* d'asile\"]
[theme.intelligence]
fr = ['renseignement*', 'échange* ~4 renseignement*', 'service* de (renseignement*|sécurité)']
";

fn main() {
    divan::main();
}

fn rules(lang: Lang) -> Rules {
    Rules { lang, ..Rules::default() }
}

fn bytes() -> BytesCount {
    BytesCount::new(SAMPLES.iter().map(|sample| sample.text.len()).sum::<usize>())
}

fn cut(sample: &Sample) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    text::segment(&sample.text, rules(sample.lang), &mut tokens);
    tokens
}

#[divan::bench]
fn segment(bencher: Bencher<'_, '_>) {
    let mut tokens = Vec::new();
    bencher.counter(bytes()).bench_local(|| {
        for sample in SAMPLES.iter() {
            tokens.clear();
            text::segment(black_box(&sample.text), rules(sample.lang), &mut tokens);
        }
        tokens.len()
    });
}

/// Normalises each distinct form once, as a corpus does; throughput is in bytes of the forms.
#[divan::bench]
fn norm(bencher: Bencher<'_, '_>) {
    let forms: BTreeSet<(&str, Lang)> = SAMPLES
        .iter()
        .flat_map(|sample| cut(sample).into_iter().map(|token| (&sample.text[token], sample.lang)))
        .collect();
    let total: usize = forms.iter().map(|(form, _)| form.len()).sum();
    bencher.counter(BytesCount::new(total)).bench_local(|| {
        for &(form, lang) in &forms {
            black_box(text::norm(black_box(form), lang));
        }
    });
}

#[divan::bench]
fn sentences(bencher: Bencher<'_, '_>) {
    let tokens: Vec<Vec<Range<usize>>> = SAMPLES.iter().map(cut).collect();
    bencher.counter(bytes()).bench_local(|| {
        for (sample, tokens) in SAMPLES.iter().zip(&tokens) {
            black_box(text::sentences(black_box(&sample.text), tokens, sample.lang));
        }
    });
}

#[divan::bench]
fn press_read(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench_local(|| {
        for sample in SAMPLES.iter() {
            let given = Given { text: black_box(&sample.text), lang: sample.lang, ..Given::default() };
            black_box(press::read(&given));
        }
    });
}

#[divan::bench]
fn damage_found(bencher: Bencher<'_, '_>) {
    bencher.counter(bytes()).bench_local(|| {
        for sample in SAMPLES.iter() {
            black_box(damage(black_box(&sample.text)));
        }
    });
}

/// Compiled beforehand; throughput is in bytes of the French documents.
#[divan::bench]
fn matcher(bencher: Bencher<'_, '_>) {
    let drafts: Vec<Draft> = SAMPLES.iter().filter(|sample| sample.lang == Lang::Fr).map(draft).collect();
    let corpus = Corpus::build(drafts, Options::default(), &Control::default()).expect("the sample is read");
    let lexicon = Lexicon::from_toml(LEXICON, "benchmark").expect("the lexicon is sound");
    let matcher = lexicon
        .compile(corpus.rules(Lang::Fr), &corpus.store().vocabulary, &Control::default())
        .expect("the patterns are sound");
    let total: usize = (0..corpus.len()).map(|position| corpus.text(position).len()).sum();
    bencher.counter(BytesCount::new(total)).bench_local(|| {
        for position in 0..corpus.len() {
            let (text, tokens) = (corpus.text(position), corpus.tokens(position));
            let surface = |token: usize| &text[tokens.bytes(token, token)];
            let document = Document { ids: &tokens.ids, sentence_starts: tokens.sentence_starts, surface: &surface };
            black_box(matcher.hits(&document, NestedScope::Theme));
        }
    });
}

fn draft(sample: &Sample) -> Draft {
    Draft { id: sample.name.clone(), text: sample.text.clone().into(), lang: Some(sample.lang), ..Draft::default() }
}
