//! Segments: documents added together, in files that never change.
//!
//! `columns` has the blocks of each part, with all identities together at the beginning, and `texts` has a dictionary
//! and then two blocks per part; `head` has the types that earlier segments do not have, and the directory: the
//! position of each block, its checksum, and the lengths of its columns. Opening reads only the head.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU8;

use rayon::prelude::*;

use super::block::{Fault, Sink, Source};
use super::damaged;
use super::folder::{Output, Writing};
use super::manifest::{Listed, Segment};
use super::map::{Bytes, Map, Seal, Sealed};
use super::{FORMAT, Saving};
use crate::corpus::column::Column;
use crate::corpus::lz4::Packer;
use crate::corpus::part::{BLOCKS, Part, Seals};
use crate::corpus::{Store, Vocabulary, texts};
use crate::error::Result;

/// First bytes of each file: a word, then the format and a mark in the byte order of the machine.
const WORD: &[u8; 8] = b"coopsec\n";
const MARK: u32 = 0x0102_0304;
const HEADER: u64 = 16;
/// Columns of types: norms, their lengths, kinds.
const TYPE_COLUMNS: usize = 3;
/// Columns of a head: those of types, then the directory.
const HEAD_COLUMNS: usize = TYPE_COLUMNS + 1;
/// Parts laid out in parallel before they are written.
const BATCH: usize = 32;

fn header() -> [u8; HEADER as usize] {
    let mut header = [0; HEADER as usize];
    header[..8].copy_from_slice(WORD);
    header[8..12].copy_from_slice(&FORMAT.to_ne_bytes());
    header[12..].copy_from_slice(&MARK.to_ne_bytes());
    header
}

/// Refuses a file that does not begin as it should.
fn check_header(map: &Arc<Map>) -> Result<()> {
    let found = map.slice(0..HEADER)?;
    if *found == header() {
        return Ok(());
    }
    let message = if found[..8] != *WORD {
        "it does not begin like a file of an index".to_owned()
    } else if found[12..] == MARK.swap_bytes().to_ne_bytes() {
        "it was written on a machine with another byte order".to_owned()
    } else if found[12..] == MARK.to_ne_bytes() {
        format!("its format is not {FORMAT}, the one that this version of coopsec reads")
    } else {
        "the beginning of the file is damaged".to_owned()
    };
    Err(damaged(map.path(), &message))
}

/// Writes a block, and adds its position, checksum and lengths to the directory.
fn write_block(block: &Sink, output: &mut Output, directory: &mut Vec<u64>) -> Result<()> {
    let crc = crc32fast::hash(&block.bytes);
    directory.extend([output.len(), block.bytes.len() as u64, u64::from(crc), block.lengths.len() as u64]);
    directory.extend(&block.lengths);
    output.write(&block.bytes)
}

/// Writes the parts and types of a store from the given ones on; tells `step` how many documents are done.
pub(super) fn write(
    writing: &Writing,
    store: &Store,
    (first_part, first_type): (usize, usize),
    saving: &Saving,
    step: impl Fn(usize) -> Result<()>,
) -> Result<Segment> {
    let parts = &store.parts()[first_part..];
    let mut directory = vec![parts.len() as u64];
    let mut columns = begin(writing, "columns")?;
    let mut packed = if saving.texts { Some(begin(writing, "texts")?) } else { None };
    let dictionary = if saving.texts { dictionary(parts) } else { Vec::new() };
    let packer = saving.texts.then(|| Packer::new(&dictionary));
    if let Some(texts) = &mut packed {
        let mut sink = Sink::default();
        sink.column(&dictionary);
        write_block(&sink, texts, &mut directory)?;
    }
    // Appending reads the identities of all parts and nothing else, so they share pages with nothing else.
    let identities: Vec<Sink> = parts.par_iter().map(|part| part.save_identities()).collect();
    identities.iter().try_for_each(|block| write_block(block, &mut columns, &mut directory))?;
    for batch in parts.chunks(BATCH) {
        let blocks: Vec<_> = batch.par_iter().map(|part| lay_out(part, packer.as_ref())).collect();
        for ((blocks, texts), part) in blocks.into_iter().zip(batch) {
            blocks.iter().try_for_each(|block| write_block(block, &mut columns, &mut directory))?;
            if let Some(output) = &mut packed {
                texts.iter().try_for_each(|block| write_block(block, output, &mut directory))?;
            }
            step(part.len())?;
        }
    }
    let attached = saving.attached.iter().map(|(name, bytes)| {
        let mut output = writing.create(name)?;
        output.write(bytes)?;
        Ok((name.clone(), output.finish()?))
    });
    Ok(Segment {
        documents: parts.iter().map(|part| part.len()).sum(),
        head: write_head(writing, &store.vocabulary, first_type, &directory)?,
        columns: columns.finish()?,
        texts: packed.map(Output::finish).transpose()?,
        attached: attached.collect::<Result<_>>()?,
    })
}

