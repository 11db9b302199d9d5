//! The two paths of `segment` give the same tokens, and `segment_counted` the counted ones among them, for real texts
//! and for texts made to break them.

use std::ops::Range;
use std::path::{Path, PathBuf};

use coopsec::text::{Lang, Rules, kind, norm, segment, segment_counted, segment_slowly};
use proptest::prelude::*;

use crate::shared::shared;

/// Bytes read of a file; longer files are lists that continue as they begin.
const READ: usize = 150_000;

/// Every language with each combination of options.
fn all_rules() -> Vec<Rules> {
    let switches = [(true, false), (true, true), (false, false), (false, true)];
    let with = |lang| switches.map(|(elision, split_hyphens)| Rules { lang, elision, split_hyphens });
    Lang::ALL.into_iter().flat_map(with).collect()
}

#[track_caller]
fn check(text: &str, rules: Rules) {
    let (mut fast, mut slow) = (Vec::new(), Vec::new());
    segment(text, rules, &mut fast);
    segment_slowly(text, rules, &mut slow);
    same(text, rules, &fast, &slow);
    fast.clear();
    segment_counted(text, rules, &mut fast);
    slow.retain(|token| kind(&norm(&text[token.clone()], rules.lang)).is_counted());
    same(text, rules, &fast, &slow);
}

#[track_caller]
fn same(text: &str, rules: Rules, fast: &[Range<usize>], slow: &[Range<usize>]) {
    if fast == slow {
        return;
    }
    let at = fast.iter().zip(slow).position(|(f, s)| f != s).unwrap_or(fast.len().min(slow.len()));
    let words =
        |tokens: &[Range<usize>]| tokens[at..].iter().take(5).map(|t| text[t.clone()].to_owned()).collect::<Vec<_>>();
    panic!("{rules:?}: {:?} is not {:?}", words(fast), words(slow));
}

/// Checks a file with the default rules, and then in stretches of a few lines, each with the next of all rules.
fn check_file(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(READ)]);
    check(&text, Rules::default());
    let all = all_rules();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    for (i, stretch) in lines.chunks(12).enumerate() {
        check(&stretch.concat(), all[i % all.len()]);
    }
    text.len()
}

fn check_folder(folder: &Path) -> usize {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| if path.is_dir() { check_folder(path) } else { check_file(path) }).sum()
}

#[test]
fn texts_of_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(check_folder(&root.join("corpus")) > 20_000);
    assert!(check_folder(&root.join("tests/cases")) > 20_000);
}

#[test]
fn texts_beside_the_repository() {
    for folder in ["wikinews_fr", "press_titles", "press_exports", "ud", "inaugural", "lexical", "encodings"] {
        let Some(folder) = shared(&format!("data/{folder}")) else { continue };
        assert!(check_folder(&folder) > 10_000, "{} is read", folder.display());
    }
    if let Some(seeds) = shared("seeds") {
        assert!(check_folder(&seeds) > 10_000);
    }
}

/// A piece of text that the rules look at, or part of one.
fn feature() -> impl Strategy<Value = String> {
    let listed = prop::sample::select(vec![
        "l'",
        "qu’",
        "d'",
        "N'",
        "M’",
        "n'",
        "jusqu'",
        "aujourd'hui",
        "quelqu'un",
        "l'on",
        "presqu’île",
        "rock'n'roll",
        "c'est-à-dire",
        "-t-il",
        "-ce",
        "-LE",
        "-là",
        "-moi",
        "rendez-vous",
        "Celui-ci",
        "Kim Jong-il",
        "Est-ce",
        "M.",
        "MM.",
        "Mme",
        "Dr.",
        "J.-C.",
        "J.",
        "a.m.",
        "p.",
        "art.",
        "col.",
        "cap.",
        "cf.",
        "etc.",
        "U.E.",
        "EE.UU.",
        "n°",
        "N°",
        "°C",
        "km/h",
        "mg/kg",
        "m²",
        "km²",
        "t½",
        "élu(e)s",
        "AUTRE(S)",
        "(s)",
        "90's",
        "24h",
        "20h30",
        "5km",
        "1er",
        "G20",
        "1 500",
        "3 000-4 000",
        "3 000/4",
        "500-1 000",
        "1 500km",
        "10 000e",
        "000km-",
        "10\u{202F}000,5",
        "1\u{A0}000\u{A0}000",
        "12/05/2010",
        "1/10",
        "10:30",
        "-5",
        "+14",
        "±2",
        "3,14",
        "1.5",
        "1;2",
        "www.a.fr",
        "WWW.",
        "https://a.b/c",
        "HTTP://",
        "a@b.fr",
        "#mot",
        "@nom",
        "Il",
        "Le",
        "ß",
        "ŒUVRE",
        "Ÿ",
        "«",
        "»",
        "“",
        "”",
        "…",
        "...",
        "–",
        "—",
        "€",
        "؟",
        "،",
        "قال",
        "١٢",
        "٥٠٠",
        "500",
        "000",
        "日本",
        "カタ",
        "\u{1F1EB}",
        "👩\u{200D}🚀",
        "©",
        "¿",
        "×",
        "÷",
        "\0",
        "\u{7F}",
        "א\"ב",
    ]);
    prop_oneof![
        6 => listed.prop_map(str::to_owned),
        4 => "[a-zA-Zéàçœ]{1,6}",
        2 => "[0-9]{1,4}",
        4 => "[ \u{A0}\u{202F}\u{2009}\u{3000}\u{85}\t\n]",
        3 => "['’ʼ′‘‐‑.,:;/°²(@#\"«»“”!?…)_+\\-]",
        1 => "[\u{AD}\u{200B}\u{200D}\u{200E}\u{2060}\u{FEFF}\u{301}\u{308}]",
        1 => "[ء-ي]{1,4}",
    ]
}

/// Features with and without white space between them, after any number of letters, so that each falls on every block
/// boundary.
fn features() -> impl Strategy<Value = String> {
    let spaced =
        (feature(), prop::sample::select(vec!["", "", " ", " ", ", ", "\n"])).prop_map(|(part, space)| part + space);
    (0..130_usize, any::<bool>(), prop::collection::vec(spaced, 0..24)).prop_map(|(padding, space, parts)| {
        let space = if space { " " } else { "" };
        "a".repeat(padding) + space + &parts.concat()
    })
}

proptest! {
    #[test]
    fn features_in_any_order(text in features(), rules in prop::sample::select(all_rules())) {
        check(&text, rules);
    }

    #[test]
    fn any_text(text in any::<String>(), rules in prop::sample::select(all_rules())) {
        check(&text, rules);
    }
}

/// Each pair of features at each place around a block boundary.
#[test]
fn features_on_the_border_of_a_block() {
    let features = [
        "l’ami.",
        "d'Alep",
        "J.-C. dit",
        "1\u{202F}500 km",
        "«\u{A0}oui\u{A0}»",
        "a-t-il…",
        "col. Ali",
        "été 🚀",
        "12/05/2010",
    ];
    for left in features {
        for right in features {
            for padding in 30..70 {
                let text = format!("{} {left} {right} fin", "é".repeat(padding / 2) + &"a".repeat(padding % 2));
                check(&text, Rules::default());
            }
        }
    }
}
