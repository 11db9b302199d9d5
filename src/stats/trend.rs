//! Whether a rate rises or falls over time, and by how much per year.
//!
//! The direction is Kendall's tau-b between time and rate, the Mann-Kendall test (Mann 1945, Econometrica 13, 245–259;
//! Kendall 1975, Rank Correlation Methods); the size is the Theil-Sen slope (Sen 1968, JASA 63, 1379–1389). The plain
//! Mann-Kendall test assumes independent, identically distributed periods. It finds a trend in a quarter of trendless
//! series whose periods depend on their predecessors, and in a fifth of those whose volume grows: rates of thin periods
//! are skewed, so that later rates are above them more often than below. Here, significance and limits come from
//! resamples without a trend ([`Trendless`]), whose Mann-Kendall S is compared with the observed one. With m the mean
//! of S*, p = (1 + number of |S* − m| ≥ |S − m|) / (1 + resamples).

use rayon::prelude::*;

use super::normal::{below, check_confidence, two_sided};
use super::random::Random;
use super::resamples;
use super::series::{Check, Law, Series};
use super::trendless::Trendless;

/// Series with fewer periods than this have no answer.
pub const MIN_PERIODS: usize = 5;
/// Nor have series with more: the slopes between all pairs of periods would not fit in memory. Those of all days of 54
/// years take 1.6 GB.
pub const MAX_PERIODS: usize = 20_000;

/// What a series without a trend looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// Periods that depend on their predecessors and scatter according to their exposure: block permutation.
    Blocks {
        /// Number of permutations.
        resamples: usize,
        /// Seed of the permutations.
        seed: u64,
    },
    /// Independent periods: the normal approximation with ties and continuity correction, as in Mann and Kendall.
    Independent,
}

/// The parameters of the analysis.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// How hits vary.
    pub law: Law,
    /// Rates are given per `scale` units of exposure.
    pub scale: f64,
    /// Periods per year.
    pub per_year: f64,
    /// Coverage of the limits of the slope.
    pub confidence: f64,
    /// The null hypothesis.
    pub null: Null,
}

impl Ask {
    fn check(&self) -> crate::Result<()> {
        check_confidence(self.confidence)?;
        match self.null {
            Null::Blocks { resamples, .. } => resamples::check(resamples, resamples::least_for(1.0 - self.confidence)),
            Null::Independent => Ok(()),
        }
    }
}

/// The trend of one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Kendall's tau-b.
    pub tau: f64,
    /// Chance of an S at least this large without a trend.
    pub p: f64,
    /// Theil-Sen slope per year.
    pub slope: f64,
    /// Its lower limit.
    pub slope_low: f64,
    /// Its upper limit.
    pub slope_high: f64,
}

/// The trend of each series, or the reason why it has no answer.
///
/// # Errors
/// [`crate::Error::Argument`] for a confidence outside 0 to 1, and for too few or too many resamples; those of `check`,
/// which is called now and then and fails when the work should stop.
pub fn trends(series: &[Series], ask: &Ask, check: &Check<'_>) -> crate::Result<Vec<Result<Trend, String>>> {
    ask.check()?;
    let one = |(number, series): (usize, &Series)| trend(series, number as u64, ask, check);
    series.par_iter().enumerate().map(one).collect()
}

fn trend(series: &Series, number: u64, ask: &Ask, check: &Check<'_>) -> crate::Result<Result<Trend, String>> {
    check()?;
    if let Some(reason) = series.reason(ask.law, MIN_PERIODS) {
        return Ok(Err(reason));
    }
    if series.len() > MAX_PERIODS {
        return Ok(Err(format!("periods with documents: {}, at most {MAX_PERIODS} can be compared", series.len())));
    }
    let rates: Vec<f64> = series.rates().iter().map(|rate| rate * ask.scale).collect();
    if rates.iter().all(|&rate| rate == rates[0]) {
        return Ok(Err("the rate is the same in every period".to_owned()));
    }
    let score = Score::of(&rates);
    let slopes = pairwise_slopes(&series.place, &rates, ask.per_year);
    let s = score.s as f64;
    let judged = match ask.null {
        Null::Blocks { resamples, seed } => {
            let trendless = Trendless::of(series, ask.law, seed, check)?;
            let one = |resample: usize| {
                check()?;
                let mut random = Random::new(seed, &[number, resample as u64]);
                Ok(Score::of(&trendless.resample(&mut random)).s as f64)
            };
            let null: Vec<f64> = (0..resamples).into_par_iter().map(one).collect::<crate::Result<_>>()?;
            among(null, s, ask.confidence)
        }
        Null::Independent => independent(&score, ask.confidence),
    };
    let slope = median(&slopes);
    let (slope_low, slope_high) = sen_limits(&slopes, &judged);
    let (slope_low, slope_high) = (slope_low.min(slope), slope_high.max(slope));
    Ok(Ok(Trend { tau: score.tau(), p: judged.p, slope, slope_low, slope_high }))
}

