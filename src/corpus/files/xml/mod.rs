//! Texts in XML: exports of Factiva and Reuters, TEI and the sources of TXM, feeds.
//!
//! What the elements of a file mean is told by its root, or by an element that no other form has. Any other file is
//! refused: nothing says which of its words are text.

mod factiva;
mod feed;
mod prose;
mod reuters;
mod tei;
mod tree;

pub(super) use self::tree::{Element, Tree};
use super::FileText;

/// What is said of a file of another form.
const ADVICE: &str = "of XML, coopsec reads Factiva, Reuters, TEI, TXM, RSS and Atom";

/// The texts of a file, in order and numbered from 1 if there are several.
///
/// # Errors
/// Says why nothing can be read.
pub(super) fn xml_texts(file: &str) -> Result<Vec<FileText>, String> {
    let tree = Tree::of(file);
    let root = tree.root().ok_or_else(|| format!("it has no element; {ADVICE}"))?;
    let mut texts = form_of(root)(root);
    if texts.is_empty() {
        return Err(format!("its root is <{}>; {ADVICE}", root.name()));
    }
    let several = texts.len() > 1;
    for (text, number) in texts.iter_mut().zip(1..) {
        text.article = several.then_some(number);
        if tree.is_broken {
            text.warnings.push("xml: an element is not closed; the file may have been cut off".to_owned());
        }
    }
    Ok(texts)
}

/// How a file is read.
fn form_of(root: Element<'_>) -> fn(Element<'_>) -> Vec<FileText> {
    match root.local_name() {
        "rss" | "rdf" | "feed" => feed::texts,
        "reuters" | "lewis" => reuters::texts,
        "tei" | "tei.2" | "teicorpus" => tei::texts,
        _ if factiva::wrote(root) => factiva::texts,
        _ => tei::texts_with_variables,
    }
}
