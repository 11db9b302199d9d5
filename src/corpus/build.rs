//! From drafts to a store: zones, dates, tokens, ids.
//!
//! Each block of documents is read on one thread and becomes a part. The vocabularies of the threads are then merged,
//! and types numbered by frequency and then code points, so that the result is the same on one thread as on many.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use super::blocks::{Workers, read_blocks};
use super::document::Text;
use super::documents::Documents;
use super::drafts::Drafts;
use super::part::Part;
use super::reader::Reader;
use super::tokens::{NewIds, Tokens};
use super::types::{Merged, Total, merge};
use super::{Control, Document, Draft, Options, Store, Vocabulary};
use crate::error::Result;
use crate::text::decode::damage;

/// The documents of one block, with types under the numbers of the worker that read it.
struct Block {
    documents: Documents,
    texts: Vec<Text>,
    tokens: Tokens,
}

pub(super) fn build(drafts: Drafts, options: Options, control: &Control) -> Result<Store> {
    let mut vocabulary = Vocabulary::default();
    let (parts, totals) = build_onto(drafts, HashSet::new(), &mut vocabulary, options, control)?;
    let mut store = Store::new(parts, vocabulary, options);
    store.totals = totals;
    Ok(store)
}

/// Parts, and the totals of all types by id.
type Built = (Vec<Arc<Part>>, Option<Vec<Total>>);

/// Reads drafts to go beside documents that already hold some identities and types. Totals are returned only if there
/// were no types before.
pub(super) fn build_onto(
    drafts: Drafts,
    taken: HashSet<&str>,
    vocabulary: &mut Vocabulary,
    options: Options,
    control: &Control,
) -> Result<Built> {
    let renamed = renamed(&drafts, taken);
    let workers = Workers::default();
    let blocks = read_blocks(drafts.into_blocks(), &workers, |unread, reader: &mut Reader, at| {
        // Zones first and words afterwards, so that the code of each stays in the cache.
        let documents = (unread.first..).zip(unread.drafts()).map(|(position, mut draft)| {
            name(&mut draft, position, &renamed);
            read_document(draft, &options, control)
        });
        let block = read_block(documents.collect::<Result<_>>()?, &options, control, reader)?;
        Ok((at, block))
    })?;
    let mut workers = workers.into_vec();
    workers.iter_mut().for_each(Reader::add_counts);
    let Merged { ids, totals } = merge(&workers.iter().map(|reader| &reader.types).collect::<Vec<_>>(), vocabulary);
    control.check()?;
    let ids: Vec<NewIds> = ids.into_iter().map(NewIds::from).collect();
    let parts = blocks.into_par_iter().map(|(reader, block)| Arc::new(number(block, &ids[reader]))).collect();
    Ok((parts, totals))
}

/// New identities, by position, of documents whose own is already taken, by one in `given` or by an earlier document: a
/// suffix is added, and nothing is overwritten. A suffix never takes an identity that another document was given.
fn renamed(drafts: &Drafts, given: HashSet<&str>) -> HashMap<usize, String> {
    let ids = drafts.ids();
    let distinct: HashSet<&str> = given.iter().copied().chain(ids.iter().map(AsRef::as_ref)).collect();
    if distinct.len() == given.len() + ids.len() {
        return HashMap::new();
    }
    let mut taken: HashSet<String> = distinct.into_iter().map(str::to_owned).collect();
    // The next suffix to try for each identity, so that a million repetitions take a million steps.
    let mut next: HashMap<&str, usize> = given.into_iter().map(|id| (id, 2)).collect();
    let mut renamed = HashMap::new();
    for (position, id) in ids.iter().enumerate() {
        let Some(number) = next.get_mut(id.as_ref()) else {
            next.insert(id, 2);
            continue;
        };
        let unique = loop {
            let candidate = format!("{id}~{number}");
            *number += 1;
            if taken.insert(candidate.clone()) {
                break candidate;
            }
        };
        renamed.insert(position, unique);
    }
    renamed
}

/// Applies the new identity of a renamed document, with a warning.
fn name(draft: &mut Draft, position: usize, renamed: &HashMap<usize, String>) {
    if let Some(unique) = renamed.get(&position) {
        draft.warnings.push(format!("identity: {:?} is already taken, so this document is {unique:?}", draft.id));
        draft.id.clone_from(unique);
    }
}

fn read_block(
    documents: Vec<(Document, Text)>,
    options: &Options,
    control: &Control,
    reader: &mut Reader,
) -> Result<Block> {
    let mut block = Block {
        documents: Documents::default(),
        texts: Vec::with_capacity(documents.len()),
        tokens: Tokens::of_bytes(documents.iter().map(|(_, text)| text.len()).sum()),
    };
    let mut types = Vec::new();
    for (mut document, text) in documents {
        types.clear();
        reader.begin_document();
        for range in &document.counted {
            let mut cut = reader.cut(&text[range.clone()], options.rules(document.lang), control)?;
            document.n_tokens += cut.counted();
            cut.count_and_push_types(&mut types)?;
            block.tokens.push_places(range.start, cut.tokens());
        }
        block.tokens.push(&types);
        block.documents.push(&document);
        block.texts.push(text);
        control.step()?;
    }
    Ok(block)
}

/// Reads the language, zones and date of one document; tokens come later.
fn read_document(draft: Draft, options: &Options, control: &Control) -> Result<(Document, Text)> {
    let (press, lang, doubt) = options.read_press(&draft)?;
    control.check()?;
    let mut warnings = draft.warnings;
    warnings.extend(doubt);
    warnings.extend(damage(&draft.text));
    control.check()?;
    warnings.extend(press.warnings);
    let document = Document {
        id: draft.id,
        origin: draft.origin,
        lang,
        date: press.date,
        conflicts: press.conflicts,
        title: press.title,
        source: press.source,
        rubric: press.rubric,
        encoding: draft.encoding,
        counted: press.counted,
        fields: draft.fields.into_iter().chain(press.fields).collect(),
        warnings,
        n_tokens: 0,
        n_chars: draft.text.chars().count(),
    };
    Ok((document, draft.text))
}

/// Replaces a worker's numbers with the ids of the corpus.
fn number(mut block: Block, ids: &NewIds) -> Part {
    block.tokens.renumber(ids);
    Part::new(block.documents, block.tokens, block.texts)
}
