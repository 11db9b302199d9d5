//! What a token is made of.

/// Kind of a token, a function of its norm, so that every occurrence of a type has the same kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Contains a letter, or letters and digits (`12ème`, `F-16`).
    Word,
    /// Digits with their separators (`1 500`, `7,5`).
    Number,
    /// Punctuation marks alone; never counted.
    Punctuation,
    /// Symbols alone (`%`, `€`, `+`, emoji); never counted.
    Symbol,
    /// `https://…` or `www.…`.
    Url,
    /// `name@host`.
    Email,
    /// `#word`.
    Hashtag,
    /// `@name`.
    Mention,
}

impl TokenKind {
    /// The names of all kinds, in the order of the Python enum.
    pub const NAMES: [&'static str; 8] =
        ["word", "number", "punctuation", "symbol", "url", "email", "hashtag", "mention"];

    /// The name in the `kind` column.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether such tokens are counted, and so included in `n_tokens`.
    pub fn is_counted(self) -> bool {
        !matches!(self, Self::Punctuation | Self::Symbol)
    }
}
