//! Agreement between two coders who assign the same units to nominal categories.

use super::normal::two_sided;

/// How often each pair of categories was assigned: rows are the first coder's, columns the second's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Codings {
    cells: Vec<i64>,
    /// For each category, the units that the first coder, and the second, put into it.
    margins: Vec<(i64, i64)>,
}

/// A measure with its interval; `None` if either is undefined.
pub type Measure = Option<(f64, Option<(f64, f64)>)>;

/// Differences smaller than this are rounding.
const ROUNDING: f64 = 1e-12;

impl Codings {
    /// From the categories that the two coders gave to each unit; categories are numbers below `size`.
    pub fn new(pairs: &[(u32, u32)], size: usize) -> Self {
        let mut codings = Self { cells: vec![0; size * size], margins: vec![(0, 0); size] };
        pairs.iter().for_each(|&(left, right)| codings.add(left as usize * size + right as usize, 1));
        codings
    }

    /// Adds units to a cell, or takes them away.
    fn add(&mut self, cell: usize, units: i64) {
        self.cells[cell] += units;
        let size = self.margins.len();
        self.margins[cell / size].0 += units;
        self.margins[cell % size].1 += units;
    }

    /// Number of units coded by both.
    pub fn units(&self) -> i64 {
        self.margins.iter().map(|margin| margin.0).sum()
    }

    fn margins(&self) -> impl Iterator<Item = (f64, f64)> {
        self.margins.iter().map(|&(row, column)| (row as f64, column as f64))
    }

    fn agreed(&self) -> f64 {
        self.cells.iter().step_by(self.margins.len() + 1).sum::<i64>() as f64
    }

    /// Share of the units that both coders put into the same category.
    pub fn share(&self) -> Option<f64> {
        let units = self.units();
        (units > 0).then(|| self.agreed() / units as f64)
    }

