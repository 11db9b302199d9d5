//! Zones and dates of press documents: the truth table, real articles, arbitrary text.

use coopsec::press::{Given, Press, ZoneKind, read};
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::shared::shared;

fn plain(text: &str) -> Press {
    read(&Given { text, ..Given::default() })
}

/// Start, precision and origin of the date.
fn dated(press: &Press) -> Option<(String, &'static str, &'static str)> {
    press
        .date
        .as_ref()
        .map(|found| (found.reading.start.to_string(), found.reading.precision.name(), found.origin.name()))
}

fn is_dated(press: &Press, start: &str, precision: &str, origin: &str) -> bool {
    dated(press).is_some_and(|found| found == (start.to_owned(), precision, origin))
}

fn zone<'t>(press: &Press, text: &'t str, kind: ZoneKind) -> Option<&'t str> {
    press.zones.iter().find(|zone| zone.kind == kind).map(|zone| &text[zone.start..zone.end])
}

#[test]
fn the_seeds_are_read_as_stated() {
    let Some(folder) = shared("seeds") else { return };
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    names.sort();
    let texts: Vec<String> = names.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let read: Vec<Press> = texts.iter().map(|text| plain(text)).collect();
    assert_eq!(texts.len(), 5);
    assert!(is_dated(&read[0], "2017-08-01", "month", "header"));
    assert!(is_dated(&read[1], "2020-11-01", "month", "header"));
    assert!(is_dated(&read[2], "2018-12-01", "month", "header"));
    assert_eq!(dated(&read[3]), None);
    assert!(is_dated(&read[4], "2015-05-28", "day", "line"));
    assert_eq!(zone(&read[1], &texts[1], ZoneKind::Credit), Some("© Copyright : DR"));
    assert_eq!(read[1].rubric.as_deref(), Some("Kiosque360"));
    assert_eq!(read[2].rubric.as_deref(), Some("INTERNATIONAL"));
    assert!(
        read[2].title.as_deref().is_some_and(|title| title.starts_with("L'expertise") && title.ends_with("européens"))
    );
    assert_eq!(read[4].source.as_deref(), Some("MAP"));
    let kinds: Vec<Vec<&str>> = read.iter().map(|p| p.zones.iter().map(|zone| zone.kind.name()).collect()).collect();
    assert_eq!(kinds[0], ["header"]);
    assert_eq!(kinds[1], ["header", "credit", "rubric"]);
    assert_eq!(kinds[2], ["header", "rubric", "title"]);
    assert!(kinds[3].is_empty());
    assert_eq!(kinds[4], ["date_line", "source_line"]);
}

/// Headings and paragraphs of a simple page, separated by blank lines, and the number of leading headings.
fn paragraphs(html: &str) -> (String, usize) {
    let mut found: Vec<String> = Vec::new();
    let mut headings = 0;
    for tag in html.split("\n\t<").skip(1).filter(|tag| tag.starts_with(['h', 'p'])) {
        let Some((name, rest)) = tag.split_once('>') else { continue };
        let body = rest.split("</").next().unwrap_or_default();
        if name.starts_with('h') && headings == found.len() {
            headings += 1;
        }
        found.push(body.replace("&amp;", "&").replace('\n', " "));
    }
    (found.join("\n\n"), headings)
}

#[test]
fn wikinews_is_dated_by_its_datelines() {
    let Some(folder) = shared("data/wikinews_fr/documents") else { return };
    let mut dated_by_line = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let html = std::fs::read_to_string(&path).unwrap();
        let (text, title_lines) = paragraphs(html.split_once("<body>").unwrap().1);
        let press = read(&Given { text: &text, title_lines, filename: Some(&name), ..Given::default() });
        let kinds: Vec<_> = press.zones.iter().map(|zone| zone.kind.name()).collect();
        if name == "45513.html" {
            assert_eq!(dated(&press), None);
            assert_eq!(kinds, ["title"]);
            continue;
        }
        assert_eq!(kinds, ["title", "dateline"], "{name}");
        let (start, precision, origin) = dated(&press).unwrap_or_else(|| panic!("{name} is dated: {text:.300}"));
        assert_eq!((&start[..4], precision, origin), ("2012", "day", "dateline"), "{name}");
        assert_eq!(press.conflicts, Vec::<String>::new(), "{name}");
        dated_by_line += 1;
    }
    assert_eq!(dated_by_line, 99);
}

