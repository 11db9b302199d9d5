//! Collocations: words that keep company, either around a node or side by side.
//!
//! With a node, the unit is a token outside the matches of the node. `left` counts the tokens in the span: those within
//! `window` tokens of a match and in its sentence, each once, however many matches are near. `right` counts the
//! occurrences of the collocate, `joint` those in the span (surface co-occurrence; Evert, S. 2008, Corpora and
//! collocations, in Lüdeling and Kytö (eds.), Corpus Linguistics, 1212–1248). Marks count towards the window but are
//! never collocates.
//!
//! Without a node, the unit is a run of `size` adjacent words in one sentence, with no mark between them. The node is
//! all words but the last, the collocate is the last; `left` counts the runs that begin with the node, `right` those
//! that end with the collocate.
//!
//! Rows are sorted by g2 descending, so that attraction comes before repulsion, then by count descending, node and
//! collocate.

mod grams;
mod span;

use super::column::Texts;
use super::frequency::listed_types;
use crate::corpus::{Control, Corpus, Vocabulary};
use crate::error::{Error, Result};
use crate::stats::collocation::{Pairing, interaction, log_dice};

/// The parameters of the query.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The pattern whose neighbours are wanted; `None` asks for adjacent words.
    pub node: Option<String>,
    /// Tokens on each side of the node.
    pub window: usize,
    /// Words per expression, when there is no node.
    pub size: usize,
    /// Pairs that occur together less often than this are not listed.
    pub min_count: i64,
    /// Words that appear in no listed pair; they are still counted.
    pub stopwords: Vec<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Self { node: None, window: 5, size: 2, min_count: 2, stopwords: Vec::new() }
    }
}

/// One row per node and collocate.
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

/// The sizes of expression that can be asked for; with more words, the association would have more cells than a corpus
/// can fill.
const SIZES: std::ops::RangeInclusive<usize> = 2..=5;

/// Finds collocates.
///
/// # Errors
/// [`Error::Pattern`] if the node cannot be read; [`Error::Argument`] for a size outside 2 to 5, or one given with a
/// node; [`Error::Interrupted`] if `control` was told to stop.
pub fn collocations(corpus: &Corpus, ask: &Ask, control: &Control) -> Result<Collocations> {
    if !SIZES.contains(&ask.size) {
        let message = format!("size is {}: give a number of words from {} to {}", ask.size, SIZES.start(), SIZES.end());
        return Err(Error::Argument(message));
    }
    if ask.node.is_some() && ask.size != *SIZES.start() {
        return Err(Error::Argument("size applies only to words side by side: leave out size or the node".to_owned()));
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
    /// Types of the node, if it is made of words.
    node: Vec<u32>,
    collocate: u32,
    pairing: Pairing,
    g2: f64,
    /// Frequency of the node, as used by the Dice coefficient.
    node_count: i64,
    /// λ and z.
    interaction: (f64, f64),
}

impl Pair {
    /// `cells` are those of the log-linear model, if they differ from the cells of the pairing.
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
