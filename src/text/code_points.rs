//! Converts byte offsets, which Rust uses, to code points, which users see.

/// Bytes between two stored counts.
const STEP: usize = 256;

/// Code point offsets of one text: built in one pass, after which each query reads at most [`STEP`] bytes.
#[derive(Debug)]
pub struct CodePoints<'a> {
    bytes: &'a [u8],
    /// Code points before byte `i * STEP`; empty for ASCII text, where bytes are code points.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Reads the text once.
    pub fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut before = Vec::new();
        if !bytes.is_ascii() {
            let mut sum = 0;
            for block in bytes.chunks(STEP) {
                before.push(sum);
                sum += count(block);
            }
            before.push(sum);
        }
        Self { bytes, before }
    }

    /// Number of code points before a byte.
    ///
    /// # Panics
    /// If the byte lies past the end of the text.
    pub fn at(&self, byte: usize) -> usize {
        if self.before.is_empty() {
            return byte;
        }
        let block = byte / STEP;
        self.before[block] + count(&self.bytes[block * STEP..byte])
    }
}

/// Code points that begin in these bytes.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_counting_from_the_start() {
        let text = "L’été à Rabat, المغرب 𝄞 ".repeat(60);
        let places = CodePoints::new(&text);
        for (rank, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(places.at(byte), rank);
        }
        assert_eq!(places.at(text.len()), text.chars().count());
        assert_eq!(CodePoints::new("abc").at(3), 3);
    }
}
