//! Which matches count: quanteda's rule, with a hierarchy and exclusions.
//!
//! Within a theme the longest span goes first, then the leftmost; a match is refused if any of its tokens already
//! serves the theme. A parent is resolved as if the patterns of its subtree were its own; on equal spans a descendant's
//! pattern goes first, then the order of the lexicon decides. With [`NestedScope::Lexicon`] a match is also refused if
//! longer or earlier matches of any theme cover all of its tokens, as with quanteda's `nested_scope = "dictionary"`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::matcher::Hit;
use crate::error::Result;

/// How far a match prevents others from counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NestedScope {
    /// Within its theme.
    #[default]
    Theme,
    /// Also outside its theme, if the other match lies wholly inside.
    Lexicon,
}

/// The longest match of a counting pattern that begins at a token, not yet resolved. Shorter ones, of which a pattern
/// with gaps may have hundreds, are looked for again only if this one is refused and one of them need not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    pub(crate) theme: u32,
    pub(crate) pattern: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether the pattern also has shorter matches that begin here.
    pub(crate) has_shorter: bool,
}

/// Where a candidate stands in the order of resolution: longest first, then leftmost, then by rank of its theme and by
/// pattern.
type Turn = (u32, u32, u32, u32);

impl Candidate {
    /// The hit for `theme`, which is its own theme or an ancestor.
    fn hit(&self, theme: u32) -> Hit {
        Hit { theme, pattern: self.pattern, start: self.start, end: self.end, rolled_up: theme != self.theme }
    }

    fn span(&self) -> (u32, u32) {
        (self.start, self.end)
    }

    fn turn(&self, tree: &Tree) -> Turn {
        (u32::MAX - (self.end - self.start), self.start, tree.rank[self.theme as usize], self.pattern)
    }

    /// The longest match that ends no later than `limit`.
    fn within(self, limit: u32, shorter: &mut impl Shorter) -> Result<Option<Self>> {
        match self.end <= limit {
            true => Ok(Some(self)),
            false if self.has_shorter && limit > self.start => shorter(&self, limit),
            false => Ok(None),
        }
    }
}

/// Finds the longest match of a candidate's pattern that begins where it begins and ends no later than a token.
pub(crate) trait Shorter: FnMut(&Candidate, u32) -> Result<Option<Candidate>> {}

impl<F: FnMut(&Candidate, u32) -> Result<Option<Candidate>>> Shorter for F {}

/// A match that cancels the matches it overlaps, in the subtree of a theme or everywhere: the longest of its pattern
/// that begins at its first token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exclusion {
    pub(crate) theme: Option<u32>,
    pub(crate) pattern: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The hierarchy of the themes.
#[derive(Debug)]
pub(crate) struct Tree {
    parents: Vec<Option<u32>>,
    /// Rank in post-order: descendants before ancestors, otherwise in the order of the lexicon.
    rank: Vec<u32>,
}

impl Tree {
    /// `parents` gives the parent of every theme, parents before their children.
    pub(crate) fn new(parents: impl Iterator<Item = Option<usize>>) -> Self {
        let parents: Vec<Option<u32>> = parents.map(|parent| parent.map(|parent| parent as u32)).collect();
        let mut below = vec![0u32; parents.len()];
        let mut depth = vec![0u32; parents.len()];
        for (theme, parent) in parents.iter().enumerate() {
            depth[theme] = parent.map_or(0, |parent| depth[parent as usize] + 1);
        }
        for (theme, parent) in parents.iter().enumerate().rev() {
            if let Some(parent) = parent {
                below[*parent as usize] += below[theme] + 1;
            }
        }
        // In pre-order, `theme` nodes come before `theme`; of these, its ancestors come after it in post-order.
        let rank = (0u32..).zip(below.iter().zip(&depth)).map(|(theme, (below, depth))| theme + below - depth);
        Self { rank: rank.collect(), parents }
    }

    /// A theme and its ancestors.
    pub(crate) fn line(&self, theme: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(theme), |&theme| self.parents[theme as usize])
    }
}

/// The only candidate to count, if all are of the same theme and lie within its span; on equal spans, the first in the
/// lexicon.
fn only(candidates: &[Candidate]) -> Option<Candidate> {
    let (&first, others) = candidates.split_first()?;
    let length = |one: &Candidate| one.end - one.start;
    let mut only = first;
    for one in others {
        if one.theme != only.theme {
            return None;
        }
        if (length(one), only.pattern) > (length(&only), one.pattern) {
            only = *one;
        }
    }
    let holds = |one: &Candidate| only.start <= one.start && one.end <= only.end;
    candidates.iter().all(holds).then_some(only)
}

/// Resolves candidates, one document after another.
#[derive(Debug, Default)]
pub(crate) struct Resolver {
    taken: Taken,
    covered: Cover,
    /// Shorter matches that wait for their turn.
    again: BinaryHeap<Reverse<(Turn, Candidate)>>,
}

