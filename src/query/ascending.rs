//! A set of numbers below a bound, put in any order and taken in ascending order without sorting: one bit per number,
//! and one bit per word of bits that is not empty.

const BITS: usize = u64::BITS as usize;

/// Numbers, each at most once, with the value put with each.
pub(super) struct Ascending {
    bits: Vec<u64>,
    words: Vec<u64>,
    belongs: Vec<u32>,
}

impl Ascending {
    /// An empty set of numbers below `bound`.
    pub(super) fn new(bound: usize) -> Self {
        let bits = bound.div_ceil(BITS);
        Self { bits: vec![0; bits], words: vec![0; bits.div_ceil(BITS)], belongs: vec![0; bound] }
    }

    pub(super) fn put(&mut self, number: u32, belongs: u32) {
        let number = number as usize;
        let word = number / BITS;
        self.bits[word] |= 1 << (number % BITS);
        self.words[word / BITS] |= 1 << (word % BITS);
        self.belongs[number] = belongs;
    }

    /// The value of a number, if the number was put.
    pub(super) fn get(&self, number: u32) -> Option<u32> {
        let number = number as usize;
        (self.bits[number / BITS] >> (number % BITS) & 1 == 1).then(|| self.belongs[number])
    }

    /// Forgets every number.
    pub(super) fn clear(&mut self) {
        self.take(|_, _| ());
    }

    /// Removes every number in ascending order, passing each with its value.
    pub(super) fn take(&mut self, mut each: impl FnMut(u32, u32)) {
        for (base, words) in self.words.iter_mut().enumerate() {
            let mut left = std::mem::take(words);
            while left != 0 {
                let word = base * BITS + left.trailing_zeros() as usize;
                left &= left - 1;
                let mut numbers = std::mem::take(&mut self.bits[word]);
                while numbers != 0 {
                    let number = word * BITS + numbers.trailing_zeros() as usize;
                    numbers &= numbers - 1;
                    each(number as u32, self.belongs[number]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_in_order_and_only_once() {
        for bound in [1, 63, 64, 65, 4096, 4097, 20_000] {
            let mut ascending = Ascending::new(bound);
            for step in [1, 7, 4099] {
                let mut numbers: Vec<u32> = (0..bound as u32).rev().filter(|number| number % step == 0).collect();
                numbers.iter().for_each(|&number| ascending.put(number, number ^ step));
                let put = |number: &u32| number.is_multiple_of(step).then_some(number ^ step);
                assert!((0..bound as u32).all(|number| ascending.get(number) == put(&number)));
                let mut taken = Vec::new();
                ascending.take(|number, belongs| taken.push((number, belongs)));
                numbers.sort_unstable();
                assert!(taken.into_iter().eq(numbers.into_iter().map(|number| (number, number ^ step))));
                ascending.put(bound as u32 - 1, step);
                ascending.clear();
                assert!((0..bound as u32).all(|number| ascending.get(number).is_none()));
            }
        }
    }
}
