//! How much more a theme is written about after an event than before.
//!
//! The limits of the ratio of two rates are computed on the logarithm, by the delta method:
//! var(ln ratio) = var(p₁)/p₁² + var(p₀)/p₀². The variance of a rate is that of the ratio estimator over clusters
//! (Cochran 1977, Sampling Techniques, 3rd ed., ch. 6): periods, if only these are known, or documents. It is never
//! less than the variance of independent hits: clusters that agree by chance do not make a rate certain.
//!
//! Over periods the quantile is Student's with m₀ + m₁ − 2 degrees of freedom. Few documents contain a given theme, and
//! only they show how uncertain a rate is: each side has the degrees of freedom that its rate has in
//! [`Estimate`](super::rate::Estimate), and those of the ratio are Welch and Satterthwaite's (Welch 1947, Biometrika
//! 34, 28–35).

use super::normal::check_confidence;
use super::rate::degrees;
use super::series::{Law, Series};
use super::student;
use crate::error::{Error, Result};

/// The parameters of a comparison over periods.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How hits vary.
    pub law: Law,
    /// Number of periods on each side of an event.
    pub window: i64,
    /// Coverage of the limits.
    pub confidence: f64,
}

/// Both sides of an event, and how they compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The rate before; `None` without documents.
    pub before: Option<Side>,
    /// The rate after; `None` without documents.
    pub after: Option<Side>,
    /// After divided by before.
    pub ratio: Ratio,
}

/// Compares the periods before each event, given by the place of its period, with those from it on: every event with
/// every series.
///
/// # Errors
/// [`Error::Argument`] for a confidence outside 0 to 1, and for a window without a period.
pub fn over_periods(series: &[Series], events: &[i64], ask: Ask) -> Result<Vec<Comparison>> {
    let Ask { law, window, confidence } = ask;
    check_confidence(confidence)?;
    if window < 1 {
        return Err(Error::Argument(format!("window is {window}: give 1 period or more")));
    }
    let compare = |(event, series): (i64, &Series)| {
        let before = side(series, law, event.saturating_sub(window)..event);
        let after = side(series, law, event..event.saturating_add(window));
        Comparison { before, after, ratio: ratio_over_periods(before, after, confidence) }
    };
    let pairs = events.iter().flat_map(|&event| series.iter().map(move |series| (event, series)));
    Ok(pairs.map(compare).collect())
}

/// Compares sides whose clusters are documents.
///
/// # Errors
/// [`Error::Argument`] for a confidence outside 0 to 1.
pub fn over_documents(sides: &[[Option<Sums>; 2]], law: Law, confidence: f64) -> Result<Vec<Comparison>> {
    check_confidence(confidence)?;
    let compare = |sides: &[Option<Sums>; 2]| {
        let [before, after] = sides.map(|sums| Side::of(sums?, law));
        Comparison { before, after, ratio: ratio_over_documents(before, after, confidence) }
    };
    Ok(sides.iter().map(compare).collect())
}

/// Rate of one side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// Hits divided by exposure.
    pub rate: f64,
    /// Its standard error, if it has one.
    pub error: Option<f64>,
    /// Number of clusters it was computed from.
    pub clusters: usize,
    /// Number of these clusters with hits.
    pub with_hits: usize,
}

/// The sums that a side is computed from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Σk
    pub hits: f64,
    /// ΣE
    pub exposure: f64,
    /// Σ(k − pE)² over its clusters.
    pub squares: f64,
    /// Clusters.
    pub clusters: usize,
    /// Clusters with k > 0.
    pub with_hits: usize,
}

/// A ratio and its limits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratio {
    /// After divided by before, unless the rate before is 0.
    pub ratio: Option<f64>,
    /// Its limits.
    pub limits: Option<(f64, f64)>,
    /// Why something is missing.
    pub reason: Option<String>,
}

impl Side {
    /// The rate of a side and its standard error; `None` without exposure.
    pub fn of(sums: Sums, law: Law) -> Option<Self> {
        let Sums { hits, exposure, squares, clusters, with_hits } = sums;
        if exposure <= 0.0 {
            return None;
        }
        let (m, independent) = (clusters as f64, independent(hits, exposure, law));
        let error = (clusters > 1).then(|| (m / (m - 1.0) * squares).max(independent).sqrt() / exposure);
        Some(Self { rate: hits / exposure, error, clusters, with_hits })
    }
}

/// Variance of independent hits.
pub(super) fn independent(hits: f64, exposure: f64, law: Law) -> f64 {
    match law {
        Law::Poisson => hits,
        Law::Binomial => {
            // Even if all of these documents contain the theme, the next one need not: count half a document as without
            // it.
            let hits = hits.min(exposure - 0.5);
            hits * (1.0 - hits / exposure)
        }
    }
}

