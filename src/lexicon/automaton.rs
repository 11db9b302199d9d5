//! One pattern as a small automaton over tokens.
//!
//! The language has no loops, so the states form an acyclic graph; each is made after its successors, and the number of
//! a successor is always the smaller. A run keeps for every state the last token at which it may still act: the first
//! and the last chance of a gap are one number, so a run costs tokens times states, whatever gaps and alternatives are
//! inside one another.

/// Phrases that are looked for one by one; a pattern that stands for more is run.
const MOST_PHRASES: usize = 1 << 10;

/// A state; numbers are indices of states.
#[derive(Debug)]
pub(crate) enum State {
    /// The pattern has matched.
    Accept,
    /// One token.
    Token { matcher: u32, next: u32 },
    /// Up to so many tokens of any kind.
    Gap { tokens: u32, next: u32 },
    /// Any of the successors.
    Split(Box<[u32]>),
}

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Automaton {
    states: Box<[State]>,
    entry: u32,
}

/// Where a run stands; kept between runs to spare memory traffic.
#[derive(Debug, Default)]
pub(crate) struct Run {
    /// For every state, 1 + the last token at which it may act; 0 where it is not reached.
    until: Vec<u32>,
}

impl Automaton {
    /// States as built, successors first; state 0 accepts.
    pub(crate) fn new(states: Vec<State>, entry: u32) -> Self {
        Self { states: states.into_boxed_slice(), entry }
    }

    /// Matchers of the tokens that a match can begin with.
    pub(crate) fn first(&self) -> Vec<u32> {
        let mut reached = vec![false; self.states.len()];
        reached[self.entry as usize] = true;
        let mut first = Vec::new();
        for (index, state) in self.states.iter().enumerate().rev() {
            match state {
                State::Token { matcher, .. } if reached[index] => first.push(*matcher),
                State::Split(next) if reached[index] => next.iter().for_each(|&next| reached[next as usize] = true),
                _ => {}
            }
        }
        first.sort_unstable();
        first.dedup();
        first
    }

    /// The phrases that it stands for, as matchers of their tokens, the shortest first and each once; `None` where it has
    /// gaps or stands for too many.
    pub(crate) fn phrases(&self) -> Option<Vec<Box<[u32]>>> {
        let (mut phrases, mut open) = (Vec::new(), vec![(self.entry, Vec::new())]);
        while let Some((at, mut phrase)) = open.pop() {
            if phrases.len() + open.len() >= MOST_PHRASES {
                return None;
            }
            match self.states.get(at as usize)? {
                State::Accept => phrases.push(phrase.into_boxed_slice()),
                State::Token { matcher, next } => {
                    phrase.push(*matcher);
                    open.push((*next, phrase));
                }
                State::Split(next) => open.extend(next.iter().map(|&next| (next, phrase.clone()))),
                State::Gap { .. } => return None,
            }
        }
        phrases.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        phrases.dedup();
        Some(phrases)
    }

    /// Matchers of all its tokens.
    pub(crate) fn matchers(&self) -> impl Iterator<Item = u32> + '_ {
        self.states
            .iter()
            .filter_map(|state| if let State::Token { matcher, .. } = state { Some(*matcher) } else { None })
    }

    /// Matchers without types on the way to a match that has the fewest of them, in order; none where a match is possible.
    pub(crate) fn missing(&self, has_types: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut lacking = vec![0u32; self.states.len()];
        let cheapest = |next: &[u32], lacking: &[u32]| next.iter().copied().min_by_key(|&next| lacking[next as usize]);
        for (index, state) in self.states.iter().enumerate() {
            lacking[index] = match state {
                State::Accept => 0,
                State::Token { matcher, next } => lacking[*next as usize] + u32::from(!has_types(*matcher)),
                State::Gap { next, .. } => lacking[*next as usize],
                State::Split(next) => cheapest(next, &lacking).map_or(0, |next| lacking[next as usize]),
            };
        }
        let (mut missing, mut at) = (Vec::new(), self.entry);
        while lacking[at as usize] > 0 {
            at = match &self.states[at as usize] {
                State::Token { matcher, next } => {
                    missing.extend((!has_types(*matcher)).then_some(*matcher));
                    *next
                }
                State::Gap { next, .. } => *next,
                State::Split(next) => cheapest(next, &lacking).unwrap_or(0),
                State::Accept => break,
            };
        }
        missing
    }

    /// Whether it is built as another one is and each of its tokens and gaps includes the other's.
    pub(crate) fn includes(&self, other: &Self, includes: &impl Fn(u32, u32) -> bool) -> bool {
        let pairs = self.states.iter().zip(&other.states);
        self.entry == other.entry
            && self.states.len() == other.states.len()
            && pairs.into_iter().all(|pair| match pair {
                (State::Accept, State::Accept) => true,
                (State::Token { matcher, next }, State::Token { matcher: inner, next: then }) => {
                    next == then && includes(*matcher, *inner)
                }
                (State::Gap { tokens, next }, State::Gap { tokens: inner, next: then }) => {
                    next == then && tokens >= inner
                }
                (State::Split(next), State::Split(then)) => next == then,
                _ => false,
            })
    }

    /// Tells every end (exclusive) of a match that begins at `start` and ends at or before `stop`.
    pub(crate) fn ends(
        &self,
        start: u32,
        stop: u32,
        run: &mut Run,
        matches: &impl Fn(u32, u32) -> bool,
        mut found: impl FnMut(u32),
    ) {
        run.until.clear();
        run.until.resize(self.states.len(), 0);
        run.until[self.entry as usize] = start + 1;
        let mut at = start;
        while self.spread(at, run, &mut found) && at < stop {
            self.consume(at, run, matches);
            at += 1;
        }
    }

    /// Goes through gaps and splits before token `at`; whether any state waits for a token.
    fn spread(&self, at: u32, run: &mut Run, found: &mut impl FnMut(u32)) -> bool {
        let mut waiting = false;
        for (index, state) in self.states.iter().enumerate().rev() {
            let until = run.until[index];
            if until <= at {
                continue;
            }
            match state {
                State::Accept => found(at),
                State::Token { .. } => waiting = true,
                State::Gap { tokens, next } => raise(&mut run.until, *next, until.saturating_add(*tokens)),
                State::Split(next) => next.iter().for_each(|&next| raise(&mut run.until, next, until)),
            }
        }
        waiting
    }

    /// Matches token `at`. Successors come first here, so none acts on the token that led to it.
    fn consume(&self, at: u32, run: &mut Run, matches: &impl Fn(u32, u32) -> bool) {
        for (index, state) in self.states.iter().enumerate() {
            if let State::Token { matcher, next } = state {
                if run.until[index] > at && matches(*matcher, at) {
                    raise(&mut run.until, *next, at + 2);
                }
            }
        }
    }
}

fn raise(until: &mut [u32], state: u32, value: u32) {
    let known = &mut until[state as usize];
    *known = value.max(*known);
}
