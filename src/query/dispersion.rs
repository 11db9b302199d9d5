//! Dispersion: how evenly themes or terms are spread over the documents, or over other parts of a corpus.
//!
//! Rows of themes are sorted by name, those of terms by count descending and then by term. Parts are weighted by their
//! counted tokens; a part without any is not a part, and occurrences in it only count in `count` and the largest shares.
//! A document whose language has no pattern for a theme belongs to none of the theme's parts; `uncovered` says how many
//! were left out.

use rayon::prelude::*;

use super::column::Texts;
use super::dtm::{Dtm, dtm};
use super::grid::Grouping;
use super::scan::Scan;
use super::themes::uncovered;
use super::units::ByLang;
use crate::corpus::{Control, Corpus, Need};
use crate::error::Result;
use crate::lexicon::{self, Lexicon, NestedScope};
use crate::stats::dispersion as stats;
use crate::stats::dispersion::{Parts, largest_share};
use crate::text::Lang;

/// What to measure.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// The themes of a lexicon.
    Themes(&'a Lexicon, NestedScope),
    /// Patterns, each by itself.
    Patterns(&'a [String]),
    /// Every term of the corpus with enough occurrences.
    Terms {
        /// Fewest occurrences.
        min_count: i64,
    },
}

/// One row per theme or term.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Dispersion {
    pub item: Texts,
    pub count: Vec<i64>,
    pub range: Vec<i64>,
    pub dp: Vec<Option<f64>>,
    pub dp_norm: Vec<Option<f64>>,
    pub juilland_d: Vec<Option<f64>>,
    pub largest_doc_share: Vec<Option<f64>>,
    pub largest_source_share: Vec<Option<f64>>,
    pub n_parts: Vec<i64>,
    /// Themes for which some documents were left out, by name, with the number of these documents.
    pub uncovered: Vec<(String, usize)>,
}

/// Measures dispersion over documents, or over the parts of a grouping.
///
/// # Errors
/// [`Error::Argument`](crate::Error::Argument) for a grouping of another view or a pattern given twice, and as in
/// [`Lexicon::compile`]; [`Error::Interrupted`](crate::Error::Interrupted) if `control` was told to stop.
pub fn dispersion(
    corpus: &Corpus,
    subject: Subject<'_>,
    parts: Option<&Grouping>,
    control: &Control,
) -> Result<Dispersion> {
    corpus.ready(Need::Columns)?;
    if let Some(parts) = parts {
        parts.check(corpus)?;
    }
    let places = Places::new(corpus, parts);
    match subject {
        Subject::Themes(lexicon, scope) => {
            let scan = Scan::new(corpus, lexicon, scope, control)?;
            let mut table = of_themes(lexicon, &scan, &places, control)?;
            table.uncovered = uncovered(&scan, lexicon, None);
            Ok(table)
        }
        Subject::Patterns(patterns) => {
            let lexicon = lexicon::of_patterns(patterns)?;
            let scan = Scan::new(corpus, &lexicon, NestedScope::Theme, control)?;
            Ok(of_themes(&lexicon, &scan, &places, control)?.by_count())
        }
        Subject::Terms { min_count } => of_terms(&dtm(corpus, control)?, min_count, &places, control),
    }
}

/// Part, source and size of every document.
struct Places<'a> {
    corpus: &'a Corpus,
    /// Part of each document; `None` if each document is a part.
    parts: Option<&'a Grouping>,
    /// Source of each document, if it states one.
    sources: Vec<Option<u32>>,
    n_sources: usize,
}

impl<'a> Places<'a> {
    fn new(corpus: &'a Corpus, parts: Option<&'a Grouping>) -> Self {
        let mut names: Vec<&str> = (0..corpus.len()).filter_map(|position| corpus.source(position)).collect();
        names.sort_unstable();
        names.dedup();
        let source = |position| names.binary_search(&corpus.source(position)?).ok().map(|at| at as u32);
        let sources = (0..corpus.len()).map(source).collect();
        Self { corpus, parts, sources, n_sources: names.len() }
    }

    fn count(&self) -> usize {
        self.parts.map_or(self.corpus.len(), |parts| parts.count)
    }

