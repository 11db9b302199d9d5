//! The languages whose rules are known.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language, or `Und` for text that is cut by UAX #29 alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// French, the default of the press this was made for.
    #[default]
    Fr,
    /// Spanish.
    Es,
    /// English.
    En,
    /// Arabic.
    Ar,
    /// Undetermined: UAX #29 and nothing else.
    Und,
}

impl Lang {
    /// Every language, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Fr, Self::Es, Self::En, Self::Ar, Self::Und];

    /// ISO 639 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::Es => "es",
            Self::En => "en",
            Self::Ar => "ar",
            Self::Und => "und",
        }
    }

    /// Like [`Lang::parse`], with an error that lists the codes.
    ///
    /// # Errors
    /// [`Error::Argument`](crate::Error::Argument) for any other code.
    pub fn require(code: &str) -> crate::Result<Self> {
        Self::parse(code).ok_or_else(|| crate::Error::Argument(format!("lang is {code:?}: use fr, es, en, ar or und")))
    }

    /// Reads an ISO 639 code, with or without a region (`fr`, `FR`, `fr-MA`, `fr_FR`, `fra`), or the name of one of the
    /// four languages in another or in itself (`français`, `Spanish`, `arabe`).
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        NAMES.get(&primary).copied()
    }
}

/// The language of each code and name, from `languages/names.toml`.
static NAMES: LazyLock<HashMap<String, Lang>> = LazyLock::new(|| {
    let lists: HashMap<String, Vec<String>> =
        toml::from_str(include_str!("languages/names.toml")).expect("the names of languages are TOML");
    let names = |lang: Lang| lists.get(lang.code()).into_iter().flatten().map(move |name| (name.clone(), lang));
    Lang::ALL.into_iter().flat_map(names).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_own_names() {
        for lang in Lang::ALL {
            assert_eq!(Lang::parse(lang.code()), Some(lang));
        }
        let names = NAMES.keys().filter(|name| **name == name.to_lowercase()).count();
        assert_eq!(names, include_str!("languages/names.toml").matches('"').count() / 2);
    }

    #[test]
    fn codes_may_have_a_region_and_names_are_those_of_four_languages() {
        for (name, lang) in [(" fr-MA", Lang::Fr), ("FR_fr", Lang::Fr), ("Español", Lang::Es), ("العربية", Lang::Ar)]
        {
            assert_eq!(Lang::parse(name), Some(lang), "{name}");
        }
        assert_eq!((Lang::parse("de"), Lang::parse("")), (None, None));
    }
}
