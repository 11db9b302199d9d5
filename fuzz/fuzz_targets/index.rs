//! A saved index whose files were changed, cut, exchanged or removed is refused by name, or answers as if nothing had
//! happened.
//!
//! Six bytes are one change: which file, what is done to it, where (two bytes), and with what (two bytes).

#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use coopsec::Result;
use coopsec::corpus::{self, Control, Corpus, Draft, Need, Options, Saving};
use coopsec::lexicon::Lexicon;
use coopsec::query::{documents, frequency, hits, kwic, themes};
use libfuzzer_sys::fuzz_target;

/// Changes of an index at once; more hide each other.
const MOST: usize = 4;

/// An index of two segments, its files, and what it answers.
struct Saved {
    folder: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
    answers: Vec<String>,
}

static SAVED: LazyLock<Saved> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("coopsec-fuzz-index-{}", std::process::id()));
    let (first, second) = (drafts(0..40), drafts(40..50));
    let corpus = Corpus::build(first, Options::default(), &Control::default()).expect("a corpus");
    documents::stories(&corpus, &Control::default()).expect("its stories");
    let attached = vec![("own.arrow".to_owned(), vec![7; 50])];
    corpus.save(&folder, &Saving { texts: true, attached }, &Control::default()).expect("a folder to write to");
    let opened = Corpus::open(&folder).expect("an index");
    let appended = opened.append(second, Vec::new(), &Control::default()).expect("more documents");
    let answers = answers(&appended).expect("answers");
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().expect("a name in ASCII");
        (name != "lock").then(|| (name, fs::read(entry.path()).expect("a file")))
    };
    let files = fs::read_dir(&folder).expect("a folder").filter_map(|entry| file(entry.expect("an entry"))).collect();
    Saved { folder, files, answers }
});

fn drafts(numbers: std::ops::Range<usize>) -> Vec<Draft> {
    let words = ["le terrorisme", "la drogue", "l’Espagne.", "😀", "coopération policière", "un trafic de drogue"];
    let text = |n: usize| (0..5 + n % 20).map(|at| words[(at * (n + 1)) % words.len()]).collect::<Vec<_>>().join(" ");
    numbers.map(|n| Draft { id: format!("d{n}"), text: text(n).into(), ..Draft::default() }).collect()
}

/// What is asked, or the first error.
fn answers(corpus: &Corpus) -> Result<Vec<String>> {
    let control = Control::default();
    let lexicon = Lexicon::from_toml("[theme.a]\npatterns = ['drogue', 'le ~2 drogue', '=Espagne']", "fuzz")?;
    let context = kwic::Ask { window: 3, across_sentences: true };
    let mut answers = vec![
        format!("{:?}", kwic::kwic(corpus, "drogue", context, &control)?),
        format!("{:?}", themes::themes(corpus, &lexicon, &themes::Ask::default(), &control)?),
        format!("{:?}", frequency::frequency(corpus, &frequency::Ask::default(), &control)?),
        format!("{:?}", hits::hits(corpus, &lexicon, hits::Ask::default(), &control)?),
        format!("{:?}", documents::documents(corpus, &control)?),
        format!("{:?}", documents::stories(corpus, &control)?),
    ];
    corpus.ready(Need::Texts)?;
    answers.extend((0..corpus.len()).map(|at| corpus.text(at).into_owned()));
    Ok(answers)
}

/// What becomes of a file.
fn changed(saved: &Saved, bytes: &[u8], change: &[u8]) -> Option<Vec<u8>> {
    let place = usize::from(u16::from_le_bytes([change[2], change[3]])) % (bytes.len() + 1);
    let (value, wide) = (change[4], u16::from_le_bytes([change[4], change[5]]));
    let mut new = bytes.to_vec();
    match change[1] % 8 {
        0 | 1 => new.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= value.max(1)),
        2 => new.truncate(place),
        3 => new.insert(place, value),
        4 => drop(new.drain(place..bytes.len().min(place + usize::from(value)))),
        5 => new[..place].iter_mut().for_each(|byte| *byte = value),
        6 => new = saved.files.values().nth(usize::from(wide) % saved.files.len())?.clone(),
        _ => return None,
    }
    Some(new)
}

fuzz_target!(|data: &[u8]| {
    let saved = &*SAVED;
    let mut files: BTreeMap<&str, Option<Vec<u8>>> = BTreeMap::new();
    for change in data.chunks_exact(6).take(MOST) {
        let (name, bytes) = saved.files.iter().nth(usize::from(change[0]) % saved.files.len()).expect("a file");
        let before = files.remove(name.as_str()).unwrap_or_else(|| Some(bytes.clone()));
        files.insert(name, before.and_then(|bytes| changed(saved, &bytes, change)));
    }
    for (name, bytes) in &files {
        let path = saved.folder.join(name);
        match bytes {
            Some(bytes) => fs::write(path, bytes).expect("a file to write"),
            None => fs::remove_file(path).expect("a file to remove"),
        }
    }
    let is_changed = files.iter().any(|(&name, bytes)| bytes.as_ref() != Some(&saved.files[name]));
    let own = saved.folder.to_str().expect("a path in UTF-8");
    match Corpus::open(&saved.folder).and_then(|corpus| answers(&corpus)) {
        Ok(found) => assert!(found == saved.answers, "a wrong answer"),
        Err(error) => assert!(is_changed && error.to_string().contains(own), "{error}"),
    }
    match corpus::check(&saved.folder, &Control::default()) {
        Ok(_) => assert!(!is_changed, "a change that no check finds"),
        Err(error) => assert!(is_changed && error.to_string().contains(own), "{error}"),
    }
    for name in files.keys() {
        fs::write(saved.folder.join(name), &saved.files[*name]).expect("a file to restore");
    }
});
