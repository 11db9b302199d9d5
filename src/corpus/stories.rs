//! Near-duplicate documents, grouped into stories: one wire report printed by ten papers is ten documents and one
//! story.
//!
//! The measure is the resemblance of word shingles (Broder, Glassman, Manasse & Zweig 1997, *Syntactic clustering of
//! the Web*): the share of runs of five tokens that two documents have in common. At [`RESEMBLANCE`] they are one
//! story, as in that paper. A copy with its end cut off resembles little but is contained: it is one story with the
//! longer document if [`CONTAINMENT`] of its shingles are in the beginning of that document, over the length of the
//! copy and some room for another headline. Containment elsewhere does not count, or a press review would join
//! everything it quotes.
//!
//! Candidates come from min-wise sampling of the shingle hashes in windows (winnowing: Schleimer, Wilkerson & Aiken
//! 2003), the local form of MinHash: unlike one sketch per document, it finds a short copy of a long text, since any
//! common run of `WINDOW + SHINGLE - 1` tokens leaves a common sample. Candidates are then compared exactly. Within a
//! bucket of equal samples a document is compared with only a few representatives, which keeps the work linear in the
//! number of documents.
//!
//! Everything is decided by the content of documents (hashes of their types, never ids, positions or thread timing), so
//! the groups are the same for any order of the documents and any number of threads.

mod candidates;
mod shingles;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use candidates::candidate_pairs;
use shingles::{Rank, Sketch};

use super::Control;
use crate::error::Result;

/// Tokens in a shingle. Broder et al. used ten; news copies are edited more, and five words seldom recur by chance.
const SHINGLE: usize = 5;
/// Share of common shingles (Jaccard) from which two documents are one story.
const RESEMBLANCE: f64 = 0.5;
/// The same if the shorter document has fewer than [`MIN_CONTAINED`] tokens: two headlines that differ in the place or
/// the number (`Deux blessés dans un accident de la route à Sfax`) are two events.
const RESEMBLANCE_SHORT: f64 = 0.9;
/// Share of the shorter document's shingles that the beginning of the longer one must contain.
const CONTAINMENT: f64 = 0.7;
/// Tokens by which two headlines, or a dateline, may shift the beginning.
const HEADLINE_ROOM: usize = 24;
/// Below this many tokens, a contained document is a headline or a formula, with which many documents begin.
const MIN_CONTAINED: usize = 24;
/// Below this many tokens, documents are compared only for identity.
const MIN_TOKENS: usize = 8;
/// Below this many, not even that: `Pas de commentaire` twice is not a story.
const MIN_IDENTICAL: usize = 5;

/// The documents to compare; each is read when needed, so that no copy of them all is kept.
pub trait Bodies: Sync {
    /// Number of documents.
    fn len(&self) -> usize;

    /// Whether there are no documents.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Replaces the content of `body` with the type ids of a document's counted tokens.
    fn read(&self, document: usize, body: &mut Vec<u32>);
}

impl Bodies for [&[u32]] {
    fn len(&self) -> usize {
        <[_]>::len(self)
    }

    fn read(&self, document: usize, body: &mut Vec<u32>) {
        body.clear();
        body.extend_from_slice(self[document]);
    }
}

/// The story of each document, numbered from 0 in the order of their first documents.
///
/// `type_hash` is a stable hash of each type's norm. An id beyond its end serves as its own hash.
///
/// # Errors
/// [`crate::Error::Interrupted`] if `control` was told to stop.
pub fn stories(bodies: &(impl Bodies + ?Sized), type_hash: &[u64], control: &Control) -> Result<Vec<u32>> {
    let mut sketches = sketches(bodies, type_hash, control)?;
    let (of_document, first) = identical(bodies, &sketches, control)?;
    let distinct: Vec<Sketch> =
        first.iter().map(|&document| std::mem::take(&mut sketches[document as usize])).collect();
    drop(sketches);
    let pairs = candidate_pairs(&distinct, control)?;
    let read = |distinct: u32, compared: &mut Compared| {
        bodies.read(first[distinct as usize] as usize, &mut compared.body);
        compared.set = shingles::set(&compared.body, type_hash);
        compared.distinct = Some(distinct);
    };
    let groups = Mutex::new(Groups::new(distinct.len()));
    let groups = || groups.lock().unwrap_or_else(PoisonError::into_inner);
    let compared =
        pairs.into_par_iter().map_init(Default::default, |(one, other): &mut (Compared, Compared), (a, b)| {
            control.check()?;
            // Two that other pairs have joined need no comparison: copies of one report are many pairs.
            if groups().are_joined(a, b) {
                return Ok(());
            }
            // Pairs are sorted, so the first document is usually that of the pair before.
            if one.distinct != Some(a) {
                read(a, one);
            }
            read(b, other);
            if is_same_story(one, other, type_hash) {
                groups().join(a, b);
            }
            Ok(())
        });
    compared.collect::<Result<()>>()?;
    let mut groups = groups();
    Ok(number(&of_document, |document| groups.find(document)))
}

