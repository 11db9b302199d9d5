//! Types to look for, and where they occur in a document.

use super::tokens::{TypesOf, WIDE};
use crate::text::wide;

/// Tokens examined together.
const RUN: usize = 32;
/// Tokens whose flags are joined in one integer.
const FLAGS: usize = 64;
/// Of these, tokens whose flags are joined one after the other.
const TOGETHER: usize = 8;
/// Tokens added without checking how many there are; any without a flag are removed again.
const AT_ONCE: usize = 4;
/// Up to this many types are compared with the tokens directly, many tokens at a time.
const FEW: usize = 4;

/// Types to look for, one flag each.
#[derive(Debug)]
pub struct Wanted {
    /// Indexed by narrow type; the mark of wide types has no flag.
    narrow: Box<[u8; 1 << 16]>,
    /// The narrow types, if they are few.
    few: Option<Vec<u16>>,
    /// Indexed by type; only wide types are set.
    all: Vec<bool>,
    any_wide: bool,
}

impl Wanted {
    /// Looks for these types.
    pub fn new(types: impl IntoIterator<Item = u32>) -> Self {
        let mut wanted = Self { narrow: Box::new([0; 1 << 16]), few: None, all: Vec::new(), any_wide: false };
        let mut listed = Vec::new();
        for id in types {
            match u16::try_from(id) {
                Ok(narrow) if narrow != WIDE => {
                    wanted.narrow[usize::from(narrow)] = 1;
                    listed.push(narrow);
                }
                _ => {
                    wanted.any_wide = true;
                    wanted.all.resize(wanted.all.len().max(id as usize + 1), false);
                    wanted.all[id as usize] = true;
                }
            }
        }
        wanted.few = (listed.len() <= FEW).then_some(listed);
        wanted
    }

    fn holds_wide(&self, id: u32) -> bool {
        self.all.get(id as usize).copied().unwrap_or_default()
    }
}