    fn part(&self, position: usize) -> usize {
        self.parts.map_or(position, |parts| parts.of[position] as usize)
    }

    /// Tokens of each part, counting only documents in the given languages.
    fn sizes(&self, languages: ByLang<bool>) -> Vec<i64> {
        let mut sizes = vec![0; self.count()];
        for position in (0..self.corpus.len()).filter(|&position| languages[self.corpus.lang(position) as usize]) {
            sizes[self.part(position)] += self.corpus.n_tokens(position) as i64;
        }
        sizes
    }
}

/// The parts as certain languages see them, laid out once for all themes that these languages cover.
struct Layout {
    sizes: Vec<i64>,
    parts: Parts,
}

impl Layout {
    fn new(places: &Places<'_>, languages: ByLang<bool>) -> Self {
        let sizes = places.sizes(languages);
        Self { parts: Parts::new(sizes.iter().copied()), sizes }
    }
}

/// Tables by part and source, reused for every item.
struct Sums {
    parts: Vec<i64>,
    sources: Vec<i64>,
    met: Vec<usize>,
    with: Vec<(i64, i64)>,
}

impl Sums {
    fn new(places: &Places<'_>) -> Self {
        Self { parts: vec![0; places.count()], sources: vec![0; places.n_sources], met: Vec::new(), with: Vec::new() }
    }

    /// Measures an item, given its count in each document that contains it, in document order.
    fn measure(&mut self, places: &Places<'_>, layout: &Layout, documents: &[(u32, i64)]) -> Measures {
        self.met.clear();
        for &(position, count) in documents {
            let part = places.part(position as usize);
            if self.parts[part] == 0 {
                self.met.push(part);
            }
            self.parts[part] += count;
            if let Some(source) = places.sources[position as usize] {
                self.sources[source as usize] += count;
            }
        }
        self.with.clear();
        let with = self.met.iter().map(|&part| (std::mem::take(&mut self.parts[part]), layout.sizes[part]));
        // Marks that a pattern finds may be all that a document has; it is not a part then.
        self.with.extend(with.filter(|&(_, size)| size > 0));
        let count = documents.iter().map(|&(_, count)| count).sum();
        let found = stats::Dispersion::new(layout.parts, &self.with);
        let sources = documents.iter().filter_map(|&(position, _)| places.sources[position as usize]);
        let of_sources: Vec<i64> = sources.map(|source| std::mem::take(&mut self.sources[source as usize])).collect();
        Measures {
            count,
            range: found.range(),
            dp: found.dp(),
            dp_norm: found.dp_norm(),
            juilland_d: found.juilland_d(),
            largest_doc_share: largest_share(documents.iter().map(|&(_, count)| count), count),
            largest_source_share: largest_share(of_sources, count),
            n_parts: layout.parts.count,
        }
    }
}

struct Measures {
    count: i64,
    range: i64,
    dp: Option<f64>,
    dp_norm: Option<f64>,
    juilland_d: Option<f64>,
    largest_doc_share: Option<f64>,
    largest_source_share: Option<f64>,
    n_parts: i64,
}

fn of_themes(lexicon: &Lexicon, scan: &Scan<'_>, places: &Places<'_>, control: &Control) -> Result<Dispersion> {
    let units = scan.collect(control, |found: &mut Vec<(u32, u32)>, position, hits| {
        found.extend(hits.iter().map(|hit| (hit.theme, position as u32)));
    })?;
    let mut documents: Vec<Vec<(u32, i64)>> = vec![Vec::new(); lexicon.themes().len()];
    for (theme, position) in units.into_iter().flatten() {
        match documents[theme as usize].last_mut() {
            Some((last, count)) if *last == position => *count += 1,
            _ => documents[theme as usize].push((position, 1)),
        }
    }
    let mut layouts: Vec<(ByLang<bool>, Layout)> = Vec::new();
    let mut sums = Sums::new(places);
    let mut table = Dispersion::default();
    for theme in lexicon.by_name() {
        control.check()?;
        let languages = languages(scan, theme);
        let known = layouts.iter().position(|(of, _)| *of == languages);
        let at = known.unwrap_or_else(|| {
            layouts.push((languages, Layout::new(places, languages)));
            layouts.len() - 1
        });
        table.item.push(&lexicon.themes()[theme].name);
        table.push(&sums.measure(places, &layouts[at].1, &documents[theme]));
    }
    Ok(table)
}