impl Resolver {
    /// Adds the hits of a document, sorted by start, end, theme and pattern. Candidates must come in order of their
    /// first tokens, each within one sentence. Those that share no tokens with others, as nearly all, are resolved by
    /// themselves.
    ///
    /// # Errors
    /// Those of `shorter`.
    pub(crate) fn document(
        &mut self,
        tree: &Tree,
        scope: NestedScope,
        candidates: &mut Vec<Candidate>,
        exclusions: &[Exclusion],
        hits: &mut Vec<Hit>,
        shorter: &mut impl Shorter,
    ) -> Result<()> {
        if !exclusions.is_empty() {
            let cancelled = Cancelled::new(exclusions);
            let mut kept = 0;
            for at in 0..candidates.len() {
                let limit = cancelled.limit(&candidates[at], tree);
                if let Some(candidate) = candidates[at].within(limit, shorter)? {
                    candidates[kept] = candidate;
                    kept += 1;
                }
            }
            candidates.truncate(kept);
        }
        let mut rest = candidates.as_mut_slice();
        while let Some(first) = rest.first() {
            let (mut end, mut count) = (first.end, 1);
            while let Some(next) = rest.get(count).filter(|next| next.start < end) {
                end = end.max(next.end);
                count += 1;
            }
            let (together, later) = rest.split_at_mut(count);
            rest = later;
            let before = hits.len();
            match only(together) {
                Some(only) => hits.extend(tree.line(only.theme).map(|theme| only.hit(theme))),
                None => self.overlapping(tree, scope, together, hits, shorter)?,
            }
            if hits.len() > before + 1 {
                hits[before..].sort_unstable_by_key(|hit| (hit.start, hit.end, hit.theme, hit.pattern));
            }
        }
        Ok(())
    }

    /// Resolves any candidates that may share tokens.
    fn overlapping(
        &mut self,
        tree: &Tree,
        scope: NestedScope,
        candidates: &mut [Candidate],
        hits: &mut Vec<Hit>,
        shorter: &mut impl Shorter,
    ) -> Result<()> {
        candidates.sort_unstable_by_key(|one| one.turn(tree));
        self.taken.begin(candidates, tree.rank.len());
        if scope == NestedScope::Lexicon {
            self.covered.begin(candidates);
        }
        self.again.clear();
        let mut rest = &*candidates;
        loop {
            let waiting = self.again.peek().map(|Reverse((turn, one))| (*turn, one.span()));
            let first = rest.first().map(|one| (one.turn(tree), one.span()));
            let Some((_, span)) = first.into_iter().chain(waiting).min() else { return Ok(()) };
            let (same, later) = rest.split_at(rest.iter().take_while(|one| one.span() == span).count());
            rest = later;
            if waiting.is_none_or(|(_, other)| other != span) {
                self.span(tree, scope, same, hits, shorter)?;
                continue;
            }
            let mut all = same.to_vec();
            while let Some(Reverse((_, one))) = self.again.peek().filter(|Reverse((_, one))| one.span() == span) {
                all.push(*one);
                self.again.pop();
            }
            all.sort_unstable_by_key(|one| one.turn(tree));
            self.span(tree, scope, &all, hits, shorter)?;
        }
    }

    /// Resolves candidates with the same span: these never refuse each other across themes.
    fn span(
        &mut self,
        tree: &Tree,
        scope: NestedScope,
        same: &[Candidate],
        hits: &mut Vec<Hit>,
        shorter: &mut impl Shorter,
    ) -> Result<()> {
        let (start, end) = same[0].span();
        // Then all of their shorter ones are covered as well.
        if scope == NestedScope::Lexicon && self.covered.holds(start, end) {
            return Ok(());
        }
        let before = hits.len();
        for candidate in same {
            for theme in tree.line(candidate.theme) {
                // Spans accepted earlier are no shorter, so one that overlaps this span contains its first or its last
                // token.
                if self.taken.holds(theme, start) || self.taken.holds(theme, end - 1) {
                    continue;
                }
                self.taken.add(theme, start, end);
                hits.push(candidate.hit(theme));
            }
        }
        if scope == NestedScope::Lexicon && hits.len() > before {
            self.covered.add(start, end);
        }
        for candidate in same.iter().filter(|one| one.has_shorter) {
            // Whatever is longer than this ends in a token that already serves the theme.
            let open = tree.line(candidate.theme).filter(|&theme| !self.taken.holds(theme, start));
            let Some(limit) = open.map(|theme| self.taken.next(theme, start)).max() else { continue };
            if let Some(one) = candidate.within(limit.min(end - 1), shorter)? {
                self.again.push(Reverse((one.turn(tree), one)));
            }
        }
        Ok(())
    }
}

/// Tokens of a sentence that already serve a theme: one bit each if all the matches lie close together, as nearly
/// always, otherwise their spans.
#[derive(Debug, Default)]
struct Taken {
    /// The token of the first bit; `None` if the matches lie too far apart.
    origin: Option<u32>,
    /// Bits of the tokens, by theme.
    near: Vec<u64>,
    /// Themes with any bits.
    met: Vec<u32>,
    /// The end of each span, by theme and first token.
    far: BTreeMap<(u32, u32), u32>,
}

