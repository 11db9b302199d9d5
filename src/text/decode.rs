//! Bytes to text, with the encoding used and what went wrong.
//!
//! The order is fixed: a byte order mark, UTF-16 or UTF-32 recognised by their NUL bytes, UTF-8, and only then a legacy
//! encoding. Text in a legacy encoding is almost never valid UTF-8 by chance (RFC 3629 §1), so bytes that are UTF-8
//! with multi-byte characters beat any declaration; a declared legacy encoding loses if another reading of the same
//! bytes is clearly the better text. Names are those of the WHATWG Encoding Standard in lower case, where ISO-8859-1 is
//! windows-1252; the DOS encoding, which the standard lacks, is `ibm850`.

mod binary;
mod damage;
mod dos;
mod legacy;
mod utf;

pub use binary::{UNMARKED, is_binary};
pub use damage::damage;

use encoding_rs::{Encoding, UTF_8};

/// Text read from bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without its byte order mark.
    pub text: String,
    /// The encoding used, in lower case: `utf-8`, `utf-16le`, `windows-1252`, `macintosh`, `windows-1256`…
    pub encoding: &'static str,
    /// What was replaced or overruled, in words.
    pub warnings: Vec<String>,
}

/// Decodes bytes; `declared` is the encoding stated by the file or the caller (any WHATWG label).
///
/// Never fails: what cannot be decoded becomes U+FFFD and is counted in the warnings.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let label = declared.map(str::trim).filter(|d| !d.is_empty());
    let known = label.and_then(|d| Encoding::for_label(d.as_bytes()));
    let (mut decoded, used) = decode_known(bytes, known);
    if let Some(label) = label {
        let dos = decoded.encoding == dos::NAME;
        let confirmed = if dos { dos::is_label(label) } else { known == Some(used) };
        let contradicted = !confirmed && !bytes.is_ascii();
        if contradicted {
            decoded.warnings.push(format!("decoding: declared as {label}, but the bytes are {}", decoded.encoding));
        }
    }
    decoded
}

/// The text and the encoding to compare with the declaration.
fn decode_known(bytes: &[u8], declared: Option<&'static Encoding>) -> (Decoded, &'static Encoding) {
    if let Some(found) = utf::with_mark(bytes).or_else(|| utf::without_mark(bytes)) {
        let stands_for = Encoding::for_label(found.encoding.as_bytes()).unwrap_or(UTF_8);
        return (found, stands_for);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (Decoded { text: text.to_owned(), encoding: "utf-8", warnings: Vec::new() }, UTF_8);
    }
    if utf::is_damaged_utf8(bytes) {
        return (utf::utf8_lossy(bytes), UTF_8);
    }
    match legacy::choose(bytes, declared) {
        Some(encoding) => (legacy::decode_as(bytes, encoding), encoding),
        // No encoding of the standard stands for it.
        None => (Decoded { text: dos::read(bytes), encoding: dos::NAME, warnings: Vec::new() }, UTF_8),
    }
}

/// The warning about replaced bytes, if there are any.
fn replaced(n_bytes: usize, encoding: &str) -> Vec<String> {
    match n_bytes {
        0 => Vec::new(),
        1 => vec![format!("decoding: 1 byte was not valid {encoding} and was replaced")],
        n => vec![format!("decoding: {n} bytes were not valid {encoding} and were replaced")],
    }
}
