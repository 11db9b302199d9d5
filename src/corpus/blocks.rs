//! Blocks: how the reading of documents is divided between threads.
//!
//! Documents are cut into blocks by their number and length, whatever the threads. Each thread reads its blocks with a
//! worker that it borrows for the time, and finds again what it knew at the block before.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Draft, Reader};
use crate::error::Result;

/// Documents a block at most: large enough that merging is cheap, small enough that threads share the work.
const BLOCK: usize = 128;
/// Bytes of text from which a block is full, so that a hundred long documents are not one thread's work.
const BLOCK_BYTES: usize = 1 << 19;

/// Reads drafts block by block, in parallel; the results are in the order of the blocks. `read` is given the drafts of a
/// block, and a worker with the worker's number.
pub(crate) fn read_blocks<W: From<Reader> + Send, T: Send>(
    drafts: Vec<Draft>,
    workers: &Workers<W>,
    read: impl Fn(Vec<Draft>, &mut W, usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    blocks(drafts).into_par_iter().map(|drafts| workers.lend(|worker, at| read(drafts, worker, at))).collect()
}

/// Workers that wait for their next block; no more are made than read at the same time.
#[derive(Debug)]
pub(crate) struct Workers<W> {
    waiting: Mutex<Vec<(usize, W)>>,
    made: Mutex<usize>,
}

impl<W> Default for Workers<W> {
    fn default() -> Self {
        Self { waiting: Mutex::default(), made: Mutex::default() }
    }
}

impl<W: From<Reader>> Workers<W> {
    fn lend<T>(&self, read: impl FnOnce(&mut W, usize) -> T) -> T {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = waiting().pop();
        let (number, mut worker) = lent.unwrap_or_else(|| {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            *made += 1;
            (*made - 1, W::from(Reader::default()))
        });
        let result = read(&mut worker, number);
        waiting().push((number, worker));
        result
    }

    /// All of them by number.
    pub(crate) fn into_vec(self) -> Vec<W> {
        let mut workers = self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        workers.sort_unstable_by_key(|&(number, _)| number);
        workers.into_iter().map(|(_, worker)| worker).collect()
    }
}

/// Runs of drafts, each draft moved once.
fn blocks(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let (mut blocks, mut block, mut bytes) = (Vec::new(), Vec::new(), 0);
    for draft in drafts {
        bytes += draft.text.len();
        block.push(draft);
        if block.len() == BLOCK || bytes >= BLOCK_BYTES {
            blocks.push(std::mem::take(&mut block));
            bytes = 0;
        }
    }
    if !block.is_empty() {
        blocks.push(block);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(texts: impl Iterator<Item = String>) -> Vec<Draft> {
        texts
            .enumerate()
            .map(|(id, text)| Draft { id: id.to_string(), text: text.into(), ..Draft::default() })
            .collect()
    }

    #[test]
    fn blocks_keep_the_order_and_hold_no_memory_of_the_others() {
        for n in [0, 1, BLOCK, BLOCK + 1, 20 * BLOCK - 1] {
            let blocks = blocks(drafts((0..n).map(|_| String::new())));
            assert_eq!(blocks.len(), n.div_ceil(BLOCK));
            assert!(blocks.iter().all(|block| block.capacity() <= 2 * BLOCK));
            let ids: Vec<String> = blocks.into_iter().flatten().map(|draft| draft.id).collect();
            assert!(ids.into_iter().eq((0..n).map(|id| id.to_string())));
        }
    }

    #[test]
    fn long_documents_fill_a_block_sooner() {
        let lengths = [BLOCK_BYTES, 10, BLOCK_BYTES - 10, BLOCK_BYTES / 2, 0];
        let blocks = blocks(drafts(lengths.iter().map(|&length| "x".repeat(length))));
        assert_eq!(blocks.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2]);
    }
}
