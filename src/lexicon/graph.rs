//! The patterns of a lexicon as one graph over tokens, so that patterns with the same beginning are matched together: a
//! thousand patterns that begin with the same class of capitals cost as much as one of them.
//!
//! A node is a set of states of the patterns' automata, as in the subset construction, with token patterns for letters.
//! A token may satisfy several of these, so a walk can be at several nodes. For each node it keeps the last token at
//! which it may act: the first and the last chance of a gap reduce to one number, however gaps and alternatives are
//! nested.

mod build;
mod starts;

use build::{Builder, LARGEST};
pub(super) use starts::Starts;

use super::automaton::Automaton;
use super::lists::Lists;

/// Up to this many steps are searched linearly.
const FEW: usize = 8;

/// What a walk needs to know about a document.
pub(super) trait Tokens {
    /// Number of tokens.
    fn len(&self) -> u32;
    /// Family of the type of a token.
    fn family(&self, token: u32) -> u32;
    /// Token patterns that the types of a family satisfy, ascending.
    fn matchers(&self, family: u32) -> &[u32];
    /// Whether the surface of a token is the one that a matcher asks for, if any.
    fn is_met(&self, matcher: u32, token: u32) -> bool;
    /// An upper bound on the (exclusive) end of a match that begins at a token.
    fn stop(&self, token: u32) -> u32;
}

/// The patterns of a lexicon.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Nodes after the first token of a match, by the matcher that it satisfies.
    begins: Lists,
    nodes: Vec<Node>,
    /// Patterns that match when a node is reached.
    ends: Vec<u32>,
    /// Number of tokens of any kind that may be skipped, and the node that may be reached after any number of them.
    gaps: Vec<(u32, u32)>,
    /// A matcher and the node after a token that satisfies it, sorted for each node.
    steps: Vec<(u32, u32)>,
    /// Whether some states are nodes of their own, so that a walk may be at many nodes.
    has_states_apart: bool,
}

/// Where the lists of a node end; they begin where those of the previous node end.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    ends: u32,
    gaps: u32,
    steps: u32,
}

/// A node where a walk is.
#[derive(Clone, Copy, Debug)]
struct Place {
    node: u32,
    /// One more than the last token at which it may act.
    until: u32,
}

/// The state of a walk; kept between walks to save allocations.
#[derive(Debug, Default)]
pub(super) struct Walk {
    now: Vec<Place>,
    then: Vec<Place>,
    opened: Vec<Place>,
}

impl Graph {
    /// Joins the patterns, numbered by their order.
    pub(super) fn new(automata: &[Automaton]) -> Self {
        Builder::new(automata).graph(LARGEST)
    }

    /// Calls `found` with the pattern and the end (exclusive) of every match that begins at `start`; a pattern that
    /// matches the same tokens in two ways may be reported twice. `starts` must be those of this graph.
    pub(super) fn matches(
        &self,
        starts: &Starts,
        tokens: &impl Tokens,
        start: u32,
        walk: &mut Walk,
        mut found: impl FnMut(u32, u32),
    ) {
        let mut at = start + 1;
        if !self.begin(starts, tokens, start, walk, &mut found) {
            return;
        }
        let stop = tokens.stop(start);
        while at < stop {
            match (self.next_alone(tokens, at, &walk.now), walk.now.as_mut_slice()) {
                (Some(None), _) => return,
                (Some(Some(node)), [place]) => *place = Place { node, until: at + 2 },
                _ => self.advance(tokens, at, walk),
            }
            at += 1;
            if !self.tell(&walk.now, at, &mut found) {
                return;
            }
        }
    }

    /// Reports the patterns that match up to token `at`, and returns whether longer matches are possible.
    fn tell(&self, now: &[Place], at: u32, found: &mut impl FnMut(u32, u32)) -> bool {
        let mut goes_on = false;
        for place in now {
            self.ends(place.node).iter().for_each(|&pattern| found(pattern, at));
            goes_on |= place.until > at + 1 || !self.steps(place.node).is_empty();
        }
        goes_on
    }