impl Taken {
    fn begin(&mut self, candidates: &[Candidate], themes: usize) {
        self.met.drain(..).for_each(|theme| self.near[theme as usize] = 0);
        self.near.resize(themes.max(self.near.len()), 0);
        self.far.clear();
        let first = candidates.iter().map(|one| one.start).min().unwrap_or_default();
        let last = candidates.iter().map(|one| one.end).max().unwrap_or_default();
        self.origin = (last - first <= u64::BITS).then_some(first);
    }

    fn holds(&self, theme: u32, token: u32) -> bool {
        match self.origin {
            Some(origin) => self.near[theme as usize] >> (token - origin) & 1 != 0,
            None => {
                let last = self.far.range((theme, 0)..=(theme, token)).next_back();
                last.is_some_and(|(_, &end)| end > token)
            }
        }
    }

    /// The first token after one that serves no theme yet which does.
    fn next(&self, theme: u32, token: u32) -> u32 {
        match self.origin {
            Some(origin) => {
                let later = self.near[theme as usize] >> (token - origin);
                if later == 0 { u32::MAX } else { token + later.trailing_zeros() }
            }
            None => {
                self.far.range((theme, token)..=(theme, u32::MAX)).next().map_or(u32::MAX, |(&(_, start), _)| start)
            }
        }
    }

    fn add(&mut self, theme: u32, start: u32, end: u32) {
        match self.origin {
            Some(origin) => {
                self.met.push(theme);
                self.near[theme as usize] |= u64::MAX >> (u64::BITS - (end - start)) << (start - origin);
            }
            None => _ = self.far.insert((theme, start), end),
        }
    }
}

/// Tokens covered by accepted matches of any theme.
#[derive(Debug, Default)]
struct Cover {
    origin: u32,
    tokens: Vec<bool>,
}

impl Cover {
    fn begin(&mut self, candidates: &[Candidate]) {
        let first = candidates.iter().map(|one| one.start).min().unwrap_or_default();
        let last = candidates.iter().map(|one| one.end).max().unwrap_or_default();
        self.origin = first;
        self.tokens.clear();
        self.tokens.resize((last - first) as usize, false);
    }

    fn place(&mut self, start: u32, end: u32) -> &mut [bool] {
        &mut self.tokens[(start - self.origin) as usize..(end - self.origin) as usize]
    }

    fn holds(&mut self, start: u32, end: u32) -> bool {
        self.place(start, end).iter().all(|covered| *covered)
    }

    fn add(&mut self, start: u32, end: u32) {
        self.place(start, end).fill(true);
    }
}

/// The spans of exclusions, joined where they overlap, by the theme to which they apply.
struct Cancelled {
    spans: BTreeMap<Option<u32>, Vec<(u32, u32)>>,
}

impl Cancelled {
    fn new(exclusions: &[Exclusion]) -> Self {
        let mut sorted = exclusions.to_vec();
        sorted.sort_unstable_by_key(|one| (one.start, one.end));
        let mut spans: BTreeMap<Option<u32>, Vec<(u32, u32)>> = BTreeMap::new();
        for one in sorted {
            let spans = spans.entry(one.theme).or_default();
            match spans.last_mut() {
                Some((_, end)) if one.start < *end => *end = one.end.max(*end),
                _ => spans.push((one.start, one.end)),
            }
        }
        Self { spans }
    }

    /// Where the first span begins that cancels a candidate, or could cancel a longer one.
    fn limit(&self, candidate: &Candidate, tree: &Tree) -> u32 {
        let scopes = tree.line(candidate.theme).map(Some).chain([None]);
        let begins = scopes.filter_map(|scope| {
            let spans = self.spans.get(&scope)?;
            spans.get(spans.partition_point(|(_, end)| *end <= candidate.start))
        });
        begins.map(|(start, _)| *start).min().unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_taken_alike_near_and_far() {
        let spans = [(0, 5, 9), (1, 5, 6), (0, 12, 60), (2, 5, 69), (1, 68, 69)];
        for last in [69, 70] {
            let mut taken = Taken::default();
            let candidate = |(theme, start, end)| Candidate { theme, pattern: 0, start, end, has_shorter: false };
            for spans in [&spans[..], &spans[..2], &spans[3..]] {
                taken.begin(&[(0, 5, 6), (0, last - 1, last)].map(candidate), 3);
                assert_eq!(taken.origin.is_some(), last == 69);
                spans.iter().for_each(|&(theme, start, end)| taken.add(theme, start, end));
                for (theme, token) in (0..3).flat_map(|theme| (5..69).map(move |token| (theme, token))) {
                    let expected = spans.iter().any(|&(of, start, end)| of == theme && (start..end).contains(&token));
                    assert_eq!(taken.holds(theme, token), expected, "theme {theme}, token {token}");
                    let next = (token..69).find(|&token| {
                        spans.iter().any(|&(of, start, end)| of == theme && (start..end).contains(&token))
                    });
                    if !expected {
                        assert_eq!(taken.next(theme, token), next.unwrap_or(u32::MAX), "theme {theme}, token {token}");
                    }
                }
            }
        }
    }
}