fn begin(writing: &Writing, suffix: &str) -> Result<Output> {
    let mut output = writing.create(suffix)?;
    output.write(&header())?;
    Ok(output)
}

/// The blocks of a part after its identities, and those of its texts.
fn lay_out(part: &Part, packer: Option<&Packer>) -> ([Sink; BLOCKS - 1], [Sink; 2]) {
    let mut texts: [Sink; 2] = Default::default();
    if let Some(packer) = packer {
        let [pieces, packed] = &mut texts;
        texts::pack((0..part.len()).map(|row| part.text(row)), packer.clone(), pieces, packed);
    }
    (part.save(), texts)
}

fn dictionary(parts: &[Arc<Part>]) -> Vec<u8> {
    let places: Vec<(&Part, usize)> =
        parts.iter().flat_map(|part| (0..part.len()).map(move |row| (part.as_ref(), row))).collect();
    let n_chars = places.iter().map(|(part, row)| part.documents.n_chars(*row)).sum();
    texts::dictionary(places.len(), n_chars, |number| {
        let (part, row) = places[number];
        part.text(row)
    })
}

fn write_head(writing: &Writing, vocabulary: &Vocabulary, first_type: usize, directory: &[u64]) -> Result<Listed> {
    let mut sink = Sink::default();
    vocabulary.save(first_type, &mut sink);
    sink.column(directory);
    let mut output = begin(writing, "head")?;
    output.write(bytemuck::cast_slice(&sink.lengths))?;
    output.write(&sink.bytes)?;
    output.finish()
}

/// Writes the story of each document.
pub(super) fn write_stories(writing: &Writing, stories: &[u32]) -> Result<Listed> {
    let mut output = begin(writing, "stories")?;
    output.write(bytemuck::cast_slice(stories))?;
    output.finish()
}

/// Opens a file that is verified as a single block.
pub(super) fn open_whole(folder: &Path, file: &Listed, header: bool) -> Result<Seal> {
    let map = Map::open(folder.join(&file.name), file.bytes)?;
    if header {
        check_header(&map)?;
    }
    Ok(Seal::new(map.slice(0..file.bytes)?, file.crc32, Sealed::File))
}

/// Reads the stories of an index.
pub(super) fn read_stories(seal: &Seal) -> Result<Vec<u32>> {
    seal.check()?;
    let values = seal.bytes().get(HEADER as usize..).unwrap_or_default();
    Ok(values.chunks_exact(4).map(|value| u32::from_ne_bytes(value.try_into().unwrap_or_default())).collect())
}

/// Opens a segment: returns its parts, and adds its types to those of earlier ones.
pub(super) fn open(folder: &Path, segment: &Segment, vocabulary: &mut Vocabulary) -> Result<Vec<Arc<Part>>> {
    let head = open_whole(folder, &segment.head, true)?;
    head.check()?;
    let path = folder.join(&segment.head.name);
    let fault = || damaged(&path, "its directory does not describe the files");
    let lengths = head.bytes().values::<u64>(HEADER as usize..HEADER as usize + 8 * HEAD_COLUMNS).ok_or_else(fault)?;
    let body = head.bytes().values::<u64>(HEADER as usize + 8 * HEAD_COLUMNS..head.bytes().len()).ok_or_else(fault)?;
    let mut source = Source::new(body, bytemuck::cast_slice(&lengths), &fault);
    let mut behind = source.clone();
    behind.skip(TYPE_COLUMNS)?;
    let directory: Column<u64> = behind.column()?;
    behind.finish()?;
    let columns = open_blocks(folder, &segment.columns)?;
    let texts = segment.texts.as_ref().map(|file| open_blocks(folder, file)).transpose()?;
    let (types, parts) = rayon::join(
        || vocabulary.load(&mut source)?.ok_or_else(fault),
        || Directory { rest: &directory, fault: &fault }.parts(&columns, texts.as_ref()),
    );
    let parts = types.and(parts)?;
    let documents: usize = parts.iter().map(|part| part.len()).sum();
    if documents == segment.documents { Ok(parts) } else { Err(fault()) }
}