    /// Cohen's kappa: (pₒ − pₑ) / (1 − pₑ); `None` without units, or if chance alone gives full agreement.
    ///
    /// Cohen, J. (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20,
    /// 37–46.
    pub fn kappa(&self) -> Option<f64> {
        let units = self.units() as f64;
        let observed = self.share()?;
        let expected = self.margins().map(|(row, column)| row * column).sum::<f64>() / (units * units);
        (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
    }

    /// Krippendorff's alpha for two coders and nominal categories: 1 − Dₒ / Dₑ over the 2n codes; `None` without units,
    /// or if only one category was assigned.
    ///
    /// Krippendorff, K. (2011), Computing Krippendorff's Alpha-Reliability, Annenberg School for Communication
    /// Departmental Papers 43.
    pub fn alpha(&self) -> Option<f64> {
        let codes = 2.0 * self.units() as f64;
        let observed = 1.0 - self.share()?;
        let same: f64 = self.margins().map(|(row, column)| (row + column) * (row + column - 1.0)).sum();
        let expected = 1.0 - same / (codes * (codes - 1.0));
        (expected > 0.0).then(|| 1.0 - observed / expected)
    }

    /// A measure with its jackknife interval, clipped to −1 and 1. There is no interval if the measure is undefined
    /// once some unit is left out, or if it is the same whichever unit is left out, which says nothing about how it
    /// varies.
    ///
    /// Fleiss, J. L. & Davies, M. (1982), Jackknifing functions of multinomial frequencies, with an application to a
    /// measure of concordance, American Journal of Epidemiology 115, 841–845.
    pub fn interval(&self, measure: impl Fn(&Self) -> Option<f64>, confidence: f64) -> Measure {
        Some((measure(self)?, self.jackknife(measure, confidence)))
    }

    fn jackknife(&self, measure: impl Fn(&Self) -> Option<f64>, confidence: f64) -> Option<(f64, f64)> {
        let (value, units) = (measure(self)?, self.units() as f64);
        let mut less = self.clone();
        let mut left_out = Vec::new();
        for at in 0..self.cells.len() {
            if self.cells[at] > 0 {
                less.add(at, -1);
                left_out.push((self.cells[at] as f64, measure(&less)?));
                less.add(at, 1);
            }
        }
        let mean = left_out.iter().map(|(times, value)| times * value).sum::<f64>() / units;
        let squares: f64 = left_out.iter().map(|(times, value)| times * (value - mean).powi(2)).sum();
        let half = two_sided(confidence) * (squares * (units - 1.0) / units).sqrt();
        (half > ROUNDING).then(|| ((value - half).max(-1.0), (value + half).min(1.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(value: Option<f64>, expected: f64, places: i32) -> bool {
        value.is_some_and(|value| (value - expected).abs() < 0.5 * 10f64.powi(-places))
    }

    /// One letter per unit and coder.
    fn codings(left: &str, right: &str) -> Codings {
        let pairs: Vec<(u32, u32)> = left.bytes().zip(right.bytes()).map(|(a, b)| (a.into(), b.into())).collect();
        Codings::new(&pairs, 128)
    }

    #[test]
    fn alpha_of_the_published_examples() {
        // Krippendorff (2011), sections A (binary) and B (nominal): two observers without missing data.
        assert!(is_near(codings("0100000010", "1110010000").alpha(), 0.095, 3));
        assert!(is_near(codings("aabbdcccedda", "babbbccceddd").alpha(), 0.692, 3));
    }

    #[test]
    fn kappa_of_the_published_example() {
        // Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 3rd ed., table 18.1: 100
        // subjects.
        let cells = [[75, 1, 4], [5, 4, 1], [0, 0, 10]];
        let pair = |row: u32, column: u32| vec![(row, column); cells[row as usize][column as usize]];
        let pairs: Vec<_> = (0..3).flat_map(|row| (0..3).flat_map(move |column| pair(row, column))).collect();
        let codings = Codings::new(&pairs, 3);
        assert!(is_near(codings.share(), 0.89, 9));
        assert!(is_near(codings.kappa(), 0.676, 3));
        let (low, high) = codings.interval(Codings::kappa, 0.95).unwrap().1.unwrap();
        // Their standard error, 0.087 by the large-sample formula.
        assert!(((high - low) / 2.0 / two_sided(0.95) - 0.087).abs() < 0.01, "{low} {high}");
    }

    #[test]
    fn the_jackknife_is_that_of_single_units() {
        let pairs = [(0, 0), (0, 0), (0, 1), (1, 1), (1, 1), (1, 0), (2, 2), (2, 0)];
        let codings = Codings::new(&pairs, 3);
        let without = |at: usize| {
            let rest: Vec<_> =
                pairs.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, pair)| *pair).collect();
            Codings::new(&rest, 3).alpha().unwrap()
        };
        let values: Vec<f64> = (0..pairs.len()).map(without).collect();
        let mean = values.iter().sum::<f64>() / 8.0;
        let error = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() * 7.0 / 8.0).sqrt();
        let (value, limits) = codings.interval(Codings::alpha, 0.95).unwrap();
        let (low, _) = limits.unwrap();
        assert!((value - two_sided(0.95) * error - low).abs() < 1e-12);
    }

    #[test]
    fn limits_stay_between_complete_disagreement_and_agreement() {
        let limits = |codings: &Codings, measure: fn(&Codings) -> Option<f64>| {
            codings.interval(measure, 0.95).and_then(|(_, limits)| limits).unwrap()
        };
        // They agree in one of eight units, and disagree in one of eight.
        let (apart, together) = (codings("00001111", "11110001"), codings("00001111", "00001110"));
        for measure in [Codings::kappa, Codings::alpha] {
            assert_eq!(limits(&apart, measure).0, -1.0);
            assert_eq!(limits(&together, measure).1, 1.0);
        }
    }

    #[test]
    fn what_is_not_defined_is_none() {
        let none = Codings::new(&[], 2);
        assert_eq!((none.share(), none.kappa(), none.alpha()), (None, None, None));
        let one_category = Codings::new(&[(0, 0), (0, 0)], 2);
        assert_eq!((one_category.share(), one_category.kappa(), one_category.alpha()), (Some(1.0), None, None));
        assert_eq!(one_category.interval(Codings::alpha, 0.95), None);
        // A single unit has no limits; nor has a measure that is the same whichever unit is left out.
        assert_eq!(Codings::new(&[(0, 1)], 2).interval(Codings::alpha, 0.95), Some((0.0, None)));
        assert_eq!(codings("0000000001", "0000000001").interval(Codings::kappa, 0.95), Some((1.0, None)));
        assert_eq!(codings("0011", "0011").interval(Codings::kappa, 0.95), Some((1.0, None)));
        assert_eq!(codings("00001", "00000").interval(Codings::kappa, 0.95).unwrap().0, 0.0);
    }
}
