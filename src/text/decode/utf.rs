//! The Unicode encodings: UTF-8, UTF-16 and UTF-32, with and without a byte order mark.

use super::{Decoded, replaced};

/// The byte order of 16- and 32-bit units.
#[derive(Clone, Copy)]
enum Order {
    Little,
    Big,
}

/// Reads bytes that start with a byte order mark.
pub(super) fn with_mark(bytes: &[u8]) -> Option<Decoded> {
    // The UTF-32LE mark starts with the UTF-16LE one, so it is tried first.
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE\0\0")
        && let Some(text) = utf32(rest, Order::Little)
    {
        return Some(Decoded { text, encoding: "utf-32le", warnings: Vec::new() });
    }
    if let Some(rest) = bytes.strip_prefix(b"\0\0\xFE\xFF") {
        return utf32(rest, Order::Big).map(|text| Decoded { text, encoding: "utf-32be", warnings: Vec::new() });
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return Some(utf8_lossy(rest));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return Some(utf16(rest, Order::Little));
    }
    bytes.strip_prefix(b"\xFE\xFF").map(|rest| utf16(rest, Order::Big))
}

/// Reads UTF-16 and UTF-32 without a mark: in text of our scripts the high bytes of spaces, line ends, digits and Latin
/// letters are NUL, always on the same side, and the text is nearly all characters of these scripts, not a mixture.
pub(super) fn without_mark(bytes: &[u8]) -> Option<Decoded> {
    // An early way out: nearly all files have no NUL.
    if !bytes.contains(&0) {
        return None;
    }
    for (order, encoding) in [(Order::Little, "utf-32le"), (Order::Big, "utf-32be")] {
        if let Some(text) = utf32(bytes, order).filter(|t| is_readable(t)) {
            return Some(Decoded { text, encoding, warnings: Vec::new() });
        }
    }
    let nul_at = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (nul_at(0), nul_at(1));
    let order = if odd > even { Order::Little } else { Order::Big };
    let one_sided = even.min(odd) * 20 <= even.max(odd);
    Some(utf16(bytes, order)).filter(|read| one_sided && bytes.len() >= 2 && is_readable(&read.text))
}

/// Whether invalid UTF-8 is UTF-8 all the same: it has at least as many multi-byte characters of our scripts as broken
/// places. In a legacy encoding nearly every accented letter is a broken place.
pub(super) fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|&c| !c.is_ascii() && is_usual(c)).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && good >= broken
}

/// Decodes UTF-8 with one U+FFFD for each maximal broken part, as the Unicode Standard recommends (§3.9, table 3-8).
pub(super) fn utf8_lossy(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut n_bad = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push('\u{FFFD}');
            n_bad += chunk.invalid().len();
        }
    }
    Decoded { text, encoding: "utf-8", warnings: replaced(n_bad, "utf-8") }
}

fn utf16(bytes: &[u8], order: Order) -> Decoded {
    let units = bytes.chunks_exact(2);
    let mut n_bad = units.remainder().len();
    let units = units.map(|pair| match order {
        Order::Little => u16::from_le_bytes([pair[0], pair[1]]),
        Order::Big => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut text = String::with_capacity(bytes.len() / 2);
    for unit in char::decode_utf16(units) {
        n_bad += if unit.is_err() { 2 } else { 0 };
        text.push(unit.unwrap_or('\u{FFFD}'));
    }
    if bytes.len() % 2 == 1 {
        text.push('\u{FFFD}');
    }
    let encoding = match order {
        Order::Little => "utf-16le",
        Order::Big => "utf-16be",
    };
    Decoded { text, encoding, warnings: replaced(n_bad, encoding) }
}

/// Accepts UTF-32 only if every unit is a character: four random bytes seldom are.
fn utf32(bytes: &[u8], order: Order) -> Option<String> {
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let units = bytes.chunks_exact(4).map(|b| match order {
        Order::Little => u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
        Order::Big => u32::from_be_bytes([b[0], b[1], b[2], b[3]]),
    });
    units.map(char::from_u32).collect()
}

/// Whether nearly all characters are ones found in press text in Latin or Arabic script.
fn is_readable(text: &str) -> bool {
    let (mut usual, mut all) = (0usize, 0usize);
    for c in text.chars() {
        all += 1;
        usual += usize::from(is_usual(c));
    }
    all > 0 && usual * 20 >= all * 19
}

fn is_usual(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{A0}'..='\u{17F}' | '\u{300}'..='\u{36F}' | '\u{600}'..='\u{6FF}'
        | '\u{2000}'..='\u{20BF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}
