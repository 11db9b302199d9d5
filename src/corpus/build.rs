//! From drafts to a store: zones, dates, tokens, ids.
//!
//! Documents are cut into blocks by their number and length, whatever the threads. Each block is read on one thread and
//! becomes a part; the vocabularies of the threads are then merged, and types numbered by frequency and first
//! occurrence, the same on one thread as on many.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::document::Text;
use super::documents::Documents;
use super::part::Part;
use super::reader::{Reader, merge};
use super::tokens::{Places, Tokens};
use super::{Control, Document, Draft, Store, Vocabulary};
use crate::error::{Error, Result};
use crate::press::{self, Given};
use crate::text::decode::damage;
use crate::text::{self, Lang, Rules};

/// Documents a block at most: large enough that merging is cheap, small enough that threads share the work.
const BLOCK: usize = 128;
/// Bytes of text from which a block is full, so that a hundred long documents are not one thread's work.
const BLOCK_BYTES: usize = 1 << 19;

/// How texts are read.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Language of documents that state none; `None` detects it.
    pub lang: Option<Lang>,
    /// Language of documents whose detected language is doubtful.
    pub fallback: Lang,
    /// Whether elided words are tokens of their own.
    pub elision: bool,
    /// Whether hyphenated words are cut.
    pub split_hyphens: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { lang: Some(Lang::Fr), fallback: Lang::Fr, elision: true, split_hyphens: false }
    }
}

impl Options {
    /// Rules for one language.
    pub fn rules(&self, lang: Lang) -> Rules {
        Rules { lang, elision: self.elision, split_hyphens: self.split_hyphens }
    }
}

/// One block's documents, with types by the numbers of the worker that read it.
struct Block {
    reader: usize,
    documents: Documents,
    texts: Vec<Text>,
    ids: Vec<u32>,
    places: Places,
}

pub(super) fn build(drafts: Vec<Draft>, options: Options, control: &Control) -> Result<Store> {
    let mut vocabulary = Vocabulary::default();
    let parts = build_onto(drafts, HashSet::new(), &mut vocabulary, options, control)?;
    Ok(Store::new(parts, vocabulary, options))
}

/// Reads drafts beside documents that have taken some identities and types.
pub(super) fn build_onto(
    mut drafts: Vec<Draft>,
    taken: HashSet<&str>,
    vocabulary: &mut Vocabulary,
    options: Options,
    control: &Control,
) -> Result<Vec<Arc<Part>>> {
    make_ids_unique(&mut drafts, taken);
    let readers = Readers::default();
    let blocks: Vec<Block> = (0u32..)
        .zip(blocks(drafts))
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(number, drafts)| readers.lend(|reader, at| read_block(number, drafts, &options, control, reader, at)))
        .collect::<Result<_>>()?;
    let maps = merge(&readers.into_vec(), vocabulary);
    control.check()?;
    Ok(blocks.into_par_iter().map(|block| Arc::new(number(block, &maps))).collect())
}

/// A second document of the same identity gets a suffix and a warning; nothing is overwritten. A suffix never takes the
/// identity that another document was given.
fn make_ids_unique(drafts: &mut [Draft], given: HashSet<&str>) {
    let distinct: HashSet<&str> = given.iter().copied().chain(drafts.iter().map(|draft| draft.id.as_str())).collect();
    if distinct.len() == given.len() + drafts.len() {
        return;
    }
    let mut taken: HashSet<String> = distinct.into_iter().map(str::to_owned).collect();
    // The next suffix of each identity met, so that a million repetitions take a million steps.
    let mut next: HashMap<String, usize> = given.into_iter().map(|id| (id.to_owned(), 2)).collect();
    for draft in drafts {
        let Some(number) = next.get_mut(&draft.id) else {
            next.insert(draft.id.clone(), 2);
            continue;
        };
        let unique = loop {
            let candidate = format!("{}~{number}", draft.id);
            *number += 1;
            if taken.insert(candidate.clone()) {
                break candidate;
            }
        };
        draft.warnings.push(format!("identity: {:?} was taken, so it is {unique:?} here", draft.id));
        draft.id = unique;
    }
}

