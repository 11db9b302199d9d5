//! Which pattern finds all that another one finds, without comparing each with each: a lexicon may have 100,000.

use hashbrown::HashMap;

use super::automaton::{Automaton, State};
use super::matcher::{Matcher, Role};

/// The patterns of a matcher by what is needed of one that finds all that another finds.
pub(super) struct Shadows<'a> {
    matcher: &'a Matcher,
    /// The types of each token pattern.
    types: &'a [Vec<u32>],
    /// The shape of each pattern.
    shapes: Vec<u32>,
    /// The patterns of a shape that ask for a token pattern in a state, ascending.
    places: HashMap<Place, Vec<u32>>,
}

/// A shape, a state and the token pattern that the state asks for.
type Place = (u32, u32, u32);

impl<'a> Shadows<'a> {
    /// `types` are those of each token pattern.
    pub(super) fn new(matcher: &'a Matcher, types: &'a [Vec<u32>]) -> Self {
        let mut known: HashMap<(Role, Vec<u32>), u32> = HashMap::new();
        let (mut shapes, mut places) = (Vec::new(), HashMap::<Place, Vec<u32>>::new());
        for (pattern, automaton) in (0u32..).zip(&matcher.automata) {
            // There are no more shapes than patterns.
            let next = known.len() as u32;
            let shape = *known.entry((matcher.roles[pattern as usize], shape(automaton))).or_insert(next);
            shapes.push(shape);
            for (state, token) in tokens(automaton) {
                places.entry((shape, state, token)).or_default().push(pattern);
            }
        }
        Self { matcher, types, shapes, places }
    }

    /// The first other pattern of the same role that finds everything this one finds; of two equivalent patterns, only
    /// the later one is shadowed. Some match of the pattern must be possible.
    pub(super) fn of(&self, pattern: u32) -> Option<u32> {
        let automaton = |pattern: u32| &self.matcher.automata[pattern as usize];
        let own = automaton(pattern);
        let includes = |outer, inner| self.includes(outer, inner);
        self.candidates(pattern).into_iter().find(|&other| {
            other != pattern
                && automaton(other).includes(own, &includes)
                && (other < pattern || !own.includes(automaton(other), &includes))
        })
    }

    /// The patterns that may find everything this one finds, ascending. They have its shape, and where it asks for a
    /// token, they ask for one that the types of this token satisfy. Of its states, the one is taken that leaves the
    /// fewest.
    fn candidates(&self, pattern: u32) -> Vec<u32> {
        let shape = self.shapes[pattern as usize];
        let lists = |(state, token): (u32, u32)| {
            let &some = self.types[token as usize].first()?;
            let families = &self.matcher.families;
            let wider = families.matchers(families.of(some)).iter();
            let lists: Vec<&[u32]> =
                wider.filter_map(|&wider| self.places.get(&(shape, state, wider)).map(Vec::as_slice)).collect();
            Some(lists)
        };
        let of_states = tokens(&self.matcher.automata[pattern as usize]).filter_map(lists);
        let fewest = of_states.min_by_key(|lists| lists.iter().map(|list| list.len()).sum::<usize>());
        let mut candidates = fewest.unwrap_or_default().concat();
        candidates.sort_unstable();
        candidates
    }

    /// Whether a token pattern is satisfied by all types that satisfy another.
    fn includes(&self, outer: u32, inner: u32) -> bool {
        let (wide, narrow) = (&self.types[outer as usize], &self.types[inner as usize]);
        outer == inner
            || self.matcher.surfaces[outer as usize].is_none()
                && wide.len() >= narrow.len()
                && narrow.iter().all(|id| wide.binary_search(id).is_ok())
    }
}

/// The states that ask for a token, and the token patterns they ask for.
fn tokens(automaton: &Automaton) -> impl Iterator<Item = (u32, u32)> + '_ {
    (0u32..).zip(automaton.states()).filter_map(|(number, state)| match state {
        State::Token { matcher, .. } => Some((number, *matcher)),
        _ => None,
    })
}

