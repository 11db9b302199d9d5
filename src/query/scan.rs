//! A lexicon applied to a corpus: compiled once per language, run once per document.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::batches::batches;
use super::spare::Spare;
use crate::corpus::{Control, Corpus, Marked, Need, PlacesOf, Row, TypesOf, TypesReader, Wanted, prefetch};
use crate::error::Result;
use crate::lexicon::{Hit, Lexicon, Matcher, NestedScope, Search, Searched};
use crate::text::Lang;

/// Documents a thread looks at in one go.
pub(super) const UNIT: usize = 256;
/// Documents whose starters are found before the first of them is searched, so that what the search reads of the later
/// ones is prefetched in the meantime.
const AHEAD: usize = 16;
/// Sentence starts in a cache line.
const LINE: usize = 16;

pub(super) struct Scan<'a> {
    corpus: &'a Corpus,
    scope: NestedScope,
    /// Number of documents in each language.
    documents: [usize; Lang::ALL.len()],
    plans: [Option<Plan>; Lang::ALL.len()],
}

struct Plan {
    matcher: Arc<Matcher>,
    /// Types that a match can begin with.
    starters: Wanted,
}

/// State that a worker keeps from one document to the next.
#[derive(Default)]
struct Scratch<'a> {
    /// The next documents to search.
    candidates: Vec<Candidate<'a>>,
    /// Their starters.
    starters: Vec<u32>,
    search: Search,
}

/// A document in which a match may begin.
struct Candidate<'a> {
    position: usize,
    row: Row<'a>,
    lang: Lang,
    types: TypesOf<'a>,
    /// Its sentence starts, if already known.
    known: Option<&'a [u32]>,
    /// The end of its starters in `Scratch::starters`; they begin where those of the previous candidate end.
    end: usize,
}

/// A document being searched. Types are looked up in place, since few are needed.
struct Sought<'a> {
    row: Row<'a>,
    types: TypesOf<'a>,
    known: Option<&'a [u32]>,
    /// Number of sentences that begin at or before the token last asked about.
    begun: Cell<usize>,
    text: OnceCell<Cow<'a, str>>,
    places: RefCell<Option<Marked<'a>>>,
}

impl<'a> Sought<'a> {
    /// The places from a token on.
    fn places(&self, token: usize) -> PlacesOf<'a> {
        self.places.borrow_mut().get_or_insert_with(|| Marked::new(self.row.places())).from(token)
    }
}

impl Searched for Sought<'_> {
    fn len(&self) -> u32 {
        self.types.len() as u32
    }

    fn id(&self, token: u32) -> u32 {
        self.types.at(token as usize)
    }

    fn surface(&self, token: u32) -> &str {
        let text = self.text.get_or_init(|| self.row.text());
        self.places(token as usize).next().map_or("", |place| &text[place])
    }

    fn stop(&self, token: u32) -> u32 {
        let known = self.known.unwrap_or_default();
        let mut begun = self.begun.get();
        // Tokens are asked about in nearly ascending order.
        if begun > 0 && known[begun - 1] > token {
            begun = 0;
        }
        begun += known[begun..].iter().take_while(|&&start| start <= token).count();
        self.begun.set(begun);
        known.get(begun).copied().unwrap_or(u32::MAX).min(self.len())
    }

    fn is_in_one_sentence(&self, tokens: Range<u32>) -> bool {
        match self.known {
            Some(_) => true,
            None => {
                let tokens = tokens.start as usize..tokens.end as usize;
                self.row.is_in_one_sentence(tokens.clone(), self.places(tokens.start))
            }
        }
    }
}

impl<'a> Scan<'a> {
    /// Compiles the lexicon for every language of the corpus.
    pub(super) fn new(corpus: &'a Corpus, lexicon: &Lexicon, scope: NestedScope, control: &Control) -> Result<Self> {
        corpus.ready(Need::Documents)?;
        let mut documents = [0; Lang::ALL.len()];
        corpus.sizes().for_each(|(lang, _)| documents[lang as usize] += 1);
        let mut plans = [const { None }; Lang::ALL.len()];
        for lang in Lang::ALL.into_iter().filter(|&lang| documents[lang as usize] > 0) {
            let matcher = lexicon.matcher(corpus.store(), corpus.rules(lang), control)?;
            if let Some(form) = matcher.exact_form() {
                corpus.ready_for_form(form)?;
            }
            plans[lang as usize] = Some(Plan { starters: Wanted::new(matcher.starters()), matcher });
        }
        Ok(Self { corpus, scope, documents, plans })
    }

