//! Lexicons as data: layouts, hierarchy, selection, and writing back.

use coopsec::Error;
use coopsec::corpus::Control;
use coopsec::lexicon::{Lexicon, NestedScope, Node, PatternReport, Reach, single};
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::lookup::{Reading, rows};

const SAMPLE: &str = r#"
accents = "fold"
exclude = ["sécurité sociale"]

[meta]
title = "Sample"
version = 2
date = 2025-11-01
authors = ["A", "B"]

[classes]
menace = ["crime", "terroris*", ""]

[theme.terrorism]
label = "Terrorisme"
definition = """Acts and groups,
with a "quote" and a \\ sign."""
kind = "threat"
fr = ["contre {menace} organisé", "/terroris(me|te)s?/"]
en = ["terroris*"]
patterns = ["=ISIS"]
sources = ["UN"]
crosswalk = { CAMEO = ["138", 18], EuroVoc = "terrorisme" }

[theme.terrorism.financing]
fr = ["financement ~2 terrorisme"]
exclude = ["financement public"]

[theme.terrorism.financing.crypto]
exclude = { fr = ["or"], en = ["gold"] }

[theme."terrorism.foreign fighters"]
fr = ["combattant* étranger*"]

[theme.cyber]
fr = ["cyber-*"]
"#;

fn sample() -> Lexicon {
    Lexicon::from_toml(SAMPLE, "sample.toml").expect("the sample is well formed")
}