/// The states without their token patterns and without the width of their gaps; each begins with its kind, so that
/// different states are written differently.
fn shape(automaton: &Automaton) -> Vec<u32> {
    let mut shape = vec![automaton.entry()];
    for state in automaton.states() {
        match state {
            State::Accept => shape.push(0),
            State::Token { next, .. } => shape.extend([1, *next]),
            State::Gap { next, .. } => shape.extend([2, *next]),
            State::Split(next) => {
                // A pattern is text in memory, so there are fewer successors than 2^32.
                shape.extend([3, next.len() as u32]);
                shape.extend(next);
            }
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{Control, Vocabulary};
    use crate::lexicon::Lexicon;
    use crate::text::{Rules, TokenKind};

    fn matcher(toml: &str, norms: &[String]) -> Matcher {
        let mut vocabulary = Vocabulary::default();
        norms.iter().for_each(|norm| _ = vocabulary.intern(norm, TokenKind::Word));
        Lexicon::from_toml(toml, "test").unwrap().compile(Rules::default(), &vocabulary, &Control::default()).unwrap()
    }

    #[test]
    fn shadows_are_those_of_comparing_each_with_each() {
        let norms = ["ab", "abc", "b", "bc", "c", "d"].map(str::to_owned);
        let patterns = [
            "ab",
            "ab*",
            "*",
            "=AB",
            "ab*",
            "b c",
            "b* c",
            "* c",
            "b ~2 c",
            "b* ~3 c*",
            "b ~3 c",
            "(ab|b) c",
            "(ab*|b*) *",
            "(ab|zz) c",
            "(ab*|zz) c",
            "a",
            "? c",
            "ab ab",
            "=AB ab",
            "* ab*",
        ];
        let written: Vec<String> = patterns.iter().map(|pattern| format!("{pattern:?}")).collect();
        let all = written.join(", ");
        let toml = format!("theme.t.patterns = [{all}]\ntheme.t.exclude = [{all}]\ntheme.u.patterns = [{all}]");
        let matcher = matcher(&toml, &norms);
        let types = matcher.families.types(matcher.forms.len());
        let shadows = Shadows::new(&matcher, &types);
        let includes = |outer, inner| shadows.includes(outer, inner);
        let mut shadowed = 0;
        for (pattern, own) in (0u32..).zip(&matcher.automata) {
            if !own.missing(|token| !types[token as usize].is_empty()).is_empty() {
                continue;
            }
            let others = (0u32..).zip(&matcher.automata);
            let naive = others.filter(|&(other, _)| {
                other != pattern && matcher.roles[other as usize] == matcher.roles[pattern as usize]
            });
            let mut wider = naive.filter(|(other, automaton)| {
                automaton.includes(own, &includes) && (*other < pattern || !own.includes(automaton, &includes))
            });
            let expected = wider.next().map(|(other, _)| other);
            assert_eq!(shadows.of(pattern), expected, "{}", matcher.pattern_text(pattern));
            shadowed += usize::from(expected.is_some());
        }
        assert!(shadowed > 20, "{shadowed}");
    }

    #[test]
    fn a_pattern_is_compared_with_few_others() {
        let norms: Vec<String> = (0..40).map(|number| format!("mot{number}x")).collect();
        let pairs = norms.iter().flat_map(|left| norms.iter().map(move |right| format!("\"{left} {right}\"")));
        let all: Vec<String> = pairs.collect();
        let matcher = matcher(&format!("theme.t.patterns = [\"mot1* *\", {}]", all.join(", ")), &norms);
        let types = matcher.families.types(matcher.forms.len());
        let shadows = Shadows::new(&matcher, &types);
        let compared: usize = (0..matcher.automata.len() as u32).map(|one| shadows.candidates(one).len()).sum();
        assert!(compared <= 41 * matcher.automata.len() + 2000, "{compared}");
    }
}
