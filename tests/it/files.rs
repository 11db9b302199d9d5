//! Files: names, compression, errors, order.

use std::io::Write;
use std::path::PathBuf;

use coopsec::Error;
use coopsec::corpus::Control;
use coopsec::corpus::files::{FileText, Format, read_bytes, read_paths};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::shared::shared;

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(content: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(content, ruzstd::encoding::CompressionLevel::Fastest)
}

/// The only document of a file.
fn read_one(name: &str, bytes: Vec<u8>) -> FileText {
    let [text]: [FileText; 1] = read_bytes(name, bytes).expect(name).try_into().expect("one document");
    text
}

fn message(name: &str, bytes: Vec<u8>) -> String {
    match read_bytes(name, bytes) {
        Err(error @ Error::Decode { .. }) => error.to_string(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn formats_are_told_by_name() {
    for (name, format) in [
        ("a.txt", Some(Format::Text)),
        ("dir.x/A.TXT", Some(Format::Text)),
        ("a.text.gz", Some(Format::Text)),
        ("a.md", Some(Format::Markdown)),
        ("a.Markdown.ZST", Some(Format::Markdown)),
        ("a.htm", Some(Format::Html)),
        ("a.xhtml.gz", Some(Format::Html)),
        ("a.csv", None),
        ("a.tar.gz", None),
        ("a.gz", None),
        ("txt", None),
        ("", None),
    ] {
        assert_eq!(Format::of(name), format, "{name}");
    }
}

#[test]
fn compressed_files_are_read_as_their_content() {
    let page = "<h1>Été</h1><p>Rabat".as_bytes();
    let two = |pack: fn(&[u8]) -> Vec<u8>| [pack(&page[..9]), pack(&page[9..])].concat();
    for (name, bytes) in [
        ("a.html.gz", gzip(page)),
        ("a.html.gz", two(gzip)),
        ("a.html.zst", zstd(page)),
        ("a.html.zst", two(zstd)),
        ("a.html.zst", [b"\x50\x2A\x4D\x18\x03\0\0\0abc".to_vec(), zstd(page)].concat()),
    ] {
        let file = read_one(name, bytes);
        assert_eq!((file.text.as_str(), file.title.as_deref()), ("Été\n\nRabat", Some("Été")));
    }
    assert_eq!(read_one("vide.txt.gz", gzip(b"")).text, "");
}

#[test]
fn text_is_kept_as_read() {
    let file = read_one("a.txt", b"\xEF\xBB\xBF un\r\n\r\n<b>deux</b>\n".to_vec());
    assert_eq!((file.text.as_str(), file.encoding), (" un\r\n\r\n<b>deux</b>\n", "utf-8"));
    assert_eq!((file.title, file.title_lines, file.warnings), (None, 0, vec![]));
}

#[test]
fn damaged_files_name_the_file_and_what_to_do() {
    let text = "Rabat et Madrid ".repeat(2000);
    for (name, whole) in [("a.txt.gz", gzip(text.as_bytes())), ("a.txt.zst", zstd(text.as_bytes()))] {
        for cut in [0, 1, 5, whole.len() / 2, whole.len() - 1] {
            let said = message(name, whole[..cut].to_vec());
            assert!(said.starts_with(name) && said.contains("truncated"), "{cut} of {}: {said}", whole.len());
        }
        let said = message(name, b"no compressed data at all".to_vec());
        assert!(said.starts_with(name) && said.contains("not valid"), "{said}");
    }
    let said = message("a.txt", b"%PDF-1.4 \xE2".to_vec());
    assert_eq!(said, "a.txt: looks like a PDF file: export its text first (.txt, .md or .html)");
    assert!(message("a.txt.gz", gzip(b"PK\x03\x04\0")).contains("ZIP"));
}

#[test]
fn warnings_tell_of_replaced_bytes() {
    let file = read_one("a.txt", b"Apr\xC3\xA8s \xFF la".to_vec());
    assert_eq!(file.warnings, ["decoding: 1 byte was not valid utf-8 and was replaced"]);
}

#[test]
fn system_errors_keep_their_number_and_path() {
    let missing = PathBuf::from("no/such/file.txt");
    let folder = std::env::temp_dir();
    let results = read_paths(&[missing.clone(), folder.clone()], &Control::default()).expect("it is not stopped");
    for (result, path) in results.iter().zip([missing, folder]) {
        match result {
            Err(Error::Io { path: told, source }) => {
                assert_eq!(*told, path);
                assert!(source.raw_os_error().is_some(), "{source:?}");
            }
            other => panic!("{}: {other:?}", path.display()),
        }
    }
}

#[test]
fn reading_stops_when_told() {
    let control = Control::default();
    control.stop();
    assert!(matches!(read_paths(&[PathBuf::from("no/such/file.txt")], &control), Err(Error::Interrupted)));
}

#[test]
fn files_come_back_in_the_order_of_their_paths() {
    let Some(dir) = shared("data/inaugural") else { return };
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(dir).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    paths.reverse();
    let files = read_paths(&paths, &Control::default()).expect("it is not stopped");
    assert!(files.len() > 50);
    for (path, file) in paths.iter().zip(files) {
        let [file]: [FileText; 1] = file.expect("a text").try_into().expect("one document");
        assert_eq!(file.warnings, [""; 0], "{}", path.display());
        if path.ends_with("2005-Bush.txt") {
            // The only address saved in Big5.
            assert!(file.encoding == "big5" && file.text.contains("sabbatical—and") && file.text.contains("America’s"));
            continue;
        }
        let same = file.text.as_bytes() == std::fs::read(path).expect("a file");
        assert!(same && file.encoding == "utf-8", "{}", path.display());
    }
}
