//! A theme over time as numbers: hits and exposure of the periods that had documents.

use crate::error::{Error, Result};

/// A time series. Periods without documents are absent, but keep their place in time.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Index of each period in the calendar, ascending.
    pub place: Vec<u32>,
    /// Occurrences, or documents with an occurrence.
    pub hits: Vec<f64>,
    /// Tokens, or documents; above 0.
    pub exposure: Vec<f64>,
    /// Documents of all periods together.
    pub documents: f64,
}

/// How hits vary around their expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Law {
    /// Occurrences among tokens.
    Poisson,
    /// Documents with an occurrence among documents.
    Binomial,
}

impl Law {
    /// How the hits of a value vary, and the units of exposure for which the value is given. Reads `per_million` or
    /// `doc_share`.
    ///
    /// # Errors
    /// [`Error::Argument`] for any other value.
    pub fn of_value(value: &str) -> Result<(Self, f64)> {
        match value {
            "per_million" => Ok((Self::Poisson, 1e6)),
            "doc_share" => Ok((Self::Binomial, 1.0)),
            _ => Err(Error::Argument(format!("value is {value:?}: use per_million or doc_share"))),
        }
    }
}

/// Fails when the work should stop.
pub type Check<'a> = dyn Fn() -> Result<()> + Sync + 'a;

/// Series with fewer documents than this have no answer.
pub const MIN_DOCUMENTS: f64 = 5.0;

impl Series {
    /// Number of periods with documents.
    pub fn len(&self) -> usize {
        self.place.len()
    }

    /// Whether no period had documents.
    pub fn is_empty(&self) -> bool {
        self.place.is_empty()
    }

    /// Hits divided by exposure in each period.
    pub fn rates(&self) -> Vec<f64> {
        self.hits.iter().zip(&self.exposure).map(|(hits, exposure)| hits / exposure).collect()
    }

    /// Why this series has no answer, if so: too few periods or documents, or a hit never or always.
    pub fn reason(&self, law: Law, min_periods: usize) -> Option<String> {
        if self.len() < min_periods {
            let periods = self.len();
            return Some(format!("periods with documents: {periods}, at least {min_periods} are needed"));
        }
        if self.documents < MIN_DOCUMENTS {
            return Some(format!("documents: {}, at least {MIN_DOCUMENTS} are needed", self.documents));
        }
        if self.hits.iter().all(|&hits| hits == 0.0) {
            return Some("never occurs".to_owned());
        }
        let always = law == Law::Binomial && self.hits.iter().zip(&self.exposure).all(|(hits, all)| hits >= all);
        always.then(|| "occurs in every document".to_owned())
    }

    /// Lag-1 autocorrelation of one value per period; only neighbours in the calendar are compared.
    pub fn autocorrelation(&self, values: &[f64]) -> f64 {
        let (mut sum, mut pairs) = (0.0, 0_usize);
        for at in 1..values.len() {
            if self.place[at] == self.place[at - 1] + 1 {
                sum += values[at] * values[at - 1];
                pairs += 1;
            }
        }
        let squares: f64 = values.iter().map(|value| value * value).sum();
        if pairs == 0 || squares <= 0.0 {
            return 0.0;
        }
        sum / squares * (values.len() - 1) as f64 / pairs as f64
    }
}
