//! gzip (RFC 1952, several members) and Zstandard (RFC 8878, several frames), with a cap on the output.

use std::io::{self, Read};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::error::{Error, Result};

/// How a file is compressed, according to its last extension.
#[derive(Clone, Copy)]
pub(super) enum Compression {
    Gzip,
    Zstandard,
}

/// The name without its compression suffix, and the compression.
pub(super) fn split(name: &str) -> (&str, Option<Compression>) {
    match name.rsplit_once('.') {
        Some((plain, end)) if end.eq_ignore_ascii_case("gz") => (plain, Some(Compression::Gzip)),
        Some((plain, end)) if end.eq_ignore_ascii_case("zst") => (plain, Some(Compression::Zstandard)),
        _ => (name, None),
    }
}

/// The content of a file, decompressed if its name says so; more than `cap` bytes are an error.
pub(super) fn decompress(name: &str, bytes: Vec<u8>, cap: u64) -> Result<Vec<u8>> {
    let (kind, outcome) = match split(name).1 {
        None => return Ok(bytes),
        Some(Compression::Gzip) => ("gzip", gunzip(&bytes, cap)),
        Some(Compression::Zstandard) => ("zstandard", unzstd(&bytes, cap)),
    };
    match outcome {
        Ok(content) if content.len() as u64 > cap => Err(too_large(name, cap)),
        Ok(content) => Ok(content),
        Err(cause) => Err(broken(name, kind, &cause)),
    }
}

/// The error for a file beyond the cap.
pub(super) fn too_large(origin: &str, cap: u64) -> Error {
    let message = format!("holds more than {} MiB of text, the most a file may hold: split it", cap >> 20);
    Error::Decode { origin: origin.to_owned(), message }
}

fn broken(name: &str, kind: &str, cause: &io::Error) -> Error {
    let message = if cause.kind() == io::ErrorKind::UnexpectedEof {
        format!("the {kind} data end too early: the file is truncated; copy or download it again")
    } else {
        format!("not valid {kind} data ({cause}): copy or download it again, or correct the file name")
    };
    Error::Decode { origin: name.to_owned(), message }
}

fn gunzip(bytes: &[u8], cap: u64) -> io::Result<Vec<u8>> {
    let (mut content, mut rest) = (Vec::new(), bytes);
    loop {
        let mut member = GzDecoder::new(rest);
        let room = cap + 1 - content.len() as u64;
        (&mut member).take(room).read_to_end(&mut content)?;
        rest = member.into_inner();
        // Some media pad the last block with zeros.
        if content.len() as u64 > cap || rest.iter().all(|&byte| byte == 0) {
            return Ok(content);
        }
        if !rest.starts_with(&MAGIC) {
            return Err(io::Error::other(format!("{} bytes of another kind follow", rest.len())));
        }
    }
}

/// The bytes that each member of a gzip file begins with.
const MAGIC: [u8; 2] = [0x1F, 0x8B];

fn unzstd(bytes: &[u8], cap: u64) -> io::Result<Vec<u8>> {
    if bytes.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let mut content = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() && content.len() as u64 <= cap {
        match StreamingDecoder::<&mut &[u8], FrameDecoder>::new(&mut rest) {
            Ok(frame) => {
                let room = cap + 1 - content.len() as u64;
                frame.take(room).read_to_end(&mut content).map_err(frame_error)?;
            }
            Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                rest = rest.get(length as usize..).ok_or(io::ErrorKind::UnexpectedEof)?;
            }
            Err(error) => return Err(header_error(error)),
        }
    }
    Ok(content)
}

/// The decoder wraps an unexpected end of input in errors of its own.
fn frame_error(error: io::Error) -> io::Error {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.get_ref().map(|e| e as _);
    let mut text = error.to_string();
    while let Some(inner) = cause {
        text.push_str(&format!(" {inner}"));
        cause = inner.source();
    }
    let early = text.contains("failed to fill whole buffer") || text.contains("UnexpectedEof");
    if early { io::ErrorKind::UnexpectedEof.into() } else { error }
}

fn header_error(error: FrameDecoderError) -> io::Error {
    frame_error(io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_member_is_another_or_padding() {
        let packed = |content: &[u8]| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            io::Write::write_all(&mut encoder, content).expect("memory");
            encoder.finish().expect("memory")
        };
        let (first, second) = (packed(b"Le "), packed(b"port"));
        let read = |parts: &[&[u8]]| decompress("a.txt.gz", parts.concat(), 1 << 10);
        assert_eq!(read(&[&first, &second, &[0; 5]]).expect("two members"), b"Le port");
        assert_eq!(read(&[&packed(b"")]).expect("nothing in it"), b"");
        let said = read(&[&first, b"\nfin"]).expect_err("no gzip").to_string();
        assert!(said.contains("4 bytes of another kind follow"), "{said}");
        for length in [0, 1, 9, first.len() - 1] {
            let said = read(&[&first[..length]]).expect_err("cut").to_string();
            assert!(said.contains("truncated"), "{length}: {said}");
        }
        assert!(read(&[&first, &second[..second.len() - 1]]).is_err());
    }

    /// Both formats pack a megabyte of one letter into a few hundred bytes.
    #[test]
    fn bombs_stop_at_the_cap() {
        let content = vec![b'a'; 1 << 20];
        let zst = ruzstd::encoding::compress_to_vec(content.as_slice(), ruzstd::encoding::CompressionLevel::Fastest);
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        io::Write::write_all(&mut encoder, &content).expect("memory");
        let gz = encoder.finish().expect("memory");
        for (name, bytes) in [("a.txt.gz", gz), ("a.txt.zst", zst)] {
            let said = decompress(name, bytes.clone(), (1 << 20) - 1).expect_err("one byte too many").to_string();
            assert!(said.starts_with(name) && said.contains("split it"), "{said}");
            let twice = [bytes.clone(), bytes.clone()].concat();
            assert!(decompress(name, twice, 1 << 20).is_err(), "{name}");
            assert_eq!(decompress(name, bytes, 1 << 20).expect("just fits").len(), 1 << 20);
        }
    }
}
