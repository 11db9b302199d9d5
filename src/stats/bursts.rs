//! Bursts: runs of periods in which far more documents than usual mention a theme.
//!
//! Kleinberg's automaton for batches (Kleinberg 2003, Bursty and hierarchical structure in streams, Data Mining and
//! Knowledge Discovery 7, 373–397, section 4; first at KDD 2002). With r relevant documents out of d in each of n
//! periods, the usual state emits a relevant document with probability p₀ = Σr / Σd, the burst state with p₁ = s p₀. A
//! period costs −(r ln p + (d − r) ln(1 − p)) in a state, leaving out the binomial coefficient, which is the same for
//! both; entering the burst state costs γ ln n, leaving it costs nothing, and the first state is the usual one. The
//! cheapest sequence of states is found exactly (Viterbi). The weight of a burst is what it saves, Σ (cost with p₀ −
//! cost with p₁).

use rayon::prelude::*;

use super::series::{Law, Series};
use crate::error::{Error, Result};

/// Series with fewer periods with documents than this have no answer.
pub const MIN_PERIODS: usize = 5;

/// The parameters of the automaton.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How many times as many documents mention the theme in the burst state; above 1.
    pub s: f64,
    /// What entering the burst state costs, in units of ln n; 0 or more.
    pub gamma: f64,
}

impl Ask {
    fn check(self) -> Result<()> {
        let Self { s, gamma } = self;
        if !(s > 1.0 && s.is_finite()) {
            return Err(Error::Argument(format!(
                "s is {s}: give a number above 1, such as 2 for twice the usual rate"
            )));
        }
        if !(gamma >= 0.0 && gamma.is_finite()) {
            return Err(Error::Argument(format!("gamma is {gamma}: give 0 or more")));
        }
        Ok(())
    }
}

/// A run of periods in the burst state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    /// Index of its first period.
    pub start: u32,
    /// Index of its last period.
    pub end: u32,
    /// The cost that it saves.
    pub weight: f64,
}

/// The bursts of a series, or the reason why it has no answer.
pub type Bursts = std::result::Result<Vec<Burst>, String>;

/// The bursts of each series. `hits` and `exposure` are documents; periods without documents, which cost nothing in
/// either state, fill the calendar up to `length`.
///
/// # Errors
/// [`Error::Argument`] for parameters outside their range.
pub fn bursts(series: &[Series], length: usize, ask: Ask) -> Result<Vec<Bursts>> {
    ask.check()?;
    Ok(series.par_iter().map(|series| of_one(series, length, ask)).collect())
}

fn of_one(series: &Series, length: usize, Ask { s, gamma }: Ask) -> Bursts {
    if let Some(reason) = series.reason(Law::Binomial, MIN_PERIODS) {
        return Err(reason);
    }
    let share = series.hits.iter().sum::<f64>() / series.exposure.iter().sum::<f64>();
    if s * share >= 1.0 {
        return Err(format!(
            "occurs in {}% of the documents, and {s} times as many are more than all",
            (100.0 * share).round()
        ));
    }
    let (mut hits, mut documents) = (vec![0.0; length], vec![0.0; length]);
    for (at, &place) in series.place.iter().enumerate() {
        hits[place as usize] = series.hits[at];
        documents[place as usize] = series.exposure[at];
    }
    let savings: Vec<f64> = hits.iter().zip(&documents).map(|(&r, &d)| saving(r, d, share, s)).collect();
    let states = cheapest(&savings, gamma * (length as f64).ln());
    let mut found = Vec::new();
    let mut at = 0;
    for run in states.chunk_by(|a, b| a == b) {
        if run[0] {
            let weight = savings[at..at + run.len()].iter().sum();
            found.push(Burst { start: at as u32, end: (at + run.len() - 1) as u32, weight });
        }
        at += run.len();
    }
    Ok(found)
}

/// Cost of a period in the usual state minus its cost in the burst state.
fn saving(hits: f64, documents: f64, share: f64, s: f64) -> f64 {
    let cost = |p: f64| -(hits * p.ln() + (documents - hits) * (-p).ln_1p());
    cost(share) - cost(s * share)
}