    fn plan(&self, lang: Lang) -> &Plan {
        self.plans[lang as usize].as_ref().expect("a matcher was compiled for every language of the corpus")
    }

    /// The matcher of a document's language.
    pub(super) fn matcher(&self, position: usize) -> &Matcher {
        &self.plan(self.corpus.lang(position)).matcher
    }

    /// The matcher of each language of the corpus, in the order of [`Lang::ALL`].
    pub(super) fn by_language(&self) -> impl Iterator<Item = (Lang, &Matcher)> {
        let plans = Lang::ALL.into_iter().zip(&self.plans);
        plans.filter_map(|(lang, plan)| Some((lang, &*plan.as_ref()?.matcher)))
    }

    /// The matcher of each language, with the number of documents in that language.
    pub(super) fn matchers(&self) -> impl Iterator<Item = (&Matcher, usize)> {
        let plans = self.plans.iter().zip(self.documents);
        plans.filter_map(|(plan, documents)| Some((&*plan.as_ref()?.matcher, documents)))
    }

    /// Collects from every document with matches, in parallel by units of documents; results are in document order.
    /// Matches include those of ancestors, sorted by start, end and theme.
    pub(super) fn collect<T: Default + Send>(
        &self,
        control: &Control,
        collect: impl Fn(&mut T, usize, &[Hit]) + Sync,
    ) -> Result<Vec<T>> {
        let collect = |collected: &mut T, position, _: Row<'a>, hits: &[Hit]| {
            collect(collected, position, hits);
            Ok(())
        };
        self.gather(control, collect, |collected| Ok(std::mem::take(collected)))
    }

    /// Like `collect`, but collecting may fail, as it can when it reads more of a document than the search did. What
    /// was collected from a unit is passed to `finish`, which must leave it empty: its memory is reused for the next
    /// unit.
    pub(super) fn gather<T: Default + Send, U: Send>(
        &self,
        control: &Control,
        collect: impl Fn(&mut T, usize, Row<'a>, &[Hit]) -> Result<()> + Sync,
        finish: impl Fn(&mut T) -> Result<U> + Sync,
    ) -> Result<Vec<U>> {
        let spare = Spare::new(<(Scratch<'a>, T)>::default);
        let units = batches(self.corpus.len(), UNIT).map(|documents| {
            control.check()?;
            let mut reader = self.corpus.types_reader();
            spare.lend(|(scratch, collected)| {
                for first in documents.clone().step_by(AHEAD) {
                    let end = documents.end.min(first + AHEAD);
                    self.find_candidates(first..end, &mut reader, scratch)?;
                    let Scratch { candidates, starters, search } = &mut *scratch;
                    let mut begin = 0;
                    for candidate in &*candidates {
                        let starters = &starters[std::mem::replace(&mut begin, candidate.end)..candidate.end];
                        let hits = self.hits(candidate, starters, search, control)?;
                        if !hits.is_empty() {
                            collect(collected, candidate.position, candidate.row, hits)?;
                        }
                    }
                }
                finish(collected)
            })
        });
        units.collect()
    }

    /// Finds the documents in a range of positions in which a match may begin.
    fn find_candidates(
        &self,
        positions: Range<usize>,
        reader: &mut TypesReader<'a>,
        scratch: &mut Scratch<'a>,
    ) -> Result<()> {
        scratch.candidates.clear();
        scratch.starters.clear();
        for position in positions {
            let (row, types) = reader.read(position)?;
            let (before, lang) = (scratch.starters.len(), row.lang());
            types.find(&self.plan(lang).starters, &mut scratch.starters);
            let end = scratch.starters.len();
            if end > before {
                let known = row.known_sentence_starts();
                prefetch(known.unwrap_or_default(), 0);
                prefetch(known.unwrap_or_default(), LINE);
                scratch.candidates.push(Candidate { position, row, lang, types, known, end });
            }
        }
        Ok(())
    }

    fn hits<'s>(
        &self,
        candidate: &Candidate<'_>,
        starters: &[u32],
        search: &'s mut Search,
        control: &Control,
    ) -> Result<&'s [Hit]> {
        let &Candidate { row, lang, types, known, .. } = candidate;
        let document =
            Sought { row, types, known, begun: Cell::new(0), text: OnceCell::new(), places: RefCell::new(None) };
        search.hits(&self.plan(lang).matcher, &document, starters, self.scope, &|| control.check())
    }
}
