//! What a user might write in Rust without coopsec: UAX #29 words in hash maps, and an Aho-Corasick automaton.
//!
//! Usage: `engines CASE CORPUS.bin THEMES.json MEGABYTES`; the measurements go to standard output as one line of JSON.
//! The number of threads is rayon's own (`RAYON_NUM_THREADS`); with one thread, rayon gets no work.

mod corpus;
mod memory;
mod terms;
mod themes;

use std::error::Error;
use std::time::Instant;

use serde_json::{Value, json};

use crate::corpus::Corpus;

/// Documents of the untimed first run, which starts the threads.
const WARM: usize = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [case, corpus, themes, megabytes] = arguments.as_slice() else {
        return Err("usage: engines CASE CORPUS.bin THEMES.json MEGABYTES".into());
    };
    let bytes = std::fs::read(corpus)?;
    let limit: f64 = megabytes.parse()?;
    let corpus = Corpus::read(&bytes, limit)?;
    let work = prepare(case, themes)?;
    work(&corpus.first(WARM));
    let before = memory::start();
    let start = Instant::now();
    let answer = work(&corpus);
    let seconds = start.elapsed().as_secs_f64();
    let peak = memory::peak().zip(before).map(|(peak, before)| (peak - before).max(0.0));
    let megabytes = corpus.megabytes();
    println!("{}", json!({"seconds": seconds, "peak_mb": peak, "megabytes": megabytes, "answer": answer}));
    Ok(())
}

type Work = Box<dyn Fn(&Corpus<'_>) -> Value>;

fn prepare(case: &str, themes: &str) -> Result<Work, Box<dyn Error>> {
    Ok(match case {
        "nothing" => Box::new(|_| json!({})),
        "terms" => Box::new(terms::total),
        "months" => Box::new(terms::by_month),
        "matrix" => Box::new(terms::matrix),
        "themes" => {
            let lexicon = themes::Lexicon::read(&std::fs::read_to_string(themes)?)?;
            Box::new(move |corpus| lexicon.by_month(corpus))
        }
        other => return Err(format!("{other} is no case of this engine").into()),
    })
}
