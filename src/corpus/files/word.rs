//! Documents of Word (`.docx`): the paragraphs of the main part. Headers, footers, notes and comments are other parts.

use std::io::Read;

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive};

use super::html::BETWEEN;
use super::xml::{Element, Tree};
use super::{FileText, lexisnexis};
use crate::text::decode::decode;

/// How the name of the main part begins and ends; some programs put a number between the two.
const PART: (&str, &str) = ("word/document", ".xml");
/// What is not read: text that was moved or deleted, and what stands in for shapes where they cannot be drawn.
const DROPPED: [&str; 3] = ["movefrom", "del", "fallback"];
/// How the names of the styles of headings begin, in the languages of the program.
const HEADINGS: [&str; 5] = ["title", "heading", "titre", "ttulo", "titulo"];

/// The document, or the articles of an export.
///
/// # Errors
/// Says why nothing can be read.
pub(super) fn word_texts(bytes: &[u8], most: u64) -> Result<Vec<FileText>, String> {
    let part = main_part(bytes, most)?;
    let decoded = decode(&part, None);
    let tree = Tree::of(&decoded.text);
    let body = tree.root().and_then(|root| root.child("body")).ok_or("it holds no text")?;
    let paragraphs: Vec<(bool, String)> = body
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

/// The bytes of the main part.
fn main_part(bytes: &[u8], most: u64) -> Result<Vec<u8>, String> {
    let damaged = |error: rawzip::Error| format!("is not a whole Word document: {error}");
    let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(damaged)? {
        let path = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let number = path.strip_prefix(PART.0).and_then(|rest| rest.strip_suffix(PART.1));
        if !number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) {
            continue;
        }
        let method = entry.compression_method();
        let part = archive.get_entry(entry.wayfinder()).map_err(damaged)?;
        let mut read = Vec::new();
        let result = match method {
            CompressionMethod::STORE => part.verifying_reader(part.data()).take(most + 1).read_to_end(&mut read),
            _ => part.verifying_reader(DeflateDecoder::new(part.data())).take(most + 1).read_to_end(&mut read),
        };
        result.map_err(|error| format!("is not a whole Word document: {error}"))?;
        if read.len() as u64 > most {
            return Err(format!("is larger than {most} bytes once unpacked"));
        }
        return Ok(read);
    }
    Err("is not a Word document: it has no word/document.xml".to_owned())
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
