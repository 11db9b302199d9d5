//! The effect of the first token of a match, worked out once per family of types: nearly all matches are one token
//! long, and nearly all tokens that could begin a longer one are followed by a type that cannot continue it.

use std::ops::Range;

use super::{Graph, Place, Tokens, Walk};
use crate::lexicon::families::Families;
use crate::lexicon::lists::Lists;

/// The first steps of walks.
#[derive(Debug, Default)]
pub(in crate::lexicon) struct Starts {
    /// By family.
    starts: Vec<Start>,
    /// Patterns that match the token alone.
    ends: Vec<u32>,
    /// Places of a walk after the token, as if it were the first of its document.
    places: Vec<Place>,
    /// By node, the families that it may continue with: a superset, one bit per family modulo 64.
    bits: Vec<u64>,
    /// By matcher, the nodes with a step for it; made once families are added one at a time.
    stepping: Option<Lists>,
}

/// The first step, for the types of a family.
#[derive(Clone, Debug)]
struct Start {
    ends: Range<u32>,
    places: Range<u32>,
    /// Families that a longer match may continue with: a superset, one bit per family modulo 64.
    next: u64,
    /// Whether the step is repeated at each token, because it depends on the surface or leads to more places than are
    /// worth keeping.
    is_taken_anew: bool,
}

impl Start {
    /// Whether a match longer than this token may begin here.
    fn goes_on(&self, tokens: &impl Tokens, start: u32) -> bool {
        self.next != 0 && start + 1 < tokens.len() && self.next & bit(tokens.family(start + 1)) != 0
    }
}

/// The bit of a family; families share bits.
fn bit(family: u32) -> u64 {
    1 << (family % u64::BITS)
}

impl Starts {
    /// Takes the first step for each new family; `asks` says whether a matcher looks at surfaces.
    pub(in crate::lexicon) fn extend(&mut self, graph: &Graph, families: &Families, asks: impl Fn(u32) -> bool) {
        let new = self.starts.len() as u32..families.len() as u32;
        match self.starts.is_empty() {
            true => self.bits = bits_of_nodes(graph, &bits_of_matchers(families)),
            false => self.meet(graph, new.clone(), families),
        }
        let (mut places, mut opened) = (Vec::new(), Vec::new());
        for family in new {
            let begins = || families.matchers(family).iter().filter(|&&matcher| !graph.begins.of(matcher).is_empty());
            places.clear();
            let mut nodes =
                begins().flat_map(|&matcher| graph.begins.of(matcher)).map(|&node| Place { node, until: 2 });
            let is_taken_anew = graph.has_states_apart || begins().any(|&matcher| asks(matcher));
            match is_taken_anew {
                true => places.extend(nodes.next()),
                false => nodes.for_each(|place| graph.open(place, &mut opened, &mut places)),
            }
            let (end, place) = (self.ends.len() as u32, self.places.len() as u32);
            self.ends.extend(places.iter().flat_map(|place| graph.ends(place.node)));
            self.places.extend(&places);
            // Bounded by the types and patterns in memory.
            let (ends, places) = (end..self.ends.len() as u32, place..self.places.len() as u32);
            let next = self.next(places.clone());
            self.starts.push(Start { ends, places, next, is_taken_anew });
        }
    }

    /// Lets walks continue with new families.
    fn meet(&mut self, graph: &Graph, new: Range<u32>, families: &Families) {
        let stepping = self.stepping.get_or_insert_with(|| stepping(graph));
        let mut is_changed = false;
        for family in new {
            for &node in families.matchers(family).iter().flat_map(|&matcher| stepping.of(matcher)) {
                is_changed |= self.bits[node as usize] & bit(family) == 0;
                self.bits[node as usize] |= bit(family);
            }
        }
        if is_changed {
            for family in 0..self.starts.len() {
                self.starts[family].next = self.next(self.starts[family].places.clone());
            }
        }
    }

