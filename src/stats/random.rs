//! Random numbers that depend on a seed and a purpose, never on threads.
//!
//! xoshiro256++: Blackman, D. and Vigna, S. (2021), Scrambled linear pseudorandom number generators, ACM Transactions
//! on Mathematical Software 47, 36.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{RngCore, SeedableRng};

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// The stream of a seed for one purpose, such as a series and a resample of it. Each purpose has its own stream, so
    /// that results do not depend on the order in which threads reach them.
    pub fn new(seed: u64, purpose: &[u64]) -> Self {
        let mut state = mixed(seed);
        for &part in purpose {
            state = mixed(state ^ mixed(part));
        }
        Self(Xoshiro256PlusPlus::seed_from_u64(state))
    }

    /// Uniform from 0 (inclusive) to 1 (exclusive).
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A uniform integer from 0 to `end` (exclusive), up to a bias of `end` in 2⁶⁴: the upper half of the product
    /// (Lemire, D. 2019, ACM Transactions on Modeling and Computer Simulation 29, 3).
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.0.next_u64()) * end as u128) >> 64) as usize
    }

    /// Standard normal, by the polar method (Marsaglia and Bray 1964, SIAM Review 6, 260–264).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Puts values into random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, values: &mut [T]) {
        for end in (1..values.len()).rev() {
            values.swap(end, self.below(end + 1));
        }
    }
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014), which spreads similar seeds far apart.
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_published_one() {
        // Blackman and Vigna's xoshiro256plusplus.c from the state 1, 2, 3, 4.
        let mut seed = [0; 32];
        (1..=4_u64).for_each(|word| seed[word as usize * 8 - 8..][..8].copy_from_slice(&word.to_le_bytes()));
        let mut random = Random(Xoshiro256PlusPlus::from_seed(seed));
        let drawn: Vec<u64> = (0..4).map(|_| random.0.next_u64()).collect();
        assert_eq!(drawn, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn streams_are_those_of_seed_and_purpose() {
        let draw = |seed, purpose: &[u64]| Random::new(seed, purpose).uniform();
        assert_eq!(draw(1, &[2, 3]), draw(1, &[2, 3]));
        let other = [draw(1, &[3, 2]), draw(2, &[2, 3]), draw(1, &[2]), draw(1, &[2, 3, 0])];
        assert!(other.iter().all(|&value| value != draw(1, &[2, 3])), "{other:?}");
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut random = Random::new(0, &[]);
        let n = 100_000;
        let normal: Vec<f64> = (0..n).map(|_| random.normal()).collect();
        let mean = normal.iter().sum::<f64>() / f64::from(n);
        let variance = normal.iter().map(|x| x * x).sum::<f64>() / f64::from(n);
        assert!(mean.abs() < 0.015 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
        let mut faces = [0_u32; 6];
        (0..n).for_each(|_| faces[random.below(6)] += 1);
        assert!(faces.iter().all(|&face| face.abs_diff(n as u32 / 6) < 600), "{faces:?}");
    }

    #[test]
    fn shuffling_reaches_every_order_alike() {
        let mut seen = std::collections::BTreeMap::new();
        let mut random = Random::new(7, &[]);
        for _ in 0..6000 {
            let mut values = [0, 1, 2];
            random.shuffle(&mut values);
            *seen.entry(values).or_insert(0_u32) += 1;
        }
        assert!(seen.len() == 6 && seen.values().all(|&times| times.abs_diff(1000) < 130), "{seen:?}");
    }
}
