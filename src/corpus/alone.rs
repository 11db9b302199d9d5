//! Copies a view into a store of its own, with only its documents and their types.

use std::sync::Arc;

use rayon::prelude::*;

use super::documents::Documents;
use super::part::Part;
use super::tokens::Tokens;
use super::{Corpus, Store, Text, Vocabulary};

/// Documents in a part.
const PART: usize = 128;

impl Corpus {
    /// The documents of the view and their types, in the same order as before. Known stories are kept.
    pub(super) fn alone(&self, texts: bool) -> Store {
        let (vocabulary, numbers) = self.types_alone();
        let positions: Vec<usize> = (0..self.len()).collect();
        let parts =
            positions.par_chunks(PART).map(|positions| Arc::new(self.part(positions, &numbers, texts))).collect();
        let store = Store::new(parts, vocabulary, self.store.options);
        if let Some(stories) = self.store.known_stories() {
            store.set_stories(self.rows.iter().map(|&row| stories[row as usize]).collect());
        }
        store
    }

    /// The types of the view, and the new id of each by its old one.
    fn types_alone(&self) -> (Vocabulary, Vec<u32>) {
        let old = &self.store.vocabulary;
        let mut met = vec![false; old.len()];
        for position in 0..self.len() {
            self.types(position).iter().for_each(|id| met[id as usize] = true);
        }
        let mut vocabulary = Vocabulary::default();
        let numbers = old
            .iter()
            .map(|(id, norm)| if met[id as usize] { vocabulary.intern(norm, old.kind(id)) } else { u32::MAX })
            .collect();
        (vocabulary, numbers)
    }

    fn part(&self, positions: &[usize], numbers: &[u32], texts: bool) -> Part {
        let (mut documents, mut tokens) = (Documents::default(), Tokens::default());
        for &position in positions {
            let (part, row) = self.place(position);
            documents.push(&part.documents.row(row));
            let places = part.tokens.places(row).map(|place| place.start as u32..place.end as u32);
            tokens.push_places(0, &places.collect::<Vec<_>>());
            tokens.push(&part.tokens.types(row).iter().map(|id| numbers[id as usize]).collect::<Vec<_>>());
        }
        let text = |&position: &usize| Text::Own(self.text(position).into_owned());
        let own = if texts { positions.iter().map(text).collect() } else { Vec::new() };
        let part = Part::new(documents, tokens, own);
        part.with_sentences(positions.iter().map(|&position| self.sentence_starts(position)))
    }
}
