//! One pattern as a small automaton over tokens.
//!
//! The pattern language has no loops, so the states form an acyclic graph. Each state is made after its successors, so
//! that a successor always has a smaller number.

/// A state; states refer to each other by index.
#[derive(Debug)]
pub(crate) enum State {
    /// The pattern has matched.
    Accept,
    /// One token.
    Token { matcher: u32, next: u32 },
    /// At most `tokens` tokens of any kind.
    Gap { tokens: u32, next: u32 },
    /// Any one of the successors.
    Split(Box<[u32]>),
}

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Automaton {
    states: Box<[State]>,
    entry: u32,
}

impl Automaton {
    /// States as built, successors first; state 0 accepts.
    pub(crate) fn new(states: Vec<State>, entry: u32) -> Self {
        Self { states: states.into_boxed_slice(), entry }
    }

    /// Its states, successors first.
    pub(crate) fn states(&self) -> &[State] {
        &self.states
    }

    /// The state in which a match begins.
    pub(crate) fn entry(&self) -> u32 {
        self.entry
    }

    /// Matchers of all its tokens.
    pub(crate) fn matchers(&self) -> impl Iterator<Item = u32> + '_ {
        self.states
            .iter()
            .filter_map(|state| if let State::Token { matcher, .. } = state { Some(*matcher) } else { None })
    }

    /// Matchers that the first token of a match may satisfy.
    pub(crate) fn first(&self) -> Vec<u32> {
        let (mut first, mut open, mut met) = (Vec::new(), vec![self.entry], vec![false; self.states.len()]);
        while let Some(state) = open.pop() {
            if std::mem::replace(&mut met[state as usize], true) {
                continue;
            }
            match &self.states[state as usize] {
                State::Accept => {}
                State::Token { matcher, .. } => first.push(*matcher),
                State::Gap { next, .. } => open.push(*next),
                State::Split(next) => open.extend(next.iter()),
            }
        }
        first
    }

    /// Number of tokens in the longest match.
    pub(crate) fn longest(&self) -> u32 {
        let mut longest: Vec<u32> = Vec::with_capacity(self.states.len());
        for state in &self.states {
            let behind = |next: &u32| longest[*next as usize];
            longest.push(match state {
                State::Accept => 0,
                State::Token { next, .. } => behind(next).saturating_add(1),
                State::Gap { tokens, next } => behind(next).saturating_add(*tokens),
                State::Split(next) => next.iter().map(behind).max().unwrap_or(0),
            });
        }
        longest[self.entry as usize]
    }

    /// The matchers without types on the path to acceptance with the fewest of them, in order; empty if a match is
    /// possible.
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

    /// Whether it has the same structure as `other`, and each of its tokens and gaps includes the other's.
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
}

#[cfg(test)]
mod tests {
    use super::super::expand::Matchers;
    use super::super::pattern::parse;
    use super::super::tokens::automaton;
    use crate::text::Rules;

    #[test]
    fn first_tokens_and_the_longest_match_are_told() {
        let nested = format!("{}x", "((a|)|(b|)) ".repeat(30));
        for (pattern, first, longest) in
            [("a", "a", 1), ("a ~3 b", "a", 5), ("(a|b c) d*", "a b", 3), ("(a|) b", "a b", 2), (&nested, "a b x", 31)]
        {
            let mut matchers = Matchers::default();
            let automaton = automaton(&parse(pattern).unwrap(), Rules::default(), &mut matchers).expect("a pattern");
            let tokens = matchers.into_tokens();
            let mut found: Vec<String> =
                automaton.first().into_iter().map(|matcher| tokens[matcher as usize].to_string()).collect();
            found.sort_unstable();
            found.dedup();
            assert_eq!((found.join(" ").as_str(), automaton.longest()), (first, longest), "{pattern}");
        }
    }
}