fn sketches(bodies: &(impl Bodies + ?Sized), type_hash: &[u64], control: &Control) -> Result<Vec<Sketch>> {
    let sketch = |body: &mut Vec<u32>, document| {
        control.check()?;
        bodies.read(document, body);
        Ok(Sketch::new(body, type_hash))
    };
    (0..bodies.len()).into_par_iter().map_init(Vec::new, sketch).collect()
}

/// Each document's position among the distinct ones, and the first document of each of these. Documents too short to be
/// told apart stay distinct.
fn identical(bodies: &(impl Bodies + ?Sized), sketches: &[Sketch], control: &Control) -> Result<(Vec<u32>, Vec<u32>)> {
    let mut first: Vec<u32> = Vec::new();
    let mut known: HashMap<Rank, Vec<u32>> = HashMap::new();
    let (mut body, mut other) = (Vec::new(), Vec::new());
    let mut of_document = Vec::with_capacity(sketches.len());
    for (document, sketch) in sketches.iter().enumerate() {
        control.check()?;
        let next = first.len() as u32;
        let mut place = next;
        if sketch.rank.0.0 >= MIN_IDENTICAL {
            let alike = known.entry(sketch.rank).or_default();
            if !alike.is_empty() {
                bodies.read(document, &mut body);
            }
            let same = alike.iter().copied().find(|&place| {
                bodies.read(first[place as usize] as usize, &mut other);
                body == other
            });
            place = same.unwrap_or(next);
            if place == next {
                alike.push(next);
            }
        }
        if place == next {
            first.push(document as u32);
        }
        of_document.push(place);
    }
    Ok((of_document, first))
}

/// A document being compared exactly.
#[derive(Default)]
struct Compared {
    /// Its position among the distinct documents.
    distinct: Option<u32>,
    body: Vec<u32>,
    /// Its shingles.
    set: Vec<u64>,
}

/// The exact comparison of two candidates.
fn is_same_story(a: &Compared, b: &Compared, type_hash: &[u64]) -> bool {
    let (short, long) = if a.body.len() <= b.body.len() { (a, b) } else { (b, a) };
    let common = shingles::common(&short.set, &long.set) as f64;
    let union = (short.set.len() + long.set.len()) as f64 - common;
    let length = short.body.len();
    let resemblance = if length < MIN_CONTAINED { RESEMBLANCE_SHORT } else { RESEMBLANCE };
    if common >= resemblance * union {
        return true;
    }
    let needed = CONTAINMENT * short.set.len() as f64;
    if length < MIN_CONTAINED || common < needed {
        return false;
    }
    let beginning = &long.body[..long.body.len().min(length + HEADLINE_ROOM)];
    shingles::common(&short.set, &shingles::set(beginning, type_hash)) as f64 >= needed
}

/// Disjoint sets with path halving; the smaller number is the root, so the joins commute.
struct Groups {
    parent: Vec<u32>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self { parent: (0..n as u32).collect() }
    }

    fn find(&mut self, of: u32) -> u32 {
        let mut at = of;
        while self.parent[at as usize] != at {
            let up = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = up;
            at = up;
        }
        at
    }

    fn are_joined(&mut self, a: u32, b: u32) -> bool {
        self.find(a) == self.find(b)
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

/// Numbers the groups by first document.
fn number(of_document: &[u32], mut group: impl FnMut(u32) -> u32) -> Vec<u32> {
    let mut numbers: HashMap<u32, u32> = HashMap::new();
    of_document
        .iter()
        .map(|&document| {
            let next = numbers.len() as u32;
            *numbers.entry(group(document)).or_insert(next)
        })
        .collect()
}
