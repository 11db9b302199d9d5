//! The saved index: it answers like the corpus in memory, whole or appended to, and damaged files are refused by name.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use coopsec::Error;
use coopsec::calendar::Every;
use coopsec::corpus::{self, Control, Corpus, Draft, Need, Options, Saving};
use coopsec::lexicon::Lexicon;
use coopsec::query::{documents, dtm, frequency, hits, keyness, kwic, themes};
use coopsec::text::Lang;
use proptest::prelude::*;

use crate::sample::{build, dated, draft, drafts, lexicon};

/// A folder for one test, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("coopsec-index-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }

    /// Files by name, except the lock.
    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.file_name().unwrap() != "lock");
        files.sort();
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn save(corpus: &Corpus, folder: &Folder) {
    let _ = corpus.save(&folder.0, &Saving::default(), &Control::default()).unwrap();
}

fn append(corpus: &Corpus, drafts: Vec<Draft>) -> Corpus {
    corpus.append(drafts, Vec::new(), &Control::default()).unwrap()
}

fn refusal<T>(result: coopsec::Result<T>) -> String {
    match result {
        Err(error @ Error::SavedIndex { .. }) => error.to_string(),
        Err(error) => panic!("{error:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

/// The answers to all questions, or the first error.
fn try_answers(corpus: &Corpus, every: Option<Every>) -> coopsec::Result<Vec<String>> {
    let ask = frequency::Ask { every, ..frequency::Ask::default() };
    let pairs = frequency::Ask { ngram: 2, top: Some(5), ..ask.clone() };
    let over_time = themes::Ask { every, ..themes::Ask::default() };
    let exact = Lexicon::from_toml("[theme.exact]\npatterns = ['=Drogue', '=le']", "exact")?;
    let rollup = hits::Ask { rollup: true, ..hits::Ask::default() };
    let all: Vec<u32> = (0..corpus.len() as u32).collect();
    let (left, right) = all.split_at(all.len() / 2);
    let sides = (corpus.select(left), corpus.select(right));
    let every_term = keyness::Ask { min_count: 1, min_doc_freq: 1, ..keyness::Ask::default() };
    Ok(vec![
        format!("{:?}", themes::themes(corpus, &lexicon(), &over_time, &Control::default())?),
        format!("{:?}", themes::themes(corpus, &exact, &over_time, &Control::default())?),
        format!("{:?}", hits::hits(corpus, &lexicon(), rollup, &Control::default())?),
        format!(
            "{:?}",
            kwic::kwic(
                corpus,
                "(l' espagne|drogue)",
                kwic::Ask { window: 3, across_sentences: false },
                &Control::default()
            )?
        ),
        format!("{:?}", frequency::frequency(corpus, &ask, &Control::default())?),
        format!("{:?}", frequency::frequency(corpus, &pairs, &Control::default())?),
        format!("{:?}", dtm::dtm(corpus, &Control::default())?.named(corpus)),
        format!("{:?}", keyness::keyness(&sides.0, &sides.1, &every_term, &Control::default())?),
        format!("{:?}", documents::documents(corpus, &Control::default())?),
        format!("{:?}", documents::stories(corpus, &Control::default())?),
        format!("{:?}", documents::fields(corpus, &Control::default())?),
        format!(
            "{:?}",
            (0..corpus.len()).map(|at| (corpus.text(at).into_owned(), corpus.body(at))).collect::<Vec<_>>()
        ),
    ])
}

fn answers(corpus: &Corpus, every: Option<Every>) -> Vec<String> {
    try_answers(corpus, every).unwrap()
}

/// Documents for several parts, with front matter, near-duplicates, warnings and duplicate identities.
fn many() -> Vec<Draft> {
    let themes = ["la drogue", "le terrorisme", "un trafic de drogue", "l’Espagne"];
    let text = |n: usize| {
        let body =
            format!("Le mot{} dit {}. Ensuite {} et encore un mot, dit-on.", n % 37, themes[n % 4], themes[n % 3]);
        let front = if n.is_multiple_of(5) { format!("---\nsujet: s{}\n---\n", n % 3) } else { String::new() };
        format!("{front}{} {}", body.repeat(1 + n % 3), if n.is_multiple_of(7) { "\u{fffd}" } else { "😀" })
    };
    let date = |n: usize| format!("20{:02}-{:02}", 10 + n % 9, 1 + n % 12);
    (0..400).map(|n| Draft { front_matter: true, ..dated(&format!("d{}", n % 390), &date(n), &text(n)) }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn saved_and_appended_answer_as_in_memory(drafts in drafts(), cuts in prop::collection::vec(0usize..12, 0..3)) {
        let expected = answers(&build(drafts.clone()), Some(Every::Month));
        let whole = Folder::new();
        save(&build(drafts.clone()), &whole);
        prop_assert_eq!(&answers(&Corpus::open(&whole.0).unwrap(), Some(Every::Month)), &expected);

        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(drafts.len())).collect();
        cuts.extend([0, drafts.len()]);
        cuts.sort_unstable();
        let pieces: Vec<Vec<Draft>> = cuts.windows(2).map(|cut| drafts[cut[0]..cut[1]].to_vec()).collect();
        let folder = Folder::new();
        let mut memory = build(pieces[0].clone());
        save(&memory, &folder);
        let mut opened = Corpus::open(&folder.0).unwrap();
        for piece in &pieces[1..] {
            memory = append(&memory, piece.clone());
            opened = append(&opened, piece.clone());
        }
        prop_assert_eq!(&answers(&memory, Some(Every::Month)), &expected);
        prop_assert_eq!(&answers(&opened, Some(Every::Month)), &expected);
        prop_assert_eq!(&answers(&Corpus::open(&folder.0).unwrap(), Some(Every::Month)), &expected);
        // Saving merges segments into one, replacing the very files that they are mapped from.
        let saved = opened.save(&folder.0, &Saving::default(), &Control::default()).unwrap().expect("its own folder");
        prop_assert_eq!(&answers(&append(&saved, Vec::new()), Some(Every::Month)), &expected);
        prop_assert_eq!(&answers(&opened, Some(Every::Month)), &expected);
        prop_assert_eq!(&answers(&Corpus::open(&folder.0).unwrap(), Some(Every::Month)), &expected);
    }

    #[test]
    fn a_view_is_saved_with_its_documents_alone(drafts in drafts(), keep in any::<u16>(), known in any::<bool>()) {
        let positions: Vec<u32> = (0..drafts.len() as u32).filter(|at| keep >> at & 1 == 1).collect();
        let corpus = build(drafts);
        let view = corpus.select(&positions);
        if known {
            documents::stories(&corpus, &Control::default()).unwrap();
        }
        let folder = Folder::new();
        save(&view, &folder);
        let opened = Corpus::open(&folder.0).unwrap();
        let (mut found, mut expected) = (answers(&opened, None), answers(&view, None));
        if !known {
            // Unless they were found before, stories are those of the saved documents on their own.
            found.remove(9);
            expected.remove(9);
        }
        prop_assert_eq!(found, expected);
        prop_assert!(opened.store().vocabulary.len() <= corpus.store().vocabulary.len());
    }

    #[test]
    fn arbitrary_text_comes_back(texts in prop::collection::vec("(?s).{0,60}", 0..5)) {
        let drafts: Vec<Draft> = texts.iter().enumerate().map(|(n, text)| draft(&n.to_string(), text)).collect();
        for lang in Lang::ALL.map(Some).into_iter().chain([None]) {
            let options = Options { lang, ..Options::default() };
            let corpus = Corpus::build(drafts.clone(), options, &Control::default()).unwrap();
            let folder = Folder::new();
            save(&corpus, &folder);
            prop_assert_eq!(answers(&Corpus::open(&folder.0).unwrap(), None), answers(&corpus, None));
        }
    }
}

#[test]
fn many_documents_in_many_parts() {
    let expected = answers(&build(many()), Some(Every::Quarter));
    let folder = Folder::new();
    let (first, rest) = (many()[..150].to_vec(), many()[150..].to_vec());
    save(&build(first), &folder);
    let opened = Corpus::open(&folder.0).unwrap();
    let before = answers(&opened, Some(Every::Quarter));
    let (second, third) = rest.split_at(3);
    let appended = append(&append(&opened, second.to_vec()), third.to_vec());
    // Duplicate identities are numbered as if all documents were read at once.
    assert_eq!(answers(&appended, Some(Every::Quarter)), expected);
    assert_eq!(answers(&opened, Some(Every::Quarter)), before);
    assert_eq!(appended.folder(), Some(folder.0.as_path()));
    let checked = corpus::check(&folder.0, &Control::default()).unwrap();
    assert_eq!(checked.len() + 1, folder.files().len());
}

#[test]
fn stories_are_saved_where_they_were_known() {
    let folder = Folder::new();
    let corpus = build(many());
    save(&corpus, &folder);
    assert!(!folder.files().iter().any(|path| path.extension().is_some_and(|suffix| suffix == "stories")));
    let known = documents::stories(&corpus, &Control::default()).unwrap();
    save(&corpus, &folder);
    assert!(folder.files().iter().any(|path| path.extension().is_some_and(|suffix| suffix == "stories")));
    let opened = Corpus::open(&folder.0).unwrap();
    assert_eq!(documents::stories(&opened, &Control::default()).unwrap(), known);
    // Saved again without being read.
    let other = Folder::new();
    save(&Corpus::open(&folder.0).unwrap(), &other);
    assert!(other.files().iter().any(|path| path.extension().is_some_and(|suffix| suffix == "stories")));
}

#[test]
fn without_texts_what_reads_them_says_so() {
    let folder = Folder::new();
    let memory = build(many());
    memory.save(&folder.0, &Saving { texts: false, ..Saving::default() }, &Control::default()).unwrap();
    let opened = Corpus::open(&folder.0).unwrap();
    let ask = themes::Ask::default();
    let counted =
        |corpus: &Corpus| format!("{:?}", themes::themes(corpus, &lexicon(), &ask, &Control::default()).unwrap());
    assert_eq!(counted(&opened), counted(&memory));
    let pairs = frequency::Ask { ngram: 2, ..frequency::Ask::default() };
    let terms = |corpus: &Corpus| format!("{:?}", frequency::frequency(corpus, &pairs, &Control::default()).unwrap());
    assert_eq!(terms(&opened), terms(&memory));
    let exact = Lexicon::from_toml("[theme.exact]\npatterns = ['=Le']", "exact").unwrap();
    assert!(refusal(themes::themes(&opened, &exact, &ask, &Control::default())).contains("saved without texts"));
    assert!(
        refusal(hits::hits(&opened, &lexicon(), hits::Ask::default(), &Control::default()))
            .contains("saved without texts")
    );
    assert!(refusal(opened.ready_at(0)).contains("saved without texts"));
    let other = Folder::new();
    assert!(refusal(opened.save(&other.0, &Saving::default(), &Control::default())).contains("saved without texts"));
    assert!(!other.0.exists());
    // The same goes for views, whose sentences cannot be found again without texts, and for segments.
    let view = opened.select(&[0, 2, 399]);
    view.save(&other.0, &Saving { texts: false, ..Saving::default() }, &Control::default()).unwrap();
    assert_eq!(terms(&Corpus::open(&other.0).unwrap()), terms(&view));
    let more = append(&opened, vec![draft("new", "Le terrorisme. Encore.")]);
    assert_eq!(more.len(), 401);
    assert!(refusal(more.ready(Need::Texts)).contains("saved without texts"));
}

#[test]
fn options_and_attached_files_are_kept() {
    let options = Options { lang: None, fallback: Lang::Es, elision: false, split_hyphens: true };
    let corpus = Corpus::build(vec![draft("a", "l'Espagne porte-parole")], options, &Control::default()).unwrap();
    let folder = Folder::new();
    let attached = vec![("own.arrow".to_owned(), b"abc".to_vec())];
    corpus.save(&folder.0, &Saving { texts: true, attached }, &Control::default()).unwrap();
    let opened = Corpus::open(&folder.0).unwrap();
    let found = opened.store().options;
    assert_eq!(format!("{found:?}"), format!("{options:?}"));
    let appended = append(&opened, vec![draft("b", "l'Espagne")]);
    let own = appended.attached("own.arrow").unwrap();
    assert_eq!(own, [(1, Some(b"abc".to_vec())), (1, None)]);
    assert_eq!(appended.attached("else").unwrap(), [(1, None), (1, None)]);
    assert_eq!(answers(&appended, None).len(), 12);
    // An appended document is tokenised with the options of the index.
    assert_eq!(appended.types(1).len(), 1);
}

#[test]
fn nothing_at_all_is_saved_and_appended_to() {
    let folder = Folder::new();
    save(&build(Vec::new()), &folder);
    let opened = Corpus::open(&folder.0).unwrap();
    assert_eq!(answers(&opened, Some(Every::Year)), answers(&build(Vec::new()), Some(Every::Year)));
    assert_eq!(answers(&append(&opened, many()), None), answers(&build(many()), None));
}

/// What a reader gets from a folder: the answers, or an error that names a file in it.
fn found(folder: &Path) -> Result<Vec<String>, String> {
    match Corpus::open(folder).and_then(|corpus| try_answers(&corpus, None)) {
        Ok(answers) => Ok(answers),
        Err(error) => {
            let message = error.to_string();
            assert!(message.contains(folder.to_str().unwrap()), "{message}");
            Err(message)
        }
    }
}

/// Texts of several blocks, with characters of every length at the boundaries, and matches that cross sentences.
#[test]
fn contexts_of_long_texts_are_those_of_memory() {
    let words = [
        "été",
        "la lutte contre",
        "le\u{202f}terrorisme",
        "😀",
        "fin.",
        "«\u{a0}La lutte",
        "contre le terrorisme\u{a0}!",
        "\n\nIl",
    ];
    let text = |n: usize| (0..40 * n).map(|at| words[at * (at + n) % 8]).collect::<Vec<_>>().join(" ");
    let drafts: Vec<Draft> = (0..12).map(|n| dated(&format!("d{n}"), "2015-01", &text(n))).collect();
    let memory = build(drafts);
    let folder = Folder::new();
    let lexicon =
        Lexicon::from_toml("theme.a.patterns = ['la lutte contre', 'contre ~3 terrorisme', 'contre fin']", "x");
    let lexicon = lexicon.unwrap();
    let ask = themes::Ask { every: Some(Every::Year), ..themes::Ask::default() };
    let count = |corpus: &Corpus| themes::themes(corpus, &lexicon, &ask, &Control::default()).unwrap().count;
    // In memory, sentences are found on demand; the saved index stores them.
    let counted = count(&memory);
    save(&memory, &folder);
    let opened = Corpus::open(&folder.0).unwrap();
    assert!(counted[0] > 100);
    assert_eq!(count(&opened), counted);
    assert_eq!(count(&memory), counted);
    for (window, across_sentences) in [(0, false), (8, false), (8, true), (500, true)] {
        let ask = kwic::Ask { window, across_sentences };
        for pattern in ["terrorisme", "contre ~3 terrorisme", "la lutte contre"] {
            let lines = |corpus: &Corpus| kwic::kwic(corpus, pattern, ask, &Control::default()).unwrap();
            let (own, packed) = (lines(&memory), lines(&opened));
            assert!(own.start.len() > 10);
            assert_eq!((own.left, own.keyword, own.right), (packed.left, packed.keyword, packed.right));
            assert_eq!((own.start, own.end, own.doc_id), (packed.start, packed.end, packed.doc_id));
        }
    }
}

/// Appending does not read existing tokens and texts; damage in them is refused when they are read.
#[test]
fn an_append_reads_the_documents_alone() {
    let folder = Folder::new();
    save(&build(many()[..140].to_vec()), &folder);
    let columns = folder.0.join("000001.columns");
    let mut bytes = fs::read(&columns).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&columns, &bytes).unwrap();
    let appended = append(&Corpus::open(&folder.0).unwrap(), many()[140..160].to_vec());
    assert_eq!(appended.len(), 160);
    assert!(refusal(appended.ready(Need::Columns)).contains("000001.columns"));
    appended.ready(Need::Types).unwrap();
}

/// Contexts only read the blocks that they need. Any damage in these is refused; damage elsewhere changes nothing, and
/// is found when everything is checked.
#[test]
fn a_context_is_that_of_the_text_or_refused() {
    /// Bytes between one damaged byte and the next.
    const STEP: usize = 13;
    let folder = Folder::new();
    let far = "Un autre mot, dit-on ici et ailleurs. ".repeat(40);
    let texts = [format!("{far}La drogue. {far}"), far.clone(), format!("Drogue, {far}"), far];
    let dated = |(n, text): (usize, &String)| dated(&format!("d{n}"), "2015-01", text);
    save(&build(texts.iter().enumerate().map(dated).collect()), &folder);
    let ask = kwic::Ask { window: 2, across_sentences: false };
    let lines = |corpus: &Corpus| {
        let lines = kwic::kwic(corpus, "drogue", ask, &Control::default())?;
        Ok(format!("{lines:?}"))
    };
    let expected = lines(&Corpus::open(&folder.0).unwrap()).unwrap();
    for name in ["000001.columns", "000001.texts"] {
        let path = folder.0.join(name);
        let bytes = fs::read(&path).unwrap();
        let (mut refused, mut unread) = (0, 0);
        // The header is already checked when the index is opened.
        for place in (16..bytes.len()).step_by(STEP) {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            fs::write(&path, &changed).unwrap();
            let opened = Corpus::open(&folder.0).unwrap();
            match lines(&opened) {
                Ok(found) => {
                    assert_eq!(found, expected, "{name} {place}");
                    unread += 1;
                }
                Err(error) => {
                    assert!(refusal::<()>(Err(error)).contains(name), "{name} {place}");
                    // It stays refused, whether asked again or checked as a whole.
                    assert!(refusal(lines(&opened)).contains(name), "{name} {place}");
                    refused += 1;
                }
            }
            assert!(refusal(opened.ready(Need::Texts)).contains(name), "{name} {place}");
        }
        assert!(refused > 20 && unread > 20, "{name}: {refused} refused, {unread} not read");
        fs::write(&path, &bytes).unwrap();
    }
    // Blocks that were checked one by one are still checked with the whole, and the other way round.
    let opened = Corpus::open(&folder.0).unwrap();
    assert_eq!(lines(&opened).unwrap(), expected);
    opened.ready(Need::Texts).unwrap();
    assert_eq!(lines(&opened).unwrap(), expected);
}

/// An index of two segments with every kind of file.
fn index_of_everything(folder: &Folder) -> Vec<String> {
    let corpus = build(many()[..140].to_vec());
    let attached = vec![("own.arrow".to_owned(), vec![7; 100])];
    corpus.save(&folder.0, &Saving { texts: true, attached }, &Control::default()).unwrap();
    let opened = Corpus::open(&folder.0).unwrap();
    let appended = append(&opened, many()[140..160].to_vec());
    answers(&appended, None)
}

#[test]
fn a_changed_byte_is_refused_by_name() {
    let folder = Folder::new();
    let expected = index_of_everything(&folder);
    let files = folder.files();
    assert_eq!(files.len(), 9);
    for path in files {
        let bytes = fs::read(&path).unwrap();
        let step = (bytes.len() / 16).max(1);
        let places = (0..bytes.len().min(48)).chain((48..bytes.len()).step_by(step)).chain(bytes.len().checked_sub(1));
        for place in places {
            let mut changed = bytes.clone();
            changed[place] ^= 1 << (place % 8);
            fs::write(&path, &changed).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let message = refusal(corpus::check(&folder.0, &Control::default()));
            assert!(message.contains(name), "{name} {place}: {message}");
            if name != "000001.own.arrow" {
                // Only the attached file, which no question reads, may be damaged unnoticed.
                let message = found(&folder.0).expect_err("a damage goes unnoticed");
                assert!(message.contains(name), "{name} {place}: {message}");
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(found(&folder.0).unwrap(), expected);
}

#[test]
fn a_cut_or_missing_file_is_refused_by_name() {
    let folder = Folder::new();
    index_of_everything(&folder);
    for path in folder.files() {
        let bytes = fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        for length in [0, 1, bytes.len() / 2, bytes.len() - 1] {
            fs::write(&path, &bytes[..length]).unwrap();
            let message = refusal(Corpus::open(&folder.0));
            assert!(message.contains(name), "{name}: {message}");
        }
        fs::write(&path, [&*bytes, b"x"].concat()).unwrap();
        assert!(refusal(Corpus::open(&folder.0)).contains(name));
        fs::remove_file(&path).unwrap();
        let message = refusal(Corpus::open(&folder.0));
        assert!(message.contains(name), "{name}: {message}");
        fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn another_format_rules_or_byte_order_is_told_as_such() {
    let folder = Folder::new();
    save(&build(many()[..3].to_vec()), &folder);
    let current = folder.0.join("CURRENT");
    let pointer = fs::read_to_string(&current).unwrap();
    fs::write(&current, pointer.replacen("index 4", "index 1", 1)).unwrap();
    assert!(refusal(Corpus::open(&folder.0)).contains("its format is 1, but"));

    fs::write(&current, pointer).unwrap();

    let manifest = fs::read_to_string(manifest_of(&folder)).unwrap();
    let rules = manifest.lines().find(|line| line.starts_with("rules")).unwrap();
    write_manifest(&folder, &manifest.replace(rules, "rules = 1"));
    assert!(refusal(Corpus::open(&folder.0)).contains("rules for tokens and sentences"));
    write_manifest(&folder, &manifest);

    let columns = folder.0.join("000001.columns");
    let mut bytes = fs::read(&columns).unwrap();
    fs::write(&columns, [b"C", &bytes[1..]].concat()).unwrap();
    assert!(refusal(Corpus::open(&folder.0)).contains("does not begin like a file of an index"));
    bytes[8..12].reverse();
    bytes[12..16].reverse();
    fs::write(&columns, &bytes).unwrap();
    assert!(refusal(Corpus::open(&folder.0)).contains("byte order"));
}

#[test]
fn a_directory_that_does_not_describe_the_files_is_refused() {
    let folder = Folder::new();
    save(&build(many()[..3].to_vec()), &folder);
    let is_refused = || assert!(refusal(Corpus::open(&folder.0)).contains("its directory does not describe the files"));
    let manifest = fs::read_to_string(manifest_of(&folder)).unwrap();
    write_manifest(&folder, &manifest.replace("documents = 3", "documents = 4"));
    is_refused();

    let path = folder.0.join("000001.head");
    let head = fs::read(&path).unwrap();
    // Bytes of no column, a number more than the files need, and a type without its kind.
    for (column, more, bytes) in [(0, 0, 8), (3, 8, 8), (2, -1, 0)] {
        let mut changed = [&*head, &vec![0; bytes]].concat();
        let length = &mut changed[16 + 8 * column..][..8];
        let longer = i64::from_ne_bytes(length.try_into().unwrap()) + more;
        length.copy_from_slice(&longer.to_ne_bytes());
        fs::write(&path, &changed).unwrap();
        let mut table: toml::Table = manifest.parse().unwrap();
        let listed = table["segment"][0]["head"].as_table_mut().unwrap();
        listed.insert("bytes".to_owned(), (changed.len() as i64).into());
        listed.insert("crc32".to_owned(), format!("{:08x}", crc32(&changed)).into());
        write_manifest(&folder, &table.to_string());
        is_refused();
    }
}

/// The manifest that a saved index points to.
fn manifest_of(folder: &Folder) -> PathBuf {
    let pointer = fs::read_to_string(folder.0.join("CURRENT")).unwrap();
    folder.0.join(pointer.split_whitespace().nth(2).unwrap())
}

/// Replaces the manifest, and points to it with checksums that are right.
fn write_manifest(folder: &Folder, manifest: &str) {
    let path = manifest_of(folder);
    fs::write(&path, manifest).unwrap();
    let (name, length, crc) = (path.file_name().unwrap().to_str().unwrap(), manifest.len(), crc32(manifest.as_bytes()));
    let pointed = format!("coopsec-index 4 {name} {length} {crc:08x}");
    fs::write(folder.0.join("CURRENT"), format!("{pointed} {:08x}\n", crc32(pointed.as_bytes()))).unwrap();
}

/// CRC-32 (IEEE), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[test]
fn what_is_no_index_is_named() {
    let folder = Folder::new();
    let missing = Corpus::open(&folder.0).unwrap_err();
    assert!(matches!(&missing, Error::Io { path, .. } if *path == folder.0), "{missing:?}");
    fs::create_dir(&folder.0).unwrap();
    assert!(refusal(Corpus::open(&folder.0)).contains("no saved index"));
    let file = folder.0.join("file");
    fs::write(&file, "x").unwrap();
    assert!(matches!(Corpus::open(&file).unwrap_err(), Error::Io { path, .. } if path == file));
    assert!(matches!(build(Vec::new()).save(&file, &Saving::default(), &Control::default()), Err(Error::Io { .. })));
    // A folder with a foreign file is not written to.
    let message = refusal(build(Vec::new()).save(&folder.0, &Saving::default(), &Control::default()));
    assert!(message.contains("\"file\""), "{message}");
    assert_eq!(folder.files(), std::slice::from_ref(&file));
    fs::remove_file(&file).unwrap();
    save(&build(Vec::new()), &folder);
    for garbage in ["", "x", "coopsec-index 4 000001.toml\n", "coopsec-index 4 ../x.toml 1 00000000\n"] {
        fs::write(folder.0.join("CURRENT"), garbage).unwrap();
        assert!(refusal(Corpus::open(&folder.0)).contains("CURRENT"));
    }
    // A damaged index may be replaced.
    save(&build(many()), &folder);
    assert_eq!(Corpus::open(&folder.0).unwrap().len(), 400);
}

#[test]
fn leftovers_are_ignored_and_swept() {
    let folder = Folder::new();
    save(&build(many()[..5].to_vec()), &folder);
    let kept = folder.files();
    for name in ["000002.columns", "000009.toml", "CURRENT.next"] {
        fs::write(folder.0.join(name), "half").unwrap();
    }
    let others = ["notes.txt", "20151113.txt", "20151114.arrow", "20151115.json.toml"];
    others.iter().for_each(|name| fs::write(folder.0.join(name), "mine").unwrap());
    let opened = Corpus::open(&folder.0).unwrap();
    append(&opened, many()[5..6].to_vec());
    let names: Vec<String> =
        folder.files().iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("000001")).count(), kept.len() - 2, "{names:?}");
    assert_eq!(names.iter().filter(|name| name.starts_with("000010")).count(), 4, "{names:?}");
    assert_eq!(names.len(), kept.len() - 2 + 4 + 1 + others.len(), "{names:?}");
    // A corpus that maps the replaced files still answers.
    save(&build(many()[..1].to_vec()), &folder);
    assert_eq!(answers(&opened, None), answers(&build(many()[..5].to_vec()), None));
    assert!(others.iter().all(|name| fs::read(folder.0.join(name)).unwrap() == b"mine"));
}

#[test]
fn writers_exclude_each_other_and_nothing_is_lost() {
    let folder = Folder::new();
    save(&build(many()[..5].to_vec()), &folder);
    let (one, other) = (Corpus::open(&folder.0).unwrap(), Corpus::open(&folder.0).unwrap());
    append(&one, many()[5..7].to_vec());
    let message = refusal(other.append(many()[7..9].to_vec(), Vec::new(), &Control::default()));
    assert!(message.contains("open it again"), "{message}");
    assert_eq!(Corpus::open(&folder.0).unwrap().len(), 7);
    let view = one.select(&[0]);
    assert!(matches!(view.append(Vec::new(), Vec::new(), &Control::default()), Err(Error::Argument(_))));

    // A lock file that nobody holds is no obstacle; one that is held is.
    let lock = fs::File::options().write(true).open(folder.0.join("lock")).unwrap();
    save(&one, &folder);
    fs4::FileExt::lock(&lock).unwrap();
    let message = refusal(one.save(&folder.0, &Saving::default(), &Control::default()));
    assert!(message.contains("another process"), "{message}");
    drop(lock);
    save(&one, &folder);
}

#[test]
fn a_save_that_is_stopped_leaves_the_old_generation() {
    let folder = Folder::new();
    save(&build(many()[..5].to_vec()), &folder);
    let before = folder.files();
    let control = Control::default();
    control.stop();
    let stopped = build(many()).save(&folder.0, &Saving::default(), &control);
    assert!(matches!(stopped, Err(Error::Interrupted)));
    assert_eq!(folder.files(), before);
    assert_eq!(Corpus::open(&folder.0).unwrap().len(), 5);
}
