//! A document as the search of a one-pass count sees it, while its text and tokens are at hand.

use std::cell::OnceCell;
use std::ops::Range;

use super::super::placed::Placed;
use crate::corpus::CutText;
use crate::lexicon::Searched;
use crate::text;

/// Tokens of the last document read.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// Their types, as numbered by the reader.
    pub(super) types: Vec<u32>,
    /// Their byte ranges, each relative to its counted part of the text.
    places: Vec<Range<u32>>,
    /// The token at which each part ends.
    ends: Vec<usize>,
    /// How many are counted.
    pub(super) counted: usize,
}

impl Tokens {
    /// The type of a token that was not looked up, because no match can contain it.
    pub(super) const UNREAD: u32 = u32::MAX;

    /// Forgets the document.
    pub(super) fn clear(&mut self) {
        self.types.clear();
        self.places.clear();
        self.ends.clear();
        self.counted = 0;
    }

    /// Adds the tokens of the next part, none looked up yet, and returns the number of the first.
    pub(super) fn add(&mut self, cut: &CutText<'_>) -> usize {
        let first = self.places.len();
        self.places.extend_from_slice(cut.tokens());
        self.ends.push(self.places.len());
        self.types.resize(self.places.len(), Self::UNREAD);
        self.counted += cut.counted();
        first
    }
}

/// A document to search.
pub(super) struct Sought<'a> {
    pub(super) document: &'a Placed,
    pub(super) tokens: &'a Tokens,
    /// The token at which each sentence begins, once somebody has asked.
    pub(super) sentence_starts: OnceCell<Vec<u32>>,
}

impl Sought<'_> {
    /// The counted part that contains a token, and the range of its tokens.
    fn part(&self, token: usize) -> (&str, Range<usize>) {
        let ends = &self.tokens.ends;
        let part = ends.partition_point(|&end| end <= token);
        let first = part.checked_sub(1).map_or(0, |before| ends[before]);
        (&self.document.text[self.document.counted[part].clone()], first..ends[part])
    }

    fn places(&self, tokens: Range<usize>) -> impl Iterator<Item = Range<usize>> {
        self.tokens.places[tokens].iter().map(|place| place.start as usize..place.end as usize)
    }

    /// Whether the tokens are certainly in one sentence, judging only by them and the text between them. Each counted
    /// part begins a new sentence.
    fn goes_on(&self, tokens: Range<usize>) -> bool {
        let (text, part) = self.part(tokens.start);
        tokens.end <= part.end && text::all_go_on(text, self.places(tokens), self.document.lang)
    }

    fn find_sentence_starts(&self) -> Vec<u32> {
        let (mut starts, mut first) = (Vec::new(), 0);
        while first < self.tokens.places.len() {
            let (text, part) = self.part(first);
            let tokens: Vec<Range<usize>> = self.places(part.clone()).collect();
            text::sentence_starts(text, &tokens, self.document.lang, part.start as u32, |start| starts.push(start));
            first = part.end;
        }
        starts
    }
}

impl Searched for Sought<'_> {
    fn len(&self) -> u32 {
        // A document has fewer tokens than bytes, and fewer than 4 GiB.
        self.tokens.types.len() as u32
    }

    fn id(&self, token: u32) -> u32 {
        self.tokens.types[token as usize]
    }

    fn surface(&self, token: u32) -> &str {
        let (text, _) = self.part(token as usize);
        self.places(token as usize..token as usize + 1).next().map_or("", |place| &text[place])
    }

    fn stop(&self, token: u32) -> u32 {
        // Each counted part begins a new sentence.
        self.part(token as usize).1.end as u32
    }

    fn is_in_one_sentence(&self, tokens: Range<u32>) -> bool {
        if self.sentence_starts.get().is_none() && self.goes_on(tokens.start as usize..tokens.end as usize) {
            return true;
        }
        text::are_in_one(self.sentence_starts.get_or_init(|| self.find_sentence_starts()), tokens)
    }
}
