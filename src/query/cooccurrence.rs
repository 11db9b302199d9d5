//! Co-occurrence: pairs of themes that share a sentence, a paragraph or a document more, or less, often than they would
//! by chance.
//!
//! Rows are sorted by period (null last), group, left and right theme by name; every period × group × pair is present.
//! A theme and its ancestor are not a pair, since each match of the theme is also a match of the ancestor. A unit
//! counts once per pair. A document whose language has no pattern for one of the two themes is left out of the pair's
//! denominators; `uncovered` says how many were left out for each theme.

use rayon::prelude::*;

use super::column::Coded;
use super::grid::{Cell, Grid, Grouping};
use super::scan::Scan;
use super::themes::uncovered;
use super::units::{ByLang, Occurrences, Within, by_item, by_unit};
use crate::calendar::{Date, Every};
use crate::corpus::{Control, Corpus};
use crate::error::Result;
use crate::lexicon::{Lexicon, Matcher, NestedScope};
use crate::stats::collocation::Pairing;
use crate::text::Lang;

/// The parameters of the query.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// What counts as together.
    pub within: Within,
    /// Period size.
    pub every: Option<Every>,
    /// Grouping by a column.
    pub grouping: Option<Grouping>,
    /// Whether nested matches of different themes are refused.
    pub scope: NestedScope,
}

/// One row per period, group and pair.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Cooccurrence {
    pub period: Vec<Option<Date>>,
    pub group: Vec<i64>,
    pub left: Coded,
    pub right: Coded,
    pub count: Vec<i64>,
    pub expected: Vec<Option<f64>>,
    pub npmi: Vec<Option<f64>>,
    pub g2: Vec<Option<f64>>,
    pub n_units: Vec<i64>,
    pub partial: Vec<bool>,
    /// Themes for which some documents were left out, by name, with the number of these documents.
    pub uncovered: Vec<(String, usize)>,
}

/// Counts pairs of themes.
///
/// # Errors
/// As in [`Grid::new`] and [`Lexicon::compile`]; [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn cooccurrence(corpus: &Corpus, lexicon: &Lexicon, ask: &Ask, control: &Control) -> Result<Cooccurrence> {
    corpus.ready(ask.within.need())?;
    let grid = Grid::new(corpus, ask.every, ask.grouping.as_ref())?;
    // Before the pairs are listed: those of ten thousand themes fill a table, those of a hundred thousand the memory.
    grid.check_rows(count_pairs(lexicon))?;
    let names = Names::new(lexicon);
    let pairs = names.pairs(lexicon);
    let scan = Scan::new(corpus, lexicon, ask.scope, control)?;
    let rank = |hit: &crate::lexicon::Hit| Some(names.rank[hit.theme as usize]);
    let occurrences = Occurrences::find(corpus, &scan, ask.within, rank, control)?;
    let units = ask.within.count(corpus, control)?;
    let counter = Counter { corpus, scan: &scan, names: &names, pairs: &pairs, occurrences, units };
    let count = |cell| control.check().map(|()| counter.count(cell));
    let cells: Vec<Vec<Pairing>> = grid.cells.par_iter().map(count).collect::<Result<_>>()?;
    let mut table = lay_out(&grid, &cells, &names, &pairs);
    table.uncovered = uncovered(&scan, lexicon, None);
    Ok(table)
}

/// The themes above a theme, the nearest first.
fn ancestors(lexicon: &Lexicon, theme: usize) -> impl Iterator<Item = usize> {
    let themes = lexicon.themes();
    std::iter::successors(themes[theme].parent, |&above| themes[above].parent)
}

/// Number of pairs of themes of which neither is above the other.
fn count_pairs(lexicon: &Lexicon) -> usize {
    let count = lexicon.themes().len();
    let nested: usize = (0..count).map(|theme| ancestors(lexicon, theme).count()).sum();
    count * count.saturating_sub(1) / 2 - nested
}

/// Themes sorted by name.
struct Names {
    /// The rank of each theme of the lexicon.
    rank: Vec<u32>,
    /// The theme of the lexicon at each rank.
    theme: Vec<usize>,
    sorted: Vec<String>,
}