/// An observed S compared with its distribution without a trend.
struct Judged {
    /// Chance to be at least as far from the centre.
    p: f64,
    /// Mean of S without a trend.
    centre: f64,
    /// Largest usual distance from the centre, at the given confidence.
    spread: f64,
}

/// Compares an observed S with those of resamples.
fn among(mut null: Vec<f64>, observed: f64, confidence: f64) -> Judged {
    let centre = null.iter().sum::<f64>() / null.len() as f64;
    null.iter_mut().for_each(|s| *s = (*s - centre).abs());
    let beyond = null.iter().filter(|&&s| s >= (observed - centre).abs()).count();
    null.sort_by(f64::total_cmp);
    let rank = ((null.len() + 1) as f64 * confidence).ceil() as usize;
    let spread = null[rank.clamp(1, null.len()) - 1];
    Judged { p: (1 + beyond) as f64 / (1 + null.len()) as f64, centre, spread }
}

/// p by the normal approximation with continuity correction, and z standard deviations of S.
fn independent(score: &Score, confidence: f64) -> Judged {
    let deviation = score.variance().sqrt();
    let z = (score.s.abs() as f64 - 1.0).max(0.0) / deviation;
    Judged { p: (2.0 * below(-z)).min(1.0), centre: 0.0, spread: two_sided(confidence) * deviation }
}

/// Kendall's S of values in order of time, and what tau-b needs.
struct Score {
    n: usize,
    s: i64,
    /// Sizes of groups of equal values.
    ties: Vec<i64>,
}

impl Score {
    fn of(values: &[f64]) -> Self {
        let n = values.len();
        let mut sorted = values.to_vec();
        let falling = inversions(&mut sorted, &mut vec![0.0; n]);
        let ties: Vec<i64> = sorted.chunk_by(|a, b| a == b).map(|run| run.len() as i64).filter(|&t| t > 1).collect();
        let tied: i64 = ties.iter().map(|t| t * (t - 1) / 2).sum();
        Self { n, s: (n * (n - 1) / 2) as i64 - tied - 2 * falling, ties }
    }

    fn tau(&self) -> f64 {
        let pairs = (self.n * (self.n - 1) / 2) as f64;
        let tied: i64 = self.ties.iter().map(|t| t * (t - 1) / 2).sum();
        self.s as f64 / (pairs * (pairs - tied as f64)).sqrt()
    }

    /// Variance of S for independent values.
    fn variance(&self) -> f64 {
        let term = |t: f64| t * (t - 1.0) * (2.0 * t + 5.0);
        (term(self.n as f64) - self.ties.iter().map(|&t| term(t as f64)).sum::<f64>()) / 18.0
    }
}

/// Number of pairs with the earlier value larger; sorts the values (Knight 1966, JASA 61, 436–439).
fn inversions(values: &mut [f64], spare: &mut [f64]) -> i64 {
    let (n, mut count, mut width) = (values.len(), 0, 1);
    while width < n {
        for start in (0..n).step_by(2 * width) {
            let (middle, end) = ((start + width).min(n), (start + 2 * width).min(n));
            let (mut left, mut right) = (start, middle);
            for place in &mut spare[start..end] {
                if left < middle && (right == end || values[left] <= values[right]) {
                    *place = values[left];
                    left += 1;
                } else {
                    *place = values[right];
                    count += (middle - left) as i64;
                    right += 1;
                }
            }
        }
        values.copy_from_slice(&spare[..n]);
        width *= 2;
    }
    count
}

/// Slopes per year of all pairs of periods, ascending.
fn pairwise_slopes(place: &[u32], rates: &[f64], per_year: f64) -> Vec<f64> {
    let mut slopes = Vec::with_capacity(rates.len() * (rates.len() - 1) / 2);
    for later in 1..rates.len() {
        for earlier in 0..later {
            let years = f64::from(place[later] - place[earlier]) / per_year;
            slopes.push((rates[later] - rates[earlier]) / years);
        }
    }
    slopes.par_sort_unstable_by(f64::total_cmp);
    slopes
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
}

