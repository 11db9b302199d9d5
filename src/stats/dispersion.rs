//! How evenly occurrences are spread over the parts of a corpus.
//!
//! Part i has a share sᵢ of the tokens, a share vᵢ of the occurrences, and the rate pᵢ = occurrences / tokens. Parts
//! without tokens do not count as parts. Most parts contain no occurrence of a rare term; their contribution is
//! computed without visiting them.

/// The parts of a corpus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Number of parts with tokens.
    pub count: i64,
    /// Tokens in all parts.
    pub n_tokens: i64,
    /// Tokens in the smallest part that has any.
    pub smallest: i64,
}

impl Parts {
    /// From the number of tokens in each part.
    pub fn new(sizes: impl IntoIterator<Item = i64>) -> Self {
        sizes.into_iter().filter(|&size| size > 0).fold(Self::default(), |parts, size| Self {
            count: parts.count + 1,
            n_tokens: parts.n_tokens + size,
            smallest: if parts.count == 0 { size } else { parts.smallest.min(size) },
        })
    }
}

/// Occurrences in the parts that contain any.
#[derive(Clone, Copy, Debug)]
pub struct Dispersion<'a> {
    parts: Parts,
    /// Occurrences and tokens, at least one, of each part that contains occurrences.
    with: &'a [(i64, i64)],
    count: i64,
}

impl<'a> Dispersion<'a> {
    /// From the occurrences and tokens, at least one, of each part that contains occurrences.
    pub fn new(parts: Parts, with: &'a [(i64, i64)]) -> Self {
        Self { parts, with, count: with.iter().map(|(count, _)| count).sum() }
    }

    /// Number of occurrences.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// Number of parts with at least one occurrence.
    pub fn range(&self) -> i64 {
        self.with.len() as i64
    }

    /// Deviation of proportions, ½ Σ |vᵢ − sᵢ|: 0 if occurrences follow the sizes of the parts, near 1 if one small
    /// part has them all. `None` without occurrences.
    ///
    /// Gries, S. Th. (2008), Dispersions and adjusted frequencies in corpora, International Journal of Corpus
    /// Linguistics 13(4), 403–437.
    pub fn dp(&self) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        // In integers, so that the order of parts makes no difference: |vᵢ − sᵢ| = |kᵢ N − Lᵢ K| / (K N).
        let (count, tokens) = (i128::from(self.count), i128::from(self.parts.n_tokens));
        let (mut deviation, mut elsewhere) = (0, tokens);
        for &(here, size) in self.with {
            deviation += (i128::from(here) * tokens - i128::from(size) * count).abs();
            elsewhere -= i128::from(size);
        }
        Some((deviation + elsewhere * count) as f64 / (2 * count * tokens) as f64)
    }

    /// DP divided by its maximum, 1 − min sᵢ. `None` without occurrences or with a single part.
    ///
    /// Lijffijt, J. and Gries, S. Th. (2012), Correction to “Dispersions and adjusted frequencies in corpora”,
    /// International Journal of Corpus Linguistics 17(1), 147–149.
    pub fn dp_norm(&self) -> Option<f64> {
        let highest = 1.0 - self.parts.smallest as f64 / self.parts.n_tokens as f64;
        self.dp().filter(|_| self.parts.count > 1).map(|dp| (dp / highest).min(1.0))
    }

    /// Juilland's D for parts of unequal size, 1 − (σ / μ) / √(n − 1) over the rates pᵢ, with σ that of a population: 1
    /// if all rates are equal, 0 if one part has everything. `None` without occurrences or with a single part.
    ///
    /// Juilland, A., Brodin, D. and Davidovitch, C. (1970), Frequency Dictionary of French Words; rates for unequal
    /// parts as in Gries, S. Th. (2020), Analyzing dispersion, in Paquot and Gries (eds.), A Practical Handbook of
    /// Corpus Linguistics, 99–118.
    pub fn juilland_d(&self) -> Option<f64> {
        if self.count == 0 || self.parts.count < 2 {
            return None;
        }
        let n = self.parts.count as f64;
        // Sorted by size, so that the order of parts makes no difference.
        let mut rates: Vec<f64> = self.with.iter().map(|&(here, size)| here as f64 / size as f64).collect();
        rates.sort_unstable_by(f64::total_cmp);
        let mean = rates.iter().sum::<f64>() / n;
        let squares = rates.iter().map(|rate| (rate - mean).powi(2)).sum::<f64>();
        let squares = squares + (n - self.with.len() as f64) * mean * mean;
        Some((1.0 - (squares / n).sqrt() / mean / (n - 1.0).sqrt()).clamp(0.0, 1.0))
    }
}