/// Headlines and single sentences have no zones and no dates of their own, whatever dates they mention.
#[test]
fn headlines_and_sentences_stay_whole() {
    let Some(titles) = shared("data/press_titles/fr_DZA_elwata_geo.tsv") else { return };
    let Some(folder) = shared("data/ud") else { return };
    let table = std::fs::read_to_string(titles).unwrap();
    let mut texts: Vec<String> =
        table.lines().skip(1).filter_map(|row| row.rsplit('\t').next()).map(str::to_owned).collect();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "conllu") {
            let bank = std::fs::read_to_string(path).unwrap();
            texts.extend(bank.lines().filter_map(|line| line.strip_prefix("# text = ")).map(str::to_owned));
        }
    }
    assert!(texts.len() > 14_000, "{}", texts.len());
    let touched: Vec<&String> = texts.iter().filter(|text| !plain(text).zones.is_empty()).collect();
    // The remaining ones are only a date, with its paper or without it.
    assert!(touched.iter().all(|text| text.chars().filter(|c| c.is_alphabetic()).count() < 12), "{touched:?}");
    assert!(touched.len() <= 6, "{touched:?}");
}

#[test]
fn file_names_of_speeches_state_their_year() {
    let Some(folder) = shared("data/inaugural") else { return };
    let mut read_years = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".txt") || !name.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let press = read(&Given { text: "Fellow citizens.", filename: Some(&name), ..Given::default() });
        assert!(is_dated(&press, &format!("{}-01-01", &name[..4]), "year", "filename"), "{name}");
        read_years += 1;
    }
    assert!(read_years >= 50, "{read_years}");
}

#[test]
fn the_truth_table_holds() {
    let table: toml::Table = include_str!("../cases/press.toml").parse().unwrap();
    let cases = table["case"].as_array().unwrap();
    assert!(cases.len() > 50, "{}", cases.len());
    for case in cases {
        let word = |key: &str| case.get(key).map(|value| value.as_str().unwrap());
        let text = word("text").unwrap();
        let given = Given {
            text,
            lang: word("lang").map_or(Lang::Fr, |code| Lang::parse(code).unwrap()),
            date: word("given_date"),
            title: word("given_title"),
            source: word("given_source"),
            url: word("url"),
            filename: word("filename"),
            front_matter: true,
            ..Given::default()
        };
        check(case, text, &read(&given));
    }
}

/// Compares every key of the case; keys that it lacks must be absent, except warnings.
fn check(case: &toml::Value, text: &str, press: &Press) {
    let word = |key: &str| case.get(key).map(|value| value.as_str().unwrap());
    let list = |key: &str| -> Vec<String> {
        let items = case.get(key).and_then(toml::Value::as_array).into_iter().flatten();
        items.map(|item| item.as_str().unwrap().to_owned()).collect()
    };
    let found = press.date.as_ref();
    assert_eq!(
        found.map(|f| f.reading.start.to_string()),
        case.get("date").map(ToString::to_string),
        "date of {text:?}"
    );
    assert_eq!(found.map(|f| f.origin.name()), word("origin"), "origin of {text:?}");
    let precision = found.map(|f| f.reading.precision.name()).filter(|name| *name != "day");
    assert_eq!(precision, word("precision"), "precision of {text:?}");
    if let Some(raw) = word("raw") {
        assert_eq!(found.map(|f| f.raw.as_str()), Some(raw), "raw of {text:?}");
    }
    assert_eq!(press.source.as_deref(), word("source").or(word("given_source")), "source of {text:?}");
    assert_eq!(press.rubric.as_deref(), word("rubric"), "rubric of {text:?}");
    assert_eq!(press.title.as_deref(), word("title").or(word("given_title")), "title of {text:?}");
    assert_eq!(press.conflicts, list("conflicts"), "conflicts of {text:?}");
    let zones: Vec<String> =
        press.zones.iter().map(|zone| format!("{}: {}", zone.kind.name(), &text[zone.start..zone.end])).collect();
    assert_eq!(zones, list("zones"), "zones of {text:?}");
    for warning in list("warnings") {
        assert!(press.warnings.contains(&warning), "{warning} in {:?} of {text:?}", press.warnings);
    }
}

#[test]
fn front_matter_belongs_to_files_alone() {
    let text = "---\ndate: 2015-05-28\nlang: es\nauthor: X\n---\nTexto.";
    let file = read(&Given { text, front_matter: true, ..Given::default() });
    assert!(is_dated(&file, "2015-05-28", "day", "metadata"));
    assert_eq!(file.lang, Some(Lang::Es));
    assert_eq!(file.fields, [("author".to_owned(), "X".to_owned())]);
    assert_eq!(file.counted.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), ["Texto."]);
    let cell = read(&Given { text, ..Given::default() });
    assert!(cell.lang.is_none() && cell.fields.is_empty());
    assert!(cell.zones.iter().all(|zone| zone.kind != ZoneKind::FrontMatter));
}

