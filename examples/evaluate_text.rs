//! Prints how well tokens and sentences agree with UD treebanks, and the confusions.
//!
//! `cargo run --example evaluate_text -- FOLDER [CONFUSIONS]` reads `*-ud-*.conllu` files in the folder.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

#[path = "../tests/it/treebank.rs"]
mod treebank;

use coopsec::text::Lang;
use treebank::{Score, Treebank};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "../shared/data/ud".into());
    let shown = std::env::args().nth(2).and_then(|n| n.parse().ok()).unwrap_or(15);
    let mut files: Vec<_> = std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|f| f.path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "conllu"));
    files.sort();
    for path in &files {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some(lang) = Lang::parse(name.split('_').next().unwrap_or_default()) else { continue };
        let Ok(source) = std::fs::read_to_string(path) else { continue };
        let treebank = Treebank::parse(&source);
        print("tokens", &name, &treebank.tokens(lang), shown);
        print("sentences", &name, &treebank.sentences(lang), shown);
    }
}

fn print(measure: &str, set: &str, score: &Score, shown: usize) {
    let (precision, recall) = (score.precision(), score.recall());
    println!("{set:24} {measure:10} F1 {:.4}  P {precision:.4}  R {recall:.4}  n {}", score.f1(), score.gold);
    for (confusion, count) in score.confusions().into_iter().take(shown) {
        println!("    {count:5}  {confusion}");
    }
}
