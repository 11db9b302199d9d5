//! Distributions of counts that vary more than by chance alone: the negative binomial, the beta-binomial, and smooth
//! approximations for large counts. They convert counts to standard normal values and back.

use super::normal::{below, quantile};

/// Above this expectation, a smooth distribution with the same mean and variance replaces that of the counts.
const LARGE: f64 = 50.0;

/// Shares are kept this far from 0 and 1 before their normal value is taken.
const EDGE: f64 = 1e-12;

/// The distribution of a count.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    form: Form,
    /// Number of trials, if `form` describes the trials without a hit.
    mirrored: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    Certain(f64),
    Steps(Steps),
    Gamma { mean: f64, shape: f64 },
    Normal { mean: f64, deviation: f64, most: f64 },
}

/// Probability of 0 hits, and the ratio that leads from the probability of k hits to that of k + 1.
#[derive(Clone, Copy, Debug)]
struct Steps {
    first: f64,
    ratio: Ratio,
}

#[derive(Clone, Copy, Debug)]
enum Ratio {
    Poisson { mean: f64 },
    NegativeBinomial { size: f64, share: f64 },
    Binomial { trials: f64, odds: f64 },
    BetaBinomial { trials: f64, a: f64, b: f64 },
}

impl Counts {
    /// Hits with variance `mean` × `dispersion`; Poisson at dispersion 1.
    pub fn poisson(mean: f64, dispersion: f64) -> Self {
        if mean > LARGE {
            return Self::smooth(mean, dispersion);
        }
        let over = dispersion - 1.0;
        let form = if mean <= 0.0 {
            Form::Certain(0.0)
        } else if over < 1e-6 {
            Form::Steps(Steps { first: (-mean).exp(), ratio: Ratio::Poisson { mean } })
        } else {
            let size = mean / over;
            let ratio = Ratio::NegativeBinomial { size, share: over / dispersion };
            Form::Steps(Steps { first: dispersion.powf(-size), ratio })
        };
        Self { form, mirrored: None }
    }

    /// Positive numbers, not necessarily whole, with variance `mean` × `dispersion`: the gamma distribution.
    pub fn smooth(mean: f64, dispersion: f64) -> Self {
        let form = if mean > 0.0 { Form::Gamma { mean, shape: mean / dispersion } } else { Form::Certain(0.0) };
        Self { form, mirrored: None }
    }

    /// Hits among `trials`, with `dispersion` times the binomial variance.
    pub fn binomial(trials: f64, share: f64, dispersion: f64) -> Self {
        if share <= 0.0 || share >= 1.0 {
            return Self { form: Form::Certain(trials * share), mirrored: None };
        }
        let variance = trials * share * (1.0 - share);
        if variance > LARGE {
            let deviation = (variance * dispersion).sqrt();
            return Self { form: Form::Normal { mean: trials * share, deviation, most: trials }, mirrored: None };
        }
        if share > 0.5 {
            return Self { mirrored: Some(trials), ..Self::binomial(trials, 1.0 - share, dispersion) };
        }
        // The correlation between two documents implied by this dispersion.
        let correlation = if trials > 1.0 { ((dispersion - 1.0) / (trials - 1.0)).min(0.99) } else { 0.0 };
        let steps = if correlation < 1e-9 {
            let odds = share / (1.0 - share);
            Steps { first: (trials * (-share).ln_1p()).exp(), ratio: Ratio::Binomial { trials, odds } }
        } else {
            let total = 1.0 / correlation - 1.0;
            let (a, b) = (share * total, (1.0 - share) * total);
            let gamma = libm::lgamma;
            let first = (gamma(b + trials) - gamma(b) + gamma(total) - gamma(total + trials)).exp();
            Steps { first, ratio: Ratio::BetaBinomial { trials, a, b } }
        };
        Self { form: Form::Steps(steps), mirrored: None }
    }

