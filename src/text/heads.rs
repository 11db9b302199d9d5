//! How the tokens searched for begin, in forms that can be tested before a token is looked up.
//!
//! First, all tokens of a block are tested at once. The beginnings are merged into sixteen sets. Each of a token's
//! first four bytes is tested by itself: the token is a candidate if one set contains all four. That lets through more
//! than needed, but never misses any: a non-ASCII byte passes anywhere, and so does everything after a character beyond
//! U+00FF or a sign, since the norm may have fewer or more bytes there than the form. For the tokens that pass, the
//! four bytes are then looked up together, in lower case.

use unicode_normalization::UnicodeNormalization;

use super::beginnings::{Beginnings, LOOKED_AT};
use super::fast;

/// Bytes of a token that are tested.
pub(super) const DEPTH: usize = LOOKED_AT;
/// Bytes needed to know them: a combining accent may follow a two-byte letter.
pub(crate) const TELLING: usize = DEPTH + 2;
/// Sets of beginnings, one bit each in two bytes.
const SETS: usize = 2 * u8::BITS as usize;
/// Beginnings that are compared with their neighbours; beyond that many, consecutive ones are merged without
/// comparison.
const MANY: usize = 1 << 10;

/// Beginnings of norms.
#[derive(Debug)]
pub(crate) struct Heads {
    /// Indexed by place in a token, half of the sets, and ASCII byte: the sets that have the byte at that place.
    #[cfg_attr(not(any(test, target_arch = "x86_64")), expect(dead_code, reason = "no others ask blocks"))]
    pub(super) tables: [[[u8; 128]; 2]; DEPTH],
    /// The same in lower case, looked up together.
    beginnings: Beginnings,
}

/// For each place, the ASCII bytes that a form may have there, one bit each.
type Allowed = [u128; DEPTH];

impl Heads {
    /// Whether it pays: processors that test tokens one by one look one up just as fast. Always true in debug builds,
    /// so that tests take this path on every processor.
    pub(crate) fn are_of_use() -> bool {
        fast::asks_blocks() || cfg!(debug_assertions)
    }

    /// Takes the beginnings, none of them empty, of the norms searched for.
    pub(crate) fn of<'n>(beginnings: impl IntoIterator<Item = &'n str>) -> Self {
        let beginnings: Vec<&str> = beginnings.into_iter().collect();
        let mut sets: Vec<Allowed> = beginnings.iter().copied().map(allowed).collect();
        sets.sort_unstable();
        sets.dedup();
        let parts = sets.chunks(sets.len().div_ceil(MANY).max(1));
        let sets = few(parts.map(|part| part.iter().copied().reduce(joined).unwrap_or_default()).collect());
        let mut tables = [[[0; 128]; 2]; DEPTH];
        for (number, set) in sets.iter().enumerate() {
            for (table, bytes) in tables.iter_mut().zip(set) {
                let half = &mut table[number / 8];
                half.iter_mut()
                    .enumerate()
                    .for_each(|(byte, sets)| *sets |= ((bytes >> byte & 1) as u8) << (number % 8));
            }
        }
        let mut heads = Self { tables, beginnings: Beginnings::default() };
        beginnings.into_iter().for_each(|beginning| heads.add(beginning.as_bytes(), 0));
        heads
    }

    /// Adds the first bytes of a beginning, and its spellings with `ß` for an `ss`, even one cut short, from byte
    /// `from` on.
    fn add(&mut self, beginning: &[u8], from: usize) {
        for at in from..beginning.len().min(DEPTH) {
            let behind = match &beginning[at..] {
                [b's', b's', behind @ ..] => behind,
                [b's'] => &[],
                _ => continue,
            };
            self.add(&[&beginning[..at], "ß".as_bytes(), behind].concat(), at + 2);
        }
        self.beginnings.add_prefix(beginning);
    }

    /// Whether a form that begins with these bytes, in lower case, may be one of those searched for. Branch-free.
    #[inline(always)]
    pub(crate) fn may_begin_with(&self, bytes: [u8; TELLING]) -> bool {
        let [a, b, c, d, e, f] = bytes;
        let known = u64::from_le_bytes([a, b, c, d, e, f, 0, 0]);
        self.beginnings.hold(known as u32) | holds_foreign(known)
    }
}

/// Whether any byte begins a sign or a character beyond U+00FF: every lead byte but 0xC3 does.
#[inline(always)]
fn holds_foreign(bytes: u64) -> bool {
    let all = |byte: u8| u64::from_le_bytes([byte; 8]);
    let beyond = (bytes & all(0x7F)).wrapping_add(all(0x80 - 0x44)) & bytes;
    let differing = bytes ^ all(0xC2);
    let signs = !((differing & all(0x7F)).wrapping_add(all(0x7F)) | differing);
    (beyond | signs) & all(0x80) != 0
}

/// The bytes that forms of norms with this beginning may have at each place.
fn allowed(beginning: &str) -> Allowed {
    let mut allowed = [u128::MAX; DEPTH];
    let mut at = 0;
    for c in beginning.chars() {
        // An accented letter may be written as the plain letter, followed by a mark beyond U+00FF.
        let letter = Some(c).into_iter().nfd().next().filter(char::is_ascii).map_or(0, |letter| {
            1 << u32::from(letter.to_ascii_lowercase()) | 1 << u32::from(letter.to_ascii_uppercase())
        });
        for (place, bytes) in allowed.iter_mut().skip(at).take(c.len_utf8()).enumerate() {
            *bytes = if place == 0 { letter } else { 0 };
        }
        at += c.len_utf8();
    }
    allowed
}

fn joined(a: Allowed, b: Allowed) -> Allowed {
    std::array::from_fn(|place| a[place] | b[place])
}

