//! Files that are not text at all, recognised by their first bytes (the signatures of the IANA media types).

use super::utf;

/// First bytes and what they mean.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n\x1A\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"PK\x03\x04", "a ZIP archive (or a Word, Excel or OpenDocument file)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Microsoft Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1F\x8B", "gzip data"),
    (b"\x28\xB5\x2F\xFD", "zstandard data"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ\0", "xz data"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"PAR1", "a Parquet file"),
    (b"ARROW1", "an Arrow file"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\x7FELF", "a program"),
    (b"ID3", "an MP3 file"),
    (b"OggS", "an Ogg file"),
];

/// Bytes examined when no signature matches.
const SAMPLE: usize = 1 << 13;
/// Control characters that a damaged text may contain.
const A_FEW: usize = 8;

/// What the bytes are if they are not text, such as `Some("a PDF file")`.
///
/// Without a known signature, bytes are binary when more than a tenth of the sample are control characters, or more
/// than a fiftieth and more than just a few, and they are neither UTF-16 nor UTF-32.
pub fn is_binary(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = SIGNATURES.iter().find(|(start, _)| is_signed(bytes, start)) {
        return Some(name);
    }
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let control = |b: &&u8| matches!(b, 0..=7 | 14..=25 | 28..=31 | 127);
    let n_control = sample.iter().filter(control).count();
    let is_suspect = n_control * 10 > sample.len() || n_control > A_FEW && n_control * 50 > sample.len();
    if !is_suspect || utf::with_mark(sample).is_some() || utf::without_mark(sample).is_some() {
        return None;
    }
    Some(if has_wide_nuls(sample) { UNMARKED } else { "binary data" })
}

/// What text in UTF-16 is told to be whose characters are not those that are read without a mark.
pub const UNMARKED: &str = "UTF-16 text without its byte order mark";

/// Whether a quarter of the bytes are NUL, and nearly all of them on one side of the pairs, as in UTF-16.
fn has_wide_nuls(sample: &[u8]) -> bool {
    let nuls = |side: usize| sample.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (fewer, more) = (nuls(0).min(nuls(1)), nuls(0).max(nuls(1)));
    more * 4 > sample.len() && fewer * 20 <= more
}

/// Short signatures made of letters could open a text (`ID3 est …`), so they also need a byte that text never has.
fn is_signed(bytes: &[u8], start: &[u8]) -> bool {
    let lettered = start.iter().all(|b| b.is_ascii_alphanumeric()) && !start.starts_with(b"GIF");
    bytes.starts_with(start) && (!lettered || bytes.iter().take(64).any(|b| matches!(b, 0..=8 | 14..=31)))
}
