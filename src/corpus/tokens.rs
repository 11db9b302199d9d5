//! The token columns: ids, places in the text, sentences.

use std::ops::Range;

/// Token columns of many documents, end to end.
#[derive(Debug, Default)]
pub struct Tokens {
    /// Type of each token.
    pub(super) ids: Vec<u32>,
    /// First byte of each token in its document.
    pub(super) starts: Vec<u32>,
    /// Byte after each token in its document.
    pub(super) ends: Vec<u32>,
    /// Where the tokens of each document begin, and the total at the end.
    pub(super) offsets: Vec<usize>,
    /// Token of its document at which each sentence begins.
    pub(super) sentence_starts: Vec<u32>,
    /// Byte ranges of the sentences in their documents.
    pub(super) sentence_spans: Vec<(u32, u32)>,
    /// Where the sentences of each document begin, and the total at the end.
    pub(super) sentence_offsets: Vec<usize>,
}

/// Token columns of one document.
#[derive(Clone, Copy, Debug)]
pub struct DocumentTokens<'a> {
    /// Type of each token.
    pub ids: &'a [u32],
    /// First byte of each token.
    pub starts: &'a [u32],
    /// Byte after each token.
    pub ends: &'a [u32],
    /// Token at which each sentence begins, ascending, the first 0.
    pub sentence_starts: &'a [u32],
    /// Byte ranges of the sentences.
    pub sentence_spans: &'a [(u32, u32)],
}

impl Tokens {
    /// Columns of one document.
    pub fn document(&self, row: usize) -> DocumentTokens<'_> {
        let tokens = self.offsets[row]..self.offsets[row + 1];
        let sentences = self.sentence_offsets[row]..self.sentence_offsets[row + 1];
        DocumentTokens {
            ids: &self.ids[tokens.clone()],
            starts: &self.starts[tokens.clone()],
            ends: &self.ends[tokens],
            sentence_starts: &self.sentence_starts[sentences.clone()],
            sentence_spans: &self.sentence_spans[sentences],
        }
    }

    /// Number of tokens, marks included.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}

impl DocumentTokens<'_> {
    /// Bytes from the start of one token to the end of another (`last` included).
    pub fn bytes(&self, first: usize, last: usize) -> Range<usize> {
        self.starts[first] as usize..self.ends[last] as usize
    }

    /// Number of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentence_starts.partition_point(|&start| start as usize <= token) - 1
    }

    /// Tokens of a sentence.
    pub fn sentence(&self, number: usize) -> Range<usize> {
        let end = self.sentence_starts.get(number + 1).map_or(self.ids.len(), |&start| start as usize);
        self.sentence_starts[number] as usize..end
    }
}
