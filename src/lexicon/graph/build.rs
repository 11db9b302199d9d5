//! Builds one graph from the automata of the patterns, by the subset construction.

use std::rc::Rc;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::super::automaton::{Automaton, State};
use super::super::lists::Lists;
use super::{Graph, Node};

/// Most states and steps that the sets may have in total. Beyond that, states become nodes of their own, which number
/// no more than the states but make walks slower.
pub(super) const LARGEST: usize = 1 << 21;

/// Numbers the sets of states as they are met, and writes their nodes in that order.
pub(super) struct Builder<'a> {
    automata: &'a [Automaton],
    /// The pattern of each state, and the number of each pattern's first state.
    patterns: Vec<u32>,
    firsts: Vec<u32>,
    sets: Vec<Rc<[u32]>>,
    numbers: HashMap<Rc<[u32]>, u32>,
    /// For each state, the number of the last closure that met it.
    met: Vec<u32>,
    closures: u32,
}

/// What a set of states can do, before its successors are numbered.
#[derive(Default)]
struct Closure {
    ends: Vec<u32>,
    /// Number of tokens, and the state after the gap.
    gaps: Vec<(u32, u32)>,
    /// A matcher, and the state after the token.
    steps: Vec<(u32, u32)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(automata: &'a [Automaton]) -> Self {
        let mut firsts = Vec::with_capacity(automata.len());
        let mut patterns = Vec::new();
        for (pattern, automaton) in (0u32..).zip(automata) {
            firsts.push(patterns.len() as u32);
            patterns.resize(patterns.len() + automaton.states().len(), pattern);
        }
        let met = vec![0; patterns.len()];
        Self { automata, patterns, firsts, sets: Vec::new(), numbers: HashMap::new(), met, closures: 0 }
    }

    pub(super) fn graph(mut self, largest: usize) -> Graph {
        let mut graph = Graph::default();
        let entries: Vec<u32> =
            self.automata.iter().zip(&self.firsts).map(|(one, first)| first + one.entry()).collect();
        let begins = self.closure(&entries).steps;
        let begins: Vec<(u32, u32)> = self.numbered(begins);
        let matchers = begins.last().map_or(0, |(matcher, _)| *matcher as usize + 1);
        graph.begins = Lists::new(begins, matchers);
        let (mut next, mut weight) = (0, 0);
        while let Some(set) = self.sets.get(next).cloned() {
            if weight <= largest {
                let Closure { ends, gaps, steps } = self.closure(&set);
                weight += set.len() + ends.len() + gaps.len() + steps.len();
                graph.ends.extend(ends);
                graph.gaps.extend(self.numbered(gaps));
                graph.steps.extend(self.numbered(steps));
            } else {
                graph.has_states_apart = true;
                self.apart(&set, &mut graph);
            }
            let [ends, gaps, steps] =
                [graph.ends.len(), graph.gaps.len(), graph.steps.len()].map(|length| length as u32);
            graph.nodes.push(Node { ends, gaps, steps });
            next += 1;
        }
        graph
    }

    /// Writes a node whose states become nodes of their own, each reached by a gap of no tokens.
    fn apart(&mut self, set: &[u32], graph: &mut Graph) {
        let &[state] = set else {
            graph.gaps.extend(set.iter().map(|&state| (0, self.number(&[state]))));
            return;
        };
        let (automata, pattern, first) = (self.automata, self.patterns[state as usize], self.first_of(state));
        match &automata[pattern as usize].states()[(state - first) as usize] {
            State::Accept => graph.ends.push(pattern),
            State::Token { matcher, next } => graph.steps.push((*matcher, self.number(&[first + next]))),
            State::Gap { tokens, next } => graph.gaps.push((*tokens, self.number(&[first + next]))),
            State::Split(next) => graph.gaps.extend(next.iter().map(|next| (0, self.number(&[first + next])))),
        }
    }

    fn first_of(&self, state: u32) -> u32 {
        self.firsts[self.patterns[state as usize] as usize]
    }

    /// What the states of a set can do, after following splits.
    fn closure(&mut self, set: &[u32]) -> Closure {
        self.closures += 1;
        let mut closure = Closure::default();
        let mut open = set.to_vec();
        while let Some(state) = open.pop() {
            if std::mem::replace(&mut self.met[state as usize], self.closures) == self.closures {
                continue;
            }
            let (pattern, first) = (self.patterns[state as usize], self.first_of(state));
            match &self.automata[pattern as usize].states()[(state - first) as usize] {
                State::Accept => closure.ends.push(pattern),
                State::Token { matcher, next } => closure.steps.push((*matcher, first + next)),
                State::Gap { tokens, next } => closure.gaps.push((*tokens, first + next)),
                State::Split(next) => open.extend(next.iter().map(|next| first + next)),
            }
        }
        closure
    }

    /// Joins the states reached by the same letter into one node.
    fn numbered(&mut self, mut pairs: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
        pairs.sort_unstable();
        pairs.dedup();
        let alike = pairs.chunk_by(|left, right| left.0 == right.0);
        alike
            .map(|alike| {
                let states: Vec<u32> = alike.iter().map(|&(_, state)| state).collect();
                (alike[0].0, self.number(&states))
            })
            .collect()
    }

    /// The number of a set of states.
    fn number(&mut self, states: &[u32]) -> u32 {
        match self.numbers.entry(states.into()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                // Fits: bounded by `LARGEST` and by the states of the lexicon, which are in memory.
                let number = self.sets.len() as u32;
                self.sets.push(Rc::clone(new.key()));
                *new.insert(number)
            }
        }
    }
}
