//! Collocations: words that keep company, either around a node or side by side.
//!
//! With a node the unit is a token outside the matches of the node. `left` is the tokens in the span: those within `window`
//! tokens of a match and in its sentence, each once, however many matches are near. `right` is the occurrences of the
//! collocate, `joint` those in the span (surface co-occurrence; Evert, S. 2008, Corpora and collocations, in Lüdeling and
//! Kytö (eds.), Corpus Linguistics, 1212–1248). Marks count in the window and are no collocates.
//!
//! Without a node the unit is a run of `size` words side by side: no mark between them, within a sentence. The node is its
//! first words, the collocate its last; `left` and `right` are the runs that begin with these, or end with this.
//!
//! Rows are sorted by g2 descending, so that what attracts comes before what repels, then by count descending, node and
//! collocate.

mod grams;
mod span;

use super::column::Texts;
use super::frequency::listed_types;
use crate::corpus::{Control, Corpus, Vocabulary};
use crate::error::{Error, Result};
use crate::stats::collocation::{Pairing, interaction, log_dice};

/// What is asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// A pattern whose neighbours are wanted; none asks for words side by side.
    pub node: Option<String>,
    /// Tokens on either side of the node.
    pub window: usize,
    /// Words of an expression, without a node.
    pub size: usize,
    /// Pairs that occur together less often are not listed.
    pub min_count: i64,
    /// Words that no listed pair holds; they are counted all the same.
    pub stopwords: Vec<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self { node: None, window: 5, size: 2, min_count: 2, stopwords: Vec::new() }
    }
}

/// One row a node and collocate.
#[derive(Debug, Default)]
#[expect(missing_docs, reason = "the columns are those of the public table, described in the module")]
pub struct Collocations {
    pub node: Texts,
    pub collocate: Texts,
    pub count: Vec<i64>,
    pub expected: Vec<Option<f64>>,
    pub g2: Vec<Option<f64>>,
    pub mi: Vec<Option<f64>>,
    pub npmi: Vec<Option<f64>>,
    pub log_dice: Vec<Option<f64>>,
    pub t_score: Vec<Option<f64>>,
    /// P(collocate | node) − P(collocate | elsewhere).
    pub delta_p_collocate: Vec<Option<f64>>,
    /// P(node | collocate) − P(node | elsewhere).
    pub delta_p_node: Vec<Option<f64>>,
    pub lambda: Vec<f64>,
    pub z: Vec<f64>,
}

/// Sizes of an expression that can be asked for; an association of more words has more cells than a corpus fills.
const SIZES: std::ops::RangeInclusive<usize> = 2..=5;

/// Finds collocates.
///
/// # Errors
/// [`Error::Pattern`] where the node cannot be read; [`Error::Argument`] for a size outside 2 to 5, or one given with a node;
/// [`Error::Interrupted`] where `control` was told to stop.
pub fn collocations(corpus: &Corpus, ask: &Ask, control: &Control) -> Result<Collocations> {
    if !SIZES.contains(&ask.size) {
        let message =
            format!("size is {}: give the words of an expression, from {} to {}", ask.size, SIZES.start(), SIZES.end());
        return Err(Error::Argument(message));
    }
    if ask.node.is_some() && ask.size != *SIZES.start() {
        return Err(Error::Argument("size is for words side by side: leave it out, or the node".to_owned()));
    }
    let listed = listed_types(corpus, &ask.stopwords);
    let mut pairs = match &ask.node {
        Some(node) => span::pairs(corpus, node, ask, &listed, control)?,
        None => grams::pairs(corpus, ask, &listed, control)?,
    };
    control.check()?;
    sort(&mut pairs, &corpus.store().vocabulary);
    let mut table = lay_out(&pairs, &corpus.store().vocabulary);
    if let Some(node) = &ask.node {
        pairs.iter().for_each(|_| table.node.push(node));
    }
    Ok(table)
}

/// A node and a collocate.
struct Pair {
    /// Types of the node, where it is words.
    node: Vec<u32>,
    collocate: u32,
    pairing: Pairing,
    g2: f64,
    /// Frequency of the node that the Dice coefficient is reckoned with.
    node_count: i64,
    /// λ and z.
    interaction: (f64, f64),
}

impl Pair {
    /// From the cells of the log-linear model, where it is not that of the pairing.
    fn new(node: Vec<u32>, collocate: u32, pairing: Pairing, node_count: i64, cells: Option<&[i64]>) -> Self {
        let own = pairing.cells();
        let interaction = interaction(cells.unwrap_or(&own));
        Self { node, collocate, pairing, g2: pairing.g2().unwrap_or_default(), node_count, interaction }
    }
}

fn sort(pairs: &mut [Pair], vocabulary: &Vocabulary) {
    let ranks = vocabulary.ranks();
    let place = |id: u32| ranks[id as usize];
    pairs.sort_unstable_by(|a, b| {
        let by_node = || a.node.iter().map(|&id| place(id)).cmp(b.node.iter().map(|&id| place(id)));
        let by_count = || b.pairing.joint.cmp(&a.pairing.joint);
        b.g2.total_cmp(&a.g2)
            .then_with(by_count)
            .then_with(by_node)
            .then_with(|| place(a.collocate).cmp(&place(b.collocate)))
    });
}

fn lay_out(pairs: &[Pair], vocabulary: &Vocabulary) -> Collocations {
    let mut table = Collocations::default();
    for pair in pairs {
        let pairing = &pair.pairing;
        if !pair.node.is_empty() {
            table.node.push_joined(pair.node.iter().map(|&id| vocabulary.norm(id)));
        }
        table.collocate.push(vocabulary.norm(pair.collocate));
        table.count.push(pairing.joint);
        table.expected.push(pairing.expected());
        table.g2.push(pairing.g2());
        table.mi.push(pairing.mi());
        table.npmi.push(pairing.npmi());
        table.log_dice.push(log_dice(pairing.joint, pair.node_count, pairing.right));
        table.t_score.push(pairing.t_score());
        table.delta_p_collocate.push(pairing.delta_p());
        table.delta_p_node.push(pairing.turned().delta_p());
        table.lambda.push(pair.interaction.0);
        table.z.push(pair.interaction.1);
    }
    table
}