/// Sen's limits: the slopes that, when removed, leave an S no farther from its centre than is usual without a trend. Of
/// N slopes, (N − S) / 2 lie below the one that is removed.
fn sen_limits(slopes: &[f64], judged: &Judged) -> (f64, f64) {
    let middle = slopes.len() as f64 - judged.centre;
    let last = slopes.len() - 1;
    let high = (((middle + judged.spread) / 2.0).round_ties_even().max(0.0) as usize).min(last);
    let low = (((middle - judged.spread) / 2.0).round_ties_even().max(1.0) as usize - 1).min(last);
    (slopes[low], slopes[high])
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Ask = Ask {
        law: Law::Poisson,
        scale: 1.0,
        per_year: 1.0,
        confidence: 0.95,
        null: Null::Blocks { resamples: 199, seed: 0 },
    };

    fn series(hits: Vec<f64>) -> Series {
        let n = hits.len();
        Series { place: (0..n as u32).collect(), hits, exposure: vec![1.0; n], documents: 100.0 }
    }

    #[test]
    fn s_is_the_sum_of_signs_over_pairs() {
        let mut random = Random::new(1, &[]);
        for _ in 0..200 {
            let values: Vec<f64> = (0..1 + random.below(30)).map(|_| random.below(12) as f64).collect();
            let pairs = || (0..values.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
            let sign = |(earlier, later): (usize, usize)| (values[later] - values[earlier]).total_cmp(&0.0) as i64;
            assert_eq!(Score::of(&values).s, pairs().map(sign).sum::<i64>(), "{values:?}");
        }
    }

    #[test]
    fn a_rise_is_found_and_a_gap_keeps_its_years() {
        let mut rising = series((0..30).map(|at| f64::from(10 + 2 * at + at % 3)).collect());
        let found = trends(&[rising.clone()], &ASK, &|| Ok(())).unwrap().remove(0).unwrap();
        assert!(found.p < 0.02 && found.slope > 1.9 && found.slope < 2.1, "{found:?}");
        assert!(found.slope_low <= found.slope && found.slope <= found.slope_high && found.slope_low > 0.0);
        rising.place = rising.place.iter().map(|place| 2 * place).collect();
        let slower = trends(&[rising], &ASK, &|| Ok(())).unwrap().remove(0).unwrap();
        assert!((slower.slope - found.slope / 2.0).abs() < 1e-12);
    }

    #[test]
    fn the_result_does_not_depend_on_the_other_series_of_its_length_or_on_threads() {
        let all: Vec<Series> =
            (0..6).map(|one| series((0..20).map(|at| f64::from((at * 7 + one) % 11)).collect())).collect();
        let ask = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| trends(&all, &ASK, &|| Ok(())).unwrap())
        };
        assert_eq!(ask(1), ask(3));
    }

    #[test]
    fn s_is_compared_with_the_centre_of_those_without_a_trend() {
        // Seven S around 4: the observed one is 2 from them, and 6 from 0.
        let null = vec![0.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];
        let judged = among(null.clone(), 6.0, 0.5);
        assert_eq!((judged.centre, judged.spread), (4.0, 2.0));
        assert_eq!(judged.p, 5.0 / 8.0);
        assert_eq!(among(null, 2.0, 0.5).p, 5.0 / 8.0);
        // Of ten slopes, (10 - 4 - 2) / 2 lie below what is usual at the low end, and (10 - 4 + 2) / 2 at the high end.
        let slopes: Vec<f64> = (0..10).map(f64::from).collect();
        assert_eq!(sen_limits(&slopes, &judged), (1.0, 4.0));
    }

    #[test]
    fn nothing_is_guessed() {
        let reason = |hits: Vec<f64>| trends(&[series(hits)], &ASK, &|| Ok(())).unwrap().remove(0).unwrap_err();
        assert_eq!(reason(vec![1.0; 4]), "periods with documents: 4, at least 5 are needed");
        assert_eq!(reason(vec![0.0; 9]), "never occurs");
        assert_eq!(reason(vec![2.0; 9]), "the rate is the same in every period");
        let long = (0..20_001).map(f64::from).collect();
        assert_eq!(reason(long), "periods with documents: 20001, at most 20000 can be compared");
    }

    #[test]
    fn work_that_shall_stop_stops_among_the_resamples() {
        let calls = std::sync::atomic::AtomicUsize::new(0);
        // Once for the series, then for the simulated series, of which there are a thousand, then for the resamples.
        let check = || match calls.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            ..1100 => Ok(()),
            _ => Err(crate::Error::Interrupted),
        };
        let rising = series((0..9).map(|at| f64::from(10 + 2 * at + at % 3)).collect());
        assert!(matches!(trends(&[rising], &ASK, &check), Err(crate::Error::Interrupted)));
    }

    #[test]
    fn what_cannot_be_asked_is_refused() {
        let refused = |ask: Ask| trends(&[], &ask, &|| Ok(())).unwrap_err().to_string();
        assert!(refused(Ask { confidence: 1.0, ..ASK }).starts_with("confidence is 1"));
        let of = |resamples| Ask { null: Null::Blocks { resamples, seed: 0 }, ..ASK };
        assert!(refused(of(18)).starts_with("resamples is 18: give a number from 19"));
        assert!(refused(of(usize::MAX)).contains("to 1000000"));
    }
}
