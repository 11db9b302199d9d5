//! A worker: cuts documents into tokens and numbers their types.
//!
//! A worker keeps its types from block to block, so that a type is new once per thread rather than once per block.
//! Which worker reads which block is up to the scheduler; what they found is merged in an order that does not depend on
//! it.

use std::ops::Range;

use super::Control;
use super::keys::Folded;
use super::surfaces::{Cut, Surfaces};
use super::table::Count;
use super::types::Types;
use crate::error::Result;
use crate::text::{self, Heads, Keep, Lang, Ranges, Rules, Source};

/// Reads documents one after the other.
#[derive(Debug)]
pub(crate) struct Reader {
    /// Types found so far, under this worker's own numbers.
    pub(crate) types: Types,
    surfaces: [Surfaces; Lang::ALL.len()],
    folded: Folded,
    ranges: Ranges,
    /// Tokens looked up individually.
    some: Vec<Range<u32>>,
    /// Number of documents begun.
    documents: u32,
}

impl Default for Reader {
    /// A worker that has read nothing yet.
    fn default() -> Self {
        Self {
            types: Types::with_room(),
            surfaces: Lang::ALL.map(Surfaces::new),
            folded: Folded::default(),
            ranges: Ranges::default(),
            some: Vec::new(),
            documents: 0,
        }
    }
}

/// Tokens looked up between two checks whether to stop, since one document may be long.
const STRIDE: usize = 1 << 18;

/// A text cut into tokens whose types are not looked up yet.
pub(crate) struct CutText<'a> {
    reader: &'a mut Reader,
    text: &'a str,
    lang: Lang,
    control: &'a Control,
}

impl CutText<'_> {
    /// Where its tokens are.
    pub(crate) fn tokens(&self) -> &[Range<u32>] {
        &self.reader.ranges
    }

    /// Number of its tokens that are of a counted kind.
    pub(crate) fn counted(&self) -> usize {
        self.reader.ranges.counted()
    }

    /// Counts its types, in the document begun last, and pushes them.
    pub(super) fn count_and_push_types(&mut self, ids: &mut Vec<u32>) -> Result<()> {
        ids.reserve(self.tokens().len());
        let document = self.reader.documents;
        self.look_up(|surfaces, cut, types| surfaces.count_and_look_up(cut, document, ids, types))
    }

    /// Numbers of the tokens that may have a beginning that is sought, in ascending order.
    pub(crate) fn likely(&self) -> &[u32] {
        self.reader.ranges.likely()
    }

    /// The types found so far, by number.
    pub(crate) fn types(&self) -> &Types {
        &self.reader.types
    }

    /// Pushes its types without counting them.
    pub(crate) fn push_types(&mut self, ids: &mut Vec<u32>) -> Result<()> {
        self.look_up(|surfaces, cut, types| surfaces.look_up(cut, ids, types))
    }

    /// Pushes the types of some tokens, given by their numbers, without counting them.
    pub(crate) fn push_types_of(&mut self, tokens: &[u32], ids: &mut Vec<u32>) -> Result<()> {
        let Reader { types, surfaces, folded, ranges, some, .. } = &mut *self.reader;
        for tokens in tokens.chunks(STRIDE) {
            some.clear();
            some.extend(tokens.iter().map(|&token| ranges[token as usize].clone()));
            surfaces[self.lang as usize].look_up(Cut { text: self.text, folded, tokens: some }, ids, types);
            self.control.check()?;
        }
        Ok(())
    }

    /// Counts its types in a document, whose number is unique and above 0.
    pub(crate) fn count_types(&mut self, document: u32) -> Result<()> {
        self.look_up(|surfaces, cut, types| surfaces.count(cut, document, types))
    }

    /// Like [`CutText::count_types`], for counts that are taken often.
    pub(crate) fn count_types_noted(&mut self, document: u32) -> Result<()> {
        self.look_up(|surfaces, cut, types| surfaces.count_noted(cut, document, types))
    }

    fn look_up(&mut self, mut look_up: impl FnMut(&mut Surfaces, Cut<'_>, &mut Types)) -> Result<()> {
        let Reader { types, surfaces, folded, ranges, .. } = &mut *self.reader;
        for tokens in ranges.chunks(STRIDE) {
            look_up(&mut surfaces[self.lang as usize], Cut { text: self.text, folded, tokens }, types);
            self.control.check()?;
        }
        Ok(())
    }
}

