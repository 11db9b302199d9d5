//! Which single-byte encoding: the one whose reading looks most like text.
//!
//! chardetng, made for browsers, knows neither Mac Roman nor ISO-8859-15 and decides by language models of the whole
//! web. The press of our languages needs less: a wrong reading puts capitals and signs inside words (`rŽgion`, `cÈt‡`),
//! control characters anywhere, Arabic letters next to Latin ones. Each candidate is scored on that; if none is
//! convincing (Polish, Russian, Greek), chardetng's guess stands.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, ISO_8859_15, MACINTOSH, UTF_8, WINDOWS_1252, WINDOWS_1256};

use super::{Decoded, dos, replaced};

/// In order of preference when scores are equal.
const CANDIDATES: [&Encoding; 5] = [WINDOWS_1252, ISO_8859_15, MACINTOSH, WINDOWS_1256, ISO_8859_6];

/// Bytes scored: the choice is clear long before, and the file may be large.
const SAMPLE: usize = 1 << 20;

/// Chooses the encoding of bytes that are not Unicode, `None` for that of DOS. A declared one wins unless the bytes
/// contradict it.
pub(super) fn choose(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let (best, score) = best_candidate(sample);
    let n_foreign = sample.iter().filter(|b| !b.is_ascii()).count() as i64;
    let convincing = score * 2 >= n_foreign;
    match declared.filter(|d| d.is_ascii_compatible() && *d != UTF_8) {
        Some(declared) if !convincing || plausibility(sample, declared) * 2 >= score => Some(declared),
        _ if convincing => Some(best),
        _ if is_dos(&dos::read(sample), n_foreign) => None,
        _ => Some(guess(sample)),
    }
}

/// Whether text that was read as that of DOS is. Quotation marks of windows-1252, `„no“`, are letters there, but none
/// within a word.
fn is_dos(text: &str, n_foreign: i64) -> bool {
    let within = |triple: &[char]| triple.iter().all(|c| is_latin(*c)) && !triple[1].is_ascii();
    let letters: Vec<char> = text.chars().collect();
    plausible(text) * 2 >= n_foreign && letters.windows(3).any(within)
}

/// Decodes, counting what the encoding leaves undefined.
pub(super) fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, any_bad) = encoding.decode_without_bom_handling(bytes);
    let n_bad = if any_bad { text.chars().filter(|&c| c == '\u{FFFD}').count() } else { 0 };
    let name = lower_name(encoding);
    Decoded { text: text.into_owned(), encoding: name, warnings: replaced(n_bad, name) }
}

fn best_candidate(sample: &[u8]) -> (&'static Encoding, i64) {
    let mut best = (WINDOWS_1252, plausibility(sample, WINDOWS_1252));
    for encoding in CANDIDATES {
        let score = plausibility(sample, encoding);
        if score > best.1 {
            best = (encoding, score);
        }
    }
    best
}

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// How well the sample reads in the encoding.
fn plausibility(sample: &[u8], encoding: &'static Encoding) -> i64 {
    plausible(&encoding.decode_without_bom_handling(sample).0)
}

/// Sum over the characters beyond ASCII of how well each fits its two neighbours.
fn plausible(text: &str) -> i64 {
    let (mut earlier, mut before) = (' ', ' ');
    let mut score = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            score += if c == '’' { fit_apostrophe(earlier, before, after) } else { fit(before, c, after) };
        }
        (earlier, before) = (before, c);
    }
    score
}

fn fit(before: char, c: char, after: char) -> i64 {
    match c {
        '\u{80}'..='\u{9F}' | '\u{FFFD}' => -6,
        '\u{64B}'..='\u{652}' => 0,
        _ if is_arabic(c) => fit_arabic(before, c, after),
        _ if is_latin(c) => fit_latin(before, c, after),
        _ if c.is_alphabetic() => fit_other_script(before, c, after),
        _ => fit_sign(before, c, after),
    }
}

/// Elision (`l’`, `qu’`, `aujourd’hui`) and the English genitive; anywhere else inside a word it is the í of Mac Roman.
fn fit_apostrophe(earlier: char, before: char, after: char) -> i64 {
    if !before.is_alphabetic() || !after.is_alphabetic() {
        return 1;
    }
    let elided = "ldsncjmtLDSNCJMT".contains(before) && !earlier.is_alphabetic();
    if elided || matches!(before, 'u' | 'U') || matches!(after, 'h' | 'H') {
        return 3;
    }
    if "strlvdmSTRLVDM".contains(after) { 2 } else { -1 }
}