/// The periods on one side of an event as one rate, with periods as clusters. `None` without documents.
fn side(series: &Series, law: Law, places: std::ops::Range<i64>) -> Option<Side> {
    let inside: Vec<usize> = (0..series.len()).filter(|&at| places.contains(&i64::from(series.place[at]))).collect();
    let sum = |values: &[f64]| inside.iter().map(|&at| values[at]).sum::<f64>();
    let (hits, exposure) = (sum(&series.hits), sum(&series.exposure));
    let squares = inside.iter().map(|&at| (series.hits[at] - hits / exposure * series.exposure[at]).powi(2)).sum();
    let with_hits = inside.iter().filter(|&&at| series.hits[at] > 0.0).count();
    Side::of(Sums { hits, exposure, squares, clusters: inside.len(), with_hits }, law)
}

/// Ratio of rates with periods as clusters.
fn ratio_over_periods(before: Option<Side>, after: Option<Side>, confidence: f64) -> Ratio {
    let degrees = |[before, after]: [Known; 2]| (before.side.clusters + after.side.clusters - 2) as i64;
    ratio(before, after, "periods", |sides| student::two_sided(confidence, degrees(sides)))
}

/// Ratio of rates with documents as clusters.
fn ratio_over_documents(before: Option<Side>, after: Option<Side>, confidence: f64) -> Ratio {
    ratio(before, after, "documents", |sides| student::two_sided(confidence, welch(sides)))
}

/// A side with a rate above 0, and its relative error.
#[derive(Clone, Copy)]
struct Known {
    side: Side,
    error: f64,
}

/// Degrees of freedom of the sum of two variances, rounded down, at least 1.
fn welch(sides: [Known; 2]) -> i64 {
    let variance = |known: &Known| known.error * known.error;
    let part = |known: &Known| {
        let Side { clusters, with_hits, .. } = known.side;
        variance(known).powi(2) / degrees(with_hits as i64, clusters as i64 - 1) as f64
    };
    let whole: f64 = sides.iter().map(variance).sum();
    (whole * whole / sides.iter().map(part).sum::<f64>()).max(1.0) as i64
}

