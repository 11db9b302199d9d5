//! Any bytes, with any declared encoding and as any kind of file, decode to text.

#![no_main]

use coopsec::corpus::files::read_bytes;
use coopsec::text::decode::{damage, decode, is_binary};
use libfuzzer_sys::fuzz_target;

const DECLARED: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("iso-8859-1"),
    Some("windows-1256"),
    Some("utf-16"),
    Some("macintosh"),
    Some("iso-2022-jp"),
    Some("no such encoding"),
];
const NAMES: [&str; 7] = ["a.txt", "a.html", "a.md", "a.xml", "a.docx", "a.txt.gz", "a.html.zst"];

fuzz_target!(|data: &[u8]| {
    let (&choice, bytes) = data.split_last().unwrap_or((&0, &[]));
    let declared = DECLARED[usize::from(choice) % DECLARED.len()];
    let decoded = decode(bytes, declared);
    assert!(decoded.text.len() <= 3 * bytes.len(), "no byte becomes more than one character of three bytes");
    assert_eq!(decoded.encoding, decoded.encoding.to_lowercase());
    damage(&decoded.text);
    is_binary(bytes);
    if let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| !text.contains(['\0', '\u{FEFF}'])) {
        assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "utf-8"));
    }
    let name = NAMES[usize::from(choice / 8) % NAMES.len()];
    // A damaged archive must give an error, not a panic.
    if let Ok(texts) = read_bytes(name, bytes.to_vec()) {
        assert!(!texts.is_empty());
        let numbers: Vec<usize> = texts.iter().filter_map(|text| text.article).collect();
        assert!(texts.len() == 1 || numbers.into_iter().eq(1..=texts.len()));
    }
});