/// Merges neighbours until [`SETS`] are left, each time the pair that lets the fewest more tokens pass.
fn few(mut sets: Vec<Allowed>) -> Vec<Allowed> {
    let share = |set: &Allowed| set.iter().map(|bytes| f64::from(bytes.count_ones()) / 128.0).product::<f64>();
    let loss = |pair: &[Allowed]| share(&joined(pair[0], pair[1])) - share(&pair[0]) - share(&pair[1]);
    let mut losses: Vec<f64> = sets.windows(2).map(loss).collect();
    while sets.len() > SETS {
        let least = losses.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(at, _)| at);
        sets[least] = joined(sets[least], sets[least + 1]);
        sets.remove(least + 1);
        losses.remove(least);
        for at in least.saturating_sub(1)..losses.len().min(least + 1) {
            losses[at] = loss(&sets[at..at + 2]);
        }
    }
    sets
}

/// Byte by byte, what the vector code answers for a block.
#[cfg(test)]
impl Heads {
    /// Whether a form may begin like this; nothing is known from its first sign or character beyond U+00FF on.
    pub(super) fn may_begin(&self, form: &str) -> bool {
        let mut sets = [u8::MAX; 2];
        let known = form.char_indices().find(|(_, c)| !c.is_ascii() && !matches!(c, 'À'..='ÿ'));
        let known = &form.as_bytes()[..known.map_or(form.len(), |(at, _)| at)];
        for (place, table) in self.tables.iter().enumerate() {
            let behind = place >= known.len() && known.len() < form.len();
            let byte = known.get(place).copied().unwrap_or(b' ');
            if byte.is_ascii() && !behind {
                sets = [0, 1].map(|half| sets[half] & table[half][usize::from(byte)]);
            }
        }
        sets != [0; 2]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Lang, norm};

    #[test]
    fn accents_and_capitals_may_be_written_in_more_ways_than_one() {
        let heads = Heads::of(["état", "terro", "frè", "l'", "œuf", "ch"]);
        let sought = ["État", "e\u{301}tat", "E\u{301}TAT", "Terroriste", "TERRO", "frère", "fre\u{300}re", "l’", "L'"];
        for form in sought.into_iter().chain(["Œuf", "œufs", "ch", "Chien", "\u{AD}chien", "c\u{AD}hien"]) {
            assert!(heads.may_begin(form), "{form}");
        }
        for form in ["et", "etat", "ter", "teint", "fre", "la", "c", "drogue", "port"] {
            assert!(!heads.may_begin(form), "{form}");
        }
    }

    #[test]
    fn characters_beyond_latin_1_and_signs_are_foreign() {
        for c in ('\0'..='\u{FFFF}').step_by(7).chain('\0'..='\u{200}') {
            for at in 0..2 {
                let mut bytes = [b'a'; 8];
                c.encode_utf8(&mut bytes[at..]);
                let foreign = !c.is_ascii() && !matches!(c, 'À'..='ÿ');
                assert_eq!(holds_foreign(u64::from_le_bytes(bytes)), foreign, "{c:?}");
            }
        }
    }

    #[test]
    fn first_bytes_are_told_together() {
        let heads = Heads::of(["terro", "ass", "l'", "été", "xssé", "res"]);
        let passed = |form: &str| {
            let bytes = std::array::from_fn(|at| form.as_bytes().get(at).copied().unwrap_or(b' '));
            heads.may_begin_with(bytes)
        };
        for form in [
            "terreur",
            "terro",
            "reste",
            "reß",
            "ass",
            "assez",
            "aß",
            "aßt",
            "l'or",
            "été",
            "étés",
            "xßé",
            "ter\u{301}",
        ] {
            assert!(passed(form), "{form}");
        }
        for form in ["o", "ét", "tarro", "as", "aés", "lo", "ete", "états", "xssa"] {
            assert!(!passed(form), "{form}");
        }
    }

    #[test]
    fn many_beginnings_let_few_others_pass() {
        let letters = || "abcdefghijklmnopqrstuvwxyz".chars();
        let all: Vec<String> = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}{b}{a}x"))).collect();
        for count in [0, 1, 16, 17, 300, 676] {
            let heads = Heads::of(all.iter().step_by(676 / count.max(1)).take(count).map(String::as_str));
            let sought = all.iter().step_by(676 / count.max(1)).take(count);
            assert!(sought.clone().all(|form| heads.may_begin(form)), "{count}");
            let passed = all.iter().filter(|form| heads.may_begin(form)).count();
            assert!(passed <= count.max(16) * 4, "{count}: {passed}");
        }
        let thousands: Vec<String> = (0..5000).map(|number| format!("{number:04}")).collect();
        let heads = Heads::of(thousands.iter().map(String::as_str));
        assert!(thousands.iter().all(|form| heads.may_begin(form)) && !heads.may_begin("a"));
    }

    proptest! {
        #[test]
        fn no_form_of_a_norm_that_is_sought_is_passed_by(
            form in "([a-eA-EéÉàß'’\u{301}\u{300}\u{AD}\u{200B}œŒﬁÆ0-9 \u{A0}‑-]|\\PC){1,6}",
            others in prop::collection::vec("[a-eéß]{1,5}", 0..40),
            length in 1usize..6,
        ) {
            for lang in [Lang::Fr, Lang::Ar] {
                let norm = norm(&form, lang);
                let beginning: String = norm.chars().take(length).collect();
                let heads = Heads::of(others.iter().map(String::as_str).chain([beginning.as_str()]));
                prop_assert!(form.trim() != form || heads.may_begin(&form), "{form:?} {beginning:?}");
            }
        }
    }
}
