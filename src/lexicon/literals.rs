//! Which of many patterns a norm may match, told by the literals that each requires, all looked for in one pass.

use aho_corasick::AhoCorasick;

/// The literals that patterns require; a pattern is known by its place in the list.
#[derive(Debug)]
pub(super) struct Literals {
    automaton: AhoCorasick,
    /// The pattern to which each literal belongs.
    owners: Vec<u32>,
    /// The patterns without a known literal.
    others: Vec<u32>,
}

impl Literals {
    /// From the literals of each pattern: whatever it matches contains one of them. `None` if they are not known.
    pub(super) fn new(required: Vec<Option<Vec<String>>>) -> Self {
        // Fits: the patterns of a lexicon are numbered in 32 bits.
        let count = required.len() as u32;
        let (mut owners, mut others, mut literals) = (Vec::new(), Vec::new(), Vec::new());
        for (pattern, required) in (0u32..).zip(required) {
            match required {
                Some(required) => {
                    owners.resize(owners.len() + required.len(), pattern);
                    literals.extend(required);
                }
                None => others.push(pattern),
            }
        }
        match AhoCorasick::new(literals) {
            Ok(automaton) => Self { automaton, owners, others },
            // Too many literals to number: every pattern may match.
            Err(_) => Self {
                automaton: AhoCorasick::new::<_, &str>([]).expect("nothing is not too much"),
                owners: Vec::new(),
                others: (0..count).collect(),
            },
        }
    }

    /// Puts the patterns that may match a norm into `candidates`, in order.
    pub(super) fn candidates(&self, norm: &str, candidates: &mut Vec<u32>) {
        candidates.clear();
        candidates.extend(&self.others);
        if self.owners.is_empty() {
            return;
        }
        let found = self.automaton.find_overlapping_iter(norm);
        candidates.extend(found.map(|literal| self.owners[literal.pattern().as_usize()]));
        candidates.sort_unstable();
        candidates.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_a_candidate_if_one_of_its_literals_is_there_or_none_is_known() {
        let owned = |literals: &[&str]| Some(literals.iter().map(|&literal| literal.to_owned()).collect());
        let literals = Literals::new(vec![owned(&["mer", "er"]), None, owned(&["r"]), owned(&["mer"])]);
        let mut candidates = vec![7];
        for (norm, expected) in [("amer", vec![0, 1, 2, 3]), ("ère", vec![1, 2]), ("", vec![1])] {
            literals.candidates(norm, &mut candidates);
            assert_eq!(candidates, expected, "{norm}");
        }
    }
}