fn names(lexicon: &Lexicon) -> Vec<&str> {
    lexicon.themes().iter().map(|theme| theme.name.as_str()).collect()
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn list(items: &[&str]) -> Node {
    Node::List(items.iter().map(|item| text(item)).collect())
}

fn table(entries: Vec<(&str, Node)>) -> Node {
    Node::Table(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn from_themes(themes: &Node) -> coopsec::Result<Lexicon> {
    Lexicon::from_themes(themes, &Node::List(vec![]), &table(vec![]), "dict")
}

#[test]
fn themes_stand_in_the_order_of_the_file_with_children_behind_their_parents() {
    let lexicon = sample();
    let expected =
        ["terrorism", "terrorism.financing", "terrorism.financing.crypto", "terrorism.foreign fighters", "cyber"];
    assert_eq!(names(&lexicon), expected);
    let parents: Vec<_> = lexicon.themes().iter().map(|theme| theme.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(1), Some(0), None]);
    assert_eq!(lexicon.themes()[0].patterns[2].lang, Some(Lang::En));
    assert_eq!(lexicon.themes()[0].kind.as_deref(), Some("threat"));
}

#[test]
fn what_is_written_reads_back_equal() {
    let lexicon = sample();
    let written = lexicon.to_toml();
    let again = Lexicon::from_toml(&written, "again.toml").unwrap_or_else(|error| panic!("{error}\n{written}"));
    assert_eq!(again, lexicon, "{written}");
    assert_ne!(again, lexicon.select(&["cyber"]).expect("a theme"));
}

#[test]
fn a_selection_takes_descendants_and_reads_back_equal() {
    let lexicon = sample();
    let part = lexicon.select(&["cyber", "terrorism.financing"]).expect("themes");
    assert_eq!(names(&part), ["terrorism.financing", "terrorism.financing.crypto", "cyber"]);
    assert_eq!(part.themes()[1].parent, Some(0));
    let written = part.to_toml();
    assert_eq!(Lexicon::from_toml(&written, "again").unwrap_or_else(|error| panic!("{error}\n{written}")), part);
}

#[test]
fn a_selected_child_keeps_the_exclusions_of_its_parent() {
    let toml = "[theme.p]\nexclude = [\"a b\"]\n[theme.p.c]\npatterns = [\"a\"]\n";
    let child = Lexicon::from_toml(toml, "toml").expect("a lexicon").select(&["p.c"]).expect("a theme");
    let reading = Reading { lang: Lang::Fr, split_hyphens: false, scope: NestedScope::Theme };
    assert_eq!(rows(&child, "a b a c", reading).expect("rows").len(), 1);
}

#[test]
fn an_unknown_theme_is_told_with_near_ones() {
    let error = sample().select(&["cybr"]).expect_err("there is no such theme").to_string();
    assert!(error.starts_with("sample.toml: ") && error.contains("did you mean \"cyber\"?"), "{error}");
}

#[test]
fn dicts_nest_by_tables_and_by_dots() {
    let nested = table(vec![
        ("a", table(vec![("b", list(&["x", "y"])), ("c", table(vec![("d", list(&["z"]))]))])),
        ("e", list(&["w"])),
    ]);
    let dotted = table(vec![("a.b", list(&["x", "y"])), ("a.c.d", list(&["z"])), ("e", list(&["w"]))]);
    let nested = from_themes(&nested).expect("nested");
    assert_eq!(names(&nested), ["a", "a.b", "a.c", "a.c.d", "e"]);
    assert_eq!(nested, from_themes(&dotted).expect("dotted"));
}

#[test]
fn a_dict_may_use_the_keys_of_toml() {
    let keys = vec![("fr", list(&["x"])), ("label", text("A")), ("exclude", list(&["x y"])), ("b", list(&["z"]))];
    let lexicon = from_themes(&table(vec![("a", table(keys))])).expect("a lexicon");
    assert_eq!(names(&lexicon), ["a", "a.b"]);
    assert_eq!(lexicon.themes()[0].patterns[0].lang, Some(Lang::Fr));
    assert_eq!(lexicon.themes()[0].label.as_deref(), Some("A"));
    assert_eq!(lexicon.themes()[0].exclude.len(), 1);
}

#[test]
fn a_dict_may_describe_its_themes_in_texts_and_have_themes_of_the_same_names() {
    let keys = vec![("patterns", list(&["x"])), ("country", text("MA")), ("notes", text("une note"))];
    let lexicon = from_themes(&table(vec![("a", table(keys))])).expect("a lexicon");
    assert_eq!((names(&lexicon), lexicon.themes()[0].extra.len()), (vec!["a"], 2));
    let error = from_themes(&table(vec![("a", table(vec![("country", text("Maroc"))]))])).unwrap_err().to_string();
    assert!(error.contains("ISO 3166-1"), "{error}");
}

#[test]
fn children_that_are_called_as_keys_are_read_back_equal() {
    let inner = || vec![("x", list(&["a"])), ("sources", list(&["source*"])), ("z", list(&["b"]))];
    let deep = table(vec![("notes", table(vec![("type", list(&["c"])), ("y", list(&["d"]))]))]);
    let dotted = ["a.exclude", "a.fr", "a.patterns", "a.label.x", "b", "b.kind", "country"];
    let dotted = table(dotted.into_iter().map(|name| (name, list(&[name]))).collect());
    for themes in [table(vec![("menace", table(inner())), ("port", list(&["e"]))]), deep, dotted] {
        let lexicon = from_themes(&themes).expect("a lexicon");
        let written = lexicon.to_toml();
        let again = Lexicon::from_toml(&written, "again").unwrap_or_else(|error| panic!("{error}\n{written}"));
        assert_eq!(again, lexicon, "{written}");
    }
}

#[test]
fn a_list_may_hold_tables_of_children() {
    let mixed = Node::List(vec![text("x"), table(vec![("b", list(&["y"]))])]);
    let lexicon = from_themes(&table(vec![("a", mixed)])).expect("a lexicon");
    assert_eq!(names(&lexicon), ["a", "a.b"]);
}

#[test]
fn a_dict_with_a_mistyped_key_is_refused() {
    let error = from_themes(&table(vec![("a", table(vec![("pattern", list(&["x"]))]))])).expect_err("mistyped");
    assert!(error.to_string().contains("did you mean \"patterns\"?"), "{error}");
}

#[test]
fn a_theme_that_is_there_twice_is_refused() {
    let twice = table(vec![("a.b", list(&["x"])), ("a", table(vec![("b", list(&["y"]))]))]);
    let error = from_themes(&twice).expect_err("twice");
    assert!(matches!(&error, Error::Lexicon { origin, .. } if origin == "dict"), "{error:?}");
    assert!(error.to_string().contains("theme \"a.b\" is defined twice"), "{error}");
}

#[test]
fn depth_without_end_is_refused() {
    let mut node = list(&["x"]);
    for _ in 0..200 {
        node = table(vec![("a", node)]);
    }
    assert!(from_themes(&node).err().is_some_and(|error| error.to_string().contains("nested deeper than")));
    let dotted = table(vec![(&*vec!["a"; 10_000].join("."), list(&["x"]))]);
    assert!(from_themes(&dotted).err().is_some_and(|error| error.to_string().contains("nested deeper than")));
    for toml in [format!("[theme{}]", ".a".repeat(50_000)), format!("x = {}", "[".repeat(100_000))] {
        assert!(matches!(Lexicon::from_toml(&toml, "deep"), Err(Error::Lexicon { .. })), "was accepted");
    }
}

#[test]
fn a_theme_is_covered_where_it_or_a_descendant_has_patterns_in_the_language() {
    let lexicon = Lexicon::from_toml("theme.p.c.en = [\"x\"]\ntheme.q.patterns = [\"y\"]", "toml").expect("a lexicon");
    let covers = |lang| {
        let rules = coopsec::text::Rules { lang, elision: true, split_hyphens: false };
        let matcher =
            lexicon.compile(rules, &coopsec::corpus::Vocabulary::default(), &Control::default()).expect("it compiles");
        [matcher.covers(0), matcher.covers(1), matcher.covers(2), matcher.covers(3)]
    };
    assert_eq!(covers(Lang::En), [true, true, true, false]);
    assert_eq!(covers(Lang::Fr), [false, false, true, false]);
}

#[test]
fn a_report_tells_types_dead_patterns_and_shadows() {
    let toml = r#"
theme.t.patterns = ["terroris*", "terrorisme", "crime ~2 organisé", "crime ~1 organis*", "police", "=Police", "lune"]
theme.u.patterns = ["terrorisme", "terrorisme"]
"#;
    let lexicon = Lexicon::from_toml(toml, "toml").expect("a lexicon");
    let mut vocabulary = coopsec::corpus::Vocabulary::default();
    for norm in ["terrorisme", "terroriste", "crime", "organisé", "organisée", "police"] {
        vocabulary.intern(norm, coopsec::text::TokenKind::Word);
    }
    let rules = coopsec::text::Rules { lang: Lang::Fr, elision: true, split_hyphens: false };
    let report = lexicon
        .compile(rules, &vocabulary, &Control::default())
        .expect("it compiles")
        .report(&|_| true, &Control::default());
    let report = report.expect("it is not stopped");
    let types: Vec<usize> = report.iter().map(|one| one.types).collect();
    assert_eq!(types, [2, 1, 2, 3, 1, 1, 0, 1, 1]);
    let dead: Vec<u32> = report.iter().filter(|one| one.reach != Reach::Here).map(|one| one.pattern).collect();
    assert_eq!(dead, [6]);
    let shadows: Vec<_> = report.iter().map(|one| one.shadowed_by).collect();
    assert_eq!(shadows, [None, Some(0), None, None, None, Some(4), None, None, Some(7)]);
    assert_eq!(report[8].theme, Some(1));
}

/// The report of one pattern in one language on a vocabulary.
fn report_of(pattern: &str, lang: Lang, norms: &[&str]) -> PatternReport {
    let mut vocabulary = coopsec::corpus::Vocabulary::default();
    for norm in norms {
        vocabulary.intern(norm, coopsec::text::TokenKind::Word);
    }
    let rules = coopsec::text::Rules { lang, elision: true, split_hyphens: false };
    let matcher =
        single(pattern).expect("a pattern").compile(rules, &vocabulary, &Control::default()).expect("it compiles");
    matcher.report(&|_| true, &Control::default()).expect("it is not stopped").remove(0)
}

#[test]
fn a_report_tells_what_a_language_never_has_from_what_is_not_here() {
    let never = [
        (Lang::Fr, "/24h/", "/24h/"),
        (Lang::Fr, "à /24h|18h30/ (précises|)", "/24h|18h30/"),
        (Lang::Fr, "/l'espagne/", "/l'espagne/"),
        (Lang::Fr, "/crime organisé/", "/crime organisé/"),
        (Lang::Fr, "/l'(europe|espagne) ?/", "/l'(europe|espagne) ?/"),
    ];
    for (lang, pattern, missing) in never {
        let one = report_of(pattern, lang, &["à", "précises"]);
        assert_eq!((one.reach, one.missing), (Reach::Never, vec![missing.to_owned()]), "{pattern}");
    }
    let not_here = [
        (Lang::Fr, "terrorisme", "terrorisme"),
        (Lang::Fr, "lit-on", "-on"),
        (Lang::Fr, "l'espagne", "l' espagne"),
        (Lang::Fr, "d'arm*", "d'"),
        (Lang::Fr, "1 500", "1 500"),
        (Lang::Fr, "24 h", "24 h"),
        (Lang::Fr, "24h", "24 h"),
        (Lang::Fr, "24h*", "24h*"),
        (Lang::Fr, "prud'hom*", "prud'hom*"),
        (Lang::Fr, "cyber-sécurité", "cyber-sécurité"),
        (Lang::Fr, "/radicalis(é|ée|ation)/", "/radicalis(é|ée|ation)/"),
        (Lang::Fr, "/[a-z]{3,}-[0-9]+/", "/[a-z]{3,}-[0-9]+/"),
        (Lang::Fr, "/.*-on/", "/.*-on/"),
        (Lang::Fr, "/l'.*/", "/l'.*/"),
        (Lang::Fr, "=MAP", "=MAP"),
        (Lang::En, "/l'espagne/", "/l'espagne/"),
        (Lang::Ar, "الإرهاب", "الارهاب"),
        (Lang::Ar, "/إرهاب(ي|ية)?/", "/إرهاب(ي|ية)?/"),
    ];
    for (lang, pattern, missing) in not_here {
        let one = report_of(pattern, lang, &["lit", "arme"]);
        assert_eq!((one.reach, one.missing.join(" ").as_str()), (Reach::NotHere, missing), "{pattern}");
    }
    assert_eq!(report_of("(lit|lut) (arme|)", Lang::Fr, &["lit"]).missing, [] as [String; 0]);
}

#[test]
fn a_matcher_is_shared_between_threads() {
    fn is_shared<T: Send + Sync>(_: &T) -> bool {
        true
    }
    let rules = coopsec::text::Rules { lang: Lang::Fr, elision: true, split_hyphens: false };
    let matcher =
        sample().compile(rules, &coopsec::corpus::Vocabulary::default(), &Control::default()).expect("it compiles");
    assert!(is_shared(&matcher));
}

#[test]
fn one_pattern_is_a_lexicon() {
    let reading = Reading { lang: Lang::Fr, split_hyphens: false, scope: NestedScope::Theme };
    let found = rows(&single("échange ~2 renseignement*").expect("a pattern"), "échange de renseignements", reading);
    assert_eq!(found.expect("rows").len(), 1);
    assert!(matches!(single("a ~2"), Err(Error::Pattern { column: 3, .. })));
}

proptest! {
    #[test]
    fn any_pattern_is_read_or_refused(pattern in "[a-c'\\-é ()|{}~0-9*?/\\\\=le\u{10000}\u{301}و]{0,24}") {
        let reading = Reading { lang: Lang::Fr, split_hyphens: pattern.len() % 2 == 0, scope: NestedScope::Theme };
        match single(&pattern) {
            Ok(lexicon) => match rows(&lexicon, "a b-c l'é 1 ( 2", reading) {
                Ok(rows) => prop_assert!(rows.iter().all(|row| row.pattern == pattern)),
                Err(error) => prop_assert!(error.to_string().contains("no text can have this token"), "{}", error),
            },
            Err(Error::Pattern { column, .. }) => prop_assert!(column <= pattern.chars().count() + 1),
            Err(other) => prop_assert!(false, "{}", other),
        }
    }

    #[test]
    fn any_text_is_read_or_refused_as_toml(toml in "[a-c.\\[\\]\"'=, \n#]{0,60}") {
        if let Ok(lexicon) = Lexicon::from_toml(&toml, "toml") {
            prop_assert_eq!(Lexicon::from_toml(&lexicon.to_toml(), "again").expect("reads back"), lexicon);
        }
    }
}
