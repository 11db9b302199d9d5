//! Themes over time in one pass over text, without keeping a corpus.
//!
//! The lexicon learns types as they are met, so matches are found in a document right after its tokens, and both are
//! then dropped. What is kept are sums over documents, by period, group and language, from which the rates and their
//! limits follow; so memory grows with the vocabulary, not with the documents, and the sums of several workers, or
//! machines, merge by addition. Resampled limits, clusters, standards and the first documents of stories need the
//! documents themselves: a corpus answers those.

mod known;
mod sought;
mod sums;
mod worker;

use known::{Question, Sieves};
use sums::Sums;
use worker::Worker;

use super::grid::Grouping;
use super::placed::{Pass, days_of};
use super::scan::Scan;
use super::themes::{Ask, Counts, Themes, lay_out, left_by, rows};
use crate::corpus::{Control, Corpus, Drafts, Options, Workers, read_blocks};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::text::Lang;

/// Counts the themes of documents that come in batches.
///
/// ```
/// use coopsec::corpus::{Control, Draft, Options};
/// use coopsec::lexicon::Lexicon;
/// use coopsec::query::count_themes::ThemeCounter;
/// use coopsec::query::themes;
///
/// let lexicon = Lexicon::from_toml("theme.ports.fr = [\"port*\"]", "example")?;
/// let mut counter = ThemeCounter::new(Options::default(), lexicon, themes::Ask::default())?;
/// for text in ["Les ports du Maroc.", "Le port, les ports."] {
///     counter.add(vec![Draft { text: text.into(), ..Draft::default() }], &Control::default())?;
/// }
/// let table = counter.finish(None, &Control::default())?;
/// assert_eq!((table.count[0], table.doc_freq[0], table.n_tokens[0]), (3, 2, 8));
/// # Ok::<(), coopsec::Error>(())
/// ```
#[derive(Debug)]
pub struct ThemeCounter {
    options: Options,
    lexicon: Lexicon,
    ask: Ask,
    sieves: Sieves,
    workers: Workers<Worker>,
    /// Sums of corpora counted as a whole, for questions that a single pass over text cannot answer.
    corpora: Sums,
}

impl ThemeCounter {
    /// A counter with nothing counted yet. Groups come with each corpus, so any grouping in `ask` is ignored.
    ///
    /// # Errors
    /// [`Error::Argument`] if the question needs the documents themselves (resampling, clusters, a standard, or a
    /// selection of documents), or for a confidence outside 0 to 1.
    pub fn new(options: Options, lexicon: Lexicon, ask: Ask) -> Result<Self> {
        ask.check_confidence()?;
        if ask.method.resamples() || ask.clusters.is_some() || ask.standard.is_some() || ask.counted.is_some() {
            let help = "a single pass keeps only sums, not the documents that resampling needs: use a corpus instead";
            return Err(Error::Argument(help.to_owned()));
        }
        let (workers, corpora) = (Workers::default(), Sums::default());
        Ok(Self { options, lexicon, ask, sieves: Sieves::default(), workers, corpora })
    }

    /// Counts the themes of more documents, in group 0.
    ///
    /// # Errors
    /// As in [`Lexicon::compile`]; [`Error::Decode`] for a text of more than 4 GiB; [`Error::Interrupted`] if `control`
    /// was told to stop. After an error some of the documents may already be counted: discard the counter.
    pub fn add(&mut self, drafts: impl Into<Drafts>, control: &Control) -> Result<()> {
        let pass = Pass { options: &self.options, every: self.ask.every, control };
        let question = Question { lexicon: &self.lexicon, scope: self.ask.scope, sieves: &self.sieves, pass };
        let unread = drafts.into().into_blocks();
        read_blocks(unread, &self.workers, |unread, worker, _| worker.read(unread.drafts(), question))?;
        Ok(())
    }

    /// Counts the documents of a corpus; its groups are numbered from `first`.
    ///
    /// # Errors
    /// As in [`themes`](super::themes::themes).
    pub fn add_corpus(
        &mut self,
        corpus: &Corpus,
        grouping: Option<&Grouping>,
        first: u32,
        control: &Control,
    ) -> Result<()> {
        grouping.map_or(Ok(()), |grouping| grouping.check(corpus))?;
        let counts = Counts::new(&Scan::new(corpus, &self.lexicon, self.ask.scope, control)?, control)?;
        for (position, ((lang, n_tokens), reading)) in corpus.sizes().zip(corpus.readings()).enumerate() {
            let group = first + grouping.map_or(0, |grouping| grouping.of[position]);
            let (span, period) = days_of(reading, self.ask.every);
            let hits = counts.of(position).iter().copied();
            self.corpora.add((period, group, lang), span, i64::from(n_tokens), hits);
        }
        Ok(())
    }

    /// The table of everything added. `groups` maps each group to its place in the table (groups with the same name
    /// share one) and gives the number of places.
    ///
    /// # Errors
    /// As in [`themes`](super::themes::themes).
    ///
    /// # Panics
    /// If `groups` has fewer entries than groups were added.
    pub fn finish(self, groups: Option<&Grouping>, control: &Control) -> Result<Themes> {
        let Self { lexicon, ask, workers, corpora, .. } = self;
        let mut sums = Sums::default();
        for part in workers.into_vec().iter().map(|worker| &worker.sums).chain([&corpora]) {
            sums.join(part, groups);
        }
        control.check()?;
        let themes = lexicon.themes().len();
        let grid = sums.grid(ask.every, groups.map_or(1, |groups| groups.count))?;
        grid.check_rows(themes)?;
        let (documents, covered) = (sums.documents(), Lang::ALL.map(|lang| lexicon.covered(lang)));
        let parts: Vec<_> = sums.parts(&grid, &covered, themes).into_iter().map(|parts| vec![parts]).collect();
        let mut table = lay_out(&grid, &rows(&parts, &ask, themes), &lexicon);
        let left = |theme: usize| {
            documents.iter().zip(&covered).filter(|(_, covered)| !covered[theme]).map(|(left, _)| left).sum()
        };
        table.uncovered = left_by(&lexicon, (0..themes).map(left));
        Ok(table)
    }
}