fn ratio(before: Option<Side>, after: Option<Side>, clusters: &str, quantile: impl Fn([Known; 2]) -> f64) -> Ratio {
    let unknown = |reason: &str| Ratio { reason: Some(reason.to_owned()), ..Ratio::default() };
    let Some(before) = before else { return unknown("no documents before") };
    let Some(after) = after else { return unknown("no documents after") };
    if before.rate <= 0.0 {
        return unknown("never occurs before");
    }
    let ratio = after.rate / before.rate;
    let without = |reason: String| Ratio { ratio: Some(ratio), limits: None, reason: Some(reason) };
    if after.rate <= 0.0 {
        return without("never occurs after".to_owned());
    }
    let (Some(error_before), Some(error_after)) = (before.error, after.error) else {
        return without(format!("limits need 2 {clusters} on each side"));
    };
    let known = |side: Side, error: f64| Known { side, error: error / side.rate };
    let sides = [known(before, error_before), known(after, error_after)];
    let half = quantile(sides) * sides[0].error.hypot(sides[1].error);
    let limits = (ratio * (-half).exp(), ratio * half.exp());
    if !limits.1.is_finite() {
        return without("limits are too large to represent".to_owned());
    }
    Ratio { ratio: Some(ratio), limits: Some(limits), reason: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> Series {
        Series {
            place: vec![0, 1, 2, 4, 5, 6],
            hits: vec![10.0, 14.0, 6.0, 30.0, 18.0, 24.0],
            exposure: vec![1000.0, 1200.0, 800.0, 1000.0, 1000.0, 1000.0],
            documents: 60.0,
        }
    }

    #[test]
    fn the_ratio_is_the_formula_written_out() {
        let series = series();
        let (before, after) = (side(&series, Law::Poisson, 1..4), side(&series, Law::Poisson, 4..7));
        let (p0, p1) = (20.0 / 2000.0, 72.0 / 3000.0);
        let v0 = (2.0_f64 * ((14.0 - 12.0_f64).powi(2) + (6.0 - 8.0_f64).powi(2))).max(20.0) / 2000.0_f64.powi(2);
        let v1 = (1.5_f64 * (36.0 + 36.0)).max(72.0) / 3000.0_f64.powi(2);
        // scipy.stats.t.ppf(0.975, 3)
        let half = 3.182_446_305_284_263 * (v0 / (p0 * p0) + v1 / (p1 * p1)).sqrt();
        let found = ratio_over_periods(before, after, 0.95);
        let (low, high) = found.limits.unwrap();
        assert!((found.ratio.unwrap() - p1 / p0).abs() < 1e-12);
        assert!((low - p1 / p0 * (-half).exp()).abs() < 1e-9 && (high - p1 / p0 * half.exp()).abs() < 1e-9);
    }

    #[test]
    fn documents_with_hits_give_the_degrees() {
        let side = |hits, squares, clusters, with_hits| {
            Side::of(Sums { hits, exposure: 1000.0, squares, clusters, with_hits }, Law::Poisson).unwrap()
        };
        let (before, after) = (side(20.0, 90.0, 10, 6), side(30.0, 160.0, 40, 2));
        let (v0, v1): (f64, f64) = (10.0 / 9.0 * 90.0 / 400.0, 40.0 / 39.0 * 160.0 / 900.0);
        // Six documents with hits on one side; on the other, the minimum of three.
        let degrees = (v0 + v1).powi(2) / (v0 * v0 / 6.0 + v1 * v1 / 3.0);
        assert_eq!(degrees as i64, 8);
        // scipy.stats.t.ppf(0.975, 8)
        let half = 2.306_004_135_204_166 * (v0 + v1).sqrt();
        let (low, high) = ratio_over_documents(Some(before), Some(after), 0.95).limits.unwrap();
        assert!((low - 1.5 * (-half).exp()).abs() < 1e-9 && (high - 1.5 * half.exp()).abs() < 1e-9, "{low} {high}");
    }

    #[test]
    fn clusters_that_agree_are_not_certain() {
        let alike = |law, hits: f64| {
            Side::of(Sums { hits, exposure: 12.0, squares: 0.0, clusters: 12, with_hits: 12 }, law).unwrap()
        };
        // Half a document out of twelve without the theme: 11.5 × 0.5 / 12.
        let error = alike(Law::Binomial, 12.0).error.unwrap();
        assert!((error - (11.5_f64 * 0.5 / 12.0).sqrt() / 12.0).abs() < 1e-12);
        assert!((alike(Law::Poisson, 9.0).error.unwrap() - 3.0 / 12.0).abs() < 1e-12);
        for law in [Law::Poisson, Law::Binomial] {
            let (low, high) =
                ratio_over_documents(Some(alike(law, 12.0)), Some(alike(law, 12.0)), 0.95).limits.unwrap();
            assert!(low < 0.95 && high > 1.05, "{low} {high}");
        }
    }

    #[test]
    fn every_event_is_compared_in_every_series() {
        let ask = Ask { law: Law::Poisson, window: 3, confidence: 0.95 };
        let found = over_periods(&[series(), series()], &[4, 1], ask).unwrap();
        let expected = |event| side(&series(), Law::Poisson, event..event + 3);
        assert_eq!(found.iter().map(|one| one.after).collect::<Vec<_>>(), [4, 4, 1, 1].map(expected));
        // A window of any length ends with the series.
        let whole = over_periods(&[series()], &[i64::MIN, i64::MAX], Ask { window: i64::MAX, ..ask }).unwrap();
        assert_eq!(whole.iter().map(|one| one.before.is_some()).collect::<Vec<_>>(), [false, true]);
        let refused = |ask| over_periods(&[], &[], ask).unwrap_err().to_string();
        assert_eq!(refused(Ask { window: 0, ..ask }), "window is 0: give 1 period or more");
        assert!(refused(Ask { confidence: 1.0, ..ask }).starts_with("confidence is 1"));
        assert!(over_documents(&[[None; 2]], Law::Poisson, 2.0).is_err());
        assert_eq!(over_documents(&[[None; 2]], Law::Poisson, 0.9).unwrap()[0].before, None);
    }

    #[test]
    fn what_is_not_known_has_a_reason() {
        let mut series = series();
        series.hits[3..].fill(0.0);
        let of = |before, after| {
            let (before, after) = (side(&series, Law::Poisson, before), side(&series, Law::Poisson, after));
            let found = ratio_over_periods(before, after, 0.95);
            (found.ratio, found.limits, found.reason.unwrap_or_default())
        };
        assert_eq!(of(-3..0, 0..3), (None, None, "no documents before".to_owned()));
        assert_eq!(of(0..3, 3..4), (None, None, "no documents after".to_owned()));
        assert_eq!(of(4..6, 0..3), (None, None, "never occurs before".to_owned()));
        assert_eq!(of(0..3, 4..6), (Some(0.0), None, "never occurs after".to_owned()));
        assert_eq!(of(0..1, 1..3).2, "limits need 2 periods on each side");
    }
}
