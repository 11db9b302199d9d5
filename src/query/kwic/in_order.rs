//! Pieces of a table made by several threads and joined in order.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// A table that grows by pieces in order, as they become ready. The memory of each added piece is reused for a later
/// one: getting fresh memory from the system costs more than filling it.
pub(super) struct InOrder<T> {
    state: Mutex<State<T>>,
}

struct State<T> {
    all: T,
    /// Number of the next piece to add.
    next: usize,
    /// Pieces that are ready before some earlier ones.
    waiting: BTreeMap<usize, T>,
    /// Empty pieces, already added, for reuse.
    spare: Vec<T>,
}

/// Something that grows by pieces of its own kind.
pub(super) trait Appended: Default + Send {
    /// Moves everything out of `piece` into `self`, leaving `piece` empty.
    fn take(&mut self, piece: &mut Self);
}

impl<T: Appended> InOrder<T> {
    /// A table that begins with the contents of `all`.
    pub(super) fn new(all: T) -> Self {
        Self { state: Mutex::new(State { all, next: 0, waiting: BTreeMap::new(), spare: Vec::new() }) }
    }

    /// An empty piece to fill.
    pub(super) fn piece(&self) -> T {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).spare.pop().unwrap_or_default()
    }

    /// Adds a piece. Pieces are numbered from 0, without gaps.
    pub(super) fn add(&self, number: usize, piece: T) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { all, next, waiting, spare } = &mut *state;
        waiting.insert(number, piece);
        while let Some(mut piece) = waiting.remove(next) {
            all.take(&mut piece);
            spare.push(piece);
            *next += 1;
        }
    }

    /// The finished table.
    pub(super) fn into_inner(self) -> T {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Appended for Vec<usize> {
        fn take(&mut self, piece: &mut Self) {
            self.append(piece);
        }
    }

    #[test]
    fn pieces_stand_in_their_order_whenever_they_came() {
        for step in [1, 3, 7, 11] {
            let table = InOrder::new(vec![99]);
            for number in (0..20).map(|at| at * step % 20) {
                let mut piece = table.piece();
                assert!(piece.is_empty());
                piece.extend([number, number]);
                table.add(number, piece);
            }
            let expected: Vec<usize> = [99].into_iter().chain((0..40).map(|at| at / 2)).collect();
            assert_eq!(table.into_inner(), expected);
        }
    }
}