/// Workers that wait for their next block; no more are made than read at the same time.
#[derive(Default)]
struct Readers {
    waiting: Mutex<Vec<(usize, Reader)>>,
    made: Mutex<usize>,
}

impl Readers {
    fn lend<T>(&self, read: impl FnOnce(&mut Reader, usize) -> T) -> T {
        let waiting = || self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let lent = waiting().pop();
        let (number, mut reader) = lent.unwrap_or_else(|| {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            *made += 1;
            (*made - 1, Reader::default())
        });
        let result = read(&mut reader, number);
        waiting().push((number, reader));
        result
    }

    /// All of them by number.
    fn into_vec(self) -> Vec<Reader> {
        let mut readers = self.waiting.into_inner().unwrap_or_else(PoisonError::into_inner);
        readers.sort_unstable_by_key(|&(number, _)| number);
        readers.into_iter().map(|(_, reader)| reader).collect()
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

fn read_block(
    number: u32,
    drafts: Vec<Draft>,
    options: &Options,
    control: &Control,
    reader: &mut Reader,
    reader_number: usize,
) -> Result<Block> {
    let mut block = Block {
        reader: reader_number,
        documents: Documents::default(),
        texts: Vec::with_capacity(drafts.len()),
        ids: Vec::new(),
        places: Places::default(),
    };
    let mut places: Vec<Range<usize>> = Vec::new();
    for draft in drafts {
        let (mut document, text) = read_document(draft, options)?;
        let first = block.ids.len();
        places.clear();
        for range in &document.counted {
            reader.read(&text, range.clone(), options.rules(document.lang), &mut block.ids, &mut places);
        }
        let is_counted = |&&id: &&u32| reader.vocabulary.kind(id).is_counted();
        document.n_tokens = block.ids[first..].iter().filter(is_counted).count();
        block.places.push_document(places.iter().cloned());
        block.documents.push(&document);
        block.texts.push(text);
        control.step()?;
    }
    reader.count(number, &block.ids);
    Ok(block)
}

/// Language, zones and date of one document; tokens come after.
fn read_document(draft: Draft, options: &Options) -> Result<(Document, Text)> {
    if u32::try_from(draft.text.len()).is_err() {
        let message = format!("the text has {} bytes, more than 4 GiB: split it", draft.text.len());
        return Err(Error::Decode { origin: draft.origin, message });
    }
    let mut warnings = draft.warnings;
    let lang = choose_language(draft.lang, &draft.text, options, &mut warnings);
    let press = press::read(&Given {
        text: &draft.text,
        lang,
        date: draft.date.as_deref(),
        title: draft.title.as_deref(),
        source: draft.source.as_deref(),
        url: draft.url.as_deref(),
        filename: draft.filename.as_deref(),
        front_matter: draft.front_matter,
        title_lines: draft.title_lines,
    });
    warnings.extend(damage(&draft.text));
    warnings.extend(press.warnings);
    let document = Document {
        id: draft.id,
        origin: draft.origin,
        lang: press.lang.unwrap_or(lang),
        date: press.date,
        conflicts: press.conflicts,
        title: press.title,
        source: press.source,
        rubric: press.rubric,
        encoding: draft.encoding,
        counted: press.counted,
        fields: press.fields,
        warnings,
        n_tokens: 0,
        n_chars: draft.text.chars().count(),
    };
    Ok((document, draft.text))
}

fn choose_language(stated: Option<Lang>, text: &str, options: &Options, warnings: &mut Vec<String>) -> Lang {
    if let Some(lang) = stated.or(options.lang) {
        return lang;
    }
    text::detect(text).unwrap_or_else(|| {
        warnings.push(format!("language: not certain, read as {}", options.fallback.code()));
        options.fallback
    })
}

/// Puts the corpus' ids in place of a worker's numbers.
fn number(block: Block, maps: &[Vec<u32>]) -> Part {
    let map = &maps[block.reader];
    let ids = block.ids.iter().map(|&number| map[number as usize]);
    Part::new(block.documents, Tokens::new(ids, block.places), block.texts)
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
