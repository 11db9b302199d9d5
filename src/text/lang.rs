//! The languages whose rules are known.

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
        Self::parse(code)
            .ok_or_else(|| crate::Error::Argument(format!("unknown language {code:?}: use fr, es, en, ar or und")))
    }

    /// Reads an ISO 639 code, with or without a region (`fr`, `FR`, `fr-MA`, `fr_FR`, `fra`), or the name of one of the
    /// four languages in another or in itself (`français`, `Spanish`, `arabe`).
    pub fn parse(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
        match primary.as_str() {
            "fr" | "fra" | "fre" | "french" | "français" | "francais" | "francés" | "الفرنسية" => {
                Some(Self::Fr)
            }
            "es" | "spa" | "spanish" | "espagnol" | "español" | "espanol" | "castellano" | "الإسبانية" => {
                Some(Self::Es)
            }
            "en" | "eng" | "english" | "anglais" | "inglés" | "الإنجليزية" => Some(Self::En),
            "ar" | "ara" | "arabic" | "arabe" | "árabe" | "العربية" => Some(Self::Ar),
            "und" => Some(Self::Und),
            _ => None,
        }
    }
}
