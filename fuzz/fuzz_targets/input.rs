//! Turns bytes into arguments: the last byte makes the choices and the rest is the text, so that any text file is a
//! good seed.

use coopsec::text::{Lang, Rules};

/// The text, with invalid UTF-8 replaced, and the byte that makes the choices.
pub fn split(data: &[u8]) -> (String, u8) {
    let (&choice, rest) = data.split_last().unwrap_or((&0, &[]));
    (String::from_utf8_lossy(rest).into_owned(), choice)
}

/// One of the languages. A line feed, the last byte of most text files, gives French.
pub fn lang(choice: u8) -> Lang {
    Lang::ALL[usize::from(choice) % Lang::ALL.len()]
}

/// A language and both switches.
pub fn rules(choice: u8) -> Rules {
    Rules { lang: lang(choice), elision: choice & 0x40 == 0, split_hyphens: choice & 0x80 != 0 }
}