    /// The node after token `at`, if any, for a walk that is at a single node without a gap before or after, as nearly
    /// always; `None` for any other walk.
    #[inline]
    fn next_alone(&self, tokens: &impl Tokens, at: u32, now: &[Place]) -> Option<Option<u32>> {
        let &[Place { node, until }] = now else { return None };
        let steps = self.steps(node);
        if until > at + 1 || steps.len() > FEW {
            return None;
        }
        let mut next = None;
        for &matcher in tokens.matchers(tokens.family(at)) {
            for &(_, node) in steps.iter().filter(|&&(wanted, _)| wanted == matcher) {
                if !tokens.is_met(matcher, at) {
                    continue;
                }
                if next.replace(node).is_some() || !self.gaps(node).is_empty() {
                    return None;
                }
            }
        }
        Some(next)
    }

    /// Advances the walk over token `at`.
    fn advance(&self, tokens: &impl Tokens, at: u32, Walk { now, then, opened }: &mut Walk) {
        then.clear();
        let mut matchers = None;
        for place in now.iter() {
            if place.until > at + 1 {
                self.open(*place, opened, then);
            }
            let steps = self.steps(place.node);
            if steps.is_empty() {
                continue;
            }
            for &matcher in *matchers.get_or_insert_with(|| tokens.matchers(tokens.family(at))) {
                let is_before = |&&(wanted, _): &&(u32, u32)| wanted < matcher;
                let from = match steps.len() {
                    ..=FEW => steps.iter().take_while(is_before).count(),
                    _ => steps.partition_point(|step| is_before(&step)),
                };
                let same = steps[from..].iter().take_while(|&&(wanted, _)| wanted == matcher);
                for &(_, node) in same {
                    if tokens.is_met(matcher, at) {
                        self.open(Place { node, until: at + 2 }, opened, then);
                    }
                }
            }
        }
        std::mem::swap(now, then);
    }

    /// Adds a place, and the places after its gaps.
    fn open(&self, place: Place, opened: &mut Vec<Place>, places: &mut Vec<Place>) {
        if places.is_empty() && self.gaps(place.node).is_empty() {
            places.push(place);
            return;
        }
        opened.push(place);
        while let Some(place) = opened.pop() {
            match places.iter_mut().find(|known| known.node == place.node) {
                Some(known) if known.until >= place.until => continue,
                Some(known) => known.until = place.until,
                None => places.push(place),
            }
            let behind = |&(tokens, node)| Place { node, until: place.until.saturating_add(tokens) };
            opened.extend(self.gaps(place.node).iter().map(behind));
        }
    }

    fn before(&self, node: u32) -> Node {
        node.checked_sub(1).map_or_else(Node::default, |before| self.nodes[before as usize])
    }

    fn ends(&self, node: u32) -> &[u32] {
        &self.ends[self.before(node).ends as usize..self.nodes[node as usize].ends as usize]
    }

    fn gaps(&self, node: u32) -> &[(u32, u32)] {
        &self.gaps[self.before(node).gaps as usize..self.nodes[node as usize].gaps as usize]
    }

    fn steps(&self, node: u32) -> &[(u32, u32)] {
        &self.steps[self.before(node).steps as usize..self.nodes[node as usize].steps as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::automaton::State;
    use crate::lexicon::expand::Matchers;
    use crate::lexicon::families::Families;
    use crate::lexicon::pattern::parse;
    use crate::lexicon::tokens::automaton;
    use crate::text::Rules;

    /// A word over a small alphabet: each letter is a token, and its number is its type.
    struct Word<'a>(&'a Families, Vec<u32>);

    impl Tokens for Word<'_> {
        fn len(&self) -> u32 {
            self.1.len() as u32
        }

        fn family(&self, token: u32) -> u32 {
            self.0.of(self.1[token as usize])
        }

        fn matchers(&self, family: u32) -> &[u32] {
            self.0.matchers(family)
        }

        fn is_met(&self, _: u32, _: u32) -> bool {
            true
        }

        fn stop(&self, _: u32) -> u32 {
            self.len()
        }
    }

    const PATTERNS: [&str; 12] = [
        "a",
        "a b",
        "(a|b) c",
        "(a|b|c) (a|b|) c",
        "a ~2 b",
        "(a|b) ~1 (c|a b)",
        "a ~1 b ~2 c",
        "a (~1 b|c) a",
        "* a",
        "a * b",
        "(a|*) (a|*) (a|* *)",
        "a (b (c|) a|(a|b) (c|a))",
    ];

