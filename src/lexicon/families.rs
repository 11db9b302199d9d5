//! Families: types that satisfy the same token patterns. What holds for one type of a family, such as the patterns that
//! it can begin, is found once for all of them.

use hashbrown::HashMap;

use super::lists::Lists;

/// The family of types that satisfy nothing, as nearly all do.
const NONE: u32 = 0;

/// The family of every type, and the matchers that each family satisfies.
#[derive(Debug, Default)]
pub(crate) struct Families {
    /// The family of each type.
    numbers: Vec<u32>,
    /// The types in any family but `NONE`, ascending.
    types: Vec<u32>,
    /// The matchers of each family, ascending.
    matchers: Lists,
    /// Every family but `NONE`, by its matchers.
    known: HashMap<Box<[u32]>, u32>,
}

impl Families {
    /// Adds the types after those already known, up to `types`, given as (type, matcher) pairs.
    pub(crate) fn extend(&mut self, mut pairs: Vec<(u32, u32)>, types: usize) {
        pairs.sort_unstable();
        pairs.dedup();
        if self.len() == 0 {
            self.matchers.push([]);
        }
        self.numbers.resize(types, NONE);
        let mut list = Vec::new();
        for of_type in pairs.chunk_by(|left, right| left.0 == right.0) {
            list.clear();
            list.extend(of_type.iter().map(|&(_, matcher)| matcher));
            let family = self.known.get(list.as_slice()).copied().unwrap_or_else(|| {
                // There are no more families than types.
                let family = self.len() as u32;
                self.matchers.push(list.iter().copied());
                self.known.insert(list.as_slice().into(), family);
                family
            });
            self.numbers[of_type[0].0 as usize] = family;
            self.types.push(of_type[0].0);
        }
    }

    /// The family of a type; `NONE` for a type added to the vocabulary later.
    pub(crate) fn of(&self, id: u32) -> u32 {
        self.numbers.get(id as usize).copied().unwrap_or(NONE)
    }

    /// The family of every type.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    /// The types that satisfy some pattern, ascending, each with its family.
    pub(crate) fn satisfying(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.types.iter().map(|&id| (id, self.of(id)))
    }

    /// Number of families.
    pub(crate) fn len(&self) -> usize {
        self.matchers.len()
    }

    /// The matchers that the types of a family satisfy, ascending.
    pub(crate) fn matchers(&self, family: u32) -> &[u32] {
        self.matchers.of(family)
    }

    /// For every matcher below `matchers`, its types in order.
    pub(crate) fn types(&self, matchers: usize) -> Vec<Vec<u32>> {
        let mut types = vec![Vec::new(); matchers];
        for (id, family) in self.satisfying() {
            self.matchers(family).iter().for_each(|&matcher| types[matcher as usize].push(id));
        }
        types
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(pairs: Vec<(u32, u32)>, types: usize) -> Families {
        let mut families = Families::default();
        families.extend(pairs, types);
        families
    }

    #[test]
    fn types_of_a_family_satisfy_the_same_matchers() {
        let pairs = vec![(5, 1), (2, 3), (2, 1), (5, 3), (4, 1), (2, 3), (0, 0)];
        let families = families(pairs.clone(), 7);
        for id in 0..9 {
            let mut expected: Vec<u32> =
                pairs.iter().filter(|&&(of, _)| of == id).map(|&(_, matcher)| matcher).collect();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(families.matchers(families.of(id)), expected, "{id}");
        }
        assert_eq!((families.len(), families.of(2)), (4, families.of(5)));
        assert_eq!(families.types(4), [vec![0], vec![2, 4, 5], vec![], vec![2, 5]]);
    }

    #[test]
    fn types_that_come_later_join_the_families_of_others() {
        let mut some = families(vec![(0, 3), (2, 1)], 3);
        some.extend(vec![(4, 1), (5, 3)], 6);
        assert_eq!(some.len(), 3);
        some.extend(vec![(6, 3), (6, 1), (7, 1)], 9);
        let whole = families(vec![(0, 3), (2, 1), (4, 1), (5, 3), (6, 3), (6, 1), (7, 1)], 9);
        assert_eq!((some.numbers(), some.len()), (whole.numbers(), whole.len()));
        assert!(some.satisfying().eq(whole.satisfying()));
        assert!((0..4).all(|family| some.matchers(family) == whole.matchers(family)));
    }
}