fn open_blocks(folder: &Path, file: &Listed) -> Result<Arc<Map>> {
    let map = Map::open(folder.join(&file.name), file.bytes)?;
    check_header(&map)?;
    Ok(map)
}

/// The numbers of a directory not yet read.
struct Directory<'a> {
    rest: &'a [u64],
    fault: &'a Fault<'a>,
}

/// A block as described by the directory.
struct Described<'a> {
    bytes: Bytes,
    crc: u32,
    lengths: &'a [u64],
}

/// The dictionary that the texts of a segment were packed with.
struct Dictionary {
    seal: Arc<Seal>,
    words: Column<u8>,
}

impl<'a> Directory<'a> {
    fn parts(mut self, columns: &Arc<Map>, texts: Option<&Arc<Map>>) -> Result<Vec<Arc<Part>>> {
        let count = self.take(1)?[0];
        let dictionary = texts.map(|map| self.dictionary(map)).transpose()?;
        let mut identities = Vec::new();
        for _ in 0..count {
            identities.push(self.block(columns)?);
        }
        let mut parts = Vec::with_capacity(identities.len());
        for (number, identities) in (0..count).zip(identities) {
            let [documents, types, sentences, places] =
                [self.block(columns)?, self.block(columns)?, self.block(columns)?, self.block(columns)?];
            let packed = match texts.zip(dictionary.as_ref()) {
                Some((map, dictionary)) => Some(([self.block(map)?, self.block(map)?], dictionary)),
                None => None,
            };
            let blocks = [identities, documents, types, sentences, places];
            parts.push(Arc::new(self.part(number, blocks, packed)?));
        }
        if self.rest.is_empty() { Ok(parts) } else { Err((self.fault)()) }
    }

    fn dictionary(&mut self, texts: &Arc<Map>) -> Result<Dictionary> {
        let block = self.block(texts)?;
        let mut source = Source::new(block.bytes.clone(), block.lengths, self.fault);
        let words = source.column()?;
        source.finish()?;
        Ok(Dictionary { seal: Arc::new(block.seal(None)), words })
    }

    fn part(
        &self,
        number: u64,
        blocks: [Described<'a>; BLOCKS],
        packed: Option<([Described<'a>; 2], &Dictionary)>,
    ) -> Result<Part> {
        let open = |block: &Described<'a>| Source::new(block.bytes.clone(), block.lengths, self.fault);
        let seal = |block: Described<'a>| block.seal(Some(number));
        let mut texts = texts::Texts::LeftOut;
        if let Some((blocks, dictionary)) = packed {
            let mut sources = blocks.each_ref().map(open);
            let [pieces, bytes] = blocks.map(seal);
            let seals = texts::Seals { pieces, bytes, dictionary: Arc::clone(&dictionary.seal) };
            let [pieces, bytes] = &mut sources;
            texts = texts::Texts::load(pieces, bytes, dictionary.words.clone(), seals)?;
            sources.into_iter().try_for_each(Source::finish)?;
        }
        let mut sources = blocks.each_ref().map(open);
        let seals = Seals { columns: blocks.map(seal), checked: AtomicU8::new(0) };
        let part = Part::load(&mut sources, texts, seals)?;
        sources.into_iter().try_for_each(Source::finish)?;
        Ok(part)
    }

    fn block(&mut self, map: &Arc<Map>) -> Result<Described<'a>> {
        let &[start, length, crc, columns] = self.take(4)? else { return Err((self.fault)()) };
        let end = start.checked_add(length).ok_or_else(self.fault)?;
        let crc = u32::try_from(crc).map_err(|_| (self.fault)())?;
        Ok(Described { bytes: map.slice(start..end)?, crc, lengths: self.take(columns)? })
    }

    fn take(&mut self, count: u64) -> Result<&'a [u64]> {
        let count = usize::try_from(count).ok().filter(|&count| count <= self.rest.len()).ok_or_else(self.fault)?;
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        Ok(taken)
    }
}

impl Described<'_> {
    /// The seal for a block of a part, or for the dictionary.
    fn seal(&self, part: Option<u64>) -> Seal {
        Seal::new(self.bytes.clone(), self.crc, part.map_or(Sealed::Dictionary, Sealed::Part))
    }
}