fn fit_sign(before: char, c: char, after: char) -> i64 {
    let (follows, precedes) = (before.is_alphabetic(), after.is_alphabetic());
    let inside = follows && precedes;
    match c {
        '‘' | '\u{A0}' => 1,
        '،' | '؛' | '؟' => 1 - 4 * i64::from(is_latin(before) || is_latin(after)),
        '«' | '“' | '„' | '»' | '”' if inside => -3,
        // `„no“` closes with what opens elsewhere.
        '“' => 2 - i64::from(follows),
        '«' | '„' => 2 - 2 * i64::from(follows),
        '»' | '”' => 2 - 2 * i64::from(precedes),
        '¿' | '¡' => 2 - 4 * i64::from(follows) - 2 * i64::from(after.is_lowercase()),
        '½' | '¼' | '¾' => 1 - 4 * i64::from(precedes),
        '–' | '—' => 1 - 2 * i64::from(follows != precedes),
        '…' | '€' | '°' | '•' | '§' | '©' | '®' | '£' | '²' | '·' | '×' => 1 - 4 * i64::from(inside),
        _ => -1 - 2 * i64::from(inside),
    }
}

/// ة and ى only end words; ل after ا is the article, the most common pair there is.
fn fit_arabic(before: char, c: char, after: char) -> i64 {
    if is_latin(before) || is_latin(after) || (matches!(c, 'ة' | 'ى') && is_arabic(after)) {
        return -4;
    }
    2 * i64::from(is_arabic(before) || is_arabic(after)) + 2 * i64::from(before == 'ا' && c == 'ل')
}

/// Only a declared encoding can yield these (Cyrillic, Greek): a word must be of one script.
fn fit_other_script(before: char, c: char, after: char) -> i64 {
    let mixed = is_latin(before) || is_latin(after);
    if mixed || (c.is_uppercase() && before.is_lowercase()) { -4 } else { 2 }
}

/// Scores accented letters by how usual they are in the languages read here; a capital after a small letter is not a
/// word, and a row of accents is another script read as Latin.
fn fit_latin(before: char, c: char, after: char) -> i64 {
    let accented = |c: char| !c.is_ascii() && is_latin(c);
    if is_arabic(before) || is_arabic(after) || (c.is_uppercase() && before.is_lowercase()) {
        return -4;
    }
    if accented(before) && accented(after) {
        return -2;
    }
    let alone = !before.is_alphabetic() && !after.is_alphabetic();
    let in_row = accented(before) || accented(after);
    match c {
        'à' | 'À' if alone => 3,
        _ if alone => -1,
        'é' | 'è' | 'à' | 'ç' => 3,
        'ó' | 'í' | 'á' | 'ñ' | 'ú' | 'ê' | 'ô' => 2,
        'œ' | 'Œ' => 3 * i64::from(matches!(after, 'u' | 'U' | 'i' | 'd')) - 1,
        'â' | 'î' | 'û' | 'ù' | 'ë' | 'ï' | 'ü' | 'ä' | 'ö' | 'ß' | 'å' | 'ø' | 'æ' | 'ã' | 'õ' | 'ì' | 'ò' => {
            1
        }
        'É' | 'È' | 'À' | 'Ç' | 'Ê' | 'Â' | 'Î' | 'Ô' | 'Û' | 'Ñ' | 'Á' | 'Í' | 'Ó' | 'Ú' | 'Ä' | 'Ö' | 'Ü' => {
            i64::from(!in_row)
        }
        'ª' | 'º' => 1 - 4 * i64::from(after.is_alphabetic()),
        _ => 0,
    }
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64A}' | '\u{671}'..='\u{6D3}')
}

fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{250}'
}

/// The names as data frames show them; encoding_rs capitalises them as the standard does.
fn lower_name(encoding: &'static Encoding) -> &'static str {
    const NAMES: &[&str] = &[
        "big5",
        "euc-jp",
        "euc-kr",
        "gb18030",
        "gbk",
        "ibm866",
        "iso-2022-jp",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
        "koi8-r",
        "koi8-u",
        "macintosh",
        "shift_jis",
        "windows-874",
        "windows-1250",
        "windows-1251",
        "windows-1252",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "x-mac-cyrillic",
    ];
    NAMES.iter().copied().find(|name| name.eq_ignore_ascii_case(encoding.name())).unwrap_or(encoding.name())
}
