//! Bytes to text: the truth table, real files, arbitrary bytes.

use std::fs;

use coopsec::text::decode::{damage, decode, is_binary};
use proptest::prelude::*;
use toml::{Table, Value};

use crate::naive_damage;
use crate::shared::shared;

fn cases(of: &str) -> Vec<Table> {
    let table: Table = include_str!("../cases/decode.toml").parse().expect("a valid table");
    let rows = table[of].as_array().expect("an array of tables");
    rows.iter().map(|row| row.as_table().expect("a table").clone()).collect()
}

fn text<'a>(row: &'a Table, key: &str) -> &'a str {
    row[key].as_str().expect("a string")
}

fn from_hex(hex: &str) -> Vec<u8> {
    let digit = |i: usize| u8::from_str_radix(&hex[i..i + 2], 16).expect("hexadecimal");
    (0..hex.len()).step_by(2).map(digit).collect()
}

#[test]
fn the_table_of_bytes() {
    for row in cases("decode") {
        let decoded = decode(&from_hex(text(&row, "bytes")), row.get("declared").and_then(Value::as_str));
        let name = text(&row, "name");
        assert_eq!(decoded.text, text(&row, "text"), "{name}, read as {}", decoded.encoding);
        assert_eq!(decoded.encoding, text(&row, "encoding"), "{name}");
        let expected = row.get("warnings").and_then(Value::as_array).cloned().unwrap_or_default();
        let warnings: Vec<Value> = decoded.warnings.into_iter().map(Value::String).collect();
        assert_eq!(warnings, expected, "{name}");
    }
}

#[test]
fn the_table_of_damage() {
    for row in cases("damage") {
        let found = damage(text(&row, "text"));
        let flagged = row["flagged"].as_bool().expect("true or false");
        assert_eq!(!found.is_empty(), flagged, "{}: {found:?}", text(&row, "name"));
    }
}

#[test]
fn one_damaged_place_is_said_in_the_singular() {
    let said = |text| damage(text).concat();
    assert_eq!(said("l\u{FFFD}tat"), "damaged text: 1 replacement character (U+FFFD) stands for a lost letter");
    assert_eq!(said("la coop?ration"), "damaged text: 1 word has ? in place of a letter (as in coop?ration)");
    assert_eq!(
        said("CoopÃ©ration"),
        "damaged text: 1 letter of UTF-8 was read in another encoding (as in coopÃ©ration)"
    );
}

#[test]
fn binary_files_are_told() {
    let told: [(&[u8], Option<&str>); 10] = [
        (b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", Some("a PDF file")),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", Some("a PNG image")),
        (b"PK\x03\x04\x14\0\0\0", Some("a ZIP archive (or a Word, Excel or OpenDocument file)")),
        (b"{\\rtf1\\ansi Rabat}", Some("an RTF file")),
        (&[1, 2, 3, 4, 0, 200, 0, 9, 255, 7, 6, 0], Some("binary data")),
        (b"O\0u\0i\0\x1A\0", Some("UTF-16 text without its byte order mark")),
        (b"", None),
        (b"ID3 est une norme, PAR1 aussi.", None),
        ("Été\0 après".as_bytes(), None),
        (b"R\0a\0b\0a\0t\0", None),
    ];
    for (bytes, expected) in told {
        assert_eq!(is_binary(bytes), expected, "{bytes:?}");
    }
}

/// Pairs of files with the same text in two encodings.
#[test]
fn real_files_give_their_known_text() {
    let Some(dir) = shared("data/encodings/charset_normalizer") else { return };
    for (legacy, unicode, encoding) in [
        ("sample-french-1.txt", "sample-french.txt", "windows-1252"),
        ("sample-arabic-1.txt", "sample-arabic.txt", "windows-1256"),
    ] {
        let read = |name: &str| decode(&fs::read(dir.join(name)).expect("a file"), None);
        let (legacy, unicode) = (read(legacy), read(unicode));
        assert_eq!((legacy.encoding, unicode.encoding), (encoding, "utf-8"));
        assert_eq!(legacy.text.replace("\r\n", "\n"), unicode.text.replace("\r\n", "\n"));
    }
}

