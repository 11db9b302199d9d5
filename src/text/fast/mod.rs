//! The fast path: exactly the tokens of the careful path, for the nine tenths or more of a press text that need no
//! care.
//!
//! A text is read in *chunks*: what lies between white space that certainly separates words. The rules look past the
//! edge of a chunk in only three cases: digits on both sides of a single space (`1 500`), a dot whose owner depends on
//! the next word (`col. Martin`), and a capital before a name (`Kim Jong-il`). So each chunk is read by the first of
//! these that is sure of it:
//!
//! - bit masks over 64 bytes (`masks`), if it holds letters and marks, with the most common signs between them
//!   (`settle`);
//! - its signs one by one (`chunk`), if no neighbour matters, or a glance at one is enough (`groups`, `around`);
//! - the careful path, applied to the chunk with one chunk on either side that the readers above are sure of. An unsure
//!   chunk is never at the edge of what the careful path sees, and no chunk is read more than a few times.

mod around;
mod bytes;
mod chunk;
mod groups;
mod machine;
mod masks;
mod plain;
mod settle;
mod tokens;
#[cfg(target_arch = "x86_64")]
mod wide;
#[cfg(target_arch = "x86_64")]
mod widest;
mod words;

use std::ops::Range;

use self::bytes::{chunk_before, chunk_end, spaces_end};
use self::chunk::Reader;
use self::machine::{Baseline, Machine};
use self::masks::{Block, WIDTH, below};
use self::settle::Settler;
pub(crate) use self::tokens::Ranges;
use self::words::Known;
use super::segment::{Keep, STRIDE, Source, segment_slowly};

/// Appends the requested tokens to `out`, in order, as long as `go_on` holds.
pub(super) fn walk(source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    #[cfg(target_arch = "x86_64")]
    if let Some(widest) = widest::Widest::detect() {
        return widest.walk(source, out, go_on);
    } else if let Some(wide) = wide::Wide::detect() {
        return wide.walk(source, out, go_on);
    }
    walk_by(Baseline, source, out, go_on);
}

/// Whether the tokens of a block are tested all at once for being [sought](Source::sought).
pub(super) fn asks_blocks() -> bool {
    #[cfg(target_arch = "x86_64")]
    return widest::Widest::detect().is_some();
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// [`walk`] with the instructions of a machine. Whatever is hot is always inlined, so that it is compiled for the same
/// processor as its caller.
#[inline(always)]
fn walk_by(machine: impl Machine, source: Source<'_>, out: &mut Ranges, go_on: &dyn Fn() -> bool) {
    let Source { text, rules, .. } = source;
    let known = Known::of(rules.lang);
    out.expect(text.len());
    let mut walk = Walk {
        source,
        settler: Settler { text: text.as_bytes(), rules, known },
        reader: Reader::new(text, rules, known),
        careful: Vec::new(),
        tokens: out,
    };
    let mut at = 0;
    while at < text.len() && (at == 0 || go_on()) {
        let stop = text.len().min(at + STRIDE);
        while at < stop {
            at = walk.block(at, machine);
        }
    }
}

struct Walk<'a> {
    source: Source<'a>,
    settler: Settler<'a>,
    reader: Reader<'a>,
    careful: Vec<Range<usize>>,
    tokens: &'a mut Ranges,
}

