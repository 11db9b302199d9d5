//! Blocks: how the reading of documents is divided among threads.
//!
//! Documents are cut into blocks by number and length, independently of the threads. Each thread reads a block with a
//! worker that it borrows meanwhile, and so finds again what that worker learned from earlier blocks.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Reader;
use crate::error::Result;

/// Most documents in a block: large enough to make merging cheap, small enough for threads to share the work.
pub(super) const BLOCK: usize = 128;
/// Bytes of text at which a block is full, so that a hundred long documents are not left to one thread.
pub(super) const BLOCK_BYTES: usize = 1 << 19;

/// Reads documents block by block, in parallel; the results are in the order of the blocks. `read` is given a block, a
/// worker and the worker's number.
pub(crate) fn read_blocks<B: Send, W: From<Reader> + Send, T: Send>(
    blocks: Vec<B>,
    workers: &Workers<W>,
    read: impl Fn(B, &mut W, usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    // One by one, so that in the end no thread waits for another that still has several.
    let blocks = blocks.into_par_iter().with_max_len(1);
    blocks.map(|block| workers.lend(|worker, at| read(block, worker, at))).collect()
}

/// Workers waiting for their next block; no more are made than read at the same time.
#[derive(Debug)]
pub(crate) struct Workers<W> {
    waiting: Mutex<Vec<(usize, W)>>,
    made: AtomicUsize,
}

impl<W> Default for Workers<W> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), made: AtomicUsize::default() }
    }
}

impl<W: From<Reader>> Workers<W> {
    fn lend<T>(&self, read: impl FnOnce(&mut W, usize) -> T) -> T {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = waiting().pop();
        let (number, mut worker) =
            lent.unwrap_or_else(|| (self.made.fetch_add(1, Ordering::Relaxed), W::from(Reader::default())));
        let result = read(&mut worker, number);
        waiting().push((number, worker));
        result
    }

    /// All workers, in order of their numbers.
    pub(crate) fn into_vec(self) -> Vec<W> {
        let mut workers = self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        workers.sort_unstable_by_key(|&(number, _)| number);
        workers.into_iter().map(|(_, worker)| worker).collect()
    }
}

/// An item that can be put into blocks.
pub(crate) trait InBlocks {
    /// Length of the text in bytes.
    fn bytes(&self) -> usize;
    /// Whether the next document may be in the same block as this one.
    fn goes_with(&self, next: &Self) -> bool;
}

/// How full a block is.
#[derive(Default)]
pub(super) struct Filling {
    documents: usize,
    bytes: usize,
}

impl Filling {
    pub(super) fn is_full(&self) -> bool {
        self.documents == BLOCK || self.bytes >= BLOCK_BYTES
    }

    /// Adds a document of `bytes` bytes.
    pub(super) fn add(&mut self, bytes: usize) {
        self.documents += 1;
        self.bytes += bytes;
    }
}

/// Groups documents into blocks, moving each document once.
pub(crate) fn blocks<D: InBlocks>(documents: impl IntoIterator<Item = D>) -> Vec<Vec<D>> {
    let (mut blocks, mut block, mut filling) = (Vec::new(), Vec::<D>::new(), Filling::default());
    for document in documents {
        if filling.is_full() || block.last().is_some_and(|last| !last.goes_with(&document)) {
            blocks.push(std::mem::take(&mut block));
            filling = Filling::default();
        }
        filling.add(document.bytes());
        block.push(document);
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_keep_the_order_and_hold_no_memory_of_the_others() {
        for n in [0, 1, BLOCK, BLOCK + 1, 20 * BLOCK - 1] {
            let blocks = blocks((0..n).map(|at| (at % 2, 'a')));
            assert_eq!(blocks.len(), n.div_ceil(BLOCK));
            assert!(blocks.iter().all(|block| block.capacity() <= 2 * BLOCK));
            assert!(blocks.into_iter().flatten().eq((0..n).map(|at| (at % 2, 'a'))));
        }
    }

    #[test]
    fn long_documents_fill_a_block_sooner() {
        let lengths = [BLOCK_BYTES, 10, BLOCK_BYTES - 10, BLOCK_BYTES / 2, 0];
        let blocks = blocks(lengths.map(|length| (length, 'a')));
        assert_eq!(blocks.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2]);
    }

    impl InBlocks for (usize, char) {
        fn bytes(&self) -> usize {
            self.0
        }

        fn goes_with(&self, next: &Self) -> bool {
            self.1 == next.1
        }
    }

    #[test]
    fn a_block_ends_where_the_next_document_does_not_go_with_it() {
        let blocks = blocks(vec![(1, 'a'), (BLOCK_BYTES, 'a'), (0, 'a'), (0, 'b'), (1, 'a')]);
        assert_eq!(blocks, [vec![(1, 'a'), (BLOCK_BYTES, 'a')], vec![(0, 'a')], vec![(0, 'b')], vec![(1, 'a')]]);
    }
}
