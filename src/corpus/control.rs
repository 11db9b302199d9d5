//! Control over long-running work: its progress, and whether it should stop.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::error::{Error, Result};

/// Shared between the threads that work and the one that waits.
#[derive(Debug, Default)]
pub struct Control {
    stopped: AtomicBool,
    done: AtomicUsize,
}

impl Control {
    /// Asks the work to stop soon.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Number of documents done.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// Counts one more document as done; fails if the work should stop.
    pub(crate) fn step(&self) -> Result<()> {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.check()
    }

    /// Counts more documents as done; fails if the work should stop.
    pub(crate) fn advance(&self, documents: usize) -> Result<()> {
        self.done.fetch_add(documents, Ordering::Relaxed);
        self.check()
    }

    /// Fails if the work should stop.
    pub(crate) fn check(&self) -> Result<()> {
        if self.stopped.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
    }
}