impl Walk<'_> {
    /// Reads the chunks that end within 64 bytes of `at`, where white space or a chunk starts; returns where the next
    /// one starts.
    #[inline(always)]
    fn block(&mut self, at: usize, machine: impl Machine) -> usize {
        let (before, text) = self.settler.text.split_at(at);
        let block = Block::of(text, machine);
        let limit = WIDTH - block.spaces.leading_zeros() as usize;
        if limit == 0 {
            let end = chunk_end(self.settler.text, at);
            return self.window(at..end);
        }
        self.chunks((before, text), block, limit, machine)
    }

    /// Emits the chunks of a block, which starts between the two halves of the text, below `limit`, which is not 0.
    #[inline(always)]
    fn chunks(
        &mut self,
        (before, text): (&[u8], &[u8]),
        mut block: Block,
        limit: usize,
        machine: impl Machine,
    ) -> usize {
        let at = before.len();
        let inside = u64::MAX >> (WIDTH - limit);
        let mut special = block.special & inside;
        special &= !self.settler.settle_plain((before, text), &mut block, inside);
        while special != 0 {
            let first = special.trailing_zeros() as usize;
            if let Some(length) = self.settler.settle((at, text), &mut block, first) {
                special &= u64::MAX << first << length;
                continue;
            }
            let start = WIDTH - (block.spaces & below(first)).leading_zeros() as usize;
            let end = (block.spaces & !below(first)).trailing_zeros() as usize;
            self.plain(at, &mut block, start, machine);
            let chunk = at + start..at + end;
            let Some((tokens, next)) = self.reader.read(chunk.clone()) else { return self.window(chunk) };
            for token in tokens {
                self.tokens.offer(self.source, token.clone());
            }
            if next > chunk.end {
                return next;
            }
            block.starts &= !below(end);
            block.ends &= !below(end + 1);
            special &= !below(end);
        }
        self.push(at, &block, inside, machine);
        at + limit
    }

    /// Emits the words and marks that start before `end`, and removes them from the block.
    #[inline(always)]
    fn plain(&mut self, at: usize, block: &mut Block, end: usize, machine: impl Machine) {
        self.push(at, block, below(end), machine);
        block.starts &= !below(end);
        block.ends &= !below(end + 1);
    }

    /// Emits the words and marks of a block that start within `places`.
    #[inline(always)]
    fn push(&mut self, at: usize, block: &Block, places: u64, machine: impl Machine) {
        let starts = block.starts & places;
        let marks = block.marks(starts);
        self.tokens.count(starts & !marks);
        let kept = match self.source.keep {
            Keep::All => (starts, block.ends),
            Keep::Counted => (starts & !marks, block.ends_without(marks)),
        };
        let first = self.tokens.len();
        self.tokens.push_block(at, kept, machine);
        if let Some(heads) = self.source.sought {
            let likely = machine.likely(&self.settler.text[at..], block.foreign, kept.0, heads);
            self.tokens.push_likely(first, likely);
        }
    }

    /// Takes the careful path for a chunk and any following ones that need it too; returns where they end.
    #[cold]
    fn window(&mut self, chunk: Range<usize>) -> usize {
        let bytes = self.source.text.as_bytes();
        let mut end = chunk.end;
        let context = loop {
            let next = spaces_end(bytes, end);
            let next = next..chunk_end(bytes, next);
            if next.is_empty() {
                break next.end;
            }
            if let Some((_, end)) = self.reader.read(next.clone()) {
                break end;
            }
            end = next.end;
        };
        let start = chunk_before(bytes, chunk.start);
        self.careful.clear();
        segment_slowly(&self.source.text[start..context], self.source.rules, &mut self.careful);
        for token in &self.careful {
            let token = start + token.start..start + token.end;
            if chunk.start <= token.start && token.start < end {
                self.tokens.offer(self.source, token);
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::machine::Plain;
    use super::*;
    use crate::text::heads::Heads;
    use crate::text::segment::Rules;
    use crate::text::{Lang, kind, norm};

    /// The tokens found by one kind of processor, and how many are counted.
    fn walked(walk: impl FnOnce(&mut Ranges)) -> (Vec<Range<usize>>, usize) {
        let mut tokens = Ranges::default();
        walk(&mut tokens);
        (places(&tokens), tokens.counted())
    }

    fn places(tokens: &[Range<u32>]) -> Vec<Range<usize>> {
        tokens.iter().map(|token| token.start as usize..token.end as usize).collect()
    }

    /// Checks that every path available on this processor gives the tokens of the careful path.
    fn check(text: &str, rules: Rules) {
        let mut expected = Vec::new();
        segment_slowly(text, rules, &mut expected);
        let is_counted = |token: &Range<usize>| kind(&norm(&text[token.clone()], rules.lang)).is_counted();
        let counted = expected.iter().filter(|token| is_counted(token)).count();
        for keep in [Keep::All, Keep::Counted] {
            let source = Source { text, rules, keep, sought: None };
            expected.retain(|token| keep == Keep::All || is_counted(token));
            let expected = (expected.clone(), counted);
            let goes_on = || true;
            let told = |kind: &str| format!("{kind}: {keep:?} of {text:?}");
            assert_eq!(walked(|out| walk_by(Plain, source, out, &goes_on)), expected, "{}", told("byte by byte"));
            assert_eq!(walked(|out| walk_by(Baseline, source, out, &goes_on)), expected, "{}", told("on all"));
            #[cfg(target_arch = "x86_64")]
            if let Some(wide) = wide::Wide::detect() {
                assert_eq!(walked(|out| wide.walk(source, out, &goes_on)), expected, "{}", told("on newer ones"));
            }
            #[cfg(target_arch = "x86_64")]
            if let Some(widest) = widest::Widest::detect() {
                assert_eq!(walked(|out| widest.walk(source, out, &goes_on)), expected, "{}", told("on the newest"));
            }
        }
    }

    /// Each case that is settled without care, and whatever next to it may change it.
    const PIECES: &str = concat!(
        "([a-zéÉœß]{1,9}|[A-Z]|[0-9]{1,4}|[ \u{A0}\u{202F}\n]|[.,;:!?…]|['’]|[-–/(«»\")]|[+±°×_#@]",
        "|[lLdNM]['’]|qu['’]|l['’]on|aujourd['’]hui|[ (/-][0-9]{1,3}[ \u{A0}\u{202F}][0-9]{3}|[0-9]{1,3} [0-9]{3}(km|e|-|/)|[,.;][0-9]{1,3}",
        "|[0-9]{1,2}h|[0-9]h30(mn|min)?|[0-9]{1,3}(km|e|ème)|[A-Z][0-9]{1,3}|M\\.|etc\\.|[ .][A-Zv]\\.| col\\.| p\\.| cf\\.|[ .(]EE\\.| AA[.,]|www\\.",
        "|[@#]a-[0-9] |[0-9]{2,4}-[0-9]{1,3} |-t-il|-ce|-LE|Est-ce|rendez-vous| Le | Ali | il |\\(e\\)|--|\\.\\.|\\PC){0,40}"
    );

    #[test]
    fn most_tokens_are_not_sought() {
        let heads = Heads::of(["terroris", "frontièr", "l'"]);
        let text =
            "Contre le terrorisme, et aux frontie\u{300}res. L’Espagne et le Maroc, à l'été, (T½) Terrorisé n° 5 ";
        let source = Source { text, rules: Rules::default(), keep: Keep::All, sought: Some(&heads) };
        let mut tokens = Ranges::default();
        walk(source, &mut tokens, &|| true);
        let likely = tokens.likely().iter().map(|&token| &text[places(&tokens)[token as usize].clone()]);
        if asks_blocks() {
            // Pieces that took care to cut are left as they are.
            let careful = ["frontie\u{300}res", ".", "(", "T½", ")", "n°"];
            let expected = ["terrorisme", "L’", "à", "l'", "été", "Terrorisé"];
            let likely = likely.filter(|form| !careful.contains(form));
            assert_eq!(likely.collect::<Vec<_>>(), expected);
        } else {
            assert_eq!(likely.count(), tokens.len());
        }
    }

    proptest! {
        #[test]
        fn tokens_that_are_sought_are_among_the_likely(text in PIECES, keep_all: bool, picked: [(usize, usize); 3]) {
            let (rules, keep) = (Rules::default(), if keep_all { Keep::All } else { Keep::Counted });
            let mut all = Ranges::default();
            walk(Source { text: &text, rules, keep, sought: None }, &mut all, &|| true);
            let norms: Vec<String> =
                places(&all).into_iter().map(|place| norm(&text[place], rules.lang).into_owned()).collect();
            let beginnings: Vec<String> = picked
                .iter()
                .filter_map(|(token, length)| norms.get(token % norms.len().max(1)).map(|norm| (norm, length)))
                .map(|(norm, length)| norm.chars().take(length % 6 + 1).collect())
                .collect();
            let heads = Heads::of(beginnings.iter().map(String::as_str));
            let mut tokens = Ranges::default();
            walk(Source { text: &text, rules, keep, sought: Some(&heads) }, &mut tokens, &|| true);
            prop_assert_eq!(places(&tokens), places(&all));
            prop_assert!(tokens.likely().is_sorted_by(|a, b| a < b));
            for (token, norm) in (0u32..).zip(&norms) {
                let sought = beginnings.iter().any(|beginning| norm.starts_with(beginning));
                prop_assert!(!sought || tokens.likely().contains(&token), "{norm:?} {beginnings:?} {text:?}");
            }
        }

        #[test]
        fn all_processors_cut_alike(text in PIECES, elision: bool, split_hyphens: bool) {
            for lang in Lang::ALL.into_iter().filter(|&lang| lang != Lang::Und) {
                check(&text, Rules { lang, elision, split_hyphens });
            }
        }
    }
}
