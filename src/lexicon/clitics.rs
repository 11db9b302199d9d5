//! Arabic: a word in a pattern also finds tokens with clitic prefixes, and regular expressions are folded like norms.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::expand::Element;
use crate::text::{Lang, norm};

#[derive(Default)]
struct Prefixes {
    /// Before a word as written.
    plain: Vec<Vec<Element>>,
    /// Before a word that has its article in the pattern, replacing the article.
    in_place_of_article: Vec<Vec<Element>>,
    /// The article and anything before it, before any word.
    with_article: Vec<Vec<Element>>,
    article: Vec<Element>,
}

static PREFIXES: LazyLock<Prefixes> = LazyLock::new(|| {
    let table: toml::Table = include_str!("data/clitics.toml").parse().expect("data file is TOML");
    let list = |key: &str| table[key].clone().try_into::<Vec<String>>().expect("data file holds lists of texts");
    let fused = table["fused"].clone().try_into::<Vec<(String, String)>>().expect("data file holds pairs of texts");
    let article = table["article"].as_str().expect("data file holds the article");
    let mut prefixes = Prefixes { article: signs(article), ..Prefixes::default() };
    let with_none = |list: Vec<String>| std::iter::once(String::new()).chain(list).collect::<Vec<_>>();
    for conjunction in with_none(list("conjunctions")) {
        for preposition in with_none(list("prepositions")) {
            let before = format!("{conjunction}{preposition}");
            prefixes.plain.push(signs(&before));
            match fused.iter().find(|(apart, _)| *apart == preposition) {
                Some((_, together)) => {
                    let together = signs(&format!("{conjunction}{together}"));
                    prefixes.in_place_of_article.push(together.clone());
                    prefixes.with_article.push(together);
                }
                None => prefixes.with_article.push(signs(&format!("{before}{article}"))),
            }
        }
    }
    prefixes
});

fn signs(text: &str) -> Vec<Element> {
    text.chars().map(Element::Sign).collect()
}

/// A regular expression with its Arabic letters folded as in norms; case carries meaning in its other characters.
pub(crate) fn folded(source: &str) -> Cow<'_, str> {
    let is_arabic = |sign: char| matches!(sign, '\u{600}'..='\u{6ff}');
    if !source.contains(is_arabic) {
        return Cow::Borrowed(source);
    }
    let mut folded = String::with_capacity(source.len());
    for sign in source.chars() {
        match is_arabic(sign) {
            true => folded.push_str(&norm(sign.encode_utf8(&mut [0; 4]), Lang::Ar)),
            false => folded.push(sign),
        }
    }
    Cow::Owned(folded)
}

/// A token pattern with each prefix that a text may write before it, including none.
pub(crate) fn variants(elements: &[Element]) -> Vec<Vec<Element>> {
    let arabic = |element: &Element| matches!(element, Element::Sign('\u{621}'..='\u{64a}'));
    if !elements.first().is_some_and(arabic) {
        return vec![elements.to_vec()];
    }
    let prefixes = &*PREFIXES;
    let joined = |prefix: &Vec<Element>, rest: &[Element]| [prefix.as_slice(), rest].concat();
    let plain = prefixes.plain.iter().map(|prefix| joined(prefix, elements));
    // Also before a word that has its article: once alef is folded, the one in `ألعاب` only looks like an article.
    let with_article = prefixes.with_article.iter().map(|prefix| joined(prefix, elements));
    let definite = elements.strip_prefix(prefixes.article.as_slice()).filter(|rest| !rest.is_empty());
    let in_place = definite.into_iter().flat_map(|rest| prefixes.in_place_of_article.iter().map(|p| joined(p, rest)));
    plain.chain(with_article).chain(in_place).collect()
}
