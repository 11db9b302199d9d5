//! From drafts to a store: zones, dates, tokens, ids.
//!
//! Documents are cut into blocks by their number and length, whatever the threads. Each block is read on one thread with a
//! vocabulary of its own; the blocks' vocabularies are then merged in block order, so that a type's id is its rank by
//! first occurrence, the same on one thread as on many.

use std::ops::Range;
use std::sync::OnceLock;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::{Control, Document, Draft, Store, Tokens, Vocabulary};
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

/// One block's documents, with ids of the block's own vocabulary.
#[derive(Default)]
struct Block {
    documents: Vec<Document>,
    vocabulary: Vocabulary,
    tokens: Tokens,
}

pub(super) fn build(mut drafts: Vec<Draft>, options: Options, control: &Control) -> Result<Store> {
    make_ids_unique(&mut drafts);
    let blocks = read_blocks(drafts, &options, control)?;
    let (vocabulary, maps) = merge_vocabularies(&blocks);
    let (documents, tokens) = join_blocks(blocks, &maps);
    Ok(Store { documents, tokens, vocabulary, options, stories: OnceLock::new() })
}

/// A second document of the same identity gets a suffix and a warning; nothing is overwritten. A suffix never takes the
/// identity that another document was given.
fn make_ids_unique(drafts: &mut [Draft]) {
    let mut taken: HashSet<String> = drafts.iter().map(|draft| draft.id.clone()).collect();
    if taken.len() == drafts.len() {
        return;
    }
    // The next suffix of each identity met, so that a million repetitions take a million steps.
    let mut next: HashMap<String, usize> = HashMap::with_capacity(taken.len());
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

fn read_blocks(drafts: Vec<Draft>, options: &Options, control: &Control) -> Result<Vec<Block>> {
    blocks(drafts).into_par_iter().map(|block| read_block(block, options, control)).collect()
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

fn read_block(drafts: Vec<Draft>, options: &Options, control: &Control) -> Result<Block> {
    let mut block = Block::default();
    block.tokens.offsets.push(0);
    block.tokens.sentence_offsets.push(0);
    let mut reader = Reader::default();
    for draft in drafts {
        let mut document = read_document(draft, options)?;
        let rules = options.rules(document.lang);
        reader.read(&mut document, rules, &mut block);
        block.documents.push(document);
        control.step()?;
    }
    Ok(block)
}

/// Language, zones and date of one document; tokens come after.
fn read_document(draft: Draft, options: &Options) -> Result<Document> {
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
    Ok(Document {
        id: draft.id,
        origin: draft.origin,
        lang: press.lang.unwrap_or(lang),
        date: press.date,
        conflicts: press.conflicts,
        title: press.title,
        source: press.source,
        rubric: press.rubric,
        encoding: draft.encoding,
        zones: press.zones,
        counted: press.counted,
        fields: press.fields,
        warnings,
        n_tokens: 0,
        text: draft.text,
    })
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

/// Cuts documents into tokens; remembers the id of every surface form met, so that a norm is made once a form.
#[derive(Default)]
struct Reader {
    known: [HashMap<Box<str>, u32>; Lang::ALL.len()],
    ranges: Vec<Range<usize>>,
}

impl Reader {
    fn read(&mut self, document: &mut Document, rules: Rules, block: &mut Block) {
        let counted = std::mem::take(&mut document.counted);
        let first = block.tokens.ids.len();
        for range in &counted {
            self.read_range(&document.text, range, rules, block, first);
        }
        document.counted = counted;
        let ids = &block.tokens.ids[first..];
        document.n_tokens = ids.iter().filter(|&&id| block.vocabulary.kind(id).is_counted()).count();
        block.tokens.offsets.push(block.tokens.ids.len());
        block.tokens.sentence_offsets.push(block.tokens.sentence_starts.len());
    }

    /// Reads one counted range; `first` is where the document's tokens begin in the block.
    fn read_range(&mut self, text: &str, range: &Range<usize>, rules: Rules, block: &mut Block, first: usize) {
        let part = &text[range.clone()];
        self.ranges.clear();
        text::segment(part, rules, &mut self.ranges);
        let before = block.tokens.ids.len();
        let known = &mut self.known[rules.lang as usize];
        for token in &self.ranges {
            let id = intern(known, &mut block.vocabulary, &part[token.clone()], rules.lang);
            block.tokens.ids.push(id);
            block.tokens.starts.push(place(range.start + token.start));
            block.tokens.ends.push(place(range.start + token.end));
        }
        let mut next = 0;
        for sentence in text::sentences(part, &self.ranges, rules.lang) {
            let begin = next;
            next += self.ranges[begin..].partition_point(|token| token.start < sentence.end);
            if next > begin {
                block.tokens.sentence_starts.push(place(before - first + begin));
                let span = (place(range.start + sentence.start), place(range.start + sentence.end));
                block.tokens.sentence_spans.push(span);
            }
        }
    }
}

fn intern(known: &mut HashMap<Box<str>, u32>, vocabulary: &mut Vocabulary, surface: &str, lang: Lang) -> u32 {
    if let Some(&id) = known.get(surface) {
        return id;
    }
    let norm = text::norm(surface, lang);
    let id = vocabulary.intern(&norm, text::kind(&norm));
    known.insert(surface.into(), id);
    id
}

/// A byte offset within one document, whose length was checked to fit.
fn place(byte: usize) -> u32 {
    byte as u32
}

fn merge_vocabularies(blocks: &[Block]) -> (Vocabulary, Vec<Vec<u32>>) {
    let mut merged = Vocabulary::default();
    let maps = blocks
        .iter()
        .map(|block| block.vocabulary.iter().map(|(id, norm)| merged.intern(norm, block.vocabulary.kind(id))).collect())
        .collect();
    (merged, maps)
}

fn join_blocks(blocks: Vec<Block>, maps: &[Vec<u32>]) -> (Vec<Document>, Tokens) {
    let mut documents = Vec::with_capacity(blocks.iter().map(|block| block.documents.len()).sum());
    let mut tokens = Tokens { offsets: vec![0], sentence_offsets: vec![0], ..Tokens::default() };
    for (block, map) in blocks.into_iter().zip(maps) {
        documents.extend(block.documents);
        let (first, first_sentence) = (tokens.ids.len(), tokens.sentence_starts.len());
        tokens.ids.extend(block.tokens.ids.iter().map(|&id| map[id as usize]));
        tokens.starts.extend(block.tokens.starts);
        tokens.ends.extend(block.tokens.ends);
        tokens.offsets.extend(block.tokens.offsets[1..].iter().map(|offset| first + offset));
        tokens.sentence_starts.extend(block.tokens.sentence_starts);
        tokens.sentence_spans.extend(block.tokens.sentence_spans);
        let offsets = &block.tokens.sentence_offsets[1..];
        tokens.sentence_offsets.extend(offsets.iter().map(|offset| first_sentence + offset));
    }
    (documents, tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(texts: impl Iterator<Item = String>) -> Vec<Draft> {
        texts.enumerate().map(|(id, text)| Draft { id: id.to_string(), text, ..Draft::default() }).collect()
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