    /// Logarithm of the probability of a number of hits. For a smooth distribution, that of the normal density with the
    /// same mean and variance.
    pub fn ln_probability(&self, hits: f64) -> f64 {
        let k = self.mirrored.map_or(hits, |trials| trials - hits);
        let density = |mean: f64, variance: f64| -((k - mean).powi(2) / variance + variance.ln()) / 2.0;
        let gamma = libm::lgamma;
        let of_trials = |trials: f64| gamma(trials + 1.0) - gamma(k + 1.0) - gamma(trials - k + 1.0);
        match self.form {
            Form::Certain(certain) => {
                if certain == hits {
                    0.0
                } else {
                    f64::NEG_INFINITY
                }
            }
            Form::Gamma { mean, shape } => density(mean, mean * mean / shape),
            Form::Normal { mean, deviation, .. } => density(mean, deviation * deviation),
            Form::Steps(Steps { first, ratio }) => {
                first.ln()
                    + match ratio {
                        Ratio::Poisson { mean } => k * mean.ln() - gamma(k + 1.0),
                        Ratio::NegativeBinomial { size, share } => {
                            gamma(size + k) - gamma(size) - gamma(k + 1.0) + k * share.ln()
                        }
                        Ratio::Binomial { trials, odds } => of_trials(trials) + k * odds.ln(),
                        Ratio::BetaBinomial { trials, a, b } => {
                            of_trials(trials) + gamma(a + k) - gamma(a) + gamma(b + trials - k) - gamma(b + trials)
                        }
                    }
            }
        }
    }

    /// Quantile at a standard normal value.
    pub fn quantile(&self, z: f64) -> f64 {
        if let Some(trials) = self.mirrored {
            return trials - Self { mirrored: None, ..*self }.quantile(-z);
        }
        match self.form {
            Form::Certain(hits) => hits,
            Form::Steps(steps) => {
                let share = below(z);
                let mut reached = 0;
                // Rounding may leave every sum below the share; the quantile is then the last count.
                for (k, sum) in steps.sums().enumerate() {
                    reached = k;
                    if sum >= share {
                        break;
                    }
                }
                reached as f64
            }
            // Wilson and Hilferty 1931, PNAS 17, 684–688.
            Form::Gamma { mean, shape } => {
                let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
                mean * root.max(0.0).powi(3)
            }
            Form::Normal { mean, deviation, most } => (mean + z * deviation).clamp(0.0, most),
        }
    }
}

impl Steps {
    /// Probabilities of at most 0, 1, 2, … hits, until they stop increasing.
    fn sums(self) -> impl Iterator<Item = f64> {
        let (mut k, mut probability, mut sum) = (0.0, self.first, self.first);
        std::iter::successors(Some(self.first), move |_| {
            probability *= self.ratio.after(k);
            k += 1.0;
            // Eventually further terms no longer change the sum.
            let rises = probability > 0.0 && (sum + probability > sum || k <= LARGE);
            sum += probability;
            rises.then_some(sum)
        })
    }
}

impl Ratio {
    fn after(self, k: f64) -> f64 {
        match self {
            Self::Poisson { mean } => mean / (k + 1.0),
            Self::NegativeBinomial { size, share } => (size + k) / (k + 1.0) * share,
            Self::Binomial { trials, odds } => (trials - k) / (k + 1.0) * odds,
            Self::BetaBinomial { trials, a, b } => (trials - k) / (k + 1.0) * (a + k) / (b + trials - k - 1.0),
        }
    }
}

/// Counts above this are not tabulated.
const MOST_STEPS: usize = 4096;

/// A distribution with tabulated sums, for repeated use.
#[derive(Clone, Debug)]
pub struct Margin {
    counts: Counts,
    sums: Vec<f64>,
}

impl Margin {
    /// Tabulates the sums of the probabilities.
    pub fn new(counts: Counts) -> Self {
        let sums = match counts.form {
            Form::Steps(steps) => steps.sums().take(MOST_STEPS).collect(),
            _ => Vec::new(),
        };
        Self { counts, sums }
    }