impl Reader {
    /// Cuts a text; fails if `control` was told to stop.
    pub(crate) fn cut<'a>(&'a mut self, text: &'a str, rules: Rules, control: &'a Control) -> Result<CutText<'a>> {
        self.cut_source(Source { text, rules, keep: Keep::All, sought: None }, control)
    }

    /// Like [`Reader::cut`], and also notes which tokens may be [sought](CutText::likely).
    pub(crate) fn cut_seeking<'a>(
        &'a mut self,
        text: &'a str,
        rules: Rules,
        sought: &'a Heads,
        control: &'a Control,
    ) -> Result<CutText<'a>> {
        self.cut_source(Source { text, rules, keep: Keep::All, sought: Some(sought) }, control)
    }

    /// Cuts a text, keeping only the tokens that are counted.
    pub(crate) fn cut_counted<'a>(
        &'a mut self,
        text: &'a str,
        rules: Rules,
        control: &'a Control,
    ) -> Result<CutText<'a>> {
        self.cut_source(Source { text, rules, keep: Keep::Counted, sought: None }, control)
    }

    fn cut_source<'a>(&'a mut self, source: Source<'a>, control: &'a Control) -> Result<CutText<'a>> {
        let Source { text, rules, sought, .. } = source;
        self.ranges.clear();
        text::segment_while(source, &mut self.ranges, &|| control.check().is_ok());
        control.check()?;
        self.folded.fold(text);
        if let Some(sought) = sought {
            self.ranges.keep_likely(|token| sought.may_begin_with(self.folded.first_bytes(token)));
        }
        Ok(CutText { reader: self, text, lang: rules.lang, control })
    }

    /// Begins a document, whose texts are counted together.
    pub(super) fn begin_document(&mut self) {
        self.documents += 1;
    }

    /// Adds up how often each type occurred.
    pub(crate) fn add_counts(&mut self) {
        let Self { types, surfaces, .. } = self;
        let totals = types.totals_mut();
        for surfaces in surfaces {
            surfaces.take_counts(|number, count| totals[number as usize].add(count.into()));
        }
    }

    /// Number of types counted by [`CutText::count_types`], or slightly more.
    pub(crate) fn counted_types(&self) -> usize {
        self.surfaces.iter().map(Surfaces::counted).sum()
    }

    /// Takes what [`CutText::count_types`] counted; a type may come more than once, with counts from different
    /// documents.
    pub(crate) fn take_counts(&mut self, mut each: impl FnMut(u32, Count)) {
        self.surfaces.iter_mut().for_each(|surfaces| surfaces.take_counts(&mut each));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::text::norm;

    proptest! {
        #[test]
        fn likely_tokens_are_all_that_have_a_beginning(
            text in concat!(
                "([a-eA-EéÉs]{1,5}|[ ß’'.,«»-]|e\u{301}|l['’]|œ|[0-9] ?[0-9]{3}|\\PC| ",
                "|[a-eA-E]{0,4}[aeuâêüôßÂ][\u{301}\u{304}\u{323}]){0,40}"
            ),
            lang in select(Lang::ALL.to_vec()),
            picked: [(usize, usize); 2],
        ) {
            let (rules, control) = (Rules { lang, ..Rules::default() }, Control::default());
            let norm = |token: &Range<u32>| norm(&text[token.start as usize..token.end as usize], rules.lang).into_owned();
            let mut reader = Reader::default();
            let norms: Vec<String> = reader.cut(&text, rules, &control).unwrap().tokens().iter().map(norm).collect();
            let beginning = |(token, length): (usize, usize)| {
                norms.get(token % norms.len().max(1)).map(|norm| norm.chars().take(length % 6 + 1).collect())
            };
            let beginnings: Vec<String> = picked.into_iter().filter_map(beginning).collect();
            let heads = Heads::of(beginnings.iter().map(String::as_str));
            let cut = reader.cut_seeking(&text, rules, &heads, &control).unwrap();
            for (token, norm) in (0u32..).zip(&norms) {
                let sought = beginnings.iter().any(|beginning| norm.starts_with(beginning));
                prop_assert!(!sought || cut.likely().contains(&token), "{norm:?} {beginnings:?}");
            }
        }
    }
}