impl TypesOf<'_> {
    /// Appends the tokens of wanted types, in text order.
    pub fn find(self, wanted: &Wanted, found: &mut Vec<u32>) {
        let before = found.len();
        match wanted.few.as_deref() {
            Some([]) => {}
            Some(&[one]) => wide(
                #[inline(always)]
                || self.find_few(|narrow| narrow == one, found),
            ),
            Some(&[one, ref others @ ..]) => {
                let [two, three, four] = std::array::from_fn(|at| others.get(at).copied().unwrap_or(one));
                let is_wanted = |narrow| (narrow == one) | (narrow == two) | (narrow == three) | (narrow == four);
                wide(
                    #[inline(always)]
                    || self.find_few(is_wanted, found),
                );
            }
            None => self.find_flagged(wanted, found),
        }
        if wanted.any_wide && self.wide.iter().any(|&id| wanted.holds_wide(id)) {
            let marks = (0u32..).zip(self.narrow).filter(|&(_, &narrow)| narrow == WIDE);
            found.extend(marks.zip(self.wide).filter(|&(_, &id)| wanted.holds_wide(id)).map(|((token, _), _)| token));
            found[before..].sort_unstable();
        }
    }

    /// Most runs contain none and are skipped by comparing many tokens at once.
    #[inline(always)]
    fn find_few(self, is_wanted: impl Fn(u16) -> bool, found: &mut Vec<u32>) {
        let holds = |run: &[u16]| run.iter().fold(0, |any, &narrow| any | u16::from(is_wanted(narrow))) != 0;
        let mut add = |first: usize, run: &[u16]| {
            let tokens = (first as u32..).zip(run);
            found.extend(tokens.filter(|&(_, &narrow)| is_wanted(narrow)).map(|(token, _)| token));
        };
        let runs = self.narrow.chunks_exact(RUN);
        let rest = runs.remainder();
        for (number, run) in runs.enumerate() {
            if holds(run) {
                add(number * RUN, run);
            }
        }
        if holds(rest) {
            add(self.narrow.len() - rest.len(), rest);
        }
    }

    /// Joins flags without a branch per token, the first in the lowest bit; a few tokens at a time are joined
    /// separately, so that the processor need not wait for all earlier ones.
    fn find_flagged(self, wanted: &Wanted, found: &mut Vec<u32>) {
        let flag = |narrow: u16| u64::from(wanted.narrow[usize::from(narrow)]);
        let of_few = |few: &[u16]| few.iter().rev().fold(0, |flags, &narrow| flags << 1 | flag(narrow));
        let flags =
            |run: &[u16; FLAGS]| run.chunks_exact(TOGETHER).rev().fold(0, |flags, few| flags << TOGETHER | of_few(few));
        let mut first = 0;
        let mut add = |mut flags: u64| {
            loop {
                let (before, mut held) = (found.len(), 0);
                found.extend_from_slice(&[0; AT_ONCE].map(|_: u32| {
                    let token = first + flags.trailing_zeros();
                    held += usize::from(flags != 0);
                    flags &= flags.wrapping_sub(1);
                    token
                }));
                found.truncate(before + held);
                if flags == 0 {
                    break;
                }
            }
            first += FLAGS as u32;
        };
        let mut rest = self.narrow;
        while let Some((run, behind)) = rest.split_first_chunk() {
            add(flags(run));
            rest = behind;
        }
        // The mark of wide types has no flag.
        let mut run = [WIDE; FLAGS];
        run[..rest.len()].copy_from_slice(rest);
        add(flags(&run));
    }

    /// Type of a token.
    pub fn at(self, token: usize) -> u32 {
        match self.narrow[token] {
            WIDE => {
                let marks = self.narrow[..token].iter().map(|&narrow| u32::from(narrow == WIDE)).sum::<u32>();
                self.wide.get(marks as usize).copied().unwrap_or_default()
            }
            narrow => u32::from(narrow),
        }
    }

    /// Replaces the content of `ids` with the type of each token.
    pub fn unpack(self, ids: &mut Vec<u32>) {
        ids.clear();
        ids.extend(self.narrow.iter().map(|&narrow| u32::from(narrow)));
        if self.wide.is_empty() {
            return;
        }
        let mut wide = self.wide.iter();
        for (ids, run) in ids.chunks_mut(RUN).zip(self.narrow.chunks(RUN)) {
            if run.iter().fold(false, |any, &narrow| any | (narrow == WIDE)) {
                let marks = ids.iter_mut().filter(|id| **id == u32::from(WIDE));
                marks.zip(&mut wide).for_each(|(id, &wide)| *id = wide);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::Tokens;
    use super::*;

    #[test]
    fn wanted_types_are_found_on_both_sides_of_the_border() {
        let ids: Vec<u32> = (0..200).map(|n| if n % 3 == 0 { n } else { 65_500 + n * 7 % 100 }).collect();
        let mut tokens = Tokens::default();
        [&ids[..], &ids[..17], &[], &ids[31..48]].iter().for_each(|document| tokens.push(document));
        for types in [
            vec![],
            vec![0, 3],
            vec![65_534, 65_535, 65_536],
            vec![198, 65_535, 65_598],
            vec![0, 3, 9, 12, 65_540],
            ids.clone(),
        ] {
            let wanted = Wanted::new(types.iter().copied());
            for row in 0..4 {
                let (mut found, mut unpacked) = (Vec::new(), vec![7]);
                tokens.types(row).find(&wanted, &mut found);
                tokens.types(row).unpack(&mut unpacked);
                assert!(tokens.types(row).iter().eq(unpacked.iter().copied()));
                assert!((0..unpacked.len()).map(|token| tokens.types(row).at(token)).eq(unpacked.iter().copied()));
                let expected = (0u32..).zip(&unpacked).filter(|(_, id)| types.contains(id)).map(|(token, _)| token);
                let expected: Vec<u32> = expected.collect();
                assert_eq!(found, expected, "{types:?} in document {row}");
                // Whatever was found before stays.
                tokens.types(row).find(&wanted, &mut found);
                assert_eq!(found, expected.repeat(2));
            }
        }
    }
}
