//! A quick look at tokens that may be opening words (`Il`, `Cette`, `Les`): most tokens plainly are not, and computing
//! their norm to look it up would cost more than everything else that sentence splitting needs from them.

use std::sync::LazyLock;

use super::lang::Lang;
use super::languages::lists;

/// What the opening words of a language look like.
pub(super) struct Openers {
    /// Indexed by first ASCII character: bit `n` is set if an opening word has `n` bytes; the last bit stands for all
    /// greater lengths.
    lengths: [u64; 128],
    /// Whether a capitalised one may begin with this byte, or with an invisible character that begins with it.
    begins: [bool; 256],
}

static FR: LazyLock<Openers> = LazyLock::new(|| Openers::of(Lang::Fr));
static ES: LazyLock<Openers> = LazyLock::new(|| Openers::of(Lang::Es));
static EN: LazyLock<Openers> = LazyLock::new(|| Openers::of(Lang::En));
static AR: LazyLock<Openers> = LazyLock::new(|| Openers::of(Lang::Ar));
static UND: LazyLock<Openers> = LazyLock::new(|| Openers::of(Lang::Und));

/// The opening words of a language.
pub(super) fn openers(lang: Lang) -> &'static Openers {
    match lang {
        Lang::Fr => &FR,
        Lang::Es => &ES,
        Lang::En => &EN,
        Lang::Ar => &AR,
        Lang::Und => &UND,
    }
}

impl Openers {
    fn of(lang: Lang) -> Self {
        let words = &lists(lang).openers;
        let mut lengths = [0; 128];
        words.iter().for_each(|word| {
            if let Some(slot) = word.bytes().next().and_then(|first| lengths.get_mut(usize::from(first))) {
                *slot |= bit(word.len());
            }
        });
        // An accent may follow as a character of its own, so `E` begins `É` too.
        let accented = words.iter().any(|word| !word.starts_with(|first: char| first.is_ascii()));
        let begins = std::array::from_fn(|first| match u8::try_from(first) {
            Ok(first) if first.is_ascii() => {
                let lengths = lengths[usize::from(first.to_ascii_lowercase())];
                !first.is_ascii_lowercase() && (lengths != 0 || accented)
            }
            _ => !words.is_empty(),
        });
        Self { lengths, begins }
    }

    /// Whether a token may be a capitalised opening word, judged by its first byte.
    #[inline]
    pub(super) fn may_begin(&self, token: &[u8]) -> bool {
        self.begins[usize::from(token.first().copied().unwrap_or(0))]
    }

    /// The same judged by the whole token; false only if it is not an opening word.
    pub(super) fn may_hold(&self, token: &[u8]) -> bool {
        match token {
            [] => false,
            _ if !self.may_begin(token) => false,
            // Small letters of Latin-1; single signs: no-break space to `¿`, dashes and quotes.
            [0xC3, 0xA0..=0xBF, ..] | [0xC2, _] | [0xE2, 0x80, _] => false,
            // The norm of ASCII is its lower case.
            [first, ..] if token.is_ascii() => self.beginning_with(*first) & bit(token.len()) != 0,
            // The second character is not an accent, so the norm begins with the first.
            [first, 0..=0x7F, ..] if first.is_ascii() => self.beginning_with(*first) != 0,
            _ => true,
        }
    }

    fn beginning_with(&self, first: u8) -> u64 {
        self.lengths.get(usize::from(first.to_ascii_lowercase())).copied().unwrap_or(u64::MAX)
    }
}

fn bit(length: usize) -> u64 {
    1 << length.min(63)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::norm;

    /// Whether the quick look gives the right answer for the token.
    fn holds(token: &str, lang: Lang) -> bool {
        let capital = token.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let opener = capital && lists(lang).openers.contains(norm(token, lang).as_ref());
        openers(lang).may_hold(token.as_bytes()) || !opener
    }

    #[test]
    fn no_opening_word_is_passed_over() {
        let words: Vec<&String> = lists(Lang::Fr).openers.iter().collect();
        assert!(words.len() > 40);
        for word in words {
            let upper = word.to_uppercase();
            let first = upper.chars().next().unwrap_or_default();
            let titled = word.replacen(|_| true, &first.to_string(), 1);
            let written = [
                upper.clone(),
                titled.replace('\'', "’"),
                format!("\u{AD}{upper}"),
                format!("{first}\u{AD}{}", &word[1..]),
            ];
            for token in written {
                assert!(openers(Lang::Fr).may_hold(token.as_bytes()), "{token:?}");
            }
        }
    }

    #[test]
    fn most_tokens_are_told_at_once() {
        for token in ["", "maroc", "Maroc", "été", "«", "’", "—", ",", "2015", "Rabat", "Wikileaks", "Marché"] {
            assert!(!openers(Lang::Fr).may_hold(token.as_bytes()), "{token}");
        }
        assert!(!openers(Lang::Ar).may_hold("المغرب".as_bytes()));
    }

    #[test]
    fn single_characters_are_told_rightly() {
        for c in '\0'..=char::MAX {
            assert!(holds(c.encode_utf8(&mut [0; 4]), Lang::Fr), "{c:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_token_is_told_rightly(token in "[A-Zà-ÿ«’'\u{AD}\u{301}]{0,2}(il|lle|ne|ès|ette|'|’|\u{AD}|\u{301}|\\PC){0,3}") {
            proptest::prop_assert!(holds(&token, Lang::Fr));
        }
    }
}
