//! Documents divided into batches that threads take one by one.

use std::ops::Range;

use rayon::prelude::*;

/// The positions of `count` documents, `size` at a time; the last batch may be smaller.
pub(super) fn batches(count: usize, size: usize) -> impl IndexedParallelIterator<Item = Range<usize>> {
    (0..count.div_ceil(size)).into_par_iter().map(move |batch| batch * size..count.min((batch + 1) * size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_in_one_batch_in_order() {
        assert_eq!(batches(7, 3).collect::<Vec<_>>(), [0..3, 3..6, 6..7]);
        assert_eq!(batches(6, 3).collect::<Vec<_>>(), [0..3, 3..6]);
        assert_eq!(batches(0, 3).count(), 0);
    }
}