    /// A superset of the families that walks at some places may continue with.
    fn next(&self, places: Range<u32>) -> u64 {
        let places = &self.places[places.start as usize..places.end as usize];
        let of = |place: &Place| if place.until > 2 { u64::MAX } else { self.bits[place.node as usize] };
        places.iter().map(of).fold(0, |all, bits| all | bits)
    }

    /// Patterns that match a token of a family by itself; empty if the first step is repeated at each token.
    pub(in crate::lexicon) fn ends(&self, family: u32) -> &[u32] {
        let own = &self.starts[family as usize];
        if own.is_taken_anew { &[] } else { &self.ends[own.ends.start as usize..own.ends.end as usize] }
    }

    /// Whether [`Starts::ends`] is known to give every match that begins at a token of a family.
    pub(in crate::lexicon) fn are_all(&self, family: u32, tokens: &impl Tokens, start: u32) -> bool {
        let own = &self.starts[family as usize];
        !own.is_taken_anew && !own.goes_on(tokens, start)
    }

    /// Whether a match can begin with a type of a family.
    pub(in crate::lexicon) fn can_begin_with(&self, family: u32) -> bool {
        !self.starts[family as usize].places.is_empty()
    }

    /// Whether a match of several tokens can begin with a type of a family, whatever types follow.
    pub(in crate::lexicon) fn may_go_on(&self, graph: &Graph, family: u32) -> bool {
        let own = &self.starts[family as usize];
        let mut places = self.places[own.places.start as usize..own.places.end as usize].iter();
        own.is_taken_anew || places.any(|place| !graph.steps(place.node).is_empty())
    }
}

/// The bits of the families that satisfy each matcher.
fn bits_of_matchers(families: &Families) -> Vec<u64> {
    let mut bits = Vec::new();
    for family in 0..families.len() as u32 {
        for &matcher in families.matchers(family) {
            let matcher = matcher as usize;
            bits.resize(bits.len().max(matcher + 1), 0);
            bits[matcher] |= bit(family);
        }
    }
    bits
}

/// The bits of the families that each node may continue with.
fn bits_of_nodes(graph: &Graph, of_matchers: &[u64]) -> Vec<u64> {
    let of_step = |&(matcher, _): &(u32, u32)| of_matchers.get(matcher as usize).copied().unwrap_or_default();
    let of_node = |node: usize| graph.steps(node as u32).iter().map(of_step).fold(0, |all, bits| all | bits);
    (0..graph.nodes.len()).map(of_node).collect()
}

/// By matcher, the nodes with a step for it.
fn stepping(graph: &Graph) -> Lists {
    let steps = |node: u32| graph.steps(node).iter().map(move |&(matcher, _)| (matcher, node));
    let pairs: Vec<(u32, u32)> = (0..graph.nodes.len() as u32).flat_map(steps).collect();
    let matchers = pairs.iter().map(|&(matcher, _)| matcher as usize + 1).max().unwrap_or(0);
    Lists::new(pairs, matchers)
}

impl Graph {
    /// Walks over the first token: reports what it matches by itself, and returns whether a longer match is possible.
    pub(super) fn begin(
        &self,
        starts: &Starts,
        tokens: &impl Tokens,
        start: u32,
        walk: &mut Walk,
        found: &mut impl FnMut(u32, u32),
    ) -> bool {
        let family = tokens.family(start);
        let own = &starts.starts[family as usize];
        walk.now.clear();
        if own.is_taken_anew {
            for &matcher in tokens.matchers(family) {
                for &node in self.begins.of(matcher) {
                    if tokens.is_met(matcher, start) {
                        self.open(Place { node, until: start + 2 }, &mut walk.opened, &mut walk.now);
                    }
                }
            }
            return self.tell(&walk.now, start + 1, found);
        }
        starts.ends(family).iter().for_each(|&pattern| found(pattern, start + 1));
        if !own.goes_on(tokens, start) {
            return false;
        }
        let places = starts.places[own.places.start as usize..own.places.end as usize].iter();
        walk.now.extend(places.map(|place| Place { until: place.until.saturating_add(start), ..*place }));
        true
    }
}