/// Whether each period is in the burst state; if the costs are equal, it is not.
fn cheapest(savings: &[f64], entry: f64) -> Vec<bool> {
    // Costs relative to the path that is always in the usual state.
    let (mut usual, mut burst) = (0.0, f64::INFINITY);
    let mut from: Vec<[bool; 2]> = Vec::with_capacity(savings.len());
    for &saving in savings {
        let left = burst < usual;
        let stayed = burst < usual + entry;
        (usual, burst) = (usual.min(burst), burst.min(usual + entry) - saving);
        from.push([left, stayed]);
    }
    let mut state = burst < usual;
    let mut states = vec![false; savings.len()];
    for at in (0..savings.len()).rev() {
        states[at] = state;
        state = from[at][usize::from(state)];
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Random;

    const ASK: Ask = Ask { s: 2.0, gamma: 1.0 };

    fn series(hits: &[u32], documents: &[u32]) -> Series {
        Series {
            place: (0..hits.len() as u32).collect(),
            hits: hits.iter().map(|&r| f64::from(r)).collect(),
            exposure: documents.iter().map(|&d| f64::from(d)).collect(),
            documents: documents.iter().map(|&d| f64::from(d)).sum(),
        }
    }

    /// Cost of a sequence of states as written in the paper, with the coefficient.
    fn cost(states: u32, series: &Series, s: f64, gamma: f64) -> f64 {
        let p0 = series.hits.iter().sum::<f64>() / series.exposure.iter().sum::<f64>();
        let (mut total, mut last) = (0.0, 0);
        for at in 0..series.len() {
            let state = states >> at & 1;
            let (r, d) = (series.hits[at], series.exposure[at]);
            let p = if state == 1 { s * p0 } else { p0 };
            let coefficient = libm::lgamma(d + 1.0) - libm::lgamma(r + 1.0) - libm::lgamma(d - r + 1.0);
            total -= coefficient + r * p.ln() + (d - r) * (1.0 - p).ln();
            total += if state > last { gamma * (series.len() as f64).ln() } else { 0.0 };
            last = state;
        }
        total
    }

    #[test]
    fn viterbi_finds_what_trying_every_sequence_finds() {
        let mut random = Random::new(5, &[]);
        let mut bursty = 0;
        for _ in 0..300 {
            let n = 5 + random.below(6);
            let documents: Vec<u32> = (0..n).map(|_| 1 + random.below(30) as u32).collect();
            let hits: Vec<u32> = documents
                .iter()
                .map(|&d| if random.below(4) == 0 { random.below(d as usize + 1) as u32 } else { d / 10 })
                .collect();
            let series = series(&hits, &documents);
            let (s, gamma) = (1.5 + random.uniform(), random.uniform());
            let Ok(found) = of_one(&series, n, Ask { s, gamma }) else { continue };
            let states = found.iter().flat_map(|burst| burst.start..=burst.end).fold(0, |bits, at| bits | 1 << at);
            let least = (0..1 << n).map(|states| cost(states, &series, s, gamma)).fold(f64::INFINITY, f64::min);
            assert!((cost(states, &series, s, gamma) - least).abs() < 1e-9, "{hits:?} {documents:?}");
            let saved: f64 = found.iter().map(|burst| burst.weight).sum();
            let entries = found.len() as f64 * gamma * (n as f64).ln();
            assert!((cost(0, &series, s, gamma) - least - (saved - entries)).abs() < 1e-9);
            bursty += usize::from(!found.is_empty());
        }
        assert!(bursty > 100, "{bursty}");
    }

    #[test]
    fn an_empty_period_keeps_its_place_within_a_burst() {
        let mut gapped = series(&[1, 1, 1, 9, 9, 1, 1], &[20, 20, 20, 20, 20, 20, 20]);
        gapped.place = vec![0, 1, 2, 3, 5, 6, 7];
        let found = of_one(&gapped, 8, ASK).unwrap();
        assert_eq!((found.len(), found[0].start, found[0].end), (1, 3, 5));
    }

    #[test]
    fn a_burst_begins_and_ends_with_documents() {
        let hits = [1, 1, 1, 0, 0, 15, 0, 0, 1, 1];
        let documents = [20, 20, 20, 0, 0, 20, 0, 0, 20, 20];
        let found = of_one(&series(&hits, &documents), hits.len(), ASK).unwrap();
        assert_eq!((found.len(), found[0].start, found[0].end), (1, 5, 5));
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let refused = |s, gamma| bursts(&[], 0, Ask { s, gamma }).unwrap_err().to_string();
        assert!(refused(1.0, 1.0).starts_with("s is 1: give") && refused(f64::INFINITY, 1.0).starts_with("s is inf"));
        assert!(refused(2.0, -0.5).starts_with("gamma is -0.5") && refused(2.0, f64::NAN).starts_with("gamma is NaN"));
    }

    #[test]
    fn nothing_is_guessed() {
        let reason = |hits: &[u32], documents: &[u32]| of_one(&series(hits, documents), hits.len(), ASK).unwrap_err();
        assert_eq!(reason(&[0; 6], &[3; 6]), "never occurs");
        assert_eq!(reason(&[3; 6], &[3; 6]), "occurs in every document");
        assert!(reason(&[2; 6], &[3; 6]).starts_with("occurs in 67% of the documents"));
        assert!(reason(&[1], &[3]).starts_with("periods with documents: 1"));
    }
}