impl Names {
    fn new(lexicon: &Lexicon) -> Self {
        let theme = lexicon.by_name();
        let sorted = theme.iter().map(|&theme| lexicon.themes()[theme].name.clone()).collect();
        Self { rank: lexicon.ranks(), theme, sorted }
    }

    /// The ranks of the two themes of every pair.
    fn pairs(&self, lexicon: &Lexicon) -> Vec<(u32, u32)> {
        let is_above = |ancestor: usize, theme: usize| ancestors(lexicon, theme).any(|above| above == ancestor);
        let count = self.theme.len();
        let all = (0..count).flat_map(|left| (left + 1..count).map(move |right| (left, right)));
        // The name of a theme begins with that of its parent, so ancestors come first.
        let apart = all.filter(|&(left, right)| !is_above(self.theme[left], self.theme[right]));
        apart.map(|(left, right)| (left as u32, right as u32)).collect()
    }
}

struct Counter<'a> {
    corpus: &'a Corpus,
    scan: &'a Scan<'a>,
    names: &'a Names,
    pairs: &'a [(u32, u32)],
    occurrences: Occurrences,
    units: Vec<i64>,
}

/// Counts of units, over the documents of one language in a cell.
struct Sums<'a> {
    matcher: &'a Matcher,
    units: i64,
    /// Units with each theme.
    with: Vec<i64>,
    /// Units with both themes of a pair: a square table by rank.
    both: Vec<i64>,
}

impl Counter<'_> {
    fn count(&self, cell: &Cell) -> Vec<Pairing> {
        let themes = self.names.theme.len();
        let mut here = Vec::new();
        let mut languages: ByLang<Option<Sums<'_>>> = [const { None }; Lang::ALL.len()];
        for &position in &cell.documents {
            let position = position as usize;
            let sums = languages[self.corpus.lang(position) as usize].get_or_insert_with(|| Sums {
                matcher: self.scan.matcher(position),
                units: 0,
                with: vec![0; themes],
                both: vec![0; themes * themes],
            });
            sums.units += self.units[position];
            for unit in by_unit(self.occurrences.of(position)) {
                here.clear();
                here.extend(by_item(unit).map(|same| same[0].item as usize));
                sums.add(&here);
            }
        }
        self.pairs.iter().map(|&pair| self.pair(languages.iter().flatten(), pair)).collect()
    }

    /// The counts of a pair, over the languages that cover both themes.
    fn pair<'s>(&self, languages: impl Iterator<Item = &'s Sums<'s>>, (left, right): (u32, u32)) -> Pairing {
        let (left, right) = (left as usize, right as usize);
        let mut sum = Pairing { joint: 0, left: 0, right: 0, total: 0 };
        let covers = |matcher: &Matcher| [left, right].iter().all(|&at| matcher.covers(self.names.theme[at]));
        for sums in languages.filter(|sums| covers(sums.matcher)) {
            sum.joint += sums.both[left * sums.with.len() + right];
            sum.left += sums.with[left];
            sum.right += sums.with[right];
            sum.total += sums.units;
        }
        sum
    }
}

impl Sums<'_> {
    /// Counts a unit, given its themes in ascending order.
    fn add(&mut self, themes: &[usize]) {
        for (at, &left) in (1..).zip(themes) {
            self.with[left] += 1;
            let row = left * self.with.len();
            themes[at..].iter().for_each(|&right| self.both[row + right] += 1);
        }
    }
}

fn lay_out(grid: &Grid, cells: &[Vec<Pairing>], names: &Names, pairs: &[(u32, u32)]) -> Cooccurrence {
    let themes = || Coded::new(names.sorted.iter().map(String::as_str).collect(), Vec::new());
    let mut table = Cooccurrence { left: themes(), right: themes(), ..Cooccurrence::default() };
    for (cell, sums) in cells.iter().enumerate() {
        let (period, group) = grid.place(cell);
        for (&(left, right), sum) in pairs.iter().zip(sums) {
            table.period.push(grid.periods[period]);
            table.group.push(group as i64);
            table.left.push(left);
            table.right.push(right);
            table.count.push(sum.joint);
            table.expected.push(sum.expected());
            table.npmi.push(sum.npmi());
            table.g2.push(sum.g2());
            table.n_units.push(sum.total);
            table.partial.push(grid.partial[period]);
        }
    }
    table
}