/// The languages of the corpus that have a pattern for a theme.
fn languages(scan: &Scan<'_>, theme: usize) -> ByLang<bool> {
    let mut covers = [false; Lang::ALL.len()];
    scan.by_language().for_each(|(lang, matcher)| covers[lang as usize] = matcher.covers(theme));
    covers
}

fn of_terms(matrix: &Dtm, min_count: i64, places: &Places<'_>, control: &Control) -> Result<Dispersion> {
    let (ends, cells) = by_term(matrix);
    let layout = Layout::new(places, [true; Lang::ALL.len()]);
    let documents = |term: usize| &cells[if term == 0 { 0 } else { ends[term - 1] }..ends[term]];
    let counts: Vec<i64> =
        (0..ends.len()).into_par_iter().map(|term| documents(term).iter().map(|(_, count)| count).sum()).collect();
    let mut listed: Vec<usize> = (0..ends.len()).filter(|&term| counts[term] >= min_count).collect();
    listed.sort_by_key(|&term| std::cmp::Reverse(counts[term]));
    let measures = listed.par_iter().map_init(
        || Sums::new(places),
        |sums, &term| control.check().map(|()| sums.measure(places, &layout, documents(term))),
    );
    let measures: Vec<Measures> = measures.collect::<Result<_>>()?;
    let mut table =
        Dispersion { item: listed.iter().map(|&term| &matrix.terms[term]).collect(), ..Dispersion::default() };
    measures.iter().for_each(|measures| table.push(measures));
    Ok(table)
}

/// The matrix regrouped by term: where the cells of each term end, and its documents with their counts, in document
/// order.
fn by_term(matrix: &Dtm) -> (Vec<usize>, Vec<(u32, i64)>) {
    let mut next = vec![0; matrix.terms.len() + 1];
    matrix.term.iter().for_each(|&term| next[term as usize + 1] += 1);
    (0..matrix.terms.len()).for_each(|term| next[term + 1] += next[term]);
    let ends = next[1..].to_vec();
    let mut cells = vec![(0, 0); matrix.term.len()];
    let mut start = 0;
    for (position, &end) in (0u32..).zip(&matrix.ends) {
        for cell in start..end {
            let place = &mut next[matrix.term[cell] as usize];
            cells[*place] = (position, matrix.count[cell]);
            *place += 1;
        }
        start = end;
    }
    (ends, cells)
}

impl Dispersion {
    fn push(&mut self, measures: &Measures) {
        self.count.push(measures.count);
        self.range.push(measures.range);
        self.dp.push(measures.dp);
        self.dp_norm.push(measures.dp_norm);
        self.juilland_d.push(measures.juilland_d);
        self.largest_doc_share.push(measures.largest_doc_share);
        self.largest_source_share.push(measures.largest_source_share);
        self.n_parts.push(measures.n_parts);
    }

    /// The same table sorted by count; rows of equal count keep their order.
    fn by_count(self) -> Self {
        let mut order: Vec<usize> = (0..self.count.len()).collect();
        order.sort_by_key(|&row| std::cmp::Reverse(self.count[row]));
        fn taken<T: Copy>(order: &[usize], values: &[T]) -> Vec<T> {
            order.iter().map(|&row| values[row]).collect()
        }
        Self {
            item: order.iter().map(|&row| &self.item[row]).collect(),
            count: taken(&order, &self.count),
            range: taken(&order, &self.range),
            dp: taken(&order, &self.dp),
            dp_norm: taken(&order, &self.dp_norm),
            juilland_d: taken(&order, &self.juilland_d),
            largest_doc_share: taken(&order, &self.largest_doc_share),
            largest_source_share: taken(&order, &self.largest_source_share),
            n_parts: taken(&order, &self.n_parts),
            uncovered: self.uncovered,
        }
    }
}
