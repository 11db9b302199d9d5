//! A lexicon laid over a corpus: compiled once a language, asked once a document.

use std::cell::OnceCell;

use rayon::prelude::*;

use super::spare::Spare;
use crate::corpus::{Control, Corpus, Need, Wanted};
use crate::error::Result;
use crate::lexicon::{self, Hit, Lexicon, Matcher, NestedScope, Search};
use crate::text::Lang;

/// Documents a thread looks at in one go.
const UNIT: usize = 128;

pub(super) struct Scan<'a> {
    corpus: &'a Corpus,
    scope: NestedScope,
    plans: [Option<Plan>; Lang::ALL.len()],
}

struct Plan {
    matcher: Matcher,
    /// Types that a match can begin with.
    starters: Wanted,
}

/// What a worker keeps from one document to the next.
#[derive(Default)]
struct Scratch {
    starters: Vec<u32>,
    ids: Vec<u32>,
    search: Search,
}

impl<'a> Scan<'a> {
    /// Compiles the lexicon for every language of the corpus.
    pub(super) fn new(corpus: &'a Corpus, lexicon: &Lexicon, scope: NestedScope) -> Result<Self> {
        let mut plans = [const { None }; Lang::ALL.len()];
        for lang in corpus.languages() {
            let matcher = lexicon.compile(corpus.rules(lang), &corpus.store().vocabulary)?;
            corpus.ready(if matcher.reads_text() { Need::Texts } else { Need::Columns })?;
            plans[lang as usize] = Some(Plan { starters: Wanted::new(matcher.starters()), matcher });
        }
        Ok(Self { corpus, scope, plans })
    }

    fn plan(&self, position: usize) -> &Plan {
        let lang = self.corpus.lang(position);
        self.plans[lang as usize].as_ref().expect("a matcher was compiled for every language of the corpus")
    }

    /// The matcher of a document's language.
    pub(super) fn matcher(&self, position: usize) -> &Matcher {
        &self.plan(position).matcher
    }

    /// The matcher of each language of the corpus, in the order of [`Lang::ALL`].
    pub(super) fn by_language(&self) -> impl Iterator<Item = (Lang, &Matcher)> {
        let plans = Lang::ALL.into_iter().zip(&self.plans);
        plans.filter_map(|(lang, plan)| Some((lang, &plan.as_ref()?.matcher)))
    }

    /// The matcher of each language, with the number of its documents.
    pub(super) fn matchers(&self) -> impl Iterator<Item = (&Matcher, usize)> {
        let mut documents = [0; Lang::ALL.len()];
        (0..self.corpus.len()).for_each(|position| documents[self.corpus.lang(position) as usize] += 1);
        let plans = self.plans.iter().zip(documents);
        plans.filter_map(|(plan, documents)| Some((&plan.as_ref()?.matcher, documents)))
    }

    /// Collects from every document that has matches, units of documents in parallel; the results are in document order.
    /// Matches come with those of ancestors, sorted by start, end and theme.
    pub(super) fn collect<T: Default + Send>(
        &self,
        control: &Control,
        collect: impl Fn(&mut T, usize, &[Hit]) + Sync,
    ) -> Result<Vec<T>> {
        let spare = Spare::new(Scratch::default);
        let count = self.corpus.len();
        let units = (0..count.div_ceil(UNIT)).into_par_iter().map(|unit| {
            control.check()?;
            let mut collected = T::default();
            spare.lend(|scratch| {
                for position in unit * UNIT..count.min((unit + 1) * UNIT) {
                    let hits = self.hits(position, scratch);
                    if !hits.is_empty() {
                        collect(&mut collected, position, hits);
                    }
                }
            });
            Ok(collected)
        });
        units.collect()
    }

    fn hits<'s>(&self, position: usize, scratch: &'s mut Scratch) -> &'s [Hit] {
        let plan = self.plan(position);
        let types = self.corpus.types(position);
        types.find(&plan.starters, &mut scratch.starters);
        if scratch.starters.is_empty() {
            return &[];
        }
        types.unpack(&mut scratch.ids);
        let text = OnceCell::new();
        let surface = |token: usize| {
            let (text, places) = text.get_or_init(|| {
                let places: Vec<_> = self.corpus.places(position).collect();
                (self.corpus.text(position), places)
            });
            let place: &std::ops::Range<usize> = &places[token];
            &text[place.clone()]
        };
        let sentence_starts = self.corpus.sentence_starts(position);
        let document = lexicon::Document { ids: &scratch.ids, sentence_starts, surface: &surface };
        scratch.search.hits(&plan.matcher, &document, &scratch.starters, self.scope)
    }
}