#[test]
fn real_files_are_read_in_the_encoding_of_their_folder() {
    let Some(dir) = shared("data/encodings/chardet") else { return };
    let expected = [
        ("UTF-16BE", "utf-16be"),
        ("UTF-16LE", "utf-16le"),
        ("iso-8859-1", "windows-1252"),
        ("windows-1252", "windows-1252"),
        ("windows-1256-arabic", "windows-1256"),
    ];
    for (folder, encoding) in expected {
        for entry in fs::read_dir(dir.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let decoded = decode(&fs::read(&path).expect("a file"), None);
            assert_eq!(decoded.encoding, encoding, "{}", path.display());
            assert_eq!(decoded.warnings, [""; 0], "{}", path.display());
            assert_eq!(damage(&decoded.text), [""; 0], "{}", path.display());
        }
    }
}

/// Articles written in each legacy encoding that has their letters are read back unchanged.
#[test]
fn real_articles_survive_every_legacy_encoding() {
    let Some(dir) = shared("data/wikinews_fr/documents") else { return };
    let mut n = 0;
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        let page = fs::read_to_string(&path).expect("UTF-8").replace("utf-8", "");
        for encoding in [encoding_rs::WINDOWS_1252, encoding_rs::ISO_8859_15, encoding_rs::MACINTOSH] {
            let (bytes, _, unmappable) = encoding.encode(&page);
            if !unmappable && !page.is_ascii() {
                n += 1;
                assert_eq!(decode(&bytes, None).text, page, "{} in {}", path.display(), encoding.name());
            }
        }
    }
    assert!(n > 200, "only {n} articles could be written");
}

#[test]
fn sound_text_is_never_flagged_in_real_press() {
    let Some(seeds) = shared("seeds") else { return };
    let wikinews = shared("data/wikinews_fr/documents").expect("beside the seeds");
    let mut n = 0;
    for dir in [seeds, wikinews] {
        for entry in fs::read_dir(dir).expect("a folder") {
            let path = entry.expect("an entry").path();
            let decoded = decode(&fs::read(&path).expect("a file"), None);
            assert_eq!(damage(&decoded.text), [""; 0], "{}", path.display());
            n += 1;
        }
    }
    assert!(n > 100, "only {n} files were looked at");
}

proptest! {
    #[test]
    fn any_bytes_give_text(bytes in prop::collection::vec(any::<u8>(), 0..400), declared in prop::option::of("[a-z0-9-]{0,12}")) {
        let decoded = decode(&bytes, declared.as_deref());
        prop_assert!(decoded.text.len() <= 3 * bytes.len());
        prop_assert_eq!(decoded.encoding.to_lowercase(), decoded.encoding);
        damage(&decoded.text);
        is_binary(&bytes);
    }

    #[test]
    fn utf_8_comes_back_as_it_is(text in "[^\0\u{FEFF}]{0,200}", declared in prop::sample::select(vec![None, Some("utf-8"), Some("latin1"), Some("utf-16")])) {
        let decoded = decode(text.as_bytes(), declared);
        prop_assert_eq!((decoded.text.as_str(), decoded.encoding), (text.as_str(), "utf-8"));
    }

    #[test]
    fn question_marks_alone_are_no_damage(words in prop::collection::vec("[a-z]{1,8}", 1..20)) {
        prop_assert_eq!(damage(&words.join(" ? ")), [""; 0]);
    }
}

proptest! {
    #[test]
    fn damage_is_that_of_the_slow_way(
        text in "([a-zA-Zé]{0,6}(\\?{1,2}|Ã|Â|â|Å|√|Ø|Ù|©|€|“|§|\u{80}|\u{A0}|\u{FFFD}|s\\?curit\\?|coop\\?ration|[ '’/\n]|\\PC)){0,60}",
    ) {
        prop_assert_eq!(damage(&text), naive_damage::damage(&text));
    }
}
