//! Pages to text.

use coopsec::corpus::files::read_paths;

#[test]
fn explore() {
    let mut paths = vec![];
    for d in [
        "data/wikinews_fr/documents",
        "data/press_exports",
        "data/encodings/chardet/windows-1256-arabic",
        "data/encodings/chardet/windows-1252",
    ] {
        for e in std::fs::read_dir(crate::shared::shared(d).unwrap()).unwrap() {
            paths.push(e.unwrap().path());
        }
    }
    paths.sort();
    for (p, f) in paths.iter().zip(read_paths(&paths)) {
        match f {
            Ok(f) => println!(
                "{} {:?}",
                p.display(),
                coopsec::corpus::files::FileText { text: f.text.chars().take(600).collect(), ..f }
            ),
            Err(e) => println!("{} ERR {e}", p.display()),
        }
    }
}
