//! From files to documents: the bundled sample corpus against its manifest, and real articles.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use coopsec::calendar::Every;
use coopsec::corpus::{Control, Corpus, Draft, files};
use coopsec::lexicon::Lexicon;
use coopsec::query::documents::{Documents, documents, stories};
use coopsec::query::{frequency, hits, themes};

use crate::sample::{build, dated, go, slice};
use crate::shared::shared;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(paths: &[PathBuf], folder: &Path) -> Corpus {
    let read = files::read_paths(paths, &Control::default()).expect("it is not stopped").into_iter().zip(paths).map(
        |(file, path)| {
            let id = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            Draft::from_file(file.unwrap().remove(0), &id, &path.to_string_lossy(), name)
        },
    );
    build(read.collect())
}

/// The files of a folder, sorted by name.
fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Compares a document with the manifest, key by key.
fn seen(table: &Documents, at: usize) -> [(&'static str, Option<String>); 9] {
    let word = |word: &str| Some(word.to_owned());
    [
        ("date_start", table.date_start[at].map(|date| date.to_string())),
        ("date_end", table.date_end[at].map(|date| date.to_string())),
        ("date_precision", word(table.date_precision[at])),
        ("date_origin", word(table.date_origin[at])),
        ("source", table.source[at].clone()),
        ("rubric", table.rubric[at].clone()),
        ("lang", word(table.lang[at])),
        ("encoding", table.encoding[at].as_ref().map(|name| name.to_lowercase())),
        ("path", Some(table.doc_id[at].clone())),
    ]
}

fn manifest() -> toml::Table {
    include_str!("../../corpus/manifest.toml").parse().unwrap()
}

fn sample_corpus() -> Corpus {
    let folder = root().join("corpus");
    let manifest = manifest();
    let documents = manifest["document"].as_array().unwrap();
    let paths: Vec<PathBuf> = documents.iter().map(|entry| folder.join(entry["path"].as_str().unwrap())).collect();
    read(&paths, &folder)
}

#[test]
fn the_sample_corpus_is_read_as_its_manifest_says() {
    let table = documents(&sample_corpus(), &go()).unwrap();
    let manifest = manifest();
    let entries = manifest["document"].as_array().unwrap();
    assert!(entries.len() > 100, "{}", entries.len());
    let mut wrong = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let word = |key: &str| entry.get(key).map(|value| value.as_str().unwrap().to_owned());
        for (key, found) in seen(&table, at) {
            if found != word(key) {
                wrong.push(format!("{}: {key} is {found:?}, not {:?}", table.doc_id[at], word(key)));
            }
        }
        // The manifest only states a title if a zone has it beyond doubt.
        if word("title").is_some() && table.title[at] != word("title") {
            wrong.push(format!("{}: title is {:?}", table.doc_id[at], table.title[at]));
        }
        if entry.get("conflict").is_some() == table.date_conflicts[at].is_empty() {
            wrong.push(format!("{}: conflicts are {:?}", table.doc_id[at], table.date_conflicts[at]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn reports_that_nearly_repeat_each_other_are_one_story() {
    let corpus = sample_corpus();
    let (table, story) = (documents(&corpus, &go()).unwrap(), stories(&corpus, &go()).unwrap());
    let manifest = manifest();
    let place = |path: &str| table.doc_id.iter().position(|id| id == path).unwrap();
    let mut repeated = 0;
    for entry in manifest["document"].as_array().unwrap() {
        let Some(first) = entry.get("same_story_as") else { continue };
        let pair = [place(entry["path"].as_str().unwrap()), place(first.as_str().unwrap())];
        assert_eq!(story[pair[0]], story[pair[1]], "{}", entry["path"]);
        repeated += 1;
    }
    let stories: BTreeSet<i64> = story.iter().copied().collect();
    assert_eq!(stories.len(), story.len() - repeated);
}

/// Every count of the built-in lexicon is the number of its hits, and every hit is where its row says.
fn audit(corpus: &Corpus) -> i64 {
    let path = root().join("python/coopsec/lexicons/security-cooperation.toml");
    let lexicon = Lexicon::from_toml(&std::fs::read_to_string(path).unwrap(), "security-cooperation").unwrap();
    let ask = themes::Ask { every: Some(Every::Quarter), ..themes::Ask::default() };
    let table = themes::themes(corpus, &lexicon, &ask, &go()).unwrap();
    let listed = hits::hits(corpus, &lexicon, hits::Ask { rollup: true, ..hits::Ask::default() }, &go());
    let listed = listed.unwrap();
    for theme in lexicon.themes() {
        let rows = table.theme.iter().zip(&table.count).filter(|(name, _)| *name == Some(&theme.name));
        let count: i64 = rows.map(|(_, count)| count).sum();
        let found = listed.theme.iter().filter(|name| *name == Some(&theme.name)).count();
        assert_eq!(count, found as i64, "{}", theme.name);
    }
    for row in 0..listed.doc_id.len() {
        let document = (0..corpus.len()).find(|&at| Some(corpus.id(at)) == listed.doc_id.get(row)).unwrap();
        assert_eq!(slice(&corpus.text(document), listed.start[row], listed.end[row]), &listed.matched[row]);
    }
    table.count.iter().sum()
}

#[test]
fn themes_of_the_sample_corpus_equal_their_hits() {
    assert!(audit(&sample_corpus()) > 500);
}

#[test]
fn the_seed_articles_are_dated_and_audited() {
    let Some(folder) = shared("seeds") else { return };
    let paths: Vec<PathBuf> =
        list(&folder).into_iter().filter(|path| path.extension().is_some_and(|suffix| suffix == "txt")).collect();
    let corpus = read(&paths, &folder);
    let table = documents(&corpus, &go()).unwrap();
    let dates: Vec<Option<String>> = table.date_start.iter().map(|date| date.map(|date| date.to_string())).collect();
    let dates: Vec<Option<&str>> = dates.iter().map(Option::as_deref).collect();
    assert_eq!(dates, [Some("2017-08-01"), Some("2020-11-01"), Some("2018-12-01"), None, Some("2015-05-28")]);
    assert_eq!(table.date_precision, ["month", "month", "month", "none", "day"]);
    assert_eq!(table.date_origin, ["header", "header", "header", "none", "line"]);
    assert_eq!(table.source[4].as_deref(), Some("MAP"));
    assert!(audit(&corpus) > 50);
}

#[test]
fn real_pages_are_dated_by_their_datelines() {
    let Some(folder) = shared("data/wikinews_fr/documents") else { return };
    let paths = list(&folder);
    assert_eq!(paths.len(), 100);
    let corpus = read(&paths, &folder);
    let table = documents(&corpus, &go()).unwrap();
    let undated: Vec<&str> =
        (0..100).filter(|&at| table.date_origin[at] != "dateline").map(|at| table.doc_id[at].as_str()).collect();
    assert_eq!(undated, ["45513.html"]);
    assert_eq!(table.date.iter().filter(|date| date.is_some()).count(), 99);
    audit(&corpus);
}

/// Dated headlines of a newspaper: id, date and title from each row of a table.
fn headlines(table: &str) -> Vec<Draft> {
    let mut rows = table.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let column = |name: &str| header.iter().position(|known| *known == name).unwrap();
    let (id, date, title) = (column("id"), column("date"), column("title"));
    rows.map(|row| dated(row[id], row[date], row[title])).collect()
}

#[test]
fn days_without_headlines_are_in_the_calendar_and_the_sums_are_the_corpus() {
    let Some(path) = shared("data/press_titles/fr_TUN_realit.tsv") else { return };
    let mut drafts = headlines(&std::fs::read_to_string(path).unwrap());
    assert_eq!(drafts.len(), 23_042);
    // The days without headlines are in March 2019.
    drafts.truncate(5_000);
    let mut days: BTreeMap<String, i64> = BTreeMap::new();
    for draft in &drafts {
        *days.entry(draft.date.clone().unwrap()).or_default() += 1;
    }
    let corpus = build(drafts);
    let ask = frequency::Ask { every: Some(Every::Day), ..frequency::Ask::default() };
    let table = frequency::frequency(&corpus, &ask, &go()).unwrap();
    let tokens: usize = (0..corpus.len()).map(|at| corpus.document(at).n_tokens).sum();
    assert_eq!(table.count.iter().sum::<i64>(), tokens as i64);
    let mut empty = 0;
    for at in 0..table.count.len() {
        let day = table.period[at].unwrap();
        assert_eq!(table.n_docs[at], days.get(&day.to_string()).copied().unwrap_or_default(), "{day}");
        if table.n_docs[at] == 0 {
            assert_eq!((table.term.get(at), table.n_tokens[at], table.per_million.get(at)), (None, 0, None));
            empty += 1;
        }
    }
    let mut periods: Vec<_> = table.period.iter().collect();
    periods.dedup();
    assert!(empty > 0 && periods.len() == days.len() + empty);
    assert!(periods.windows(2).all(|pair| pair[0].unwrap().tomorrow().ok() == pair[1]));
}
