//! Documents of Word are read paragraph by paragraph.

use std::io::Write;

use coopsec::corpus::files::read_bytes;
use flate2::{Compression, write::DeflateEncoder};
use proptest::prelude::*;
use rawzip::{CompressionMethod, ZipArchiveWriter};

/// An archive with one part.
fn archive(part: &str, content: &str, method: CompressionMethod) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    let (mut entry, config) = archive.new_file(part).compression_method(method).start().expect("a part");
    if method == CompressionMethod::STORE {
        let mut writer = config.wrap(&mut entry);
        writer.write_all(content.as_bytes()).expect("memory");
        let (_, descriptor) = writer.finish().expect("memory");
        entry.finish(descriptor).expect("memory");
    } else {
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content.as_bytes()).expect("memory");
        let (encoder, descriptor) = writer.finish().expect("memory");
        encoder.finish().expect("memory");
        entry.finish(descriptor).expect("memory");
    }
    archive.finish().expect("memory");
    bytes
}

/// A document with these paragraphs.
pub(super) fn docx(paragraphs: &str) -> Vec<u8> {
    let part = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}\
         <w:sectPr/></w:body></w:document>"
    );
    archive("word/document.xml", &part, CompressionMethod::DEFLATE)
}

pub(super) fn paragraph(style: &str, words: &str) -> String {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>"
    )
}

fn refused(name: &str, bytes: Vec<u8>) -> String {
    read_bytes(name, bytes).expect_err("nothing to read").to_string()
}

#[test]
fn paragraphs_and_headings_are_read() {
    let document = paragraph("Titre1", "Rabat & Madrid")
        + &paragraph("Normal", "")
        + "<w:p><w:r><w:t>Le mi</w:t></w:r><w:r><w:t>nistre</w:t><w:br/><w:t xml:space=\"preserve\"> est </w:t></w:r>\
           <w:del><w:r><w:delText>pas </w:delText></w:r></w:del><w:ins><w:r><w:t>revenu.</w:t></w:r></w:ins>\
           <w:r><w:instrText>PAGE</w:instrText></w:r></w:p>\n<w:tbl><w:tr><w:tc>"
        + &paragraph("Normal", "Une case")
        + "</w:tc></w:tr></w:tbl>"
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>Une boîte.</w:t></mc:Choice>\
           <mc:Fallback><w:t>Une boîte.</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>";
    let [text] = &read_bytes("a.docx", docx(&document)).expect("a document")[..] else { panic!("one document") };
    assert_eq!(text.text, "Rabat & Madrid\n\nLe ministre\n est revenu.\n\nUne case\n\nUne boîte.");
    assert_eq!((text.title.as_deref(), text.title_lines, text.encoding), (Some("Rabat & Madrid"), 1, "utf-8"));
}

#[test]
fn what_is_not_a_document_is_refused_by_name() {
    let stored = archive(
        "word/document2.xml",
        "<w:document><w:body><w:p><w:t>Un.</w:t></w:p></w:body></w:document>",
        CompressionMethod::STORE,
    );
    assert_eq!(read_bytes("a.docx", stored).expect("a document")[0].text, "Un.");
    assert!(
        refused("a.docx", b"Un texte.".to_vec()).starts_with("a.docx: no articles in it: it is not a Word document")
    );
    assert!(refused("a.docx", Vec::new()).contains("it is not a Word document"));
    assert!(
        refused("a.docx", archive("xl/workbook.xml", "<a/>", CompressionMethod::DEFLATE))
            .contains("no articles in it: it has no word/document.xml")
    );
    assert!(
        refused("a.docx", archive("word/document.xml", "<a/>", CompressionMethod::DEFLATE))
            .contains("word/document.xml has no <body>")
    );
    assert!(refused("a.docx", b"PK\x03\x04".to_vec()).starts_with("a.docx: is not a whole Word document: "));
    let mut damaged = docx(&paragraph("Normal", &"Le port de Tanger. ".repeat(99)));
    let length = damaged.len();
    damaged.drain(length / 2..length / 2 + 9);
    refused("a.docx", damaged);
}

#[test]
fn a_line_like_the_number_of_an_article_is_a_paragraph() {
    let document = paragraph("Normal", "Document 1 de 3") + &paragraph("Normal", "Le port.");
    let texts = read_bytes("a.docx", docx(&document)).expect("a document");
    assert_eq!(texts[0].text, "Document 1 de 3\n\nLe port.");
}

proptest! {
    #[test]
    fn damaged_documents_are_read_or_refused(at in any::<prop::sample::Index>(), byte: u8, cut in any::<prop::sample::Index>()) {
        let mut bytes = docx(&paragraph("Normal", "Le port de Tanger s’agrandit."));
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read_bytes("a.docx", bytes.clone());
        bytes.truncate(cut.index(bytes.len()));
        let _ = read_bytes("a.docx", bytes);
    }
}