#[test]
fn line_ends_make_no_difference() {
    let lines = ["Titre du jour", "", "Rabat, 28 mai 2015 (MAP) - Le texte.", "Il va plus loin.", "Source : MAP"];
    let read_with = |end: &str| {
        let text = lines.join(end);
        let press = plain(&text);
        let zones: Vec<_> = press.zones.iter().map(|z| (z.kind, text[z.start..z.end].to_owned())).collect();
        (dated(&press), zones, press.title, press.source)
    };
    let unix = read_with("\n");
    assert_eq!(unix.1.len(), 3);
    assert_eq!(read_with("\r\n"), unix);
    assert_eq!(read_with("\r"), unix);
}

#[test]
fn one_long_line_takes_no_longer_than_its_length() {
    for unit in ["mot ", "1 ", "(", "2015-", "\n", "a\n", "12 mai ", "\u{301}", "Lire aussi "] {
        let text = unit.repeat((1 << 20) / unit.len());
        let press = plain(&text);
        assert!(press.date.is_none(), "{unit:?}");
    }
}

fn assert_partition(text: &str, press: &Press) -> Result<(), TestCaseError> {
    let mut at = 0;
    for zone in &press.zones {
        prop_assert!(at <= zone.start && zone.start < zone.end && zone.end <= text.len(), "{:?}", press.zones);
        prop_assert!(text.is_char_boundary(zone.start) && text.is_char_boundary(zone.end));
        at = zone.end;
    }
    let fields = press.zones.iter().filter(|zone| zone.kind != ZoneKind::Title).map(|zone| zone.start..zone.end);
    let mut pieces: Vec<_> = fields.chain(press.counted.iter().cloned()).collect();
    prop_assert!(press.counted.windows(2).all(|pair| pair[0].end <= pair[1].start));
    pieces.sort_by_key(|piece| piece.start);
    let mut at = 0;
    for piece in pieces {
        prop_assert!(at <= piece.start, "pieces are disjoint");
        prop_assert!(text[at..piece.start].trim().is_empty(), "only white space is left out");
        at = piece.end;
    }
    prop_assert!(text[at..].trim().is_empty());
    Ok(())
}

/// Pieces of press lines, so that random documents meet every rule.
fn line() -> impl Strategy<Value = String> {
    let pieces = vec![
        "date 2017-08 ",
        "© Copyright : DR",
        "Kiosque360. ",
        "INTERNATIONAL ",
        "Rabat, ",
        "28 mai 2015 ",
        "(MAP) ",
        "- ",
        "Source : MAP",
        "Lire aussi : ",
        "Publié le ",
        "Mis à jour le ",
        "05/12/2019",
        " à 10h20",
        "مدريد/",
        "18 دجنبر 2014",
        "/ومع/",
        "Le texte va plus loin. ",
        "---",
        "date: 2015",
        ":",
        "é\u{301}",
        "\u{AD}",
        "\u{FEFF}",
        "l'été 2015",
        "|",
    ];
    prop::collection::vec(
        prop_oneof![4 => prop::sample::select(pieces).prop_map(str::to_owned), 1 => "\\PC{0,12}"],
        0..5,
    )
    .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn zones_and_counted_ranges_part_any_text(lines in prop::collection::vec(line(), 0..12), end in prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\u{2028}"]), title_lines in 0usize..3, front_matter: bool) {
        let text = lines.join(end);
        let given = Given { text: &text, title_lines, front_matter, date: Some(&text), url: Some(&text), filename: Some(&text), ..Given::default() };
        assert_partition(&text, &read(&given))?;
        assert_partition(&text, &plain(&text))?;
    }

    #[test]
    fn any_characters_are_parted(text in any::<String>()) {
        assert_partition(&text, &plain(&text))?;
    }

    #[test]
    fn prose_is_never_swallowed(paragraphs in prop::collection::vec(prop::collection::vec("[a-zéèà]{1,12}", 1..60), 1..8)) {
        let written: Vec<String> = paragraphs.iter().map(|words| format!("Le {}.", words.join(" "))).collect();
        let text = written.join("\n\n");
        let press = plain(&text);
        prop_assert!(press.zones.is_empty(), "{:?}", press.zones);
        prop_assert_eq!(press.counted, vec![0..text.len()]);
    }
}