    /// Quantile at a standard normal value.
    pub fn quantile(&self, z: f64) -> f64 {
        let find = |z: f64| {
            let share = below(z);
            self.sums.partition_point(|&sum| sum < share).min(self.sums.len() - 1) as f64
        };
        match (self.counts.form, self.counts.mirrored) {
            (Form::Steps(_), Some(trials)) => trials - find(-z),
            (Form::Steps(_), None) => find(z),
            _ => self.counts.quantile(z),
        }
    }

    /// Standard normal value of a count. Each count covers an interval of values; `place`, from 0 to 1, picks one
    /// within it.
    pub fn normal(&self, hits: f64, place: f64) -> f64 {
        match (self.counts.form, self.counts.mirrored) {
            (Form::Certain(_), _) => 0.0,
            (Form::Steps(_), Some(trials)) => -self.within(trials - hits, 1.0 - place),
            (Form::Steps(_), None) => self.within(hits, place),
            (Form::Gamma { mean, shape }, _) => 3.0 * shape.sqrt() * ((hits / mean).cbrt() - 1.0 + 1.0 / (9.0 * shape)),
            (Form::Normal { mean, deviation, .. }, _) => (hits - mean) / deviation,
        }
    }

    fn within(&self, hits: f64, place: f64) -> f64 {
        let at_most = |k: f64| if k < 0.0 { 0.0 } else { self.sums.get(k as usize).copied().unwrap_or(1.0) };
        let (low, high) = (at_most(hits - 1.0), at_most(hits));
        quantile((low + place * (high - low)).clamp(EDGE, 1.0 - EDGE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Random;

    fn moments(quantile: impl Fn(f64) -> f64) -> (f64, f64) {
        let mut random = Random::new(3, &[]);
        let draws: Vec<f64> = (0..40_000).map(|_| quantile(random.normal())).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        (mean, draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / draws.len() as f64)
    }

    #[test]
    fn counts_have_mean_and_variance_as_asked() {
        for (mean, dispersion) in
            [(0.3, 1.0), (0.3, 2.0), (5.0, 1.0), (5.0, 4.0), (49.0, 3.0), (51.0, 3.0), (900.0, 10.0)]
        {
            let (seen, variance) = moments(|z| Counts::poisson(mean, dispersion).quantile(z));
            assert!((seen / mean - 1.0).abs() < 0.03, "{mean} {dispersion}: {seen}");
            assert!((variance / (mean * dispersion) - 1.0).abs() < 0.06, "{mean} {dispersion}: {variance}");
        }
    }

    #[test]
    fn shares_have_mean_and_variance_as_asked() {
        for (trials, share, dispersion) in [
            (20.0, 0.1, 1.0),
            (20.0, 0.3, 2.0),
            (20.0, 0.8, 3.0),
            (500.0, 0.05, 2.0),
            (1000.0, 0.4, 2.0),
            (1.0, 0.5, 1.0),
        ] {
            let (seen, variance) = moments(|z| Counts::binomial(trials, share, dispersion).quantile(z));
            let expected = trials * share * (1.0 - share) * dispersion;
            assert!((seen / (trials * share) - 1.0).abs() < 0.03, "{trials} {share} {dispersion}: {seen}");
            assert!((variance / expected - 1.0).abs() < 0.06, "{trials} {share} {dispersion}: {variance}");
        }
    }

    fn distributions() -> Vec<Counts> {
        let poisson = [(0.0, 2.0), (0.3, 1.0), (0.3, 4.0), (12.0, 1.0), (49.0, 3.0), (80.0, 2.0)];
        let binomial = [(20.0, 0.1, 1.0), (20.0, 0.3, 2.0), (20.0, 0.8, 3.0), (1.0, 0.5, 1.0), (900.0, 0.4, 2.0)];
        let poisson = poisson.map(|(mean, dispersion)| Counts::poisson(mean, dispersion));
        let binomial = binomial.map(|(trials, share, dispersion)| Counts::binomial(trials, share, dispersion));
        poisson.into_iter().chain(binomial).chain([Counts::smooth(3.0, 1.5)]).collect()
    }

    #[test]
    fn probabilities_are_the_differences_of_sums() {
        for counts in distributions().into_iter().filter(|counts| matches!(counts.form, Form::Steps(_))) {
            let margin = Margin::new(counts);
            for k in 1..margin.sums.len().min(15) {
                let hits = counts.mirrored.map_or(k as f64, |trials| trials - k as f64);
                let difference = margin.sums[k] - margin.sums[k - 1];
                assert!((counts.ln_probability(hits).exp() - difference).abs() < 1e-9, "{counts:?} {k}");
            }
        }
    }

    #[test]
    fn a_table_gives_what_summing_gives() {
        let mut random = Random::new(4, &[]);
        for counts in distributions() {
            let margin = Margin::new(counts);
            for _ in 0..500 {
                let z = 2.0 * random.normal();
                assert_eq!(margin.quantile(z), counts.quantile(z), "{counts:?} {z}");
            }
        }
    }

    #[test]
    fn a_count_becomes_a_normal_value_and_comes_back() {
        let mut random = Random::new(5, &[]);
        for counts in distributions() {
            let margin = Margin::new(counts);
            let (mut sum, mut squares, n) = (0.0, 0.0, 20_000);
            for _ in 0..n {
                let hits = margin.quantile(random.normal());
                let z = margin.normal(hits, random.uniform());
                assert!((margin.quantile(z) - hits).abs() < 1e-9 * hits.max(1.0), "{counts:?} {hits}");
                (sum, squares) = (sum + z, squares + z * z);
            }
            if !matches!(counts.form, Form::Certain(_)) {
                let (mean, variance) = (sum / f64::from(n), squares / f64::from(n));
                assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{counts:?} {mean} {variance}");
            }
        }
    }

    #[test]
    fn a_table_ends_where_hits_are_beyond_all_reason() {
        let margin = Margin::new(Counts::poisson(1.0, 1e6));
        assert!(margin.sums.len() == MOST_STEPS && margin.quantile(9.0) == MOST_STEPS as f64 - 1.0);
        assert!(margin.normal(1e9, 0.5).is_finite());
    }

    #[test]
    fn tabulated_normal_values() {
        // scipy.stats: norm.ppf of the middle of poisson(4).cdf at 2 and 3, and of binom(10, 0.7).cdf at 7 and 8
        for (counts, hits, z) in [
            (Counts::poisson(4.0, 1.0), 3.0, -0.423_989_561_655_514_27),
            (Counts::binomial(10.0, 0.7, 1.0), 8.0, 0.624_817_060_299_022_3),
        ] {
            assert!((Margin::new(counts).normal(hits, 0.5) - z).abs() < 1e-9);
        }
    }

    #[test]
    fn tabulated_quantiles() {
        // scipy.stats: poisson(4), nbinom(4, 0.5), binom(10, 0.3), betabinom(20, 2.7, 6.3)
        assert_eq!([-2.0, 0.0, 2.0].map(|z| Counts::poisson(4.0, 1.0).quantile(z)), [1.0, 4.0, 8.0]);
        assert_eq!([-1.0, 1.0].map(|z| Counts::poisson(4.0, 2.0).quantile(z)), [1.0, 7.0]);
        assert_eq!([-1.0, 1.0].map(|z| Counts::binomial(10.0, 0.3, 1.0).quantile(z)), [2.0, 4.0]);
        assert_eq!([-1.0, 1.0, 2.0].map(|z| Counts::binomial(20.0, 0.3, 2.9).quantile(z)), [2.0, 10.0, 14.0]);
        assert_eq!(Counts::binomial(10.0, 0.0, 2.0).quantile(1.0), 0.0);
        assert_eq!(Counts::binomial(10.0, 1.0, 2.0).quantile(1.0), 10.0);
        assert_eq!(Counts::poisson(0.0, 1.0).quantile(9.0), 0.0);
    }
}
