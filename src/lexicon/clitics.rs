//! Arabic clitic prefixes: a word of a pattern also finds its tokens with conjunction, preposition and article.

use std::sync::LazyLock;

use super::expand::Element;

#[derive(Default)]
struct Prefixes {
    /// Before a word as it is written.
    plain: Vec<Vec<Element>>,
    /// Before a word whose article stands in the pattern, in place of the article.
    in_place_of_article: Vec<Vec<Element>>,
    /// Before a word without article, the article with what stands before it.
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

/// A token pattern with every prefix that a text may write before it, itself among them.
pub(crate) fn variants(elements: &[Element]) -> Vec<Vec<Element>> {
    let arabic = |element: &Element| matches!(element, Element::Sign('\u{621}'..='\u{64a}'));
    if !elements.first().is_some_and(arabic) {
        return vec![elements.to_vec()];
    }
    let prefixes = &*PREFIXES;
    let joined = |prefix: &Vec<Element>, rest: &[Element]| [prefix.as_slice(), rest].concat();
    let plain = prefixes.plain.iter().map(|prefix| joined(prefix, elements));
    let definite = elements.strip_prefix(prefixes.article.as_slice()).filter(|rest| !rest.is_empty());
    match definite {
        Some(rest) => plain.chain(prefixes.in_place_of_article.iter().map(|prefix| joined(prefix, rest))).collect(),
        None => plain.chain(prefixes.with_article.iter().map(|prefix| joined(prefix, elements))).collect(),
    }
}
