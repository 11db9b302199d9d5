//! Counts that vary more than chance alone lets them: quantiles of the negative binomial and the beta-binomial.

use super::normal::below;

/// Above this expectation, a smooth distribution of the same mean and variance stands for the counts.
const LARGE: f64 = 50.0;

/// Quantile of a count at a standard normal value, with variance `mean` × `dispersion`; Poisson at dispersion 1.
pub fn poisson_quantile(z: f64, mean: f64, dispersion: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    if mean > LARGE {
        return gamma_quantile(z, mean, dispersion);
    }
    let over = dispersion - 1.0;
    if over < 1e-6 {
        return search(below(z), (-mean).exp(), |k| mean / (k + 1.0));
    }
    let size = mean / over;
    search(below(z), dispersion.powf(-size), |k| (size + k) / (k + 1.0) * over / dispersion)
}

/// Quantile of a count among `trials` at a standard normal value, with the variance of the binomial times `dispersion`.
pub fn binomial_quantile(z: f64, trials: f64, share: f64, dispersion: f64) -> f64 {
    if share <= 0.0 || share >= 1.0 {
        return trials * share;
    }
    if share > 0.5 {
        return trials - binomial_quantile(-z, trials, 1.0 - share, dispersion);
    }
    let variance = trials * share * (1.0 - share);
    if variance > LARGE {
        return (trials * share + z * (variance * dispersion).sqrt()).clamp(0.0, trials);
    }
    // The correlation of two documents that this dispersion means.
    let correlation = if trials > 1.0 { ((dispersion - 1.0) / (trials - 1.0)).min(0.99) } else { 0.0 };
    let odds = share / (1.0 - share);
    if correlation < 1e-9 {
        let first = (trials * (-share).ln_1p()).exp();
        return search(below(z), first, |k| (trials - k) / (k + 1.0) * odds).min(trials);
    }
    let total = 1.0 / correlation - 1.0;
    let (a, b) = (share * total, (1.0 - share) * total);
    let first = (libm::lgamma(b + trials) - libm::lgamma(b) + libm::lgamma(total) - libm::lgamma(total + trials)).exp();
    search(below(z), first, |k| (trials - k) / (k + 1.0) * (a + k) / (b + trials - k - 1.0)).min(trials)
}

/// Smallest k whose probabilities from 0 on reach `share`; `ratio` leads from the probability of k to that of k + 1.
fn search(share: f64, first: f64, ratio: impl Fn(f64) -> f64) -> f64 {
    let (mut k, mut probability, mut sum) = (0.0, first, first);
    // Rounding may leave the sum below the share, when no term adds anything any more.
    while sum < share && (sum + probability > sum || k < LARGE) {
        probability *= ratio(k);
        sum += probability;
        k += 1.0;
    }
    k
}

/// Quantile of the gamma distribution of this mean and variance (Wilson and Hilferty 1931, PNAS 17, 684–688).
fn gamma_quantile(z: f64, mean: f64, dispersion: f64) -> f64 {
    let shape = mean / dispersion;
    let root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    mean * root.max(0.0).powi(3)
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
            let (seen, variance) = moments(|z| poisson_quantile(z, mean, dispersion));
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
            let (seen, variance) = moments(|z| binomial_quantile(z, trials, share, dispersion));
            let expected = trials * share * (1.0 - share) * dispersion;
            assert!((seen / (trials * share) - 1.0).abs() < 0.03, "{trials} {share} {dispersion}: {seen}");
            assert!((variance / expected - 1.0).abs() < 0.06, "{trials} {share} {dispersion}: {variance}");
        }
    }

    #[test]
    fn tabulated_quantiles() {
        // scipy.stats: poisson(4), nbinom(4, 0.5), binom(10, 0.3), betabinom(20, 2.7, 6.3)
        assert_eq!([-2.0, 0.0, 2.0].map(|z| poisson_quantile(z, 4.0, 1.0)), [1.0, 4.0, 8.0]);
        assert_eq!([-1.0, 1.0].map(|z| poisson_quantile(z, 4.0, 2.0)), [1.0, 7.0]);
        assert_eq!([-1.0, 1.0].map(|z| binomial_quantile(z, 10.0, 0.3, 1.0)), [2.0, 4.0]);
        assert_eq!([-1.0, 1.0, 2.0].map(|z| binomial_quantile(z, 20.0, 0.3, 2.9)), [2.0, 10.0, 14.0]);
        assert_eq!(binomial_quantile(1.0, 10.0, 0.0, 2.0), 0.0);
        assert_eq!(binomial_quantile(1.0, 10.0, 1.0, 2.0), 10.0);
        assert_eq!(poisson_quantile(9.0, 0.0, 1.0), 0.0);
    }
}
