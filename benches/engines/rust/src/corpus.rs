//! Dated texts in one block of memory.
//!
//! A file is a sequence of documents: the month as `year * 12 + month - 1` and the length in bytes, both little-endian
//! u32, then the text. `benches/corpora.py` writes it.

use std::error::Error;

pub(crate) struct Document<'a> {
    pub(crate) month: u32,
    pub(crate) text: &'a str,
}

pub(crate) struct Corpus<'a> {
    pub(crate) documents: Vec<Document<'a>>,
}

impl<'a> Corpus<'a> {
    /// Reads whole documents, up to about `megabytes`.
    pub(crate) fn read(mut bytes: &'a [u8], megabytes: f64) -> Result<Self, Box<dyn Error>> {
        let (mut documents, mut total) = (Vec::new(), 0);
        while !bytes.is_empty() && (total as f64) < megabytes * 1e6 {
            let (month, rest) = number(bytes)?;
            let (length, rest) = number(rest)?;
            let (text, rest) = rest.split_at_checked(length as usize).ok_or("the corpus is cut short")?;
            documents.push(Document { month, text: std::str::from_utf8(text)? });
            total += text.len();
            bytes = rest;
        }
        Ok(Self { documents })
    }

    pub(crate) fn first(&self, count: usize) -> Self {
        let documents = self.documents.iter().take(count);
        Self { documents: documents.map(|document| Document { ..*document }).collect() }
    }

    pub(crate) fn megabytes(&self) -> f64 {
        self.documents.iter().map(|document| document.text.len()).sum::<usize>() as f64 / 1e6
    }
}

fn number(bytes: &[u8]) -> Result<(u32, &[u8]), Box<dyn Error>> {
    let (number, rest) = bytes.split_first_chunk::<4>().ok_or("the corpus is cut short")?;
    Ok((u32::from_le_bytes(*number), rest))
}
