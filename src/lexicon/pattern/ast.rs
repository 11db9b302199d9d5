//! The tree of a pattern.

use super::Fault;

/// A part of a pattern; columns count characters from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    /// Words and globs with single spaces between them, still to be cut into tokens.
    Words { text: String, column: usize },
    /// `=MAP`.
    Exact { text: String, column: usize },
    /// `/…/`.
    Regex { source: String, column: usize },
    /// `~4`.
    Gap { tokens: u32, column: usize },
    /// `(a|b c|)`.
    Group(Vec<Sequence>),
    /// `{name}`.
    Class { name: String, column: usize },
}

/// Items one after another.
pub(crate) type Sequence = Vec<Item>;

/// The shape of both ends of a sequence.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ends {
    /// Whether it can match no tokens at all.
    pub(crate) empty: bool,
    /// Column of a gap that can come before the first token.
    pub(crate) leading: Option<usize>,
    /// Column of a gap that can come after the last token.
    pub(crate) trailing: Option<usize>,
}

/// The ends of a sequence whose classes have been replaced.
pub(crate) fn ends(sequence: &[Item]) -> Ends {
    let mut all = Ends { empty: true, ..Ends::default() };
    for item in sequence {
        let own = ends_of(item);
        if all.empty {
            all.leading = all.leading.or(own.leading);
        }
        all.trailing = if own.empty { own.trailing.or(all.trailing) } else { own.trailing };
        all.empty &= own.empty;
    }
    all
}

fn ends_of(item: &Item) -> Ends {
    match item {
        Item::Gap { column, .. } => Ends { empty: true, leading: Some(*column), trailing: Some(*column) },
        Item::Group(alternatives) => alternatives.iter().map(|one| ends(one)).fold(Ends::default(), |all, one| Ends {
            empty: all.empty || one.empty,
            leading: all.leading.or(one.leading),
            trailing: all.trailing.or(one.trailing),
        }),
        _ => Ends::default(),
    }
}

impl Ends {
    /// Refuses a gap where a match begins or ends, and a sequence that can match nothing.
    pub(crate) fn check(self) -> Result<(), Fault> {
        if let Some(column) = self.leading.or(self.trailing) {
            return Err(Fault::new(column, "gap at an end: ~N must stand between two tokens that are in every match"));
        }
        if self.empty {
            return Err(Fault::new(1, "the pattern can match nothing at all: make one of its parts required"));
        }
        Ok(())
    }
}