/// The largest of some counts as a share of the whole; `None` without counts, or if the whole is 0.
pub fn largest_share(counts: impl IntoIterator<Item = i64>, whole: i64) -> Option<f64> {
    let largest = counts.into_iter().max()?;
    (whole > 0).then(|| largest as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts, and the occurrences and sizes of those with occurrences.
    fn laid_out(counts: &[i64], sizes: &[i64]) -> (Parts, Vec<(i64, i64)>) {
        let both = counts.iter().copied().zip(sizes.iter().copied());
        (Parts::new(sizes.iter().copied()), both.filter(|(count, _)| *count > 0).collect())
    }

    #[test]
    fn the_worked_example_of_gries() {
        // Gries (2008, 2020): `a` in five parts of 9, 10, 10, 10, 11 words, occurrences 1, 2, 3, 4, 5: DP 0.18,
        // Juilland's D 0.785 with the rates of the parts.
        let (parts, with) = laid_out(&[1, 2, 3, 4, 5], &[9, 10, 10, 10, 11]);
        let found = Dispersion::new(parts, &with);
        assert_eq!((found.count(), found.range()), (15, 5));
        assert!((found.dp().unwrap() - 0.18).abs() < 1e-12, "{:?}", found.dp());
        assert!((found.dp_norm().unwrap() - 0.18 / 0.82).abs() < 1e-12);
        assert!((found.juilland_d().unwrap() - 0.785).abs() < 5e-4, "{:?}", found.juilland_d());
    }

    #[test]
    fn the_ends_of_the_scales() {
        let (parts, with) = laid_out(&[0, 0, 7, 0], &[10, 10, 10, 10]);
        let found = Dispersion::new(parts, &with);
        assert_eq!((found.dp(), found.dp_norm(), found.juilland_d()), (Some(0.75), Some(1.0), Some(0.0)));
        let (parts, with) = laid_out(&[1, 2, 3], &[10, 20, 30]);
        let even = Dispersion::new(parts, &with);
        assert!((even.juilland_d().unwrap() - 1.0).abs() < 1e-12 && even.dp().unwrap() < 1e-12);
    }

    #[test]
    fn rounding_does_not_leave_the_scales() {
        // 1 + 2e-16 and −2e-16 before the limits.
        let (parts, with) = laid_out(&[3, 0], &[2, 9]);
        assert_eq!(Dispersion::new(parts, &with).dp_norm(), Some(1.0));
        let (parts, with) = laid_out(&[1, 0, 0, 0, 0, 0, 0], &[1; 7]);
        assert_eq!(Dispersion::new(parts, &with).juilland_d(), Some(0.0));
    }

    #[test]
    fn parts_without_tokens_are_no_parts() {
        assert_eq!(Parts::new([0, 5, 0, 3]), Parts { count: 2, n_tokens: 8, smallest: 3 });
        assert_eq!(Parts::new([]), Parts::default());
    }

    #[test]
    fn what_cannot_be_said_is_none() {
        let never = Dispersion::new(Parts::new([5, 5]), &[]);
        assert_eq!((never.dp(), never.dp_norm(), never.juilland_d()), (None, None, None));
        let alone = Dispersion::new(Parts::new([5]), &[(2, 5)]);
        assert_eq!((alone.dp(), alone.dp_norm(), alone.juilland_d()), (Some(0.0), None, None));
        assert_eq!(largest_share([], 3), None);
        assert_eq!(largest_share([1, 3], 4), Some(0.75));
    }
}
