//! The units of a part of a table: its documents, or clusters of them, with their tokens and hits.

use hashbrown::HashMap;

use super::counts::Counts;
use crate::corpus::prefetch;
use crate::query::scan::Scan;
use crate::stats::bootstrap::Hits;
use crate::stats::rate::RateSums;
use crate::text::Lang;

/// How far ahead of the current document to prefetch.
const AHEAD: usize = 8;

/// Themes covered by the same languages, which therefore share denominators.
pub(super) struct Coverage {
    pub(super) themes: Vec<usize>,
}

impl Coverage {
    /// Groups themes by the languages that have a pattern for them.
    pub(super) fn of_themes(scan: &Scan<'_>, themes: usize) -> Vec<Self> {
        let languages =
            |theme: usize| scan.by_language().map(|(_, matcher)| matcher.covers(theme)).collect::<Vec<bool>>();
        let mut found: Vec<(Vec<bool>, Self)> = Vec::new();
        for theme in 0..themes {
            let covered = languages(theme);
            match found.iter_mut().find(|(other, _)| *other == covered) {
                Some((_, coverage)) => coverage.themes.push(theme),
                None => found.push((covered, Self { themes: vec![theme] })),
            }
        }
        found.into_iter().map(|(_, coverage)| coverage).collect()
    }
}

/// The units that some themes share, and the hits of each theme in them.
pub(super) struct Units {
    /// Tokens of each unit.
    pub(super) tokens: Vec<i64>,
    /// Number of documents in all units.
    pub(super) n_docs: i64,
    /// For each theme, in the order of the coverage.
    pub(super) hits: Vec<Hits>,
    /// Number of documents with a hit, for each theme.
    pub(super) doc_freq: Vec<i64>,
}

/// The data that units are made from.
pub(super) struct Source<'a> {
    pub(super) scan: Scan<'a>,
    counts: Counts,
    /// Number of themes in the lexicon.
    themes: usize,
    /// Cluster of each document; if `None`, each document is a unit.
    clusters: Option<&'a [u32]>,
    /// Language and tokens of every document, side by side in memory, as cells read them in any order.
    sizes: Vec<(Lang, u32)>,
}

impl<'a> Source<'a> {
    pub(super) fn new(
        scan: Scan<'a>,
        counts: Counts,
        sizes: Vec<(Lang, u32)>,
        themes: usize,
        clusters: Option<&'a [u32]>,
    ) -> Self {
        Self { scan, counts, themes, clusters, sizes }
    }

    /// The units of some documents for the themes of a coverage.
    pub(super) fn units(&self, documents: &[u32], coverage: &Coverage) -> Units {
        let themes = coverage.themes.len();
        let mut units =
            Units { tokens: Vec::new(), n_docs: 0, hits: vec![Hits::new(); themes], doc_freq: vec![0; themes] };
        let mut of_cluster: HashMap<u32, u32> = HashMap::new();
        let first = coverage.themes[0];
        let mut places = vec![None; self.themes];
        (0..themes).for_each(|place| places[coverage.themes[place]] = Some(place));
        let mut covers = [false; Lang::ALL.len()];
        self.scan.by_language().for_each(|(lang, matcher)| covers[lang as usize] = matcher.covers(first));
        for (number, &document) in documents.iter().enumerate() {
            self.fetch(documents, number + AHEAD);
            let position = document as usize;
            let (lang, n_tokens) = self.sizes[position];
            if !covers[lang as usize] {
                continue;
            }
            let next = units.tokens.len() as u32;
            let unit = self.clusters.map_or(next, |clusters| *of_cluster.entry(clusters[position]).or_insert(next));
            if unit == next {
                units.tokens.push(0);
            }
            units.tokens[unit as usize] += i64::from(n_tokens);
            units.n_docs += 1;
            for &(theme, count) in self.counts.of(position) {
                if let Some(place) = places[theme as usize] {
                    units.hits[place].push((unit, i64::from(count)));
                    units.doc_freq[place] += 1;
                }
            }
        }
        if self.clusters.is_some() {
            units.hits.iter_mut().for_each(merge);
        }
        units
    }

    /// Prefetches what will soon be read of a cell's documents, which may be anywhere in memory.
    fn fetch(&self, documents: &[u32], number: usize) {
        if let Some(&document) = documents.get(number) {
            self.counts.fetch(document as usize);
        }
        if let Some(&document) = documents.get(number + AHEAD) {
            self.counts.fetch_ends(document as usize);
            prefetch(&self.sizes, document as usize);
        }
    }
}

/// Adds up the entries of each unit, leaving one per unit in order.
fn merge(hits: &mut Hits) {
    hits.sort_unstable();
    hits.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        kept.1 += if same { later.1 } else { 0 };
        same
    });
}

impl Units {
    /// The sums for each theme.
    pub(super) fn sums(&self) -> Vec<RateSums> {
        let mut denominators = RateSums::default();
        self.tokens.iter().for_each(|&tokens| denominators.add_unit(tokens));
        let of_theme = |hits: &Hits| {
            let mut sums = denominators;
            hits.iter().for_each(|&(unit, count)| sums.add_hits(count, self.tokens[unit as usize]));
            sums
        };
        self.hits.iter().map(of_theme).collect()
    }
}