    /// The ends of all matches of a pattern at the beginning of a word, found by trying every path.
    fn ends(automaton: &Automaton, word: &Word<'_>, state: u32, at: u32, ends: &mut Vec<u32>) {
        match &automaton.states()[state as usize] {
            State::Accept => ends.push(at),
            State::Token { matcher, next } => {
                if at < word.stop(0) && word.matchers(word.family(at)).contains(matcher) {
                    self::ends(automaton, word, *next, at + 1, ends);
                }
            }
            State::Gap { tokens, next } => {
                let last = word.stop(0).min(at + tokens);
                (at..=last).for_each(|at| self::ends(automaton, word, *next, at, ends));
            }
            State::Split(next) => next.iter().for_each(|&next| self::ends(automaton, word, next, at, ends)),
        }
    }

    fn sorted(mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    #[test]
    fn joined_patterns_match_what_each_matches_by_itself() {
        let mut matchers = Matchers::default();
        let automata =
            PATTERNS.map(|text| automaton(&parse(text).unwrap(), Rules::default(), &mut matchers).expect("a pattern"));
        let tokens = matchers.into_tokens();
        let number = |wanted: &str| tokens.iter().position(|token| token.to_string() == wanted).unwrap() as u32;
        // A letter satisfies its own pattern and the wildcard; a fourth one satisfies nothing.
        let pairs = (0..).zip(["a", "b", "c"]).flat_map(|(id, letter)| [(id, number(letter)), (id, number("*"))]);
        let pairs: Vec<(u32, u32)> = pairs.collect();
        let graphs = [LARGEST, 40, 0].map(|largest| Builder::new(&automata).graph(largest));
        // Patterns do or do not ask for surfaces; types are all known at once, or added one by one.
        let ways = [(false, 4), (true, 4), (false, 1), (true, 1)];
        let mut families = Families::default();
        let starts = graphs.each_ref().map(|graph| {
            ways.map(|(asks, step)| {
                let mut starts = Starts::default();
                families = Families::default();
                for known in (step..=4).step_by(step as usize) {
                    let new = pairs.iter().filter(|(id, _)| (known - step..known).contains(id));
                    families.extend(new.copied().collect(), known as usize);
                    starts.extend(graph, &families, |_| asks);
                }
                starts
            })
        });
        let mut walk = Walk::default();
        for length in 1..=5 {
            for mut code in 0..4_u32.pow(length) {
                let letter = |_| {
                    let letter = code % 4;
                    code /= 4;
                    letter
                };
                let word = Word(&families, (0..length).map(letter).collect());
                let mut expected = Vec::new();
                for (pattern, automaton) in (0u32..).zip(&automata) {
                    let mut found = Vec::new();
                    ends(automaton, &word, automaton.entry(), 0, &mut found);
                    expected.extend(found.into_iter().map(|end| (pattern, end)));
                }
                let expected = sorted(expected);
                for (graph, starts) in
                    graphs.iter().zip(&starts).flat_map(|(graph, both)| both.each_ref().map(|one| (graph, one)))
                {
                    let mut found = Vec::new();
                    graph.matches(starts, &word, 0, &mut walk, |pattern, end| found.push((pattern, end)));
                    assert_eq!(sorted(found), expected, "{:?}", word.1);
                    assert!(expected.is_empty() || starts.can_begin_with(word.family(0)));
                }
            }
        }
    }

    #[test]
    fn patterns_that_begin_alike_share_their_nodes() {
        let mut matchers = Matchers::default();
        let (class, ends) = ("(a|b|c|d|e|f|g|h)", ["u", "v", "w", "x", "y", "z"]);
        let patterns: Vec<Automaton> = ends
            .iter()
            .map(|end| automaton(&parse(&format!("{class} {end}")).unwrap(), Rules::default(), &mut matchers).unwrap())
            .collect();
        // One node after the class, and one after each of the ends.
        assert_eq!(Graph::new(&patterns).nodes.len(), 1 + ends.len());
    }
}
