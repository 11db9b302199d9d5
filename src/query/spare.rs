//! Scratch memory that workers share: no more is allocated than is in use at the same time.

use std::sync::{Mutex, PoisonError};

pub(super) struct Spare<T, M> {
    make: M,
    waiting: Mutex<Vec<T>>,
}

impl<T: Send, M: Fn() -> T + Sync> Spare<T, M> {
    pub(super) fn new(make: M) -> Self {
        Self { make, waiting: Mutex::new(Vec::new()) }
    }

    pub(super) fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = waiting().pop();
        let mut scratch = lent.unwrap_or_else(&self.make);
        let done = work(&mut scratch);
        waiting().push(scratch);
        done
    }

    /// Everything that was made.
    pub(super) fn into_vec(self) -> Vec<T> {
        self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
