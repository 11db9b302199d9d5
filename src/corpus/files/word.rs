//! Documents of Word (`.docx`): the paragraphs of the main part. Headers, footers, notes and comments are other parts.

use std::io::Read;

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive, ZipSliceEntry};

use super::html::BETWEEN;
use super::xml::{Element, Tree};
use super::{FileText, lexisnexis};
use crate::error::{Error, Result};
use crate::text::decode::decode;

/// How an archive begins.
const BEGINNING: &[u8] = b"PK";
/// How the name of the main part begins and ends; some programs put a number between the two.
const PART: (&str, &str) = ("word/document", ".xml");
/// What is not read: text that was moved or deleted, and what stands in for shapes where they cannot be drawn.
const DROPPED: [&str; 3] = ["movefrom", "del", "fallback"];
/// How the names of the styles of headings begin, in the languages of the program.
const HEADINGS: [&str; 5] = ["title", "heading", "titre", "ttulo", "titulo"];

/// The document, or the articles of an export.
///
/// # Errors
/// [`Error::NoDocuments`] for what is not a Word document, [`Error::Decode`] for one that is damaged or has more than
/// `most` bytes.
pub(super) fn word_texts(name: &str, bytes: &[u8], most: u64) -> Result<Vec<FileText>> {
    let other = |message: &str| Error::NoDocuments { origin: name.to_owned(), message: message.to_owned() };
    if !bytes.starts_with(BEGINNING) {
        return Err(other("it is not a Word document"));
    }
    let damaged = |error: &dyn std::fmt::Display| Error::Decode {
        origin: name.to_owned(),
        message: format!("is not a whole Word document: {error}"),
    };
    let archive = ZipArchive::from_slice(bytes).map_err(|error| damaged(&error))?;
    let part = main_part(&archive).map_err(|error| damaged(&error))?;
    let part = part.ok_or_else(|| other("it has no word/document.xml"))?;
    let part = part.unpacked(most).map_err(|error| damaged(&error))?;
    let decoded = decode(&part, None);
    let tree = Tree::of(&decoded.text);
    let body = tree.root().and_then(|root| root.child("body"));
    let paragraphs: Vec<(bool, String)> = body
        .ok_or_else(|| other("word/document.xml has no <body>"))?
        .outermost(|name| name == "p")
        .map(|paragraph| (is_heading(paragraph), words(paragraph)))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let headings = paragraphs.iter().take_while(|(is_heading, _)| *is_heading).count();
    let paragraphs: Vec<String> = paragraphs.into_iter().map(|(_, words)| words).collect();
    let alone = || {
        let title = paragraphs.first().filter(|_| headings > 0).cloned();
        vec![FileText { text: paragraphs.join(BETWEEN), title, title_lines: headings, ..FileText::default() }]
    };
    let mut texts = lexisnexis::texts_of(&paragraphs).unwrap_or_else(alone);
    texts.iter_mut().for_each(|text| text.encoding = decoded.encoding);
    Ok(texts)
}

/// The main part, packed.
struct Part<'a> {
    entry: ZipSliceEntry<'a>,
    method: CompressionMethod,
}

/// The main part; `None` if there is none.
fn main_part<'a>(archive: &'a ZipSliceArchive<&[u8]>) -> std::result::Result<Option<Part<'a>>, rawzip::Error> {
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry()? {
        let path = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let number = path.strip_prefix(PART.0).and_then(|rest| rest.strip_suffix(PART.1));
        if number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            let method = entry.compression_method();
            return Ok(Some(Part { entry: archive.get_entry(entry.wayfinder())?, method }));
        }
    }
    Ok(None)
}

impl Part<'_> {
    /// Its bytes, whose checksum is verified; says why they cannot be read.
    fn unpacked(&self, most: u64) -> std::result::Result<Vec<u8>, String> {
        let (packed, mut bytes) = (self.entry.data(), Vec::new());
        let read = match self.method {
            CompressionMethod::STORE => self.entry.verifying_reader(packed).take(most + 1).read_to_end(&mut bytes),
            _ => {
                let unpacking = DeflateDecoder::new(packed);
                self.entry.verifying_reader(unpacking).take(most + 1).read_to_end(&mut bytes)
            }
        };
        read.map_err(|error| error.to_string())?;
        if bytes.len() as u64 > most {
            return Err(format!("it has more than {most} bytes once unpacked"));
        }
        Ok(bytes)
    }
}

/// The words of a paragraph; line ends and tabs in it are kept.
fn words(paragraph: Element<'_>) -> String {
    let mut words = String::new();
    for inside in paragraph.inside_without(&DROPPED) {
        match inside.local_name() {
            "t" => words.push_str(&inside.text()),
            "tab" => words.push('\t'),
            // A paragraph in another stands in a box.
            "br" | "cr" | "p" => words.push('\n'),
            "nobreakhyphen" => words.push('-'),
            _ => {}
        }
    }
    words.trim().to_owned()
}

fn is_heading(paragraph: Element<'_>) -> bool {
    let style = paragraph.find("pstyle").and_then(|style| style.attribute("w:val")).map(str::to_lowercase);
    style.is_some_and(|style| HEADINGS.iter().any(|heading| style.starts_with(heading)))
}
