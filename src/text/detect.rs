//! The language of a text that does not state it.

use whatlang::{Detector, Lang as Detected};

use super::Lang;

/// Bytes examined; enough to be sure, and a bound on the cost of a long text.
const ENOUGH: usize = 4000;

/// French, Spanish, English or Arabic, or `None` if the text is too short or too mixed to be certain.
///
/// The detector is whatlang's (trigrams and script), restricted to the four languages.
pub fn detect(text: &str) -> Option<Lang> {
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let detector = Detector::with_allowlist(vec![Detected::Fra, Detected::Spa, Detected::Eng, Detected::Ara]);
    let info = detector.detect(&text[..end])?;
    let lang = match info.lang() {
        Detected::Fra => Lang::Fr,
        Detected::Spa => Lang::Es,
        Detected::Eng => Lang::En,
        Detected::Ara => Lang::Ar,
        _ => return None,
    };
    info.is_reliable().then_some(lang)
}
